"""Puts the clock examples of an order file to the order: when its duties are due after something happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flowdown.base.moment import Moment, parse_moment
from flowdown.orders.context import ContextForest
from flowdown.orders.duty import Event
from flowdown.pipeline.order_examples import contract_of
from flowdown.reason.court import Asked
from flowdown.reason.deadlines import find_deadlines
from flowdown.reason.occurrence import Met, Occurrence
from flowdown.reason.running import RunningClock
from flowdown.reason.setting import Setting

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.evidence.profile.contract import Contract
    from flowdown.orders.load import Library
    from flowdown.orders.order import ClockExample, Order

NOT_KNOWN = "unknown"
"""What an example says of a duty whose clock has no known end."""
NONE = "none"
"""What it says of a duty that has no clock there."""


def fail_clock_examples(order: Order, library: Library, catalogue: Catalogue) -> Iterator[tuple[int, str]]:
    """The clock examples that do not come out as the file says, by number, each with what came out instead."""
    for number, example in enumerate(order.clock_examples):
        found = count_example(order, example, library, catalogue)
        for duty, written in example.due.items():
            came, wanted = tell(found.get(duty)), str(written)
            is_open = wanted == NOT_KNOWN and duty in found and found[duty].due.moment is None
            if came != wanted and not is_open:
                yield number, f"{duty} is due {came}, not {wanted}, after {example.event} at {example.at}"


def tell(clock: RunningClock | None) -> str:
    """When a clock ends, as an example writes it."""
    if clock is None:
        return NONE
    end = clock.end.moment
    if end is None:
        return NOT_KNOWN
    return end.day.isoformat() if end.time is None else f"{end.day.isoformat()}T{end.time.isoformat('minutes')}"


def count_example(
    order: Order, example: ClockExample, library: Library, catalogue: Catalogue
) -> Mapping[str, RunningClock]:
    """The clocks that run in an example, by duty."""
    at = parse_moment(str(example.at))
    contract = contract_of(example.contract) if example.contract is not None else None
    if contract is not None:
        contract = _dated(contract, example.event, at)
    leaves = ContextForest.of(library.contexts).leaves
    contractors = tuple(leaf for leaf in leaves if library.kind_in(leaf) == "contractor")
    setting = Setting("example", (example.context,) if example.context else contractors, contract, contract is None)
    moments: dict[Event, Moment | None] = {example.event: at}
    met: tuple[Met, ...] = ()
    if example.event is Event.SUBMISSION:
        # What was submitted was found before.
        moments, met = {Event.IDENTIFICATION: at, Event.RECEIPT: at, Event.DELAY: at}, (Met("", at),)
    found = Occurrence("example", "", moments, contracts=("example",), met=met)
    given = {f"{order.id}/{word.removeprefix('not ').strip()}": not word.startswith("not ") for word in example.given}
    asked = Asked(at.day, max(order.checked_until, at.day), given=given)
    deadlines = find_deadlines((order,), library, catalogue, (setting,), (found,), (), asked)
    return {each.duty: each for each in deadlines.clocks}


def _dated(contract: Contract, event: Event, at: Moment) -> Contract:
    if event is Event.AWARD:
        return replace(contract, awarded=at.day)
    if event is Event.MODIFICATION and isinstance(contract.clauses, tuple):
        return replace(contract, clauses=tuple(replace(each, since=at.day) for each in contract.clauses))
    return contract
