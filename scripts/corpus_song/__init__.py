"""The composer of the training corpus: songs drawn by chance, their true beats, their sound."""
