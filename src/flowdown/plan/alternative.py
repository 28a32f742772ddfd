"""Puts what would take a use's place to the same orders: the commonest trap is an alternative that is itself forbidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flowdown.base.truth import Truth
from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.replacement import Offer, Substitute
from flowdown.plan.demand import Outlook
from flowdown.reason.place import Bench, Place
from flowdown.reason.uses import Use

TERMS = "terms-"
"""How the ids of vendors' own terms start (contracts.md, section 6)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the orders say of an alternative: those that forbid it, those that may, and vendors' terms that ask."""

    bars: tuple[str, ...]
    doubts: tuple[str, ...]
    terms: tuple[str, ...]


class Judge:
    """Decides alternatives in the settings that the place serves, as of today and of each day on which a ban begins."""

    def __init__(
        self, outlook: Outlook, benches: Sequence[Bench], without: str = "", elsewhere: Sequence[Bench] = ()
    ) -> None:
        self._outlook = outlook
        self._elsewhere = {bench.subject: bench for bench in elsewhere}
        self._benches: Mapping[str, Bench] = {bench.subject: bench for bench in benches}
        self._without = without
        self._told: dict[tuple[frozenset[Use], str, Truth], Verdict] = {}

    def verdict(self, uses: Iterable[Use], subjects: Iterable[str], is_provided: Truth) -> Verdict:
        """All that is said of some uses in some settings."""
        wanted = frozenset(uses)
        benches = [self._benches[subject] for subject in subjects if subject in self._benches]
        parts = [self._in_setting(wanted, bench, is_provided) for bench in benches]
        # Where it is not known what a tree is used for, an alternative that is forbidden somewhere is only flagged.
        others = [self._in_setting(wanted, bench, is_provided) for bench in self._elsewhere.values()]
        assumed = (
            [f"assumed: {self._without} may not be used"] if self._without in {use.vendor for use in wanted} else []
        )
        return Verdict(
            tuple(dict.fromkeys([*assumed, *(each for part in parts for each in part.bars)])),
            tuple(
                dict.fromkeys(
                    [
                        *(each for part in parts for each in part.doubts),
                        *(each for part in others for each in part.bars),
                    ]
                )
            ),
            tuple(dict.fromkeys(each for part in parts for each in part.terms)),
        )

    def _in_setting(self, uses: frozenset[Use], bench: Bench, is_provided: Truth) -> Verdict:
        subject = bench.subject
        key = (uses, subject, is_provided)
        if key not in self._told:
            place = Place("alternative", "the alternative", dict.fromkeys(sorted(uses), ()), is_provided=is_provided)
            where = subject.partition(":")[2] or subject.replace("-", " ").replace("_", " ")
            bars: dict[str, None] = {}
            doubts: dict[str, None] = {}
            terms: dict[str, None] = {}
            for demand in self._outlook.demands(bench, place):
                since = f" from {demand.first.isoformat()}" if demand.first is not None else ""
                words = f"{demand.order} for {demand.use.vendor} in {where}{since}"
                if demand.order.startswith(TERMS):
                    terms.setdefault(demand.order)
                else:
                    (bars if demand.is_sure else doubts).setdefault(words)
            self._told[key] = Verdict(tuple(bars), tuple(each for each in doubts if each not in bars), tuple(terms))
        return self._told[key]


def uses_after(model: Substitute, offer: Offer, catalogue: Catalogue) -> tuple[Use, ...]:
    """What would be used then: the model with those that it descends from, and who runs it."""
    uses = [Use(model.vendor, "model"), *(Use(each, "model", True) for each in model.derived_from)]
    if offer.route.startswith("direct:"):
        uses.append(Use(model.vendor, "service"))
    else:
        operator = catalogue.routes[offer.route].operator if offer.route in catalogue.routes else ""
        if operator:
            uses.append(Use(operator, "host" if operator != model.vendor else "service"))
    return tuple(uses)
