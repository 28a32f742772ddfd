"""What a whole tree says: its traces, the values of its names, the clients it builds, the keys it reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flowdown.base.cached import cached_property
from flowdown.catalogue.kinds import Basis, SignatureKind
from flowdown.catalogue.reading import Hit, ModelReading
from flowdown.scan import vocabulary
from flowdown.scan.area import Area, area_of
from flowdown.scan.candidate import Candidate, signature_words
from flowdown.scan.clients import Client, Clients, Pointing
from flowdown.scan.flow import OPEN, Answer, Flow
from flowdown.scan.known import Known
from flowdown.scan.model_constant import is_invented_model
from flowdown.scan.own_keys import key_hits
from flowdown.scan.readers.pointed_keys import POINTED
from flowdown.scan.readers.provider_name import KEYED
from flowdown.scan.sighting import Question
from flowdown.scan.trace import (
    MENTION_ROLES,
    Binding,
    Choice,
    Consumption,
    Join,
    Place,
    Reference,
    Role,
    Space,
    Text,
    Trace,
    TraceKind,
    Value,
    Yield,
    literal,
)
from flowdown.scan.visibility import family_of
from flowdown.scan.vocabulary import words_of

_WIRE = frozenset({Basis.MODEL, Basis.SERVICE})


class Ground:
    """The traces of one tree with the catalogue, and what identification asks of both; collects questions."""

    def __init__(self, yields: Iterable[Yield], known: Known, own_keys: frozenset[str] = frozenset()) -> None:
        everything = tuple(yields)
        self._own_keys = own_keys
        self.known = known
        self.index = known.index
        self.traces = tuple(_with_own_host(each, known) for each in everything if isinstance(each, Trace))
        self.flow = Flow(
            (*(each for each in everything if isinstance(each, Binding)), *_settings_of_files(self.traces)),
            (each for each in everything if isinstance(each, Consumption)),
        )
        self.clients = Clients(self.traces, known, self.flow)
        self.built = {client.key: client for client in self.clients.built}
        self.read_keys = frozenset(
            literal(trace.value) or ""
            for trace in self.traces
            if trace.kind is TraceKind.ENV_KEY and trace.role in (Role.READ, Role.CONFIGURED)
        )
        self._built_in: dict[str, list[Client]] = {}
        for client in self.clients.built:
            self._built_in.setdefault(client.place.path, []).append(client)
        self.read_variables = frozenset(_variables_read(everything))
        """Variables of the environment of which some program of the tree makes a value."""
        self.questions: list[Question] = []

    def env_key(self, key: str) -> tuple[Hit, ...]:
        """Whose a key of the environment is, in this tree."""
        return key_hits(self.index, key, self._own_keys)

    def built_in(self, path: str) -> Sequence[Client]:
        """The clients that a file builds."""
        return self._built_in.get(path, ())

    @cached_property
    def reaches_models(self) -> bool:
        """Whether the tree's own code reaches a service or runs a model of anybody's: only then can it offer some."""
        return bool(self.built) or any(map(self._reaches, self.traces))

    def _reaches(self, trace: Trace) -> bool:
        if trace.role in MENTION_ROLES or area_of(trace.place.path) not in (Area.PRODUCT, Area.EXAMPLE):
            return False
        text = literal(trace.value) or ""
        if trace.kind is TraceKind.ENDPOINT:
            hosts = [hit for host, path, _ in vocabulary.urls_in(text) for hit in self.index.host(host, path)]
            return any(hit.basis in _WIRE or not hit.product for hit in hosts)
        if trace.kind is TraceKind.IMPORT:
            hits = self.index.import_name(trace.language, text)
            return any(hit.basis in _WIRE or not hit.product for hit in hits)
        return trace.kind is TraceKind.ENV_KEY and bool(self.env_key(text))

    def answers(self, trace: Trace) -> tuple[Answer, ...]:
        """Every value that a trace can carry."""
        if isinstance(trace.value, Text):
            return (Answer(trace.value.text, (), not trace.is_optional),)
        return self.flow.answers(trace.value, trace.place.path, trace.scope, trace.place.line)

    def read_model(self, text: str, is_model: bool) -> ModelReading | None:
        """What a text says as a model's id; a part that is not known is read as any word."""
        if OPEN not in text:
            return None if is_invented_model(text) else self.index.model(text, is_model)
        rest = text.replace(OPEN, "")
        return self.index.model(text.replace(OPEN, "x"), is_model) if any(map(str.isalpha, rest)) else None

    def ask(self, kind: str, about: str, asks: str, because: tuple[str, ...] = (), settles: str = "vendor") -> None:
        """Note a question that would settle something."""
        self.questions.append(Question(f"{kind}:{about}", about, asks, because, (settles,)))

    def route_of(self, hits: Iterable[Hit]) -> str:
        """The first route that some hits name; empty if none does."""
        return next((hit.route for hit in hits if hit.route), "")

    @cached_property
    def addressed(self) -> frozenset[str]:
        """The vendors whose addresses some program or configuration of the tree holds."""
        texts = (
            literal(trace.value.parts[0] if isinstance(trace.value, Join) else trace.value) or ""
            for trace in self.traces
            if trace.kind is TraceKind.ENDPOINT and trace.role not in MENTION_ROLES
        )
        urls = {(host, path) for text in texts for host, path, _ in vocabulary.urls_in(text)}
        return frozenset(hit.vendor for host, path in urls for hit in self.index.host(host, path) if hit.vendor)

    @cached_property
    def outside_tests(self) -> frozenset[str]:
        """The vendors whose library, address or key stands outside the tree's tests."""
        clients = (client for client in self.clients.built if area_of(client.place.path) is not Area.TEST)
        found = {hit.vendor for client in clients for hit in (*client.library, *client.hosts)}
        for trace in self.traces:
            if trace.role in MENTION_ROLES or area_of(trace.place.path) is Area.TEST:
                continue
            text = literal(trace.value) or ""
            if trace.kind is TraceKind.IMPORT:
                found.update(hit.vendor for hit in self.index.import_name(trace.language, text))
            elif trace.kind is TraceKind.ENV_KEY:
                found.update(hit.vendor for hit in self.env_key(text))
            elif trace.kind is TraceKind.ENDPOINT:
                hosts = vocabulary.urls_in(text)
                found.update(hit.vendor for host, path, _ in hosts for hit in self.index.host(host, path))
        return frozenset(found)

    @cached_property
    def go_imports(self) -> tuple[tuple[str, str], ...]:
        """What Go files import of the catalogue's, each with the file."""
        return tuple(
            (trace.place.path, literal(trace.value) or "")
            for trace in self.traces
            if trace.kind is TraceKind.IMPORT and trace.language == "go"
        )

    @cached_property
    def left_to_library(self) -> dict[tuple[str, str], Place]:
        """Vendors (with the route of what is built) whose library some program builds or calls without a key, and where.

        The library then looks for the key itself, in the variable of the environment that it is known for.
        """
        found: dict[tuple[str, str], Place] = {}
        for client in self.clients.built:
            if client.pointing is Pointing.HOME and not self._is_told_key(client.trace):
                _note_places(found, client.library, client.place)
        for trace in self.traces:
            if trace.kind is TraceKind.CALL and not trace.receiver and not self._is_told_key(trace):
                _note_places(found, self.known.library_hits(trace), trace.place)
        return found

    def _is_told_key(self, trace: Trace) -> bool:
        """Whether a construction or call is given a key: not where that is handed in by whoever has one (`{ apiKey }`)."""
        for argument in trace.arguments:
            words = words_of(argument.name)
            if not words or words[-1] not in _KEY_WORDS:
                continue
            value = argument.value
            is_handed = isinstance(value, Reference) and value.space is Space.CODE and value.name == argument.name
            if not is_handed or self.flow.answers(value, trace.place.path, trace.scope, trace.place.line):
                return True
        return False

    @cached_property
    def shown(self) -> frozenset[str]:
        """The vendors of whom the tree holds more than a name: an address, a library, a client, a key or a model."""
        found = {hit.vendor for client in self.clients.built for hit in (*client.library, *client.hosts)}
        for trace in self.traces:
            text = literal(trace.value)
            if text is None or trace.role in MENTION_ROLES:
                continue
            if trace.kind in (TraceKind.DEPENDENCY, TraceKind.LOCK):
                found.update(hit.vendor for hit in self.known.package(trace.language, text))
            elif trace.kind is TraceKind.IMPORT:
                found.update(hit.vendor for hit in self.index.import_name(trace.language, text))
                members = (self.known.member_hits(trace.language, text, one) for one in trace.binds.split(",") if one)
                found.update(hit.vendor for hits in members for hit in hits)
            elif trace.kind is TraceKind.ENV_KEY:
                found.update(hit.vendor for hit in self.env_key(text))
            elif trace.kind is TraceKind.MODEL_ID and "-" in text:
                reading = self.index.model(text, False)
                found.update(hit.vendor for hit in (reading.hits if reading is not None else ()))
        return self.addressed | found

    @cached_property
    def keyed_in(self) -> dict[str, frozenset[str]]:
        """The vendors of whose keys each file knows by their names alone."""
        found: dict[str, set[str]] = {}
        for trace in self.traces:
            if trace.name == KEYED and trace.role not in MENTION_ROLES:
                hits = self.index.provider(literal(trace.value) or "")
                found.setdefault(trace.place.path, set()).update(hit.vendor for hit in hits)
        return {path: frozenset(vendors) for path, vendors in found.items()}

    @cached_property
    def askers(self) -> dict[tuple[str, str], Place]:
        """The functions that ask a model which they are told by a parameter, by language and name, with where they ask."""
        found: dict[tuple[str, str], Place] = {}
        for trace in self.traces:
            if trace.kind not in (TraceKind.CALL, TraceKind.CLIENT) or len(trace.scope) < 3 or trace.scope[:1] == "_":
                continue
            told = [each.value for each in trace.arguments if vocabulary.is_model_key(each.name)]
            if not any(isinstance(value, Reference) and value.name.isidentifier() for value in told):
                continue
            is_asked = self.known.library_hits(trace) or (
                trace.receiver and self.clients.of(trace.receiver, trace.place, is_member=True)
            )
            if is_asked:
                found.setdefault((family_of(trace.place.path), trace.scope), trace.place)
        return found

    @cached_property
    def chosen_words(self) -> frozenset[str]:
        """The words for providers that settings of the tree's programs hold: `CHAT_MODEL = "acme"`.

        A constant that is called as what it holds (`ACME = "acme"`) only spells it.
        """
        return frozenset(
            text
            for binding in self.flow.settings()
            if (text := literal(binding.value)) and text.isalnum() and self.index.provider(text)
            if text.lower() not in words_of(binding.name) and not binding.is_template
        )

    def steps_of(self, client: Client | None) -> tuple[str, ...]:
        """In words: which client this goes through, and where that is pointed."""
        return (client.word, *client.steps) if client is not None else ()

    def use(
        self,
        trace: Trace,
        hit: Hit,
        answer: Answer,
        *,
        is_use: bool = True,
        is_decisive: bool = True,
        steps: tuple[str, ...] = (),
        value: str = "",
        basis: Basis | None = None,
        client: Client | None = None,
    ) -> Candidate:
        """A candidate for what a hit says of a trace."""
        return Candidate(
            trace,
            hit.vendor or None,
            hit.product,
            basis or hit.basis,
            hit.route,
            trace.kind,
            value or answer.text,
            signature_words(hit),
            is_use,
            is_decisive,
            answer.is_default and not trace.is_optional,
            client.key if client is not None else "",
            (*trace.because, *answer.steps, *steps),
        )

    def unknown(self, trace: Trace, basis: Basis, route: str, value: str, because: tuple[str, ...]) -> Candidate:
        """A candidate for a use whose vendor cannot be determined."""
        return Candidate(trace, None, "", basis, route, trace.kind, value, "", True, True, True, "", because)

    def mention(self, trace: Trace, hits: Iterable[Hit], steps: tuple[str, ...] = ()) -> Iterator[Candidate]:
        """A candidate for every vendor that a trace only mentions."""
        value = literal(trace.value) or ""
        for vendor, hit in {hit.vendor: hit for hit in hits if hit.vendor}.items():
            if hit.kind is SignatureKind.PROVIDER and trace.kind is TraceKind.TEXT:
                continue
            words = signature_words(hit)
            yield Candidate(
                trace, vendor, hit.product, hit.basis, hit.route, trace.kind, value, words, False, because=steps
            )


_SETTINGS = (".yaml", ".yml", ".toml", ".json", ".jsonc", ".json5", ".template", ".example", ".sample", ".dist")
_KEY_WORDS = frozenset("key keys apikey token credential credentials secret auth".split())


def _note_places(found: dict[tuple[str, str], Place], hits: Iterable[Hit], place: Place) -> None:
    for hit in hits:
        if hit.product and hit.basis is not Basis.LIBRARY:
            found.setdefault((hit.vendor, ""), place)
            found.setdefault((hit.vendor, hit.route), place)


def _with_own_host(trace: Trace, known: Known) -> Trace:
    """The trace; a key that its file points at a host of its own vendor's, which only bears another name, is set after all."""
    if trace.kind is not TraceKind.ENV_KEY or not trace.name.startswith(POINTED):
        return trace
    host = trace.name.removeprefix(POINTED).partition(":")[0]
    owners = {hit.vendor for hit in known.index.host(host, "") if hit.vendor}
    if owners.isdisjoint(hit.vendor for hit in known.index.env_key(literal(trace.value) or "")):
        return trace
    return replace(trace, role=Role.CONFIGURED, name="", because=trace.because[:-1])


def _settings_of_files(traces: Iterable[Trace]) -> Iterator[Binding]:
    """The models and addresses that files of settings hold, by their paths in these."""
    for trace in traces:
        if trace.language or trace.kind not in (TraceKind.MODEL_ID, TraceKind.ENDPOINT) or trace.role in MENTION_ROLES:
            continue
        if trace.name and isinstance(trace.value, Text) and trace.place.path.endswith(_SETTINGS):
            is_template = trace.role is Role.DECLARED
            yield Binding(Space.SETTING, trace.name, trace.value, trace.place, is_template=is_template)


def _variables_read(yields: Iterable[Yield]) -> Iterator[str]:
    for each in yields:
        if isinstance(each, Binding) and each.space is Space.CODE:
            yield from _variables_in(each.value)
        elif isinstance(each, Trace) and each.language:
            yield from _variables_in(each.value)
            for argument in each.arguments:
                yield from _variables_in(argument.value)


def _variables_in(value: Value) -> Iterator[str]:
    match value:
        case Reference(space=space, name=name, default=default):
            if space is Space.ENV:
                yield name
            if default is not None:
                yield from _variables_in(default)
        case Choice(parts) | Join(parts):
            for part in parts:
                yield from _variables_in(part)
        case _:
            return
