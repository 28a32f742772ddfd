"""One request: who asks what, of which site, looking through which lens."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from flowdown.base.cached import cached_property
from flowdown.base.errors import FlowdownError
from flowdown.pipeline.answering import Answer, Lens
from flowdown.server.asked import Asked
from flowdown.server.faults import NotHere, NotReady
from flowdown.server.links import Links, known_ids
from flowdown.server.rights import Right
from flowdown.server.site import Site, Standing
from flowdown.server.visitor import NOBODY, Visitor

if TYPE_CHECKING:
    from flowdown.pipeline.claim_index import ClaimIndex
    from flowdown.server.accounts.database import Database
    from flowdown.server.accounts.uploads import Upload
    from flowdown.server.doors import Door
    from flowdown.server.kept import Found

T = TypeVar("T")


@dataclass(frozen=True)
class Visit:
    """A request for a page. The answer is asked for when something of it is needed."""

    site: Site
    asked: Asked
    path: str
    query: Mapping[str, str]
    visitor: Visitor = NOBODY
    token: str = ""
    """What a form has to send back, so that it is known to come from here."""
    door: Door | None = None
    older: list[str] = field(default_factory=list)
    """What of the page is of an older state of the store, until the present one is worked out."""

    @property
    def has_accounts(self) -> bool:
        """Whether there are accounts."""
        return self.door is not None and self.door.accounts is not None

    @property
    def accounts(self) -> Database:
        """The accounts; raises `NotHere` where there are none."""
        if self.door is None or self.door.accounts is None:
            raise NotHere("there are no accounts here", hint="start the server with `--data`")
        return self.door.accounts

    def uploads(self) -> tuple[Upload, ...]:
        """What was brought lately."""
        return self.door.uploads(self.visitor.organisation) if self.door is not None else ()

    def may(self, right: Right) -> bool:
        """Whether whoever asks may do this."""
        return self.visitor.may(right)

    @cached_property
    def as_of(self) -> datetime.date:
        """The day asked about."""
        return self.asked.as_of or self.site.today()

    @cached_property
    def lens(self) -> Lens:
        """The lens."""
        return Lens(self.as_of, self.asked.stance)

    @cached_property
    def standing(self) -> Standing:
        """The answer, and whether it is current."""
        return self.site.standing(self.lens)

    @property
    def answer(self) -> Answer:
        """The answer."""
        return self.standing.answer

    @property
    def is_older(self) -> bool:
        """Whether something of the page is of an older state."""
        try:
            return bool(self.older) or not self.standing.is_current
        except FlowdownError:
            return bool(self.older)

    def claims(self) -> ClaimIndex:
        """Every claim that stands, sorted. Raises `NotReady`."""
        return self._note("claims", self.site.claims(self.as_of))

    def work(self, name: tuple[object, ...], make: Callable[[], T]) -> T:
        """Something that takes long and is worked out once for each state. Raises `NotReady`."""
        return self._note(str(name[0]), self.site.work(name, make))

    def look(self, name: tuple[object, ...], make: Callable[[], T]) -> T:
        """As `work`, for what is made of the store alone. Raises `NotReady`."""
        return self._note(str(name[0]), self.site.look(name, make))

    def _note(self, what: str, found: Found[T]) -> T:
        if not found.is_current:
            self.older.append(what)
        return found.value

    @cached_property
    def links(self) -> Links:
        """Addresses that keep the lens."""
        try:
            known = known_ids(self.answer)
        except (NotReady, FlowdownError):
            known = {}
        return Links(self.lens_words, known)

    @cached_property
    def lens_words(self) -> Mapping[str, str]:
        """The lens as it stands in addresses; empty where it is the usual one."""
        words = {}
        if self.asked.as_of is not None:
            words["as_of"] = self.asked.as_of.isoformat()
        if self.asked.stance != "in_force":
            words["stance"] = self.asked.stance
        return words

    def vendor_name(self, identity: str) -> str:
        """What a vendor is called."""
        return self.answer.facts.vendor_name(identity)
