"""Measures what falls if a vendor is cut: `python bench/graph/impact.py [NODES] [ARCS] [--store]`.

Default: 1,000,000 nodes and 5,000,000 arcs; issue 9 asks for 5,000,000 and 50,000,000 as well (some minutes, 20 GB to draw it).
Ratios to scipy.sparse.csgraph (breadth first) and networkx in the same run are the figure, seconds (of the processor) are for
orientation. The graph is drawn by another process, so that the memory told is that of the answers. With `--store` the arcs are
written into an SQLite store as claims first (some minutes and gigabytes), and the day is read from it, and from the cache.
"""

from __future__ import annotations

import datetime
import itertools
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np

from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.source import ClaimSource
from flowdown.graph import open_store
from flowdown.graph.day_rows import DayRows
from flowdown.graph.dominators import find_dominators
from flowdown.graph.fall import find_fall, reach
from flowdown.graph.gathering import Told
from flowdown.graph.identity import Identity
from flowdown.graph.impact import Wanted, assess, choose_contracts
from flowdown.graph.kept_day import read_whole_day
from flowdown.graph.lean_graph import Arcs, LeanGraph
from flowdown.graph.names import Names, write_names
from flowdown.graph.reach_sql import read_around_cut
from flowdown.graph.row import Row, write_row
from flowdown.graph.worth import gather_worth

DAY = datetime.date(2026, 3, 1)
LAST = "2026-03-02T"
PLAIN = Identity({}, {}, ())


def draw_arcs(nodes: int, arcs: int, seed: int = 7) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """From, to and group: newer things lean on older ones, of their own ecosystem or on what everybody leans on."""
    chance = np.random.default_rng(seed)
    degree = np.minimum(chance.lognormal(1.2, 0.9, nodes), 400)
    degree[: nodes // 50] = 0
    degree = (degree * arcs / degree.sum()).round().astype(np.int64)
    every = np.arange(nodes)
    # Half lean on each other, two fifths on each other, and the rest in clusters of some 250.
    small = 2 + every // 20 % max(nodes // 2500, 1)
    world = np.where(every % 20 < 10, 0, np.where(every % 20 < 18, 1, small))
    order = np.argsort(world, kind="stable")
    starts = np.searchsorted(world[order], np.arange(world.max() + 2))
    place = np.empty(nodes, dtype=np.int64)
    place[order] = every - starts[world[order]]
    from_ = np.repeat(every, degree)
    at, draw = place[from_], chance.random(len(from_))
    far = (at * draw**3).astype(np.int64)
    near = np.maximum(at - 1 - (at * draw * 0.1).astype(np.int64), 0)
    to = order[starts[world[from_]] + np.where(chance.random(len(from_)) < 0.55, near, far)]
    turn = chance.random(len(from_)) < 0.003
    from_, to = np.where(turn, to, from_), np.where(turn, from_, to)
    # Every third arc of a node has an alternative: the one before it.
    group = np.where(np.arange(len(from_)) % 10 < 3, np.arange(len(from_)) // 10 + 1, 0)
    return from_, to, group


def name(number: int) -> str:
    """Every fiftieth node is a contract, every fiftieth a system, the rest packages."""
    kind = {0: "contract", 1: "system"}.get(number % 50 if number > 1000 else 9, "package")
    return f"{kind}:name-{number:08d}"


def draw_day(file: Path, nodes: int, arcs: int) -> None:
    """Draw arcs, and keep them by the numbers of sorted names."""
    from_, to, group = draw_arcs(nodes, arcs)
    words = sorted(name(number) for number in range(nodes))
    rank = np.empty(nodes, dtype=np.int32)
    rank[[int(word[-8:]) for word in words]] = np.arange(nodes, dtype=np.int32)
    names = write_names(words)
    text = np.frombuffer(names.text, dtype=np.uint8)
    np.savez(file, text=text, ends=names.ends, from_=rank[from_], to=rank[to], group=group.astype(np.int32))


def in_another_process(nodes: int, arcs: int, file: Path) -> None:
    """Draw there, so that what drawing needs is not counted here."""
    subprocess.run([sys.executable, __file__, str(nodes), str(arcs), f"--draw={file}"], check=True)


def load_day(file: Path, *, with_groups: bool) -> DayRows:
    """A day of these arcs, without a store."""
    with np.load(file) as drawn:
        names = Names(drawn["text"].tobytes(), drawn["ends"])
        from_, to = drawn["from_"], drawn["to"]
        groups = drawn["group"] if with_groups else np.zeros(0, dtype=np.int32)
    arcs = Arcs(from_, to, groups, np.ones(len(groups), dtype=np.int32))
    none = Arcs(*(np.zeros(0, dtype=np.int32) for _ in range(4)))
    contracts = names.of_kind("contract")
    money = tuple(
        Told(Predicate.VALUED, word, f"amount:{int(word[-8:]) % 9973}.50", '[["currency","USD"]]', False)
        for word in map(names.__getitem__, contracts)
    )
    ends = np.array([(number, -1) for number in contracts], dtype=np.int32).reshape(-1, 2)
    return DayRows(names, arcs, none, money, ends, PLAIN, PLAIN)


def clock(act: Callable[[], object], times: int = 5) -> float:
    """The fewest seconds of the processor that an act takes: other work on the machine counts less."""
    best = float("inf")
    for _ in range(times):
        started = time.process_time()
        act()
        best = min(best, time.process_time() - started)
    return best


def pick(graph: LeanGraph, share: float) -> int:
    """Of some nodes, the one on which about this share of all leans: more leans on the older ones."""
    wanted = share * graph.size
    best, error = 0, float("inf")
    for number in np.unique(np.geomspace(1, graph.size - 1, 40).astype(int)).tolist():
        node = graph.index(name(number)) or 0
        off = abs(len(reach(graph, np.array([node], np.int32)).reached) - 1 - wanted)
        if off < error:
            best, error = node, off
    return best


def measure_arrays(file: Path) -> None:
    """Building, impact and dominators, without alternatives and with them."""
    day = load_day(file, with_groups=False)
    started = time.process_time()
    graph = day.graph()
    print(
        f"arrays from {len(day.firm.to):,} arcs: {time.process_time() - started:.2f} s, {graph.arcs:,} different arcs"
    )
    worth = gather_worth(day, graph, False)
    vendor = pick(graph, 0.45)

    def impact() -> Decimal:
        fall = find_fall(graph, [vendor])
        return worth.sum(choose_contracts(graph, fall.hit.depth > 0))[0].total

    fall = find_fall(graph, [vendor])
    hit, levels = len(fall.hit.reached) - 1, int(fall.hit.depth.max())
    ours = clock(impact)
    print(f"a vendor that hits {hit:,} in {levels} levels, contracts worth USD {impact():,}:")
    whole = clock(lambda: assess(day, [graph.names[vendor]], Wanted(limit=50)), 2)
    small = pick(graph, 200 / graph.size)
    count = len(find_fall(graph, [small]).hit.reached) - 1
    parts = (graph.down.first, graph.down.to, graph.up.first, graph.up.to, graph.one, graph.names.ends)
    size = sum(part.nbytes for part in parts) + len(graph.names.text)
    # Before anything that is only compared with is loaded.
    print(f"  memory: the graph {size / 1e6:.0f} MB; peak with arcs, building and answers {peak():.0f} MB", flush=True)
    bare, only = measure_scipy(graph, vendor), clock(lambda: reach(graph, np.array([vendor], np.int32)))
    print(
        f"  three measures, ways, money: {ours * 1000:.0f} ms; scipy, breadth first alone: {bare * 1000:.0f} ms; ratio {ours / bare:.1f}"
    )
    print(
        f"  reach with ways: {only * 1000:.0f} ms; ratio {only / bare:.1f}; the whole answer, 50 nodes told: {whole:.2f} s"
    )
    print(f"a small one ({count} hit): {clock(lambda: find_fall(graph, [small])) * 1000:.1f} ms")
    measure_dominators(graph, bare)
    mixed = load_day(file, with_groups=True).graph()
    fall = find_fall(mixed, [vendor])
    three = [len(each) for each in (fall.reachable.reached, fall.hit.reached, fall.unavoidable)]
    spent = clock(lambda: find_fall(mixed, [vendor]))
    print(
        f"30 % alternatives: {three[0] - 1:,} reachable, {three[1] - 1:,} hit, {three[2]:,} unavoidable: {spent * 1000:.0f} ms"
    )


def peak() -> float:
    """The most memory that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_scipy(graph: LeanGraph, vendor: int) -> float:
    """What breadth first alone takes there."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order

    ones = np.ones(graph.arcs, dtype=np.int8)
    matrix = csr_array((ones, graph.up.to, graph.up.first), shape=(graph.size, graph.size))
    return clock(lambda: breadth_first_order(matrix, vendor))


def measure_dominators(graph: LeanGraph, bare: float) -> None:
    """All single points of failure, compiled and not."""
    try:
        import numba  # noqa: F401

        find_dominators(graph, compiled=True)
        spent = clock(lambda: find_dominators(graph, compiled=True), 3)
        print(f"all dominators, numba: {spent:.2f} s; ratio to scipy, breadth first alone: {spent / bare:.1f}")
    except ImportError:
        print("all dominators with numba: left out, it is not installed")
    if graph.size <= 1_000_000:
        found = find_dominators(graph, compiled=False)
        plain = clock(lambda: find_dominators(graph, compiled=False), 1)
        points = len(np.unique(found.above[found.above >= 0]))
        print(f"all dominators without numba: {plain:.1f} s; {points:,} single points of failure")


def measure_networkx(file: Path) -> None:
    """The same questions beside networkx."""
    import networkx as nx

    graph = load_day(file, with_groups=False).graph()
    vendor = pick(graph, 0.45)
    other = nx.DiGraph()
    other.add_nodes_from(range(graph.size))
    from_ = np.repeat(np.arange(graph.size), np.diff(graph.up.first))
    other.add_edges_from(zip(from_.tolist(), graph.up.to.tolist(), strict=True))
    ours = clock(lambda: reach(graph, np.array([vendor], np.int32)))
    theirs = clock(lambda: dict(nx.single_source_shortest_path_length(other, vendor)), 2)
    print(
        f"networkx, {graph.size:,} nodes: reach {theirs * 1000:.0f} ms, ours {ours * 1000:.1f} ms: {theirs / ours:.0f} times"
    )
    sources = np.flatnonzero(np.diff(graph.down.first) == 0)
    other.add_edges_from((-1, int(source)) for source in sources)
    theirs = clock(lambda: nx.immediate_dominators(other, -1), 1)
    ours = clock(lambda: find_dominators(graph, compiled=False), 2)
    print(f"  all dominators {theirs:.1f} s, ours without numba {ours:.1f} s: {theirs / ours:.1f} times")
    try:
        import numba  # noqa: F401
    except ImportError:
        return
    ours = clock(lambda: find_dominators(graph, compiled=True), 2)
    print(f"  with numba {ours:.2f} s: {theirs / ours:.0f} times")


def rows_of(drawn: tuple[np.ndarray, ...]) -> Iterator[Row]:
    """The arcs as rows of the store."""
    source = ClaimSource("document:bill", "sha256:" + "a" * 64, "components")
    from_ = datetime.date(2020, 1, 1)
    for one, other in zip(drawn[0].tolist(), drawn[1].tolist(), strict=True):
        claim = Claim(name(one), Predicate.DEPENDS_ON, name(other), source, (), from_)
        yield Row(*write_row(claim, "2026-03-01T12:00:00.000000Z"))


def fill_store(file: Path, drawn: tuple[np.ndarray, ...]) -> None:
    """Make a store of the arcs."""
    rows = rows_of(drawn)
    with open_store(file) as store:
        while batch := list(itertools.islice(rows, 200_000)):
            store.add_rows(batch)


def measure_store(nodes: int, arcs: int) -> None:
    """The day read from a store and from the cache, and small questions asked of the store."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "claims.sqlite"
        with_cache = Path(folder) / "cache"
        with_cache.mkdir()
        fill_store(file, draw_arcs(nodes, arcs))
        print(f"store of about {arcs:,} claims: {file.stat().st_size / 1e9:.1f} GB", flush=True)
        for cache in ("", str(with_cache), str(with_cache)):
            subprocess.run([sys.executable, __file__, f"--ask={file}", f"--cache={cache}"], check=True)
        with open_store(file, writes=False) as store:
            graph = read_whole_day(store.backend, DAY, LAST, with_cache).graph()
            for share in (30, 200, 5000):
                node = graph.names[pick(graph, share / graph.size)]
                act = clock(lambda node=node: read_around_cut(store.backend, [node], DAY, LAST), 3)
                near = read_around_cut(store.backend, [node], DAY, LAST)
                assert near is not None
                few = near.graph()
                start = few.index(node) or 0
                fall = clock(lambda few=few, start=start: find_fall(few, [start]), 3)
                hit = len(find_fall(graph, [graph.index(node) or 0]).hit.reached) - 1
                print(f"small question by SQL, {hit:,} hit: {act * 1000:.1f} ms, and {fall * 1000:.1f} ms in arrays")


def ask_store(file: Path, cache: Path | None) -> None:
    """One snapshot, in a process that did nothing else."""
    before = 0 if cache is None else len(list(cache.glob("day-*")))
    with open_store(file, writes=False) as store:
        started = time.process_time()
        graph = read_whole_day(store.backend, DAY, LAST, cache).graph()
        spent = time.process_time() - started
    how = "from the store" if cache is None else "from the cache" if before else "from the store, and kept"
    print(f"snapshot {how}: {spent:.2f} s, {graph.arcs:,} arcs; peak {peak():.0f} MB", flush=True)


def measure_command() -> None:
    """A small organisation asked by the command line, from its start."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "claims.sqlite"
        fill_store(file, draw_arcs(400, 1500))
        question = ["-m", "flowdown", "graph", "impact", name(8), "--as-of", "2026-03-01", "--store", str(file)]
        ours, bare = (min(time_of(words) for _ in range(7)) for words in (question, ["-c", "pass"]))
        print(f"the command on a store of 1,500 claims: {ours * 1000:.0f} ms; Python alone {bare * 1000:.0f} ms")


def time_of(words: list[str]) -> float:
    """The seconds of the processor that a Python process takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(arguments: list[str]) -> int:
    """Measure and print."""
    numbers = [int(each.replace(",", "").replace("_", "")) for each in arguments if not each.startswith("-")]
    nodes, arcs = (numbers + [1_000_000, 5_000_000][len(numbers) :])[:2]
    told = dict(each[2:].split("=", 1) for each in arguments if "=" in each)
    if "draw" in told:
        draw_day(Path(told["draw"]), nodes, arcs)
    elif "ask" in told:
        ask_store(Path(told["ask"]), Path(told["cache"]) if told["cache"] else None)
    elif "--store" in arguments:
        measure_store(nodes, arcs)
    else:
        with tempfile.TemporaryDirectory() as folder:
            large, tenth = Path(folder) / "large.npz", Path(folder) / "tenth.npz"
            in_another_process(nodes, arcs, large)
            measure_arrays(large)
            in_another_process(min(nodes, 1_000_000) // 10, min(arcs, 5_000_000) // 10, tenth)
            measure_networkx(tenth)
        measure_command()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
