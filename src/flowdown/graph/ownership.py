"""Who is owned or directed: shares added up level by level, tested against a threshold, day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from flowdown.base.period import Days
from flowdown.evidence.examine import read_share
from flowdown.evidence.predicate import Predicate
from flowdown.graph.history import Answer, History, Step, Tie
from flowdown.graph.row import Row


@dataclass(frozen=True, slots=True)
class OwnershipTest:
    """When somebody counts as owned: the members' shares together reach `at_least` per cent (`is_strict`: exceed it).

    With `counts_control`, whoever a member directs is reached, too, whatever is owned.
    """

    at_least: Decimal
    is_strict: bool = False
    counts_control: bool = False

    def is_met(self, total: Decimal) -> bool:
        """True if shares of this sum are enough."""
        return total > self.at_least if self.is_strict else total >= self.at_least


HALF = OwnershipTest(Decimal(50))
"""At least half, in the aggregate, as under the rule of the Office of Foreign Assets Control; control does not count."""
MAJORITY = OwnershipTest(Decimal(50), is_strict=True)
FIFTH = OwnershipTest(Decimal(20))
CONTROL = OwnershipTest(Decimal(50), is_strict=True, counts_control=True)
TESTS: Mapping[str, OwnershipTest] = {"half": HALF, "majority": MAJORITY, "fifth": FIFTH, "control": CONTROL}
"""The tests by name."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims that give one owner different shares of one firm for the same days."""

    owner: str
    owned: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who is reached, how, and which claims about those below the owners leave that open."""

    answer: Answer
    contradictions: tuple[Contradiction, ...]
    unknown: tuple[Row, ...]
    """Claims of ownership where nobody tells the share."""


@dataclass(slots=True)
class _Part:
    """Days on which the same members hold the same shares."""

    days: Days
    total: Decimal = Decimal(0)
    rows: tuple[Row, ...] = ()
    owners: tuple[str, ...] = ()


@dataclass(slots=True)
class Stakes:
    """Every stake by the firm that it is in (owner, share, claim, days), and who directs whom; made once for a history."""

    of: dict[str, list[tuple[str, Decimal, Row, Days]]] = field(default_factory=lambda: defaultdict(list))
    held_by: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    directed_by: dict[str, list[tuple[str, Row, Days]]] = field(default_factory=lambda: defaultdict(list))
    below: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Whom anybody owns or directs, whatever the share."""
    contradictions: list[Contradiction] = field(default_factory=list)
    unknown: list[Row] = field(default_factory=list)

    def all_below(self, owners: Iterable[str]) -> frozenset[str]:
        """The owners and everyone below them, whatever the shares."""
        seen = set(owners)
        waiting = list(seen)
        while waiting:
            fresh = self.below.get(waiting.pop(), set()) - seen
            seen |= fresh
            waiting.extend(fresh)
        return frozenset(seen)


def find_owned(history: History, owners: Iterable[str], test: OwnershipTest, stakes: Stakes | None = None) -> Ownership:
    """Everyone in whom the owners and those already reached together hold enough, level by level.

    Shares are never multiplied along a chain: a stake counts whole where its holder is reached, else not at all.
    Where claims differ about a share, the lowest counts, and `with_disputed` the highest; where none tells it, nothing,
    and `with_disputed` all of it.
    """
    called = tuple(owners)
    stakes = stakes or gather_stakes(history)
    directs = stakes.directed_by if test.counts_control else {}
    starts = {history.identity.name(owner) for owner in called}
    every = history.window.all
    members: dict[str, Days] = dict.fromkeys(sorted(starts), every)
    steps: dict[str, list[Step]] = defaultdict(list)
    waiting = set(starts)
    level = 0
    while waiting:
        level += 1
        found = [
            *_held(stakes, waiting, starts, members, test, level),
            *_directed(directs, waiting, starts, members, level),
        ]
        waiting = set()
        for owned, step in found:
            fresh = step.days & ~members.get(owned, 0)
            if fresh:
                members[owned] = members.get(owned, 0) | fresh
                steps[owned].append(Step(fresh, step.rows, step.through, level))
                waiting.add(owned)
    days = {node: days for node, days in sorted(members.items()) if node not in starts}
    reached_by = {node: tuple(each) for node, each in steps.items()}
    answer = Answer(history.window, days, reached_by, history.identity, called)
    near = stakes.all_below(starts)
    contradictions = tuple(each for each in stakes.contradictions if each.owner in near)
    unknown = tuple(row for row in stakes.unknown if history.identity.name(row.subject) in near)
    return Ownership(answer, contradictions, unknown)


_Members: TypeAlias = Mapping[str, Days]


def _held(
    stakes: Stakes, waiting: set[str], starts: set[str], members: _Members, test: OwnershipTest, level: int
) -> Iterator[tuple[str, Step]]:
    """In whom the members hold enough, looked for below those who were reached last."""
    for owned in sorted({each for owner in waiting for each in stakes.held_by.get(owner, ())} - starts):
        for part in _parts(stakes.of[owned], members):
            fresh = part.days & ~members.get(owned, 0)
            if fresh and test.is_met(part.total):
                yield owned, Step(fresh, part.rows, _but(part.owners, starts), level)


def _directed(
    directs: Mapping[str, list[tuple[str, Row, Days]]],
    waiting: set[str],
    starts: set[str],
    members: _Members,
    level: int,
) -> Iterator[tuple[str, Step]]:
    """Whom those direct who were reached last."""
    for owner in sorted(waiting):
        for owned, row, held in directs.get(owner, ()):
            fresh = held & members[owner] & ~members.get(owned, 0)
            if fresh and owned not in starts:
                yield owned, Step(fresh, (row,), _but((owner,), starts), level)


def _but(owners: tuple[str, ...], starts: set[str]) -> tuple[str, ...]:
    return tuple(sorted(set(owners) - starts))


def _parts(stakes: list[tuple[str, Decimal, Row, Days]], members: Mapping[str, Days]) -> list[_Part]:
    """The days on which members hold something, by what they hold."""
    parts: list[_Part] = []
    for owner, share, row, held in stakes:
        rest = held & members.get(owner, 0)
        grown: list[_Part] = []
        for part in parts:
            inside = part.days & rest
            if inside:
                grown.append(_Part(inside, part.total + share, (*part.rows, row), (*part.owners, owner)))
                part.days &= ~inside
                rest &= ~inside
        parts = [part for part in parts if part.days] + grown
        if rest:
            parts.append(_Part(rest, share, (row,), (owner,)))
    return parts


def gather_stakes(history: History) -> Stakes:
    """The stakes; of several claims about one share (owner, firm, class), one for each day."""
    stakes = Stakes()
    shares: dict[tuple[str, str, str], list[tuple[Decimal, Tie]]] = defaultdict(list)
    silent: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    told: dict[tuple[str, str], Days] = defaultdict(int)
    for tie in history.ties((Predicate.OWNS,)):
        claim = tie.row.claim
        stakes.below[tie.subject].add(tie.object)
        share = read_share(claim.qualifier("share"))
        if share is None:
            silent[tie.subject, tie.object].append(tie)
        else:
            shares[tie.subject, tie.object, claim.qualifier("class")].append((share, tie))
            told[tie.subject, tie.object] |= tie.days
    for (owner, owned, _), said in sorted(shares.items()):
        said.sort(key=lambda each: (-each[0] if history.with_disputed else each[0], each[1].row.id))
        if _contradict(said):
            stakes.contradictions.append(Contradiction(owner, owned, tuple(sorted({tie.row for _, tie in said}))))
        _take(stakes, owner, owned, said, 0)
    for (owner, owned), ties in sorted(silent.items()):
        # A claim that tells no share does not gainsay one that does.
        open_ = [tie for tie in sorted(ties, key=lambda tie: tie.row.id) if tie.days & ~told[owner, owned]]
        stakes.unknown.extend(tie.row for tie in open_)
        whole = Decimal(100 if history.with_disputed else 0)
        _take(stakes, owner, owned, [(whole, tie) for tie in open_], told[owner, owned])
    for tie in history.ties((Predicate.CONTROLS,)):
        stakes.directed_by[tie.subject].append((tie.object, tie.row, tie.days))
        stakes.below[tie.subject].add(tie.object)
    return stakes


def _contradict(said: list[tuple[Decimal, Tie]]) -> bool:
    """True if different shares are told for one day."""
    days: dict[Decimal, Days] = defaultdict(int)
    for share, tie in said:
        days[share] |= tie.days
    seen = 0
    for held in days.values():
        if held & seen:
            return True
        seen |= held
    return False


def _take(stakes: Stakes, owner: str, owned: str, said: list[tuple[Decimal, Tie]], taken: Days) -> None:
    """Count for each day the first claim that speaks of it."""
    for share, tie in said:
        fresh = tie.days & ~taken
        taken |= tie.days
        if fresh and share:
            stakes.of[owned].append((owner, share, tie.row, fresh))
            stakes.held_by[owner].add(owned)
