"""Documents are taken in whole or not at all, once, with what hinders them told and the others kept."""

from __future__ import annotations

import datetime
import gzip
import os
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flowdown.evidence.arriving import arrivals
from flowdown.evidence.arriving.choose import load_readers
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.taken import Fate, Taken
from flowdown.evidence.reader import Yield
from flowdown.graph import open_store, spool
from flowdown.pipeline import importing
from flowdown.pipeline.importing import Wanted, import_documents

MOMENT = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
LATER = MOMENT + datetime.timedelta(days=30)
LIST = "Vendor Name,Vendor Number,Category,Country\nBrightfold Widgets LLC,100,machined parts,US\n"


def take(folder: Path, *paths: Path, moment: datetime.datetime = MOMENT, **more: object) -> tuple[Taken, ...]:
    wanted = Wanted(paths or (folder,), **more)  # type: ignore[arg-type]
    return tuple(import_documents(wanted, folder.parent / "store.sqlite", moment, folder.parent))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


def documents(folder: Path) -> set[str]:
    with open_store(folder.parent / "store.sqlite", writes=False) as store:
        return {row.document for row in store.rows()}


def test_the_same_again_adds_nothing_and_a_newer_one_takes_its_place(folder: Path) -> None:
    file = folder / "vendors.csv"
    file.write_text(LIST)
    (first,) = take(folder)
    (again,) = take(folder, moment=LATER)
    assert (first.fate, again.fate, again.new) == (Fate.IMPORTED, Fate.KNOWN, 0)
    file.write_text(LIST.replace("Brightfold Widgets", "Other"))
    (newer,) = take(folder, moment=LATER)
    assert newer.fate is Fate.IMPORTED
    with open_store(folder.parent / "store.sqlite", writes=False) as store:
        names = {held.row.subject for held in store.known(LATER).held if held.row.predicate == "supplies"}
    assert names == {"supplier:other-llc"}


def test_archives_are_opened_and_their_members_named(folder: Path) -> None:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("deep/../../vendors.csv", LIST)
    with tarfile.open(folder / "b.tar.gz", "w:gz") as tar:
        inner = folder.parent / "vendors.csv"
        inner.write_text(LIST)
        tar.add(inner, "vendors.csv")
        inner.unlink()
    (folder / "c.csv.gz").write_bytes(gzip.compress(LIST.encode()))
    names = [each.name for each in take(folder) if each.fate is Fate.IMPORTED]
    assert names == ["in/a.zip!/deep/../../vendors.csv", "in/b.tar.gz!/vendors.csv", "in/c.csv"]
    assert sorted(path.name for path in folder.parent.iterdir() if not path.name.startswith("store")) == ["in"]


def test_what_nobody_knows_is_passed_over_in_a_folder_and_refused_if_named(folder: Path) -> None:
    (folder / "note.md").write_text("# hello\n")
    (folder / "vendors.csv").write_text(LIST)
    assert [each.fate for each in take(folder)] == [Fate.PASSED_OVER, Fate.IMPORTED]
    (named,) = take(folder, folder / "note.md")
    assert (named.fate, named.why[0].message) == (Fate.REFUSED, "no reader knows this document")


def test_one_that_cannot_be_read_stops_no_other(folder: Path) -> None:
    (folder / "broken.zip").write_bytes(b"PK\x03\x04" + b"\0" * 40)
    (folder / "gone.csv").symlink_to(folder / "nowhere.csv")
    (folder / "vendors.csv").write_text(LIST)
    taken = take(folder)
    assert [(each.name, each.fate) for each in taken] == [
        ("in/broken.zip", Fate.REFUSED),
        ("in/vendors.csv", Fate.IMPORTED),
    ]
    assert "broken archive" in taken[0].why[0].message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (taken,) = take(folder, folder / "pipe")
    assert taken.fate is Fate.REFUSED


def test_a_bomb_is_a_refusal(folder: Path) -> None:
    (folder / "bomb.csv.gz").write_bytes(gzip.compress(b"a," * (60 * 1024**2), 9))
    (folder / "empty.tar.gz").write_bytes(gzip.compress(b"\0" * 10240))
    taken, empty = take(folder)
    assert (empty.fate, empty.why[0].message) == (Fate.REFUSED, "is an archive that holds nothing")
    assert (taken.fate, taken.why[0].message) == (
        Fate.REFUSED,
        "unpacks to more than an archive of its size may; the rest was not read",
    )


def test_archives_in_an_archive_share_its_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = folder.parent / "inner.zip"
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("vendors.csv", LIST * 2)
    with zipfile.ZipFile(folder / "outer.zip", "w") as archive:
        for number in range(5):
            archive.write(inner, f"{number}.zip")
    monkeypatch.setattr(arrivals, "FREE", 2 * inner.stat().st_size + 3 * len(LIST))
    monkeypatch.setattr(arrivals, "MOST_EXPANSION", 0)
    taken = take(folder)
    # Each alone has room enough.
    assert taken[0].fate is Fate.IMPORTED
    assert all("unpacks to more" in each.why[0].message for each in taken[1:])
    assert [each.name for each in taken][-1] == "in/outer.zip"
    assert len(taken) == 3


def failing(folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    reader = load_readers()["supplier-list"]

    def read(incoming: Incoming) -> Iterator[Yield]:
        yield from reader.read(incoming)
        raise error

    broken = replace(reader, read=read)
    monkeypatch.setattr("flowdown.evidence.arriving.choose.load_readers", lambda: {"supplier-list": broken})


@pytest.mark.parametrize(
    ("error", "words"),
    [(KeyError("x"), "its reader failed on it (KeyError)"), (RecursionError(), "is nested too deeply")],
)
def test_a_document_that_breaks_off_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    (folder / "vendors.csv").write_text(LIST)
    failing(folder, monkeypatch, error)
    (taken,) = take(folder)
    assert (taken.fate, taken.why[0].message) == (Fate.REFUSED, words)
    assert documents(folder) == set()


def test_a_dry_run_keeps_nothing_and_makes_no_store(folder: Path) -> None:
    (folder / "vendors.csv").write_text(LIST)
    (taken,) = take(folder, dry_run=True)
    assert (taken.fate, taken.claims > 0) == (Fate.CHECKED, True)
    assert not (folder.parent / "store.sqlite").exists()


def test_what_does_not_fit_into_memory_is_held_in_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "BATCH", 7)
    rows = "".join(f"Firm {number} LLC,{number},parts,US\n" for number in range(50))
    (folder / "vendors.csv").write_text("Vendor Name,Vendor Number,Category,Country\n" + rows)
    (taken,) = take(folder)
    with open_store(folder.parent / "store.sqlite", writes=False) as store:
        assert store.count() == taken.new >= 150
        assert len({row.subject for row in store.rows() if row.predicate == "supplies"}) == 50


def test_the_kinds_are_those_of_the_folder() -> None:
    assert {each.id for each in importing.list_kinds()} == set(load_readers())
