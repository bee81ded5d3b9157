"""Sections of a song: where they begin, which repeat, and what to call them."""
