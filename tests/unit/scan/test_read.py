"""What the reader delivers of whole, large, broken and binary files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowdown.scan.gap import Gap
from flowdown.scan.read import HEAD, MARGIN, Chunk, Fill, Reader
from flowdown.scan.tree import File

WINDOW = 2 * HEAD


def file(folder: Path, content: bytes, name: str = "a") -> File:
    (folder / name).write_bytes(content)
    return File(name, os.fsencode(folder / name))


def whole(found: File) -> Chunk:
    (chunk,) = Reader().read(found)
    assert isinstance(chunk, Chunk)
    return chunk


def filler(content: bytes, step: int = 1 << 20, error: Exception | None = None) -> Fill:
    at = 0

    def fill(view: memoryview) -> int:
        nonlocal at
        part = content[at : at + min(step, len(view))]
        if not part and error:
            raise error
        view[: len(part)] = part
        at += len(part)
        return len(part)

    return fill


def test_a_small_file_is_one_whole_chunk(tmp_path: Path) -> None:
    chunk = whole(file(tmp_path, b"one\ntwo"))
    assert (bytes(chunk.data), chunk.text, chunk.is_whole, chunk.is_binary) == (b"one\ntwo", "one\ntwo", True, False)


def test_an_empty_file_is_an_empty_chunk(tmp_path: Path) -> None:
    assert whole(file(tmp_path, b"")).text == ""


@pytest.mark.parametrize("size", [HEAD - 1, HEAD, HEAD + 1, 5 * HEAD])
def test_any_size_below_the_window_is_whole(tmp_path: Path, size: int) -> None:
    content = (b"x" * 99 + b"\n") * (size // 100 + 1)
    chunk = whole(file(tmp_path, content[:size]))
    assert chunk.is_whole and bytes(chunk.data) == content[:size]


def test_one_reader_reads_many_files(tmp_path: Path) -> None:
    reader = Reader()
    texts = []
    for content in (b"long" * 9, b"", b"short"):
        texts += [chunk.text for chunk in reader.read(file(tmp_path, content)) if isinstance(chunk, Chunk)]
    assert texts == ["long" * 9, "", "short"]


@pytest.mark.parametrize("content", [b"\0", b"x" * 8000 + b"\0", b"\x7fELF\0" + b"x" * 5 * HEAD])
def test_a_nul_near_the_start_says_binary(tmp_path: Path, content: bytes) -> None:
    chunk = whole(file(tmp_path, content))
    assert chunk.is_binary and bytes(chunk.data) == content[:HEAD]


def test_a_nul_far_behind_says_nothing(tmp_path: Path) -> None:
    assert not whole(file(tmp_path, b"x" * 9000 + b"\0")).is_binary


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"])
@pytest.mark.parametrize("text", ["model = 'größe' 🦙\n", "", "x" * 3 * HEAD])
def test_a_byte_order_mark_gives_the_encoding(tmp_path: Path, encoding: str, text: str) -> None:
    chunk = whole(file(tmp_path, ("\ufeff" + text).encode(encoding)))
    assert chunk.text == text and bytes(chunk.data) == text.encode()


def test_utf16_cut_in_a_character_is_read_on(tmp_path: Path) -> None:
    assert whole(file(tmp_path, "\ufeffab🦙".encode("utf-16-le")[:-1])).text == "ab\ufffd"


def test_bytes_that_are_not_utf8_keep_the_places(tmp_path: Path) -> None:
    chunk = whole(file(tmp_path, b"\xff\xe4\xbd x \xc3\xa9 \xf0\x9f y"))
    at = bytes(chunk.data).index(b"y")
    (point,) = chunk.points([at])
    assert chunk.text[point] == "y"


@given(st.binary(max_size=80).map(lambda noise: noise + b"key" + noise + b"key"))
def test_points_agree_with_the_text(content: bytes) -> None:
    (chunk, *_) = Reader(WINDOW).chunks("a", filler(content))
    assert isinstance(chunk, Chunk)
    body = bytes(chunk.data)
    places = [at for at in range(len(body)) if body.startswith(b"key", at)]
    assert all(chunk.text.startswith("key", point) for point in chunk.points(places))


def test_a_file_that_is_not_there_is_a_gap() -> None:
    assert [*Reader().read(File("x", b"/nonexistent/x"))] == [Gap("x", "no such file or directory")]


def test_a_link_is_never_followed(tmp_path: Path) -> None:
    file(tmp_path, b"secret")
    (tmp_path / "link").symlink_to("a")
    (gap,) = Reader().read(File("link", os.fsencode(tmp_path / "link")))
    assert isinstance(gap, Gap)


def test_a_folder_and_a_pipe_do_no_harm(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (gap,) = Reader().read(File("folder", os.fsencode(tmp_path)))
    assert isinstance(gap, Gap)
    assert whole(File("pipe", os.fsencode(tmp_path / "pipe"))).text == ""


def test_what_came_before_a_failure_is_kept() -> None:
    chunk, gap = Reader(WINDOW).chunks("x", filler(b"kept\n", error=ValueError("damaged")))
    assert isinstance(chunk, Chunk) and chunk.text == "kept\n"
    assert gap == Gap("x", "read to here only: damaged")


def test_a_failure_in_a_large_file_says_the_line() -> None:
    *_, gap = Reader(WINDOW).chunks("x", filler(b"line\n" * WINDOW, error=OSError(5, "Input/output error")))
    assert isinstance(gap, Gap)
    assert gap.line > 50_000 and "input/output error" in gap.reason


def reassemble(content: bytes, needle: bytes) -> list[tuple[int, int]]:
    """Line and column (from 1) of every needle, by windows."""
    places = []
    for chunk in Reader(WINDOW).chunks("x", filler(content, step=30_000)):
        assert isinstance(chunk, Chunk)
        body = bytes(chunk.data)
        at = body.find(needle)
        while at >= 0:
            if chunk.owns(at):
                (point,) = chunk.points([at])
                start = chunk.text.rfind("\n", 0, point) + 1
                row = chunk.text.count("\n", 0, point)
                places.append((chunk.part.line + row, point - start + 1 + (0 if row else chunk.part.column)))
            at = body.find(needle, at + 1)
    return places


def expected(content: bytes, needle: bytes) -> list[tuple[int, int]]:
    text, places = content.decode(), []
    for row, line in enumerate(text.split("\n"), 1):
        at = line.find(needle.decode())
        while at >= 0:
            places.append((row, at + 1))
            at = line.find(needle.decode(), at + 1)
    return places


@pytest.mark.parametrize("gap", [7, 997, 4096, 40_000])
@pytest.mark.parametrize("line", [60, 5_000, 10**9])
def test_windows_lose_and_double_nothing(gap: int, line: int) -> None:
    text = ("é" * (gap // 2) + "NEEDLE") * (5 * WINDOW // (gap + 6))
    content = "\n".join(text[at : at + line] for at in range(0, len(text), line)).encode()
    assert reassemble(content, b"NEEDLE") == expected(content, b"NEEDLE")


def test_a_window_sees_what_stands_around_its_hits() -> None:
    content = b"x" * (WINDOW - MARGIN - 3) + b"NEEDLE" + b"y" * WINDOW
    owned = []
    for chunk in Reader(WINDOW).chunks("x", filler(content)):
        assert isinstance(chunk, Chunk)
        body = bytes(chunk.data)
        if b"NEEDLE" in body and chunk.owns(body.index(b"NEEDLE")):
            owned.append(b"xNEEDLEy" in body)
    assert owned == [True]


def test_an_endless_text_ends_in_a_gap() -> None:
    def fill(view: memoryview) -> int:
        view[:] = b"x" * len(view)
        return len(view)

    *chunks, gap = Reader(WINDOW, length_limit=5 * WINDOW).chunks("x", fill)
    assert isinstance(gap, Gap) and "longer than" in gap.reason
    assert all(isinstance(chunk, Chunk) and len(chunk.data) <= WINDOW for chunk in chunks)
