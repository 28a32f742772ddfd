"""Reads what a question takes as given: `fact=true|false` words, and whether threatened orders count."""

from __future__ import annotations

from collections.abc import Iterable

from flowdown.base.errors import UnusableArgument
from flowdown.reason.stance import Stance

_VALUES = {"true": True, "yes": True, "false": False, "no": False}


def parse_given(words: Iterable[str]) -> dict[str, bool]:
    """Facts with their values; raises `UnusableArgument` for a word of another form."""
    given: dict[str, bool] = {}
    for word in words:
        name, _, value = word.partition("=")
        if not name or value not in _VALUES:
            raise UnusableArgument(f"`{word}` is not of the form fact=true or fact=false")
        given[name] = _VALUES[value]
    return given


def read_stance(word: str) -> Stance:
    """Whether threatened orders count, as the command line says it."""
    return Stance(word)
