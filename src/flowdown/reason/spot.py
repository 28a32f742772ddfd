"""Spots: where a norm binds, apart from its action."""

from __future__ import annotations

from typing import NamedTuple


class Spot(NamedTuple):
    """An actor, the things (several for alternatives only), a leaf context, and a counterparty or none."""

    actor: str
    things: tuple[str, ...]
    leaf: int
    toward: str | None
