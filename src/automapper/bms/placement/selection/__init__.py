"""Which events may become notes: effects, quotas by brightness, rescues."""
