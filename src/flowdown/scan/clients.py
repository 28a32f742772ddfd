"""The clients that a tree builds: with whose library, and at whose host they are pointed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flowdown.catalogue.kinds import Basis
from flowdown.catalogue.reading import Hit
from flowdown.scan import client_types, vocabulary
from flowdown.scan.area import Area, area_of
from flowdown.scan.client_types import asks_for_anybody, is_client_like, is_client_type, is_named_after_another
from flowdown.scan.flow import OPEN, Flow, is_generic
from flowdown.scan.heirs import TOLD
from flowdown.scan.homes import homes_to_build, owns, shared_folders
from flowdown.scan.host_names import host_of
from flowdown.scan.known import Known
from flowdown.scan.trace import Argument, Place, Reference, Role, Space, Trace, TraceKind, Value, literal
from flowdown.scan.visibility import family_of, is_apart, is_of_tests, is_seen

_JOINTS = re.compile(r"[.:>]")


class Pointing(StrEnum):
    """Where a client is pointed."""

    HOME = "home"  # nothing redirects it
    ELSEWHERE = "elsewhere"  # at a host of the catalogue
    NOWHERE = "nowhere"  # at a loopback, private, invented or unknown host
    OPEN = "open"  # at a host that cannot be determined


@dataclass(frozen=True, slots=True)
class Client:
    """One construction of a client."""

    key: str
    trace: Trace
    library: tuple[Hit, ...]
    pointing: Pointing
    hosts: tuple[Hit, ...] = ()
    steps: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """Where it is built."""
        return self.trace.place

    @property
    def is_redirected(self) -> bool:
        """Whether it reaches something other than its library's own service."""
        return self.pointing in (Pointing.ELSEWHERE, Pointing.NOWHERE)

    @property
    def word(self) -> str:
        """How explanations name it."""
        if self.trace.role is Role.DECLARED:
            return f"`{self.trace.binds}` is declared at {self.place.path}:{self.place.line}"
        return f"`{self.trace.binds or self.trace.callee}` is built at {self.place.path}:{self.place.line}"


class Clients:
    """Every client of a tree, by the name that holds it."""

    def __init__(self, traces: Iterable[Trace], known: Known, flow: Flow) -> None:
        self._known = known
        self._index = known.index
        self._flow = flow
        self.built: list[Client] = []
        listed = tuple(traces)
        self._options: dict[tuple[str, str], tuple[Argument, ...]] = {
            (trace.place.path, trace.binds): trace.arguments for trace in listed if trace.binds and trace.arguments
        }
        self._by_file: dict[tuple[str, str], list[Client]] = defaultdict(list)
        self._by_name: dict[str, list[Client]] = defaultdict(list)
        building = [trace for trace in listed if trace.kind is TraceKind.CLIENT and trace.role is not Role.DECLARED]
        self._bound: dict[tuple[str, str], list[Trace]] = defaultdict(list)
        for trace in building:
            if trace.binds:
                self._bound[trace.place.path, _last(trace.binds)].append(trace)
        self._declared: dict[tuple[str, str], list[Client]] = defaultdict(list)
        self._built_at: dict[str, list[Client]] = defaultdict(list)
        self._made_by: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._agreed_for: dict[tuple[frozenset[tuple[str, str]], str, bool], Client | None] = {}
        for trace in building:
            client = self._client(trace)
            if client is not None:
                for maker in {(hit.vendor, hit.product) for hit in client.library}:
                    self._made_by[maker].append(len(self.built))
                self.built.append(client)
                self._built_at[trace.place.path].append(client)
                self._built_at[trace.place.path.rpartition("/")[0] + "/"].append(client)
                if trace.binds:
                    self._by_file[trace.place.path, trace.binds].append(client)
                    self._by_name[_last(trace.binds)].append(client)
        for trace in listed:
            if trace.kind is TraceKind.CLIENT and trace.role is Role.DECLARED:
                held = self._handed_in(trace)
                self._declared[trace.place.path, trace.binds].extend([held] if held is not None else [])

    def of(self, receiver: str, at: Place, *, is_member: bool = False) -> Client | None:
        """The client that a receiver names at a place: bound where it is seen, or by a name bound in one other place only.

        `is_member`: it is written as a member of something, which may hold what a function has called so.
        """
        name = receiver.split("(", 1)[0] + ("()" if receiver.endswith("()") else "")
        here = self._by_file.get((at.path, name), [])
        if here:
            nearest = _nearest(here, at, is_member)
            declared = self._declared.get((at.path, _last(name)), [])
            return nearest or (_nearest(declared, at, is_member) if declared else None)
        there = self._flow.imported(at.path, f".{_last(name)}" if is_member else name)
        held = [client for client in self._by_file.get(there, ()) if not client.trace.block[1]] if there else []
        if held:
            return _agreed(held)
        inherited = self._inherited(_last(name), at.path)
        if inherited is not None:
            return inherited
        found = self._by_name.get(_last(name), [])
        same_file = [client for client in found if client.place.path == at.path]
        if not same_file and self._is_own(_last(name), at, is_member):
            return None  # the file builds something of that name itself: nobody's of the catalogue
        if not same_file and (at.path, _last(name)) in self._declared:
            declared = self._declared[at.path, _last(name)]
            return _nearest(declared, at, is_member) if declared else None
        chosen = (
            [each for each in same_file if is_member or is_seen(each.place, each.trace.block, at.path, at.line)]
            if same_file
            else [client for client in found if _reaches(client, at.path, is_member)]
        )
        if name.endswith("()") and not same_file:
            chosen = _of_owner(chosen, name, at.path)
        if not chosen:
            return self._returned_by(name, at) if name.endswith("()") else self._shared(name, at, is_member)
        return _agreed(chosen)

    def _is_own(self, name: str, at: Place, is_member: bool) -> bool:
        """Whether a file builds something of a name that is meant at a place: what a function holds is no member of anything."""
        return any(
            not each.block[1] or (not is_member and is_seen(each.place, each.block, at.path, at.line))
            for each in self._bound.get((at.path, name), ())
        )

    def _inherited(self, name: str, path: str) -> Client | None:
        """The client that a class of a file has from the one which it extends, pointed where the heir says."""
        for base in self._flow.bindings_of(Space.FILE, path):
            there = literal(base.value) or ""
            held = self._by_file.get((there, name), []) or [
                each for each in self._by_name.get(name, []) if each.place.path == there
            ]
            found = _agreed(held) if held else next(iter(self._declared.get((there, name), [])), None)
            if found is None:
                continue
            told = [binding.value for binding in self._flow.bindings_of(Space.FILE, path + TOLD)]
            own = [each.value for each in self._arguments(found.trace) if vocabulary.is_host_key(each.name)]
            for value in (*told, *own):
                pointing, hosts, why = self.point(value, path)
                if pointing in (Pointing.ELSEWHERE, Pointing.NOWHERE):
                    steps = (*found.steps, f"{path} points it to {why}")
                    return Client("", found.trace, found.library, pointing, hosts, steps)
            return found
        return None

    def _shared(self, name: str, at: Place, is_member: bool) -> Client | None:
        """The client that a struct of a Go package declares in another file of it."""
        if not is_member or not at.path.endswith(".go"):
            return None
        folder = at.path.rpartition("/")[0]
        declared = [
            each
            for (path, held), clients in self._declared.items()
            if held == _last(name) and path.endswith(".go") and path.rpartition("/")[0] == folder
            for each in clients
        ]
        return _agreed(declared) if declared else None

    def _returned_by(self, function: str, at: Place) -> Client | None:
        """The client that a function returns by the name that holds it."""
        for binding in self._flow.bindings_of(Space.CODE, function):
            value = binding.value
            if not isinstance(value, Reference) or value.name.endswith("()"):
                continue
            if not is_apart(binding.place.path, at.path) and _may_own(binding.place.path, function, at.path):
                return self.of(value.name, binding.place)
        return None

    def _client(self, trace: Trace) -> Client | None:
        hits = self._known.library_hits(trace)
        if all(hit.product and hit.basis is Basis.LIBRARY for hit in hits):
            return None  # also when there is none: a library without a wire builds no client of anybody's
        if not is_client_like(trace, hits) or is_named_after_another(trace, hits, self._known.index.provider):
            return None
        key = f"{trace.place.path}:{trace.place.line}:{trace.place.column}"
        hosts = [argument for argument in self._arguments(trace) if vocabulary.is_host_key(argument.name)]
        if not hosts:
            return self._from_environment(key, trace, hits)
        found: list[Hit] = []
        steps: list[str] = []
        for argument in hosts:
            pointing, at, why = self.point(argument.value, trace.place.path, trace.scope, trace.place.line)
            if pointing is Pointing.HOME:
                continue
            steps.append(f"its `{argument.name}` is {why}")
            if pointing is Pointing.OPEN and self._is_own_setting(argument, hits):
                continue
            if pointing is not Pointing.ELSEWHERE:
                return Client(key, trace, hits, pointing, (), tuple(steps))
            found.extend(at)
        if not found or {hit.vendor for hit in found} <= {hit.vendor for hit in hits if hit.product}:
            return Client(key, trace, hits, Pointing.HOME, tuple(found), tuple(steps))
        return Client(key, trace, hits, Pointing.ELSEWHERE, tuple(found), tuple(steps))

    def _handed_in(self, trace: Trace) -> Client | None:
        """A client that is declared by its type: it points where those that the tree builds of its kind do."""
        hits = self._known.library_hits(trace)
        if not any(hit.product and hit.basis is not Basis.LIBRARY for hit in hits):
            return self._of_framework(trace) if asks_for_anybody(trace) else None
        if not is_client_type(trace):
            return None
        makers = frozenset((hit.vendor, hit.product) for hit in hits)
        path = trace.place.path
        # What is apart from a file is told by its family of languages, and by whether it is a test.
        key = makers, family_of(path), area_of(path) is Area.TEST
        if key not in self._agreed_for:
            numbers = sorted({number for maker in makers for number in self._made_by.get(maker, ())})
            alike = [client for client in map(self.built.__getitem__, numbers) if not is_apart(client.place.path, path)]
            self._agreed_for[key] = _agreed(alike) if alike else None
        agreed = self._agreed_for[key]
        if agreed is not None and agreed.is_redirected:
            return Client("", trace, hits, agreed.pointing, agreed.hosts, (*trace.because, agreed.word, *agreed.steps))
        return Client("", trace, hits, Pointing.HOME, (), trace.because)

    def _of_framework(self, trace: Trace) -> Client | None:
        """What stands behind a framework's own type: what is built of its kind, if it is one vendor's.

        The file that asks goes before its folder, and each folder before the one round it; then the whole tree counts,
        but not for a test, which puts a fake there.
        """
        kind = client_types.does_apart(trace.callee)

        def of_kind(clients: Iterable[Client]) -> list[Client]:
            alike = (each for each in clients if client_types.does_apart(each.trace.callee) == kind)
            return [
                each for each in alike if any(hit.product and hit.basis is not Basis.LIBRARY for hit in each.library)
            ]

        near = next(
            filter(None, (of_kind(self._built_at.get(home, ())) for home in homes_to_build(trace.place.path))), None
        )
        path = trace.place.path
        far = () if area_of(path) is Area.TEST else self.built
        alike = near or [each for each in of_kind(far) if not is_apart(each.place.path, path)]
        makers = {frozenset(hit.vendor for hit in each.library if hit.product) for each in alike}
        one = _agreed(alike) if len(makers) == 1 else None
        if one is None:
            return None
        return Client("", trace, one.library, one.pointing, one.hosts, (*trace.because, one.word, *one.steps))

    def _arguments(self, trace: Trace) -> Iterator[Argument]:
        """What a construction is told, also by an options object that was built or filled in before."""
        yield from trace.arguments
        path = trace.place.path
        module = trace.callee.partition(".")[0]
        yield from (Argument(_last(binding.name), binding.value) for binding in self._flow.members_of(module, path))
        for argument in trace.arguments:
            value = argument.value
            if not isinstance(value, Reference) or value.space is not Space.CODE:
                continue
            yield from self._options.get((path, value.name), ())
            for binding in self._flow.members_of(value.name, path):
                # Often assigned only if it is set: what is not known of it redirects nothing.
                if any(not each.text.startswith(OPEN) for each in self._flow.answers(binding.value, path)):
                    yield Argument(_last(binding.name), binding.value)

    def _from_environment(self, key: str, trace: Trace, hits: tuple[Hit, ...]) -> Client:
        """A client that is told nothing may still be redirected by an environment variable that its library reads."""
        for env_key in sorted(self._known.host_env_keys(hits)):
            for binding in self._flow.bindings_of(Space.ENV, env_key):
                if binding.is_template or is_of_tests(binding.place.path, trace.place.path):
                    continue
                pointing, at, why = self.point(binding.value, binding.place.path)
                step = f"`{env_key}` is set to {why} at {binding.place.path}:{binding.place.line}"
                if pointing in (Pointing.ELSEWHERE, Pointing.NOWHERE) and not (
                    {hit.vendor for hit in at} & {hit.vendor for hit in hits}
                ):
                    return Client(key, trace, hits, pointing, at, (step,))
        return Client(key, trace, hits, Pointing.HOME)

    def _is_own_setting(self, argument: Argument, hits: tuple[Hit, ...]) -> bool:
        """Whether an open host is only the library's own optional override (`OPENAI_BASE_URL`-like keys)."""
        value = argument.value
        if isinstance(value, Reference) and value.space is Space.ENV:
            return value.name in self._known.host_env_keys(hits)
        return any(hit.route for hit in hits)

    def point(self, value: Value, path: str, scope: str = "", line: int = 0) -> tuple[Pointing, tuple[Hit, ...], str]:
        """Where a host expression points: the first answer that nothing has to be chosen for decides."""
        answers = self._flow.answers(value, path, scope, line)
        if not answers:
            return Pointing.OPEN, (), "not determined"
        best = next((answer for answer in answers if answer.is_default and not answer.is_template), answers[0])
        if not best.text.strip() or best.text in ("None", "null", "undefined"):
            return Pointing.HOME, (), "empty"
        host, at = host_of(best), ""
        if host is None:
            return (
                (Pointing.OPEN, (), "not determined")
                if best.is_open
                else (Pointing.NOWHERE, (), f"`{_shown(best.text)}`")
            )
        name, at = host
        hits = self._index.host(name, at)
        if hits:
            return Pointing.ELSEWHERE, hits, f"`{_shown(best.text)}`"
        return (Pointing.OPEN if "{?}" in name else Pointing.NOWHERE), (), f"`{_shown(best.text)}`"


def _nearest(built: list[Client], at: Place, is_member: bool) -> Client | None:
    """The client that a name means at a place: of the innermost function that sees it, the last that is built before."""
    seen = [each for each in built if is_seen(each.place, each.trace.block, at.path, at.line)]
    seen = seen or (built if is_member else [])
    if not seen:
        return None
    inner = max(each.trace.block[0] for each in seen)
    near = [each for each in seen if each.trace.block[0] == inner]
    if len({each.pointing for each in near}) > 1:
        # One branch points it where a setting says, which may be anywhere: what the other does is what is known.
        makers = {frozenset(hit.vendor for hit in each.library if hit.product) for each in near}
        known = [each for each in near if each.pointing is not Pointing.OPEN]
        near = known if len(makers) == 1 else near
    before = [each for each in near if each.place.line <= at.line]
    # A member may be built below the methods that use it; so may what a loop or a later cell builds.
    return (before or near)[-1]


def _agreed(chosen: list[Client]) -> Client | None:
    """The client that a name means if it does not matter which of several: all point alike, or are one vendor's own."""
    if len({client.pointing for client in chosen}) == 1:
        return chosen[0]
    makers = {frozenset(hit.vendor for hit in client.library if hit.product) for client in chosen}
    at_home = [client for client in chosen if client.pointing is Pointing.HOME]
    is_one = len(makers) == 1 and not any(client.is_redirected for client in chosen)
    return at_home[0] if is_one and at_home else None


_MAKERS = frozenset("create build make init open connect start setup instance".split())
"""Names of functions that anybody may have."""


def _of_owner(found: list[Client], function: str, path: str) -> list[Client]:
    """Those clients that a function of another file returns which is called by this dotted name.

    What a file is called after owns it (`Maker.build()` in `Maker.cs`); of several, what lies nearest is meant. A method
    of something else may be anybody's where every function is one of a class, and two makers' are nobody's.
    """
    found = [each for each in found if _may_own(each.place.path, function, path)]
    owned = [each for each in found if owns(each.place.path, function)]
    near = max((shared_folders(each.place.path, path) for each in owned), default=0)
    chosen = [each for each in owned if shared_folders(each.place.path, path) == near] or found
    makers = {frozenset(hit.vendor for hit in each.library) for each in chosen}
    return chosen if len(makers) == 1 else []


def _may_own(there: str, function: str, path: str) -> bool:
    """Whether a function that a file calls can be one of another: a method of an object is anybody's, and so is a `New`."""
    if there == path or owns(there, function):
        return True
    name = _last(function.removesuffix("()"))
    return family_of(path) not in ("jvm", "dotnet") and not is_generic(name) and name.lower() not in _MAKERS


def _reaches(client: Client, path: str, is_member: bool) -> bool:
    """Whether a client that one file builds can be meant by its name in another.

    One of a function's own can, where it was put into a member that a neighbour of the file calls upon.
    """
    there = client.place.path
    is_beside = there.rpartition("/")[0] == path.rpartition("/")[0]
    is_near = is_member and is_beside
    if path.endswith(".go") and not is_beside and is_generic(client.trace.binds):
        return False  # a package's own
    return (not client.trace.block[1] or is_near) and not is_apart(there, path)


def _last(name: str) -> str:
    return _JOINTS.split(name)[-1]


def _shown(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."


def by_key(clients: Clients) -> Mapping[str, Client]:
    """The clients of a tree by their key."""
    return {client.key: client for client in clients.built}
