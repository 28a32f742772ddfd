"""How strongly a tree depends on what was seen: per place, then weighed over the whole tree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flowdown.catalogue.kinds import Basis
from flowdown.scan.area import Area, area_of
from flowdown.scan.candidate import Candidate
from flowdown.scan.clients import Client
from flowdown.scan.dependency_group import is_development_group, is_test_group
from flowdown.scan.selection import Names, find_selectable, is_chore
from flowdown.scan.sighting import Strength
from flowdown.scan.trace import MENTION_ROLES, TEST_GROUP, TraceKind
from flowdown.scan.undeclared import find_undeclared
from flowdown.scan.variants import find_variants

_WEIGHED = frozenset({Basis.MODEL, Basis.SERVICE, Basis.DEVICE})
_RUNTIME = frozenset({Strength.RUNTIME_DEFAULT, Strength.RUNTIME_OPTIONAL})


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate with its final basis and strength."""

    candidate: Candidate
    basis: Basis
    strength: Strength


def weigh(
    candidates: Iterable[Candidate],
    clients: Mapping[str, Client],
    areas: Counter[Area],
    names_of: Names,
    tree: Iterable[str] = (),
    made_for: frozenset[str] = frozenset(),
    runtimes: frozenset[str] = frozenset(),
) -> list[Weighed]:
    """Settle basis and strength of every candidate of one tree; `tree`: the paths of all of its files, `made_for`: the
    vendors whose known library this tree itself publishes, so that it reaches them wherever it runs, `runtimes`: the
    words by which paths call local runtimes."""
    listed, tree = list(candidates), list(tree)
    bases = _settle_bases(listed, clients)
    is_examples = _is_made_of_examples(areas)
    variants = find_variants({candidate.trace.place.path for candidate in listed}, tree)
    listed = [
        replace(each, is_default=False) if each.is_default and each.trace.place.path in variants else each
        for each in listed
    ]
    strengths = [_strength_at(each, is_examples or each.vendor in made_for) for each in listed]
    in_product = [
        candidate
        for candidate, basis, strength in zip(listed, bases, strengths, strict=True)
        if basis in _WEIGHED and strength in _RUNTIME and area_of(candidate.trace.place.path) is Area.PRODUCT
    ]
    if any(not is_chore(each) for each in in_product):
        # Where a product is, the agents that its scripts call work on it.
        strengths = [
            Strength.DEV_TOOLING if _is_script_agent(each) and strength in _RUNTIME else strength
            for each, strength in zip(listed, strengths, strict=True)
        ]
        in_product = [each for each in in_product if not _is_script_agent(each)]
    selectable: frozenset[str] = frozenset()
    if not is_examples:
        undeclared = find_undeclared(zip(listed, strengths, strict=True), tree)
        selectable = find_selectable(in_product, names_of, tree, runtimes, undeclared)
    return [
        Weighed(candidate, basis, Strength.RUNTIME_OPTIONAL)
        if strength is Strength.RUNTIME_DEFAULT
        and candidate.vendor in selectable
        and basis in _WEIGHED
        # Devices that settings name are there side by side; nobody chooses one of them.
        and (basis is not Basis.DEVICE or candidate.trace.language)
        else Weighed(candidate, basis, strength)
        for candidate, basis, strength in zip(listed, bases, strengths, strict=True)
    ]


def _is_script_agent(candidate: Candidate) -> bool:
    """Whether a script, and no program of the product, calls an agent's command."""
    return candidate.kind is TraceKind.CLI and not candidate.trace.language and is_chore(candidate)


def _strength_at(candidate: Candidate, is_examples: bool) -> Strength:
    trace = candidate.trace
    area = area_of(trace.place.path)
    if area is Area.VENDORED and trace.role not in MENTION_ROLES:
        return Strength.TRANSITIVE
    if not candidate.is_use:
        return Strength.TRANSITIVE if trace.kind is TraceKind.LOCK else Strength.MENTION_ONLY
    if area is Area.TOOLING or trace.kind is TraceKind.AGENT_CONFIG:
        return Strength.DEV_TOOLING
    if area is Area.TEST or (trace.group == TEST_GROUP and trace.kind is not TraceKind.DEPENDENCY):
        return Strength.TEST_ONLY
    if trace.group and trace.kind is TraceKind.DEPENDENCY:
        if is_test_group(trace.group):
            return Strength.TEST_ONLY
        return Strength.DEV_TOOLING if is_development_group(trace.group) else Strength.RUNTIME_OPTIONAL
    if area in (Area.EXAMPLE, Area.DOCUMENTATION):
        return Strength.RUNTIME_DEFAULT if is_examples else Strength.RUNTIME_OPTIONAL
    return Strength.RUNTIME_DEFAULT if candidate.is_default else Strength.RUNTIME_OPTIONAL


def _is_made_of_examples(areas: Counter[Area]) -> bool:
    """Whether examples and notebooks are what the repository is for: they outnumber its product code by far."""
    examples = areas[Area.EXAMPLE] + areas[Area.DOCUMENTATION]
    return examples > 4 * areas[Area.PRODUCT]


def _settle_bases(candidates: list[Candidate], clients: Mapping[str, Client]) -> list[Basis]:
    """Turn `service` into `library` where every client is pointed elsewhere, and into `host` where only others' models run."""
    built: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for client in clients.values():
        for hit in client.library:
            if hit.product:
                built[hit.vendor, hit.route].append(client.is_redirected)
    elsewhere = {key for key, redirected in built.items() if redirected and all(redirected)}
    served: dict[str, set[str]] = defaultdict(set)
    for candidate in candidates:
        if candidate.basis is Basis.MODEL and candidate.client and candidate.vendor:
            served[candidate.client].add(candidate.vendor)
    foreign = _hosts_only(candidates, clients, served)
    own = {
        candidate.vendor
        for candidate in candidates
        if candidate.is_use
        and (candidate.basis is Basis.MODEL or candidate.kind in (TraceKind.ENDPOINT, TraceKind.CLI, TraceKind.ACTION))
    }
    bases: list[Basis] = []
    for candidate in candidates:
        basis = candidate.basis
        key = (candidate.vendor or "", candidate.route)
        if basis is Basis.SERVICE and candidate.vendor and key in elsewhere and candidate.vendor not in own:
            if candidate.kind in (
                TraceKind.DEPENDENCY,
                TraceKind.LOCK,
                TraceKind.IMPORT,
                TraceKind.CLIENT,
                TraceKind.ENV_KEY,
            ) or (candidate.kind is TraceKind.CALL and not candidate.client):
                basis = Basis.LIBRARY
        elif (
            basis is Basis.SERVICE
            and candidate.vendor in foreign
            and candidate.kind in (TraceKind.ENDPOINT, TraceKind.CLIENT, TraceKind.CALL, TraceKind.ENV_KEY)
        ):
            basis = Basis.HOST
        bases.append(basis)
    return bases


def _hosts_only(candidates: list[Candidate], clients: Mapping[str, Client], served: Mapping[str, set[str]]) -> set[str]:
    """Vendors whose endpoint only carries other makers' models in this tree."""
    reached: dict[str, set[str]] = defaultdict(set)
    for key, client in clients.items():
        for hit in client.hosts:
            if hit.vendor and served.get(key):
                reached[hit.vendor] |= served[key]
    makers = {candidate.vendor for candidate in candidates if candidate.basis is Basis.MODEL and candidate.is_use}
    return {vendor for vendor, models in reached.items() if vendor not in models and vendor not in makers}
