"""The command `whose`: who is behind an id, package, host, key, image or action."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit

if TYPE_CHECKING:
    from flowdown.pipeline.query import Reading
    from flowdown.pipeline.whose import Answer

LINE_LIMIT = 1 << 20
"""Bytes of a line of standard input that are read; the rest of a longer line is dropped."""
SHOWN = 160
"""Characters of a query that the text format repeats."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.shared import add_catalogue_argument

    parser.add_argument(
        "queries",
        nargs="*",
        metavar="QUERY",
        help="a model id, package, host, environment key, image, action, program, `kind:value` or purl; "
        "none, or `-`: one query a line of standard input",
    )
    add_catalogue_argument(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="json: one object a line")


def _run(args: argparse.Namespace) -> int:
    from flowdown.cli.surroundings import cache_folder
    from flowdown.pipeline.whose import open_index, whose

    index = open_index(args.catalogue, cache_folder())
    render = _render_json if args.format == "json" else _render_text
    for query in _queries(args.queries):
        sys.stdout.write(render(whose(query, index)))
    return Exit.OK


def _queries(given: Iterable[str]) -> Iterator[str]:
    given = list(given)
    for query in given or ["-"]:
        if query == "-":
            yield from _lines()
        else:
            yield query.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _lines() -> Iterator[str]:
    """The lines of standard input that are not blank; bytes that are no UTF-8 as `\\xNN`."""
    stream = sys.stdin.buffer
    while line := stream.readline(LINE_LIMIT):
        while not line.endswith(b"\n") and (rest := stream.readline(LINE_LIMIT)):
            if rest.endswith(b"\n"):
                break
        text = line.decode("utf-8", "backslashreplace").rstrip("\r\n")
        if text.strip():
            yield text


def _render_json(answer: Answer) -> str:
    from flowdown.base.canonical import canonical_text, to_json
    from flowdown.pipeline.whose import SCHEMA

    fields = to_json(answer)
    assert isinstance(fields, dict)
    return canonical_text({"schema": SCHEMA, **fields}) + "\n"


def _render_text(answer: Answer) -> str:
    head = _printable(answer.query)
    if answer.ambiguous:
        lines = [f"{head}: could be several things"]
        lines += [f"  - {_summary(each)}: {_printable(each.why[0])}" for each in answer.readings]
    else:
        known = bool(answer.makers or answer.routes)
        lines = [f"{head}: {_summary(answer) if known else 'not known to the catalogue'}"]
        lines += [f"    {_printable(line)}" for line in answer.why]
    return "\n".join(lines) + "\n"


def _summary(answer: Answer | Reading) -> str:
    """Makers, ancestors, kind, basis and routes in one line."""
    if not answer.makers and not answer.routes:
        return "something else"
    text = " + ".join(answer.makers) or "no vendor of the catalogue"
    ancestors = [vendor for vendor in answer.vendors if vendor not in answer.makers]
    if ancestors:
        text += f", from {' + '.join(ancestors)}"
    text += f" ({answer.kind}{', basis ' + answer.basis if answer.basis else ''})"
    return text + (f" by route {', '.join(answer.routes)}" if answer.routes else "")


def _printable(text: str) -> str:
    """A query as a terminal may show it: no control characters, not without end."""
    shown = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text[:SHOWN])
    return shown + (" ..." if len(text) > SHOWN else "")


COMMAND = Command(
    id="whose",
    help="say who is behind an id, package, host, key, image or action",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown whose us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "flowdown whose pkg:pypi/langchain-openai env-key:DEEPSEEK_API_KEY host:api.mistral.ai",
        "cut -f2 models.tsv | flowdown whose --format json",
    ),
)
