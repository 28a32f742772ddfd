"""One body of tests for both databases: what is kept, what is refused, and what is said of faults."""

from __future__ import annotations

import datetime
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flowdown.base.errors import Problems, UnusableArgument, Where
from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.sayings import assess, retract
from flowdown.evidence.source import ClaimSource
from flowdown.graph import open_store
from flowdown.graph.copy import copy_store
from flowdown.graph.errors import StoreError
from flowdown.graph.examine_store import examine_store
from flowdown.graph.migrate import VERSION, create, migrate, read_version
from flowdown.graph.sqlite_backend import SqliteBackend
from flowdown.graph.store import Store, connect

DAY = datetime.date(2026, 3, 1)
NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
LATER = datetime.datetime(2026, 4, 1, 12, tzinfo=datetime.UTC)
OWNS = Claim(
    "organisation:a",
    Predicate.OWNS,
    "organisation:b",
    ClaimSource("document:register", "r1", "line 1"),
    (("share", "60"),),
)


def _many(count: int) -> list[Claim]:
    return [replace(OWNS, object=f"organisation:b{number}") for number in range(count)]


@pytest.fixture
def store(target: str) -> Iterator[Store]:
    with open_store(target) as opened:
        yield opened


def test_claims_outlast_the_store(target: str) -> None:
    strange = replace(
        OWNS, source=ClaimSource("document:\udce4", "r", "a\0b"), qualifiers=(("share", "60"), ("ß", "\u2028"))
    )
    with open_store(target) as store:
        store.add([OWNS, strange], NOON)
    with open_store(target, writes=False) as store:
        rows = list(store.rows())
    assert {row.id for row in rows} == {OWNS.id, strange.id}
    assert all(row.claim.id == row.id for row in rows)


def test_adding_says_what_is_new(store: Store) -> None:
    store.add(_many(3), NOON)
    added = store.add(_many(5), LATER)
    assert (added.new, added.known) == (2, 3)


def test_the_earlier_moment_is_kept(store: Store) -> None:
    for moment in (LATER, NOON, LATER):
        store.add([OWNS], moment)
    assert [row.recorded_at for row in store.rows()] == ["2026-03-01T12:00:00.000000Z"]


def test_unsound_claims_are_refused_all_at_once_and_nothing_is_kept(store: Store) -> None:
    unsound = [
        replace(OWNS, qualifiers=(("share", "120"),)),
        replace(OWNS, subject="contract:c"),
        replace(OWNS, valid_from=DAY, valid_until=DAY),
    ]
    with pytest.raises(Problems) as refused:
        store.add([OWNS, *unsound], NOON)
    assert (len(refused.value.problems), store.count()) == (3, 0)


def test_the_database_refuses_to_delete_and_to_edit(store: Store) -> None:
    store.add([OWNS], NOON)
    for statement in (
        "DELETE FROM claim",
        "UPDATE claim SET object = 'organisation:c'",
        "UPDATE claim SET recorded_at = '9'",
    ):
        with pytest.raises(StoreError, match="claims are never"):
            store.backend.run_script(statement)
    assert [row.claim for row in store.rows()] == [OWNS]


def test_what_is_taken_back_is_known_until_then(store: Store) -> None:
    store.add([OWNS], NOON)
    store.add([retract(OWNS.id, "person:ann", "typing error", LATER)], LATER)
    assert store.view(DAY, NOON).claims == (OWNS,)
    assert store.view(DAY, LATER).claims == ()


def test_a_retraction_can_be_taken_back(store: Store) -> None:
    taken = retract(OWNS.id, "person:ann", "", NOON)
    store.add([OWNS, taken, retract(taken.id, "person:ann", "", LATER)], NOON)
    assert store.view(DAY, NOON).claims == (OWNS,)


def test_a_disputed_claim_stands_apart(store: Store) -> None:
    store.add([OWNS, assess(OWNS.id, "person:bob", Stance.DISPUTES, "", NOON)], NOON)
    view = store.around("organisation:b", DAY, NOON)
    assert (view.claims, view.disputed) == ((), (OWNS,))


def test_a_claim_is_found_by_the_start_of_its_id(store: Store) -> None:
    store.add([OWNS], NOON)
    assert store.find(OWNS.id[:14]).claim == OWNS
    with pytest.raises(UnusableArgument, match="no claim is called"):
        store.find("00000000" if not OWNS.id.startswith("claim:00000000") else "11111111")


def test_two_writers_both_get_their_claims_in(target: str) -> None:
    with open_store(target):
        pass
    faults: list[BaseException] = []

    def write(part: str) -> None:
        try:
            with open_store(target) as store:
                for number in range(20):
                    store.add([replace(each, subject=f"organisation:{part}{number}") for each in _many(20)], NOON)
                    store.add(_many(20), NOON)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in "pq"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_store(target, writes=False) as store:
        assert (faults, store.count()) == ([], 2 * 20 * 20 + 20)


def test_programs_that_make_the_store_at_once_all_get_their_claims_in(target: str) -> None:
    faults: list[BaseException] = []
    together = threading.Barrier(4)

    def write(name: str) -> None:
        try:
            together.wait()
            with open_store(target) as store:
                store.add([replace(OWNS, subject=f"organisation:{name}")], NOON)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in "pqrs"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_store(target, writes=False) as store:
        assert (faults, store.count()) == ([], 4)


def test_others_read_while_one_writes(target: str) -> None:
    with open_store(target) as writer, open_store(target, writes=False) as reader:
        writer.add(_many(10), NOON)
        with reader.backend.snapshot():
            before = reader.count()
            writer.add([replace(OWNS, subject="organisation:z")], NOON)
            assert (before, reader.count()) == (10, 10)
        assert reader.count() == 11


def test_a_reader_cannot_write(target: str) -> None:
    with open_store(target):
        pass
    with open_store(target, writes=False) as store, pytest.raises(StoreError, match="cannot be opened for this"):
        store.add([OWNS], NOON)


def test_there_is_nothing_to_read_where_no_store_is(target: str) -> None:
    with pytest.raises(StoreError, match="no store of claims is there"), open_store(target, writes=False):
        pass


def test_a_newer_store_is_refused(target: str) -> None:
    with open_store(target) as store:
        store.backend.run_script(f"UPDATE store SET value = '{VERSION + 1}' WHERE name = 'version'")
    words = f"version {VERSION + 1}; this program knows up to {VERSION}; use a newer"
    with pytest.raises(StoreError, match=words), open_store(target):
        pass


def test_an_older_store_is_brought_up_to_date_with_its_claims(target: str) -> None:
    Path(target).parent.mkdir(exist_ok=True) if "://" not in target else None
    backend = connect(target, writes=True)
    create(backend, version=1)
    Store(backend).add([OWNS], NOON)
    backend.close()
    with pytest.raises(StoreError, match="flowdown claims migrate"), open_store(target):
        pass
    with open_store(target, any_version=True) as store:
        assert migrate(store.backend, Where("store")) == (1, VERSION)
    with open_store(target) as store:
        assert (read_version(store.backend, Where("store")), [row.claim for row in store.rows()]) == (VERSION, [OWNS])


def test_a_copy_holds_the_same_rows(target: str, tmp_path: Path) -> None:
    with open_store(target) as store:
        store.add(_many(30), NOON)
        assert copy_store(store, tmp_path / "copy.sqlite") == 30
        with open_store(tmp_path / "copy.sqlite", writes=False) as copy:
            assert list(copy.rows()) == list(store.rows())


def test_a_sound_store_has_no_faults(store: Store) -> None:
    store.add([*_many(5), retract(_many(5)[0].id, "person:ann", "", NOON)], NOON)
    assert examine_store(store) == ()


def test_what_was_tampered_with_is_named(store: Store) -> None:
    store.add([OWNS, retract(f"claim:{'0' * 32}", "person:ann", "", NOON)], NOON)
    changed = ["claim:" + "1" * 32, *next(store.rows())[1:]]
    values = ", ".join("'" + each.replace("'", "''") + "'" for each in changed)
    store.backend.run_script(f"INSERT INTO claim VALUES ({values})")
    faults = " ".join(examine_store(store))
    assert "claim:" + "1" * 32 in faults
    assert "takes back `claim:00000000000000000000000000000000`, which is not in the store" in faults


def test_the_files_are_nobody_elses(tmp_path: Path) -> None:
    file = tmp_path / ".flowdown" / "claims.sqlite"
    with open_store(file) as store:
        store.add([OWNS], NOON)
        modes = {stat.S_IMODE(each.stat().st_mode) for each in file.parent.glob("claims.sqlite*")}
    assert (modes, stat.S_IMODE(file.parent.stat().st_mode)) == ({0o600}, 0o700)
    assert (file.parent / ".gitignore").read_text() == "*\n"


def test_a_full_disk_is_said_and_keeps_nothing_sqlite(tmp_path: Path) -> None:
    with open_store(tmp_path / "claims.sqlite") as store:
        store.add([OWNS], NOON)
        store.backend.read("PRAGMA max_page_count = 20")
        with pytest.raises(StoreError, match="the disk is full; nothing of this was kept"):
            store.add(_many(2000), NOON)
        assert [row.claim for row in store.rows()] == [OWNS]


def test_a_limit_of_the_system_is_said_and_keeps_nothing(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="limits of files are a matter of Unix")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_store(tmp_path / "claims.sqlite") as store:
        store.add([OWNS], NOON)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
        try:
            with pytest.raises(StoreError, match="nothing of this was kept"):
                store.add(_many(5000), NOON)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert [row.claim for row in store.rows()] == [OWNS]


def test_a_copy_that_finds_no_room_names_its_file(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="limits of files are a matter of Unix")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_store(tmp_path / "claims.sqlite") as store:
        store.add(_many(5000), NOON)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
        try:
            with pytest.raises(StoreError, match=r"cannot write `.*/copy\.sqlite`"):
                copy_store(store, tmp_path / "copy.sqlite")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["claims.sqlite"]


def test_a_full_disk_is_said_and_keeps_nothing_postgresql(postgres_target: str) -> None:
    """The server says what it says of a full disk when the tenth row comes."""
    with open_store(postgres_target) as store:
        store.add([OWNS], NOON)
        store.backend.run_script(
            "CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.object = 'organisation:b9' THEN "
            "RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END IF; RETURN NEW; END $$;"
            "CREATE TRIGGER fill BEFORE INSERT ON claim FOR EACH ROW EXECUTE FUNCTION fill()"
        )
        with pytest.raises(StoreError, match="the disk is full; nothing of this was kept"):
            store.add(_many(20), NOON)
        assert [row.claim for row in store.rows()] == [OWNS]


def test_a_writer_that_waits_in_vain_is_told_why(tmp_path: Path) -> None:
    file = tmp_path / "claims.sqlite"
    with open_store(file) as holder:
        holder.backend.read("BEGIN IMMEDIATE")
        waiting = SqliteBackend(file, writes=False, wait=0.05)
        waiting.close()
        with pytest.raises(StoreError, match="another program is writing to the store; try again"):
            impatient = SqliteBackend(file, writes=True, wait=0.05)
            impatient.run_script("CREATE TABLE other (name TEXT)")


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be read as one" * 40, b"x"])
def test_another_file_is_no_store(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "claims.sqlite"
    file.write_bytes(content)
    with pytest.raises(StoreError, match="no store of claims"), open_store(file):
        pass
    assert file.read_bytes() == content


def test_another_database_is_no_store(tmp_path: Path) -> None:
    backend = SqliteBackend(tmp_path / "other.sqlite", writes=True) if (tmp_path).exists() else None
    assert backend is not None
    backend.run_script("CREATE TABLE songs (name TEXT);")
    backend.close()
    with pytest.raises(StoreError, match="holds something else"), open_store(tmp_path / "other.sqlite"):
        pass


def test_a_password_is_never_shown() -> None:
    with pytest.raises(StoreError) as refused, open_store("postgresql://ann:secret@127.0.0.1:1/claims"):
        pass
    assert "secret" not in str(refused.value)
    assert "127.0.0.1:1/claims: cannot be reached" in str(refused.value)
