"""Learning examples: the store, its manifest, splits and datasets."""
