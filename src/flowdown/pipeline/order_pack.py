"""Makes packs of orders, and installs them: verified, validated, all of it or nothing."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flowdown.base.canonical import to_json
from flowdown.base.envelope import check, id_of_key, sign
from flowdown.base.errors import FlowdownError, Problems, UnusableArgument, UnusableFile, Where
from flowdown.orders.load import Library, load
from flowdown.orders.pack import FILE_NAME, MANIFEST, PAYLOAD_TYPE, OrderPack, digest_of, read_manifest, read_pack
from flowdown.pipeline.order_validation import validate_orders
from flowdown.report.pack_v1 import InstalledPackV1

SIGNATURE = "flowdown-orders.dsse.json"
CURRENT = "current"
_MOST_FILES = 2_000
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Wanted:
    """A pack to install: a folder or an archive, the public key by which it must be signed, whether an older one will do."""

    source: Path
    key: Path | None = None
    allows_older: bool = False


def draw_pack(folder: Path, name: str, made: datetime.date, key: Path, cache: Path | None) -> bytes:
    """An archive with the orders of a folder, signed; the same bytes again. Raises `Problems` where an order is faulty."""
    files = _files_of(folder)
    pack = OrderPack(
        schema="flowdown.order-pack/1",
        name=name,
        made=made.isoformat(),
        files={each: digest_of(content) for each, content in files.items()},
    )
    manifest = _write_manifest(pack)
    read_manifest(manifest, MANIFEST)
    with tempfile.TemporaryDirectory() as staged:
        _fill(Path(staged), manifest, files)
        _validate(Path(staged), cache)
    signature = sign(PAYLOAD_TYPE, manifest, key).encode()
    members = {MANIFEST: manifest, SIGNATURE: signature, **files}
    with tempfile.TemporaryFile() as written:
        with tarfile.open(fileobj=written, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for each, content in members.items():
                entry = tarfile.TarInfo(each)
                entry.size, entry.mode = len(content), 0o644
                with tempfile.SpooledTemporaryFile(max_size=_MOST_BYTES) as part:
                    part.write(content)
                    part.seek(0)
                    archive.addfile(entry, part)
        written.seek(0)
        return written.read()


def install_pack(wanted: Wanted, home: Path, cache: Path | None) -> InstalledPackV1:
    """Install a pack under `home`: what is broken, unsigned or older is refused whole, and the one before stays."""
    if wanted.source.is_dir():
        manifest, files = _from_folder(wanted)
    else:
        manifest, files = _from_archive(wanted)
    pack = read_manifest(manifest, str(wanted.source))
    before = current_pack(home)
    known = read_pack(before) if before is not None else None
    if known is not None and known.made > pack.made and not wanted.allows_older:
        hint = "say `--older` if you mean it"
        raise UnusableArgument(f"the pack is of {pack.made}, the one that is installed of {known.made}", hint=hint)
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(dir=home, prefix=".new-"))
    except OSError as error:
        raise UnusableFile(f"cannot be written: {error.strerror}", Where(str(home))) from None
    try:
        _fill(staged, manifest, files)
        _validate(staged, cache)
        old, new = load((before,) if before is not None else (), cache), load((staged,), cache)
        place = home / f"{pack.made}-{digest_of(manifest).removeprefix('sha256:')[:16]}"
        if place != before:
            shutil.rmtree(place, ignore_errors=True)
            staged.rename(place)
        _point(home, place)
    except OSError as error:
        raise UnusableFile(f"cannot be written: {error.strerror}", Where(str(home))) from None
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return _tell(pack, old, new, place)


def revert_pack(home: Path) -> None:
    """Take the installed pack away: the program's own library counts again."""
    if current_pack(home) is None:
        raise UnusableArgument("no pack of orders is installed")
    (home / CURRENT).unlink(missing_ok=True)


def current_pack(home: Path) -> Path | None:
    """The folder of the pack that is installed; None for none."""
    try:
        name = (home / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnusableFile(f"cannot be read: {error.strerror}", Where(str(home / CURRENT))) from None
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{16}", name) or not (home / name).is_dir():
        raise UnusableFile("names no pack", Where(str(home / CURRENT)), "`flowdown orders install` puts one there")
    return home / name


def _tell(pack: OrderPack, old: Library, new: Library, place: Path) -> InstalledPackV1:
    both = old.orders.keys() & new.orders.keys()
    used = {name for name, origin in new.origins.items() if origin == pack.origin}
    return InstalledPackV1(
        "flowdown.installed-pack/1",
        pack.name,
        pack.made,
        pack.came,
        str(place),
        tuple(sorted(new.orders.keys() - old.orders.keys())),
        tuple(sorted(name for name in both if old.orders[name] != new.orders[name])),
        tuple(sorted(old.orders.keys() - new.orders.keys())),
        tuple(sorted({name.removesuffix(".yaml") for name in pack.files} - used)),
    )


def _from_folder(wanted: Wanted) -> tuple[bytes, Mapping[str, bytes]]:
    """A folder of order files, as a clone holds them. It is not signed: who names it answers for it."""
    if wanted.key is not None:
        raise UnusableArgument(
            "a folder carries no signature", hint="a key goes with an archive (`flowdown orders pack`)"
        )
    folder = wanted.source
    files = _files_of(folder)
    newest = max(_checked_until(content) for content in files.values())
    commit = _commit_of(folder)
    came = f"from a folder at commit {commit[:12]}" if commit else "from a folder"
    pack = OrderPack(
        schema="flowdown.order-pack/1",
        name=_name_of(folder),
        made=newest,
        files={name: digest_of(content) for name, content in files.items()},
        came=f"{came}, not signed",
    )
    return _write_manifest(pack), files


def _from_archive(wanted: Wanted) -> tuple[bytes, Mapping[str, bytes]]:
    """An archive, verified before anything of it is read but its manifest and signature."""
    if wanted.key is None:
        raise UnusableArgument("an archive is verified by a key", hint="`--key FILE.pub`: whose pack do you trust?")
    where = Where(str(wanted.source))
    members = _unpack(wanted.source)
    manifest, signature = members.pop(MANIFEST, b""), members.pop(SIGNATURE, b"")
    if not manifest or not signature:
        raise UnusableFile("is no signed pack of orders", where)
    faults = check(PAYLOAD_TYPE, signature, manifest, wanted.key)
    if faults:
        raise UnusableFile(faults[0], where)
    pack = read_manifest(manifest, str(wanted.source))
    if members.keys() != pack.files.keys() or any(digest_of(members[each]) != pack.files[each] for each in members):
        raise UnusableFile("holds other files than were signed", where)
    came = f"signed by {id_of_key(wanted.key)[:16]}"
    return _write_manifest(replace(pack, came=came)), members


def _unpack(file: Path) -> dict[str, bytes]:
    where = Where(str(file))
    members: dict[str, bytes] = {}
    total = 0
    try:
        with tarfile.open(file, "r:") as archive:
            for entry in archive:
                total += entry.size
                if len(members) >= _MOST_FILES or total > _MOST_BYTES:
                    raise UnusableFile("is far too large for a pack of orders", where)
                is_ours = entry.name in (MANIFEST, SIGNATURE) or FILE_NAME.fullmatch(entry.name)
                opened = archive.extractfile(entry) if entry.isreg() and is_ours else None
                if opened is None or entry.name in members:
                    raise UnusableFile("holds something that is no part of a pack of orders", where)
                members[entry.name] = opened.read()
    except (tarfile.TarError, EOFError, ValueError):
        raise UnusableFile("is no archive of orders", where) from None
    except OSError as error:
        raise UnusableFile(f"cannot be read: {error.strerror or 'no archive'}", where) from None
    return members


def _files_of(folder: Path) -> dict[str, bytes]:
    """The order files of a folder, or of its folder `orders`; links out of it are not followed."""
    if not folder.is_dir():
        raise UnusableArgument(f"no such folder `{folder}`")
    inner = folder / "orders"
    root = inner if inner.is_dir() and not any(folder.glob("*.yaml")) else folder
    files: dict[str, bytes] = {}
    for file in sorted(root.glob("*.yaml")):
        if file.is_symlink() or not file.is_file():
            raise UnusableFile("is no plain file", Where(str(file)))
        if not FILE_NAME.fullmatch(file.name):
            raise UnusableFile("is no name of an order's file", Where(str(file)), "small letters, digits and `-`")
        files[file.name] = file.read_bytes()
    if not files:
        raise UnusableArgument(f"no order is in `{folder}`", hint="it holds files as `us-889-a.yaml`")
    return files


def _validate(folder: Path, cache: Path | None) -> None:
    """Every file by itself, with its examples, and all of them with the library."""
    files = sorted(folder.glob("*.yaml"))
    problems: list[FlowdownError] = []
    for each in validate_orders(files, (folder,), cache=cache):
        for problem in each.problems:
            where = problem.where
            named = replace(where, file=Path(where.file).name) if where is not None else None
            problems.append(UnusableFile(problem.message, named, problem.hint))
    if problems:
        raise Problems(problems)


def _fill(folder: Path, manifest: bytes, files: Mapping[str, bytes]) -> None:
    for name, content in {MANIFEST: manifest, **files}.items():
        with os.fdopen(os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())


def _point(home: Path, place: Path) -> None:
    """Name the pack that counts, in one step."""
    draft = home / f".{CURRENT}.{os.getpid()}"
    draft.write_text(f"{place.name}\n", encoding="utf-8")
    draft.replace(home / CURRENT)


def _write_manifest(pack: OrderPack) -> bytes:
    return (json.dumps(to_json(pack), indent=1, sort_keys=True) + "\n").encode()


def _checked_until(content: bytes) -> str:
    found = re.search(rb"^checked_until: *(\d{4}-\d{2}-\d{2})", content, re.MULTILINE)
    return found[1].decode() if found is not None else "0001-01-01"


def _name_of(folder: Path) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-")
    return name or "orders"


def _commit_of(folder: Path) -> str:
    """The commit of a clone, read from its files: no program of a clone's choosing is run."""
    for root in (folder.resolve(), folder.resolve().parent):
        with contextlib.suppress(OSError, UnicodeDecodeError):
            head = (root / ".git" / "HEAD").read_text(encoding="utf-8").strip()
            name = head.removeprefix("ref: ")
            if re.fullmatch(r"[0-9a-f]{40,64}", name):
                return name
            if not re.fullmatch(r"refs/heads/[\w./-]+", name) or ".." in name:
                return ""
            file = root / ".git" / name
            text = file.read_text(encoding="utf-8") if file.is_file() else ""
            if not text:
                packed = (root / ".git" / "packed-refs").read_text(encoding="utf-8")
                text = next((line.split()[0] for line in packed.splitlines() if line.endswith(f" {name}")), "")
            return text.strip() if re.fullmatch(r"[0-9a-f]{40,64}\s*", text) else ""
    return ""
