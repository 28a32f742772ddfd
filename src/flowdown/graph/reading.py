"""Says which reading of a document the store knows last."""

from __future__ import annotations

from collections.abc import Iterable

from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.graph.store import Store

_LAST = """
SELECT revision, qualifiers FROM claim AS reading
WHERE subject = ? AND predicate = 'read'
AND NOT EXISTS (SELECT 1 FROM claim AS taken WHERE taken.object = reading.id AND taken.predicate = 'retracts')
ORDER BY valid_from DESC, locator DESC, id DESC LIMIT 1
"""


def is_last_reading(store: Store, reading: Claim) -> bool:
    """True if the newest reading of the document that stands is of the same revision: it need not be said again."""
    rows = store.backend.read(_LAST, (reading.subject,))
    return bool(rows) and rows[0][0] == reading.source.revision and f'"{reading.qualifier("mode")}"' in rows[0][1]


def leave_out_known(store: Store, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims without readings that only repeat the newest one of their document."""
    return tuple(each for each in claims if each.predicate is not Predicate.READ or not is_last_reading(store, each))
