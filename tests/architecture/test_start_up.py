"""Starting is light: what a command does not need is not imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "numpy",
    "scipy",
    "pysat",
    "hyperscan",
    "ahocorasick_rs",
    "rich",
    "shtab",
    "yaml",
    "sqlite3",
    "psycopg",
    "pyarrow",
    "pypdfium2",
    "cryptography",
    "docx",
    "jinja2",
    "markdown_it",
    "typst",
    "ssl",
    "socket",
    "asyncio",
    "fastapi",
    "pydantic",
    "starlette",
    "uvicorn",
)


FOR_FILES = ("flowdown.scan.detectors.", "flowdown.scan.lexers.", "flowdown.scan.readers.", "flowdown.scan.conclude")
"""Modules that only a tree with files needs."""
MOST_OF_OURS = 72
"""Each takes about a third of a millisecond."""
SLOW = frozenset(
    "ast dis decimal email json linecache locale logging random shutil subprocess tempfile tokenize".split()
)
"""Modules of Python's library that take a millisecond or more."""


def _imported(code: str) -> set[str]:
    program = f"import sys\n{code}\nprint('\\n' + ' '.join(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def _run(*arguments: str) -> str:
    return f"from flowdown.cli.main import main\ntry:\n    main({list(arguments)!r})\nexcept SystemExit:\n    pass"


def test_importing_the_entry_imports_nothing_heavy() -> None:
    assert sorted(_imported("import flowdown.cli.main") & {*HEAVY, "argparse", "dataclasses"}) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("scan", "--help"),
        ("check", "--help"),
        ("whose", "--help"),
        ("claims", "--help"),
        ("graph", "--help"),
        ("init", "--help"),
        ("profile", "--help"),
        ("contract", "--help"),
        ("serve", "--help"),
        ("--help",),
    ],
)
def test_help_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert sorted(_imported(_run(*arguments)) & set(HEAVY)) == []


def test_whose_imports_no_solver_and_no_scanner() -> None:
    heavy = {"numpy", "scipy", "pysat", "hyperscan", "rich", "shtab"}
    assert sorted(_imported(_run("whose", "gpt-4o")) & heavy) == []


def test_scan_opens_no_network() -> None:
    """Nothing that could open a connection is even loaded."""
    code = "import tempfile\n" + _run("scan").replace("['scan']", "['scan', tempfile.mkdtemp(), '--format', 'json']")
    assert sorted(_imported(code) & {"socket", "ssl", "http", "asyncio", "requests", "httpx", "_socket"}) == []


def test_the_scan_of_an_empty_folder_stays_light(tmp_path: Path) -> None:
    """What it may import: no reader, lexer, detector or rule, and of Python's library nothing that takes long itself."""
    folder = tmp_path / "empty"
    folder.mkdir()
    code = f"import sys\nsys.argv = ['flowdown', 'scan', {str(folder)!r}]\nfrom flowdown.cli.main import entry\n"
    shown = "import atexit\natexit.register(lambda: print('\\n' + ' '.join(sorted(sys.modules))))\n"
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    for _ in range(2):  # the first run may have to make the catalogue's tables
        done = subprocess.run(
            [sys.executable, "-c", code + shown + "entry()"],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
    imported = set(done.stdout.splitlines()[-1].split())
    ours = {name for name in imported if name.startswith("flowdown.")}
    assert (
        sorted(
            {name.split(".")[1] for name in ours} - {"base", "catalogue", "cli", "gate", "pipeline", "report", "scan"}
        )
        == []
    )
    assert sorted(name for name in ours if name.startswith(FOR_FILES)) == []
    assert len(ours) <= MOST_OF_OURS
    assert sorted(imported & {*HEAVY, *SLOW}) == []
