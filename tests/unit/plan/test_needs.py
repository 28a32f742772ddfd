"""What choices need together, and a solver that says nothing."""

from __future__ import annotations

import pytest

from flowdown.plan.needs import gather_needs
from flowdown.plan.optimum import find_optimum
from flowdown.plan.problem import Case, Choice, Job, Problem


def problem() -> Problem:
    """Two trees of two uses: each tree has a client of two jobs, and both need one account."""
    jobs = {name: Job(name, 1.0) for name in ("account", "own", *(f"{part}:{tree}" for part in "ab" for tree in "xy"))}
    cases = [
        Case(f"{tree}{number}", (Choice(("account", f"a:{tree}", f"b:{tree}")), Choice(("own",))), {})
        for tree in "xy"
        for number in range(2)
    ]
    return Problem(tuple(cases), jobs, {}, 1.0)


def test_what_the_same_choices_need_is_one_need_below_the_one_that_has_more() -> None:
    needs = gather_needs(problem())
    places = {need.jobs: place for place, need in enumerate(needs)}
    for tree in "xy":
        client = needs[places[f"a:{tree}", f"b:{tree}"]]
        assert client.parent == places["account",]
        assert len(client.direct) == 2
    assert needs[places["account",]].direct == ()
    assert needs[places["own",]].parent is None


def test_the_solver_writes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert find_optimum(problem()) is not None
    assert capfd.readouterr() == ("", "")
