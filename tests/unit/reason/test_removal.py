"""What has to be removed is asked about where it is seen, or may be; where nothing of it is there, nothing is left to do."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import pytest

from flowdown.catalogue import load as load_catalogue
from flowdown.orders.load import load as load_orders
from flowdown.reason.court import Asked
from flowdown.reason.decide import decide
from flowdown.reason.place import Bench, Place
from flowdown.reason.setting import Setting
from flowdown.reason.uses import Use
from flowdown.scan.sighting import Coverage, Question

FILE = """\
id: xx-removal
title: A test of removal
citation: Order 8
kind: directive
issuer: an office
jurisdiction: XX
about: a test
addressee: agencies
checked_until: 2026-06-01
sources: [{id: text, publisher: an office, title: Order 8, mark: P}]
dates: []
status: []
norms:
  - id: off
    modality: must
    bearer: {kind: civilian_agency}
    action: remove
    object: {made_by: acronis}
    bases: [device]
    contexts: [civilian_systems]
    cites: Order 8 (a)
    quote: take it off
    source: text
    mark: P
examples:
  - {as_of: 2026-05-01, context: civilian_systems, uses: [], outcome: CLEAR}
"""
LEAF = "civilian_systems"
DAY = datetime.date(2026, 5, 1)
SEEN = Use("acronis", "device")


def unread(objects: frozenset[Use], hinted: Sequence[Use]) -> tuple[Question, ...]:
    return (Question("gap:disk.img", "disk.img", "what does it hold?", (), ("coverage",)),)


PLACES = {
    "nothing is there": ((Place("tree:one", "one", {}),), "CLEAR"),
    "something of another maker is there": ((Place("tree:one", "one", {Use("kaspersky", "device"): ()}),), "CLEAR"),
    "it is there": ((Place("tree:one", "one", {SEEN: ()}),), "UNDETERMINED"),
    "it is in one place of two": (
        (Place("tree:one", "one", {}), Place("tree:two", "two", {SEEN: ()})),
        "UNDETERMINED",
    ),
    "something was not read": ((Place("tree:one", "one", {}, doubts=unread),), "UNDETERMINED"),
    "nothing was looked at": ((), "UNDETERMINED"),
}


@pytest.mark.parametrize("case", PLACES)
def test_a_removal_is_asked_about_while_something_may_be_left(case: str, tmp_path: Path) -> None:
    places, outcome = PLACES[case]
    (tmp_path / "xx-removal.yaml").write_text(FILE, encoding="utf-8")
    library = load_orders((tmp_path,))
    bench = Bench("example", Setting("example", (LEAF,), None, is_open=True), places)
    asked = Asked(DAY, DAY, contexts=(LEAF,))
    order = library.orders["xx-removal"]
    check = decide((order,), library, load_catalogue(), (bench,), asked, Coverage(1, 1, 1, (), ()), ())
    assert [each.outcome.value for each in check.determinations] == [outcome]
    if outcome == "CLEAR":
        assert check.determinations[0].says.startswith("no use was seen of what Order 8 (a) requires to remove")


@pytest.mark.parametrize(
    ("day", "outcome"), [(datetime.date(2026, 5, 1), "UNDETERMINED"), (datetime.date(2026, 6, 1), "BREACH")]
)
def test_what_is_seen_after_the_last_day_was_not_removed(day: datetime.date, outcome: str, tmp_path: Path) -> None:
    timed = FILE.replace(
        "    contexts: [civilian_systems]\n",
        "    contexts: [civilian_systems]\n    from: 2026-04-01\n    timing: {by: 2026-05-15}\n",
    )
    (tmp_path / "xx-removal.yaml").write_text(timed, encoding="utf-8")
    library = load_orders((tmp_path,))
    bench = Bench("example", Setting("example", (LEAF,), None, is_open=True), PLACES["it is there"][0])
    asked = Asked(day, day, contexts=(LEAF,))
    order = library.orders["xx-removal"]
    check = decide((order,), library, load_catalogue(), (bench,), asked, Coverage(1, 1, 1, (), ()), ())
    assert [each.outcome.value for each in check.determinations] == [outcome]
