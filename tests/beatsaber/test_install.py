import pytest

from automapper.beatsaber.install import custom_levels_folder
from automapper.errors import OutputError


@pytest.fixture
def home(tmp_path, monkeypatch):
    for key in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(key, str(tmp_path))
    for key in ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432"):
        monkeypatch.delenv(key, raising=False)
    return tmp_path


def game_in(folder):
    (folder / "Beat Saber_Data").mkdir(parents=True)
    return folder


def test_named_game_folder_is_taken(tmp_path):
    game = game_in(tmp_path / "Beat Saber")
    levels = game / "Beat Saber_Data" / "CustomLevels"
    assert custom_levels_folder(game) == levels
    levels.mkdir()
    assert custom_levels_folder(levels) == levels


def test_a_folder_without_the_game_is_refused(tmp_path):
    with pytest.raises(OutputError, match="not a Beat Saber folder"):
        custom_levels_folder(tmp_path)


def test_steam_under_linux_is_found(home):
    game = game_in(home / ".local/share/Steam/steamapps/common/Beat Saber")
    assert custom_levels_folder() == game / "Beat Saber_Data" / "CustomLevels"


def test_steam_under_windows_is_found(home, monkeypatch):
    monkeypatch.setenv("ProgramFiles(x86)", str(home / "pf"))
    game = game_in(home / "pf/Steam/steamapps/common/Beat Saber")
    assert custom_levels_folder() == game / "Beat Saber_Data" / "CustomLevels"


def test_other_steam_libraries_are_searched(home):
    game = game_in(home / "games/steamapps/common/Beat Saber")
    listing = home / ".steam/steam/steamapps/libraryfolders.vdf"
    listing.parent.mkdir(parents=True)
    listing.write_text(f'"0" {{ "path" "{home / "games"}" }}', encoding="utf-8")
    assert custom_levels_folder() == game / "Beat Saber_Data" / "CustomLevels"


def test_no_game_says_what_to_do(home):
    with pytest.raises(OutputError, match="--install GAME_FOLDER"):
        custom_levels_folder()
