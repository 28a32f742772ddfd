"""Judge one setting by its key, its value and its surroundings."""

from __future__ import annotations

import re
from typing import Protocol

from flowdown.scan.readers import key_role
from flowdown.scan.readers.address import addresses, is_host_name, weights_file
from flowdown.scan.readers.interpolation import Dialect
from flowdown.scan.readers.node import Pair, Scalar
from flowdown.scan.readers.provider_name import (
    KEYED,
    ends_in_key,
    is_given,
    is_section_of_provider,
    names_api_key,
    read_provider,
)
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.scalar_value import value_of
from flowdown.scan.readers.secret import looks_secret, names_secret
from flowdown.scan.readers.written_settings import holds_environment, read_written
from flowdown.scan.trace import Join, Role, Text, TraceKind, Value
from flowdown.scan.vocabulary import is_host_key, is_prose, is_provider_key, words_of

_DOTTED = re.compile(r"(?:[A-Za-z_@][\w/-]*\.)+[A-Za-z_]\w*\Z")
_CALLED_MODEL = re.compile(r"\w\([^()]*\bmodel(?:_?(?:name|id))?\s*[=:]\s*[\"']([\w@%~.:/+-]+)[\"']")
_CLASS_KEYS = frozenset(
    (
        "type class target classpath classname module plugin import importpath use backend handler component "
        "implementation factory"
    ).split()
)
_SETTING = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+){1,4}\Z")
_OWN = "settings"
"""The language of a program's own settings: a name that nothing reads there asks nobody."""
_WORD = re.compile(r"[\w.@/-]{2,80}\Z")
_REPOSITORY_KEYS = frozenset("repoid hubid repositoryid modelrepo pretrained weights checkpoint".split())
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+\Z")
_MODEL_SLOTS = frozenset("name id value default model primary slug modelname".split())


class Surroundings(Protocol):
    """What the judge needs to know of the place of a value."""

    @property
    def cap(self) -> Role | None: ...
    @property
    def group(self) -> str: ...
    @property
    def dialect(self) -> Dialect: ...
    @property
    def is_optional(self) -> bool: ...
    @property
    def is_template(self) -> bool: ...
    @property
    def is_selecting(self) -> bool: ...
    @property
    def is_hit(self) -> bool: ...


def judge_key(reading: Reading, path: tuple[str, ...], pair: Pair, around: Surroundings) -> None:
    """Add the traces of a key that a keyword hits: an environment variable's name, or a dotted path."""
    key = pair.key
    if around.cap is None:
        _judge_provider(reading, pair, around)
    if around.cap is None and isinstance(pair.value, Scalar) and _SETTING.match(key.text) and _names_access(key.text):
        # Under the name that the environment has it by, if the program reads that.
        reading.trace(
            TraceKind.ENV_KEY,
            key.text.upper(),
            key.start,
            key.end,
            Role.DECLARED,
            language=_OWN,
            is_optional=around.is_optional,
        )
    if not reading.has_hit(key.start, key.end):
        return
    is_of_models = len(path) > 1 and key_role.holds_models(path[-2])
    if around.cap is not None and not is_of_models:
        reading.mention(key.start, key.end, around.cap)
        return
    role = Role.DOCUMENTED if len(path) > 1 and key_role.holds_prose(path[-2]) else Role.CONFIGURED
    group, is_optional = around.group, around.is_optional
    if key_role.ENVIRONMENT_NAME.match(key.text):
        if around.is_template and role is Role.CONFIGURED:
            role = Role.DECLARED  # what a program reads by this name is for the tree to say
        reading.trace(TraceKind.ENV_KEY, key.text, key.start, key.end, role, group=group, is_optional=is_optional)
    elif is_of_models:
        reading.trace(
            TraceKind.MODEL_ID,
            key.text,
            key.start,
            key.end,
            Role.LISTED,
            name=dotted(path[:-1]),
            group=group,
            is_optional=is_optional,
        )
    elif " " in key.text.strip() or key.is_block:
        reading.mention(key.start, key.end, around.cap or Role.LISTED)
    else:
        reading.trace(TraceKind.CONFIG, dotted(path), key.start, key.end, role, group=group, is_optional=is_optional)


def _names_access(key: str) -> bool:
    return names_secret(key) or words_of(key)[-1:] == ("appid",) or words_of(key)[-2:] == ("app", "id")


def _judge_provider(reading: Reading, pair: Pair, around: Surroundings) -> None:
    """A section with a key for its interface, and a key for one by itself, are named after the provider."""
    key = pair.key
    is_single = isinstance(pair.value, Scalar) and " " not in pair.value.text
    is_key = is_single and (names_api_key(key.text) or ends_in_key(key.text))
    if not (is_key or is_section_of_provider(pair)) or key_role.ENVIRONMENT_NAME.match(key.text):
        return
    is_optional = around.is_optional or around.is_template or not is_given(pair)
    under = KEYED if is_key and not names_api_key(key.text) else "provider"
    read_provider(reading, key.text, key.start, key.end, group=around.group, is_optional=is_optional, under=under)


def judge_scalar(
    reading: Reading, path: tuple[str, ...], key: Scalar | None, scalar: Scalar, around: Surroundings
) -> None:
    """Add the traces of a value."""
    text = scalar.text
    if not text:
        return
    name = key.text if key else ""
    start, end = scalar.start, scalar.end
    is_long = scalar.is_block or len(text) > 4000
    if is_long and around.cap is None and reading.has_hit(start, end) and holds_environment(reading.text[start:end]):
        read_written(reading, start, end)
    if is_long:
        reading.mention(start, end, around.cap or (Role.DOCUMENTED if is_prose(text) else Role.LISTED))
        return
    if around.cap is not None:
        _judge_capped(reading, path, scalar, around.cap)
        return
    if names_secret(name) and not any(sign in text for sign in "${%") and "env" not in text.lower()[:12]:
        _judge_secret(reading, path, key, scalar, around)
        return
    value = value_of(scalar, around.dialect)
    if not isinstance(value, Text):
        reading.read_names(value, start, end, name=dotted(path), is_optional=around.is_optional)
    if _is_of_voices(path) and isinstance(value, Text) and reading.has_hit(start, end) and _WORD.match(text):
        # Which part speaks with which voice: the key is the part's, whatever its name.
        _add(reading, TraceKind.MODEL_ID, value, start, end, Role.CONFIGURED, (*path, "voice"), around)
        return
    if key_role.holds_prose(name) or (is_prose(text) and (isinstance(value, Text) or len(text) > 200)):
        reading.mention(start, end, Role.DOCUMENTED, name)
        return
    if looks_secret(text):
        return
    _judge_value(reading, path, name, scalar, value, around)


def dotted(path: tuple[str, ...]) -> str:
    """A path as one text."""
    return ".".join(path)[:300]


def _judge_capped(reading: Reading, path: tuple[str, ...], scalar: Scalar, cap: Role) -> None:
    start, end = scalar.start, scalar.end
    if not reading.has_hit(start, end):
        return
    is_model = any(key_role.holds_model(name) or key_role.holds_models(name) for name in path[-2:])
    if is_model and key_role.can_be_model(scalar.text) and not is_prose(scalar.text):
        reading.trace(TraceKind.MODEL_ID, scalar.text, start, end, cap, name=dotted(path))
    else:
        reading.mention(start, end, cap)


def _judge_secret(
    reading: Reading, path: tuple[str, ...], key: Scalar | None, scalar: Scalar, around: Surroundings
) -> None:
    """A secret is set: its key counts, its value is never repeated."""
    if key_role.ENVIRONMENT_NAME.match(scalar.text) and reading.has_hit(scalar.start, scalar.end):
        reading.trace(TraceKind.ENV_KEY, scalar.text, scalar.start, scalar.end, Role.READ, name=dotted(path))
    elif key and around.is_hit and not reading.has_hit(key.start, key.end):
        reading.trace(
            TraceKind.CONFIG,
            dotted(path),
            key.start,
            key.end,
            Role.CONFIGURED,
            group=around.group,
            is_optional=around.is_optional,
        )
    reading.cover(scalar.start, scalar.end)


_HUB = re.compile(r"hf://(?:models/)?([\w.-]+/[\w.-]+)")
"""A repository of a hub for models as an address, as servers of models take it."""


def _judge_value(
    reading: Reading, path: tuple[str, ...], name: str, scalar: Scalar, value: Value, around: Surroundings
) -> None:
    text, start, end = scalar.text, scalar.start, scalar.end
    hub = _HUB.match(reading.text, start, end)
    if hub:
        _add(reading, TraceKind.WEIGHTS, Text(hub.group(1)), *hub.span(1), Role.CONFIGURED, path, around)
        return
    found = addresses(reading.text, start, end, around.dialect)
    if found or "://" in text:
        for address in found:
            role = key_role.address_role(name, reading.text[address.start : address.end])
            if address.start - start > 40 and " " in text:
                role = Role.LISTED if role is Role.CONFIGURED else role
            if role is Role.CONFIGURED or reading.has_hit(address.start, address.end):
                _add(reading, TraceKind.ENDPOINT, address.value, address.start, address.end, role, path, around)
        return
    weights = weights_file(reading.text, start, end) if reading.has_hit(start, end) else None
    if weights is not None:
        _add(reading, TraceKind.WEIGHTS, weights.value, weights.start, weights.end, Role.CONFIGURED, path, around)
        return
    called = _CALLED_MODEL.search(text) if "(" in text and reading.has_hit(start, end) else None
    if called is not None and text == reading.text[start:end]:
        # A call in the language of the program that reads the settings: `library::chat(model = "...")`.
        at, to = start + called.start(1), start + called.end(1)
        _add(reading, TraceKind.MODEL_ID, Text(called.group(1)), at, to, Role.CONFIGURED, path, around)
        return
    if name == "default" and len(path) > 1 and is_provider_key(path[-2]):
        path, name = path[:-1], path[-2]  # what a schema says of a setting is said of that setting
    kind = _kind_of(reading, path, name, scalar, value, around)
    if kind is TraceKind.ENV_KEY:
        reading.trace(kind, text, start, end, Role.READ, name=dotted(path), is_optional=around.is_optional)
    elif kind is TraceKind.IMPORT:
        reading.trace(kind, text, start, end, Role.CONFIGURED, language="python", name=dotted(path), group=around.group)
    elif kind is not None:
        role = Role.LISTED if _is_alias(path, name, around) else Role.CONFIGURED
        _add(reading, kind, value, start, end, role, path, around)
        if kind is TraceKind.CONFIG and "/" in text and isinstance(value, Text):
            # `publisher/plugin/provider`: the last part is the provider's.
            at = start + text.rindex("/") + 1
            read_provider(reading, text[at - start :], at, end, group=around.group, is_optional=around.is_optional)


def _is_of_voices(path: tuple[str, ...]) -> bool:
    """Whether a value stands below a key for voices: `voices: {host: ..., guest: ...}`."""
    return any(words_of(name)[-1:] in (("voice",), ("voices",)) for name in path[-3:-1])


def _is_alias(path: tuple[str, ...], name: str, around: Surroundings) -> bool:
    """Whether a model's name in a router's list is the name that the router gives, not the one it calls."""
    return name == "model_name" and path[-2:-1] == ("model_list",)


def _kind_of(
    reading: Reading, path: tuple[str, ...], name: str, scalar: Scalar, value: Value, around: Surroundings
) -> TraceKind | None:
    text = scalar.text
    if is_provider_key(name) and _WORD.match(text.replace(":", "/").replace("$", "").strip("{}")):
        return TraceKind.MODEL_ID if ":" in text and isinstance(value, Text) else TraceKind.CONFIG
    if key_role.names_cloud_model(text) and isinstance(value, Text | Join):
        return TraceKind.MODEL_ID
    if key_role.holds_model(name) or _is_model_slot(path, name, around):
        return TraceKind.MODEL_ID if key_role.can_be_model(text) else None
    if key_role.flat(name) in _REPOSITORY_KEYS and _REPOSITORY.match(text):
        return TraceKind.WEIGHTS
    if is_host_key(name) and is_host_name(text) and isinstance(value, Text):
        return TraceKind.ENDPOINT
    if not reading.has_hit(scalar.start, scalar.end):
        return None
    flat = key_role.flat(name)
    if key_role.ENVIRONMENT_NAME.match(text) and key_role.names_environment(name):
        return TraceKind.ENV_KEY
    if flat in _CLASS_KEYS and _DOTTED.match(text):
        return TraceKind.IMPORT
    if around.is_selecting and key_role.is_selector(name) and _WORD.match(text):
        return TraceKind.CONFIG
    return None


def _is_model_slot(path: tuple[str, ...], name: str, around: Surroundings) -> bool:
    """Whether a `name` or `id` stands for a model because of the key above it."""
    if key_role.flat(name) not in _MODEL_SLOTS or len(path) < 2:
        return False
    above = path[-2]
    if key_role.holds_model(above):
        return True
    return key_role.holds_models(above) and (around.is_selecting or name == "default")


def _add(
    reading: Reading,
    kind: TraceKind,
    value: Value,
    start: int,
    end: int,
    role: Role,
    path: tuple[str, ...],
    around: Surroundings,
) -> None:
    reading.trace(kind, value, start, end, role, name=dotted(path), group=around.group, is_optional=around.is_optional)
