"""Nets that hear beats: our own, which ships here, and those of others."""
