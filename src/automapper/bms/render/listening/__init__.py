"""A blind listening test: which of two charts of a song plays better, by ear."""
