"""An act: something that a form or a program asks to be done, whoever may; every one is a claim, a deed, or both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from flowdown.server.accounts.audit import Doer
from flowdown.server.faults import NotHere, NotTaken
from flowdown.server.rights import Right

if TYPE_CHECKING:
    import datetime

    from flowdown.server.accounts.database import Database
    from flowdown.server.doors import Door
    from flowdown.server.page import Form
    from flowdown.server.site import Site
    from flowdown.server.visitor import Visitor

SMALL = 1024 * 1024
"""Bytes that a form may have."""
LARGE = 256 * 1024 * 1024
"""Bytes that a document may have."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that was sent: what it is called, where it lies for as long as the act takes, its size and digest."""

    name: str
    file: Path
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Work:
    """What an act is done with: for whom, on which site, at which moment, from where; perhaps with a file."""

    door: Door
    visitor: Visitor
    site: Site
    moment: datetime.datetime
    address: str
    brought: Brought | None = None
    origin: str = ""
    """How the server was asked: `https://host`."""

    @property
    def who(self) -> str:
        """The name that stands behind claims."""
        return self.visitor.person

    @property
    def doer(self) -> Doer:
        """Who does it, for the audit log."""
        return Doer(self.visitor.organisation, self.visitor.person, self.visitor.way, self.address)

    @property
    def accounts(self) -> Database:
        """The accounts; raises `NotHere` where there are none."""
        if self.door.accounts is None:
            raise NotHere("there are no accounts here", hint="start the server with `--data`")
        return self.door.accounts


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: to what, where to look at it, what it is for programs, what the audit log adds."""

    to: str
    on: str
    shape: Any
    remark: str = ""
    status: int = 200
    reveals: str = ""
    """A secret that is shown this once, in place of going on."""


class AskAgain(NotTaken):
    """What was sent is no good: the form is shown again with everything that is wrong with it."""

    def __init__(self, message: str, faults: Sequence[str], form: Form) -> None:
        super().__init__("; ".join(faults[:50]))
        self.title = message
        self.faults = tuple(faults)
        self.form = form


Do: TypeAlias = Callable[[Work, Any], Done]


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `asked` are its fields; `said` is told when it is done; with `takes` it comes with a file.

    `takes`: `""` a form alone, `form` a file in a form, `body` a file that is the whole body, its fields in the address.
    """

    id: str
    path: str
    title: str
    about: str
    do: Do
    asked: type
    needs: Right
    said: str
    takes: str = ""
    most: int = SMALL
    kinds: tuple[str, ...] = field(default=("application/octet-stream",))
    """Media types of a body."""
    says: tuple[str, ...] = ("flowdown.done/1",)
    """The schemas of what programs are told."""
    may_refuse: bool = False
    """What was sent may be refused and yet told whole, with 422."""


@cache
def load_acts() -> tuple[Act, ...]:
    """Every act of the folder; those whose path is more exact come first."""
    from flowdown.base.openset import load_modules

    acts = load_modules("flowdown.server.acts", "ACT", Act)
    return tuple(sorted(acts.values(), key=lambda each: (each.path.count("{"), each.path)))


@cache
def said_of(identity: str) -> str:
    """What is told when the act of this id was done; empty for none."""
    return next((act.said for act in load_acts() if act.id == identity), "")
