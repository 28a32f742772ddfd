"""Which clients of libraries can be pointed at another service, and what of a call means the same there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from flowdown.base.strict_yaml import load
from flowdown.base.structure import decode

FILE = Path(__file__).parent / "clients.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientKind:
    """A library's client; what its fields mean stands in the data file."""

    id: str
    end: str
    wire: str
    constructors: tuple[str, ...]
    address: str
    keys: tuple[str, ...]
    models: tuple[str, ...]
    gives: tuple[str, ...]
    bears: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    neutral: Mapping[str, int] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ClientsFile:
    clients: tuple[ClientKind, ...]


@cache
def load_clients() -> tuple[ClientKind, ...]:
    """Every client of the data file."""
    return decode(_ClientsFile, load(FILE.read_bytes(), str(FILE))).clients


def client_kind(constructor: str, path: str) -> ClientKind | None:
    """The kind of a client that is made by a constructor in a file, if it can be pointed elsewhere."""
    found = (each for each in load_clients() if constructor in each.constructors and path.endswith(each.end))
    return next(found, None)
