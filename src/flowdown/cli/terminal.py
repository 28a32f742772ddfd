"""Asks a person at a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowdown.pipeline.interview import Asked


def can_ask() -> bool:
    """True if somebody sits there: both what is typed and what is shown are a terminal's."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def tell(text: str) -> None:
    """Say something beside the answer."""
    from flowdown.cli.surroundings import printable

    sys.stderr.write(f"{printable(text)}\n")


def ask(question: Asked) -> str:
    """Put a question, and wait for one line; raises `EOFError` where the input ends."""
    from flowdown.cli.surroundings import printable

    why = f" ({question.why})" if question.why else ""
    suggestion = f" [{question.suggestion}]" if question.suggestion else ""
    sys.stderr.write(f"{printable(question.text + why + suggestion)}: ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    typed = "".join(each for each in line.strip() if each.isprintable())
    return typed[:200] or question.suggestion
