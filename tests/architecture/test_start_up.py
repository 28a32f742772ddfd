"""Starting is light: what a command does not need is not imported."""

from __future__ import annotations

import subprocess
import sys

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
