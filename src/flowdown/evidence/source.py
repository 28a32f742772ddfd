"""Where a claim comes from: a document, which version of it, and the place inside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class ClaimSource:
    """A document by its node (`tree:app`, `document:flowdown.yaml`), its revision or digest, a locator inside it.

    `revision` is a commit, or `sha256:` and the digest of the document's bytes; empty if not known.
    """

    document: str
    revision: str
    locator: str
