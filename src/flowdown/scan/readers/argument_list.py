"""Read what a container or a server is started with: lists of words, some of which hold a script."""

from __future__ import annotations

import re
from collections.abc import Sequence as Several

from flowdown.scan.readers.node import Mapping, Node, Scalar, resolved, scalars_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.shell_arguments import VERBS, Circumstance
from flowdown.scan.readers.shell_commands import SHELLS, base_name, read_held_script, read_words
from flowdown.scan.readers.shell_words import Word, read_shell

_GIVES_SCRIPT = re.compile(r"-[a-z]*c\Z")
_STARTS_SHELL = re.compile(r"(?:/\w+)*/?(?:ba|z|da|a|k)?sh[ \t]+-")
_JOINS_COMMANDS = re.compile(r"\n|;[ \t]|[ \t](?:&&|\|\||&|\|)(?:[ \t]|\Z)")
_ARGUMENTS = ("args", "arguments")
_ENTRIES = ("entrypoint", "command", "cmd", *_ARGUMENTS)


def start_words(mapping: Mapping) -> list[Scalar]:
    """The words by which a mapping says what is started, entry point first; empty if it gives no list of them."""
    given = [node for _, node in _entries_of(mapping)]
    if all(isinstance(node, Scalar) for node in given) and len(given) < 2:
        return []
    return [one for node in given for one in scalars_of(node)]


def names_program(mapping: Mapping) -> bool:
    """Whether the words by which a mapping starts something begin with a program, not with its arguments."""
    return any(name not in _ARGUMENTS for name, _ in _entries_of(mapping))


def _entries_of(mapping: Mapping) -> list[tuple[str, Node | None]]:
    names = {pair.key.text.lower(): pair.value for pair in mapping.pairs[:60]}
    return [(name, resolved(names[name])) for name in _ENTRIES if name in names]


def read_argument_list(
    reading: Reading, scalars: Several[Scalar], around: Circumstance, has_program: bool = True
) -> None:
    """Read words that start something; a word that holds a script is read as one."""
    words: list[Word] = []
    for index, one in enumerate(scalars):
        if not one.text:
            continue
        if _is_script(scalars, index):
            read_held_script(reading, one, around)
            reading.cover(one.start, one.start)
        elif not one.is_block:
            words.extend(_words_of(reading, one, alone=not words and len(scalars) > 1))
    if not has_program or (words and words[0].text in VERBS):
        at = words[0].start if words else 0
        words.insert(0, Word("", at, at, True))
    if len(words) > 1 or (words and words[0].text):
        read_words(reading, words, around)


def _is_script(scalars: Several[Scalar], index: int) -> bool:
    text = scalars[index].text.strip()
    before = [one.text for one in scalars[:index]]
    if before and _GIVES_SCRIPT.match(before[-1]):
        # `python -c` and the like are given a program in another language.
        starter = " ".join(before[:-1]).split()
        return not starter or any(base_name(word) in SHELLS for word in starter)
    if text.startswith(("{", "[", "-")):
        return False
    return _STARTS_SHELL.match(text) is not None or _JOINS_COMMANDS.search(text) is not None


def _words_of(reading: Reading, scalar: Scalar, alone: bool) -> list[Word]:
    """The words of one entry; an entry point written as one text is several."""
    if alone and " " in scalar.text and not scalar.is_quoted:
        commands = read_shell(reading.text, scalar.start, scalar.end).commands
        return commands[0].words if commands else []
    return [Word(scalar.text, scalar.start, scalar.end, True)]
