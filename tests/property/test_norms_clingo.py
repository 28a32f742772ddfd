"""A second, independent engine: clingo decides which norms can be obeyed together, and finds all minimal sets itself."""

import itertools

import clingo
import pytest
from hypothesis import HealthCheck, assume, given, settings
from norms_oracle import World
from strategies_norms import situations

from flowdown.orders.norm import names
from flowdown.reason import Reasoner, Stance

PROGRAM = """
{ do(C, D) : cell(C), day(D) }.
:- on(N), duty(N, I), not met(N, I).
met(N, I) :- option(N, I, C, D), do(C, D).
:- on(N), ban(N, C, D), do(C, D).
:- do(C, D), implied(C, E, D), not do(E, D).
:- do(C, D), ended(C, E), do(E, F), F >= D.
:- do(C, D), barred(C, D).
"""


def program(world, instances):
    """Cells, demands and joints as facts; cells that could matter only."""
    cells, lines = {}, []

    def number(cell):
        return cells.setdefault(cell, len(cells))

    days = {day: place for place, day in enumerate(world.days)}
    for place, (name, what, options, on, _) in enumerate(instances):
        if what == "must_not":
            lines.append(f'ban("{name}", {number(options[0])}, {days[on[0]]}).')
        elif what in ("must", "due"):
            lines.append(f'duty("{name}", {place}).')
            for cell, day in itertools.product(options, on):
                lines.append(f'option("{name}", {place}, {number(cell)}, {days[day]}).')
    waiting = list(cells)
    while waiting:
        cell = waiting.pop()
        for day in world.days:
            for other, _ in world.closure({(cell, day)}) - {(cell, day)}:
                if other not in cells:
                    waiting.append(other)
                lines.append(f"implied({number(cell)}, {number(other)}, {days[day]}).")
    for one, other in itertools.product(cells, cells):
        traits = world.case.actions.get(one[1])
        if traits and other[1] in names(traits.ends) and (one[0], one[2], one[3]) == (other[0], other[2], other[3]):
            lines.append(f"ended({cells[one]}, {cells[other]}).")
    for cell, day in itertools.product(cells, world.days):
        for lead in world.case.lead_times:
            if (
                lead.action == cell[1]
                and (lead.actor is None or cell[0] in names(lead.actor))
                and (lead.thing is None or cell[2] in names(lead.thing))
                and (day - (lead.from_ or world.window.from_)).days < lead.days
            ):
                lines.append(f"barred({cells[cell]}, {days[day]}).")
    lines += [f"cell({place})." for place in cells.values()] + [f"day({place})." for place in days.values()]
    lines += [f'{{ on("{name}") }}.' for name in world.norms]
    return "\n".join(lines)


def minimal_norm_sets(world, instances):
    """All minimal sets of norms that clingo finds unsatisfiable."""
    control = clingo.Control(["--warn=none"])
    control.add("base", [], PROGRAM + program(world, instances))
    control.ground([("base", [])])
    found = []
    for size in range(1, len(world.norms) + 1):
        for chosen in itertools.combinations(sorted(world.norms), size):
            if any(set(each) <= set(chosen) for each in found):
                continue
            assumed = [(clingo.Function("on", [clingo.String(name)]), name in chosen) for name in world.norms]
            if not control.solve(assumptions=assumed).satisfiable:
                found.append(chosen)
    return {frozenset(each) for each in found}


@pytest.mark.parametrize(
    "features",
    ["timing any_of", "timing any_of actions lead_times", "timing any_of links actions", "timing links toward"],
)
def test_the_smallest_sets_are_those_of_clingo(features):
    @settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    @given(situations(frozenset(features.split())))
    def agree(situation):
        world = World(situation, "in_force", {})
        instances = world.instances()
        assume(len(instances) <= 60)
        reported = {frozenset(each.norms) for each in Reasoner(situation, Stance.IN_FORCE).clashes().conflicts}
        smallest = {each for each in reported if not any(other < each for other in reported)}
        assert smallest == minimal_norm_sets(world, instances)

    agree()
