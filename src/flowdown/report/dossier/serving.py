"""Which contracts something serves: a tree, a device, a supplier, in the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flowdown.evidence.profile.field import Answer
from flowdown.evidence.profile.party import Supplier
from flowdown.evidence.profile.profile import Profile
from flowdown.evidence.profile.tree_place import tree_of
from flowdown.report.dossier.facts import Facts


@dataclass(frozen=True, slots=True)
class Serves:
    """The contracts that something serves; `is_open`: perhaps others, too."""

    contracts: tuple[str, ...]
    is_open: bool

    @property
    def words(self) -> str:
        """As a table says it."""
        told = ", ".join(self.contracts)
        return f"{told}, perhaps others" if told and self.is_open else told or "not known"


def resolve(profile: Profile, words: object, seen: frozenset[str] = frozenset()) -> Serves:
    """What a list of contracts, systems and suppliers comes to in contracts; systems and suppliers by what they serve."""
    if not isinstance(words, tuple) or not words:
        return Serves((), True)
    found: list[str] = []
    is_open = False
    for word in words:
        below = _below(profile, word)
        if below is None:
            found.append(word)
        elif word not in seen:
            for each in below:
                inner = resolve(profile, each, seen | {word})
                found += inner.contracts
                is_open = is_open or inner.is_open
    return Serves(tuple(dict.fromkeys(found)), is_open)


def _below(profile: Profile, word: str) -> list[object] | None:
    """What a system or supplier serves, list by list; None for a contract or the own business."""
    for system in profile.systems:
        if system.id == word:
            return [system.serves]
    for supplier in profile.suppliers:
        if supplier.id == word:
            return [each.to for each in supplier.supplies] or [None]
    return None


def served_by_tree(facts: Facts, tree: str) -> Serves:
    """The contracts for which the code of a tree works."""
    profile, node = facts.profile, f"tree:{tree}"
    lists: list[object] = [each.serves for each in profile.repositories if tree_of(each.id) == node]
    for system in profile.systems:
        folders = [tree_of(system.repository, path) for path in system.paths] or [tree_of(system.repository)]
        lists += [system.serves] if system.repository and node in folders else []
    known = [resolve(profile, each) for each in lists if isinstance(each, tuple) and each]
    return _together(known) if known else Serves((), True)


def served_by_supplier(profile: Profile, supplier: Supplier) -> Serves:
    """The contracts for which a supplier works."""
    return _together([resolve(profile, each.to) for each in supplier.supplies] or [Serves((), True)])


def _together(each: Iterable[Serves]) -> Serves:
    all_of = list(each)
    contracts = tuple(dict.fromkeys(word for one in all_of for word in one.contracts))
    return Serves(contracts, any(one.is_open for one in all_of))


def subcontractors(profile: Profile) -> Iterator[tuple[int, Supplier, Serves]]:
    """The suppliers that work under a contract, with its place in the profile and the contracts."""
    for index, supplier in enumerate(profile.suppliers):
        if supplier.subcontractor is Answer.YES:
            yield index, supplier, served_by_supplier(profile, supplier)
