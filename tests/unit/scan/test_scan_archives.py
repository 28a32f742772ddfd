"""Archives are read in place: their members are files of the tree, whatever is wrong with some of them."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from functools import cache
from pathlib import Path

from flowdown.catalogue import load
from flowdown.scan.area import Area, area_of
from flowdown.scan.run import Effort, prepare, scan
from flowdown.scan.sighting import Scan
from flowdown.scan.tables import Tables

CALL = b'from openai import OpenAI\nclient = OpenAI()\nclient.responses.create(model="gpt-4o-mini", input="x")\n'
ALONE = Effort(keeps=False)


@cache
def tables() -> Tables:
    """Compiled once for all tests."""
    return prepare(load())


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, content in members.items():
            head = tarfile.TarInfo(name)
            head.size = len(content)
            archive.addfile(head, io.BytesIO(content))
    return stream.getvalue()


def scanned(folder: Path, name: str, content: bytes) -> Scan:
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return scan((folder,), tables().catalogue, tables=tables(), effort=ALONE)


def places(found: Scan) -> set[str]:
    return {each.place.path for each in found.sightings if each.vendor == "openai"}


def test_members_of_a_wheel_are_seen(tmp_path: Path) -> None:
    assert places(scanned(tmp_path, "a.whl", zipped({"pkg/x.py": CALL}))) == {"a.whl!/pkg/x.py"}


def test_an_archive_that_is_named_is_scanned_as_itself(tmp_path: Path) -> None:
    (tmp_path / "a.whl").write_bytes(zipped({"pkg/x.py": CALL}))
    found = scan((tmp_path / "a.whl",), tables().catalogue, tables=tables(), effort=ALONE)
    assert {each.strength.value for each in found.sightings if each.is_use} == {"runtime-default"}


def test_an_archive_in_a_folder_is_others_work() -> None:
    assert area_of("libs/a.jar!/x.py") is Area.VENDORED


def test_archives_in_archives_are_read(tmp_path: Path) -> None:
    inner = zipped({"x.py": CALL})
    assert places(scanned(tmp_path, "a.tar.gz", gzip.compress(tarred({"in/b.whl": inner})))) == {
        "a.tar.gz!/in/b.whl!/x.py"
    }


def test_files_that_a_later_layer_deletes_are_not_seen(tmp_path: Path) -> None:
    manifest = [{"Layers": ["one.tar", "two.tar"]}]
    members = {
        "one.tar": tarred({"app/x.py": CALL, "app/y.py": CALL}),
        "two.tar": tarred({"app/.wh.x.py": b""}),
        "manifest.json": json.dumps(manifest).encode(),
    }
    assert places(scanned(tmp_path, "image.tar", tarred(members))) == {"image.tar!/one.tar!/app/y.py"}


def test_members_count_as_files(tmp_path: Path) -> None:
    found = scanned(tmp_path, "a.zip", zipped({"x.py": CALL, "y.py": CALL, "z.txt": b"none"}))
    assert (found.coverage.files, found.coverage.read) == (3, 3)


def test_a_broken_archive_is_a_gap(tmp_path: Path) -> None:
    found = scanned(tmp_path, "a.whl", zipped({"x.py": CALL})[:-30])
    assert [gap.path for gap in found.gaps] == ["a.whl"]


def test_a_document_that_is_a_zip_is_no_archive(tmp_path: Path) -> None:
    found = scanned(tmp_path, "a.docx", zipped({"x.py": CALL}))
    assert (places(found), found.coverage.files) == (set(), 1)
