"""Every file version, read and written: wire words live here and nowhere else."""
