"""The wire: whose host an address is, whose client is built, whose service a call reaches, whose key is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.catalogue.kinds import Basis
from flowdown.catalogue.reading import Hit
from flowdown.scan import vocabulary
from flowdown.scan.callee import is_housekeeping, is_table, is_value_helper, last_of, tells_of_models
from flowdown.scan.candidate import Candidate
from flowdown.scan.client_types import makes_value
from flowdown.scan.clients import Client, Pointing
from flowdown.scan.flow import OPEN, Answer, origin_steps
from flowdown.scan.ground import Ground
from flowdown.scan.host_names import is_nowhere
from flowdown.scan.identify_models import (
    candidates_of,
    identify_model_arguments,
    identify_open_model,
    model_arguments,
)
from flowdown.scan.readers.address import kept_weights
from flowdown.scan.trace import MENTION_ROLES, Reference, Role, Space, Text, Trace, literal
from flowdown.scan.visibility import is_of_tests

_ANSWER = re.compile(r"(?:Response|Chunk|Event|Result|Choice|Usage|Item|Output)s?$")
_ASKS = re.compile(r"(?:generate|stream|embed|transcribe|complete|ask|chat|rerank)(?:_|[A-Z]|\Z)")
"""What functions are called that ask the model which they are handed."""
_CREATES = re.compile(r"^[a-z]\w*\.[A-Z]\w*\.a?create\Z")
_CONFIG = re.compile(r"^(?:Default|New)\w*Config(?:uration)?$")
"""Functions that make the settings of a client out of a key."""
_APPENDS = re.compile(r"(?i)path_?append|append_?path|^req_url_path$")
"""Functions that put one part of a path behind another: `req_url_path_append`, `AppendPathSegment`."""
_OPEN_PATH = re.compile(rf"(://[^/\s{re.escape(OPEN)}]*\.[a-z]+){re.escape(OPEN)}", re.IGNORECASE)
_OPEN_TAIL = re.compile(rf"(://[^\s?#]*/[^\s?#/]*[a-z]){re.escape(OPEN)}", re.IGNORECASE)
"""A part of the path that is followed at once by one that is not known: the known part ends there."""


def identify_endpoint(ground: Ground, trace: Trace) -> Iterator[Candidate]:
    """Who is behind an address."""
    for answer in ground.answers(trace):
        is_use, steps = _is_used(ground, trace)
        goes_on = "/" if _APPENDS.search(last_of(trace.callee)) else ""
        paths = ground.known.url_path(answer.text + goes_on)
        if paths:
            yield from (
                (ground.use(trace, hit, answer, steps=steps) for hit in paths)
                if is_use
                else ground.mention(trace, paths, steps)
            )
            continue
        for host, path, _ in vocabulary.urls_in(_closed(answer.text)) or _bare_host(answer.text):
            hits = () if is_nowhere(host) else ground.index.host(host, path)
            if not is_use:
                yield from ground.mention(trace, hits, steps)
                continue
            for hit in hits:
                yield ground.use(trace, hit, answer, steps=steps, value=f"{host}{path}")
            reading = ground.read_model(answer.text, False) if hits and path.count("/") > 1 else None
            weights = kept_weights(path) if not hits else ""
            if weights:
                # That somebody else keeps; some are called after the form of their files.
                reading = ground.read_model(path.rsplit("/", 1)[-1], False) or ground.read_model(weights, False)
            if reading is not None and all(not hit.product for hit in hits):
                # The address of a file of weights, or of a model that a router serves under its own path.
                route = ground.route_of(hits)
                yield from candidates_of(trace, reading, route, answer, None, (*answer.steps, *reading.why, *steps))
            elif hits and all(not hit.product for hit in hits) and trace.role is Role.CALLED:
                place = f"{trace.place.path}:{trace.place.line}"
                asks = f"whose model is asked for at {place} through {host}?"
                ground.ask("model", place, asks, steps)
                yield ground.unknown(trace, Basis.MODEL, ground.route_of(hits), f"{host}{path}", (*steps, asks))


def _closed(text: str) -> str:
    """An address whose open parts are filled: what follows a whole host is its path."""
    return _OPEN_TAIL.sub(r"\1/x", _OPEN_PATH.sub(r"\1/x", text)).replace(OPEN, "x")


def _bare_host(text: str) -> list[tuple[str, str, int]]:
    host, _, path = text.strip().lower().partition("/")
    is_host = "." in host and " " not in host
    return [(host.split(":", 1)[0], path and "/" + path, 0)] if is_host else []


def _is_used(ground: Ground, trace: Trace) -> tuple[bool, tuple[str, ...]]:
    if trace.role in MENTION_ROLES:
        return False, ()
    if trace.role is Role.CALLED or not trace.language or trace.callee:
        return True, ()
    consumption = ground.flow.consumption_of(Space.CODE, trace.name, trace.place.path, trace.block)
    if consumption is not None:
        return True, origin_steps(trace.place, consumption)
    if vocabulary.is_host_key(trace.name):
        return True, ()
    return False, (f"nothing was seen to use `{trace.name}`",)


def identify_client(ground: Ground, trace: Trace) -> Iterator[Candidate]:
    """Whose library a client is from, and whose service it reaches."""
    if trace.role is Role.DECLARED:
        return  # only a name of its type: what is called on it is the use
    client = ground.built.get(f"{trace.place.path}:{trace.place.line}:{trace.place.column}")
    if client is None:
        # An option that is built (`WithModel(x)`), or one of the library's small types; an answer asks for no model.
        if _ANSWER.search(trace.callee):
            return
        if _CONFIG.search(last_of(trace.callee)) and trace.arguments:
            yield from _config_of(ground, trace)
            return
        hits = ground.known.library_hits(trace)
        models = list(identify_model_arguments(ground, trace, None, ground.route_of(hits)))
        yield from models or _created(ground, trace, hits)
        return
    answer = Answer(trace.callee, client.steps)
    is_library_only = client.is_redirected or client.pointing is Pointing.OPEN
    for hit in client.library:
        if hit.product and hit.basis is Basis.LIBRARY:
            continue
        basis = Basis.LIBRARY if is_library_only and hit.product else hit.basis
        is_decisive = basis is not Basis.LIBRARY
        yield ground.use(trace, hit, answer, is_decisive=is_decisive, basis=basis, client=client)
    if client.pointing is Pointing.ELSEWHERE:
        yield from (ground.use(trace, hit, answer, client=client) for hit in client.hosts)
    if client.pointing is Pointing.OPEN:
        place = f"{trace.place.path}:{trace.place.line}"
        asks = f"at which host is the client at {place} pointed?"
        ground.ask("host", place, asks, client.steps)
        route = ground.route_of(client.library)
        yield ground.unknown(trace, Basis.SERVICE, route, trace.callee, (*client.steps, asks))
    if all(not hit.product for hit in client.library) and _names_model(trace):
        models = list(identify_model_arguments(ground, trace, client, ground.route_of(client.library)))
        yield from models
        if models:
            return
    if any(not hit.product for hit in client.library):
        yield from identify_open_model(ground, trace, client)


def _names_model(trace: Trace) -> bool:
    """Whether a router's function makes the object of a model by its id: `const model = router("acme/large-2")`."""
    is_function = trace.language == "javascript" and last_of(trace.callee)[:1].islower()
    return is_function and any(isinstance(each.value, Text) for each in model_arguments(trace))


def _created(ground: Ground, trace: Trace, hits: tuple[Hit, ...]) -> Iterator[Candidate]:
    """What a service makes through a class of its library: `acme.Image.create(...)`, unless that is pointed elsewhere."""
    if trace.language != "python" or _CREATES.search(trace.callee) is None:
        return
    library = trace.callee.partition(".")[0] + "."
    if all(each.pointing is Pointing.HOME for each in ground.clients.built if each.trace.callee.startswith(library)):
        yield from (ground.use(trace, hit, Answer(trace.callee)) for hit in hits if hit.basis is not Basis.LIBRARY)


def _config_of(ground: Ground, trace: Trace) -> Iterator[Candidate]:
    """The settings of a client that a library's function makes (`acme.DefaultConfig(key)`): whose, the client says to which they are given."""
    given = [
        client
        for client in ground.built_in(trace.place.path)
        if any(isinstance(each.value, Reference) and each.value.name == trace.binds for each in client.trace.arguments)
    ]
    client = given[0] if len(given) == 1 and trace.binds else None
    is_pointed = client is not None and (client.is_redirected or client.pointing is Pointing.OPEN)
    for hit in ground.known.library_hits(trace):
        if hit.basis is not Basis.LIBRARY:
            basis = Basis.LIBRARY if is_pointed and hit.product else hit.basis
            yield ground.use(trace, hit, Answer(trace.callee), is_decisive=False, basis=basis, client=client)


def identify_call(ground: Ground, trace: Trace) -> Iterator[Candidate]:
    """Whose model a call uses; without one, whose service it reaches."""
    written = (literal(trace.value) or "").removeprefix("self.").removeprefix("this.")
    is_member = bool(trace.receiver) and not written.startswith(last_of(trace.receiver))
    client = ground.clients.of(trace.receiver, trace.place, is_member=is_member) if trace.receiver else None
    # A receiver that nobody is known to have built could be anything.
    bare = () if trace.receiver else ground.known.library_hits(trace)
    library = client.library if client is not None else bare
    if not library or all(hit.product and hit.basis is Basis.LIBRARY for hit in library):
        return
    if client is None and makes_value(trace, library):
        return
    if client is None and tells_of_models(last_of(trace.callee)) and not any(hit.product for hit in library):
        return  # a library for anybody's models says what is known of one
    models = list(identify_model_arguments(ground, trace, client, ground.route_of(library)))
    if client is not None and _is_plain_request(trace):
        return
    if not models and client is None and _ASKS.match(last_of(trace.callee)):
        models = list(_identify_handed(ground, trace, ground.route_of(library)))
    if models:
        yield from models
    elif client is not None and not is_housekeeping(trace.callee):
        yield from _call_of(ground, trace, client)
    elif client is None and not is_value_helper(trace.callee):
        yield from (ground.use(trace, hit, Answer(trace.callee)) for hit in library)
        if any(not hit.product for hit in library):
            yield from identify_open_model(ground, trace, None, ground.route_of(library))


def _is_plain_request(trace: Trace) -> bool:
    """Whether Go's own client of HTTP is asked to send a request that was made before: `c.client.Do(req)`."""
    if trace.language != "go" or last_of(trace.callee) != "Do" or len(trace.arguments) != 1:
        return False
    value = trace.arguments[0].value
    return isinstance(value, Reference) and value.name.lower().endswith(("req", "request"))


def _identify_handed(ground: Ground, trace: Trace, route: str) -> Iterator[Candidate]:
    """Whose model a call asks that is handed the object of one: `generateText({ model: fastModel })`."""
    for argument in model_arguments(trace):
        value = argument.value
        client = ground.clients.of(value.name, trace.place) if isinstance(value, Reference) else None
        if client is None:
            continue
        found: list[Candidate] = []
        there = client.trace
        for given in model_arguments(there):
            for answer in ground.flow.answers(given.value, there.place.path, there.scope, there.place.line):
                reading = ground.read_model(answer.text, True)
                if reading is not None:
                    by = reading.routes[0] if reading.routes else ground.route_of(client.library) or route
                    steps = (*ground.steps_of(client), *answer.steps, *reading.why)
                    found.extend(candidates_of(trace, reading, by, answer, client, steps))
        yield from found or _call_of(ground, trace, client)


def _call_of(ground: Ground, trace: Trace, client: Client) -> Iterator[Candidate]:
    answer = Answer(trace.callee, ground.steps_of(client))
    reached = {Pointing.ELSEWHERE: client.hosts, Pointing.HOME: client.library}.get(client.pointing, ())
    for hit in reached:
        if hit.basis is not Basis.LIBRARY:
            yield ground.use(trace, hit, answer, client=client)
    if any(not hit.product for hit in (*client.library, *client.hosts)):
        yield from identify_open_model(ground, trace, client)


def identify_env_key(ground: Ground, trace: Trace) -> Iterator[Candidate]:
    """Whose key an environment variable is, and whether anything reads it."""
    key = literal(trace.value) or ""
    hits = ground.env_key(key)
    if not hits:
        return
    if trace.role in MENTION_ROLES:
        yield from ground.mention(trace, hits)
        return
    if trace.role is Role.DECLARED and trace.language and is_table(key):
        yield from ground.mention(trace, hits)
        return
    if trace.role is Role.DECLARED and trace.language and _holds_other_host(ground, trace, key, hits):
        return
    library = () if _is_read(ground, trace, key) else _left_to_library(ground, trace, key, hits)
    if trace.role is Role.DECLARED and not library and not _is_read(ground, trace, key):
        steps = (f"nothing was seen to read `{key}`",)
        if not trace.language:
            place = f"{trace.place.path}:{trace.place.line}"
            ground.ask("env", key, f"what reads `{key}` (declared at {place})?", settles="use")
        yield from ground.mention(trace, hits, steps)
        return
    client = _client_round(ground, trace)
    for hit in hits:
        if client is not None and client.is_redirected and hit.vendor not in {each.vendor for each in client.hosts}:
            steps = (f"the key is given to a client pointed elsewhere: {'; '.join(client.steps)}",)
            yield ground.use(
                trace, hit, Answer(key), is_decisive=False, steps=steps, basis=Basis.LIBRARY, client=client
            )
        else:
            yield ground.use(trace, hit, Answer(key), is_decisive=False, steps=library, client=client)


def _left_to_library(ground: Ground, trace: Trace, key: str, hits: tuple[Hit, ...]) -> tuple[str, ...]:
    """In words: which library reads a key of the environment by itself, since the program gives it none."""
    if trace.language or not key.endswith(("_KEY", "_TOKEN", "_ENDPOINT")):
        return ()
    for hit in hits:
        place = ground.left_to_library.get((hit.vendor, hit.route)) if hit.product else None
        if place is not None and not is_of_tests(place.path, trace.place.path):
            return (f"no key is given at {place.path}:{place.line}: the library reads `{key}` itself",)
    return ()


def _holds_other_host(ground: Ground, trace: Trace, key: str, hits: tuple[Hit, ...]) -> bool:
    """Whether a program's own constant is only called like a vendor's address, and holds that of somebody else."""
    answers = ground.flow.answers(Reference(Space.CODE, key), trace.place.path, trace.scope, trace.place.line)
    hosts = [host for answer in answers for host in vocabulary.urls_in(answer.text)[:1]]
    vendors = {hit.vendor for hit in hits}
    return bool(hosts) and not any(
        hit.vendor in vendors
        for host, path, _ in hosts
        if not is_nowhere(host)
        for hit in ground.index.host(host, path)
    )


def _is_read(ground: Ground, trace: Trace, key: str) -> bool:
    return key in ground.read_keys or ground.flow.consumption_of(Space.CODE, key, trace.place.path) is not None


def _client_round(ground: Ground, trace: Trace) -> Client | None:
    """The client in whose construction a trace stands."""
    place = trace.place
    for client in ground.built_in(place.path):
        there = client.place
        if there.line <= place.line <= there.end_line:
            return client
    return None
