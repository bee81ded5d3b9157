"""A package in, a chart from its own keysounds out: analyse, place, emit, check."""
