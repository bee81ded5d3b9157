"""Writes the golden BMS packages anew: ``python tests/golden/regenerate_bms.py``.

Run it after a wanted change of the written bytes, and read the difference before committing it.
v0 is what we write; the others are files as people write them, with what seldom meets in one
package: mines, ``#SWITCH``, base 62, CP949, nine keys, ``#STP``, ``#LNMODE``, fast long notes.
Their music and sounds come from scripts/render_bms_package.py.
"""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent / "scripts")]

from automapper.bms.game import write_chart_set  # noqa: E402
from automapper.bms.model import KeyMode  # noqa: E402
from automapper.bms.write import write_chart  # noqa: E402
from bms.sample import sample_chart_set  # noqa: E402
from render_bms_package import composed, rendered, voices, wav_bytes  # noqa: E402

SOUNDS, MEASURES = 10, 8
RATE = 2000  # Hz: a few hundred bytes a sound


@dataclass(frozen=True, slots=True)
class Fixture:
    """A chart file written by hand; @ is where the composed music goes."""

    name: str
    text: str
    encoding: str = "ascii"
    line_end: str = "\r\n"
    mode: KeyMode = KeyMode.SEVEN


MINES = """\
*--- HEADER FIELD
#PLAYER 1
#GENRE test
#TITLE Mines [7KEYS]
#SUBTITLE beware
#BPM 150
#PLAYLEVEL 7
#RANK 3
#TOTAL 300
#LNTYPE 1
#VOLWAV 90
#STAGEFILE stage.png
@
; invisible notes, mines, the free zone, pictures, and a long note that never ends
#00931:0A000000
#00931:00000B00
#00945:0C
#009D1:00ZZ
#009D6:0Z000000
#009E3:01
#00917:0100
#00904:01
#00906:02
#00907:0003
#0090A:04
#00952:0200000000000000
#01052:0002
#01153:0300000004000500
"""

BRANCHES = """\
#PLAYER 1
#TITLE 分かれ道
#ARTIST ｵｰﾄﾏｯﾊﾟｰ
#BPM 120
#PLAYLEVEL 3
#RANK 2
@
#RANDOM 3
  #IF 1
#01011:0102
  #ELSEIF 2
#01012:0102
  #ELSE
#01013:0102
  #ENDIF
#ENDRANDOM
#SETRANDOM 2
#IF 2
#01114:03
#RONDAM 2
#IF 1
#01115:04
#IFEND
#IF 2
#01118:04
#END IF
#ENDRANDOM
#ENDIF
#ENDRANDOM
#SWITCH 3
#CASE 1
#01201:0505
#SKIP
#CASE 2
#01203:78
#CASE 3
#01201:06
#SKIP
#DEF
#01201:07
#ENDSW
#SETSWITCH 2
#CASE 2
#01219:05
#SKIP
#ENDSW
"""

BASE_62 = """\
#BASE 62
#TITLE café
#ARTIST Motörhead
#BPM 140.5
#BPMaB 281
#BPMAB 70.25
#WAVaa high.wav
#WAVAA low.wav
#WAVzZ none.wav
#SCROLLaB 2
#SPEED01 1.5
#LNOBJ zz
@
#00901:aaAAzZ00
#00911:aa00zz00
#00912:aA
#00908:00aB
#01008:AB
#009SC:aB
#010SP:01
"""

KOREAN = """\
#PLAYER 3
#GENRE 발라드
#TITLE 첫 번째 빛
#ARTIST 자동 제작기
#BPM 96
#PLAYLEVEL 4
#RANK 2
#lnobj zz
#DIFFICULTY 3
@
#00911:01000200ZZ000000
#00921:0300ZZ00
#00926:0000000000000004
#01026:ZZ
#01101:zz
"""

NINE_KEYS = """\
#PLAYER 3
#TITLE Nine
#BPM 170
#PLAYLEVEL 20
#RANK 3
#TOTAL 250
@
#00911:01
#00925:01
#00955:0200000000000002
#00964:03
#01064:03
"""

# Without an end of its last line.
HALTS = f"""\
#TITLE Halts
#BPM 133.33
#EXBPM01 1e3
#BPM02 0.5
#STOP01 48
#STOP02 0.5
#LNMODE 2
#LNTYPE 2
#STP 009.500 250
#STP 009.500 1.5
#STP 010 10
@
#00902:0.75
#00902:1.25
#01002:0.0078125
#01102:1e1
#00908:0001
#01003:85
#01008:02
#01103:FF
#00909:0102
#01009:01
#00901:{"00" * 27}01
#00901:{"00" * 42}02
#01101:{"00" * 128}03
#01151:{"00" * 14}0404
#01152:05
#01252:05"""


def fast_holds() -> str:
    """Twelve long notes a measure, from a 32nd to half a measure long."""
    lines = ["#PLAYER 1", "#TITLE 速い歌", "#ARTIST じどうさくふ", "#BPM 242", "#PLAYLEVEL 11"]
    lines += ["#RANK 2", "#TOTAL 400", "#DIFFICULTY 4", "#LNTYPE 1", "@"]
    for measure in range(9, 15):
        for key, wav_id in ((1, "01"), (2, "02"), (3, "03"), (4, "04"), (5, "05"), (8, "06")):
            hold = [wav_id, *["00"] * key, wav_id, *["00"] * (14 - key)]
            lines.append(f"#{measure:03d}5{key}:{''.join(hold * 2)}")
    return "\n".join([*lines, ""])


FIXTURES = {
    "v1-mines": Fixture("mines.bme", MINES),
    "v2-branches": Fixture("branches.bms", BRANCHES, "cp932", "\n"),
    "v3-base62": Fixture("base62.bms", BASE_62, "utf-8-sig"),
    "v4-cp949": Fixture("korean.bms", KOREAN, "cp949", "\r", KeyMode.FOURTEEN),
    "v5-nine-keys": Fixture("nine.pms", NINE_KEYS, mode=KeyMode.NINE),
    "v6-halts": Fixture("halts.bml", HALTS),
    "v7-fast-holds": Fixture("fast.bme", fast_holds(), "euc_jp"),
}


def package(fixture: Fixture) -> dict[str, bytes]:
    """The files of a fixture by name."""
    chart = composed(SOUNDS, MEASURES, fixture.mode)
    written = write_chart(chart)[0].decode("ascii").split("\r\n")
    music = [line for line in written if re.match(r"#WAV|#\d{3}..:", line)]
    text = fixture.text.replace("@", "\n".join(music)).replace("\n", fixture.line_end)
    files = {fixture.name: text.encode(fixture.encoding)}
    for voice, (_, name) in zip(voices(SOUNDS), chart.samples, strict=True):
        files[name] = wav_bytes(rendered(voice, RATE), RATE, width=1)
    return files


def main() -> None:
    packages = {name: package(fixture) for name, fixture in FIXTURES.items()}
    packages["v0"] = write_chart_set(sample_chart_set())[0]
    shutil.rmtree(HERE / "bms", ignore_errors=True)
    for name, files in packages.items():
        folder = HERE / "bms" / name
        folder.mkdir(parents=True)
        for file, data in files.items():
            (folder / file).write_bytes(data)


if __name__ == "__main__":
    main()
