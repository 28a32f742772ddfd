"""The start of the program."""

from __future__ import annotations

from bench import Bench, environment, measure

_ROUNDS = 9
"""Short runs vary most, and cost least."""


def measure_starts(bench: Bench) -> None:
    """`--version`, an empty folder, and the first run of all."""
    empty = bench.scratch / "empty"
    empty.mkdir()
    scan = bench.ours("scan", str(empty))
    rounds = max(bench.rounds, _ROUNDS)
    version, usual = bench.in_turn([bench.ours("--version"), scan], rounds + 1)
    bench.show("start: --version, ms", 1000 * version.cpu, 25)
    bench.show("start: scan of an empty folder, ms", 1000 * usual.cpu, 60)
    beyond = []
    # The first run that has a keyword to look for; a folder without a file does not ask for the search.
    tiny = bench.scratch / "tiny"
    tiny.mkdir()
    (tiny / "a.py").write_text("import openai\n", encoding="utf-8")
    scan = bench.ours("scan", str(tiny))
    measure(scan, environment(bench.cache))
    for at in range(rounds):
        first = measure(scan, environment(bench.scratch / f"fresh-{at}"))
        beyond.append(first.cpu - measure(scan, environment(bench.cache)).cpu)
    beyond.sort()
    bench.show("first run ever (empty user cache), beyond the usual one, ms", 1000 * beyond[len(beyond) // 2], 150)
