"""The table of a package's sounds: found, decoded once, and honest about what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from automapper.bms.keysounds import table as table_module
from automapper.bms.keysounds.cache import content_name
from automapper.bms.keysounds.table import grouped, sound_table
from bms.keysounds.tones import noise, sound_file, stroke, tone

KICK = sound_file(stroke(60.0))
LEAD = sound_file(tone(880.0), kind="OGG")
FILES = {
    "Kick.WAV": KICK,
    "lead.ogg": LEAD,
    "same as kick.flac": KICK,  # its content decides, not its name
    "broken.wav": b"RIFF nonsense",
    "empty.ogg": b"",
}
SAMPLES = [
    ("01", "kick.wav"),
    ("02", "LEAD.wav"),
    ("03", "same as kick.wav"),
    ("04", "nowhere.wav"),
    ("05", "broken.wav"),
    ("06", "empty.wav"),
    ("0A", "kick.wav"),
]


def test_every_declared_sample_has_a_row_in_order() -> None:
    table, warnings = sound_table(FILES, SAMPLES, None)
    assert list(table) == [wav_id for wav_id, _ in SAMPLES]
    kick, lead = table["01"], table["02"]
    assert kick is not None and lead is not None
    assert kick.content == content_name(KICK) and lead.content == content_name(LEAD)
    assert table["03"] == table["0A"] == kick
    assert kick.low_ratio > 0.5 and lead.duration_ms == pytest.approx(500)
    assert [table[wav_id] for wav_id in ("04", "05", "06")] == [None] * 3
    assert len(warnings) == 3
    assert warnings[0] == "sample 04 'nowhere.wav': is missing"
    assert "05 'broken.wav': cannot be decoded" in warnings[1]
    assert warnings[2] == "sample 06 'empty.wav': is empty"


def test_one_content_is_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[bytes] = []
    real = table_module.decode_sample

    def counting(data: bytes) -> object:
        decoded.append(data)
        return real(data)

    monkeypatch.setattr(table_module, "decode_sample", counting)
    sound_table(FILES, SAMPLES, None)
    assert len(decoded) == len(set(decoded)) == 4


def test_the_table_does_not_depend_on_workers_or_cache(tmp_path: Path) -> None:
    files = {f"{n:02d}.wav": sound_file(noise(0.02, seed=n)) for n in range(40)}
    samples = [(f"{n:02d}", f"{n:02d}.wav") for n in range(40)]
    alone = sound_table(files, samples, None, workers=1)
    assert sound_table(files, samples, None, workers=7) == alone
    assert sound_table(files, samples, tmp_path) == alone
    assert sound_table(files, samples, tmp_path) == alone
    for path in sorted(tmp_path.rglob("*.json"))[::3]:
        path.write_bytes(b"rubbish")
    assert sound_table(files, samples, tmp_path) == alone


def test_a_cached_table_decodes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    samples = SAMPLES[:3]
    first = sound_table(FILES, samples, tmp_path)
    monkeypatch.delattr(table_module, "decode_sample")
    assert sound_table(FILES, samples, tmp_path) == first


def test_a_cache_that_cannot_be_written_is_one_warning(tmp_path: Path) -> None:
    nowhere = tmp_path / "file"
    nowhere.write_bytes(b"")
    table, warnings = sound_table(FILES, SAMPLES[:3], nowhere)
    assert None not in table.values()
    (warning,) = warnings
    assert warning.startswith("the measures of samples are not kept")


def test_progress_is_told_to_the_end() -> None:
    steps: list[tuple[int, int]] = []
    sound_table(FILES, SAMPLES, None, progress=lambda done, total: steps.append((done, total)))
    assert steps == [(n, 4) for n in range(1, 5)]


def test_many_samples_with_one_fault_are_one_line() -> None:
    _, warnings = sound_table({}, [(f"{n:02d}", f"{n}.wav") for n in range(50)], None)
    assert warnings == (
        "50 samples: each is missing: 00 '0.wav', 01 '1.wav', 02 '2.wav' and others",
    )
    assert len(grouped([("is missing", str(n)) for n in range(4)])) == 4


def test_no_samples_are_an_empty_table() -> None:
    assert sound_table({}, [], None) == ({}, ())
