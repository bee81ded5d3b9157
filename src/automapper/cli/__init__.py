"""Doors for the command line: a room for each game, and the parts they share."""
