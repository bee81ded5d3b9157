"""Tools on levels that exist: convert, light anew, draw a stretch again."""
