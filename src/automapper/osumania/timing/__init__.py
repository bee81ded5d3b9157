"""A song's timing as a mapper wants it (``osu-timing``): options, sheet, files, proofs."""
