"""Chooses what of an impact is drawn: a tree by the shortest ways, with branches folded until it can be read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from flowdown.evidence.predicate import kind_of
from flowdown.graph.impact import Affected, Answer
from flowdown.report.impact_page import say_kind
from flowdown.report.words import listed

MOST = 40
"""So many boxes are drawn beside what is cut."""
_FIRSTS = 7
"""So many of those beside it are always drawn."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A box: a node with what is known of it (None: it is only on the way), or so many folded ones; what hangs on it."""

    name: str
    affected: Affected | None
    folded: str
    below: tuple[Branch, ...]

    def size(self) -> int:
        """How many boxes it is."""
        return 1 + sum(each.size() for each in self.below)


def grow_tree(answer: Answer) -> tuple[Branch, ...]:
    """The branches beside what is cut, the greatest first, folded to what can be read."""
    told = {each.node: each for each in answer.impact.affected if each.ways}
    above: dict[str, str] = {}
    for each in sorted(told.values(), key=lambda each: (each.steps, each.node)):
        way = each.ways[0]
        for node, nearer in zip(reversed(way[:-1]), reversed(way[1:]), strict=True):
            above.setdefault(node, nearer)
    children: dict[str, list[str]] = defaultdict(list)
    for node, nearer in above.items():
        children[nearer].append(node)
    ends = {each.ways[0][-1] for each in told.values()}
    firsts = [node for end in sorted(ends) for node in children[end]]
    sizes = _sizes(above)
    for most in (12, 8, 6, 5, 4, 3, 2, 1):
        branches = _fold(firsts, children, told, sizes, max(most, _FIRSTS), most)
        if sum(each.size() for each in branches) <= MOST:
            break
    return branches


def _sizes(above: dict[str, str]) -> Counter[str]:
    """How many nodes hang on each, itself among them."""
    sizes: Counter[str] = Counter()
    for node in above:
        at = node
        while at in above:
            sizes[at] += 1
            at = above[at]
    return sizes


def _fold(
    nodes: Sequence[str],
    children: dict[str, list[str]],
    told: dict[str, Affected],
    sizes: Counter[str],
    most: int,
    below: int,
) -> tuple[Branch, ...]:
    """At most so many of these nodes, the greatest first, each with so many on it; the others are counted in one box."""
    ordered = sorted(nodes, key=lambda node: (-sizes[node], node))
    # To fold a single one saves nothing.
    shown, rest = (ordered, []) if len(ordered) <= most + 1 else (ordered[:most], ordered[most:])
    branches = [
        Branch(node, told.get(node), "", _fold(children.get(node, ()), children, told, sizes, below, below))
        for node in shown
    ]
    if rest:
        kinds: Counter[str] = Counter()
        waiting = list(rest)
        while waiting:
            node = waiting.pop()
            kinds[kind_of(node)] += 1
            waiting.extend(children.get(node, ()))
        words = listed(tuple(say_kind(kind, number) for kind, number in sorted(kinds.items())))
        branches.append(Branch("", None, words, ()))
    return tuple(branches)
