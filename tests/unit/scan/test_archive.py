"""What is read of archives, and what their tricks come to."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import struct
import tarfile
import tracemalloc
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowdown.scan.archive import ArchiveLimits, ArchiveReader, archive_kind
from flowdown.scan.gap import Gap
from flowdown.scan.read import Chunk, Reader
from flowdown.scan.tree import File

SMALL = Reader(1024 * 1024)


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(members: Mapping[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def read(
    folder: Path, name: str, content: bytes, limits: ArchiveLimits | None = None, reader: ArchiveReader | None = None
) -> tuple[dict[str, str], list[Gap]]:
    """The texts of the members by path, and the gaps."""
    (folder / name).write_bytes(content)
    texts: dict[str, str] = {}
    gaps = []
    archive = reader or ArchiveReader(SMALL, limits=limits or ArchiveLimits())
    for found in archive.read(File(name, os.fsencode(folder / name))):
        if isinstance(found, Chunk):
            texts[found.path] = texts.get(found.path, "") + found.text
        else:
            gaps.append(found)
    return texts, gaps


FILES = {"pkg/x.py": b"import acme\n", "pkg/empty": b"", "pkg/big.txt": b"line of text\n" * 20_000}
TEXTS = {name: content.decode() for name, content in FILES.items()}


def expected(archive: str) -> dict[str, str]:
    return {f"{archive}!/{name}": text for name, text in TEXTS.items()}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_a_wheel_is_read_in_place(tmp_path: Path, method: int) -> None:
    assert read(tmp_path, "a.whl", zipped(FILES, method)) == (expected("a.whl"), [])


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_tar_is_read_in_place(tmp_path: Path, form: int) -> None:
    assert read(tmp_path, "a.tar", tarred(FILES, form)) == (expected("a.tar"), [])


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_tar_is_read_in_place(tmp_path: Path, pack: object) -> None:
    assert callable(pack)
    assert read(tmp_path, "a.tar.x", pack(tarred(FILES))) == (expected("a.tar.x"), [])


def test_a_tar_packed_in_several_streams_is_read_as_one(tmp_path: Path) -> None:
    tar = tarred(FILES)
    packed = b"".join(gzip.compress(tar[at : at + 9_000]) for at in range(0, len(tar), 9_000))
    assert read(tmp_path, "a.tgz", packed + b"\0" * 512) == (expected("a.tgz"), [])


def test_a_zstandard_tar_is_read_or_a_gap(tmp_path: Path) -> None:
    try:
        import zstandard
    except ImportError:
        texts, (gap,) = read(tmp_path, "a.tar.zst", b"\x28\xb5\x2f\xfd" + b"x" * 600)
        assert not texts and "install `zstandard`" in gap.reason
    else:
        assert read(tmp_path, "a.tar.zst", zstandard.compress(tarred(FILES))) == (expected("a.tar.zst"), [])


def test_a_single_packed_file_is_one_member(tmp_path: Path) -> None:
    assert read(tmp_path, "a.json.gz", gzip.compress(b"{}")) == ({"a.json.gz!/a.json": "{}"}, [])


def test_archives_inside_archives_are_read(tmp_path: Path) -> None:
    inner = zipped({"c.py": b"deep"})
    middle = gzip.compress(tarred({"b.jar": inner, "b.txt": b"text"}))
    texts, gaps = read(tmp_path, "a.zip", zipped({"m/a.tgz": middle}))
    assert texts == {"a.zip!/m/a.tgz!/b.jar!/c.py": "deep", "a.zip!/m/a.tgz!/b.txt": "text"}
    assert not gaps


def test_nesting_ends_at_the_limit(tmp_path: Path) -> None:
    content = b"deep"
    for _ in range(4):
        content = zipped({"x": content})
    texts, (gap,) = read(tmp_path, "a.zip", content, ArchiveLimits(depth=3))
    assert not texts and gap.path == "a.zip!/x!/x!/x" and "nested" in gap.reason


def test_a_zip_behind_a_program_is_read(tmp_path: Path) -> None:
    content = b"#!/usr/bin/env python\n" + zipped({"a.py": b"text"})
    assert read(tmp_path, "tool.pyz", content) == ({"tool.pyz!/a.py": "text"}, [])


def test_a_zip_with_wide_fields_is_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a.py", "w", force_zip64=True) as member:
        member.write(b"text")
    content = bytearray(out.getvalue())
    entry = content.index(b"PK\1\2")
    extra = struct.pack("<2H3Q", 1, 24, 4, 4, 0)
    struct.pack_into("<2L", content, entry + 20, 0xFFFFFFFF, 0xFFFFFFFF)
    struct.pack_into("<H", content, entry + 30, len(extra))
    struct.pack_into("<L", content, entry + 42, 0xFFFFFFFF)
    end = content.index(b"PK\5\6")
    directory = bytes(content[entry:end]) + extra
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(directory), entry)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, entry + len(directory), 1)
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    whole = bytes(content[:entry]) + directory + record + locator + last
    assert zipfile.ZipFile(io.BytesIO(whole)).read("a.py") == b"text"
    assert read(tmp_path, "a.zip", whole) == ({"a.zip!/a.py": "text"}, [])


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_and_foreign_names_are_read(tmp_path: Path, form: int) -> None:
    names = {"d/" * 90 + "long.py": b"a", "größe/é.py": b"b", "after": b"c"}
    texts, gaps = read(tmp_path, "a.tar", tarred(names, form))
    assert texts == {f"a.tar!/{name}": content.decode() for name, content in names.items()}
    assert not gaps


def test_links_folders_and_devices_are_passed_over(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (
            ("l", tarfile.SYMTYPE),
            ("h", tarfile.LNKTYPE),
            ("d", tarfile.DIRTYPE),
            ("c", tarfile.CHRTYPE),
        ):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "../../etc/passwd"
            archive.addfile(entry)
        entry = tarfile.TarInfo("./file")
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"text"))
    assert read(tmp_path, "a.tar", out.getvalue()) == ({"a.tar!/file": "text"}, [])


def test_unsafe_names_are_shown_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    names = {"../../escape": b"a", "/etc/absolute": b"b", "..\\back": b"c"}
    for archive, content in (("a.zip", zipped(names)), ("a.tar", tarred(names))):
        texts, gaps = read(tmp_path / "work", archive, content)
        assert set(texts) == {f"{archive}!/{name}" for name in names} and not gaps
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.tar", "a.zip", "work"]


def test_what_is_not_wanted_is_not_read(tmp_path: Path) -> None:
    reader = ArchiveReader(SMALL, lambda path: path.endswith(".py"))
    texts, _ = read(tmp_path, "a.zip", zipped(FILES), reader=reader)
    assert list(texts) == ["a.zip!/pkg/x.py"]
    texts, _ = read(tmp_path, "a.tar", tarred(FILES), reader=reader)
    assert list(texts) == ["a.tar!/pkg/x.py"]


def test_an_encrypted_member_is_a_gap(tmp_path: Path) -> None:
    content = bytearray(zipped({"a": b"secret", "b": b"open"}))
    content[content.index(b"PK\1\2") + 8] |= 1
    texts, gaps = read(tmp_path, "a.zip", bytes(content))
    assert texts == {"a.zip!/b": "open"} and gaps == [Gap("a.zip!/a", "encrypted")]


@pytest.mark.parametrize("pack", ["zip", "gzip", "nested"])
def test_a_bomb_ends_in_a_gap(tmp_path: Path, pack: str) -> None:
    bomb = zipped({f"{at}": b"x" * 4_000_000 for at in range(5)})
    content = {"zip": bomb, "gzip": gzip.compress(b"x" * 20_000_000), "nested": zipped({"a.zip": bomb})}[pack]
    texts, gaps = read(tmp_path, "a.zip", content, ArchiveLimits(unpacked=6_000_000))
    assert sum(map(len, texts.values())) <= 6_000_000
    assert [gap.path for gap in gaps] == ["a.zip"] and "unpacks to more than" in gaps[0].reason


def test_many_broken_members_are_a_few_gaps_and_a_number(tmp_path: Path) -> None:
    content = zipped({f"{at:03}": b"text " * 20 for at in range(90)}).replace(b"PK\3\4", b"PK\3\5")
    texts, gaps = read(tmp_path, "a.zip", content)
    assert not texts and len(gaps) == 21
    assert gaps[-1].path == "a.zip" and gaps[-1].reason.startswith("70 more members")


def test_too_many_members_end_in_a_gap(tmp_path: Path) -> None:
    texts, (gap,) = read(tmp_path, "a.zip", zipped({str(at): b"" for at in range(9)}), ArchiveLimits(members=5))
    assert len(texts) == 5 and "more than 5 members" in gap.reason


def test_a_cut_tar_keeps_what_came_before(tmp_path: Path) -> None:
    tar = tarred({"a": b"kept", "b": b"x" * 5_000})
    texts, gaps = read(tmp_path, "a.tar", tar[:3_000])
    assert texts["a.tar!/a"] == "kept" and gaps
    texts, gaps = read(tmp_path, "b.tgz", gzip.compress(os.urandom(9) + tar)[:-30])
    assert gaps


def test_a_damaged_member_does_not_lose_the_others(tmp_path: Path) -> None:
    content = bytearray(zipped({"a": b"first\n" * 500, "b": b"second"}))
    content[36] ^= 0xFF
    texts, gaps = read(tmp_path, "a.zip", bytes(content))
    assert texts["a.zip!/b"] == "second"
    assert [gap.path for gap in gaps] == ["a.zip!/a"]


@pytest.mark.parametrize(
    "content", [b"PK\3\4", b"PK\5\6" + b"\xff" * 18, b"\x1f\x8b\x08junk", b"BZh9junk", b"\xfd7zXZ\0junk"]
)
def test_nonsense_is_a_gap(tmp_path: Path, content: bytes) -> None:
    texts, gaps = read(tmp_path, "a.zip", content)
    assert gaps and not any(texts.values())


@pytest.mark.parametrize("content", [b"", b"plain text " * 100, b"\x7fELF\0" * 200])
def test_what_is_no_archive_is_not_read(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, "a.bin", content) == ({}, [])
    assert archive_kind("a.bin", content) == ""


WHOLE = {
    "zip": zipped({"a/b.txt": b"text " * 200, "c.zip": zipped({"d": b"deep"})}),
    "tar": tarred({"a/" + "b" * 120: b"text " * 200, "c": b"x"}, tarfile.GNU_FORMAT),
    "tgz": gzip.compress(tarred({"a": b"text " * 200, "c.zip": zipped({"d": b"deep"})})),
}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_no_damage_raises(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    content = bytearray(WHOLE[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    texts, gaps = read(tmp_path, "a.zip", bytes(content[: cut or None]), ArchiveLimits(unpacked=1_000_000))
    assert all(path.startswith("a.zip!/") for path in texts)
    assert all(gap.reason and "\n" not in gap.reason for gap in gaps)


def test_memory_does_not_grow_with_the_member(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress((b"x" * 99 + b"\n") * 1_000_000))
    tracemalloc.start()
    size = 0
    for found in ArchiveReader(SMALL).read(File("a.gz", os.fsencode(tmp_path / "a.gz"))):
        assert isinstance(found, Chunk)
        size += found.part.owned_to - found.part.owned_from
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size == 100_000_000 and peak < 8_000_000


LOWER = tarred({"app/old.py": b"old", "app/same.py": b"1", "etc/kept": b"kept", "var/x/y": b"gone"})
UPPER = tarred({"app/.wh.old.py": b"", "app/same.py": b"2", "var/x/.wh..wh..opq": b"", "var/x/z": b"new"})
HIDDEN = {"app/old.py": 0, "app/same.py": 0, "var/x/y": 0, "app/.wh.old.py": 1, "var/x/.wh..wh..opq": 1}


def test_a_docker_image_tells_what_its_layers_hide(tmp_path: Path) -> None:
    manifest = [{"Config": "c.json", "Layers": ["one/layer.tar", "two/layer.tar"]}]
    members = {"two/layer.tar": UPPER, "one/layer.tar": LOWER, "manifest.json": json.dumps(manifest).encode()}
    reader = ArchiveReader(SMALL)
    texts, gaps = read(tmp_path, "image.tar", tarred(members), reader=reader)
    layers = ["image.tar!/one/layer.tar", "image.tar!/two/layer.tar"]
    assert reader.hidden == {f"{layers[layer]}!/{name}" for name, layer in HIDDEN.items()}
    assert texts[f"{layers[1]}!/app/same.py"] == "2" and texts[f"{layers[0]}!/etc/kept"] == "kept"
    assert not gaps


def test_an_oci_image_tells_what_its_layers_hide(tmp_path: Path) -> None:
    manifest = {"layers": [{"digest": "sha256:" + "1" * 64}, {"digest": "sha256:" + "2" * 64}]}
    members = {
        "blobs/sha256/" + "3" * 64: json.dumps(manifest).encode(),
        "blobs/sha256/" + "2" * 64: gzip.compress(UPPER),
        "blobs/sha256/" + "1" * 64: gzip.compress(LOWER),
    }
    reader = ArchiveReader(SMALL)
    read(tmp_path, "image.tar", tarred(members), reader=reader)
    layers = [f"image.tar!/blobs/sha256/{digit * 64}" for digit in "12"]
    assert reader.hidden == {f"{layers[layer]}!/{name}" for name, layer in HIDDEN.items()}


def test_a_file_that_one_image_shows_is_not_hidden(tmp_path: Path) -> None:
    manifest = [{"Layers": ["one.tar"]}, {"Layers": ["one.tar", "two.tar"]}]
    members = {"one.tar": LOWER, "two.tar": UPPER, "manifest.json": json.dumps(manifest).encode()}
    reader = ArchiveReader(SMALL)
    read(tmp_path, "image.tar", tarred(members), reader=reader)
    assert "image.tar!/one.tar!/app/old.py" not in reader.hidden
