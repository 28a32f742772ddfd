"""Keeps of an answer what a later one is compared with: outcomes, clocks, the state of orders, what is used where."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any, cast

from flowdown.base.canonical import digest, to_json
from flowdown.base.errors import UnusableFile

if TYPE_CHECKING:
    from flowdown.pipeline.answering import Answer
    from flowdown.reason.determination import Determination

_FORM = "flowdown snapshot 1"
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A norm that speaks of a subject, with its outcome and what that touches."""

    order: str
    norm: str
    subject: str
    outcome: str
    says: str
    clauses: Names
    places: Names
    suppliers: Names
    systems: Names
    vendors: Names


@dataclass(frozen=True, slots=True)
class KeptClock:
    """A clock of a duty: `due` is its end as far as it is known, `earliest` the first day on which it may fall."""

    id: str
    order: str
    duty: str
    title: str
    contract: str
    what: str
    state: str
    due: str
    earliest: str
    is_sure: bool
    cites: str


@dataclass(frozen=True, slots=True)
class KeptOrder:
    """An order as it stood: its status in words, every step known, a digest of its file, and what it touches here."""

    id: str
    status: str
    steps: Names
    digest: str
    contracts: Names
    systems: Names
    suppliers: Names
    vendors: Names


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An organisation's answer on a day, so far as changes are told of it."""

    as_of: str
    stance: str
    organisation: str
    organisation_id: str
    catalogue: str
    answers: tuple[KeptAnswer, ...]
    clocks: tuple[KeptClock, ...]
    orders: tuple[KeptOrder, ...]
    contracts: Mapping[str, str]
    """By contract: a digest of what the profile says of it."""
    uses: Mapping[str, Names]
    """By place: the vendors that are used there, each with its basis."""
    places: Mapping[str, Names]
    """By place: what it is called, the system that it is part of (empty: none), and the subjects that it serves."""
    past_checked: Names

    @property
    def day(self) -> datetime.date:
        """The day asked about."""
        return datetime.date.fromisoformat(self.as_of)


def take_snapshot(answer: Answer) -> Snapshot:
    """What is kept of an answer."""
    facts = answer.facts
    organisation = facts.profile.organisation
    kept = tuple(_answers(answer))
    uses: dict[str, set[str]] = {}
    for line in answer.lines:
        basis = line.claim.qualifier("basis") or "stated"
        uses.setdefault(line.place, set()).add(f"{line.vendor} ({basis if line.is_sure else f'perhaps, {basis}'})")
    return Snapshot(
        facts.check.as_of.isoformat(),
        answer.lens.stance,
        facts.organisation,
        organisation.id or organisation.name,
        facts.report.scan.catalogue_digest,
        kept,
        tuple(_clocks(answer)),
        tuple(_orders(answer, kept)),
        {f"contract:{each.id}": digest(to_json(each)) for each in facts.profile.contracts},
        {place: tuple(sorted(vendors)) for place, vendors in sorted(uses.items())},
        {place: _place(answer, place) for place in sorted(uses)},
        facts.check.is_past_checked,
    )


def _answers(answer: Answer) -> Iterator[KeptAnswer]:
    """The norms that say something; that no norm of an order speaks there is told by its norms."""
    for each in answer.facts.check.determinations:
        if each.position.value != "FREE" and each.norm != each.order:
            yield KeptAnswer(
                each.order,
                each.norm,
                each.subject,
                each.outcome.value,
                each.says,
                each.clauses,
                each.places,
                _suppliers(answer, each),
                _systems(answer, each),
                tuple(sorted(answer.vendors_of(each))),
            )


def _place(answer: Answer, place: str) -> Names:
    row = answer.panorama.systems_of_place.get(place)
    system = row.system.id if row is not None else ""
    return (answer.places[place].name, system, *answer.served[place])


def _systems(answer: Answer, determination: Determination) -> Names:
    of_place = answer.panorama.systems_of_place
    return tuple(sorted({of_place[place].system.id for place in determination.places if place in of_place}))


def _suppliers(answer: Answer, determination: Determination) -> Names:
    """Suppliers that are a place of use, and those whose own claims lead to one."""
    named = [place for place in determination.places if place.startswith("supplier:")]
    for claim in determination.claims:
        line = answer.line_of_claim.get(claim)
        if line is not None and line.claim.subject.startswith("supplier:"):
            named.append(line.claim.subject)
    return tuple(sorted({each.removeprefix("supplier:").partition("/")[0] for each in named}))


def _clocks(answer: Answer) -> Iterator[KeptClock]:
    from flowdown.base.truth import Truth
    from flowdown.report.deadlines_shape import clock_id

    for clock in answer.facts.deadlines.clocks:
        end = clock.end
        yield KeptClock(
            clock_id(clock),
            clock.order,
            clock.duty,
            clock.title,
            clock.contract,
            clock.what,
            clock.state.value,
            end.moment.iso if end.moment is not None else "",
            end.earliest.isoformat() if end.earliest is not None else "",
            clock.applies.truth is Truth.YES and clock.due.moment is not None,
            clock.cites,
        )


def _orders(answer: Answer, kept: Sequence[KeptAnswer]) -> Iterator[KeptOrder]:
    from flowdown.reason.citing import say_status

    by_order: dict[str, list[KeptAnswer]] = {}
    for each in kept:
        by_order.setdefault(each.order, []).append(each)
    used = {line.vendor for line in answer.lines}
    as_of, known_at = answer.facts.check.as_of, answer.facts.check.known_at
    for order in answer.facts.orders:
        found = by_order.get(order.id, ())
        yield KeptOrder(
            order.id,
            say_status(order, as_of, known_at),
            tuple(
                f"{step.day.isoformat()}: {step.status.value}{f' ({step.by})' if step.by else ''}: {step.what} [{step.mark}]"
                for step in order.status
                if step.day <= known_at
            ),
            digest(to_json(order)),
            tuple(sorted({each.subject for each in found})),
            tuple(sorted({system for each in found for system in each.systems})),
            tuple(sorted({supplier for each in found for supplier in each.suppliers})),
            tuple(sorted({vendor for each in found for vendor in each.vendors} | (set(order.vendors) & used))),
        )


def write_snapshot(snapshot: Snapshot) -> str:
    """A snapshot as the text that is kept."""
    value = {"form": _FORM, **cast(dict[str, Any], to_json(snapshot))}
    for name in ("answers", "clocks", "orders"):
        value[name] = [astuple(each) for each in getattr(snapshot, name)]
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read_snapshot(text: str) -> Snapshot | None:
    """A snapshot that was kept; None for one of another version of this program. Raises `UnusableFile` for what is none."""
    try:
        value = json.loads(text)
        if value.pop("form") != _FORM:
            return None
        for name, kind in (("answers", KeptAnswer), ("clocks", KeptClock), ("orders", KeptOrder)):
            value[name] = tuple(kind(*map(_frozen, each)) for each in value[name])
        for name in ("uses", "places"):
            value[name] = {place: tuple(each) for place, each in value[name].items()}
        value["past_checked"] = tuple(value["past_checked"])
        return Snapshot(**value)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UnusableFile("what was kept of the last look is damaged") from None


def _frozen(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value
