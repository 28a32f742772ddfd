"""Work that ways out need: what is done once, for whoever needs it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class WorkKind(StrEnum):
    """What sort of work it is."""

    ACCOUNT = "account"
    CONNECT = "connect"
    CLIENT = "client"
    COMPARE = "compare"
    MODEL = "model"
    REINDEX = "reindex"
    ISOLATE = "isolate"
    DROP = "drop"
    REPLACE = "replace"
    CLOSE = "close"
    REQUEST = "request"
    LEAVE = "leave"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work.

    `days` are those of the team; `wait` are calendar days from the start of the plan until others have done their part.
    `needs` must be over before. `places` are `file:line` in the tree `tree`. `counted` says how the days were estimated.
    `is_safe`: it does no harm if the order never comes, or falls. `undo` takes it back.
    """

    id: str
    kind: WorkKind
    title: str
    days: float
    counted: str = ""
    wait: int = 0
    needs: tuple[str, ...] = ()
    tree: str = ""
    places: tuple[str, ...] = ()
    undo: str = ""
    is_safe: bool = False
    is_done: bool = False


class OptionKind(StrEnum):
    """The ways out of a use, those that keep most first."""

    SWAP_MODEL = "swap the model"
    SWAP_ROUTE = "swap the route"
    SWAP_SDK = "swap the SDK"
    REPLACE = "replace it"
    ISOLATE = "isolate the contract work"
    DROP = "drop the feature"
    ASK = "ask for a waiver or exemption"
    WAIT = "wait"
    LEAVE = "leave the contract"


@dataclass(frozen=True, slots=True)
class Option:
    """A way out of one use.

    `bars` are orders that forbid the alternative itself (each with the contract), `doubts` those that may. `cannot` says
    why it cannot be planned on, as a time that nobody knows. `leaves` are contracts given up, `loses` the number of
    settings in which a feature goes.
    """

    id: str
    kind: OptionKind
    title: str
    works: tuple[str, ...]
    risks: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    cannot: str = ""
    leaves: tuple[str, ...] = ()
    loses: int = 0
    vendor: str = ""
    model: str = ""
    route: str = ""
