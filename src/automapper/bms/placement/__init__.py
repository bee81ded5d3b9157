"""Placement: which sounds become notes, and on which lane. Never when."""
