"""The BMS text format: the file as lines, and what one branch of it says."""
