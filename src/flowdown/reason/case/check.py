"""Check of a case's references: every name that is used is known, every id is unique."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping

from flowdown.base.errors import FlowdownError, UnusableFile
from flowdown.base.strict_yaml import Document, Path, Plain
from flowdown.orders.context import ANY, find_circle
from flowdown.orders.norm import Names, Norm, Owners, names
from flowdown.reason.carve_out import Scope
from flowdown.reason.case.expectation import Expectation
from flowdown.reason.move import ExtendNorm, Move, NarrowNorm, SuspendNorm
from flowdown.reason.premise import read_premise
from flowdown.reason.situation import Contains, DerivedFrom, LeadTime, Link, Owns, Relation, Situation, Supplies

NORM_LIMIT = 20_000
_LISTS = ("contexts", "authorities", "actors", "things", "facts", "norms", "waivers", "stays", "links", "repairs")
_WORDS = {
    "actors": "actor",
    "authorities": "authority",
    "contexts": "context",
    "facts": "fact",
    "norms": "norm",
    "repairs": "repair",
}


def check_situation(
    document: Document,
    top: Mapping[str, Plain],
    places: Mapping[str, list[int]],
    situation: Situation,
    expect: Iterable[Expectation],
) -> list[FlowdownError]:
    """Every fault in how the sections of a case refer to one another.

    `places` tells at which positions of its section the entries that could be decoded stand.
    """
    checker = _Checker(document, top, places)
    checker.check_ids()
    checker.check_contexts(situation)
    checker.each(situation.norms, "norms", checker.norm)
    checker.each(situation.things, "things", lambda thing, path: checker.name("actors", thing.maker, (*path, "maker")))
    checker.each(situation.relations, "relations", checker.relation)
    checker.each(situation.waivers, "waivers", checker.suspension)
    checker.each(situation.stays, "stays", checker.suspension)
    checker.each(situation.links, "links", checker.link)
    checker.each(situation.lead_times, "lead_times", checker.lead_time)
    checker.each(situation.moves, "repairs", lambda move, path: checker.move(move, path, situation))
    checker.each(tuple(expect), "expect", checker.expectation)
    return checker.problems


class _Checker:
    def __init__(self, document: Document, top: Mapping[str, Plain], places: Mapping[str, list[int]]) -> None:
        self.document = document
        self.top = top
        self.places = places
        self.problems: list[FlowdownError] = []
        # Ids are taken from the raw file, so that an entry with another fault is no unknown name elsewhere.
        self.known = {key: {identity for _, identity in self._ids(key)} for key in _LISTS}
        if not self._entries("contexts"):
            self.known["contexts"] = {ANY}

    def _entries(self, key: str) -> list[Plain]:
        section = self.top.get(key)
        return section if isinstance(section, list) else []

    def _ids(self, key: str) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        for number, entry in enumerate(self._entries(key)):
            identity = entry.get("id") if isinstance(entry, dict) else None
            if isinstance(identity, str):
                found.append((number, identity))
        return found

    def refuse(self, message: str, path: Path, hint: str = "") -> None:
        """Note a fault."""
        self.problems.append(UnusableFile(message, self.document.where(path), hint))

    def each(self, entries: Iterable[object], key: str, check: Callable[..., object]) -> None:
        """Check the entries of a section at their places in the file."""
        for number, entry in zip(self.places.get(key, ()), entries, strict=True):
            check(entry, (key, number))

    def name(self, key: str, value: Names | None, path: Path) -> None:
        """Refuse names that the section does not have."""
        for position, word in enumerate(names(value)):
            if word not in self.known[key]:
                near = (
                    difflib.get_close_matches(word, sorted(self.known[key]), 1) if len(self.known[key]) < 2000 else []
                )
                place = path if isinstance(value, str) else (*path, position)
                self.refuse(f"unknown {_WORDS[key]} `{word}`", place, f"did you mean `{near[0]}`?" if near else "")

    def given(self, given: Names, path: Path) -> None:
        """Refuse premises on unknown facts."""
        for fact, _ in read_premise(given):
            self.name("facts", fact, (*path, "given"))

    def scope(self, scope: Scope, path: Path) -> None:
        """Refuse unknown names in a scope."""
        self.name("actors", scope.actors, (*path, "actors"))
        self.name("contexts", scope.contexts, (*path, "contexts"))
        self.name("actors", scope.toward, (*path, "toward"))

    # -- sections -------------------------------------------------------------------------------------------------

    def check_ids(self) -> None:
        """Refuse ids that come twice in a section."""
        for key in _LISTS:
            seen: set[str] = set()
            for number, identity in self._ids(key):
                if identity in seen:
                    self.refuse(f"duplicate id `{identity}`", (key, number, "id"))
                seen.add(identity)
        if len(self._entries("norms")) > NORM_LIMIT:
            self.refuse(f"{len(self._entries('norms'))} norms, a case holds at most {NORM_LIMIT}", ("norms",))

    def check_contexts(self, situation: Situation) -> None:
        """Refuse unknown parents and circles."""
        self.each(
            situation.contexts,
            "contexts",
            lambda context, path: self.name("contexts", context.within, (*path, "within")),
        )
        circle = find_circle(situation.contexts)
        if circle is not None:
            number = next(number for number, identity in self._ids("contexts") if identity == circle)
            self.refuse(f"the context `{circle}` lies within itself", ("contexts", number, "within"))

    def norm(self, norm: Norm, path: Path) -> None:
        """Refuse unknown names in a norm."""
        bearer, target = norm.bearer, norm.object
        self.name("actors", bearer.actor, (*path, "bearer", "actor"))
        self.name("actors", bearer.supplier_of, (*path, "bearer", "supplier_of"))
        self.name("actors", bearer.owned_by, (*path, "bearer", "owned_by"))
        self.name("actors", bearer.except_, (*path, "bearer", "except"))
        if isinstance(target.made_by, Owners):
            self.name("actors", target.made_by.owned_by, (*path, "object", "made_by", "owned_by"))
        else:
            self.name("actors", target.made_by, (*path, "object", "made_by"))
        self.name("actors", norm.toward, (*path, "toward"))
        self.name("contexts", norm.contexts, (*path, "contexts"))
        self.name("authorities", norm.authority, (*path, "authority"))
        self.name("authorities", norm.waivable_by, (*path, "waivable_by"))
        for key in ("replaces", "while_norm", "unless_norm", "overrides"):
            self.name("norms", getattr(norm, key), (*path, key))
        self.given(norm.given, path)
        for number, exemption in enumerate(norm.exceptions):
            self.scope(exemption, (*path, "exceptions", number))
            self.given(exemption.given, (*path, "exceptions", number))

    def relation(self, relation: Relation, path: Path) -> None:
        """Refuse unknown names and impossible shares in a relation."""
        self.given(relation.given, path)
        match relation:
            case Supplies():
                self.name("actors", relation.supplier, (*path, "supplier"))
                self.name("actors", relation.customer, (*path, "customer"))
            case Owns():
                self.name("actors", relation.owner, (*path, "owner"))
                self.name("actors", relation.owned, (*path, "owned"))
                if not 0 <= relation.percent <= 100:
                    self.refuse(f"`{relation.percent}` is no percentage", (*path, "percent"))
            case DerivedFrom() | Contains():
                pass

    def suspension(self, act: object, path: Path) -> None:
        """Refuse unknown names in a waiver or stay."""
        self.name("norms", getattr(act, "of", ()), (*path, "of"))
        self.name("authorities", getattr(act, "by", None), (*path, "by"))
        self.scope(act, path)  # type: ignore[arg-type]
        self.given(getattr(act, "given", ()), path)

    def link(self, link: Link, path: Path) -> None:
        """Refuse unknown names in a link."""
        self.name("actors", link.doing.actor, (*path, "doing", "actor"))
        self.name("actors", link.needs.actor, (*path, "needs", "actor"))
        self.name("actors", link.doing.toward, (*path, "doing", "toward"))
        self.name("actors", link.needs.toward, (*path, "needs", "toward"))
        self.name("contexts", link.needs.context, (*path, "needs", "context"))
        self.name("contexts", link.contexts, (*path, "contexts"))
        self.given(link.given, path)

    def lead_time(self, lead: LeadTime, path: Path) -> None:
        """Refuse unknown names and impossible spans in a lead time."""
        self.name("actors", lead.actor, (*path, "actor"))
        self.given(lead.given, path)
        if lead.days < 0:
            self.refuse("a lead time is below zero", (*path, "days"))

    def move(self, move: Move, path: Path, situation: Situation) -> None:
        """Refuse unknown names in a repair, and what cannot be done to its norm."""
        self.name("norms", move.norm, (*path, "norm"))
        match move:
            case SuspendNorm():
                self.scope(move, path)
            case NarrowNorm():
                self.name("contexts", move.contexts, (*path, "contexts"))
            case ExtendNorm():
                if any(norm.id == move.norm and norm.timing is None for norm in situation.norms):
                    self.refuse(f"`{move.norm}` has no due day that could be extended", (*path, "norm"))
            case _:
                pass

    def expectation(self, expectation: Expectation, path: Path) -> None:
        """Refuse questions about unknown names."""
        for number, bound in enumerate(expectation.bound):
            self.name("norms", bound.norm, (*path, "bound", number, "norm"))
        for number, status in enumerate(expectation.status):
            here = (*path, "status", number)
            self.name("actors", status.actor, (*here, "actor"))
            self.name("actors", status.toward, (*here, "toward"))
            self.name("contexts", status.context, (*here, "context"))
            self.name("facts", tuple(status.given or ()), (*here, "given"))
        for number, deadline in enumerate(expectation.deadlines):
            self.name("norms", deadline.norm, (*path, "deadlines", number, "norm"))
            self.name("actors", deadline.actor, (*path, "deadlines", number, "actor"))
        for number, conflict in enumerate(expectation.conflicts or ()):
            self.name("norms", conflict.norms, (*path, "conflicts", number, "norms"))
