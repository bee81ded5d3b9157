"""Bars: how many beats they have, and which of them comes first."""
