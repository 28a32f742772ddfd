"""Where a claim comes from: a document, which version of it, and the place inside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class ClaimSource:
    """A document by id (a tree, a file of an import), its revision or digest, and a locator inside it."""

    document: str
    revision: str
    locator: str
