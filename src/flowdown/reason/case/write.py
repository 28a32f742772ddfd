"""Writing of answers as plain JSON values, in the very shape of `expect` (flowdown.case/1)."""

from __future__ import annotations

from collections.abc import Iterable

from flowdown.base.canonical import Json, to_json
from flowdown.reason.case.case_file import CaseFile
from flowdown.reason.case.expectation import (
    ExpectedBound,
    ExpectedConflict,
    ExpectedDeadline,
    ExpectedRepairs,
    ExpectedResolved,
    ExpectedStatus,
)
from flowdown.reason.case.view import ViewAnswer

SCHEMA = "flowdown.case/1"


def write_case(case: CaseFile, views: Iterable[ViewAnswer]) -> dict[str, Json]:
    """The whole answer."""
    return {"schema": SCHEMA, "id": case.id, "views": [write_view(view) for view in views]}


def write_view(view: ViewAnswer) -> dict[str, Json]:
    """The answer under one stance."""
    answer = view.answer
    written: dict[str, Json] = {
        "view": answer.view.value,
        "conflicts": [write_conflict(each) for each in answer.conflicts or ()],
        "resolved": [write_resolved(each) for each in answer.resolved or ()],
        "ill_founded": list(answer.ill_founded or ()),
        "repairs": write_repairs(answer.repairs),
        "bound": [_write_bound(each) for each in answer.bound],
        "status": [write_status(each) for each in answer.status],
        "deadlines": [_write_deadline(each) for each in answer.deadlines],
    }
    if not view.is_complete:
        written["incomplete"] = True
    return written


def write_conflict(conflict: ExpectedConflict) -> dict[str, Json]:
    """One conflict."""
    written: dict[str, Json] = {"norms": to_json(sorted(conflict.norms)), "kind": conflict.kind}
    if conflict.via is not None:
        written["via"] = conflict.via
    written["actors"] = to_json(sorted(conflict.actors))
    written |= {"from": conflict.from_.isoformat(), "to": conflict.to.isoformat()}
    if conflict.when:
        written["when"] = [to_json(each) for each in conflict.when]
    return written


def write_resolved(resolved: ExpectedResolved) -> dict[str, Json]:
    """One settled clash."""
    return {"norms": to_json(sorted(resolved.norms)), "yields": resolved.yields}


def write_repairs(repairs: ExpectedRepairs | str | None) -> Json:
    """The cheapest repairs, `none` if nothing works."""
    if repairs is None or isinstance(repairs, str) or repairs.cost is None or isinstance(repairs.cost, str):
        return "none"
    cost = repairs.cost
    return {
        "cost": int(cost) if float(cost).is_integer() else cost,
        "sets": [list(each) for each in repairs.sets],
    }


def _write_bound(bound: ExpectedBound) -> dict[str, Json]:
    written: dict[str, Json] = {"norm": bound.norm, "day": bound.day.isoformat(), "actors": list(bound.actors)}
    if bound.given is not None:
        written["given"] = to_json(bound.given)
    return written


def write_status(status: ExpectedStatus) -> dict[str, Json]:
    """One position, with the keys of its question."""
    written: dict[str, Json] = {"actor": status.actor, "action": status.action, "thing": status.thing}
    if status.toward is not None:
        written["toward"] = status.toward
    if status.context is not None:
        written["context"] = status.context
    written["day"] = status.day.isoformat()
    if status.given is not None:
        written["given"] = to_json(status.given)
    return written | {"is": status.is_, "by": list(status.by)}


def _write_deadline(deadline: ExpectedDeadline) -> dict[str, Json]:
    written: dict[str, Json] = {"norm": deadline.norm}
    if deadline.actor is not None:
        written["actor"] = deadline.actor
    if deadline.given is not None:
        written["given"] = to_json(deadline.given)
    return written | {"due": to_json(deadline.due)}
