"""Read the arguments of one command: models, hosts, keys, images, requests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from flowdown.scan.readers.address import addresses, weights_of
from flowdown.scan.readers.environment import set_environment
from flowdown.scan.readers.image import image_value
from flowdown.scan.readers.interpolation import Dialect, read_value
from flowdown.scan.readers.key_role import holds_model
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.shell_words import Command, Word, split_at_equals
from flowdown.scan.trace import Role, Text, TraceKind
from flowdown.scan.vocabulary import is_host_key, is_provider_key, words_of

_FETCHERS = frozenset(
    (
        "curl wget http https httpie xh wscat websocat grpcurl aria2c fetch invoke-webrequest invoke-restmethod iwr irm "
        "hey ab wrk"
    ).split()
)
_CONTAINERS = frozenset(["docker", "podman", "nerdctl"])
_NO_MODEL_OPTION = frozenset(("git python python3 pip make cp mv tar chmod mkdir npm yarn hg svn ls").split())
VERBS = frozenset(("serve run pull download get chat deploy launch load create push").split())
"""What a program can be told to do with a model."""
_FETCHES_WEIGHTS = frozenset(("pull", "download"))
_NOT_SERVING = frozenset(
    (
        "npm yarn pnpm bun deno docker podman nerdctl git kubectl helm make go cargo poetry uv gh composer "
        "brew apt apt-get terraform pulumi dotnet"
    ).split()
)
_SERVER = re.compile(r"(?:server|cli|run|serve|chat)\Z")
_SHORT = re.compile(r"-[a-z]{2}\Z")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+(?::[\w.-]+)?\Z")
_IMAGE_FLAGS = frozenset(
    (
        "--rm -d -i -t -it -ti --detach --interactive --tty --privileged --init -P --quiet -q --no-healthcheck -dit -itd"
    ).split()
)
_KEY = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
_SETS = re.compile(r"([A-Z][A-Z0-9_]{2,})=")
_BODY_MODEL = re.compile(r"""["']?\bmodel(?:_?id)?[\\\x1f]*["']?\s*[:=]\s*[\\\x1f]*["']([^"'\\\s]+)""", re.IGNORECASE)
_OPTION = re.compile(r"(--?[A-Za-z][\w.-]*)(?:[=:](.*))?\Z", re.DOTALL)
_KEEPER = frozenset(("secret secrets env config:set config variable variables set-env").split())
_PLACEHOLDER = re.compile(r"\$?\{\{[^{}]*\}\}")
_NAMED = re.compile(r"\$\$?\{?([A-Za-z_]\w*)(?:\[[@*]\])?\}?\Z")


@dataclass(frozen=True, slots=True)
class Circumstance:
    """What holds for all traces of a script.

    `lists` are the words that a loop or a list of the script goes through, `functions` those that it defines, and
    `wrappers` those of them that run the command which they are given.
    """

    group: str = ""
    is_optional: bool = False
    role: Role = Role.CONFIGURED
    dialect: Dialect = Dialect.SHELL
    lists: dict[str, tuple[Word, ...]] = field(default_factory=dict)
    functions: frozenset[str] = frozenset()
    wrappers: frozenset[str] = frozenset()


PLAIN = Circumstance()


def listed_words(word: Word, lists: dict[str, tuple[Word, ...]]) -> tuple[Word, ...]:
    """The words that a `$name` stands for one after another; empty where it is no list's."""
    found = _NAMED.match(word.text)
    return lists.get(found.group(1), ()) if found else ()


def read_sets(reading: Reading, words: list[Word]) -> None:
    """Bindings for words `NAME=value`."""
    for word in words:
        name, equals, _ = word.text.partition("=")
        if not equals or not name.isidentifier():
            continue
        value = split_at_equals(reading.text, word)
        set_environment(reading, name, word.start, word.start + len(name), value.value, value.start, value.end)


def read_keys(reading: Reading, words: list[Word]) -> None:
    """Traces for the keys of the environment that words read."""
    for word in words:
        if "$" in word.text and reading.has_hit(word.start, word.end):
            reading.read_names(word.value, word.start, word.end)


def read_passed_keys(reading: Reading, words: list[Word]) -> None:
    """Traces for the keys that a container is handed by their bare names: `exec -e KEY`."""
    for before, word in pairwise(words):
        if before.text in ("-e", "--env") and _KEY.match(word.text) and reading.has_hit(word.start, word.end):
            reading.trace(TraceKind.ENV_KEY, word.text, word.start, word.end, Role.CONFIGURED)


def read_arguments(reading: Reading, program: str, words: list[Word], command: Command, around: Circumstance) -> None:
    """Traces for everything that a program is given."""
    read_keys(reading, words)
    is_fetch = program in _FETCHERS
    option = ""
    positionals = 0
    image_due = _image_index(program, words)
    keeps = any(word.text in _KEEPER for word in words[1:3])
    for index, word in enumerate(words[1:], 1):
        found = _OPTION.match(word.text)
        if found and image_due != index:
            option = found.group(1)
            if found.group(2) is not None:
                _read_option(reading, program, option, split_at_equals(reading.text, word), around)
                option = ""
            continue
        if index == image_due:
            _read_image(reading, word, around)
            if index + 1 < len(words) and words[1].text == "run":
                read_arguments(reading, program, [words[0], *words[index + 1 :]], Command(), around)
            break
        if _SETS.match(word.text):
            read_sets(reading, [word])
        elif _KEY.match(word.text) and reading.has_hit(word.start, word.end) and (keeps or option in ("-e", "--env")):
            reading.trace(TraceKind.ENV_KEY, word.text, word.start, word.end, Role.CONFIGURED)
        elif option and _read_option(reading, program, option, word, around):
            pass
        elif is_fetch:
            _read_fetched(reading, word, around, option)
        elif not option:
            positionals += 1
            _read_positional(reading, program, words, word, positionals, around)
        option = ""
    if is_fetch:
        for start, end in command.heredocs:
            read_body(reading, start, end, around)


def _read_option(reading: Reading, program: str, option: str, word: Word, around: Circumstance) -> bool:
    """Read `--option word`; say whether it was understood."""
    name = option.lstrip("-")
    if _SETS.match(word.text):
        read_sets(reading, [word])
        return True
    is_short_model = (
        option in ("-m", "-M") and program not in _NO_MODEL_OPTION and reading.has_hit(word.start, word.end)
    )
    if is_short_model or (len(name) > 1 and holds_model(name)):
        if not word.text or " " in _PLACEHOLDER.sub("", word.text).strip() or word.text.startswith(("/", "./")):
            return False
        for one in listed_words(word, around.lists):
            _read_model(reading, TraceKind.MODEL_ID, one, name, program, around)
        kind = TraceKind.MODEL_ID
    elif _names_repository(program, option, word) and reading.has_hit(word.start, word.end):
        kind = TraceKind.WEIGHTS
    elif len(name) > 1 and is_provider_key(name) and word.text.isprintable() and " " not in word.text:
        kind = TraceKind.CONFIG
    elif is_host_key(name) and addresses(reading.text, word.start, word.end):
        for address in addresses(reading.text, word.start, word.end, Dialect.SHELL):
            reading.trace(TraceKind.ENDPOINT, address.value, address.start, address.end, around.role, name=name)
        return True
    else:
        return False
    reading.trace(
        kind,
        read_value(word.text, around.dialect)
        if not word.is_literal or around.dialect is not Dialect.SHELL
        else Text(word.text),
        word.start,
        word.end,
        around.role,
        name=name,
        callee=program,
        group=around.group,
        is_optional=around.is_optional,
    )
    return True


def _names_repository(program: str, option: str, word: Word) -> bool:
    """Whether an option names the repository that a local server takes a model's weights from."""
    if not _REPOSITORY.match(word.text):
        return False
    words = words_of(option)
    is_repository = "repo" in words and words[-1] in ("repo", "id", "draft")
    return is_repository or (_SHORT.match(option) is not None and _SERVER.search(program) is not None)


def _read_fetched(reading: Reading, word: Word, around: Circumstance, option: str) -> None:
    is_body = option in ("-d", "--data", "--data-raw", "--json", "--data-binary", "-Body", "-body")
    for address in [] if is_body else addresses(reading.text, word.start, word.end, Dialect.SHELL):
        reading.trace(
            TraceKind.ENDPOINT,
            address.value,
            address.start,
            address.end,
            Role.CALLED,
            group=around.group,
            is_optional=around.is_optional,
        )
        weights = weights_of(reading.text, address.start, address.end)
        if weights is not None:
            reading.trace(
                TraceKind.WEIGHTS,
                weights.value,
                weights.start,
                weights.end,
                around.role,
                name="url",
                group=around.group,
            )
    if not is_body and not option and word.text.startswith("$"):
        reading.trace(TraceKind.ENDPOINT, word.value, word.start, word.end, Role.CALLED, group=around.group)
    read_body(reading, word.start, word.end, around)


def read_body(reading: Reading, start: int, end: int, around: Circumstance) -> None:
    """Traces for the models that the body of a request names."""
    for found in _BODY_MODEL.finditer(reading.text, start, end):
        value = read_value(found.group(1), Dialect.SHELL)
        reading.trace(
            TraceKind.MODEL_ID, value, found.start(1), found.end(1), Role.CALLED, name="model", group=around.group
        )


def _image_index(program: str, words: list[Word]) -> int:
    """The index of the image in `docker run ...` and the like (0: none)."""
    if program not in _CONTAINERS or len(words) < 3 or words[1].text not in ("run", "pull", "create"):
        return 0
    at = 2
    while at < len(words):
        text = words[at].text
        if not text.startswith("-"):
            return at
        at += 1 if text in _IMAGE_FLAGS or "=" in text else 2
    return 0


def _read_image(reading: Reading, word: Word, around: Circumstance) -> None:
    value = image_value(word.text)
    if value is not None:
        reading.trace(
            TraceKind.IMAGE,
            value,
            word.start,
            word.end,
            Role.CALLED,
            group=around.group,
            is_optional=around.is_optional,
        )


def _read_positional(
    reading: Reading, program: str, words: list[Word], word: Word, position: int, around: Circumstance
) -> None:
    """The model that a program is told to serve or to fetch: `program serve model`, `program model pull model`."""
    verbs = [one.text for one in words[1:3]]
    nested = verbs[0] in ("model", "models") and len(verbs) > 1
    verb = verbs[1] if nested else verbs[0]
    if position != 2 + nested or verb not in VERBS or " " in word.text:
        return
    if (program in _NOT_SERVING and not nested) or addresses(word.text) or word.text.startswith(("/", ".")):
        return
    kind = TraceKind.WEIGHTS if verb in _FETCHES_WEIGHTS else TraceKind.MODEL_ID
    for one in listed_words(word, around.lists) or (word,):
        _read_model(reading, kind, one, verb, program, around)


def _read_model(reading: Reading, kind: TraceKind, word: Word, name: str, program: str, around: Circumstance) -> None:
    if not reading.has_hit(word.start, word.end):
        return
    reading.trace(
        kind,
        word.value,
        word.start,
        word.end,
        around.role,
        name=name,
        callee=program,
        group=around.group,
        is_optional=around.is_optional,
    )
