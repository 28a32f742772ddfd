"""Version 1 of a contract that was read, in our JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class SeenV1:
    """The number of a page, paragraph or line, and the words that stand there."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class ProposedClauseV1:
    """A clause and how it stands in the document; `version` is empty where no month and year was seen."""

    clause: str
    title: str
    standing: Literal[
        "incorporated", "removed", "unclear", "not ticked", "reserved", "only to be passed on", "mentioned"
    ]
    why: str
    version: str
    alternate: str
    deviation: str
    relevant: bool
    seen: SeenV1
    also: tuple[SeenV1, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedFactV1:
    """A number, day or name; `sure` is false where others stand near it."""

    field: str
    value: str
    sure: bool
    seen: SeenV1


@dataclass(frozen=True, slots=True)
class ContractV1:
    """Proposals from one document, for a person to confirm. `unit` is by what places are counted, `unread` what is missing."""

    schema: Literal["flowdown.contract/1"]
    file: str
    kind: str
    digest: str
    unit: Literal["page", "paragraph", "line"]
    size: int
    unread: tuple[str, ...]
    notes: tuple[str, ...]
    facts: tuple[ProposedFactV1, ...]
    clauses: tuple[ProposedClauseV1, ...]
    questions: tuple[str, ...]
