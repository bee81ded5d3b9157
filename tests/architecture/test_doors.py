"""The console scripts: which there are, that they exist, answer quickly and need no torch."""

from __future__ import annotations

import importlib
import subprocess
import sys
import tomllib

import pytest
from source_tree import ROOT, text_of

# Frozen: a script that is added or renamed changes what users type, so it is changed here too.
DOORS = {
    "bms-abtest": "automapper.cli.bms.abtest:main",
    "bms-generate": "automapper.cli.bms.generate:main",
    "bms-check": "automapper.cli.bms.check:main",
    "bms-dataset": "automapper.cli.bms.dataset:main",
    "bms-render": "automapper.cli.bms.render:main",
    "bms-train": "automapper.cli.bms.train:main",
    "bsa-check": "automapper.cli.beatsaber.check:main",
    "bsa-convert": "automapper.cli.beatsaber.convert:main",
    "bsa-generate": "automapper.cli.beatsaber.generate:main",
    "bsa-relight": "automapper.cli.beatsaber.relight:main",
    "osu-check": "automapper.cli.osumania.check:main",
    "osu-dataset": "automapper.cli.osumania.dataset:main",
    "osu-evaluate": "automapper.cli.osumania.evaluate:main",
    "osu-timing": "automapper.cli.osumania.timing:main",
    "osu-train": "automapper.cli.osumania.train:main",
}
HELP_SECONDS = 0.5
BARRED = ("torch", "lightning", "hydra", "librosa")

RUN = """
import sys, time
class Bar:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {barred!r}:
            raise ImportError("barred: " + name)
sys.meta_path.insert(0, Bar())
sys.argv = [{name!r}, *{arguments!r}]
from {module} import main
try:
    code = main()
except SystemExit as stop:
    code = stop.code
print("CPU", time.process_time(), file=sys.stderr)
raise SystemExit(code)
"""


def run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A door in a process of its own in which the heavy libraries cannot be imported."""
    module = DOORS[name].partition(":")[0]
    code = RUN.format(name=name, module=module, arguments=list(arguments), barred=BARRED)
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        timeout=60,
    )


def test_the_list_of_scripts_is_frozen() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    assert project["scripts"] == DOORS


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_door_leads_to_a_function(name: str) -> None:
    module, _, function = DOORS[name].partition(":")
    assert callable(getattr(importlib.import_module(module), function))


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_door_opens_as_a_module_too(name: str) -> None:
    module = DOORS[name].partition(":")[0]
    done = subprocess.run(
        [sys.executable, "-m", module, "--help"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.startswith(f"usage: {name} ")


@pytest.mark.parametrize("name", sorted(DOORS))
def test_help_answers_at_once_and_without_torch(name: str) -> None:
    seconds = []
    for _ in range(3):  # the best of three: other processes cost time too
        done = run(name, "--help")
        assert done.returncode == 0, done.stderr
        assert name in done.stdout
        seconds.append(float(done.stderr.split("CPU")[1]))
        if seconds[-1] < HELP_SECONDS:
            break
    assert min(seconds) < HELP_SECONDS


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_wrong_option_is_an_error_of_few_lines(name: str) -> None:
    done = run(name, "--no-such-option")
    assert done.returncode not in (0, None)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_missing_file_is_one_line_and_an_exit_code(name: str) -> None:
    outputs = {
        "bms-abtest": ["a", "b", "-o", "nowhere-out.zip"],
        "bms-dataset": ["-o", "nowhere-out.zip"],
        "bsa-convert": ["nowhere-out.zip"],
        "osu-dataset": ["-o", "nowhere-out.zip"],
    }
    done = run(name, "nowhere/nothing.zip", *outputs.get(name, []))
    assert done.returncode not in (0, None)
    said = [line for line in done.stderr.splitlines() if not line.startswith("CPU")]
    assert "Traceback" not in done.stderr
    assert len([line for line in said if "nothing.zip" in line]) == 1
    assert not (ROOT / "nowhere-out.zip").exists()


@pytest.mark.parametrize("name", sorted(DOORS))
@pytest.mark.parametrize("suffix", ["", ".bms", ".osu", ".zip"])
def test_a_name_that_no_system_takes_is_one_line(name: str, suffix: str) -> None:
    outputs = {"bms-abtest": ["b", "-o", "x.zip"], "osu-dataset": ["-o", "nowhere-out.zip"]}
    done = run(name, "n" * 300 + suffix, *outputs.get(name, []))
    assert done.returncode not in (0, None)
    said = [line for line in done.stderr.splitlines() if not line.startswith("CPU")]
    assert len(said) == 1
    assert said[0].startswith(f"{name}: ")
    assert not (ROOT / "nowhere-out.zip").exists()
