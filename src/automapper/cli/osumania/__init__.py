"""Doors to timing and to osu!mania maps, and their parts."""
