"""A day that is kept as arrays says what the store says, and nothing of another day, moment or state."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.sayings import judge
from flowdown.evidence.source import ClaimSource
from flowdown.graph import kept_day, open_store
from flowdown.graph.copy import copy_store
from flowdown.graph.day_rows import DayRows, read_day
from flowdown.graph.impact import Wanted, assess
from flowdown.graph.kept_day import read_whole_day
from flowdown.graph.row import last_moment_of
from flowdown.graph.store import Store

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
DAY = NOON.date()
LATER = DAY + datetime.timedelta(days=1)
_P = Predicate
SOURCE = ClaimSource("document:list", "r1", "row 1")
CLAIMS = (
    Claim("system:shop", _P.DEPENDS_ON, "package:näme", SOURCE, (("group", "g"), ("need", "1"))),
    Claim("system:shop", _P.DEPENDS_ON, "package:b", SOURCE, (("group", "g"), ("need", "1"))),
    Claim("contract:one", _P.DEPENDS_ON, "system:shop", SOURCE),
    Claim("contract:one", _P.VALUED, "amount:12.50", SOURCE, (("currency", "USD"),)),
    Claim("tree:shop", _P.USES, "vendor:acme", SOURCE, (("strength", "test-only"),)),
    Claim("package:b", _P.MADE_BY, "vendor:acme", SOURCE),
    Claim("package:näme", _P.MADE_BY, "vendor:acme", SOURCE, stance=Stance.DISPUTES),
    judge("vendor:acme", "supplier:acme", "person:ann", True, NOON),
)


@pytest.fixture(autouse=True)
def _keep_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_day, "LEAST", 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "claims.sqlite") as opened:
        opened.add(CLAIMS, NOON)
        yield opened


def _whole(store: Store, cache: Path, day: datetime.date = DAY, known: datetime.date = LATER) -> DayRows:
    return read_whole_day(store.backend, day, last_moment_of(known), cache)


@pytest.mark.parametrize("claims", [CLAIMS, CLAIMS[2:6]], ids=["disputed", "plain"])
@pytest.mark.parametrize("with_disputed", [False, True])
def test_what_is_kept_answers_as_the_store_does(tmp_path: Path, claims: tuple[Claim, ...], with_disputed: bool) -> None:
    with open_store(tmp_path / "claims.sqlite") as store:
        store.add(claims, NOON)
        first, again = _whole(store, tmp_path), _whole(store, tmp_path)
        plain = read_day(store.backend, DAY, last_moment_of(LATER))
    assert again.built is not None
    wanted = Wanted(with_disputed=with_disputed)
    answers = [assess(each, ["supplier:acme", "vendor:acme"], wanted) for each in (plain, first, again)]
    assert answers[0].counts.reachable > 0
    assert answers[1:] == answers[:1] * 2
    for name in (each.name for each in fields(DayRows) if each.name in ("beside", "identity", "loose")):
        assert getattr(again, name) == getattr(plain, name)


def test_another_day_another_moment_and_another_state_are_read_anew(store: Store, tmp_path: Path) -> None:
    def arcs(**days: datetime.date) -> int:
        return _whole(store, tmp_path, **days).graph().arcs

    assert (arcs(), arcs(known=DAY - datetime.timedelta(days=1))) == (5, 0)
    ends = Claim("package:b", _P.DEPENDS_ON, "package:c", SOURCE, (), None, LATER)
    store.add([ends], NOON)
    assert (arcs(), arcs(day=LATER)) == (6, 5)
    # The same claim, known earlier: no row is new.
    store.add([ends], NOON - datetime.timedelta(days=40))
    assert arcs(known=DAY - datetime.timedelta(days=30)) == 1


def test_a_later_moment_at_which_nothing_more_is_known_is_the_same(store: Store, tmp_path: Path) -> None:
    for days in range(1, 4):
        _whole(store, tmp_path, known=DAY + datetime.timedelta(days=days))
    assert len(list(tmp_path.glob("day-*.bin"))) == 1


def test_stores_of_one_state_hold_the_same(store: Store, tmp_path: Path) -> None:
    copy_store(store, tmp_path / "copy.sqlite")
    with open_store(tmp_path / "copy.sqlite") as other:
        assert other.backend.state() is not None
        other.add([Claim("package:x", _P.DEPENDS_ON, "package:b", SOURCE)], NOON)
        store.add([Claim("package:y", _P.DEPENDS_ON, "package:b", SOURCE)], NOON)
        assert other.backend.state() != store.backend.state()
        _whole(store, tmp_path)
        assert _whole(other, tmp_path).graph().index("package:y") is None


def test_what_is_known_already_leaves_the_state_as_it_is(store: Store) -> None:
    before = store.backend.state()
    store.add(CLAIMS, NOON)
    assert store.backend.state() == before


@pytest.mark.parametrize("spoil", [lambda body: body[:-9], lambda body: body[:-1] + b"\xff", lambda _: b""])
def test_a_damaged_file_is_not_believed(store: Store, tmp_path: Path, spoil: object) -> None:
    assert callable(spoil)
    _whole(store, tmp_path)
    (file,) = tmp_path.glob("day-*.bin")
    file.write_bytes(spoil(file.read_bytes()))
    assert _whole(store, tmp_path).graph().arcs == 5


def test_few_files_are_kept(store: Store, tmp_path: Path) -> None:
    for days in range(5):
        _whole(store, tmp_path, day=DAY - datetime.timedelta(days=days))
    assert len(list(tmp_path.glob("day-*.bin"))) == 2
    assert (next(tmp_path.glob("day-*.bin")).stat().st_mode & 0o777) == 0o600
