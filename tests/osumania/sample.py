"""One small mapset that has something of everything; the golden files are written from it."""

from __future__ import annotations

from fractions import Fraction

from automapper.chart import Song
from automapper.osumania.model import (
    Break,
    Chart,
    Greenline,
    HitSample,
    Mapset,
    Note,
    Redline,
    SampleSet,
    Section,
    Words,
)


def ms(time: int) -> Fraction:
    """A time as the model has it."""
    return Fraction(time)


def sample_chart() -> Chart:
    """Four keys, two tempi, every kind of line, and things the model has no name for."""
    return Chart(
        keys=4,
        # The extra of each note says where it stood: an exact place and type that are not ours.
        notes=(
            Note(ms(1000), 0, None, 4, HitSample(2, 3, 1, 70, "kick.wav"), "60,192,5"),
            Note(ms(1000), 3, ms(1353), 0, HitSample(), "440,190,132"),
            Note(ms(1353), 1, None, 10, HitSample(0, 0, 0, 50), "128,192,1"),
            Note(ms(13000), 2, ms(13500), 2, HitSample(1), "320,191,128"),
        ),
        points=(
            Redline(ms(1000), Fraction(6000, 17), 4, SampleSet.SOFT, 1, 70, False, True, "4"),
            Greenline(ms(1000), Fraction(3, 4), 4, SampleSet.SOFT, 1, 70, True, False, "0,x"),
            Redline(ms(12000), Fraction(500), 3, SampleSet.DRUM, 2, 60, True, False, "2,y"),
        ),
        words=Words(
            Song("First light", "", "automapper", "automapper"),
            "最初の光",
            "オートマッパー",
            "Hard [4K]",
            "of every version",
            ("golden", "rendered"),
            12,
            34,
        ),
        audio="song.ogg",
        lead_in=500,
        preview=1000,
        hp=Fraction(15, 2),
        od=Fraction(8),
        sample_set=SampleSet.SOFT,
        background="cover, large.png",
        background_offset=(0, -12),
        video="film.mp4",
        video_start=-250,
        video_offset=(5, 7),
        breaks=(Break(ms(2000), ms(11000)),),
        bookmarks=(1000, 12000),
        beat_divisor=8,
        sections=(
            Section("General", ("StackLeniency: 0.4", "EpilepsyWarning: 1")),
            Section("Editor", ("GridSize: 16",)),
            Section("Metadata", ("Mood:bright",)),
            Section("Difficulty", ("SliderMultiplier:1.8",)),
            Section(
                "Events", ('Sprite,Pass,Centre,"a.png",320,240', " F,0,1,2,0,1", "3,100,1,2,3")
            ),
            Section("TimingPoints", ("// by ear",)),
            Section("Colours", ("Combo1 : 255,128,0",)),
            Section("Variables", ("$a=1",)),
            Section("HitObjects", ("// the end",)),
        ),
    )


def sample_mapset() -> Mapset:
    """The chart above, an easy one of other keys, and the files beside them."""
    easy = Chart(
        keys=7,
        notes=(Note(ms(1000), 6, extra="480,192,1"),),
        points=(Redline(ms(1000), Fraction(500)),),
        words=Words(Song("First light", "", "automapper", "automapper"), version="Easy"),
        audio="song.ogg",
        background="cover, large.png",
        video="film.mp4",
    )
    charts = (("automapper - First light [Hard].osu", sample_chart()), ("easy.osu", easy))
    return Mapset(charts, (("cover, large.png", b"a picture"), ("song.ogg", b"a sound")))
