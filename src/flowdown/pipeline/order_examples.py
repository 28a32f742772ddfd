"""Puts the examples of an order file to the order: what must come out on a day, and when something is due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowdown.reason.court import Asked
from flowdown.reason.decide import decide
from flowdown.reason.place import Bench, Place
from flowdown.reason.setting import Setting
from flowdown.reason.stance import Stance
from flowdown.reason.uses import Use

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.evidence.profile.contract import Contract
    from flowdown.orders.load import Library
    from flowdown.orders.order import ExampleContract, Order, OrderExample
    from flowdown.reason.determination import Check

RANKING = ("BREACH", "UNDETERMINED", "EXEMPT", "CLEAR")


def fail_examples(order: Order, library: Library, catalogue: Catalogue) -> Iterator[tuple[int, str]]:
    """The examples that do not come out as the file says, by number, each with what came out instead."""
    for number, example in enumerate(order.examples):
        check = check_example(order, example, library, catalogue)
        worst, because = outcome_of(check)
        wanted = {f"{order.id}/{name}" for name in example.because}
        if worst != example.outcome:
            told = next((each.says for each in check.determinations if each.outcome.value == worst), "")
            yield number, f"on {example.as_of} in {example.context} it comes to {worst}, not {example.outcome}: {told}"
        elif not wanted <= because:
            missing = ", ".join(sorted(wanted - because))
            yield number, f"it comes to {worst}, but not because of {missing}: {', '.join(sorted(because))}"


def outcome_of(check: Check) -> tuple[str, frozenset[str]]:
    """The outcome that counts, and the norms that it rests on."""
    outcomes = {determination.outcome.value for determination in check.determinations} or {"CLEAR"}
    worst = next(outcome for outcome in RANKING if outcome in outcomes)
    return worst, frozenset(
        name for each in check.determinations if each.outcome.value == worst for name in each.because
    )


def check_example(order: Order, example: OrderExample, library: Library, catalogue: Catalogue) -> Check:
    """What the order says of an example."""
    from flowdown.pipeline.check import read_as
    from flowdown.scan.sighting import Coverage

    known_at = example.known_at or max(order.checked_until, example.as_of)
    given = {f"{order.id}/{word.removeprefix('not ').strip()}": not word.startswith("not ") for word in example.given}
    if example.reading:
        given = {**read_as((order,), (example.reading,)), **given}
    asked = Asked(example.as_of, known_at, Stance(example.stance), (example.context,), given)
    contract = contract_of(example.contract) if example.contract is not None else None
    setting = Setting("example", (example.context,), contract, is_open=contract is None)
    place = Place("tree:example", "example", {_use(word): () for word in example.uses})
    bench = Bench("example", setting, (place,))
    contracts = (contract,) if contract is not None else ()
    return decide((order,), library, catalogue, (bench,), asked, Coverage(1, 1, 1, (), ()), contracts)


def _use(word: str) -> Use:
    if "/" in word:
        vendor, _, product = word.partition("/")
        return Use(vendor, "", False, product)
    vendor, _, rest = word.partition(":")
    return Use(vendor, "model", True) if rest == "derivative" else Use(vendor, rest or "model")


def contract_of(example: ExampleContract) -> Contract:
    """The contract that an example describes."""
    from flowdown.evidence.profile.clause import split_clause
    from flowdown.evidence.profile.contract import Contract, ListedOrder, StatedClause
    from flowdown.evidence.profile.field import Answer

    listed = Answer.UNKNOWN if example.open else Answer.YES
    parts = [split_clause(text) for text in example.clauses]
    return Contract(
        id="example",
        of_defense=Answer(example.of_defense),
        tier=0 if example.role == "prime" else 1,
        solicited=example.solicited,
        awarded=example.awarded,
        clauses=tuple(
            StatedClause(clause=clause, version=version or None, alternate=alternate)
            for clause, version, alternate in parts
        ),
        all_clauses_listed=listed,
        orders=tuple(ListedOrder(order=order) for order in example.orders),
        all_orders_listed=listed,
    )
