"""BMS: charts rebuilt from a package's own keysounds, without moving an onset."""
