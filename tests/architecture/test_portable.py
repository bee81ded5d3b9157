"""The library runs on Windows, leaks nothing of the machine it was made on, unpickles nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from source_tree import MODULES, ROOT, dotted, name_of, tree_of

POSIX_MODULES = {"fcntl", "pwd", "grp", "termios", "tty", "pty", "resource", "syslog", "crypt"}
POSIX_CALLS = {
    *(f"os.{name}" for name in ("fork", "geteuid", "getuid", "getgid", "chown", "mkfifo")),
    *(f"os.{name}" for name in ("killpg", "setsid", "nice", "uname", "getpgid", "statvfs")),
    *(f"signal.{name}" for name in ("SIGKILL", "SIGALRM", "SIGHUP", "SIGUSR1", "alarm")),
    "os.sched_getaffinity",
    "time.tzset",
}
UNPICKLING = {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal", "joblib"}
UNSAFE_CALLS = {"torch.load", "numpy.load", "np.load", "eval", "exec", "os.system"}
TEXT_METHODS = {"read_text", "write_text"}


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def is_unsafe(call: ast.Call) -> bool:
    """A call that may run code from a file; ``torch.load`` does not with ``weights_only=True``."""
    careful = any(
        keyword.arg == "weights_only"
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is True
        for keyword in call.keywords
    )
    name = dotted(call.func)
    return name in UNSAFE_CALLS and not (name == "torch.load" and careful)


def opens_text_without_encoding(call: ast.Call) -> bool:
    """A call that reads or writes text and leaves the encoding to chance."""
    if any(keyword.arg == "encoding" for keyword in call.keywords):
        return False
    if isinstance(call.func, ast.Attribute) and call.func.attr in TEXT_METHODS:
        return not (call.func.attr == "read_text" and call.args)
    if isinstance(call.func, ast.Name) and call.func.id == "open":
        mode = call.args[1] if len(call.args) > 1 else None
    elif isinstance(call.func, ast.Attribute) and call.func.attr == "open":
        # Only a path's own open takes a mode first; archives and decoders open what they are given.
        mode = call.args[0] if call.args else None
        if mode is None or not isinstance(mode, ast.Constant) or mode.value not in ("r", "w", "a"):
            return False
    else:
        return False
    mode = next((k.value for k in call.keywords if k.arg == "mode"), mode)
    return not (isinstance(mode, ast.Constant) and "b" in str(mode.value))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_portable_and_safe(path: Path) -> None:
    tree = tree_of(path)
    assert not set(imported(tree)) & POSIX_MODULES
    assert not set(imported(tree)) & UNPICKLING
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            assert dotted(node) not in POSIX_CALLS, f"line {node.lineno}"
        if isinstance(node, ast.Call):
            where = f"line {node.lineno}"
            assert not is_unsafe(node), where
            assert not opens_text_without_encoding(node), where
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not node.value.startswith(("/tmp", "/dev/", "/proc/")), f"line {node.lineno}"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("open('a')", True),
        ("open('a', 'rb')", False),
        ("open('a', encoding='utf-8')", False),
        ("p.open('w')", True),
        ("p.open('wb')", False),
        ("p.read_text()", True),
        ("p.read_text('utf-8')", False),
        ("p.write_text('x')", True),
        ("p.write_text('x', encoding='utf-8')", False),
        ("archive.open(member)", False),
    ],
)
def test_the_scan_for_encodings_sees(code: str, found: bool) -> None:
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    assert opens_text_without_encoding(call) is found


# Assembled, so that this file does not name what it looks for.
MACHINE_PATHS = re.compile("|".join(["/wo" + "rk/", "/ho" + "me/", "/ro" + "ot/", "/tm" + "p/"]))
SHOWN = ("*.md", "*.toml", "*.txt", "*.tsv", "*.json", "*.yaml", "Makefile", ".ci/run")
SHOWN_FOLDERS = ("docs", "configs", "demo", "scripts", "benchmarks", "src", "data", "outputs")


def shown_files() -> list[Path]:
    """Texts that the repository shows: documents, tables and configuration."""
    found = {path for pattern in SHOWN for path in ROOT.glob(pattern)}
    for folder in SHOWN_FOLDERS:
        kept = ("*.md",) if folder in ("data", "outputs") else (*SHOWN, "*.py")
        depth = "" if folder in ("data", "outputs") else "**/"
        found |= {path for kind in kept for path in (ROOT / folder).glob(depth + kind)}
    return sorted(path for path in found if path.is_file())


def test_no_text_names_a_place_on_the_machine_it_was_made_on() -> None:
    leaks = [
        f"{path.relative_to(ROOT).as_posix()}: {line.strip()[:80]}"
        for path in shown_files()
        for line in path.read_text(encoding="utf-8").splitlines()
        if MACHINE_PATHS.search(line)
    ]
    assert leaks == []
    assert ROOT / "README.md" in shown_files()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("torch.load(p)", True),
        ("torch.load(p, weights_only=True)", False),
        ("torch.load(p, weights_only=False)", True),
        ("torch.load(p, weights_only=careful)", True),
        ("np.load(p, weights_only=True)", True),
        ("load(p)", False),
    ],
)
def test_calls_that_may_run_code_are_known(code: str, found: bool) -> None:
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    assert is_unsafe(call) == found
