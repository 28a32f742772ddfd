"""What it costs to put the whole library to a large organisation: CPU, memory, and the ratio to the engine's bare run.

Bare is the norm engine alone, asked anew for each contract what the organisation asks of it: positions of the acts on
what each system uses, without evidence, questions or words. It is run for every 25th setting and scaled. `shared` is the
engine's part once settings that are alike to an order share its answers, as `decide` has them do. The organisation is
made up from a fixed seed: contracts of several vintages, systems that use vendors of the catalogue.

    python bench/check/run.py [CONTRACTS [SYSTEMS]]
"""

from __future__ import annotations

import datetime
import random
import resource
import sys
import time
from collections.abc import Sequence

from flowdown.catalogue import load as load_catalogue
from flowdown.evidence.profile.contract import AgencyKind, Contract, StatedClause
from flowdown.evidence.profile.field import Answer
from flowdown.orders.load import load as load_orders
from flowdown.orders.order import Order
from flowdown.reason.court import Asked
from flowdown.reason.decide import Session, decide
from flowdown.reason.place import Bench, Place
from flowdown.reason.setting import settings_of
from flowdown.reason.uses import Use
from flowdown.scan.sighting import Coverage

DAY = datetime.date(2026, 10, 1)
CLAUSES = (
    ("FAR 52.204-23", ("2018-07", "2021-11", "2023-12")),
    ("FAR 52.204-25", ("2019-08", "2020-08", "2021-11")),
    ("FAR 52.204-27", ("2023-06",)),
    ("FAR 52.204-30", ("2023-12",)),
    ("FAR 52.240-91", ("2026-02",)),
    ("DFARS 252.239-7018", ("2022-12",)),
    ("DFARS 252.204-7018", ("2021-01",)),
)
VENDORS = ("anthropic", "openai", "deepseek", "alibaba", "google", "hikvision", "kaspersky", "acronis", "mistral")


def make_contract(number: int, dice: random.Random) -> Contract:
    """A contract with some of the clauses, some of them in an unknown version."""
    clauses = tuple(
        StatedClause(clause=name, version=dice.choice((*versions, None)))
        for name, versions in CLAUSES
        if dice.random() < 0.5
    )
    return Contract(
        id=f"c{number}",
        agency_kind=dice.choice(tuple(AgencyKind)),
        tier=dice.choice((0, 1)),
        solicited=datetime.date(2023, 1, 1) + datetime.timedelta(days=dice.randrange(1300)),
        clauses=clauses,
        all_clauses_listed=dice.choice((Answer.YES, Answer.NO, Answer.UNKNOWN)),
        all_orders_listed=dice.choice((Answer.YES, Answer.UNKNOWN)),
    )


def seat(contracts: list[Contract], systems: int, dice: random.Random) -> list[Bench]:
    """Every setting, with the systems that serve it (one to three each)."""
    settings = settings_of(contracts)
    places: list[list[Place]] = [[] for _ in settings]
    for number in range(systems):
        used = dice.sample(VENDORS, dice.randrange(3))
        uses = {Use(vendor, dice.choice(("model", "service", "device"))): () for vendor in used}
        place = Place(f"tree:s{number}", f"s{number}", uses)
        for index in dice.sample(range(len(settings)), dice.randrange(1, 4)):
            places[index].append(place)
    return [Bench(one.subject, one, tuple(held)) for one, held in zip(settings, places, strict=True)]


def main(contracts: int = 500, systems: int = 2000) -> None:
    """Print the figures."""
    catalogue, library = load_catalogue(), load_orders()
    orders = tuple(library.orders.values())
    dice = random.Random(889)
    held = [make_contract(number, dice) for number in range(contracts)]
    benches = seat(held, systems, dice)
    asked = Asked(DAY, DAY)
    start = time.process_time()
    check = decide(orders, library, catalogue, benches, asked, Coverage(1, 1, 1, (), ()), held)
    whole = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    shared, courts = ask_engine(Session(library, catalogue, asked, held), orders, benches)
    sample = benches[::25]
    start = time.process_time()
    for bench in sample:
        ask_engine(Session(library, catalogue, asked, held), orders, [bench])
    bare = (time.process_time() - start) * len(benches) / len(sample)
    print(f"{len(orders)} orders x {contracts} contracts x {systems} systems, {len(check.determinations)} answers")
    print(f"whole {whole:.2f} s CPU, {memory:.0f} MB; shared engine {shared:.2f} s ({courts} courts)")
    print(f"bare engine {bare:.2f} s, ratio {whole / bare:.3f}")


def ask_engine(session: Session, orders: Sequence[Order], benches: Sequence[Bench]) -> tuple[float, int]:
    """CPU seconds for every position that these settings ask for, and how many courts that took."""
    start = time.process_time()
    courts = set()
    for bench in benches:
        for order in orders:
            for leaf in bench.setting.leaves:
                court = session.court(order, leaf, session.applies(order, bench))
                courts.add(id(court))
                for norm in court.norms:
                    for use in {use for place in bench.places for use in court.objects(norm) & place.uses.keys()}:
                        court.verdict(norm, use)
                    court.ban(norm) if court.objects(norm) else court.duty(norm)
    return time.process_time() - start, len(courts)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
