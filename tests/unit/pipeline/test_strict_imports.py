"""With `strict`, a document that breaks its format is refused, but not for what everybody's tools write."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from flowdown.evidence.arriving.taken import Fate, Taken
from flowdown.pipeline.importing import Wanted, import_documents

_MOMENT = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)


def _take(folder: Path, created: str, *, strict: bool) -> Taken:
    document = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "lamp",
        "documentNamespace": "https://lamp.example/spdx/1",
        "creationInfo": {"created": created, "creators": ["Tool: hand"]},
    }
    file = folder / "lamp.spdx.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    wanted = Wanted((file,), strict=strict, dry_run=True)
    (taken,) = import_documents(wanted, folder / "store.sqlite", _MOMENT, folder)
    return taken


def test_what_is_slight_is_told_and_refuses_nothing(tmp_path: Path) -> None:
    taken = _take(tmp_path, "2026-01-05T10:00:00.5Z", strict=True)
    assert taken.fate is Fate.CHECKED
    assert taken.broken == 1
    assert [each.is_slight for each in taken.violations] == [True]


def test_what_is_not_is_refused_with_its_place(tmp_path: Path) -> None:
    taken = _take(tmp_path, "yesterday", strict=True)
    assert taken.fate is Fate.REFUSED
    assert [str(each) for each in taken.why] == ["lamp.spdx.json (creationInfo/created): `yesterday` is no date"]
    assert _take(tmp_path, "yesterday", strict=False).fate is Fate.CHECKED
