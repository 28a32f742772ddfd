"""A notice to send, and receivers to send it to."""

from __future__ import annotations

import datetime
from pathlib import Path

from flowdown.report.notice_v1 import ChangeV1, NoticeV1, TouchedV1

NOW = datetime.datetime(2026, 4, 10, 12, tzinfo=datetime.UTC)


def change(identity: str = "c1", **given: object) -> ChangeV1:
    """A change of an answer."""
    touched = TouchedV1(("pump-spares",), ("harbor-hosting",), ("quotes",), ("anthropic",))
    fields: dict[str, object] = {
        "id": identity,
        "kind": "answer",
        "order": "us-ant-4713",
        "norm": "us-ant-4713/exclusion",
        "before": "CLEAR",
        "after": "BREACH",
        "due": "",
        "says": "it forbids it",
        "because": ("2026-04-08: stay denied [N]",),
        "touched": touched,
    }
    return ChangeV1(**{**fields, **given})  # type: ignore[arg-type]


def notice(*changes: ChangeV1, organisation: str = "Harbor Parts LLC") -> NoticeV1:
    """A notice of these changes."""
    return NoticeV1(
        "flowdown.notice/1",
        "n1",
        "d1",
        organisation,
        "harbor-parts",
        "in_force",
        datetime.date(2026, 3, 20),
        datetime.date(2026, 4, 10),
        changes or (change(),),
        0,
        7,
        (),
        (),
    )


def write_receivers(folder: Path, text: str) -> Path:
    """A file of receivers."""
    file = folder / "flowdown-watch.yaml"
    file.write_text(text, encoding="utf-8")
    return file
