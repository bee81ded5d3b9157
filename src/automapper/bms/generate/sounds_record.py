"""The measures of a package's samples as plain JSON values."""

from __future__ import annotations

from dataclasses import asdict

from automapper.bms.keysounds.features import SoundTable


def sounds_record(sounds: SoundTable) -> list[dict[str, object]]:
    """One record a sample; an unknown one has its id alone."""
    return [
        {"wav_id": wav_id, "unknown": True}
        if features is None
        else {"wav_id": wav_id, **asdict(features)}
        for wav_id, features in sorted(sounds.items())
    ]
