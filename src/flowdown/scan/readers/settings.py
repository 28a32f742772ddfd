"""Judge the settings of a configuration tree: which values configure something, and which are only there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from flowdown.scan.readers import key_role
from flowdown.scan.readers.argument_list import names_program, read_argument_list, start_words
from flowdown.scan.readers.environment import set_environment
from flowdown.scan.readers.image import image_value
from flowdown.scan.readers.interpolation import Dialect, read_value
from flowdown.scan.readers.node import (
    Alias,
    Mapping,
    Node,
    Pair,
    Scalar,
    Sequence,
    child,
    nodes_of,
    pairs_of,
    resolved,
    scalars_of,
    text_of,
)
from flowdown.scan.readers.provider_name import names_api_key, read_provider
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.scalar_judge import judge_key, judge_scalar
from flowdown.scan.readers.scalar_value import value_of
from flowdown.scan.readers.section_choice import unchosen_sections
from flowdown.scan.readers.shell_arguments import Circumstance
from flowdown.scan.trace import Role, TraceKind, Unknown, Value

ENTRY_LIMIT = 500
"""A longer list is a table."""
CATALOGUE_LIMIT = 40
"""A longer list of services or models is one to choose from, not one that is used."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How the values of a file, or of a part of it, are to be taken.

    `cap` holds every value down to that role; `is_deployment` says that images and argument lists mean what they
    say; `is_selecting` that the mapping around configures a client of some service; `is_hit` that a keyword hits one
    of the keys above; `is_name` that the key is a name that somebody chose (a job's, a service's). `left_out` are the
    offsets of the keys of sections that another setting does not choose.
    """

    cap: Role | None = None
    group: str = ""
    dialect: Dialect = Dialect.PLAIN
    is_optional: bool = False
    is_template: bool = False
    is_deployment: bool = False
    is_selecting: bool = False
    is_hit: bool = False
    is_name: bool = False
    left_out: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Spot:
    """A pair in its surroundings: the keys that lead to it and the mapping that holds it."""

    path: tuple[str, ...]
    pair: Pair
    mapping: Mapping


Visit: TypeAlias = Callable[[Reading, Spot, Manner], "bool | Manner"]
"""A format's own rules: True when the pair is dealt with, False when not, a manner for what is below."""


def no_rules(reading: Reading, spot: Spot, manner: Manner) -> bool:
    """No rules beyond the general ones."""
    return False


_GIVEN_BY = frozenset(("value", "valuefrom", "secretref"))
"""Keys beside a name by which a variable of the environment is given its value."""


def judge(reading: Reading, root: Node, manner: Manner, visit: Visit = no_rules, path: tuple[str, ...] = ()) -> None:
    """Add the traces of everything below a node."""
    left_out = unchosen_sections(root, lambda pair: reading.has_hit(pair.key.start, _end_of(pair)))
    manner = replace(manner, left_out=left_out) if left_out else manner
    stack: list[tuple[Node, tuple[str, ...], Scalar | None, Manner]] = [(root, path, None, manner)]
    while stack:
        node, path, key, manner = stack.pop()
        if isinstance(node, Scalar):
            judge_scalar(reading, path, key, node, manner)
        elif isinstance(node, Sequence):
            if manner.cap is None and (len(node.nodes) > ENTRY_LIMIT or _is_catalogue(node)):
                manner = replace(manner, cap=Role.LISTED)
            stack.extend((one, path, key, manner) for one in reversed(node.nodes))
        elif isinstance(node, Mapping):
            stack.extend(reversed(_read_mapping(reading, node, path, key, manner, visit)))


def _end_of(pair: Pair) -> int:
    """Where a section's last scalar ends; what stands before its last key ends before that."""
    last = next(reversed(pairs_of(pair.value)), pair)
    ends = [one.end for one in scalars_of(last.value)] if last is not pair else []
    return max([last.key.end, *ends])


def _is_catalogue(sequence: Sequence) -> bool:
    """Whether a list can only be a table to look services or models up in: by its prices, or by its length."""
    mappings = [node for node in sequence.nodes if isinstance(node, Mapping)]
    if key_role.is_price_list(mappings):
        return True
    return len(mappings) > CATALOGUE_LIMIT and all(
        key_role.configures_service(one) for one in mappings[:CATALOGUE_LIMIT]
    )


def _read_mapping(
    reading: Reading, mapping: Mapping, path: tuple[str, ...], key: Scalar | None, manner: Manner, visit: Visit
) -> list[tuple[Node, tuple[str, ...], Scalar | None, Manner]]:
    if len(mapping.pairs) > ENTRY_LIMIT:
        return []  # a table; what a keyword hits in it is left to be listed
    manner = _manner_of(mapping, manner)
    if manner.cap is None and _read_whole(reading, mapping, path, key, manner):
        return []
    below: list[tuple[Node, tuple[str, ...], Scalar | None, Manner]] = []
    for pair in mapping.pairs:
        spot = Spot((*path, pair.key.text) if len(path) < 40 else path, pair, mapping)
        decided = visit(reading, spot, manner)
        if decided is True:
            continue
        inner = decided if isinstance(decided, Manner) else manner
        if pair.key.start in inner.left_out:
            inner = replace(inner, is_optional=True)
        value = pair.value
        if isinstance(value, Alias):
            if key_role.is_environment_map(pair.key.text) and inner.cap is None:
                _read_environment(reading, value, inner)
            continue
        if _read_pair(reading, spot, inner):
            continue
        if inner.cap is None and isinstance(value, Mapping) and key_role.is_price_table(value):
            inner = replace(inner, cap=Role.LISTED)
        if inner.is_name:
            reading.mention(pair.key.start, pair.key.end, inner.cap or Role.LISTED)
            inner = replace(inner, is_name=False)
        else:
            judge_key(reading, spot.path, pair, inner)
        if not inner.is_hit and reading.has_hit(pair.key.start, pair.key.end):
            inner = replace(inner, is_hit=True)
        if inner.cap is None:
            cap = key_role.role_below(pair.key.text, isinstance(value, Sequence))
            if cap is not None:
                inner = replace(inner, cap=cap)
        below.append((value, spot.path, pair.key, inner))
    return below


def _manner_of(mapping: Mapping, manner: Manner) -> Manner:
    is_selecting = key_role.configures_service(mapping)
    is_table = manner.cap is None and (
        key_role.is_price_table(mapping) or key_role.is_recording(mapping) or key_role.is_measurement(mapping)
    )
    cap = Role.LISTED if is_table else manner.cap
    is_optional = manner.is_optional or key_role.is_off(mapping)
    if (is_selecting, cap, is_optional) == (manner.is_selecting, manner.cap, manner.is_optional):
        return manner
    return replace(manner, is_selecting=is_selecting, cap=cap, is_optional=is_optional)


def _read_whole(reading: Reading, mapping: Mapping, path: tuple[str, ...], key: Scalar | None, manner: Manner) -> bool:
    """Read mappings that mean one thing as a whole: `{name: KEY, value: x}`, `{command: x, args: [...]}`."""
    names = {pair.key.text.lower(): pair for pair in mapping.pairs[:12]}
    name_pair = names.get("name") or names.get("key")
    if name_pair and isinstance(name_pair.value, Scalar) and key:
        is_held = key_role.is_environment_map(key.text)
        is_given = is_held or not _GIVEN_BY.isdisjoint(names)
        is_name = key_role.ENVIRONMENT_NAME.match(name_pair.value.text) or (
            is_held and name_pair.value.text.isidentifier()
        )
        if is_name and is_given:
            _read_named(reading, name_pair.value, names.get("value"), names.get("valuefrom"), manner)
            return len(mapping.pairs) <= 3
    started = start_words(mapping)
    if started:
        read_argument_list(reading, started, _circumstance(manner), names_program(mapping))
    if manner.is_deployment and "repository" in names and key and "image" in key.text.lower():
        _read_image(reading, names["repository"].value, manner, text_of(child(mapping, "registry")))
    return False


def _read_named(reading: Reading, name: Scalar, value: Pair | None, source: Pair | None, manner: Manner) -> None:
    holder = value.value if value else None
    around = {"is_template": manner.is_template, "is_optional": manner.is_optional}
    if isinstance(holder, Scalar):
        inner = value_of(holder, manner.dialect)
        set_environment(
            reading, name.text, name.start, name.end, inner, holder.start, holder.end, group=manner.group, **around
        )
        return
    set_environment(
        reading,
        name.text,
        name.start,
        name.end,
        Unknown("set elsewhere"),
        name.start,
        name.end,
        group=manner.group,
        **around,
    )
    for pair in pairs_of(source.value if source else None):
        key = resolved(child(pair.value, "key"))
        if isinstance(key, Scalar) and names_api_key(key.text) and not key.text.isupper():
            read_provider(reading, key.text, key.start, key.end, group=manner.group, is_optional=manner.is_optional)
        elif isinstance(key, Scalar) and reading.has_hit(key.start, key.end):
            reading.trace(TraceKind.ENV_KEY, key.text, key.start, key.end, Role.READ, group=manner.group)


def _read_pair(reading: Reading, spot: Spot, manner: Manner) -> bool:
    """Read pairs whose key says what the whole value is."""
    if manner.cap is not None:
        return False
    key, value = spot.pair.key.text, spot.pair.value
    if key_role.is_environment_map(key) and isinstance(value, Mapping | Sequence):
        return _read_environment(reading, value, manner)
    if key_role.flat(key) in key_role.ARGUMENT_KEYS and isinstance(value, Sequence):
        words = scalars_of(value)
        if len(words) != len(value.nodes):
            return False
        if not {id(word) for word in words} & {id(word) for word in start_words(spot.mapping)}:
            read_argument_list(reading, words, _circumstance(manner))
        return True
    if manner.is_deployment and key == "image" and isinstance(value, Scalar):
        return _read_image(reading, value, manner)
    if key_role.holds_models(key) and isinstance(value, Sequence):
        return _read_models(reading, spot, value, manner)
    return False


def _read_environment(reading: Reading, node: Node, manner: Manner) -> bool:
    """Read a map or list of environment variables; say whether all of it was understood."""
    node = resolved(node) or Scalar("", 0, 0)
    done = True
    for pair in pairs_of(node):
        value = resolved(pair.value)
        if pair.key.text == "<<":
            for one in nodes_of(value) or [pair.value]:
                _read_environment(reading, one, manner)
            continue
        if isinstance(value, Mapping):
            given = resolved(child(value, "value") or child(value, "default"))
            if given is None and value.pairs:
                if key_role.is_environment_map(pair.key.text):
                    _read_environment(reading, value, manner)
                else:
                    judge(reading, value, manner, path=(pair.key.text,))
                continue
            value = given
        if isinstance(value, Scalar):
            _set(reading, pair.key, value, manner)
        else:
            _set(reading, pair.key, Scalar("", pair.key.start, pair.key.end), manner, Unknown("a structure"))
    if isinstance(node, Sequence):
        for one in node.nodes:
            if isinstance(one, Scalar):
                _read_assignment(reading, one, manner)
            else:
                done = False
    return done


def _read_assignment(reading: Reading, one: Scalar, manner: Manner) -> None:
    name, equals, rest = one.text.partition("=")
    if not name.replace("_", "").isalnum():
        return
    key = Scalar(name, one.start, one.start + len(name))
    if equals:
        quoted = rest.strip("'\"")
        start = one.start + len(name) + 1 + rest.find(quoted)
        _set(reading, key, Scalar(quoted, start, start + len(quoted)), manner)
    else:
        _set(reading, key, key, manner, read_value("${" + name + "}"))


def _set(reading: Reading, key: Scalar, value: Scalar, manner: Manner, known: Value | None = None) -> None:
    set_environment(
        reading,
        key.text,
        key.start,
        key.end,
        known if known is not None else value_of(value, manner.dialect),
        value.start,
        value.end,
        is_template=manner.is_template,
        is_optional=manner.is_optional,
        group=manner.group,
    )


def _circumstance(manner: Manner) -> Circumstance:
    return Circumstance(manner.group, manner.is_optional, Role.CONFIGURED, manner.dialect)


def _read_image(reading: Reading, node: Node, manner: Manner, registry: str = "") -> bool:
    holder = resolved(node)
    if not isinstance(holder, Scalar):
        return False
    value = image_value(f"{registry}/{holder.text}" if registry else holder.text)
    if value is None:
        return False
    reading.trace(
        TraceKind.IMAGE,
        value,
        holder.start,
        holder.end,
        Role.CONFIGURED,
        group=manner.group,
        is_optional=manner.is_optional,
    )
    return True


def _read_models(reading: Reading, spot: Spot, value: Sequence, manner: Manner) -> bool:
    """A list of models: a choice that is configured where a client is set up around it, else a mere list."""
    if len(scalars_of(value)) != len(value.nodes):
        return False
    role = Role.CONFIGURED if manner.is_selecting else Role.LISTED
    for index, one in enumerate(scalars_of(value)):
        if role is Role.LISTED and not reading.has_hit(one.start, one.end):
            continue
        reading.trace(
            TraceKind.MODEL_ID,
            value_of(one, manner.dialect),
            one.start,
            one.end,
            role,
            name=".".join(spot.path),
            group=manner.group,
            is_optional=manner.is_optional or index > 0,
        )
    return True
