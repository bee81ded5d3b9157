from pathlib import Path

import pytest

from automapper.cli.osumania.timing_arguments import FORMATS, build_parser, options_of
from automapper.cli.osumania.timing_outputs import SCREEN, Outputs
from automapper.errors import ConfigError, OutputError
from automapper.osumania.timing import skeleton

SONG = Path("music/song.mp3")


def outputs(*words, many=False):
    return Outputs.of(build_parser().parse_args(["song.mp3", *words]), many)


def test_the_formats_offered_are_those_that_can_be_written():
    assert tuple(skeleton.FORMATS) == FORMATS


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ([], "music/song.osu"),
        (["--format", "sm"], "music/song.sm"),
        (["-o", "x.JSON"], "x.JSON"),
        (["-o", "out"], "out/song.osu"),
        (["-o", "out", "--format", "osz"], "out/song.osz"),
        (["-o", "out.d/", "--format", "txt"], "out.d/song.txt"),
        (["-o", "best.sm/"], "best.sm/song.osu"),
    ],
)
def test_files_go_beside_the_song_into_a_folder_or_where_named(words, path):
    assert outputs(*words).path(SONG) == Path(path)


def test_songs_of_one_name_get_files_of_their_own():
    songs = [Path("a/x.mp3"), Path("a/X.wav"), Path("b/x.mp3"), Path("a/y.mp3")]
    assert outputs("-o", "out", many=True).paths(songs) == [
        Path("out/x.osu"), Path("out/X (2).osu"), Path("out/x (3).osu"), Path("out/y.osu"),
    ]  # fmt: skip
    assert outputs(many=True).paths(songs)[2] == Path("b/x.osu")


def test_a_folder_may_be_named_like_a_file(tmp_path):
    (tmp_path / "best.sm").mkdir()
    told = outputs("-o", str(tmp_path / "best.sm"), many=True)
    assert told.path(SONG) == tmp_path / "best.sm" / "song.osu"


def test_the_screen_takes_what_can_be_read():
    assert outputs("-o", "-", "--format", "json").to_screen
    assert outputs("-o", "-").output == SCREEN
    with pytest.raises(ConfigError, match="name a file for osz"):
        outputs("-o", "-", "--format", "osz")
    with pytest.raises(ConfigError, match="need a folder"):
        outputs("-o", "-", many=True)


def test_what_exists_is_refused_unless_forced(tmp_path):
    (tmp_path / "song.osu").touch()
    with pytest.raises(OutputError, match="--force overwrites it"):
        outputs().check(SONG, None, tmp_path / "song.osu")
    outputs("--force").check(SONG, tmp_path / "song.osu")


def test_a_place_where_nothing_can_be_written_is_refused_before_listening(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written"):
        outputs().check(SONG, tmp_path / "file" / "deep" / "x.osu")
    outputs().check(SONG, tmp_path / "new" / "deep" / "x.osu")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_song_itself_is_never_overwritten(tmp_path):
    song = tmp_path / "song.wav"
    song.touch()
    with pytest.raises(OutputError, match="is the song itself"):
        outputs("--force", "--click", str(song)).check(song, tmp_path / "." / "song.wav")


def test_words_become_options():
    words = ["s.mp3", "--bpm-range", "80", "160", "--metre", "3", "--profile", "live"]
    options = options_of(build_parser().parse_args([*words, "--convention", "osu"]))
    assert options.bpm_range == (80.0, 160.0) and options.meter == 3
    assert options.profile == "live" and options.shift == -0.022
    assert options_of(build_parser().parse_args(["s.mp3"])).shift == 0.0


def test_a_lead_means_the_osu_convention():
    def options(*words):
        return options_of(build_parser().parse_args(["song.mp3", *words]))

    assert options("--osu-lead", "30").shift == -0.030
    assert options("--convention", "osu").shift == -0.022
    assert options().shift == 0.0
    with pytest.raises(ConfigError, match="--osu-lead is for --convention osu"):
        options("--osu-lead", "30", "--convention", "exact")


@pytest.mark.parametrize("words", [("--bpm-range", "200", "100"), ("--metre", "9")])
def test_wishes_that_cannot_be_are_refused_before_listening(words):
    with pytest.raises(ConfigError, match=r"bpm range|metre"):
        options_of(build_parser().parse_args(["song.mp3", *words]))


@pytest.mark.parametrize("name", ["x.osuu", "x.jsn", "x.text", "x.OSS", "x.qua", "x.mp3", "x.xyz"])
def test_a_suffix_of_no_format_makes_no_folder(name, tmp_path):
    for many in (False, name != "x.xyz"):  # what resembles no format may be a folder for many
        with pytest.raises(ConfigError, match=r"files end in \.osu, \.osz, \.txt, \.json, \.sm"):
            outputs("-o", str(tmp_path / name), many=many)
    assert outputs("-o", f"{tmp_path / name}/").path(SONG) == tmp_path / name / "song.osu"
    assert outputs("-o", "May 2024.1", many=True).path(SONG) == Path("May 2024.1/song.osu")
    (tmp_path / name).mkdir()
    assert outputs("-o", str(tmp_path / name)).path(SONG) == tmp_path / name / "song.osu"
