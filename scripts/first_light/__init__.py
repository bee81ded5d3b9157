"""The composer of the bundled song: a plan, its parts, a MIDI file, a master."""
