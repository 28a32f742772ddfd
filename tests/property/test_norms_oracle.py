"""The engine against a slow, obvious reading of the semantics, on random small situations."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from norms_oracle import World, repairs, solve, worlds
from strategies_norms import situations

from flowdown.reason import Reasoner, Stance, find_repairs

FEATURES = (
    "timing any_of actions lead_times",
    "timing any_of links facts",
    "timing leaves priority overrides any_of",
    "suspensions exceptions timing facts toward contexts",
    "relations facts priority",
    "conditions replaces suspensions findings facts status leaves",
    "timing any_of links actions leaves priority toward contexts facts suspensions relations exceptions",
)
QUIET = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


def is_small(situation, limit=24):
    facts, _ = next(worlds(situation))
    return len(World(situation, "as_threatened", facts).instances()) <= limit


def answers(situation, stance):
    reasoner = Reasoner(situation, stance)
    clashes = reasoner.clashes()
    conflicts = {
        (each.norms, each.kind.value, each.via.value if each.via else None, each.actors, each.from_, each.to, each.when)
        for each in clashes.conflicts
    }
    assert clashes.is_complete
    return conflicts, {(each.norms, each.yields) for each in clashes.resolved}, reasoner.ill_founded()


@pytest.mark.parametrize("features", FEATURES)
def test_conflicts_and_settled_clashes_are_those_of_the_oracle(features):
    @QUIET
    @given(situations(frozenset(features.split())), st.sampled_from(list(Stance)))
    def agree(situation, stance):
        assume(is_small(situation))
        assert answers(situation, stance) == solve(situation, stance.value)

    agree()


@pytest.mark.parametrize("features", [f"{features} moves" for features in FEATURES])
def test_repairs_are_those_of_brute_force(features):
    @settings(QUIET, max_examples=8)
    @given(situations(frozenset(features.split())))
    def agree(situation):
        assume(is_small(situation, 14) and len(situation.moves) <= 4)
        reasoner = Reasoner(situation, Stance.AS_THREATENED)
        found = find_repairs(reasoner)  # where nothing conflicts, brute force says that nothing is to be done
        assert (found.cost, found.sets) == repairs(situation, "as_threatened")

    agree()
