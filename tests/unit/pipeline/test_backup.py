"""Backups are taken while somebody writes, and hold what was acknowledged; what is damaged is never put back."""

from __future__ import annotations

import datetime
import io
import sqlite3
import tarfile
import threading
from pathlib import Path

import pytest

from flowdown.base.errors import FlowdownError
from flowdown.cli.main import main
from flowdown.pipeline.backup import Saved, back_up, restore

NOW = datetime.datetime(2026, 4, 10, tzinfo=datetime.UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "org"
    (folder / ".flowdown").mkdir(parents=True)
    (folder / "flowdown.yaml").write_text("organisation: {id: us, name: Us}\n", encoding="utf-8")
    (folder / "src.py").write_text("import openai\n", encoding="utf-8")
    (folder / ".flowdown" / "log.jsonl").write_text("{}\n", encoding="utf-8")
    with sqlite3.connect(folder / ".flowdown" / "claims.sqlite") as opened:
        opened.execute("PRAGMA journal_mode = WAL")
        opened.execute("CREATE TABLE claim (id INTEGER PRIMARY KEY)")
    opened.close()
    return folder


def count(file: Path) -> int:
    opened = sqlite3.connect(file)
    try:
        return int(opened.execute("SELECT count(*) FROM claim").fetchone()[0])
    finally:
        opened.close()


def test_what_was_committed_before_is_in_it_while_another_writes(folder: Path, tmp_path: Path) -> None:
    store = folder / ".flowdown" / "claims.sqlite"
    ended, written = threading.Event(), [0]

    def write() -> None:
        opened = sqlite3.connect(store)
        while not ended.is_set():
            with opened:
                opened.execute("INSERT INTO claim DEFAULT VALUES")
            written[0] += 1
        opened.close()

    writer = threading.Thread(target=write)
    writer.start()
    while written[0] < 50:
        pass
    before = written[0]
    back_up(Saved(folder, False), tmp_path / "one.tar", NOW)
    ended.set()
    writer.join()
    restore(tmp_path / "one.tar", tmp_path / "back")
    assert before <= count(tmp_path / "back" / ".flowdown" / "claims.sqlite") <= written[0]
    names = {
        file.relative_to(tmp_path / "back").as_posix() for file in (tmp_path / "back").rglob("*") if file.is_file()
    }
    assert names == {"flowdown.yaml", ".flowdown/log.jsonl", ".flowdown/claims.sqlite"}
    assert (tmp_path / "one.tar").stat().st_mode & 0o777 == 0o600


def test_commands_back_up_and_restore_a_servers_folder(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, back = str(tmp_path / "all.tar"), tmp_path / "back"
    assert main(["backup", file, "--data", str(folder)]) == 0
    assert main(["restore", file, "--to", str(back)]) == 0
    assert (back / "src.py").read_text() == "import openai\n"
    assert main(["restore", file, "--to", str(back)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert main(["backup", file, "--data", str(folder)]) == 2
    assert "there already" in capsys.readouterr().err


def test_a_backup_of_a_server_holds_no_older_backup(folder: Path, tmp_path: Path) -> None:
    (folder / "backups").mkdir()
    first = back_up(Saved(folder, True), folder / "backups" / "one.tar", NOW)
    (folder / "stray.tar").write_bytes(b"x")
    second = back_up(Saved(folder, True), folder / "backups" / "two.tar", NOW)
    assert first.files == second.files


def repack(file: Path, change: dict[str, bytes | None]) -> Path:
    members: dict[str, bytes] = {}
    with tarfile.open(file) as archive:
        for entry in archive:
            opened = archive.extractfile(entry)
            assert opened is not None
            members[entry.name] = opened.read()
    with tarfile.open(file, "w") as archive:
        for name, content in {**members, **change}.items():
            if content is not None:
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
    return file


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"flowdown.yaml": b"x"}, "is not as its manifest says"),
        ({".flowdown/log.jsonl": None}, "is missing"),
        ({"../evil": b"x"}, "does not name"),
        ({"backup.json": b"{}"}, "missing"),
        ({"backup.json": None}, "no backup"),
    ],
)
def test_what_was_changed_is_not_put_back(
    folder: Path, tmp_path: Path, change: dict[str, bytes | None], told: str
) -> None:
    back_up(Saved(folder, False), tmp_path / "one.tar", NOW)
    with pytest.raises(FlowdownError, match=told):
        restore(repack(tmp_path / "one.tar", change), tmp_path / "back")
    assert not (tmp_path / "back").exists()
    assert not (tmp_path / "evil").exists()


def test_a_file_cut_short_and_one_that_is_none(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.tar"
    back_up(Saved(folder, False), file, NOW)
    file.write_bytes(file.read_bytes()[:9000])
    with pytest.raises(FlowdownError):
        restore(file, tmp_path / "back")
    file.write_bytes(b"no archive")
    with pytest.raises(FlowdownError, match="no backup"):
        restore(file, tmp_path / "back")
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_a_damaged_database_makes_no_backup(folder: Path, tmp_path: Path) -> None:
    store = folder / ".flowdown" / "claims.sqlite"
    content = bytearray(store.read_bytes())
    content[100:3000] = b"\xff" * 2900
    store.write_bytes(content)
    with pytest.raises(FlowdownError):
        back_up(Saved(folder, False), tmp_path / "one.tar", NOW)
    assert not (tmp_path / "one.tar").exists()


def test_without_the_programs_of_postgresql_it_says_so(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FlowdownError, match="pg_dump is not here"):
        back_up(Saved(folder, False, "postgresql://u:hidden@127.0.0.1:1/x"), tmp_path / "one.tar", NOW)
