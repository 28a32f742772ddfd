"""Reads `fact=true|false` words."""

from __future__ import annotations

from collections.abc import Iterable

from flowdown.base.errors import UnusableArgument


def parse_given(words: Iterable[str]) -> dict[str, bool]:
    """Facts with their values; raises `UnusableArgument` for a word of another form."""
    given: dict[str, bool] = {}
    for word in words:
        name, _, value = word.partition("=")
        if not name or value not in ("true", "false"):
            raise UnusableArgument(f"`{word}` is not of the form fact=true or fact=false")
        given[name] = value == "true"
    return given
