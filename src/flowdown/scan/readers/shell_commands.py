"""Turn shell commands into traces: programs, installs, endpoints, model arguments, environment, images."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from flowdown.scan.readers.address import addresses
from flowdown.scan.readers.environment import set_environment
from flowdown.scan.readers.held_text import held_text, unescaped
from flowdown.scan.readers.installer import installations
from flowdown.scan.readers.interpolation import Dialect
from flowdown.scan.readers.node import Scalar
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.shell_arguments import (
    PLAIN,
    Circumstance,
    listed_words,
    read_arguments,
    read_keys,
    read_passed_keys,
    read_sets,
)
from flowdown.scan.readers.shell_words import Command, Word, read_shell, split_at_equals
from flowdown.scan.readers.written_settings import may_set_environment, read_written, sets_environment
from flowdown.scan.trace import Role, Text, TraceKind

_WRAPPERS = frozenset(
    (
        "sudo doas exec nohup nice command xargs timeout env eval stdbuf ionice caffeinate unbuffer entr "
        "setsid tini dumb-init"
    ).split()
)
_RUN_WRAPPERS = frozenset(
    ("poetry uv pipenv pdm hatch rye bundle pnpm yarn doppler op dotenvx infisical chamber aws-vault").split()
)
SHELLS = frozenset("sh bash zsh dash ksh ash fish pwsh powershell cmd".split())
"""Programs that read commands."""
_SPEAKERS = frozenset(
    (
        "echo printf print log info warn warning error die fail say note success write-host write-output "
        "write-error read usage msg"
    ).split()
)
_COMPARERS = frozenset(
    ("[ [[ test case grep egrep fgrep rg sed awk expr select-string which type hash for switch unset").split()
)
_EXPORTS = frozenset("export declare typeset local readonly set setx".split())
_COPIERS = frozenset(("cat", "tee"))
_CONTAINERS = frozenset("docker podman nerdctl docker-compose podman-compose kubectl oc".split())
_ENTERS = frozenset(("exec", "run"))
_VALUED = frozenset("-e --env -u --user -w --workdir --env-file --name -v --volume -p --publish --index".split())
_VERBS_ALONE = frozenset(("pull", "serve"))
_MODEL = re.compile(r"\w[:/]\w")
_LIST_LENGTH = 10_000
_FUNCTION = re.compile(r"^[ \t]*(?:function[ \t]+)?([\w:.-]+)[ \t]*\(\)\s*\{((?:.*\n)*?)[ \t]*\}", re.MULTILINE)
_HANDS_ON = re.compile(
    r"(?:^|[;&|({!])\s*(?:(?:exec|eval|command|time|sudo|if|then|else|do)\s+)*\"?\$[@*]", re.MULTILINE
)
_FIELD = re.compile(r"[^\s,;|\"']+")
_VERSIONED = re.compile(r"[A-Za-z].*[-.:/]")
"""A field of a record that may be a model: a name of several parts."""
_ITEM = re.compile(r"[^\s,]+")
_FISH_FLAGS = re.compile(r"-{1,2}[a-zA-Z]+\Z")
_DEFAULT = re.compile(
    r"\$\{(?P<name>\w+):?:?=(?:\"(?P<quoted>[^\"$`]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'{}$`]*))\}"
)
"""What a variable is set to where it is not set: `: ${MODEL:=acme-large-2}`."""


def read_script(
    reading: Reading,
    start: int,
    end: int,
    around: Circumstance = PLAIN,
    *,
    joins_comments: bool = False,
    depth: int = 0,
) -> None:
    """Read a span of the file as shell script; its comments become mentions."""
    script = read_shell(reading.text, start, end, joins_comments=joins_comments)
    around = replace(around, lists=dict(around.lists))
    if depth == 0:
        around = _with_functions(reading.text[start:end], around)
    listing, closes = "", -1
    for command in script.commands:
        if command.words and command.words[0].start < closes:
            around.lists[listing] = (*around.lists.get(listing, ()), *command.words)
            _read_fields(reading, command.words, listing)
            continue
        _note_lists(reading.text, command, around)
        _read_command(reading, command, around, depth)
        listing, closes = _list_opened(reading.text, command)
    for at, to in script.comments:
        reading.mention(at, to, Role.COMMENTED)
        reading.cover(at, to)


def _with_functions(text: str, around: Circumstance) -> Circumstance:
    found = list(_FUNCTION.finditer(text))
    functions = around.functions | {each.group(1) for each in found}
    wrappers = around.wrappers | {each.group(1) for each in found if _HANDS_ON.search(each.group(2))}
    return replace(around, functions=frozenset(functions), wrappers=frozenset(wrappers))


def _read_fields(reading: Reading, words: list[Word], name: str) -> None:
    """The addresses and models of records that a list holds: `acme,acme-large-2,https://api.acme.example/v1`."""
    for word in words:
        found = addresses(reading.text, word.start, word.end, Dialect.SHELL)
        for address in found:
            reading.trace(
                TraceKind.ENDPOINT, address.value, address.start, address.end, Role.CONFIGURED, name=f"{name}.url"
            )
        for part in _FIELD.finditer(reading.text, word.start, word.end) if found else ():
            is_word = not any(each.start <= part.start() < each.end for each in found)
            if is_word and _VERSIONED.search(part.group()) and reading.has_hit(*part.span()):
                reading.trace(TraceKind.MODEL_ID, part.group(), *part.span(), Role.CONFIGURED, name="model")


def _note_lists(text: str, command: Command, around: Circumstance) -> None:
    """Keep the words that a loop goes through, and those of a list written as one text."""
    texts = [word.text for word in command.words[:3]]
    if len(texts) == 3 and texts[0] == "for" and texts[2] == "in":
        around.lists[texts[1]] = tuple(
            one for word in command.words[3:] for one in listed_words(word, around.lists) or (word,)
        )
    for assignment in command.assignments:
        if " " in assignment.word.text.strip() and assignment.word.is_literal:
            around.lists[assignment.name] = tuple(_items(text, assignment.word))


def _items(text: str, word: Word) -> Iterator[Word]:
    for found in _ITEM.finditer(text, word.start, word.end):
        yield Word(found.group(), found.start(), found.end(), True)


def _list_opened(text: str, command: Command) -> tuple[str, int]:
    """The name of the list that the end of a command opens (`name=(`), and where it closes."""
    name, end = "", 0
    if command.words and command.words[0].text in _EXPORTS:
        name, end = command.words[-1].text, command.words[-1].end
    elif command.assignments and not command.words and not command.assignments[-1].word.text:
        name, end = command.assignments[-1].name + "=", command.assignments[-1].word.end
    is_open = name.endswith("=") and text[end : end + 1] == "("
    return (name[:-1], text.find(")", end, end + _LIST_LENGTH)) if is_open else ("", -1)


def read_held_script(reading: Reading, scalar: Scalar, around: Circumstance = PLAIN) -> None:
    """Read a script that a file in another notation holds as one string."""
    with reading.laid_out(scalar.start, scalar.end, held_text(reading.text, scalar)):
        read_script(reading, scalar.start, scalar.end, around)


def read_words(reading: Reading, words: list[Word], around: Circumstance = PLAIN) -> None:
    """Read words that form one command line already (an argument list of a container, of a server to start)."""
    _read_command(reading, Command([], words), around, 0)


def _read_command(reading: Reading, command: Command, around: Circumstance, depth: int) -> None:
    for assignment in command.assignments:
        word = assignment.word
        key_end = assignment.start + len(assignment.name)
        set_environment(
            reading,
            assignment.name,
            assignment.start,
            key_end,
            word.value,
            word.start,
            word.end,
            is_optional=around.is_optional,
        )
    words = command.words
    if not words:
        return
    if command.is_pattern:
        for word in words:
            reading.mention(word.start, word.end, Role.COMPARED)
        return
    _read_program(reading, words, command, around, depth)


def _read_program(reading: Reading, words: list[Word], command: Command, around: Circumstance, depth: int) -> None:
    # What an image is told without naming its program: options, or a verb and a model.
    is_verb = words[0].text in _VERBS_ALONE and len(words) > 1 and _MODEL.search(words[1].text)
    if words[0].text.startswith("-") or is_verb:
        words = [Word("", words[0].start, words[0].start, True), *words]
    program = base_name(words[0].text)
    if program == "set" and len(words) > 3 and _FISH_FLAGS.match(words[1].text):
        _read_fish_set(reading, words, around)
        return
    if program in _EXPORTS:
        read_sets(reading, words[1:])
        return
    if program == ":":
        _read_defaults(reading, words, around)
        return
    if program in _COPIERS and command.is_redirected and may_set_environment(command.target):
        for span in command.heredocs:
            read_written(reading, *span)
    rest = _behind_wrapper(program, words, around)
    if rest:
        read_sets(reading, list(words[1 : len(words) - len(rest)]))
        read_passed_keys(reading, list(words[1 : len(words) - len(rest)]))
        if depth < 4:
            _read_program(reading, rest, command, around, depth + 1)
        return
    inner = _inner_script(program, words)
    if inner and depth < 4:
        written = reading.text[inner.start : inner.end]
        is_escaped = "\\" in written and reading.text[inner.start - 1 : inner.start] == '"'
        with reading.laid_out(inner.start, inner.end, unescaped(written) if is_escaped else None):
            read_script(reading, inner.start, inner.end, around, depth=depth + 1)
        return
    if program == "alias" and len(words) > 1:
        _read_alias(reading, words, around, depth)
        return
    if program in _SPEAKERS:
        _read_spoken(reading, words, command)
        return
    if program in _COMPARERS:
        read_keys(reading, words)
        for word in words if program != "for" else ():
            reading.mention(word.start, word.end, Role.COMPARED)
        return
    if program == "dotnet" and len(words) > 2 and words[1].text == "user-secrets":
        _read_user_secrets(reading, words[2:])
        return
    _read_cli(reading, program, words, around)
    packages, behind = installations(words)
    for package in packages:
        has_name_space = package.language in ("deb", "rpm", "apk", "brew", "generic")
        if has_name_space and not reading.has_hit(package.start, package.end):
            continue
        reading.trace(
            TraceKind.DEPENDENCY,
            package.name,
            package.start,
            package.end,
            Role.DECLARED,
            language=package.language,
            group=package.group or around.group,
            is_optional=around.is_optional,
        )
    if packages and not behind:
        return
    read_arguments(reading, program, words, command, around)


def _read_fish_set(reading: Reading, words: list[Word], around: Circumstance) -> None:
    """A variable that fish sets by words apart: `set -gx MODEL acme-large-2`."""
    rest = [word for word in words[1:] if not _FISH_FLAGS.match(word.text)]
    if len(rest) < 2 or not rest[0].text.isidentifier():
        read_keys(reading, words)
        return
    name, value = rest[0], rest[1]
    set_environment(
        reading,
        name.text,
        name.start,
        name.end,
        value.value,
        value.start,
        value.end,
        is_optional=around.is_optional,
    )


def _read_defaults(reading: Reading, words: list[Word], around: Circumstance) -> None:
    """The variables that the command which does nothing sets by the way."""
    if len(words) < 2:
        return
    read_keys(reading, words)
    for found in _DEFAULT.finditer(reading.text, words[1].start, words[-1].end):
        group = next(each for each in ("quoted", "single", "bare") if found.group(each) is not None)
        value = Text(found.group(group))
        set_environment(
            reading,
            found.group("name"),
            *found.span("name"),
            value,
            *found.span(group),
            is_default=True,
            is_optional=around.is_optional,
        )


def _read_alias(reading: Reading, words: list[Word], around: Circumstance, depth: int) -> None:
    """The command that a name of somebody's own stands for: `alias c=acme`, or `alias c acme`."""
    if "=" in words[1].text:
        given = split_at_equals(reading.text, words[1])
        start, end = given.start, given.end
    elif len(words) > 2:
        start, end = words[2].start, words[-1].end
    else:
        return
    if depth < 4 and reading.has_hit(start, end):
        read_script(reading, start, end, replace(around, group=around.group or "dev"), depth=depth + 1)


def base_name(text: str) -> str:
    """The name of a program without its folder and suffix."""
    return text.rsplit("/", 1)[-1].rsplit("\\", 1)[-1].removesuffix(".exe").lower()


def _behind_wrapper(program: str, words: list[Word], around: Circumstance) -> list[Word]:
    """The words of the command that a wrapper starts."""
    if words[0].text in around.wrappers:
        return words[1:]
    if program in _WRAPPERS:
        at = 1
        while at < len(words) and (
            words[at].text.startswith("-") or "=" in words[at].text or words[at].text[:1].isdigit()
        ):
            if words[at].text == "-v" and program == "command":
                return []
            at += 1
        return words[at:]
    if program in _CONTAINERS:
        return _behind_container(words)
    if program in _RUN_WRAPPERS and len(words) > 2 and words[1].text in ("run", "exec"):
        at = 2
        while at < len(words) and words[at].text.startswith("-") and words[at].text != "--":
            at += 2 if words[at].text in ("--with", "--group", "--extra", "--env", "-p", "--python", "--project") else 1
        if any(word.text == "--with" for word in words[2:at]):
            return []
        if at < len(words) and words[at].text == "--":
            at += 1
        return words[at:]
    return []


def _behind_container(words: list[Word]) -> list[Word]:
    """The words of the command that is run inside a container that runs already, or as a service of a compose file."""
    texts = [word.text for word in words]
    enters = next((at for at, text in enumerate(texts[:8]) if text in _ENTERS), 0)
    if not enters or (texts[enters] == "run" and "compose" not in texts[0] + texts[1]):
        return []
    if "--" in texts[enters:]:
        return words[texts.index("--", enters) + 1 :]
    at = enters + 1
    while at < len(words) and texts[at].startswith("-"):
        at += 2 if texts[at] in _VALUED else 1
    return words[at + 1 :] if texts[0] not in ("kubectl", "oc") else []


def _inner_script(program: str, words: list[Word]) -> Word | None:
    if program not in SHELLS:
        return None
    for option, script in itertools.pairwise(words):
        if option.text.startswith(("-", "/")) and option.text.lower().endswith(("c", "command")):
            return script
    return None


def _read_spoken(reading: Reading, words: list[Word], command: Command) -> None:
    """Words for people; but what is written into a file may set the environment."""
    read_keys(reading, words)
    for word in words[1:]:
        if command.is_redirected and sets_environment(word.text, command.target):
            read_written(reading, word.start, word.end)
            continue
        reading.mention(word.start, word.end, Role.DOCUMENTED)
        reading.cover(word.start, word.end)


_SECTION_TAIL = re.compile(r"(?<=[a-zA-Z])(?:Text|Embeddings?|Chat|Completions?|Options|Settings|Service)$")


def _read_user_secrets(reading: Reading, words: list[Word]) -> None:
    """A setting that is put into a program's own store: whose it is, a part of its path says (`Services:Acme:ApiKey`)."""
    if words[0].text != "set":
        return
    for word in words[1:]:
        if ":" not in word.text or word.text.startswith("-"):
            continue
        at = word.start + max(reading.text[word.start : word.end].find(word.text), 0)
        for section in word.text.split(":")[:-1]:
            name = _SECTION_TAIL.sub("", section)
            reading.trace(TraceKind.CONFIG, name, at, at + len(section), Role.CONFIGURED, name="provider")
            at += len(section) + 1
        return


def _read_cli(reading: Reading, program: str, words: list[Word], around: Circumstance) -> None:
    word, verb = words[0], words[1].text if len(words) > 1 and words[1].text.isalpha() else ""
    if (
        word.text.startswith(("./", "../"))
        or word.text in around.functions
        or not reading.has_hit(word.start, word.end)
    ):
        return
    start = word.end - len(program) if reading.text.endswith(program, word.start, word.end) else word.start
    is_optional, group = around.is_optional, around.group
    reading.trace(TraceKind.CLI, program, start, word.end, Role.CALLED, name=verb, group=group, is_optional=is_optional)
