"""Worlds and the conditions that lead into them."""

import itertools
import random

from flowdown.reason.condition import smallest_conditions
from flowdown.reason.world import spread


def test_worlds_split_only_on_facts_that_still_matter():
    def next_fact(world):
        # A chain of ten hops: once one is broken, the rest is nobody's concern.
        if False in world.values() or len(world) == 10:
            return None
        return f"f{len(world)}"

    worlds, complete = spread(next_fact, {})
    assert (len(worlds), complete) == (11, True)


def test_too_many_worlds_are_said_to_be_left_out():
    _, complete = spread(lambda world: f"f{len(world)}" if len(world) < 20 else None, {})
    assert not complete


def test_every_world_needs_no_condition():
    assert smallest_conditions([{"f": True}, {"f": False}]) is None


def test_either_of_two_facts_suffices():
    worlds = [{"f": True}, {"f": False, "g": True}]
    assert smallest_conditions(worlds) == ((("f", True),), (("g", True),))


def test_two_facts_that_must_differ():
    worlds = [{"f": True, "g": False}, {"f": False, "g": True}]
    assert smallest_conditions(worlds) == ((("f", False), ("g", True)), (("f", True), ("g", False)))


def test_many_worlds_of_one_deciding_fact_are_quick():
    facts = [f"f{number}" for number in range(12)]
    worlds = [dict(zip(facts, values, strict=True)) for values in itertools.product((False, True), repeat=12)]
    assert smallest_conditions([world for world in worlds if world["f3"]]) == ((("f3", True),),)


def test_the_smallest_conditions_are_all_prime_implicants():
    for seed in range(60):
        chance = random.Random(seed)
        worlds = [dict(zip("abcd", values, strict=True)) for values in itertools.product((False, True), repeat=4)]
        chosen = [world for world in worlds if chance.random() < 0.5]
        partial = [
            {fact: value for fact, value in zip("abcd", values, strict=True) if value is not None}
            for values in itertools.product((None, False, True), repeat=4)
        ]
        suffices = [
            cube for cube in partial if all(world in chosen for world in worlds if cube.items() <= world.items())
        ]
        primes = {
            tuple(sorted(cube.items()))
            for cube in suffices
            if not any(other.items() < cube.items() for other in suffices)
        }
        assert set(smallest_conditions(chosen) or [()]) == (primes or {()})
