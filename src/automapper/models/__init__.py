"""Nets as plain modules, and the one way to run a net; no files' words, no game words."""
