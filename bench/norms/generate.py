"""Generated instances for the norm benchmarks (many norms, actors, tiers; no case file needed)."""

from __future__ import annotations

import datetime
import random

from flowdown.base.period import Window
from flowdown.orders.authority import Authority
from flowdown.orders.context import Context
from flowdown.orders.norm import Bearer, Exemption, Modality, Norm, Owners, Stay, Target, Waiver
from flowdown.reason.situation import Actor, Owns, Situation, Supplies, Thing

START = datetime.date(2026, 1, 1)
DAYS = 1096


def generate(norm_count: int, actor_count: int, tiers: int = 6, seed: int = 7) -> Situation:
    """A supply network of some tiers with cycles, ownership, 600 things, 12 contexts, waivers and stays."""
    chance = random.Random(seed)
    actors = [Actor(id=f"a{number}", kind=f"k{number % 20}") for number in range(actor_count)]
    things = [
        Thing(id=f"t{number}", kind="product", maker=f"a{chance.randrange(actor_count)}") for number in range(600)
    ]
    contexts = [Context(id=f"g{number}") for number in range(3)]
    contexts += [Context(id=f"c{number}", within=f"g{number % 3}") for number in range(12)]
    authorities = [Authority(id=f"o{number}", rank=10 * (number % 6 + 1)) for number in range(30)]
    authorities += [Authority(id="court", kind="court", rank=5)]
    relations = [*_supplies(chance, actor_count, tiers), *_owns(chance, actor_count)]
    norms = [_norm(chance, number, actor_count) for number in range(norm_count)]
    return Situation(
        as_of=START + datetime.timedelta(days=200),
        window=Window(START, START + datetime.timedelta(days=DAYS)),
        contexts=tuple(contexts),
        authorities=tuple(authorities),
        actors=tuple(actors),
        things=tuple(things),
        relations=tuple(relations),
        norms=tuple(norms),
        waivers=tuple(_waiver(chance, number, norm_count, actor_count) for number in range(300)),
        stays=tuple(_stay(chance, number, norm_count) for number in range(60)),
    )


def _day(chance: random.Random, low: int = 0, high: int = DAYS) -> datetime.date:
    return START + datetime.timedelta(days=chance.randrange(low, high))


def _span(chance: random.Random, odds: float) -> dict[str, datetime.date]:
    if chance.random() >= odds:
        return {}
    start = chance.randrange(0, DAYS - 30)
    return {
        "from_": START + datetime.timedelta(days=start),
        "to": START + datetime.timedelta(days=chance.randrange(start + 10, DAYS)),
    }


def _supplies(chance: random.Random, actor_count: int, tiers: int) -> list[Supplies]:
    """Everyone supplies one or two actors of the tier above; every hundredth hop runs backwards."""
    level = max(1, actor_count // tiers)
    found = []
    for number in range(20, actor_count):
        tier = min(tiers - 1, number // level)
        for _ in range(chance.choice((1, 2, 2, 2))):
            above = chance.randrange(0, 20) if tier == 0 else chance.randrange((tier - 1) * level, tier * level)
            ends = (number, above) if chance.random() > 0.01 else (above, number)
            found.append(Supplies(supplier=f"a{ends[0]}", customer=f"a{ends[1]}", **_span(chance, 0.3)))
    return found


def _owns(chance: random.Random, actor_count: int) -> list[Owns]:
    return [
        Owns(
            owner=f"a{chance.randrange(actor_count)}",
            owned=f"a{chance.randrange(actor_count)}",
            percent=chance.choice((20, 25, 30, 40, 50, 60, 100)),
            **_span(chance, 0.2),
        )
        for _ in range(1500)
    ]


def _norm(chance: random.Random, number: int, actor_count: int) -> Norm:
    modality = chance.choices((Modality.MUST_NOT, Modality.MUST, Modality.MAY, Modality.NEED_NOT), (45, 30, 20, 5))[0]
    kind = chance.random()
    if kind < 0.25:
        bearer = Bearer(supplier_of=f"a{chance.randrange(20)}", tiers=chance.choice((None, None, 1, 2, 3)))
    elif kind < 0.35:
        bearer = Bearer(owned_by=f"a{chance.randrange(actor_count)}", at_least=50)
    elif kind < 0.45:
        bearer = Bearer(kind=f"k{chance.randrange(20)}")
    else:
        count = chance.randrange(1, 6)
        bearer = Bearer(actor=tuple(f"a{chance.randrange(actor_count)}" for _ in range(count)))
    if modality is not Modality.MUST and chance.random() < 0.05:
        target = Target(made_by=Owners(owned_by=f"a{chance.randrange(actor_count)}"))
    else:
        target = Target(thing=tuple(f"t{chance.randrange(600)}" for _ in range(chance.randrange(1, 4))))
    contexts = (
        None if chance.random() < 0.3 else (chance.choice([f"g{n}" for n in range(3)] + [f"c{n}" for n in range(12)]),)
    )
    start = chance.randrange(0, DAYS - 60)
    return Norm(
        id=f"n{number}",
        modality=modality,
        bearer=bearer,
        action=chance.choice(("use", "provide", "host", "buy")),
        object=target,
        contexts=contexts,
        from_=START + datetime.timedelta(days=start),
        to=START + datetime.timedelta(days=chance.randrange(start + 30, DAYS)),
        authority=f"o{chance.randrange(30)}",
        exceptions=(Exemption(contexts=f"c{chance.randrange(12)}"),) if chance.random() < 0.1 else (),
    )


def _waiver(chance: random.Random, number: int, norm_count: int, actor_count: int) -> Waiver:
    return Waiver(
        id=f"w{number}",
        of=f"n{chance.randrange(norm_count)}",
        by=f"o{chance.randrange(30)}",
        actors=tuple(f"a{chance.randrange(actor_count)}" for _ in range(3)),
        **_span(chance, 1.0),
    )


def _stay(chance: random.Random, number: int, norm_count: int) -> Stay:
    return Stay(id=f"s{number}", of=f"n{chance.randrange(norm_count)}", by="court", **_span(chance, 1.0))
