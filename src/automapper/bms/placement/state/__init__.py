"""The state machine: what stands where, and which note may join it."""
