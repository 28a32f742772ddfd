"""Segments say what the claims say, for every day and moment, and are passed over where they cannot be believed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowdown.base.errors import Where
from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.sayings import ReadingMode, assess, read, retract
from flowdown.evidence.source import ClaimSource
from flowdown.graph import day_segments, open_store, segment, segment_table, sqlite_backend
from flowdown.graph.day_rows import read_day
from flowdown.graph.examine_store import examine_store
from flowdown.graph.migrate import create, migrate
from flowdown.graph.row import last_moment_of
from flowdown.graph.segment import pack, rows_of, unpack
from flowdown.graph.store import Store, connect

SPAN = 4
NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
LATER = NOON + datetime.timedelta(days=2)
DAY = NOON.date()
_P = Predicate
SOURCE = ClaimSource("document:list", "r1", "row 1")
YEAR = datetime.timedelta(days=365)


@pytest.fixture(autouse=True)
def _few_to_a_segment(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (segment, segment_table, day_segments, sqlite_backend):
        monkeypatch.setattr(module, "SPAN", SPAN)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "claims.sqlite") as opened:
        yield opened


def _lean(number: int, **more: Any) -> Claim:
    return Claim(f"system:s{number}", _P.DEPENDS_ON, f"package:p{number % 3}", SOURCE, **more)


def _turned(number: int) -> Claim:
    return Claim(f"vendor:v{number % 2}", _P.SUPPLIES, f"system:s{number}", SOURCE, (("contract", f"c{number}"),))


OLD = ClaimSource("document:bill", "r1", "row 1")
NEW = ClaimSource("document:bill", "r2", "row 1")
CLAIMS = (
    *(_lean(number) for number in range(5)),
    _lean(6, valid_from=DAY + YEAR),
    _lean(7, valid_until=DAY),
    _lean(8, valid_from=DAY, valid_until=DAY + YEAR),
    _lean(9, qualifiers=(("group", "g"), ("need", "1"))),
    _lean(10, stance=Stance.DENIES),
    *(_turned(number) for number in range(4)),
    Claim("contract:one", _P.VALUED, "amount:12.50", SOURCE, (("currency", "USD"),)),
    Claim("tree:shop", _P.USES, "vendor:v1", SOURCE, (("strength", "test-only"),)),
    Claim("tree:shop", _P.USES, "vendor:v0", SOURCE, (("basis", "library"),)),
    Claim("system:s1", _P.DESCRIBED, "text:unknown", SOURCE),
    Claim("system:s1", _P.DESCRIBED, "text:a shop", SOURCE),
    Claim("system:s2", _P.IDENTIFIED_BY, "identifier:lei-5493001KJTIIGC8Y1R12", SOURCE),
    Claim("system:shöp", _P.DEPENDS_ON, "package:naïve", OLD),
    Claim("system:s4", _P.DEPENDS_ON, "package:old", OLD),
    Claim("system:s4", _P.DEPENDS_ON, "package:new", NEW),
    Claim("system:s5", _P.DEPENDS_ON, "package:new", NEW),
)
SAYINGS = (
    _lean(3, stance=Stance.DENIES),
    retract(_lean(1).id, "person:ann", "", LATER),
    assess(_lean(2).id, "person:ann", Stance.DISPUTES, "", NOON),
    read("document:bill", "r1", NOON, ReadingMode.OBSERVES),
    read("document:bill", "r2", LATER, ReadingMode.OBSERVES),
)


def _told(store: Store, day: datetime.date, known: datetime.date) -> object:
    """Everything that is read of a day, by names."""
    read_ = read_day(store.backend, day, last_moment_of(known))
    names = [read_.names[number] for number in range(len(read_.names))]
    arcs = []
    for some in (read_.firm, read_.disputed):
        plain = len(some.to) - len(some.group)
        marks = [
            *((bool(group), need) for group, need in zip(some.group, some.need, strict=True)),
            *[(False, 1)] * plain,
        ]
        arcs.append({(names[one], names[to], *mark) for one, to, mark in zip(some.from_, some.to, marks, strict=True)})
    return names, arcs, read_.beside, read_.identity, read_.loose


def _told_every_day(store: Store) -> list[object]:
    days = [DAY, DAY - YEAR, DAY + YEAR, DAY + 2 * YEAR]
    return [_told(store, day, known) for day in days for known in (DAY - YEAR, DAY, LATER.date())]


def _drop(store: Store) -> None:
    store.backend.run_script("DELETE FROM segment")


def _numbers(store: Store) -> list[int]:
    return [number for number, _ in store.backend.segments()]


@pytest.mark.parametrize("at_once", [True, False])
def test_segments_say_what_the_claims_say(store: Store, at_once: bool) -> None:
    if at_once:
        store.add((*CLAIMS, *SAYINGS), NOON)
    else:
        for claim in (*CLAIMS, *SAYINGS):
            store.add([claim], LATER if claim.subject == "person:ann" else NOON)
    assert _numbers(store) == list(range(len((*CLAIMS, *SAYINGS)) // SPAN))
    packed = _told_every_day(store)
    _drop(store)
    assert packed == _told_every_day(store)
    assert len({repr(each) for each in packed}) > 3


def test_an_earlier_moment_counts_also_for_what_is_packed(store: Store) -> None:
    store.add(CLAIMS[: 2 * SPAN], LATER)
    assert _told(store, DAY, DAY) == _told(store, DAY - YEAR, DAY - YEAR)
    store.add(CLAIMS[:3], NOON)
    packed = _told(store, DAY, DAY)
    assert "system:s2" in str(packed)
    assert "system:s4" not in str(packed)
    _drop(store)
    assert packed == _told(store, DAY, DAY)


def test_a_claim_may_become_known_earlier_again_and_again(store: Store) -> None:
    for days in (2, 1, 0):
        store.add([_lean(0)], NOON + datetime.timedelta(days=days))
    assert [last for (last,) in store.backend.read("SELECT recorded_at FROM claim")] == [last_moment_of(NOON)]


def test_a_segment_of_which_much_was_moved_is_written_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment_table, "_MOST_MOVED", 1)
    store.add(CLAIMS[: 2 * SPAN], LATER)
    store.add(CLAIMS[:3], NOON)
    assert len(store.backend.read("SELECT place FROM moved")) == 3
    store.add(CLAIMS[2 * SPAN : 3 * SPAN], NOON)
    assert store.backend.read("SELECT place FROM moved") == []
    packed = _told(store, DAY, DAY)
    _drop(store)
    assert packed == _told(store, DAY, DAY)


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE segment SET body = substr(body, 1, length(body) - 1) || x'07' WHERE number = 1",
        "UPDATE segment SET body = 'text' WHERE number = 1",
        "UPDATE segment SET digest = '' WHERE number = 1",
        "UPDATE segment SET scope = 'of another program' WHERE number = 1",
        "UPDATE segment SET number = 77 WHERE number = 1",
        "DELETE FROM segment WHERE number = 1",
    ],
)
def test_what_cannot_be_believed_is_read_from_the_claims(store: Store, spoil: str) -> None:
    store.add((*CLAIMS, *SAYINGS), NOON)
    sound = _told_every_day(store)
    store.backend.run_script(spoil)
    assert 1 not in _numbers(store)
    assert _told_every_day(store) == sound
    migrate(store.backend, Where("store"))
    assert _numbers(store) == list(range(len((*CLAIMS, *SAYINGS)) // SPAN))
    assert _told_every_day(store) == sound


def test_a_segment_that_says_what_no_claim_says_is_found(store: Store) -> None:
    store.add(CLAIMS, NOON)
    assert examine_store(store) == ()
    rows = [("5", "a:b", "a:c", "depends-on", "[]", "", "", "document:d", "", "2026")]
    body = pack(1, iter([(5, *rows[0][1:])]))
    digest = segment_table._digest(1, body)
    store.backend.run_script(f"UPDATE segment SET body = x'{body.hex()}', digest = '{digest}' WHERE number = 1")
    store.backend.run_script("UPDATE segment SET digest = 'wrong' WHERE number = 2")
    assert examine_store(store) == (
        "segment 2 is damaged and passed over; `flowdown claims migrate` writes it anew",
        "segment 1 does not say what its claims say: it was changed after it was written",
    )


@pytest.mark.parametrize("number", [-1, 77])
def test_a_segment_of_places_without_claims_is_passed_over(store: Store, number: int) -> None:
    store.add(CLAIMS, NOON)
    sound = _told_every_day(store)
    body = pack(number, iter([(number * SPAN + 1, "system:s1", "package:forged", "depends-on", *ROWS[0][4:])]))
    mark, digest = segment_table._scope_mark(), segment_table._digest(number, body)
    store.backend.run_script(f"INSERT INTO segment VALUES ({number}, '{mark}', '{digest}', x'{body.hex()}')")
    assert _told_every_day(store) == sound
    assert f"segment {number} is damaged" in " ".join(examine_store(store))


def test_moments_that_became_earlier_are_no_fault(store: Store) -> None:
    store.add(CLAIMS, LATER)
    store.add(CLAIMS[:2], NOON)
    assert examine_store(store) == ()


def test_an_older_store_is_packed_when_it_is_brought_up_to_date(tmp_path: Path) -> None:
    backend = connect(tmp_path / "claims.sqlite", writes=True)
    create(backend, version=4)
    Store(backend).add((*CLAIMS, *SAYINGS), NOON)
    assert list(backend.segments()) == []
    before = _told_every_day(Store(backend))
    assert migrate(backend, Where("store")) == (4, 5)
    assert _numbers(Store(backend)) == list(range(len((*CLAIMS, *SAYINGS)) // SPAN))
    assert _told_every_day(Store(backend)) == before
    backend.close()


def test_rows_that_are_no_texts_stop_no_writer(store: Store) -> None:
    backend = store.backend
    row = [
        "claim:x",
        b"system:bytes",
        "depends-on",
        "package:p",
        *["[]", "", "", "supports", "1.0", "[]", "d", "", "", "2"],
    ]
    backend.insert([tuple(row)])  # type: ignore[arg-type]
    assert store.add(CLAIMS[: 2 * SPAN], NOON).new == 2 * SPAN
    assert _numbers(store) == [1]


ROWS = [
    (place, f"a:{place}", "a:ü", "depends-on", "[]", "", "", "document:d", f"r{place}", "2026") for place in (5, 7, 8)
]


def test_packing_and_unpacking_gives_the_same() -> None:
    assert list(rows_of(unpack(1, pack(1, iter(ROWS))))) == ROWS
    assert list(rows_of(unpack(3, pack(3, iter(()))))) == []


@pytest.mark.parametrize("size", [0, 4, 8, 50, -1])
def test_a_torn_segment_is_none(size: int) -> None:
    with pytest.raises(ValueError, match=r"segment|value|buffer|Expecting|Unterminated|Extra"):
        unpack(1, pack(1, iter(ROWS))[:size])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"names"', b'"NAMES"'),
        (b'"claims": 3', b'"claims": 9'),
        (b'"claims": 3', b'"claims":-3'),
        (b'["depends-on"]', b"[            ]"),
        (b'["depends-on"]', b"[1,2,3,4,5,60]"),
        (b'"document:d", "r5"', b'"document:d",["r"]'),
        (b'["a:5", ', b'["a:5" ,'),
    ],
)
def test_a_forged_segment_is_none_or_harmless(old: bytes, new: bytes) -> None:
    body = pack(1, iter(ROWS))
    forged = body.replace(old, new)
    assert len(forged) == len(body)
    if b"a:5" in old:
        assert list(rows_of(unpack(1, forged))) == ROWS
        return
    with pytest.raises(ValueError):
        unpack(1, forged)
