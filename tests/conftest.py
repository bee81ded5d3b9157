"""Shared by all tests: its folder puts the tiny band of render.py within reach."""
