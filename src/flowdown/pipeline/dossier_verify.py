"""Verify a dossier: the digest of every file, the signature of the manifest, the chain of the inquiry log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from flowdown.base.errors import FlowdownError, UnusableFile, Where
from flowdown.pipeline.dossier import LOG, MANIFEST, SIGNATURE, digest_of

if TYPE_CHECKING:
    from flowdown.report.dossier_v1 import VerdictV1


def read_manifest(folder: Path) -> tuple[bytes, dict[str, object]]:
    """The manifest of a dossier, as bytes and as read; raises `UnusableFile` for a folder without one."""
    file = folder / MANIFEST
    try:
        content = file.read_bytes()
        read = json.loads(content)
    except OSError:
        raise UnusableFile("no manifest: this is no dossier, or it was not finished", Where(str(file))) from None
    except ValueError:
        raise UnusableFile("is no JSON", Where(str(file))) from None
    if (
        not isinstance(read, dict)
        or read.get("schema") != "flowdown.dossier/1"
        or not isinstance(read.get("files"), list)
    ):
        raise UnusableFile("is no manifest of a dossier", Where(str(file)))
    return content, read


def verify_dossier(folder: Path, key: Path | None) -> VerdictV1:
    """Whether a dossier is as it was drawn up; raises `UnusableFile` for a folder that is none, or an unusable key."""
    from flowdown.report.dossier_v1 import VerdictV1

    content, manifest = read_manifest(folder)
    faults = list(_files(folder, manifest))
    signature, wrong = _signature(folder, content, key)
    log, broken = _log(folder, manifest)
    notes = []
    if signature == "not-checked":
        notes.append("signed; by whom is not checked without `--key`")
    files = manifest["files"]
    assert isinstance(files, list)
    return VerdictV1("flowdown.dossier-verdict/1", len(files), signature, log, (*faults, *wrong, *broken), tuple(notes))


def _files(folder: Path, manifest: dict[str, object]) -> Iterator[str]:
    files = manifest["files"]
    assert isinstance(files, list)
    names = {MANIFEST, SIGNATURE}
    for each in files:
        name, told = (each.get("name"), each.get("digest")) if isinstance(each, dict) else (None, None)
        if (
            not isinstance(name, str)
            or not isinstance(told, str)
            or "/" in name
            or "\\" in name
            or name.startswith(".")
        ):
            yield "the manifest names a file that cannot be one of a dossier"
            continue
        names.add(name)
        try:
            content = (folder / name).read_bytes()
        except OSError:
            yield f"{name}: is missing"
            continue
        if digest_of(content) != told:
            yield f"{name}: was changed"
    yield from (
        f"{each.name}: is no part of the dossier" for each in sorted(folder.iterdir()) if each.name not in names
    )


def _signature(
    folder: Path, content: bytes, key: Path | None
) -> tuple[Literal["none", "holds", "not-checked", "fails"], tuple[str, ...]]:
    from flowdown.base.envelope import check
    from flowdown.report.dossier_v1 import PAYLOAD_TYPE

    file = folder / SIGNATURE
    if not file.is_file():
        return ("fails", ("the manifest is not signed",)) if key is not None else ("none", ())
    faults = check(PAYLOAD_TYPE, file.read_bytes(), content, key)
    if faults:
        return "fails", faults
    return ("holds" if key is not None else "not-checked"), ()


def _log(folder: Path, manifest: dict[str, object]) -> tuple[Literal["none", "holds", "fails"], tuple[str, ...]]:
    """The chain of the log that lies beside, and whether its last entry is the one of which the manifest tells."""
    from flowdown.pipeline.inquiry_log import read_log, verify

    if not (folder / LOG).is_file():
        return "none", ()
    inputs = manifest.get("inputs")
    heads = [
        str(each.get("digest", ""))
        for each in (inputs if isinstance(inputs, list) else [])
        if isinstance(each, dict) and each.get("kind") == "log"
    ]
    try:
        faults = verify(read_log(folder / LOG), heads[0] if heads else "")
    except FlowdownError as error:
        faults = (str(error),)
    return ("fails" if faults else "holds"), tuple(f"inquiry log: {each}" for each in faults)
