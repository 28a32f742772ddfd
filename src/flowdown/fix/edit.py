"""What is changed in a file, and what is left to people, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EditKind(StrEnum):
    """What is replaced."""

    MODEL = "model id"
    ADDRESS = "address"
    KEY = "name of a key"
    CLIENT = "client"
    """Words put in: where a client is pointed, with which key, what is imported for that."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One literal replaced by another.

    `start` and `end` are code points of the file's text without its byte order mark; `group` names edits that are made all
    or not at all.
    """

    path: str
    line: int
    start: int
    end: int
    old: str
    new: str
    kind: EditKind
    group: str = ""


class Why(StrEnum):
    """Why something is left to people."""

    TEST = "test"
    TOOL = "tool of developers"
    CHOICE = "one of several"
    MENTION = "mention"
    TABLE = "table of models"
    BRANCH = "asked for by name"
    NAMED = "named after it"
    COMMENT = "comment or documentation"
    UNUSED = "nothing seems to use it"
    CLASS = "another class of model"
    TUNED = "fine-tuned"
    OWN_WEIGHTS = "weights that are run here"
    ROUTE = "no such alternative there"
    FORM = "form of the id"
    CALLS = "calls of its own client"
    PARAMETERS = "parameters of its own"
    ABILITY = "ability not known"
    DEPENDENCY = "dependency"
    LIBRARY = "library that stays"
    LOCK = "lock file"
    KEY = "key"
    ADDRESS = "address"
    PROVIDER = "chosen by name"
    DEPLOYMENT = "deployment"
    LITERAL = "not wholly in one literal"
    FILE = "file that is not changed"
    CHECK = "failed the check afterwards"


@dataclass(frozen=True, slots=True)
class NotMade:
    """A place that is left to people, and why in a line.

    `value` is what stands there, never a secret; `is_use`: not only named there.
    """

    path: str
    line: int
    kind: str
    value: str
    why: Why
    words: str
    is_use: bool = True


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why what stands at a place cannot be replaced with certainty."""

    why: Why
    words: str
