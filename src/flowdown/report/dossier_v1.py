"""`flowdown.dossier/1`: what a dossier was made from, what is in it, and the digest of every file of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Date = datetime.date

PAYLOAD_TYPE = "application/vnd.flowdown.dossier+json"
"""What a signed manifest of a dossier says it is."""


@dataclass(frozen=True, slots=True)
class InputV1:
    """Something that the dossier was made from. `kind` is profile, orders, catalogue, template, log, tree or claims."""

    kind: Literal["profile", "orders", "catalogue", "template", "log", "tree", "claims", "scan"]
    name: str
    digest: str
    note: str


@dataclass(frozen=True, slots=True)
class DocumentV1:
    """A document: its paper, the stem of its files, and how many places in it are to be filled in."""

    paper: str
    name: str
    title: str
    blanks: int


@dataclass(frozen=True, slots=True)
class AbsentV1:
    """A paper that does not apply, and why."""

    paper: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class FileV1:
    """A file of the dossier. `same_again`: the same inputs give the same bytes."""

    name: str
    digest: str
    bytes: int
    same_again: bool


@dataclass(frozen=True, slots=True)
class DossierV1:
    """The manifest of a dossier."""

    schema: Literal["flowdown.dossier/1"]
    tool: str
    organisation: str
    as_of: Date
    known_at: Date
    arguments: Mapping[str, Any]
    redacted: bool
    inputs: tuple[InputV1, ...]
    documents: tuple[DocumentV1, ...]
    absent: tuple[AbsentV1, ...]
    files: tuple[FileV1, ...]


@dataclass(frozen=True, slots=True)
class PaperV1:
    """`flowdown.paper/1`: what one document is filled with; a blank is `{"to_be_filled_in": what}`."""

    schema: Literal["flowdown.paper/1"]
    paper: str
    name: str
    title: str
    organisation: str
    as_of: Date
    known_at: Date
    redacted: bool
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VerdictV1:
    """`flowdown.dossier-verdict/1`: whether a dossier is as it was drawn up. `signature`: none, holds, not-checked, fails."""

    schema: Literal["flowdown.dossier-verdict/1"]
    files: int
    signature: Literal["none", "holds", "not-checked", "fails"]
    log: Literal["none", "holds", "fails"]
    faults: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldChangeV1:
    """A field of a document that is not what it was; empty text for one that was not there."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DocumentChangeV1:
    """A document of both dossiers in which something changed."""

    name: str
    title: str
    changes: tuple[FieldChangeV1, ...]


@dataclass(frozen=True, slots=True)
class AnswerChangeV1:
    """What an order says of a contract, before and after."""

    contract: str
    order: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DossierDiffV1:
    """`flowdown.dossier-diff/1`: what changed between two dossiers."""

    schema: Literal["flowdown.dossier-diff/1"]
    before: Date
    after: Date
    inputs: tuple[FieldChangeV1, ...]
    answers: tuple[AnswerChangeV1, ...]
    came: tuple[str, ...]
    went: tuple[str, ...]
    documents: tuple[DocumentChangeV1, ...]
