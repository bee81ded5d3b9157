"""Charted songs into a verified store of learning examples (``osu-dataset``)."""
