"""Turns any song into a rhythm-game chart: one package, one game per subpackage."""

__version__ = "0.1.0"
