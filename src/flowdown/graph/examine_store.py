"""Examines a whole store: files, ids against contents, and what claims say of others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.base.errors import clip
from flowdown.evidence.claim import digest_content
from flowdown.evidence.examine import examine
from flowdown.evidence.predicate import Predicate
from flowdown.graph.errors import StoreError
from flowdown.graph.row import Row, row_of
from flowdown.graph.store import Store

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_DANGLING = """
SELECT claim.id, claim.predicate, claim.object FROM claim LEFT JOIN claim AS other ON other.id = claim.object
WHERE claim.predicate IN (?, ?) AND other.id IS NULL ORDER BY claim.id
"""


def examine_store(store: Store) -> tuple[str, ...]:
    """Everything that is wrong, one line each; nothing for a sound store."""
    try:
        damage = store.backend.find_damage()
        if damage:
            return tuple(f"the database says: {each}" for each in damage)
        faults = [fault for row in store.rows_as_they_are() for fault in _faults(row)]
        for identity, predicate, object_ in store.backend.read(_DANGLING, (Predicate.RETRACTS, Predicate.ASSESSES)):
            word = "takes back" if predicate == Predicate.RETRACTS else "assesses"
            faults.append(f"`{clip(identity)}` {word} `{clip(object_)}`, which is not in the store")
        faults += store.backend.find_false_segments()
    except StoreError as error:
        return (str(error),)
    return tuple(faults)


def _faults(row: Row) -> Iterator[str]:
    if not all(isinstance(each, str) for each in row):
        yield f"`{clip(str(row.id))}` is not made of texts: it was changed after it was recorded"
        return
    if digest_content(row[1:13]) != row.id:
        yield f"`{clip(row.id)}` does not say what its id is the digest of: it was changed after it was recorded"
        return
    if not _MOMENT.fullmatch(row.recorded_at):
        yield f"`{clip(row.id)}` was recorded at no moment: `{clip(row.recorded_at)}`"
    try:
        claim = row_of(row).claim
    except StoreError as error:
        yield error.message
        return
    for fault in examine(claim):
        yield f"`{clip(row.id)}`: {fault}"
