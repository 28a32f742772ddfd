"""Clusters: norms that can bear on one another's obedience, kept apart from all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flowdown.base.period import each, first, last
from flowdown.orders.norm import Modality, Norm, names
from flowdown.reason.index import Index
from flowdown.reason.reach import Reach, Reaches
from flowdown.reason.situation import LeadTime, Link

PAIRS_LIMIT = 2000
"""Pairs into which a cluster is split at most."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Norms with the links and lead times that can join them, sorted."""

    norms: tuple[str, ...]
    links: tuple[Link, ...]
    lead_times: tuple[LeadTime, ...]
    is_plain: bool
    """True if only bans, every-day duties and leaves on single things meet here, cell by cell."""


class Families:
    """Actions that imply or end one another, transitively."""

    def __init__(self, index: Index) -> None:
        self._groups = Groups()
        self.ending: set[str] = set()
        self.joined: set[str] = set()
        for action, traits in index.situation.actions.items():
            for other in (*names(traits.implies), *names(traits.ends)):
                self._groups.join(action, other)
                self.joined |= {action, other}
        for action, traits in index.situation.actions.items():
            if names(traits.ends):
                self.ending.add(self.of(action))

    def of(self, action: str) -> str:
        """The family of an action."""
        return self._groups.find(action)


class Groups:
    """Disjoint groups of names that can be joined."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def find(self, name: str) -> str:
        """The name that stands for the group."""
        above = self._above
        above.setdefault(name, name)
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    def join(self, one: str, other: str) -> None:
        """Make one group of two."""
        self._above[self.find(one)] = self.find(other)

    def members(self) -> dict[str, list[str]]:
        """The groups by the name that stands for each."""
        groups: dict[str, list[str]] = {}
        for name in self._above:
            groups.setdefault(self.find(name), []).append(name)
        return groups


def find_clusters(index: Index, reaches: Reaches) -> tuple[Cluster, ...]:
    """The clusters of a situation; a norm that can meet nothing is in none."""
    families = Families(index)
    groups = Groups()
    by_family: dict[str, list[Reach]] = {}
    for reach in reaches.of.values():
        by_family.setdefault(families.of(reach.norm.action), []).append(reach)
    met: dict[str, list[tuple[Norm, Norm]]] = {}
    for family, members in by_family.items():
        for one, other in _meetings(members, family in families.ending):
            groups.join(one.norm.id, other.norm.id)
            if index.disputed:
                met.setdefault(one.norm.id, []).append((one.norm, other.norm))
        for reach in members:
            if reach.norm.action in families.joined and reach.norm.modality is Modality.MUST:
                groups.find(reach.norm.id)
    _join_by_links(index, reaches, families, groups, by_family)
    _join_by_lead_times(index, reaches, groups, by_family, families)
    described = (_describe(index, families, sorted(members)) for members in groups.members().values())
    clusters = (part for cluster in described for part in _split_flat(index, cluster, met))
    return tuple(sorted((each for each in clusters if each.norms), key=lambda cluster: cluster.norms))


def _split_flat(index: Index, cluster: Cluster, met: dict[str, list[tuple[Norm, Norm]]]) -> Iterable[Cluster]:
    """The pairs of a plain cluster in which no norm is stronger than another: each clashes, or does not, by itself.

    So a pair looks at the disputed facts of its own two norms only, not at those of all.
    """
    pairs = [pair for name in cluster.norms for pair in met.get(name, ())]
    if not cluster.is_plain or not 1 < len(pairs) <= PAIRS_LIMIT or not _is_flat(index, cluster.norms):
        return (cluster,)
    return tuple(
        Cluster(tuple(sorted((one.id, other.id))), (), (), True)
        for one, other in pairs
        if {one.modality, other.modality} == {Modality.MUST, Modality.MUST_NOT}
    )


def _is_flat(index: Index, members: tuple[str, ...]) -> bool:
    norms = [index.norms[name] for name in members]
    priority = index.situation.priority
    if "specialis" in priority or any(set(names(norm.overrides)) & set(members) for norm in norms):
        return False
    if "superior" in priority and len({index.rank(norm.authority) for norm in norms}) > 1:
        return False
    return "posterior" not in priority or len({index.issue_day(norm) for norm in norms}) == 1


def _describe(index: Index, families: Families, members: list[str]) -> Cluster:
    links = sorted((index.link_nodes[name] for name in members if name in index.link_nodes), key=lambda link: link.id)
    norms = [name for name in members if name in index.norms]
    family_names = {families.of(index.norms[name].action) for name in norms}
    family_names |= {families.of(act.action) for link in links for act in (link.doing, link.needs)}
    lead_times = [each for each in index.situation.lead_times if families.of(each.action) in family_names]
    plain = (
        not links
        and not lead_times
        and not any(index.norms[name].action in families.joined for name in norms)
        and all(index.norms[name].timing is None and index.norms[name].object.any_of is None for name in norms)
    )
    return Cluster(tuple(norms), tuple(links), tuple(lead_times), plain)


def _meetings(members: list[Reach], has_ends: bool) -> Iterator[tuple[Reach, Reach]]:
    """The pairs within one family of actions that can clash."""
    by_modality: dict[Modality, list[Reach]] = {modality: [] for modality in Modality}
    for reach in members:
        by_modality[reach.norm.modality].append(reach)
    duties, bans = by_modality[Modality.MUST], by_modality[Modality.MUST_NOT]
    yield from _overlaps(bans, duties, has_ends)
    for one, other in _overlaps(bans, by_modality[Modality.MAY], False):
        if one.norm.action == other.norm.action:
            yield one, other
    for one, other in _overlaps(duties, by_modality[Modality.NEED_NOT], False):
        if one.norm.action == other.norm.action:
            yield one, other
    if has_ends:
        # What is ended on one day is ended for all later days and all counterparties.
        for one, other in _overlaps(duties, duties, True):
            if one is not other:
                yield one, other


def _overlaps(ones: list[Reach], others: list[Reach], ignore_time: bool) -> Iterator[tuple[Reach, Reach]]:
    """The pairs with a common actor, thing and context, and a common day and counterparty unless ignored."""
    if not ones or not others:
        return
    table = _Table(others)
    for one in ones:
        for number in each(table.candidates(one, ignore_time)):
            other = others[number]
            if one.actors & other.actors and (
                ignore_time or (one.days & other.days and _share_counterparty(one, other))
            ):
                yield one, other


def _share_counterparty(one: Reach, other: Reach) -> bool:
    first_, second = one.norm, other.norm
    if first_.toward is not None and second.toward is not None:
        return first_.toward == second.toward
    return all(
        norm.toward is not None or norm.modality is not Modality.MUST or against.toward is None
        for norm, against in ((first_, second), (second, first_))
    )


class _Table:
    """Norms by thing, context and time, each as a bit set over the list of norms."""

    def __init__(self, reaches: list[Reach]) -> None:
        self.by_thing: dict[int, int] = {}
        self.by_context: dict[int, int] = {}
        started: dict[int, int] = {}
        ended: dict[int, int] = {}
        for number, reach in enumerate(reaches):
            bit = 1 << number
            for thing in each(reach.things):
                self.by_thing[thing] = self.by_thing.get(thing, 0) | bit
            for context in each(reach.contexts):
                self.by_context[context] = self.by_context.get(context, 0) | bit
            started[first(reach.days)] = started.get(first(reach.days), 0) | bit
            ended[last(reach.days)] = ended.get(last(reach.days), 0) | bit
        self.starts, self.started = _accumulate(started)
        self.ends, self.ended = _accumulate(ended)

    def candidates(self, reach: Reach, ignore_time: bool) -> int:
        """The norms that share a thing and a context, and whose hull of days meets the other's."""
        import bisect

        found = _union(self.by_thing, each(reach.things))
        if found and not ignore_time:
            begun = bisect.bisect_right(self.starts, last(reach.days))
            over = bisect.bisect_left(self.ends, first(reach.days))
            found &= self.started[begun] & ~self.ended[over]
        return found & _union(self.by_context, each(reach.contexts)) if found else 0


def _accumulate(by_day: dict[int, int]) -> tuple[list[int], list[int]]:
    days = sorted(by_day)
    sums = [0]
    for day in days:
        sums.append(sums[-1] | by_day[day])
    return days, sums


def _union(table: dict[int, int], keys: Iterable[int]) -> int:
    found = 0
    for key in keys:
        found |= table.get(key, 0)
    return found


def _join_by_links(
    index: Index, reaches: Reaches, families: Families, groups: Groups, by_family: dict[str, list[Reach]]
) -> None:
    """Join each link with the duties and bans that its two acts can meet, and with the links before and after it."""
    ends: list[tuple[str, str, str, str]] = []
    for node, link in index.link_nodes.items():
        for act in (link.doing, link.needs):
            family = families.of(act.action)
            ends.append((node, family, act.actor, act.thing))
            actor, thing = reaches.actor_mask((act.actor,)), reaches.thing_mask((act.thing,))
            for reach in by_family.get(family, ()):
                if reach.actors & actor and reach.things & thing:
                    groups.join(node, reach.norm.id)
    by_place: dict[tuple[str, str, str], str] = {}
    for node, family, actor_name, thing_name in ends:
        other = by_place.setdefault((family, actor_name, thing_name), node)
        groups.join(node, other)


def _join_by_lead_times(
    index: Index, reaches: Reaches, groups: Groups, by_family: dict[str, list[Reach]], families: Families
) -> None:
    """A duty that a lead time can hold up is worth a look even if it meets nothing else."""
    for lead in index.situation.lead_times:
        for reach in by_family.get(families.of(lead.action), ()):
            if reach.norm.modality is Modality.MUST:
                groups.find(reach.norm.id)
