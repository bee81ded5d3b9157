"""After the pass: long notes, then scratches, then density, each over the whole chart."""
