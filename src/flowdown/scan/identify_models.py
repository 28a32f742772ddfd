"""Models: whose a model's id is, whether it is used where it stands, and by which route."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.catalogue.kinds import Basis
from flowdown.catalogue.reading import ModelReading
from flowdown.scan import vocabulary
from flowdown.scan.callee import last_of
from flowdown.scan.candidate import Candidate, signature_words
from flowdown.scan.clients import Client
from flowdown.scan.code_tables import is_literal_type, names_aliases
from flowdown.scan.flow import Answer, origin_steps
from flowdown.scan.ground import Ground
from flowdown.scan.loaded import steps_of
from flowdown.scan.model_constant import spell_constant
from flowdown.scan.trace import (
    MENTION_ROLES,
    Argument,
    Reference,
    Role,
    Space,
    Trace,
    TraceKind,
    Unknown,
    Value,
    literal,
)
from flowdown.scan.visibility import family_of, is_of_tests

_CALLED = re.compile(r"([\w$]+)(?:\.\w+)?\(")
_SAYS_MODEL = frozenset(("model", "llm"))
"""Words of keys that say which model; an engine may be one of anything."""
_OBJECT_KEYS = frozenset({"llm", "lm", "engine"})


def identify_model(ground: Ground, trace: Trace) -> Iterator[Candidate]:
    """The makers and ancestors of the model that a trace names, and who operates its route."""
    for answer in ground.answers(trace):
        is_use, steps = _is_used(ground, trace)
        # A voice is told by its own name: the word alone can be a model of somebody else's (`nova`).
        is_stated = not vocabulary.is_voice_key(trace.name)
        reading = ground.read_model(answer.text, is_stated and (is_use or trace.role not in MENTION_ROLES))
        if reading is None:
            yield from _no_model(ground, trace, answer, is_use, steps)
        elif not is_use or _is_handed_through(ground, trace, answer):
            yield from ground.mention(trace, reading.hits, steps or answer.steps)
        else:
            client = ground.clients.of(trace.callee.split(".", 1)[0], trace.place) if trace.callee else None
            route = _route(ground, reading, trace, client)
            yield from candidates_of(trace, reading, route, answer, client, (*answer.steps, *reading.why, *steps))
            yield from _operator(ground, trace, reading, route, answer)


def _is_handed_through(ground: Ground, trace: Trace, answer: Answer) -> bool:
    """Whether a setting only repeats a variable of its own tree that says itself that it holds a model.

    The evidence is where that is set.
    """
    value = trace.value
    if not isinstance(value, Reference) or value.space is not Space.VARIABLE or value.default is not None:
        return False
    if is_read_setting(ground, trace):
        return False  # the environment of what reads it
    return not trace.language and bool(answer.steps) and vocabulary.is_model_key(value.name.rsplit(".", 1)[-1])


def is_read_setting(ground: Ground, trace: Trace) -> bool:
    """Whether a setting of a deployment is an environment variable that a program of the tree reads."""
    key = trace.name.rsplit(".", 1)[-1]
    return key.isupper() and (key in ground.read_keys or key in ground.read_variables)


def candidates_of(
    trace: Trace, reading: ModelReading, route: str, answer: Answer, client: Client | None, because: tuple[str, ...]
) -> Iterator[Candidate]:
    """One candidate for every vendor in a model's line."""
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
            client.key if client is not None else "",
            because,
            reading.is_edited or hit.vendor not in reading.makers,
        )


def identify_model_arguments(ground: Ground, trace: Trace, client: Client | None, route: str) -> Iterator[Candidate]:
    """The makers of the models that a call is given."""
    for argument in model_arguments(trace):
        answers = ground.flow.answers(argument.value, trace.place.path, trace.scope, trace.place.line)
        for answer in answers or _spelled(argument.value):
            is_stated = bool(answers) and not vocabulary.is_voice_key(argument.name)
            reading = ground.read_model(answer.text, is_stated)
            if reading is not None:
                because = (*ground.steps_of(client), *answer.steps, *reading.why)
                by = reading.routes[0] if reading.routes else route
                yield from candidates_of(trace, reading, by, answer, client, because)


def identify_open_model(ground: Ground, trace: Trace, client: Client | None, by: str = "") -> Iterator[Candidate]:
    """A model that is named by something this tree does not say: no vendor, and a question."""
    for argument in model_arguments(trace):
        if vocabulary.is_voice_key(argument.name):
            continue
        if ground.flow.answers(argument.value, trace.place.path, trace.scope, trace.place.line) or _is_object(
            ground, argument, trace
        ):
            return
        if isinstance(argument.value, Unknown) and _is_made_inside(ground, argument.value, trace):
            return
        place = f"{trace.place.path}:{trace.place.line}"
        asks = f"which model does `{argument.name}` at {place} name?"
        ground.ask("model", place, asks, ground.steps_of(client))
        route = ground.route_of((*client.hosts, *client.library)) if client is not None else by
        yield ground.unknown(trace, Basis.MODEL, route, argument.name, (*ground.steps_of(client), asks))
        return


def _is_object(ground: Ground, argument: Argument, trace: Trace) -> bool:
    """Whether an argument is handed a client rather than a model's id: `Agent(llm=llm)`."""
    value = argument.value
    if not isinstance(value, Reference):
        return False
    return argument.name in _OBJECT_KEYS or ground.clients.of(value.name, trace.place) is not None


def _is_made_inside(ground: Ground, value: Unknown, trace: Trace) -> bool:
    """Whether the object of a model, or its client, is made among the arguments of a call."""
    called = _CALLED.match(value.text)
    if called is not None and ground.clients.of(called.group(1), trace.place) is not None:
        return True
    first, last = trace.place.line, trace.place.end_line or trace.place.line
    return any(
        client.trace is not trace and first <= client.place.line <= last for client in ground.built_in(trace.place.path)
    )


def model_arguments(trace: Trace) -> list[Argument]:
    """The arguments of a call that hold a model's id; the only one of a setter for it (`WithModel(x)`)."""
    last = last_of(trace.callee)
    is_setter = last.startswith(("With", "with", "Set", "set")) and vocabulary.is_model_key(last)
    return [
        argument
        for argument in trace.arguments
        if vocabulary.is_model_key(argument.name) or (is_setter and argument.name == "0")
    ]


def _spelled(value: Value) -> tuple[Answer, ...]:
    """A library's constant read by its name: `bedrock.ModelAcmeLargeV2`."""
    if not isinstance(value, Reference) or value.space is not Space.CODE or "." not in value.name:
        return ()
    word = last_of(value.name)
    spelled = spell_constant(word)
    return (Answer(spelled, (f"`{word}` names the model `{spelled}`",)),) if any(map(str.isdigit, word)) else ()


def _is_used(ground: Ground, trace: Trace) -> tuple[bool, tuple[str, ...]]:
    """Whether a model's id is used where it stands: by its role, or because what it is bound to is used."""
    if trace.is_offered:
        return _is_taken_up(ground, trace)
    if trace.role is Role.LISTED and trace.callee and not trace.name:
        function = last_of(trace.callee)
        place = ground.askers.get((family_of(trace.place.path), function))
        if place is not None and not is_of_tests(place.path, trace.place.path):
            return True, (f"`{function}` asks the model that it is told at {place.path}:{place.line}",)
    if trace.role is Role.LISTED and trace.name:
        member = ground.flow.member_consumption_of(trace.name, trace.place.path)
        return (member is not None, origin_steps(trace.place, member) if member is not None else ())
    if trace.role in MENTION_ROLES:
        return False, ()
    if trace.role is not Role.DECLARED:
        return True, ()
    if not trace.language and (trace.name in ground.read_keys or trace.name in ground.read_variables):
        return True, (f"`{trace.name}` is read in this tree",)
    consumption = ground.flow.consumption_of(Space.CODE, trace.name, trace.place.path, trace.block)
    if consumption is None and not trace.language:
        consumption = ground.flow.consumption_of(Space.VARIABLE, trace.name, trace.place.path)
    if consumption is None:
        return False, (f"nothing was seen to use `{trace.name}`",)
    is_told = vocabulary.is_model_key(trace.name) or vocabulary.is_model_key(consumption.name_there)
    if is_told or (consumption.kind is TraceKind.MODEL_ID and not (literal(trace.value) or "").isalpha()):
        return True, origin_steps(trace.place, consumption)
    return False, (f"`{trace.name}` was not seen to be passed as a model",)


def _is_taken_up(ground: Ground, trace: Trace) -> tuple[bool, tuple[str, ...]]:
    """Whether a table of models is loaded, or looked up in, by a tree that reaches models at all."""
    path = trace.place.path
    loaded = ground.flow.consumption_of(Space.FILE, path, path)
    if loaded is None and trace.language:
        loaded = ground.flow.consumption_of(Space.CODE, trace.name, path)
        must_be_asked = names_aliases(trace.name) or is_literal_type(trace.callee)
        if loaded is not None and loaded.kind is not TraceKind.MODEL_ID and must_be_asked:
            return False, (f"what `{trace.name}` gives was not seen to be asked as a model",)
        return loaded is not None and ground.reaches_models, origin_steps(trace.place, loaded) if loaded else ()
    return loaded is not None and ground.reaches_models, steps_of(loaded) if loaded is not None else ()


def _no_model(
    ground: Ground, trace: Trace, answer: Answer, is_use: bool, steps: tuple[str, ...]
) -> Iterator[Candidate]:
    """What is no model may still be a path of a device's dialect; else it is at most a mention."""
    paths = ground.known.url_path(answer.text)
    if paths:
        consumed = ground.flow.consumption_of(Space.CODE, trace.name, trace.place.path, trace.block)
        # A path in a list of paths is used as soon as its name is: it means nothing else.
        is_use = is_use or (trace.role in (Role.DECLARED, Role.LISTED) and consumed is not None)
        if is_use:
            yield from (ground.use(trace, hit, answer, steps=steps) for hit in paths)
        else:
            yield from ground.mention(trace, paths, steps)
    elif (
        is_use and not trace.language and not _SAYS_MODEL.isdisjoint(vocabulary.words_of(trace.name.rsplit(".", 1)[-1]))
    ):
        # Who serves, where the key says which model: each of them has one here.
        for hit in ground.index.provider(answer.text):
            if hit.product and hit.vendor in ground.shown:
                yield ground.use(trace, hit, answer, steps=steps)
    elif trace.role in MENTION_ROLES or trace.role is Role.DECLARED:
        yield from ground.mention(trace, ground.known.any_of(answer.text))


def _route(ground: Ground, reading: ModelReading, trace: Trace, client: Client | None) -> str:
    if reading.routes:
        return reading.routes[0]
    if client is not None:
        route = ground.route_of((*client.hosts, *client.library))
        if route:
            return route
    if not trace.callee:
        return ""
    hits = ground.index.symbol(last_of(trace.callee)) or ground.index.import_name(trace.language, trace.callee)
    return ground.route_of(hits)


def _operator(ground: Ground, trace: Trace, reading: ModelReading, route: str, answer: Answer) -> Iterator[Candidate]:
    operator = ground.known.operator_of(route)
    if operator and operator not in reading.vendors:
        is_default = answer.is_default and not trace.is_optional
        because = (f"operates the route `{route}`",)
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
            is_default,
            "",
            because,
        )
