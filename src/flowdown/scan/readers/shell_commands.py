"""Turn shell commands into traces: programs, installs, endpoints, model arguments, environment, images."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from flowdown.scan.readers.address import addresses
from flowdown.scan.readers.environment import set_environment
from flowdown.scan.readers.image import image_value
from flowdown.scan.readers.installer import installations
from flowdown.scan.readers.interpolation import Dialect, read_value
from flowdown.scan.readers.key_role import holds_model
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.shell_words import Command, Word, read_shell, split_at_equals
from flowdown.scan.trace import Role, Text, TraceKind
from flowdown.scan.vocabulary import is_host_key, is_provider_key

_WRAPPERS = frozenset(
    (
        "sudo doas exec nohup nice command xargs timeout env eval stdbuf ionice caffeinate unbuffer entr "
        "setsid tini dumb-init"
    ).split()
)
_RUN_WRAPPERS = frozenset(
    ("poetry uv pipenv pdm hatch rye bundle pnpm yarn doppler op dotenvx infisical chamber aws-vault").split()
)
_SHELLS = frozenset("sh bash zsh dash ksh ash fish pwsh powershell cmd".split())
_FETCHERS = frozenset(
    (
        "curl wget http https httpie xh wscat websocat grpcurl aria2c fetch invoke-webrequest invoke- "
        "restmethod iwr irm hey ab wrk"
    ).split()
)
_SPEAKERS = frozenset(
    (
        "echo printf print log info warn warning error die fail say note success write-host write-output "
        "write-error read usage msg"
    ).split()
)
_COMPARERS = frozenset(
    ("[ [[ test case grep egrep fgrep rg sed awk expr select-string which type hash for switch unset").split()
)
_CONTAINERS = frozenset(["docker", "podman", "nerdctl"])
_NO_MODEL_OPTION = frozenset(("git python python3 pip make cp mv tar chmod mkdir npm yarn hg svn ls").split())
_SERVES = frozenset(("serve run pull download get chat deploy launch load create push").split())
_NOT_SERVING = frozenset(
    (
        "npm yarn pnpm bun deno docker podman nerdctl git kubectl helm make go cargo poetry uv gh composer "
        "brew apt apt-get terraform pulumi dotnet"
    ).split()
)
_EXPORTS = frozenset("export declare typeset local readonly set setx".split())
_KEY = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
_SETS = re.compile(r"([A-Z][A-Z0-9_]{2,})=")
_BODY_MODEL = re.compile(r"""\\?["']?\bmodel(?:_?id)?\\?["']?\s*[:=]\s*\\?["']([^"'\\\s]+)""", re.IGNORECASE)
_OPTION = re.compile(r"(--?[A-Za-z][\w.-]*)(?:[=:](.*))?\Z", re.DOTALL)
_KEEPER = frozenset(("secret secrets env config:set config variable variables set-env").split())


@dataclass(frozen=True, slots=True)
class Circumstance:
    """What holds for all traces of a script."""

    group: str = ""
    is_optional: bool = False
    role: Role = Role.CONFIGURED
    dialect: Dialect = Dialect.SHELL


PLAIN = Circumstance()


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
    for command in script.commands:
        _read_command(reading, command, around, depth)
    for at, to in script.comments:
        reading.mention(at, to, Role.COMMENTED)
        reading.cover(at, to)


def read_words(reading: Reading, words: list[Word], around: Circumstance = PLAIN) -> None:
    """Read words that form one command line already (an argument list of a container, of a server to start)."""
    _read_command(reading, Command([], words), around, 0)


def _read_command(reading: Reading, command: Command, around: Circumstance, depth: int) -> None:
    for assignment in command.assignments:
        word = assignment.word
        key_end = assignment.start + len(assignment.name)
        set_environment(reading, assignment.name, assignment.start, key_end, word.value, word.start, word.end)
    words = command.words
    if not words:
        return
    if command.is_pattern:
        for word in words:
            reading.mention(word.start, word.end, Role.COMPARED)
        return
    _read_program(reading, words, command, around, depth)


def _read_program(reading: Reading, words: list[Word], command: Command, around: Circumstance, depth: int) -> None:
    if words[0].text.startswith("-"):
        words = [Word("", words[0].start, words[0].start, True), *words]
    program = _base(words[0].text)
    if program in _EXPORTS:
        _read_sets(reading, words[1:])
        return
    rest = _behind_wrapper(program, words)
    if rest:
        _read_sets(reading, list(words[1 : len(words) - len(rest)]))
        if depth < 4:
            _read_program(reading, rest, command, around, depth + 1)
        return
    inner = _inner_script(program, words)
    if inner and depth < 4:
        read_script(reading, inner.start, inner.end, around, depth=depth + 1)
        return
    if program in _SPEAKERS:
        _read_spoken(reading, words, command)
        return
    if program in _COMPARERS:
        _read_keys(reading, words)
        for word in words:
            reading.mention(word.start, word.end, Role.COMPARED)
        return
    _read_cli(reading, program, words[0], around)
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
    _read_arguments(reading, program, words, command, around)


def _base(text: str) -> str:
    return text.rsplit("/", 1)[-1].rsplit("\\", 1)[-1].removesuffix(".exe").lower()


def _behind_wrapper(program: str, words: list[Word]) -> list[Word]:
    """The words of the command that a wrapper starts."""
    if program in _WRAPPERS:
        at = 1
        while at < len(words) and (
            words[at].text.startswith("-") or "=" in words[at].text or words[at].text[:1].isdigit()
        ):
            if words[at].text == "-v" and program == "command":
                return []
            at += 1
        return words[at:]
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


def _inner_script(program: str, words: list[Word]) -> Word | None:
    if program not in _SHELLS:
        return None
    for option, script in itertools.pairwise(words):
        if option.text.startswith(("-", "/")) and option.text.lower().endswith(("c", "command")):
            return script
    return None


def _read_sets(reading: Reading, words: list[Word]) -> None:
    for word in words:
        name, equals, _ = word.text.partition("=")
        if not equals or not name.isidentifier():
            continue
        value = split_at_equals(reading.text, word)
        set_environment(reading, name, word.start, word.start + len(name), value.value, value.start, value.end)


def _read_spoken(reading: Reading, words: list[Word], command: Command) -> None:
    """Words for people; but what is written into a file may set the environment."""
    _read_keys(reading, words)
    for word in words[1:]:
        if command.is_redirected and _SETS.match(word.text):
            _read_sets(reading, [word])
        reading.mention(word.start, word.end, Role.DOCUMENTED)
        reading.cover(word.start, word.end)


def _read_cli(reading: Reading, program: str, word: Word, around: Circumstance) -> None:
    if word.text.startswith(("./", "../")) or not reading.has_hit(word.start, word.end):
        return
    start = word.end - len(program) if reading.text.endswith(program, word.start, word.end) else word.start
    reading.trace(
        TraceKind.CLI, program, start, word.end, Role.CALLED, group=around.group, is_optional=around.is_optional
    )


def _read_keys(reading: Reading, words: list[Word]) -> None:
    for word in words:
        if "$" in word.text and reading.has_hit(word.start, word.end):
            reading.read_names(word.value, word.start, word.end)


def _read_arguments(reading: Reading, program: str, words: list[Word], command: Command, around: Circumstance) -> None:
    _read_keys(reading, words)
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
                _read_arguments(reading, program, [words[0], *words[index + 1 :]], Command(), around)
            break
        if _SETS.match(word.text):
            _read_sets(reading, [word])
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
            _read_body(reading, start, end, around)


def _read_option(reading: Reading, program: str, option: str, word: Word, around: Circumstance) -> bool:
    """Read `--option word`; say whether it was understood."""
    name = option.lstrip("-")
    if _SETS.match(word.text):
        _read_sets(reading, [word])
        return True
    is_short_model = (
        option in ("-m", "-M") and program not in _NO_MODEL_OPTION and reading.has_hit(word.start, word.end)
    )
    if is_short_model or (len(name) > 1 and holds_model(name)):
        if not word.text or " " in word.text.strip() or word.text.startswith(("/", "./")):
            return False
        kind = TraceKind.MODEL_ID
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
    if not is_body and not option and word.text.startswith("$"):
        reading.trace(TraceKind.ENDPOINT, word.value, word.start, word.end, Role.CALLED, group=around.group)
    _read_body(reading, word.start, word.end, around)


def _read_body(reading: Reading, start: int, end: int, around: Circumstance) -> None:
    for found in _BODY_MODEL.finditer(reading.text, start, end):
        value = read_value(found.group(1), Dialect.SHELL)
        reading.trace(
            TraceKind.MODEL_ID, value, found.start(1), found.end(1), Role.CALLED, name="model", group=around.group
        )


def _image_index(program: str, words: list[Word]) -> int:
    """The index of the image in `docker run ...` and the like (0: none)."""
    if program not in _CONTAINERS or len(words) < 3 or words[1].text not in ("run", "pull", "create"):
        return 0
    flags = frozenset(
        (
            "--rm -d -i -t -it -ti --detach --interactive --tty --privileged --init -P --quiet -q --no- "
            "healthcheck -dit -itd"
        ).split()
    )
    at = 2
    while at < len(words):
        text = words[at].text
        if not text.startswith("-"):
            return at
        at += 1 if text in flags or "=" in text else 2
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
    if not reading.has_hit(word.start, word.end):
        return
    if position == 2 and words[1].text in _SERVES and program not in _NOT_SERVING and " " not in word.text:
        if addresses(word.text) or word.text.startswith(("/", ".")):
            return
        reading.trace(
            TraceKind.MODEL_ID,
            word.value,
            word.start,
            word.end,
            around.role,
            name=words[1].text,
            callee=program,
            group=around.group,
        )
