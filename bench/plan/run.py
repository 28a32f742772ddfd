"""How long the optimum takes: 500 uses with 8 choices each in 40 contracts, with shared work, dates and bans.

Run: `python bench/plan/run.py [--uses 500] [--seed 1]`. CPU seconds of this process, the solver's threads included.
"""

from __future__ import annotations

import argparse
import random
import time

from flowdown.plan.optimum import find_best, find_optimum, price_without, smallest_conflict
from flowdown.plan.problem import Case, Choice, Job, Problem, Stake


def make(uses: int, contracts: int, seed: int, team: float) -> Problem:
    """Trees with one to five uses each; ways to the same cloud share its account and the tree's client."""
    chance = random.Random(seed)
    jobs: dict[str, Job] = {}
    routes = [f"route-{number}" for number in range(8)]
    for route in routes:
        jobs[f"account:{route}"] = Job(f"account:{route}", 0.5, chance.choice((0, 5, 10)))
    stakes = {f"c{n}": Stake(f"c{n}", chance.choice((None, 1e5 * chance.randint(1, 90)))) for n in range(contracts)}
    for name in stakes:
        jobs[f"leave:{name}"] = Job(f"leave:{name}", 5.0)
    cases: list[Case] = []
    tree = 0
    while len(cases) < uses:
        tree += 1
        served = chance.sample(sorted(stakes), chance.randint(1, 3))
        due = {f"order-{order}": 40 + 20 * order for order in chance.sample(range(4), chance.randint(1, 2))}
        for number in range(chance.randint(1, 5)):
            cases.append(_case(f"t{tree}-{number}", f"t{tree}", served, due, routes, jobs, chance))
    return Problem(tuple(cases[:uses]), jobs, stakes, team / 5)


def _case(
    name: str,
    tree: str,
    served: list[str],
    due: dict[str, int],
    routes: list[str],
    jobs: dict[str, Job],
    chance: random.Random,
) -> Case:
    choices = []
    for route in chance.sample(routes, 5):
        release = jobs[f"account:{route}"].release
        own = {f"connect:{tree}:{route}": 0.5, f"client:{tree}:{route}": chance.randint(2, 20) / 10}
        own[f"model:{name}:{route}"] = chance.randint(5, 40) / 10
        for job, days in own.items():
            jobs.setdefault(job, Job(job, days, release))
        bars = (f"ban {route}",) if chance.random() < 0.2 else ()
        choices.append(Choice((f"account:{route}", *own), (), 0, chance.random() < 0.1, bars))
    jobs.setdefault(f"isolate:{tree}", Job(f"isolate:{tree}", 2.0))
    jobs.setdefault(f"drop:{name}", Job(f"drop:{name}", chance.randint(1, 4) / 4))
    choices.append(Choice((f"isolate:{tree}",), (), len(served)))
    choices.append(Choice((f"drop:{name}",), (), len(served) + 1))
    choices.append(Choice(tuple(f"leave:{each}" for each in served), tuple(served)))
    return Case(name, tuple(choices), due)


def main() -> None:
    """Measure the optimum, two other plans, one price, and an impossible date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uses", type=int, default=500)
    parser.add_argument("--contracts", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--team", type=float, default=120.0, help="team days a week")
    arguments = parser.parse_args()
    problem = make(arguments.uses, arguments.contracts, arguments.seed, arguments.team)
    choices = sum(len(case.choices) for case in problem.cases)
    print(f"{len(problem.cases)} uses, {choices} choices, {len(problem.jobs)} jobs, {len(problem.stakes)} contracts")
    find_optimum(make(5, 3, 1, 100))  # the solver's library is loaded once
    for name, act in (
        ("optimum", lambda: find_optimum(problem)),
        ("optimum and two others", lambda: find_best(problem, 3)),
        ("one price", lambda: price_without(problem, problem.requirements()[0])),
        (
            "smallest conflict",
            lambda: smallest_conflict(make(arguments.uses, arguments.contracts, arguments.seed, 10.0)),
        ),
    ):
        begun = time.process_time()
        found = act()
        spent = time.process_time() - begun
        told = getattr(found, "days", found)
        gap = getattr(found, "gap", "")
        print(f"{name:24} {spent:6.2f} s CPU  {str(told)[:100]} {f'gap {gap}' if gap != '' else ''}")


if __name__ == "__main__":
    main()
