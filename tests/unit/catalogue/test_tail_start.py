from __future__ import annotations

import re

import pytest

from flowdown.catalogue.tail_start import starts_of


@pytest.mark.parametrize(
    ("tail", "starts"),
    [
        (r"-x", "-"),
        (r"[-.:](?:a|b)", "-.:"),
        (r"-?[1-3]b?", "-123"),
        (r"(?:-a|:b)+", "-:"),
        (r"(?!-z)-y", "-"),
        (r"(?<!-x)-y", "-"),
        (r"(?=[-:])", "-:"),
        (r"\d{2}", "0123456789"),
        (r"\.?\d", ".0123456789"),
    ],
)
def test_the_first_characters_are_told(tail: str, starts: str) -> None:
    assert starts_of(tail) == frozenset(starts)


@pytest.mark.parametrize("tail", ["", "-?", "(?:-a|)", "(?=$|:)", "(?!-x)", ".x", "[^a]", r"\W", "(-a", "-{0,2}"])
def test_what_may_be_empty_or_is_unclear_is_not_told(tail: str) -> None:
    assert starts_of(tail) is None


@pytest.mark.parametrize("text", ["-4o", "4", "-35-turbo", ".5", "x", "_4"])
def test_a_match_begins_with_one_of_them(text: str) -> None:
    tail = r"-?(?:3(?:[.-]?5)?|[24-9](?:[.-]\d)?)[ov]?(?![0-9a-z])|-(?:image|audio)"
    starts = starts_of(tail)
    assert starts is not None
    assert not re.match(tail, text) or text[0] in starts
