"""One request: who asks what, of which site, looking through which lens."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flowdown.base.errors import FlowdownError
from flowdown.pipeline.answering import Answer, Lens
from flowdown.server.asked import Asked
from flowdown.server.faults import NotReady
from flowdown.server.links import Links, known_ids
from flowdown.server.site import Site, Standing


@dataclass(frozen=True)
class Visit:
    """A request for a page. The answer is asked for when something of it is needed."""

    site: Site
    asked: Asked
    path: str
    query: Mapping[str, str]
    token: str = ""
    """What a form has to send back, so that it is known to come from here."""

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
