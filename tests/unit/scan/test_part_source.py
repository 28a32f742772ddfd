"""A part of a tree in memory is scanned as the same files in a folder are."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.scan.part_source import PartSource
from flowdown.scan.run import prepare, scan, scan_source
from flowdown.scan.sighting import Scan, Tree

CALL = b"from openai import OpenAI\nclient = OpenAI()\nclient.chat.completions.create(model='gpt-4o', messages=[])\n"


def _zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inside/app.py", CALL)
    return packed.getvalue()


FILES = {
    b"app.py": CALL,
    b"deep/er/windows.py": CALL.replace(b"\n", b"\r\n"),
    b"marked.py": b"\xef\xbb\xbf" + CALL,
    b"wide.py": CALL.decode().encode("utf-16"),
    b"binary.bin": b"\0openai",
    b"empty.py": b"",
    b"odd-\xff.py": CALL,
    b"pyproject.toml": b'[project]\nname = "x"\ndependencies = ["anthropic"]\n',
    b"long.txt": b"no vendor here\n" * 700_000 + b"openai\n",
    b"packed.whl": _zipped(),
}


def _told(scanned: Scan) -> tuple[object, ...]:
    return scanned.sightings, scanned.questions, scanned.gaps, replace(scanned.coverage, skipped=())


@pytest.mark.parametrize("is_repository", [False, True])
def test_is_scanned_like_a_folder(tmp_path: Path, is_repository: bool) -> None:
    catalogue = load()
    source = PartSource()
    source.contents.update(FILES)
    root = tmp_path / "tree"
    for path, content in FILES.items():
        place = root / path.decode("utf-8", "surrogateescape")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    expected = scan((root,), catalogue)
    found = scan_source(Tree("tree", ""), source, prepare(catalogue) if not is_repository else _of_repository())
    assert expected.sightings
    assert _told(found) == _told(expected)


def _of_repository():  # type: ignore[no-untyped-def]
    from flowdown.scan.tables import Tables

    return Tables(load(), None, b"/some/where")


def test_a_file_is_found_by_its_path_as_shown() -> None:
    source = PartSource()
    source.contents[b"odd-\xff.py"] = CALL
    assert source.shown("odd-\\xff.py") == CALL
    assert source.shown("packed.whl!/inside/app.py") == b""
