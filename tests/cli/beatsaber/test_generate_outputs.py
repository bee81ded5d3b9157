from dataclasses import replace
from pathlib import Path

import pytest

from automapper.cli.beatsaber.generate_outputs import Outputs
from automapper.errors import OutputError

NOWHERE = Outputs(None, False, None, None, None, None)


def test_levels_go_to_outputs_a_folder_or_the_named_zip():
    assert NOWHERE.level_path("A/B") == Path("outputs/A B.zip")
    assert replace(NOWHERE, output=Path("x")).level_path("T") == Path("x/T.zip")
    assert replace(NOWHERE, output=Path("x.ZIP")).level_path("T") == Path("x.ZIP")


def test_what_exists_is_refused_unless_forced(tmp_path):
    (tmp_path / "T.zip").touch()
    outputs = replace(NOWHERE, output=tmp_path)
    with pytest.raises(OutputError, match="--force overwrites it"):
        outputs.check_title("T")
    replace(outputs, force=True).check_title("T")
    outputs.check_title("Other")
