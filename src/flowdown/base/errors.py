"""The one root of every error that a user is meant to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_SHOWN = 80


def clip(text: str) -> str:
    """What a user wrote as it may stand in a message: not too long."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in an input: file, line and column (both from 1; 0 = not known), path into the document."""

    file: str
    line: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f":{self.line}"
            if self.column:
                place += f":{self.column}"
        return f"{place} ({self.path})" if self.path else place


class FlowdownError(Exception):
    """An error with a one-line message, where it is, and what may help.

    Messages are lower case, without a full stop, without type names; user input stands in backticks.
    """

    def __init__(self, message: str, where: Where | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        line = f"{self.where}: {self.message}" if self.where else self.message
        return f"{line}; {self.hint}" if self.hint else line


class Problems(FlowdownError):
    """Several errors found in one pass, reported together."""

    def __init__(self, problems: Iterable[FlowdownError]) -> None:
        # Sorted by place; one message per place and text, so that repeated readings add nothing.
        unique = {str(problem): problem for problem in problems}
        self.problems: tuple[FlowdownError, ...] = tuple(
            sorted(unique.values(), key=lambda problem: (problem.where or Where(""), problem.message))
        )
        first = self.problems[0] if self.problems else FlowdownError("no problem")
        super().__init__(first.message, first.where, first.hint)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class UnusableFile(FlowdownError):
    """An authored file that cannot be read as what it claims to be."""


class UnusableArgument(FlowdownError):
    """A command argument that names nothing or says nothing."""
