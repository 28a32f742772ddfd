"""One generated component: duties with alternatives and due days against bans, for the enumeration of minimal sets."""

from __future__ import annotations

import datetime
import random

from flowdown.base.period import Window
from flowdown.orders.norm import Bearer, Modality, Norm, Target, Timing
from flowdown.reason.situation import Actor, Doing, Link, Need, Situation

START = datetime.date(2026, 1, 1)


def generate_component(instances: int, seed: int) -> Situation:
    """About so many norm instances that hang together, over ten segments of time."""
    chance = random.Random(seed)
    things = [f"t{number}" for number in range(max(4, instances // 5))]
    norms = []
    for number in range(instances):
        start = 10 * chance.randrange(10)
        end = start + 10 * chance.randrange(1, 4)
        common = {
            "id": f"n{number}",
            "bearer": Bearer(actor="a"),
            "action": "use",
            "from_": START + datetime.timedelta(days=start),
        }
        kind = chance.random()
        if kind < 0.25:
            target = Target(any_of=tuple(chance.sample(things, 2)))
            day = START + datetime.timedelta(days=end)
            norms.append(Norm(modality=Modality.MUST, object=target, to=day, **common))
        elif kind < 0.45:
            timing = Timing(by=START + datetime.timedelta(days=end - 1))
            target = Target(thing=chance.choice(things))
            norms.append(Norm(modality=Modality.MUST, object=target, timing=timing, **common))
        else:
            target = Target(thing=chance.choice(things))
            day = START + datetime.timedelta(days=end)
            norms.append(Norm(modality=Modality.MUST_NOT, object=target, to=day, **common))
    links = tuple(
        Link(
            id=f"l{number}",
            doing=Doing(actor="a", action="use", thing=chance.choice(things)),
            needs=Need(actor="a", action="use", thing=chance.choice(things)),
        )
        for number in range(2)
    )
    return Situation(
        as_of=START,
        window=Window(START, START + datetime.timedelta(days=130)),
        actors=(Actor(id="a"),),
        norms=tuple(norms),
        links=links,
    )
