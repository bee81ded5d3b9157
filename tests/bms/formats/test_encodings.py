from __future__ import annotations

import pytest

from automapper.bms.formats.encodings import detect_encoding

JAPANESE = (
    "高嶺　愛花",
    "ｵｻﾑｲﾓﾝ",
    "夜空のメロディ",
    "Ω",
    "表裏一体",
    "♪",
    "ｸﾞﾗﾝﾄﾞ",
    "†渚†",
    "Ⅱ",
    "お疲れさまでした",
    "超究極ウルトラ(改)(＾＾)",
)
KOREAN = ("한글", "하늘의 별", "달빛", "凋花", "나비의 꿈", "마지막 춤", "랩소디", "♥", "사랑")


def chart(words: str, codec: str) -> bytes:
    return b"#TITLE " + words.encode(codec) + b" [ANOTHER]\r\n#ARTIST someone\r\n#BPM 150\r\n"


@pytest.mark.parametrize("words", JAPANESE)
def test_shift_jis(words: str) -> None:
    assert detect_encoding(chart(words, "cp932")) == ("cp932", ())


@pytest.mark.parametrize("words", KOREAN)
def test_korean(words: str) -> None:
    assert detect_encoding(chart(words, "cp949")) == ("cp949", ())


@pytest.mark.parametrize("words", JAPANESE + KOREAN)
def test_utf_8(words: str) -> None:
    assert detect_encoding(chart(words, "utf-8")) == ("utf-8", ())


@pytest.mark.parametrize("words", ("夜空のメロディ", "お疲れさまでした", "ひとひら"))
def test_euc_jp_with_kana(words: str) -> None:
    assert detect_encoding(chart(words, "euc_jp")) == ("euc_jp", ())


def test_plain_letters_and_nothing() -> None:
    assert detect_encoding(b"#TITLE plain\n") == ("ascii", ())
    assert detect_encoding(b"") == ("ascii", ())
    assert detect_encoding(b"#TITLE plain\n", marked=True) == ("utf-8", ())


def test_a_mark_decides() -> None:
    codec, said = detect_encoding("#TITLE 夜".encode("cp932"), marked=True)
    assert codec == "utf-8"
    assert len(said) == 1


def test_one_broken_byte_does_not_change_the_language() -> None:
    data = chart("夜空のメロディ", "cp932").replace(b"[ANOTHER]", b"\x82")
    codec, said = detect_encoding(data)
    assert codec == "cp932"
    assert "mean nothing in cp932" in said[0]


def test_signs_of_an_earlier_loss_are_utf_8() -> None:
    assert detect_encoding("#ARTIST ����@����\n".encode()) == ("utf-8", ())


def test_long_noise_ends_in_time() -> None:
    noise = bytes(range(128, 256)) * 40_000
    assert detect_encoding(noise)[0] in ("cp932", "cp949", "euc_jp", "utf-8")
