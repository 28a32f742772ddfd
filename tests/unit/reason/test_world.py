"""Worlds and the conditions that lead into them."""

from flowdown.reason.world import smallest_conditions, spread


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
