"""Elixir source files."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.elixir import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Yield


def _detect(source: SourceFile) -> Iterator[Yield]:
    yield from read_code(source, LEXER)


DETECTOR = Detector(
    id="elixir",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "lib/app.ex",
            'defmodule App do\n  alias Acme.Client\n  def run, do: Client.chat(model: "acme-large-2", key: System.get_env("ACME_API_KEY"))\nend\n',
            yields=("import imported Acme.Client", "env-key read ACME_API_KEY", "model-id configured acme-large-2"),
            never=("text documented acme-large-2",),
        ),
        DetectorExample(
            "lib/a.ex", "# acme\n", yields=("text commented acme",), never=("model-id", "import", "client")
        ),
    ),
)
