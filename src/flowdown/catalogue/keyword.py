"""A literal that the prefilter looks for, with the conditions under which it counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Keyword:
    """A literal, and what must stand around it for a hit.

    Case folding and word characters are ASCII (`[A-Za-z0-9_]`; so `_` is one), whatever the text's language.
    `left_bound`: no word character directly before; `right_bound`: none directly after.
    `needs_quote`: a quote mark (`'`, `"` or a backtick) stands directly before.
    """

    text: str
    caseless: bool = True
    left_bound: bool = True
    right_bound: bool = True
    needs_quote: bool = False
