"""Doors to Beat Saber levels, and their parts."""
