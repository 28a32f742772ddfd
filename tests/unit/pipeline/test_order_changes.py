"""What changed of orders between two days, and by what."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.pipeline.order_changes import ChangeQuestion, find_changes
from flowdown.report.orders_v1 import OrderChangesV1, OrderChangeV1
from tests.unit.orders.order_files import ORDER

DOD = "dod_contract_performance"


def ask(
    start: str, end: str, *orders: str, known_at: str = "2026-10-06", folders: tuple[Path, ...] = ()
) -> OrderChangesV1:
    days = (datetime.date.fromisoformat(day) for day in (start, end, known_at))
    return find_changes(ChangeQuestion(orders, *days, order_folders=folders))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "xx-parts.yaml").write_text(ORDER.replace("    exceptions: [{given: spare, note: spare parts}]\n", ""))
    return tmp_path


def change(found: OrderChangesV1) -> OrderChangeV1:
    (told,) = found.changed
    return told


def test_a_norm_begins_with_the_event_that_did_it(own: Path) -> None:
    told = change(ask("2026-01-15", "2026-02-01", "xx-parts", folders=(own,)))
    assert [(event.day.isoformat(), event.status) for event in told.events] == [("2026-02-01", "in-force")]
    assert [(norm.norm, norm.contexts, norm.before, norm.after) for norm in told.norms] == [
        ("no_parts", (DOD,), "has no effect", "forbids")
    ]
    assert "norm `no_parts` takes effect" in [act.what for act in told.acts]


def test_a_stay_stops_it_and_its_end_starts_it_again(own: Path) -> None:
    stopped = change(ask("2026-03-31", "2026-04-01", "xx-parts", folders=(own,)))
    assert [(norm.before, norm.after) for norm in stopped.norms] == [("forbids", "has no effect")]
    again = change(ask("2026-04-30", "2026-05-01", "xx-parts", folders=(own,)))
    assert [(norm.before, norm.after) for norm in again.norms] == [("has no effect", "forbids")]
    assert any("the stay of `no_parts` by us_ndca has ended" in act.what for act in again.acts)


def test_where_nothing_happened_nothing_is_told(own: Path) -> None:
    found = ask("2026-02-10", "2026-02-20", "xx-parts", folders=(own,))
    assert (found.changed, found.unchanged) == ((), ("xx-parts",))


def test_what_was_not_known_yet_is_not_told(own: Path) -> None:
    found = ask("2026-03-31", "2026-04-01", "xx-parts", known_at="2026-03-31", folders=(own,))
    assert found.changed == ()


def test_between_march_20_and_april_10_the_courts_stopped_3252_and_not_4713() -> None:
    told = {each.order: each for each in ask("2026-03-20", "2026-04-10").changed}
    assert {norm.after for norm in told["us-ant-3252"].norms} == {"has no effect"}
    assert any(event.status == "enjoined" and "N.D. Cal." in event.by for event in told["us-ant-3252"].events)
    assert told["us-ant-4713"].norms == ()


def test_the_first_day_comes_first() -> None:
    with pytest.raises(UnusableArgument):
        ask("2026-02-02", "2026-02-01")
