"""Looks over the tree for what must not be in it: long modules, machine paths, download addresses."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINE_LIMIT = 400
TEST_LINE_LIMIT = 800
"""An oracle is easier to check in one piece."""
# Written in halves, so that this file does not name what it looks for.
_MACHINE_PATH = re.compile(r"(?<![\w.])/(?:root|wo" r"rk|home/\w+|Users/\w+|opt/(?:pypi|wheels))/[\w.]")
_DOWNLOAD_HOST = re.compile(r"files\.python" r"hosted\.org|--(?:extra-)?index-url|^--find-links", re.MULTILINE)
_MAY_HOLD_PATHS = ("tests/", "examples/", "src/flowdown/catalogue/", "bench/")
"""Where invented paths of other machines are material: a test's input, a signature."""


def files() -> list[Path]:
    """Every file of the checkout that is kept or could be: what git tracks or would add; else all of it."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode("utf-8", "surrogateescape")
        found = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if not any(part.startswith(".venv") for part in path.parts)]
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def find_faults() -> Iterator[str]:
    """One line for each thing that must not be in the tree."""
    for path in files():
        name = path.relative_to(ROOT).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        limit = TEST_LINE_LIMIT if name.startswith("tests/") else LINE_LIMIT
        if path.suffix == ".py" and (lines := text.count("\n")) > limit:
            yield f"{name}: {lines} lines, more than {limit}"
        if not name.startswith(_MAY_HOLD_PATHS):
            for match in _MACHINE_PATH.finditer(text):
                yield f"{name}:{_line(text, match)}: a path of one machine: {match.group()}"
        if name.startswith("requirements/") or path.name in ("pyproject.toml", "Makefile"):
            for match in _DOWNLOAD_HOST.finditer(text):
                if "--no-emit" not in text[max(0, match.start() - 12) : match.end()]:
                    yield f"{name}:{_line(text, match)}: a download address"


def _line(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


def main() -> int:
    """Print every fault; 1 if there is one."""
    faults = list(find_faults())
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
