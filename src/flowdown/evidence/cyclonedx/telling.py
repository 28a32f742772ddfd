"""What the parts of one bill are told with: its names, what its references mean, and who says what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flowdown.base.errors import clip
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import node
from flowdown.evidence.claim import Claim
from flowdown.evidence.cyclonedx.naming import Naming, clean
from flowdown.evidence.cyclonedx.shape import Mapping, text
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.reader import Unread, Violation, Yield

LINK = "urn:cdx:"
"""How a reference into another bill begins (BOM-Link)."""
LONGEST_SAID = 500


@dataclass(slots=True)
class Telling:
    """One bill while it is told.

    `refs` are the nodes by `bom-ref`; `link` is the address of this bill (`urn:cdx:serial/version`), empty without a
    serial number. `cited` are the nodes of those who said what stands at a place.
    """

    incoming: Incoming
    naming: Naming
    link: str = ""
    refs: dict[str, str] = field(default_factory=dict)
    cited: dict[str, tuple[str, ...]] = field(default_factory=dict)
    said_of_firms: set[str] = field(default_factory=set)
    _nodes: dict[int, str] = field(default_factory=dict)

    def component(self, part: Mapping) -> str:
        """The node of a component; found once, since each is asked for several times."""
        # INVARIANT: parts live as long as the bill, so that no number is used for two.
        found = self._nodes.get(id(part))
        if found is None:
            found = self._nodes[id(part)] = self.naming.component(part)
        return found

    def say(self, subject: str, predicate: Predicate, object_: str, place: str, **qualifiers: Any) -> Iterator[Claim]:
        """A claim, unless one side is missing or both are the same thing."""
        if subject and object_ and subject != object_:
            said_by = self._who_says(place) if self.cited else ()
            yield self.incoming.claim(subject, predicate, object_, place, said_by=said_by, **qualifiers)

    def describe(self, subject: str, of: str, words: str, place: str, **qualifiers: Any) -> Iterator[Claim]:
        """A text that is said of a node."""
        if words.strip():
            yield from self.say(
                subject, Predicate.DESCRIBED, node("text", words[:LONGEST_SAID]), place, of=of, **qualifiers
            )

    def made_by(self, subject: str, name: str, basis: str, place: str) -> Iterator[Claim]:
        """Who is behind a thing, as the document names it. Of a package of code it is code alone that they supply."""
        firm = self.naming.firm(name)
        said = {"basis": "library", "role": basis} if self.naming.names.is_code(subject) else {"basis": basis}
        yield from self.say(subject, Predicate.MADE_BY, firm, place, **said)
        yield from self.name_firm(firm, name, place)

    def name_firm(self, firm: str, name: str, place: str) -> Iterator[Claim]:
        """The name of a firm, once a document; vendors have theirs."""
        if firm and not firm.startswith("vendor:") and firm not in self.said_of_firms:
            self.said_of_firms.add(firm)
            yield from self.say(firm, Predicate.NAMED, node("text", clean(name)), place)

    def enter(self, part: Mapping, meant: str, place: str) -> Iterator[Yield]:
        """Note what a part's own `bom-ref` means; it must not mean two things."""
        ref = text(part, "bom-ref")
        if not ref:
            return
        if ref in self.refs:
            yield Violation(f"the bom-ref `{clip(ref)}` is there twice", self.incoming.where(f"{place}/bom-ref"))
        else:
            self.refs[ref] = meant

    def look_up(self, ref: str, place: str) -> tuple[str, tuple[Unread, ...]]:
        """The node that a reference means, and what there is to say of it; empty for one that leads nowhere."""
        found = self.refs.get(" ".join(ref.split()))
        if found is None and self.link and ref.startswith(f"{self.link}#"):
            found = self.refs.get(ref.removeprefix(f"{self.link}#"))
        if found is not None:
            return found, ()
        if ref.startswith(LINK):
            return self.look_beyond(ref, place)
        return "", (Unread(f"`{clip(ref)}` is no bom-ref of this document", self.incoming.where(place)),)

    def look_beyond(self, link: str, place: str) -> tuple[str, tuple[Unread, ...]]:
        """The node of another bill, or of a thing in one."""
        whole, _, part = link.partition("#")
        if whole == self.link and not part:
            return "", ()
        if not part:
            return node("product", whole), ()
        where = self.incoming.where(place)
        return node("product", link), (Unread(f"`{clip(link)}` is a part of another bill, which is not joined", where),)

    def _who_says(self, place: str) -> tuple[str, ...]:
        steps = place.split("/")
        for count in range(len(steps), 0, -1):
            if found := self.cited.get("/".join(steps[:count])):
                return found
        return ()
