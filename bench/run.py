"""Runs the suites of `bench/`, or one: `python bench/run.py [SUITE ...]`.

A suite is a folder with a `run.py`; those listed below have other entries or need something that may not be there.
Suites over repositories take them from the folder FLOWDOWN_TREES, one repository a folder (`owner+name`).
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENTRIES = {"detection": ("score.py",), "whose": ("measure.py",), "graph": ("run.py", "impact.py")}
USUAL = ("run.py",)
EXIT_UNUSABLE = 2


def trees() -> Path | None:
    """The folder of repositories, if there is one."""
    given = os.environ.get("FLOWDOWN_TREES", "")
    return Path(given) if given and Path(given).is_dir() else None


def arguments_of(suite: str) -> list[str] | str:
    """What a suite is called with; a sentence instead when it cannot run here."""
    folder = trees()
    if suite == "detection":
        return [str(folder)] if folder else "needs labelled repositories: set FLOWDOWN_TREES"
    if suite == "organisation":
        return [str(folder)] if folder else "needs three repositories: set FLOWDOWN_TREES"
    if suite == "lexers":
        if importlib.util.find_spec("tree_sitter") is None:
            return "needs tree-sitter and its grammars (bench/lexers/README.md)"
        return [str(folder)] if folder else "needs trees: set FLOWDOWN_TREES"
    if suite in ("walk", "speed"):
        if shutil.which("rg") is None:
            return "needs ripgrep (`rg`) to compare with"
        if suite == "speed":
            return [str(folder)] if folder else "needs trees: say make bench TREES=DIR"
        return [str(path) for path in sorted(folder.iterdir()) if path.is_dir()] if folder else [str(HERE.parent)]
    return []


def entries_of(suite: str) -> list[Path]:
    """The scripts of a suite, in their order."""
    return [file for name in ENTRIES.get(suite, USUAL) if (file := HERE / suite / name).is_file()]


def suites() -> list[str]:
    """Every folder that holds a script of a suite."""
    return sorted(path.name for path in HERE.iterdir() if path.is_dir() and entries_of(path.name))


def main(chosen: list[str]) -> int:
    """Run the suites; 1 if one failed, 2 for a name that is none."""
    unknown = sorted(set(chosen) - set(suites()))
    if unknown:
        print(f"bench: no suite is called {unknown[0]}; there are {', '.join(suites())}", file=sys.stderr)
        return EXIT_UNUSABLE
    failed = []
    for suite in chosen or suites():
        print(f"\n== {suite}", flush=True)
        arguments = arguments_of(suite)
        if isinstance(arguments, str):
            print(f"left out: {arguments}", flush=True)
            continue
        runs = [[sys.executable, entry, *arguments] for entry in entries_of(suite)]
        codes = [subprocess.run(run, cwd=HERE.parent, check=False).returncode for run in runs]
        if any(codes):
            failed.append(suite)
    if failed:
        print(f"\nbench: failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
