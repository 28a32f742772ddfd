"""Says what a bill of materials says: who contains, needs, was made from, and was made by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import plain
from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.reader import Unread, Yield
from flowdown.evidence.spdx.bill import Bill, Element, Sort, Tie
from flowdown.evidence.spdx.meaning import Meaning
from flowdown.evidence.spdx.naming import clean_purl, model_id, name_node, party_name, party_node, without_mail

_MOST_ENDS = 16
"""Packages that one file may stand for."""
_MOST_CLIMBED = 1000
_MOST_NAME = 500
_MOST_LOST = 20


def say(bill: Bill, incoming: Incoming, meanings: Mapping[str, Meaning]) -> Iterator[Yield]:
    """Every claim of a bill, and what of it no claim could say."""
    yield from bill.told
    saying = _Saying(bill, incoming, meanings)
    for id_, element in bill.elements.items():
        if element.sort is not Sort.FILE:
            yield from saying.state(saying.node(id_), element)
    joined = list(saying.join())
    yield from joined
    for root in dict.fromkeys(bill.roots):
        if root in bill.elements and bill.elements[root].sort is Sort.FILE and not saying.holders(root):
            yield from saying.state(saying.node(root), bill.elements[root])
    if incoming.about:
        for node, place in saying.tops():
            yield incoming.claim(incoming.about, Predicate.CONTAINS, node, place)


def hide_mail(told: Iterable[Yield]) -> Iterator[Yield]:
    """The same, without addresses of mail in messages: ids of persons often are some."""
    for each in told:
        yield each if isinstance(each, Claim) else replace(each, says=without_mail(each.says))


class _Saying:
    """The nodes of one bill, and what was said so far."""

    def __init__(self, bill: Bill, incoming: Incoming, meanings: Mapping[str, Meaning]) -> None:
        self._bill = bill
        self._incoming = incoming
        self._meanings = meanings
        self._nodes: dict[str, str] = {}
        self._holders: dict[str, tuple[str, ...]] = {}
        self._crowded: list[str] = []
        self._said: dict[tuple[str, Predicate, str, str], None] = {}
        self._folders: dict[str, list[str]] = defaultdict(list)
        for tie in bill.ties:
            meaning = meanings.get(tie.word)
            if meaning and meaning.predicate is Predicate.CONTAINS:
                outer, inner = (tie.to, tie.from_) if meaning.is_turned else (tie.from_, tie.to)
                if inner in bill.elements and bill.elements[inner].sort is Sort.FILE and outer in bill.elements:
                    self._folders[inner].append(outer)

    def node(self, id_: str) -> str:
        """The node of an element."""
        if id_ not in self._nodes:
            self._nodes[id_] = name_node(self._incoming.names, self._bill.elements[id_])
        return self._nodes[id_]

    def holders(self, id_: str) -> tuple[str, ...]:
        """The packages that hold a file, through files (folders, archives) that hold it too."""
        if id_ not in self._holders:
            seen, waiting = {id_}, [id_]
            found: list[str] = []
            while waiting and len(found) < _MOST_ENDS and len(seen) < _MOST_CLIMBED:
                for outer in self._folders.get(waiting.pop(), ()):
                    if outer in seen:
                        continue
                    seen.add(outer)
                    if self._bill.elements[outer].sort is Sort.FILE:
                        waiting.append(outer)
                    else:
                        found.append(outer)
            if waiting or len(found) > _MOST_ENDS:
                self._crowded.append(id_)
            self._holders[id_] = tuple(sorted(found))[:_MOST_ENDS]
        return self._holders[id_]

    def _ends(self, id_: str) -> tuple[str, ...]:
        if self._bill.elements[id_].sort is not Sort.FILE:
            return tuple(filter(None, (self.node(id_),)))
        holders = self.holders(id_) or (id_,)
        return tuple(filter(None, (self.node(each) for each in holders)))

    def join(self) -> Iterator[Yield]:
        """What elements say of each other."""
        bill, others = self._bill, 0
        lost: dict[str, tuple[str, int]] = {}
        for tie in bill.ties:
            meaning = self._meanings.get(tie.word)
            if meaning is None:
                others += tie.word.casefold() == "other"
                continue
            if tie.to in bill.unknown and tie.from_ in bill.elements:
                says = f"it is not told what `{plain(bill.elements[tie.from_].name)[:80]}` {meaning.predicate}"
                yield Unread(says.replace("-", " "), self._incoming.where(tie.place))
            elif missing := [each for each in (tie.from_, tie.to) if self._is_missing(each)]:
                place, times = lost.get(missing[0], (tie.place, 0))
                lost[missing[0]] = place, times + 1
            elif tie.from_ in bill.elements and tie.to in bill.elements:
                yield from self._claim(tie, meaning)
        for id_, (place, times) in list(lost.items())[:_MOST_LOST]:
            says = f"`{plain(id_)[:120]}` is not in this document: relations with it were left out ({times})"
            yield Unread(says, self._incoming.where(place))
        if len(lost) > _MOST_LOST:
            times = sum(each for _, each in list(lost.values())[_MOST_LOST:])
            says = (
                f"{len(lost) - _MOST_LOST} more are not in this document: relations with them were left out ({times})"
            )
            yield Unread(says, self._incoming.where())
        if self._crowded:
            first = bill.elements[self._crowded[0]]
            says = f"{len(self._crowded)} files are held by more than {_MOST_ENDS} packages; only so many were taken"
            yield Unread(says, self._incoming.where(first.place))
        if others:
            yield Unread(f"{others} relations are of a kind that is not defined (`OTHER`)", self._incoming.where())

    def _is_missing(self, id_: str) -> bool:
        bill = self._bill
        return not (id_ in bill.elements or id_ in bill.silent or id_ in bill.nothing or id_ in bill.unknown)

    def _claim(self, tie: Tie, meaning: Meaning) -> Iterator[Yield]:
        if meaning.predicate is Predicate.CONTAINS:
            inner = tie.from_ if meaning.is_turned else tie.to
            if self._bill.elements[inner].sort is Sort.FILE:
                return
        one, other = self._ends(tie.from_), self._ends(tie.to)
        if meaning.is_turned:
            one, other = other, one
        scope = meaning.scope or tie.scope
        for subject in one:
            for object_ in other:
                key = (subject, meaning.predicate, object_, scope)
                if subject != object_ and key not in self._said:
                    self._said[key] = None
                    yield self._incoming.claim(subject, meaning.predicate, object_, tie.place, scope=scope)

    def state(self, node: str, element: Element) -> Iterator[Yield]:
        """What is said of one element: its name, its other identifiers, its days, and who made it."""
        incoming, place = self._incoming, element.place
        if not node:
            yield Unread("has no name", incoming.where(place))
            return
        if name := plain(element.name)[:_MOST_NAME]:
            yield incoming.claim(node, Predicate.NAMED, f"text:{name}", place)
        for purl in element.purls[0 if element.sort is Sort.MODEL else 1 :]:
            yield incoming.claim(node, Predicate.IDENTIFIED_BY, f"identifier:purl/{plain(clean_purl(purl))}", place)
        for event, day in element.days:
            yield incoming.claim(node, Predicate.DATED, f"day:{day}", place, event=event)
        yield from self._makers(node, element)

    def _makers(self, node: str, element: Element) -> Iterator[Yield]:
        incoming, names = self._incoming, self._incoming.names
        roles = {party.role for party in element.parties}
        for party in element.parties:
            maker = party_node(names, party, node)
            if maker:
                # What another supplies than who made it first is code of the latter, no more.
                is_code = names.is_code(node) or (party.role == "originator" and "supplier" in roles)
                basis = "library" if is_code else ""
                yield incoming.claim(node, Predicate.MADE_BY, maker, element.place, role=party.role, basis=basis)
                if not maker.startswith("vendor:"):
                    text = f"text:{party_name(party)[:_MOST_NAME]}"
                    yield incoming.claim(maker, Predicate.NAMED, text, element.place)
        if element.sort is Sort.MODEL:
            for vendor, lineage in names.makers_of_model(model_id(element)):
                yield incoming.claim(node, Predicate.MADE_BY, vendor, element.place, basis="model", lineage=lineage)
        elif node.startswith("package:pkg:"):
            for vendor, product, basis in names.makers_of_package(node.removeprefix("package:")):
                yield incoming.claim(node, Predicate.MADE_BY, vendor, element.place, product=product, basis=basis)

    def tops(self) -> Iterator[tuple[str, str]]:
        """What the document describes, and every part that is in it without being part of anything else in it."""
        down: dict[str, list[str]] = defaultdict(list)
        inner = set()
        for subject, _, object_, _ in self._said:
            down[subject].append(object_)
            inner.add(object_)
        places = {self.node(id_): each.place for id_, each in self._bill.elements.items() if each.sort is not Sort.FILE}
        for root in self._bill.roots:
            if root in self._bill.elements:
                places.update((each, self._bill.elements[root].place) for each in self._ends(root))
        for node in (*down, *inner):
            places.setdefault(node, "")
        roots = dict.fromkeys(
            each for root in self._bill.roots if root in self._bill.elements for each in self._ends(root)
        )
        seen: set[str] = set()
        # Circles that nothing leads to have no top: their first member stands for them.
        for node in dict.fromkeys((*roots, *(each for each in places if each not in inner), *places)):
            if not node or (node in seen and node not in roots):
                continue
            yield node, places[node]
            waiting = [node]
            while waiting:
                here = waiting.pop()
                if here not in seen:
                    seen.add(here)
                    waiting.extend(down.get(here, ()))
