"""What one part of a chart hands to the next, as values and as JSON."""
