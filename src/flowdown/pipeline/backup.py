"""Backs a folder of Flowdown's up into one file while it is in use, and puts it back; both are checked before they count."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flowdown import __version__
from flowdown.base.canonical import to_json
from flowdown.base.errors import FlowdownError, UnusableArgument, UnusableFile, Where
from flowdown.base.strict_yaml import Document
from flowdown.base.structure import decode
from flowdown.graph.postgres_backend import hide_secret
from flowdown.report.backup_v1 import BackupV1

MANIFEST = "backup.json"
DUMP = "database.dump"
_HEAD = b"SQLite format 3\0"
_PASSING = re.compile(r"\.lock\Z|-wal\Z|-shm\Z|-journal\Z|\.part\Z")
_PIECE = 1024 * 1024
_NOT_KEPT = frozenset({".cache", "backups"})
"""Folders of a server's that are none of its memory: what can be worked out anew, and backups themselves."""
_OWN = (".flowdown", "flowdown.yaml", "flowdown-watch.yaml")


class BackupFault(FlowdownError):
    """A backup that was not made, or does not hold."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What is backed up: a folder, only what is the profile's own in it (or all of it), and a database's URL (empty: none).

    `environment` is that of PostgreSQL's programs.
    """

    folder: Path
    is_whole: bool
    url: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


def back_up(saved: Saved, to: Path, made_at: datetime.datetime) -> BackupV1:
    """Write a backup, read it back, and only then give it its name."""
    if to.exists():
        raise UnusableArgument(f"`{to}` is there already")
    growing = to.with_name(f".{to.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".backup-") as staged:
            files = _collect(saved, Path(staged))
            told = BackupV1(
                "flowdown.backup/1",
                f"flowdown {__version__}",
                _moment(made_at),
                hide_secret(saved.url),
                _digests(files),
            )
            _write(growing, told, files)
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".backup-") as tried:
            _unpack(growing, Path(tried))
        growing.rename(to)
    except OSError as error:
        raise BackupFault(f"cannot be written: {error.strerror}", Where(str(to))) from None
    finally:
        growing.unlink(missing_ok=True)
    return told


def restore(file: Path, to: Path, url: str = "", environment: Mapping[str, str] | None = None) -> BackupV1:
    """Put a backup into a new or empty folder (and an empty database), whole or not at all."""
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise UnusableArgument(
            f"`{to}` is not empty", hint="restore into a new folder, look at it, then put it in place"
        )
    to = to.absolute()
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(dir=to.parent, prefix=".restore-"))
    except OSError as error:
        raise BackupFault(f"cannot be written: {error.strerror}", Where(str(to))) from None
    try:
        told = _unpack(file, staged)
        dump = staged / DUMP
        if dump.exists() != bool(url):
            hint = "`--store postgresql://...`, an empty database" if dump.exists() else "leave `--store` out"
            raise UnusableArgument(
                "the backup holds a database" if dump.exists() else "it holds no database", hint=hint
            )
        if url:
            _run(
                "pg_restore",
                url,
                environment or {},
                "--exit-on-error",
                "--single-transaction",
                "--no-owner",
                "--no-privileges",
                str(dump),
            )
            dump.unlink()
        if to.exists():
            to.rmdir()
        staged.rename(to)
    except OSError as error:
        raise BackupFault(f"cannot be written: {error.strerror}", Where(str(to))) from None
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return told


def _collect(saved: Saved, staged: Path) -> dict[str, Path]:
    """Every file by its name in the backup; databases are copied as of one moment, whoever writes to them."""
    files: dict[str, Path] = {}
    for name, file in _files(saved):
        if _is_database(file):
            copy = staged / f"{len(files)}.sqlite"
            _copy_database(file, copy)
            files[name] = copy
        else:
            files[name] = file
    if saved.url:
        dump = staged / DUMP
        _run(
            "pg_dump",
            saved.url,
            saved.environment,
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--file={dump}",
        )
        files[DUMP] = dump
    if not files:
        raise UnusableArgument(f"nothing of Flowdown's is in `{saved.folder}`")
    return files


def _files(saved: Saved) -> Iterator[tuple[str, Path]]:
    roots = [saved.folder] if saved.is_whole else [saved.folder / name for name in _OWN]
    for root in roots:
        found = sorted(root.rglob("*")) if root.is_dir() else [root]
        for file in found:
            name = file.relative_to(saved.folder)
            is_ours = name.parts[0] not in _NOT_KEPT and not (len(name.parts) == 1 and name.suffix == ".tar")
            if is_ours and file.is_file() and not file.is_symlink() and not _PASSING.search(file.name):
                yield name.as_posix(), file


def _is_database(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(_HEAD)) == _HEAD


def _copy_database(file: Path, to: Path) -> None:
    try:
        source = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)
        with contextlib.closing(source), contextlib.closing(sqlite3.connect(to)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise BackupFault(f"cannot be copied: {error}", Where(str(file))) from None


def _digests(files: Mapping[str, Path]) -> dict[str, str]:
    found = {}
    for name, file in files.items():
        with file.open("rb") as opened:
            found[name] = f"sha256:{hashlib.file_digest(opened, 'sha256').hexdigest()}"
    return found


def _write(to: Path, told: BackupV1, files: Mapping[str, Path]) -> None:
    manifest = (json.dumps(to_json(told), indent=1) + "\n").encode()
    with (
        os.fdopen(os.open(to, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as opened,
        tarfile.open(fileobj=opened, mode="w") as archive,
    ):
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(manifest)
        archive.addfile(entry, io.BytesIO(manifest))
        for name, file in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = file.stat().st_size, 0o600
            with file.open("rb") as content:
                archive.addfile(entry, content)
        archive.close()
        opened.flush()
        os.fsync(opened.fileno())


def _unpack(file: Path, to: Path) -> BackupV1:
    """Unpack a backup and examine it: every file as the manifest says, every database whole."""
    where = Where(str(file))
    try:
        with tarfile.open(file, "r:") as archive:
            first = archive.next()
            opened = archive.extractfile(first) if first is not None and first.name == MANIFEST else None
            if opened is None:
                raise UnusableFile("is no backup of Flowdown's", where)
            told = decode(BackupV1, Document(str(file), json.loads(opened.read()), {}))
            left = dict(told.files)
            while (entry := archive.next()) is not None:
                digest = left.pop(entry.name, None)
                content = archive.extractfile(entry) if entry.isreg() and _is_within(entry.name) else None
                if digest is None or content is None:
                    raise UnusableFile("holds a file that its manifest does not name", where)
                if _put(content, to / entry.name) != digest:
                    raise UnusableFile(f"`{entry.name}` is not as its manifest says", where)
    except (tarfile.TarError, EOFError, ValueError):
        raise UnusableFile("is no backup of Flowdown's", where) from None
    except OSError as error:
        raise UnusableFile(f"cannot be read: {error.strerror or 'no archive'}", where) from None
    if left:
        raise UnusableFile(f"`{min(left)}` is missing in it", where)
    for name in told.files:
        if _is_database(to / name):
            _examine(to / name, name, where)
    return told


def _is_within(name: str) -> bool:
    return not name.startswith("/") and ".." not in name.split("/") and "\\" not in name


def _put(content: io.BufferedIOBase | object, to: Path) -> str:
    digest = hashlib.sha256()
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as opened:
        while piece := content.read(_PIECE):  # type: ignore[union-attr]
            digest.update(piece)
            opened.write(piece)
        opened.flush()
        os.fsync(opened.fileno())
    return f"sha256:{digest.hexdigest()}"


def _examine(file: Path, name: str, where: Where) -> None:
    try:
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as opened:
            said = opened.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        said = str(error)
    if said != "ok":
        raise UnusableFile(f"`{name}` is damaged: {said.splitlines()[0]}", where)


def _run(program: str, url: str, environment: Mapping[str, str], *arguments: str) -> None:
    """Run a program of PostgreSQL's; the password that may be in the address goes by the environment."""
    if shutil.which(program, path=environment.get("PATH", "")) is None:
        hint = "install PostgreSQL's client programs; `flowdown claims backup FILE` copies the claims without them"
        raise UnusableArgument(f"{program} is not here", hint=hint)
    password = _password(url)
    done = subprocess.run(
        [program, *arguments, f"--dbname={_bare(url)}"],
        env={**environment, **({"PGPASSWORD": password} if password else {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no word of why"])[0]
        raise BackupFault(f"{program} failed: {said}", Where(hide_secret(url)))


def _password(url: str) -> str:
    from urllib.parse import unquote, urlsplit

    return unquote(urlsplit(url).password or "")


def _bare(url: str) -> str:
    """The address without the password: what stands in a command line can be seen by others."""
    return re.sub(r"(?<=://)([^:@/]*):[^@/]*@", r"\1@", url)


def _moment(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
