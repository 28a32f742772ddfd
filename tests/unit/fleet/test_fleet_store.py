"""What a sweep writes into a store is there once and whole, whatever happens to the store or the sweep meanwhile."""

from __future__ import annotations

import contextlib
import datetime
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flowdown.evidence.predicate import Predicate
from flowdown.fleet.store_keeper import Keeping, StoreOrders
from flowdown.fleet.tree_claims import claims_of_tree, edition_of
from flowdown.graph import open_store
from flowdown.graph.errors import StoreError
from flowdown.graph.store import Store
from flowdown.scan.run import scan
from tests.unit.fleet.fleets import CALL, OTHER, make_fleet, run_sweep, tables_folder
from tests.unit.gate.repository import commit, write

MOMENT = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)
LATER = MOMENT + datetime.timedelta(days=3)


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store can be made."""
    if request.param == "sqlite":
        return str(tmp_path / "claims.sqlite")
    return str(request.getfixturevalue("new_schema")())


def keep(source: Path | None, out: Path, target: str, moment: datetime.datetime = MOMENT, wait: float = 5.0) -> Keeping:
    place = target if "://" in target else Path(target)
    account = run_sweep(source, out, store=StoreOrders(place, moment, wait))
    assert account.keeping is not None
    return account.keeping


def ids(target: str) -> list[str]:
    with open_store(target if "://" in target else Path(target), writes=False) as store:
        return [row.id for row in store.rows()]


def uses(target: str, day: datetime.date, known: datetime.datetime) -> set[tuple[str, str]]:
    with open_store(target if "://" in target else Path(target), writes=False) as store:
        view = store.view(day, known)
        return {(each.subject, each.object) for each in view.claims if each.predicate is Predicate.USES}


def test_every_tree_is_in_the_store_with_its_reading(tmp_path: Path, target: str) -> None:
    top = make_fleet(tmp_path)
    keeping = keep(top, tmp_path / "out", target)
    assert (keeping.trees, keeping.known, keeping.missing, keeping.fault) == (5, 0, (), "")
    assert keeping.new == len(ids(target)) > 15
    assert {tree for tree, _ in uses(target, MOMENT.date(), MOMENT)} == {
        f"tree:{name}" for name in ("archives/old.tar.gz", "clone", "code", "group/bare.git")
    }
    with open_store(target if "://" in target else Path(target), writes=False) as store:
        assert sum(row.predicate == Predicate.READ for row in store.rows()) == 5


def test_the_graph_names_the_trees_that_the_tables_name(tmp_path: Path) -> None:
    pytest.importorskip("duckdb", reason="the extra `fleet` is not installed")
    from flowdown.fleet.impact import find_impact
    from flowdown.pipeline.impact import Cut
    from flowdown.pipeline.impact import find_impact as find_fall

    store = tmp_path / "claims.sqlite"
    keep(make_fleet(tmp_path), tmp_path / "out", str(store))
    told = find_impact(tmp_path / "out", ["cohere"])
    fall = find_fall(store, Cut(("cohere",), MOMENT.date(), MOMENT, kinds=("tree",)))
    assert {f"tree:{each.tree}" for each in told.using} == {each.node for each in fall.impact.affected} != set()


def test_a_second_sweep_writes_only_what_changed_and_what_is_gone_does_not_hold(tmp_path: Path, target: str) -> None:
    top, out = make_fleet(tmp_path), tmp_path / "out"
    keep(top, out, target)
    before = ids(target)
    again = keep(top, out, target, LATER)
    assert (again.trees, again.unchanged, again.new) == (0, 5, 0)
    assert ids(target) == before
    write(top / "code", {"src/c.py": CALL})
    changed = keep(top, out, target, LATER)
    assert (changed.trees, changed.unchanged) == (1, 4)
    assert ("tree:code", "vendor:cohere") in uses(target, MOMENT.date(), LATER)
    assert ("tree:code", "vendor:cohere") not in uses(target, LATER.date(), LATER)
    assert ("tree:code", "vendor:openai") in uses(target, LATER.date(), LATER)


def test_a_store_that_lost_what_it_had_is_filled_again(tmp_path: Path) -> None:
    top, out = make_fleet(tmp_path), tmp_path / "out"
    first = keep(top, out, str(tmp_path / "one.sqlite"))
    second = keep(None, out, str(tmp_path / "two.sqlite"))
    assert (second.trees, second.new) == (5, first.new)
    assert ids(str(tmp_path / "one.sqlite")) == ids(str(tmp_path / "two.sqlite"))


def test_what_could_not_be_read_is_claimed_too(tmp_path: Path, target: str) -> None:
    write(tmp_path / "trees" / "torn", {"a.py": CALL})
    (tmp_path / "trees" / "torn" / "link").symlink_to("/elsewhere")
    keep(tmp_path / "trees", tmp_path / "out", target)
    with open_store(target if "://" in target else Path(target), writes=False) as store:
        said = {
            (row.claim.qualifier("of"), row.object, row.locator)
            for row in store.rows()
            if row.predicate == Predicate.DESCRIBED
        }
    assert ("unread", "text:link out of the tree, not followed", "link") in said
    assert any(of == "coverage" and ", 1 read, " in text for of, text, _ in said)


def test_the_edition_follows_what_is_claimed(tmp_path: Path) -> None:
    write(tmp_path / "tree", {"a.py": CALL})
    first = scan([tmp_path / "tree"], _catalogue())
    write(tmp_path / "tree", {"a.py": CALL + OTHER})
    second = scan([tmp_path / "tree"], _catalogue())
    assert edition_of(first) == edition_of(first) != edition_of(second)
    claims = claims_of_tree(second, edition_of(second), MOMENT)
    assert len({claim.id for claim in claims}) == len(claims)


def _catalogue():  # type: ignore[no-untyped-def]
    from flowdown.catalogue import load

    return load((), tables_folder())


def test_a_name_that_no_node_may_have_is_told_and_the_rest_is_written(tmp_path: Path, target: str) -> None:
    for name in ("a", "b"):
        write(tmp_path / name, {"a.py": CALL})
    (tmp_path / "list.txt").write_text(f"a\t\tx{'y' * 1200}\nb\n")
    keeping = keep(tmp_path / "list.txt", tmp_path / "out", target)
    assert keeping.trees == 1
    ((tree, why),) = keeping.missing
    assert tree.startswith("xyy") and "longer than 1000 bytes" in why


def test_a_store_that_is_no_store_is_told_before_anything_is_scanned(tmp_path: Path) -> None:
    (tmp_path / "no.sqlite").write_text("not a database, but a text of some length\n")
    with pytest.raises(StoreError):
        keep(make_fleet(tmp_path), tmp_path / "out", str(tmp_path / "no.sqlite"))
    assert not list((tmp_path / "out").glob("parts/*/*"))


class _Away:
    """Makes a store refuse so many times."""

    def __init__(self, patch: pytest.MonkeyPatch, times: int) -> None:
        from flowdown.graph.errors import StoreAway

        self.left, usual = times, Store.add

        def add(store: Store, claims, moment):  # type: ignore[no-untyped-def]
            if self.left:
                self.left -= 1
                added = usual(store, claims, moment) if self.left % 2 else None
                raise StoreAway(f"cannot be reached ({added})")
            return usual(store, claims, moment)

        patch.setattr(Store, "add", add)
        patch.setattr("flowdown.fleet.store_keeper._FIRST_PAUSE", 0.01)
        patch.setattr("flowdown.fleet.store_keeper._LONGEST_PAUSE", 0.01)


def test_a_store_that_is_away_is_waited_for_and_nothing_is_there_twice(
    tmp_path: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = make_fleet(tmp_path)
    keep(top, tmp_path / "calm", str(tmp_path / "calm.sqlite"))
    # Every other time the store keeps the claims and cannot say so.
    away = _Away(monkeypatch, 12)
    keeping = keep(top, tmp_path / "out", target)
    assert away.left == 0 and keeping.away > 0
    assert (keeping.trees, keeping.missing, keeping.fault) == (5, (), "")
    assert ids(target) == ids(str(tmp_path / "calm.sqlite"))


def test_a_store_that_stays_away_is_given_up_and_written_by_the_next_sweep(
    tmp_path: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    top, out = make_fleet(tmp_path), tmp_path / "out"
    with monkeypatch.context() as patch:
        _Away(patch, 1_000_000)
        keeping = keep(top, out, target, wait=0.2)
        assert keeping.fault.startswith("cannot be reached")
        assert [tree for tree, _ in keeping.missing] == [
            "archives/old.tar.gz",
            "bills",
            "clone",
            "code",
            "group/bare.git",
        ]
    later = keep(None, out, target)
    assert (later.trees, later.missing) == (5, ())


def test_a_server_that_goes_away_in_the_midst_of_a_sweep(tmp_path: Path, new_schema: Callable[[], str]) -> None:
    """The server's connections are cut and refused for a while, by a door between."""
    for number in range(12):
        commit(tmp_path / "trees" / f"t{number:02}", {"a.py": CALL + f"# {number}\n"})
    url = new_schema()
    calm = str(tmp_path / "calm.sqlite")
    keep(tmp_path / "trees", tmp_path / "calm", calm)
    with _Door(url) as door:
        threading.Thread(target=lambda: (time.sleep(0.5), door.shut(2.0)), daemon=True).start()
        keeping = keep(tmp_path / "trees", tmp_path / "out", door.url, wait=30.0)
    assert (keeping.trees, keeping.missing) == (12, ())
    assert ids(url) == ids(calm)


class _Door:
    """A port that leads to a server, and can be shut."""

    def __init__(self, url: str) -> None:
        from urllib.parse import urlsplit, urlunsplit

        parts = urlsplit(url)
        self._to = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        self.url = urlunsplit(parts._replace(netloc=f"{parts.username}@127.0.0.1:{port}"))
        self._open: list[socket.socket] = []
        self._is_shut = False

    def __enter__(self) -> _Door:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def shut(self, seconds: float) -> None:
        self._is_shut = True
        for each in self._open:
            # Closed alone, a socket lives on as long as a thread waits for what it receives.
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        time.sleep(seconds)
        self._is_shut = False

    def _serve(self) -> None:
        while True:
            try:
                come, _ = self._listener.accept()
            except OSError:
                return
            if self._is_shut:
                come.close()
                continue
            gone = socket.create_connection(self._to)
            self._open += [come, gone]
            for one, other in ((come, gone), (gone, come)):
                threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    try:
        while part := one.recv(65536):
            other.sendall(part)
    except OSError:
        pass
    for each in (one, other):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
