"""Two orders, or an order and a contract, pull apart: where, for whom, until when, and what would let both be met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flowdown.orders.order import Order, OrderNorm
from flowdown.reason.determination import OrderConflict, Stance
from flowdown.report.conflict_svg import Field, draw_conflict, say_conflict
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Absent, Drawing, Paper, Sheet
from flowdown.report.dossier.say import brief, status_of, with_names
from flowdown.report.norm_words import say_bearer, say_contexts, say_kind, say_norm, say_object
from flowdown.report.words import listed, mark_words


@dataclass(frozen=True, slots=True)
class Side:
    """One of the norms: whom it binds, to what, where, in which words, who issued it."""

    id: str
    order: str
    title: str
    issuer: str
    says: str
    binds: str
    about: str
    where: str
    quote: str
    cites: str
    mark: str
    status: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A fact on which the conflict hangs. `then` is what follows if it is so, `otherwise` if not."""

    id: str
    asks: str
    then: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class ConflictTold:
    """A conflict."""

    id: str
    drawing: str
    title: str
    says: str
    kind: str
    actors: str
    period: str
    sides: tuple[Side, ...]
    conditions: tuple[Condition, ...]
    when: tuple[str, ...]
    issuers: tuple[str, ...]
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictContext:
    """The memo."""

    conflicts: tuple[ConflictTold, ...]


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    conflicts = tuple(_tell(facts, each, number) for number, each in enumerate(facts.check.conflicts, 1))
    if not conflicts:
        more = (
            ""
            if facts.check.stance is Stance.AS_THREATENED
            else "; threatened ones count with `--stance as_threatened`"
        )
        return Absent(f"no two of these orders that are in force conflict for the firm on this day{more}")
    drawings = {each.drawing: drawn for each in conflicts if (drawn := _draw(each)) is not None}
    conflicts = tuple(each if each.drawing in drawings else replace(each, drawing="") for each in conflicts)
    return (Sheet("conflict-memo", "Conflict memo", ConflictContext(conflicts), drawings),)


def _draw(conflict: ConflictTold) -> Drawing | None:
    """The two norms and what they share; a conflict of more than two is told in its table only."""
    if len(conflict.sides) != 2:
        return None
    one, other = (
        Field(
            side.order,
            (("It says", side.says), ("It binds", side.binds), ("About", side.about), ("Where", side.where)),
        )
        for side in conflict.sides
    )
    shared = Field(
        "Both at once",
        (
            ("For", conflict.actors or "whom both bind"),
            ("When", conflict.period),
            ("Kind", conflict.kind),
            ("Only if", "; ".join(conflict.when) or "in any case"),
        ),
    )
    return Drawing(draw_conflict(one, shared, other), say_conflict(one, shared, other))


def _tell(facts: Facts, conflict: OrderConflict, number: int) -> ConflictTold:
    sides = tuple(side for norm in conflict.norms for side in _side(facts, norm))
    orders = [order for side in sides if (order := facts.order(side.order)) is not None]
    who = tuple(_say_actor(facts, each) for each in conflict.actors)
    readings = [f"{each.says} (held by {each.held_by})" for order in orders for each in order.readings]
    return ConflictTold(
        " / ".join(conflict.norms),
        f"conflict-{number}",
        " against ".join(dict.fromkeys(brief(each.title) for each in orders)),
        _says(conflict, sides, who),
        conflict.kind,
        listed(who),
        f"{conflict.from_.isoformat()} to {conflict.to.isoformat()}",
        sides,
        tuple(_conditions(facts, conflict)),
        conflict.when,
        tuple(dict.fromkeys(order.issuer for order in orders)),
        tuple(dict.fromkeys(readings)),
    )


def _says(conflict: OrderConflict, sides: tuple[Side, ...], who: tuple[str, ...]) -> str:
    """How they pull apart, by the orders' ids where these tell the sides apart."""
    told = conflict.says.partition("; it ties down ")[0]
    if len({side.order for side in sides}) == len(sides):
        for side in sides:
            told = told.replace(side.id, f"{side.order}")
    bound = f"; it ties down {listed(who)}" if who and "; it ties down " in conflict.says else ""
    return f"{told}{bound}"


def _say_actor(facts: Facts, actor: str) -> str:
    """A vendor by its name, others as those of their kind."""
    return facts.vendor_name(actor) if actor in facts.catalogue.vendors else say_kind(actor)


def _side(facts: Facts, name: str) -> Iterator[Side]:
    identity, _, norm_id = name.partition("/")
    order = facts.order(identity)
    norm = next((each for each in order.norms if each.id == norm_id), None) if order is not None else None
    if order is not None and norm is not None:
        yield _say_side(facts, order, norm)


def _say_side(facts: Facts, order: Order, norm: OrderNorm) -> Side:
    contexts = {each.id: each.name for each in facts.library.contexts}
    return Side(
        f"{order.id}/{norm.id}",
        order.id,
        order.title,
        order.issuer,
        with_names(facts, order, say_norm(norm, contexts)),
        with_names(facts, order, say_bearer(norm.bearer)),
        with_names(facts, order, say_object(norm.object)) or "an act without an object of its own",
        say_contexts(norm.contexts, contexts),
        norm.quote,
        norm.cites or order.citation,
        mark_words(norm.mark),
        status_of(facts, order),
    )


def _conditions(facts: Facts, conflict: OrderConflict) -> Iterator[Condition]:
    """The open points that the conflict names, with what follows from either answer."""
    text = " ".join(" ".join(conflict.when).split())
    for order in facts.library.orders.values():
        for point in order.open_points:
            if " ".join(point.claim.split()).rstrip(".") in text:
                yield Condition(f"{order.id}/{point.id}", point.asks, point.if_true, point.if_false)


PAPER = Paper(
    id="conflict-memo",
    title="Conflict memo",
    for_whom="counsel",
    about="which norms pull apart, for whom, in which scope and time, under which reading both can be met, who can resolve it",
    rank=62,
    build=_build,
)
