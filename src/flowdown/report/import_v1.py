"""Version 1 of what an import did, in our JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flowdown.base.errors import Where
from flowdown.evidence.arriving.taken import Kind, Taken


@dataclass(frozen=True, slots=True)
class RemarkV1:
    """Something said of a place in a document; `line` and `column` are 0 where they are not known."""

    says: str
    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class DocumentV1:
    """One document: what became of it, how many claims it made, how many of them are new.

    `broken` counts the rules of its format that it breaks, `left_out` the parts that were not taken over; `violations`
    and `unread` are the first of each. `why` says why it was refused.
    """

    name: str
    fate: str
    kind: str
    dialect: str
    claims: int
    new: int
    broken: int
    left_out: int
    violations: tuple[RemarkV1, ...]
    unread: tuple[RemarkV1, ...]
    why: tuple[RemarkV1, ...]


@dataclass(frozen=True, slots=True)
class ImportV1:
    """An import: its documents in the order in which they were read, and how many of them were refused."""

    schema: Literal["flowdown.import/1"]
    strict: bool
    dry_run: bool
    documents: tuple[DocumentV1, ...]
    claims: int
    new: int
    refused: int


@dataclass(frozen=True, slots=True)
class KindV1:
    """A kind of document that can be imported; `tried_on` is empty where it is untested on real input."""

    id: str
    about: str
    formats: tuple[str, ...]
    tried_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindsV1:
    """The kinds of documents that can be imported."""

    schema: Literal["flowdown.import-kinds/1"]
    kinds: tuple[KindV1, ...]


def shape_import(taken: Sequence[Taken], *, strict: bool, dry_run: bool) -> ImportV1:
    """`flowdown.import/1`."""
    documents = tuple(
        DocumentV1(
            each.name,
            each.fate.value,
            each.kind,
            each.dialect,
            each.claims,
            each.new,
            each.broken,
            each.left_out,
            tuple(_remark(one.says, one.where) for one in each.violations),
            tuple(_remark(one.says, one.where) for one in each.unread),
            tuple(_remark(one.message, one.where) for one in each.why),
        )
        for each in taken
    )
    claims, new = sum(each.claims for each in taken), sum(each.new for each in taken)
    refused = sum(each.fate == "refused" for each in taken)
    return ImportV1("flowdown.import/1", strict, dry_run, documents, claims, new, refused)


def _remark(says: str, where: Where | None) -> RemarkV1:
    return RemarkV1(says, where.path, where.line, where.column) if where else RemarkV1(says, "", 0, 0)


def shape_kinds(kinds: Sequence[Kind]) -> KindsV1:
    """`flowdown.import-kinds/1`."""
    return KindsV1(
        "flowdown.import-kinds/1", tuple(KindV1(each.id, each.about, each.formats, each.tried_on) for each in kinds)
    )
