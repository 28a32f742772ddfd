"""What people say to each other about nodes: comments, who takes care of what, answers to questions; each a claim."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument
from flowdown.pipeline.brought import remark
from flowdown.pipeline.claims import Target

if TYPE_CHECKING:
    from flowdown.graph.row import Row

COMMENT, ASSIGNED, ANSWER = "comment", "assigned-to", "answer"
_KINDS = (COMMENT, ASSIGNED, ANSWER)
_LONGEST = 900


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that somebody said of a node: what (`of`), in which words, about which norm or question of it."""

    id: str
    node: str
    of: str
    text: str
    about: str
    who: str
    at: str


def add_remark(
    target: Target, node: str, of: str, text: str, about: str, who: str, moment: datetime.datetime
) -> tuple[str, ...]:
    """Keep a remark; who takes care of something takes the place of who did. Return the ids of the claims."""
    from flowdown.evidence.examine import examine
    from flowdown.evidence.sayings import retract
    from flowdown.graph import open_store
    from flowdown.pipeline.claims import name_person

    words = text.strip()
    if not words or len(words) > _LONGEST:
        raise UnusableArgument(f"a remark has 1 to {_LONGEST} characters")
    claim = remark(node, of, words, who, moment, (("about", about),) if about else ())
    if faults := examine(claim):
        raise UnusableArgument(faults[0])
    claims = [claim]
    if of == ASSIGNED:
        before = [each for each in list_remarks(target, moment, node) if (each.of, each.about) == (of, about)]
        claims += [retract(each.id, name_person(who), "somebody else takes care of it", moment) for each in before]
    with open_store(target) as store:
        store.add(claims, moment)
    return tuple(each.id for each in claims)


def list_remarks(target: Target, moment: datetime.datetime, node: str = "") -> tuple[Remark, ...]:
    """The remarks that were not taken back, of a node or all, the newest first."""
    from flowdown.graph import open_store
    from flowdown.graph.row import COLUMNS, last_moment_of, row_of
    from flowdown.graph.store import is_there

    if not is_there(target):
        return ()
    likes = [f'%["of","{of}"]%' for of in _KINDS]
    statement = (
        f"SELECT {COLUMNS} FROM claim WHERE predicate = 'described' AND recorded_at <= ?"
        f" AND ({' OR '.join('qualifiers LIKE ?' for _ in likes)}){' AND subject = ?' if node else ''}"
        " AND NOT EXISTS (SELECT 1 FROM claim AS taken WHERE taken.object = claim.id AND taken.predicate = 'retracts')"
        " ORDER BY recorded_at DESC, id LIMIT 5000"
    )
    with open_store(target, writes=False) as store:
        rows = store.backend.read(statement, (last_moment_of(moment), *likes, *([node] if node else [])))
    return tuple(_remark(row_of(row)) for row in rows)


def _remark(row: Row) -> Remark:
    pairs = dict(json.loads(row.qualifiers))
    who = ", ".join(json.loads(row.attribution)).removeprefix("person:")
    return Remark(
        row.id,
        row.subject,
        pairs.get("of", ""),
        row.object.removeprefix("text:"),
        pairs.get("about", ""),
        who,
        row.recorded_at,
    )
