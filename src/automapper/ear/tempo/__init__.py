"""The tempo of a song: every reading weighed, and whether it holds or moves."""
