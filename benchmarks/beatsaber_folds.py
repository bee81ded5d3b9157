"""Surprisal under an n-gram of clean human charts that never saw the song: four folds by song."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from automapper.beatsaber.stats.ngram import NGram, surprisal, train
from beatsaber_corpus import Measured

FOLDS = 4


class FoldedNGram:
    """One model a fold; a song's own fold is left out of the model that judges it."""

    def __init__(self, humans: Sequence[Measured]) -> None:
        songs = sorted({chart.song for chart in humans})
        self._fold = {song: index % FOLDS for index, song in enumerate(songs)}
        self._songs = {chart.name: chart.song for chart in humans}
        clean = [chart for chart in humans if chart.is_clean]
        self._models: list[NGram] = [
            train(
                sequence
                for chart in clean
                if self._fold[chart.song] != fold
                for sequence in (chart.plain, chart.mirrored)
            )
            for fold in range(FOLDS)
        ]
        found = [self.surprisal(chart) for chart in clean]
        self.human = tuple(float(v) for v in np.percentile(found, [5, 50, 95]))

    @property
    def interval(self) -> tuple[float, float]:
        """p5 and p95 of clean humans, nats per note."""
        return self.human[0], self.human[2]

    def surprisal(self, chart: Measured) -> float:
        """Nats per note; a level is known by its name (a generated one bears the human's)."""
        song = self._songs.get(chart.name, chart.song)
        return surprisal(self._models[self._fold.get(song, 0)], chart.plain)
