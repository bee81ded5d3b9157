"""A package's samples: found, decoded once and described."""
