"""Version 1 of what the server says of work that was done: a scan that was pushed, anything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flowdown.scan.sighting import Tree


@dataclass(frozen=True, slots=True)
class PushedTreeV1:
    """A tree as it is kept: its claims are those of `tree:ID`."""

    id: str
    revision: str


@dataclass(frozen=True, slots=True)
class PushedV1:
    """A scan that is kept: how many sightings it has, how many claims of them are new; nothing new: it was there.

    `strays` are trees that are no repository of the profile: their claims serve no contract. `incomplete`: the scan was
    interrupted, so that what it did not see is not taken to be gone.
    """

    schema: Literal["flowdown.pushed/1"]
    digest: str
    trees: tuple[PushedTreeV1, ...]
    sightings: int
    new: int
    known: int
    strays: tuple[str, ...]
    incomplete: bool


@dataclass(frozen=True, slots=True)
class DoneV1:
    """Something that was done: which act, to what, the ids of the claims that say so."""

    schema: Literal["flowdown.done/1"]
    act: str
    object: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SecretV1:
    """Something that opens a door and is told this once: a token, or a link."""

    schema: Literal["flowdown.secret/1"]
    secret: str


def shape_pushed(
    digest: str, trees: Sequence[Tree], counts: tuple[int, int, int], strays: Sequence[str], *, incomplete: bool
) -> PushedV1:
    """`flowdown.pushed/1`; `counts` are sightings, new and known claims."""
    told = tuple(PushedTreeV1(each.id, each.revision) for each in trees)
    return PushedV1("flowdown.pushed/1", digest, told, *counts, tuple(strays), incomplete)


def shape_done(act: str, object_: str, claims: Sequence[str] = ()) -> DoneV1:
    """`flowdown.done/1`."""
    return DoneV1("flowdown.done/1", act, object_, tuple(claims))
