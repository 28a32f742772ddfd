"""Scopes of the open moves that suspend norms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flowdown.reason.carve_out import CarveOut, carve
from flowdown.reason.index import Index
from flowdown.reason.move import SuspendNorm


@dataclass(frozen=True, slots=True)
class Scoped:
    """An open move with what it would carve out."""

    move: str
    carved: CarveOut


def list_scopes(index: Index, norms: Iterable[str]) -> dict[str, list[Scoped]]:
    """The open moves that suspend one of the norms, by norm."""
    wanted = set(norms)
    found: dict[str, list[Scoped]] = {}
    for move in index.situation.moves:
        if isinstance(move, SuspendNorm) and move.norm in wanted:
            found.setdefault(move.norm, []).append(Scoped(move.id, carve(index, move.id, move)))
    return found
