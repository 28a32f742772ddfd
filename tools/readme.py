"""Fills the README's examples with what the commands really say."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flowdown.cli.main import main as flowdown

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "README.md"
_BLOCK = re.compile(r"(<!-- example: (.+?) -->\n).*?(<!-- end -->)", re.DOTALL)
_CUT_BEFORE = {"scan": "Evidence ", "check": "Asked of ", "explain": "    Signature "}
"""Where the excerpt of a long answer ends."""


def render() -> str:
    """The README with every example as it comes out now."""
    text = FILE.read_text(encoding="utf-8")
    # A copy outside the checkout: what a scan says of its revision would change with every commit.
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(ROOT / "examples", Path(name) / "examples")
        with _inside(Path(name)):
            return _BLOCK.sub(lambda match: match.group(1) + _example(match.group(2)) + match.group(3), text)


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before, width = Path.cwd(), os.environ.get("COLUMNS")
    os.chdir(folder)
    os.environ["COLUMNS"] = "100"
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.pop("COLUMNS")
        if width is not None:
            os.environ["COLUMNS"] = width


def _example(line: str) -> str:
    arguments = line.split()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        flowdown(arguments)
    said = out.getvalue()
    if cut := _CUT_BEFORE.get(arguments[0]):
        said = said.partition(f"\n{cut}")[0]
    return f"\n```console\n$ flowdown {line}\n{said.strip()}\n```\n\n"
