"""Laws of the norm engine: minimality, decoys, renaming, reordering."""

import dataclasses
import datetime
import itertools
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from norms_oracle import World, worlds
from strategies_norms import situations

from flowdown.orders.norm import Bearer, Modality, Norm, Target
from flowdown.reason import Act, Reasoner, Stance, Via, find_bound, find_repairs, find_standing
from flowdown.reason.component import Demand
from flowdown.reason.situation import Fact, FactStatus

QUIET = settings(
    max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
WORDS = {Demand.DUTY: "must", Demand.BAN: "must_not", Demand.DUE: "due"}


def summary(situation, stance=Stance.AS_THREATENED):
    reasoner = Reasoner(situation, stance)
    clashes = reasoner.clashes()
    repairs = find_repairs(reasoner)
    conflicts = {
        (frozenset(c.norms), c.kind, c.via, frozenset(c.actors), c.from_, c.to, frozenset(map(frozenset, c.when or ())))
        for c in clashes.conflicts
    }
    settled = {(frozenset(each.norms), each.yields) for each in clashes.resolved}
    sets = {frozenset(each) for each in repairs.sets}
    return conflicts, settled, set(reasoner.ill_founded()), repairs.cost, sets


def members_in(world, conflict):
    """The conflict's example, as instances of the oracle's world; None if it is another world's example."""
    instances = world.instances()
    chosen = set()
    window = world.window
    for member in conflict.members:
        spot = member.spot
        leaf = sorted(world.leaves)[spot.leaf]
        cells = {(spot.actor, thing, leaf, spot.toward) for thing in spot.things}
        found = [
            each
            for each in instances
            if each[0] == member.norm
            and each[1] == WORDS[member.demand]
            and {(actor, thing, place, toward) for actor, _, thing, place, toward in each[2]} == cells
            and (each[1] == "due" or window.only(each[4]) & member.days)
        ]
        if not found:
            return None
        chosen |= set(found)
    return chosen


@QUIET
@given(situations())
def test_every_reported_set_is_unsatisfiable_and_every_proper_subset_satisfiable(situation):
    reasoner = Reasoner(situation, Stance.AS_THREATENED)
    for conflict in reasoner.clashes().conflicts:
        if conflict.via is Via.GROUNDS:
            continue
        verdicts = []
        for facts, _ in worlds(situation):
            world = World(situation, "as_threatened", facts)
            chosen = members_in(world, conflict)
            if chosen is not None and not world.satisfiable(list(chosen)):
                verdicts.append(
                    all(
                        world.satisfiable([each for each in chosen if each[0] in subset])
                        for size in range(len(conflict.norms))
                        for subset in itertools.combinations(conflict.norms, size)
                    )
                )
        assert any(verdicts)


def decoys(situation):
    """The same situation with norms, a fact and an actor that can change nothing."""
    day = situation.window.from_ + datetime.timedelta(days=2)
    common = {"bearer": Bearer(actor="a"), "modality": Modality.MUST_NOT, "authority": "high"}
    norms = (
        Norm(id="d1", action="use", object=Target(thing=("t", "u")), from_=day, to=day, **common),
        Norm(id="d2", action="dance", object=Target(thing="t"), given="h", **common),
        Norm(id="d3", action="use", object=Target(thing="zz"), given="h", **common),
        Norm(id="d4", action="use", object=Target(thing="t"), contexts=(), given="not h", **common),
    )
    fact = Fact(id="h", status=FactStatus.DISPUTED)
    return dataclasses.replace(situation, norms=(*situation.norms, *norms), facts=(*situation.facts, fact))


@QUIET
@given(situations())
def test_a_decoy_changes_nothing(situation):
    assert summary(decoys(situation)) == summary(situation)


def renamed(value, names):
    if isinstance(value, str):
        if value.startswith("not "):
            return f"not {names.get(value[4:], value[4:])}"
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(renamed(each, names) for each in value)
    if isinstance(value, dict):
        return {key: renamed(each, names) for key, each in value.items()}
    if dataclasses.is_dataclass(value):
        changes = {
            field.name: renamed(getattr(value, field.name), names)
            for field in dataclasses.fields(value)
            if field.name
            not in ("status", "modality", "do", "type", "kind", "priority", "incompatible_findings", "says")
        }
        return dataclasses.replace(value, **changes)
    return value


def identities(situation):
    sections = (
        situation.actors,
        situation.things,
        situation.norms,
        situation.facts,
        situation.moves,
        situation.contexts,
        situation.authorities,
        situation.links,
        situation.waivers,
        situation.stays,
    )
    return sorted({each.id for section in sections for each in section})


@QUIET
@given(situations(), st.integers(0, 1000))
def test_renaming_changes_nothing_but_names(situation, seed):
    old = identities(situation)
    new = [f"q{number:03}" for number in range(len(old))]
    random.Random(seed).shuffle(new)
    names = dict(zip(old, new, strict=True))

    def translate(found):
        conflicts, settled, ill, cost, sets = found

        def whole(each):
            return frozenset(names[name] for name in each)

        return (
            {
                (whole(n), k, v, whole(a), f, t, frozenset(frozenset((names[x], y) for x, y in c) for c in w))
                for n, k, v, a, f, t, w in conflicts
            },
            {(whole(n), names[y]) for n, y in settled},
            whole(ill),
            cost,
            {whole(each) for each in sets},
        )

    assert summary(renamed(situation, names)) == translate(summary(situation))


@QUIET
@given(situations(), st.integers(0, 1000))
def test_reordering_changes_nothing(situation, seed):
    chance = random.Random(seed)
    changes = {}
    for field in dataclasses.fields(situation):
        value = getattr(situation, field.name)
        if isinstance(value, tuple) and field.name != "priority":
            changes[field.name] = tuple(chance.sample(value, len(value)))
    assert summary(dataclasses.replace(situation, **changes)) == summary(situation)


@pytest.mark.parametrize("stance", list(Stance))
def test_positions_agree_with_the_oracle_in_every_world(stance):
    @settings(QUIET, max_examples=25)
    @given(situations())
    def agree(situation):
        reasoner = Reasoner(situation, stance)
        days = [situation.window.from_ + datetime.timedelta(days=number) for number in (0, 3, 5)]
        for facts, disputed in worlds(situation):
            world = World(situation, stance.value, facts)
            given_ = {name: facts[name] for name in disputed}
            for norm, day in itertools.product(situation.norms, days):
                expected = {each[2][0][0] for each in world.instances() if each[0] == norm.id and each[4] == day}
                if norm.timing is None:
                    assert set(find_bound(reasoner, norm.id, day, given_)) == expected
            standing = find_standing(reasoner, Act("a", "use", "t", days[1]), given_)
            assert len(standing.worlds) == 1

    agree()
