"""The file formats of keyboard-lane charts, each adapted to and from the one neutral model."""
