"""Read the documents that a script writes into files of settings, or hands to a cluster, as what they are."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace

from flowdown.scan.readers.config_rules import manner_of, visit
from flowdown.scan.readers.flow_reader import read_json
from flowdown.scan.readers.interpolation import Dialect
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.settings import Manner, judge
from flowdown.scan.readers.shell_words import Command, read_shell
from flowdown.scan.readers.yaml_kind import kind_of
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.trace import Role

_MAY_HOLD = re.compile(r"\.(?:ya?ml|json)\b|-f[ \t]*-|apiVersion:")
_APPLIED = frozenset(("apply", "create", "replace"))
_CLUSTERS = frozenset(("kubectl", "oc", "microk8s", "k3s"))
_CLUSTER = re.compile(r"\b(?:kubectl|oc|microk8s|k3s)[ \t]")
_WRITERS = frozenset(("cat", "tee", "sudo"))
_SUFFIX = re.compile(r"\.(ya?ml|json)[\"']*\Z")


def read_documents(reading: Reading) -> None:
    """Add the traces of every document in a script; a script that is full of them is read but once more."""
    text = reading.text
    if "<<" not in text or _MAY_HOLD.search(text) is None:
        return
    commands = read_shell(text).commands
    for number, command in enumerate(commands):
        if not command.heredocs or not command.words:
            continue
        behind = commands[number + 1] if command.is_piped and number + 1 < len(commands) else None
        if _is_applied(command) or (behind is not None and _is_applied(behind)) or _holds_object(text, command):
            _read(reading, command, read_yaml, Manner(is_deployment=True))
        elif command.is_redirected and command.words[0].text in _WRITERS and (kind := _SUFFIX.search(command.target)):
            manner = manner_of(command.target, "")
            _read(reading, command, read_json if kind.group(1) == "json" else read_yaml, manner)


def _holds_object(text: str, command: Command) -> bool:
    """Whether a variable is given an object of Kubernetes in a script that has a cluster to hand it to."""
    start = command.words[0].start
    is_kept = text[max(0, start - 2) : start] == "$("
    return (
        is_kept and _CLUSTER.search(text) is not None and kind_of("", text[slice(*command.heredocs[0])]) == "kubernetes"
    )


def _is_applied(command: Command) -> bool:
    words = [word.text for word in command.words]
    is_told = any(word == "-" and before in ("-f", "--filename") for before, word in itertools.pairwise(words))
    return bool(words) and words[0] in _CLUSTERS and not _APPLIED.isdisjoint(words) and (is_told or "-f-" in words)


def _read(reading: Reading, command: Command, read: Callable[[str, int, int], Document], manner: Manner) -> None:
    manner = replace(manner, dialect=Dialect.SHELL)
    for start, end in command.heredocs:
        document = read(reading.text, start, end)
        for at, to in document.comments:
            reading.mention(at, to, Role.COMMENTED)
        for root in document.roots:
            judge(reading, root, manner, visit)
