"""Puts traces to the catalogue: which vendor, product and route each one shows, as a use or as a mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flowdown.catalogue.kinds import Basis, SignatureKind
from flowdown.catalogue.reading import Hit, ModelReading
from flowdown.scan import vocabulary
from flowdown.scan.candidate import Candidate, signature_words
from flowdown.scan.clients import Client, Clients, Pointing, is_nowhere
from flowdown.scan.known import Known
from flowdown.scan.flow import OPEN, Answer, Flow, origin_steps
from flowdown.scan.sighting import Question
from flowdown.scan.trace import (
    MENTION_ROLES,
    Binding,
    Consumption,
    Reference,
    Role,
    Space,
    Text,
    Trace,
    TraceKind,
    Yield,
)

_MODEL_KINDS = frozenset({TraceKind.MODEL_ID, TraceKind.WEIGHTS})
_WIRE = frozenset({Basis.MODEL, Basis.SERVICE, Basis.DEVICE})


class Identifier:
    """The traces of one tree, put to the catalogue with what the whole tree says of their values."""

    def __init__(self, tree: str, yields: Iterable[Yield], known: Known) -> None:
        everything = tuple(yields)
        self.tree = tree
        self.known = known
        self.index = known.index
        self.traces = tuple(each for each in everything if isinstance(each, Trace))
        self.flow = Flow(
            (each for each in everything if isinstance(each, Binding)),
            (each for each in everything if isinstance(each, Consumption)),
        )
        self.clients = Clients(self.traces, known, self.flow)
        self.built = {client.key: client for client in self.clients.built}
        self.read_keys = frozenset(
            trace.value.text
            for trace in self.traces
            if trace.kind is TraceKind.ENV_KEY
            and trace.role in (Role.READ, Role.CONFIGURED)
            and isinstance(trace.value, Text)
        )
        self.questions: list[Question] = []

    def candidates(self) -> Iterator[Candidate]:
        """Every candidate of every trace."""
        for trace in self.traces:
            is_chosen = self._is_chosen(trace)
            for candidate in _without_own_hosts(self._of(trace)):
                if not is_chosen and candidate.is_default:
                    candidate = replace(candidate, is_default=False)
                # A route that its user runs himself has no vendor; only what is open has none for another reason.
                if candidate.vendor is not None or not candidate.signature:
                    yield candidate

    def _is_chosen(self, trace: Trace) -> bool:
        """Whether the branch that a trace stands in is taken when nothing is set; True outside every branch."""
        if trace.branch is None:
            return True
        name, word = trace.branch
        # Only a choice among vendors counts: `if __name__ == "__main__"` and the like choose nothing of the kind.
        if not (vocabulary.is_provider_key(name) or self.index.provider(word) or self.known.any_of(word)):
            return True
        answers = self.flow.answers(Reference(Space.CODE, name), trace.place.path) if name else ()
        return any(answer.text == word and answer.is_default for answer in answers)

    def _of(self, trace: Trace) -> Iterator[Candidate]:
        match trace.kind:
            case TraceKind.MODEL_ID | TraceKind.WEIGHTS:
                yield from self._model(trace)
            case TraceKind.ENDPOINT:
                yield from self._endpoint(trace)
            case TraceKind.CLIENT:
                yield from self._client(trace)
            case TraceKind.CALL:
                yield from self._call(trace)
            case TraceKind.ENV_KEY:
                yield from self._env_key(trace)
            case TraceKind.TEXT:
                yield from self._mention(trace, self._text(trace))
            case _:
                yield from self._plain(trace)

    # --- kinds that are looked up as they stand ------------------------------------------------------------

    def _plain(self, trace: Trace) -> Iterator[Candidate]:
        for answer in self._answers(trace):
            hits = self._lookup(trace, answer.text)
            if trace.role in MENTION_ROLES:
                yield from self._mention(trace, self.known.any_of(answer.text) if not hits else hits)
                continue
            for hit in hits:
                is_decisive = trace.kind not in (TraceKind.DEPENDENCY, TraceKind.LOCK, TraceKind.IMPORT)
                yield self._candidate(trace, hit, answer, trace.kind is not TraceKind.LOCK, is_decisive)

    def _lookup(self, trace: Trace, text: str) -> tuple[Hit, ...]:
        index = self.index
        match trace.kind:
            case TraceKind.DEPENDENCY | TraceKind.LOCK:
                return self.known.package(trace.language, text)
            case TraceKind.IMPORT:
                return self._imported(trace, text)
            case TraceKind.ACTION:
                return index.action(text)
            case TraceKind.IMAGE:
                return index.image(text)
            case TraceKind.RESOURCE:
                return index.terraform(text)
            case TraceKind.CLI:
                return index.cli(text.split()[0].rsplit("/", 1)[-1]) if text.split() else ()
            case TraceKind.AGENT_CONFIG:
                return index.agent_file(text) or self.known.any_of(text)
            case TraceKind.CONFIG:
                if vocabulary.is_provider_key(trace.name.rsplit(".", 1)[-1]):
                    return index.provider(text) or index.config_key(text)
                return index.config_key(text)
            case _:
                return self.known.any_of(text)

    def _imported(self, trace: Trace, text: str) -> tuple[Hit, ...]:
        """What an import shows: the module, and classes made for a vendor that it takes out of a module for many."""
        hits = list(self.index.import_name(trace.language, text))
        for origin in trace.binds.split(","):
            name = origin.rsplit(".", 1)[-1]
            found = self.index.symbol(name) if name else ()
            hits.extend(hit for hit in found if hit not in hits)
            if origin and not found:
                hits.extend(hit for hit in self.index.import_name(trace.language, origin) if hit not in hits)
        return tuple(hits)

    # --- models ------------------------------------------------------------------------------------------------

    def _model(self, trace: Trace) -> Iterator[Candidate]:
        for answer in self._answers(trace):
            reading = self.read_model(answer.text, trace.role not in MENTION_ROLES)
            if reading is None:
                hits = (
                    self.known.any_of(answer.text) if trace.role in MENTION_ROLES or trace.role is Role.DECLARED else ()
                )
                yield from self._mention(trace, hits)
                continue
            is_use, steps = self._is_used(trace)
            if not is_use:
                yield from self._mention(trace, reading.hits, steps)
                continue
            client = self.clients.of(trace.callee.split(".", 1)[0], trace.place.path) if trace.callee else None
            route = self._route(reading, trace, client)
            for hit in reading.hits:
                yield Candidate(
                    trace,
                    hit.vendor,
                    hit.product,
                    Basis.MODEL,
                    route,
                    trace.kind,
                    answer.text,
                    signature_words(hit),
                    True,
                    True,
                    answer.is_default and not trace.is_optional,
                    client.key if client else "",
                    (*answer.steps, *reading.why, *steps),
                    reading.is_edited or hit.vendor not in reading.makers,
                )
            yield from self._operator(trace, reading, route, answer)

    def read_model(self, text: str, is_model: bool) -> ModelReading | None:
        """What a text says as a model's id; a part that is not known is read as any word."""
        if OPEN in text:
            bare = text.replace(OPEN, "x")
            return self.index.model(bare, is_model) if any(char.isalpha() for char in text.replace(OPEN, "")) else None
        return self.index.model(text, is_model)

    def _is_used(self, trace: Trace) -> tuple[bool, tuple[str, ...]]:
        """Whether a model's id is used where it stands: by its role, or because what it is bound to is used."""
        if trace.role in MENTION_ROLES:
            return False, ()
        if trace.role is not Role.DECLARED:
            return True, ()
        consumption = self.flow.consumption_of(Space.CODE, trace.name, trace.place.path)
        if consumption is None:
            return False, (f"nothing was seen to use `{trace.name}`",)
        if consumption.kind is TraceKind.MODEL_ID or vocabulary.is_model_key(trace.name):
            return True, origin_steps(trace.place, consumption)
        return False, (f"`{trace.name}` was not seen to be passed as a model",)

    def _route(self, reading: ModelReading, trace: Trace, client: Client | None) -> str:
        if reading.routes:
            return reading.routes[0]
        if client is not None:
            route = next((hit.route for hit in (*client.hosts, *client.library) if hit.route), "")
            if route:
                return route
        last = trace.callee.rsplit(".", 1)[-1]
        hits = self.index.symbol(last) or (self.index.import_name(trace.language, trace.callee) if trace.callee else ())
        return next((hit.route for hit in hits if hit.route), "")

    def _operator(self, trace: Trace, reading: ModelReading, route: str, answer: Answer) -> Iterator[Candidate]:
        operator = self.known.operator_of(route)
        if operator and operator not in reading.vendors:
            yield Candidate(
                trace,
                operator,
                "",
                Basis.HOST,
                route,
                trace.kind,
                answer.text,
                f"route:{route}",
                True,
                True,
                answer.is_default and not trace.is_optional,
                "",
                (f"operates the route `{route}`",),
            )

    # --- hosts, clients, calls -----------------------------------------------------------------------------------

    def _endpoint(self, trace: Trace) -> Iterator[Candidate]:
        for answer in self._answers(trace):
            for host, path, _ in vocabulary.urls_in(answer.text.replace(OPEN, "x")) or self._bare_host(answer.text):
                if is_nowhere(host):
                    continue
                hits = self.index.host(host, path)
                is_use, steps = self._is_used_host(trace)
                if not is_use:
                    yield from self._mention(trace, hits, steps)
                    continue
                for hit in hits:
                    yield self._candidate(trace, hit, answer, True, True, steps, f"{host}{path}")

    def _bare_host(self, text: str) -> list[tuple[str, str, int]]:
        host, _, path = text.strip().lower().partition("/")
        return [(host.split(":", 1)[0], path and "/" + path, 0)] if "." in host and " " not in host else []

    def _is_used_host(self, trace: Trace) -> tuple[bool, tuple[str, ...]]:
        if trace.role in MENTION_ROLES:
            return False, ()
        if trace.role in (Role.CALLED,) or not trace.language or trace.callee:
            return True, ()
        consumption = self.flow.consumption_of(Space.CODE, trace.name, trace.place.path)
        if consumption is not None:
            return True, origin_steps(trace.place, consumption)
        return (
            (True, ()) if vocabulary.is_host_key(trace.name) else (False, (f"nothing was seen to use `{trace.name}`",))
        )

    def _client(self, trace: Trace) -> Iterator[Candidate]:
        key = f"{trace.place.path}:{trace.place.line}:{trace.place.column}"
        client = self.built.get(key)
        if client is None:
            return
        answer = Answer(trace.callee or "", client.steps)
        for hit in client.library:
            if hit.product and hit.basis is Basis.LIBRARY:
                continue
            basis = Basis.LIBRARY if client.is_redirected and hit.product else hit.basis
            if client.pointing is Pointing.OPEN and hit.product:
                basis = Basis.LIBRARY
            yield self._candidate(
                trace, hit, answer, True, basis is not Basis.LIBRARY, (), trace.callee, basis, client.key
            )
        for hit in client.hosts if client.pointing is Pointing.ELSEWHERE else ():
            yield self._candidate(trace, hit, answer, True, True, (), trace.callee, hit.basis, client.key)
        if client.pointing is Pointing.OPEN:
            yield from self._open_host(trace, client)
        if any(not hit.product for hit in client.library):
            yield from self._open_model(trace, client)

    def _open_host(self, trace: Trace, client: Client) -> Iterator[Candidate]:
        place = f"{trace.place.path}:{trace.place.line}"
        asks = f"at which host is the client at {place} pointed?"
        self.questions.append(Question(f"host:{place}", place, asks, client.steps, ("vendor",)))
        route = next((hit.route for hit in client.library if hit.route), "")
        yield Candidate(
            trace,
            None,
            "",
            Basis.SERVICE,
            route,
            trace.kind,
            trace.callee,
            "",
            True,
            True,
            True,
            client.key,
            (*client.steps, asks),
        )

    def _call(self, trace: Trace) -> Iterator[Candidate]:
        client = self.clients.of(trace.receiver, trace.place.path) if trace.receiver else None
        library = client.library if client else self.known.library_hits(trace) if not trace.receiver else ()
        if not library or all(hit.product and hit.basis is Basis.LIBRARY for hit in library):
            return
        models = [argument for argument in trace.arguments if vocabulary.is_model_key(argument.name)]
        seen = False
        for argument in models:
            for answer in self.flow.answers(argument.value, trace.place.path):
                reading = self.read_model(answer.text, True)
                if reading is None:
                    continue
                seen = True
                route = reading.routes[0] if reading.routes else next((hit.route for hit in library if hit.route), "")
                for hit in reading.hits:
                    yield Candidate(
                        trace,
                        hit.vendor,
                        hit.product,
                        Basis.MODEL,
                        route,
                        trace.kind,
                        answer.text,
                        signature_words(hit),
                        True,
                        True,
                        answer.is_default,
                        client.key if client else "",
                        (*self._by(client), *answer.steps, *reading.why),
                        reading.is_edited or hit.vendor not in reading.makers,
                    )
        if seen:
            return
        if client is not None:
            answer = Answer(trace.callee, self._by(client))
            hits = (
                client.hosts
                if client.pointing is Pointing.ELSEWHERE
                else library
                if client.pointing is Pointing.HOME
                else ()
            )
            for hit in hits:
                if hit.basis is not Basis.LIBRARY:
                    yield self._candidate(trace, hit, answer, True, True, (), trace.callee, hit.basis, client.key)
            if any(not hit.product for hit in library):
                yield from self._open_model(trace, client)
        else:
            for hit in library:
                yield self._candidate(trace, hit, Answer(trace.callee), True, True, (), trace.callee)

    def _open_model(self, trace: Trace, client: Client | None) -> Iterator[Candidate]:
        """A model that is named by something this tree does not say: no vendor, and a question."""
        for argument in trace.arguments:
            if not vocabulary.is_model_key(argument.name):
                continue
            if self.flow.answers(argument.value, trace.place.path):
                return
            route = next((hit.route for hit in client.library if hit.route), "") if client else ""
            place = f"{trace.place.path}:{trace.place.line}"
            asks = f"which model does `{argument.name}` at {place} name?"
            self.questions.append(Question(f"model:{place}", place, asks, self._by(client), ("vendor",)))
            yield Candidate(
                trace,
                None,
                "",
                Basis.MODEL,
                route,
                trace.kind,
                argument.name,
                "",
                True,
                True,
                True,
                client.key if client else "",
                (*self._by(client), asks),
            )
            return

    def _by(self, client: Client | None) -> tuple[str, ...]:
        return (client.word, *client.steps) if client is not None else ()

    # --- keys and mentions -----------------------------------------------------------------------------------------

    def _env_key(self, trace: Trace) -> Iterator[Candidate]:
        key = trace.value.text if isinstance(trace.value, Text) else ""
        hits = self.index.env_key(key)
        if not hits:
            return
        if trace.role in MENTION_ROLES:
            yield from self._mention(trace, hits)
            return
        if (
            trace.role is Role.DECLARED
            and key not in self.read_keys
            and self.flow.consumption_of(Space.CODE, key, trace.place.path) is None
        ):
            place = f"{trace.place.path}:{trace.place.line}"
            if trace.language:
                yield from self._mention(trace, hits, (f"nothing was seen to read `{key}`",))
                return
            self.questions.append(
                Question(f"env:{key}", key, f"what reads `{key}` (declared at {place})?", (), ("use",))
            )
            yield from self._mention(trace, hits, (f"nothing in the tree was seen to read `{key}`",))
            return
        client = self._client_round(trace)
        for hit in hits:
            basis = hit.basis
            steps: tuple[str, ...] = ()
            if client is not None and client.is_redirected and hit.vendor not in {each.vendor for each in client.hosts}:
                basis, steps = (
                    Basis.LIBRARY,
                    (f"the key is given to a client pointed elsewhere: {'; '.join(client.steps)}",),
                )
            yield self._candidate(trace, hit, Answer(key), True, False, steps, key, basis, client.key if client else "")

    def _client_round(self, trace: Trace) -> Client | None:
        place = trace.place
        for client in self.clients.built:
            there = client.place
            if there.path == place.path and there.line <= place.line <= there.end_line:
                return client
        return None

    def _text(self, trace: Trace) -> tuple[Hit, ...]:
        return self.known.any_of(trace.value.text) if isinstance(trace.value, Text) else ()

    def _mention(self, trace: Trace, hits: Iterable[Hit], steps: tuple[str, ...] = ()) -> Iterator[Candidate]:
        value = trace.value.text if isinstance(trace.value, Text) else ""
        for vendor, hit in {hit.vendor: hit for hit in hits if hit.vendor}.items():
            if hit.kind is SignatureKind.PROVIDER and trace.kind is TraceKind.TEXT:
                continue
            yield Candidate(
                trace,
                vendor,
                hit.product,
                hit.basis,
                hit.route,
                trace.kind,
                value,
                signature_words(hit),
                False,
                because=steps,
            )

    # --- shared --------------------------------------------------------------------------------------------------

    def _answers(self, trace: Trace) -> tuple[Answer, ...]:
        if isinstance(trace.value, Text):
            return (Answer(trace.value.text, (), not trace.is_optional),)
        return self.flow.answers(trace.value, trace.place.path)

    def _candidate(
        self,
        trace: Trace,
        hit: Hit,
        answer: Answer,
        is_use: bool,
        is_decisive: bool,
        steps: tuple[str, ...] = (),
        value: str = "",
        basis: Basis | None = None,
        client: str = "",
    ) -> Candidate:
        vendor = hit.vendor or None
        return Candidate(
            trace,
            vendor,
            hit.product,
            basis or hit.basis,
            hit.route,
            trace.kind,
            value or answer.text,
            signature_words(hit),
            is_use,
            is_decisive,
            answer.is_default and not trace.is_optional,
            client,
            (*trace.because, *answer.steps, *steps),
        )


def _without_own_hosts(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Drop a vendor's mere operation of a route where the same trace shows that its own product is used."""
    listed = list(candidates)
    own = {each.vendor for each in listed if each.is_use and each.basis in _WIRE}
    return (each for each in listed if each.basis is not Basis.HOST or each.vendor not in own)
