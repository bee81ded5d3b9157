"""What is woven around finished notes: arcs, chains, bombs and walls."""
