"""Measures the norm engine: `python bench/norms/run.py [small|large|all]`. CPU seconds and peak memory, one run each.

Each measurement runs in a process of its own, so that memory is its own too.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


def measure_engine(norms: int, actors: int) -> dict[str, object]:
    """All clashes of a generated instance."""
    from generate import generate

    from flowdown.reason import Reasoner, Stance

    situation = generate(norms, actors)
    before = time.process_time()
    clashes = Reasoner(situation, Stance.IN_FORCE).clashes()
    spent = time.process_time() - before
    return {"cpu": spent, "conflicts": len(clashes.conflicts), "settled": len(clashes.resolved)}


def measure_clingo(norms: int, actors: int) -> dict[str, object]:
    """The same instance, without time, waivers and stays, factored, in clingo."""
    from factored import ground_and_solve
    from generate import generate

    situation = generate(norms, actors)
    before = time.process_time()
    atoms = ground_and_solve(situation)
    return {"cpu": time.process_time() - before, "atoms": atoms}


def measure_sets(instances: int, components: int) -> dict[str, object]:
    """All minimal sets of components with alternatives, due days and links."""
    from components import generate_component

    from flowdown.reason import Reasoner, Stance
    from flowdown.reason.alike import sort_alike
    from flowdown.reason.assemble import Assembly
    from flowdown.reason.minimal import Budget
    from flowdown.reason.ruling import QUESTIONS
    from flowdown.reason.theory import build_theory

    found, largest, spent, cut = 0, 0, 0.0, 0
    for seed in range(components):
        reasoner = Reasoner(generate_component(instances, seed), Stance.IN_FORCE)
        scene = reasoner.scene({})
        for cluster in reasoner.clusters:
            for component, _ in Assembly(scene, cluster, sort_alike(scene, cluster)).components():
                before = time.process_time()
                theory, budget = build_theory(component), Budget(QUESTIONS)
                found += sum(1 for _ in theory.minimal_sets(budget))
                theory.close()
                spent += time.process_time() - before
                largest = max(largest, len(component.instances))
                cut += budget.is_spent
    per_set = 1000 * spent / max(1, found)
    return {"cpu": spent, "sets": found, "ms_per_set": per_set, "largest": largest, "budget_spent": cut}


def measure_hitting(conflicts: int) -> dict[str, object]:
    """The cheapest moves for many conflicts, by themselves."""
    import random

    from flowdown.reason.hitting import optimise

    chance = random.Random(3)
    costs = {f"m{number}": chance.randrange(1, 20) for number in range(4600)}
    moves = sorted(costs)
    clauses = [
        frozenset((move, True) for move in chance.sample(moves, chance.randrange(3, 7))) for _ in range(conflicts)
    ]
    optimise(clauses[:2], costs, moves)
    before = time.process_time()
    chosen = optimise(clauses, costs, moves)
    return {"cpu": time.process_time() - before, "cost": sum(costs[move] for move in chosen or ())}


def measure_cold(file: str) -> dict[str, object]:
    """One case file from a cold start."""
    command = "import sys; from flowdown.cli.main import main; sys.exit(main(sys.argv[1:]))"
    before = time.monotonic()
    done = subprocess.run([sys.executable, "-c", command, "case", file], check=False, capture_output=True)
    return {"wall": time.monotonic() - before, "exit": done.returncode}


TASKS = {"engine": measure_engine, "clingo": measure_clingo, "sets": measure_sets, "hitting": measure_hitting}


def _apart(task: str, *sizes: int) -> dict[str, object]:
    command = [sys.executable, __file__, "--task", task, *map(str, sizes)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", nargs="?", choices=("small", "large", "all"), default="small")
    parser.add_argument("--task", nargs="+", default=None)
    args = parser.parse_args()
    if args.task:
        measured = TASKS[args.task[0]](*(int(size) for size in args.task[1:]))
        measured["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(measured))
        return
    sizes = {"small": [(2000, 5000)], "large": [(10000, 5000)], "all": [(2000, 5000), (2000, 20000), (10000, 5000)]}
    for norms, actors in sizes[args.size]:
        ours, theirs = _apart("engine", norms, actors), _apart("clingo", norms, actors)
        ratio = float(str(ours["cpu"])) / float(str(theirs["cpu"]))
        print(f"{norms} norms, {actors} actors: {ours}\n  clingo, factored, no time: {theirs}\n  ratio {ratio:.2f}")
    for instances in (20, 40, 60):
        print(f"minimal sets, {instances} instances a component: {_apart('sets', instances, 5)}")
    print(f"cheapest repair, 1600 conflicts, 4600 moves: {_apart('hitting', 1600)}")
    case = Path(__file__).parents[2] / "tests" / "scenarios" / "01-founding-article.yaml"
    print(f"founding case from a cold start: {measure_cold(str(case))}")


if __name__ == "__main__":
    main()
