"""Streams the contents of many git objects through one `git cat-file`, in bounded memory."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from flowdown.base.errors import FlowdownError
from flowdown.scan.git_program import Git

_BUFFER = 1024 * 1024
HEAD_OF_OBJECT = re.compile(rb"([0-9a-f]{40,64}) (\w+) ([0-9]+)\n")
LONGEST_HEAD = 512
_FAULTS = 100
"""Objects at which git may give up before the rest is given up, too: for each it has to be started again."""


@dataclass(frozen=True, slots=True)
class Blob:
    """One object that was asked for; `content` is None where there is none to be had, and `fault` says why."""

    name: str
    content: bytes | None
    size: int = 0
    fault: str = ""


def read_blobs(git: Git, names: Sequence[str], limit: int) -> Iterator[Blob]:
    """The blobs of these names, in order; one that is missing, broken or longer than `limit` comes without content."""
    at = faults = 0
    while at < len(names):
        for blob in _read_until_fault(git, names[at:], limit):
            at += 1
            yield blob
        if at == len(names):
            return
        # Git gives up at an object that it cannot unpack.
        faults += 1
        if faults > _FAULTS:
            yield from (Blob(name, None, fault="not read: too many broken objects before it") for name in names[at:])
            return
        yield Blob(names[at], None, fault="the object is broken")
        at += 1


class BlobReader:
    """Reads single blobs through one process that stays; one at which that gives up comes without content."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> BlobReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, name: str, limit: int) -> Blob:
        """One blob."""
        if self._process is None:
            self._process = start_batch(self._git, subprocess.PIPE, "--batch")
        process = self._process
        assert process.stdin is not None and process.stdout is not None, "pipes were asked for"
        try:
            process.stdin.write(f"{name}\n".encode("ascii"))
            process.stdin.flush()
            blob = _read_one(process.stdout, name, limit)
        except OSError:
            blob = None
        if blob is None:
            self._end()
            return Blob(name, None, fault="the object is broken")
        return blob

    def _end(self) -> None:
        if self._process is not None:
            stop_batch(self._process)
            self._process = None


def in_pack_order(git: Git, names: Sequence[str]) -> list[str]:
    """The names in the order in which the objects lie in the packs: read so, a delta's base is at hand."""
    wanted = set(names)
    listed = git.run("cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)", is_lenient=True)
    ordered = [name for name in listed.decode("ascii", "replace").split("\n") if name in wanted]
    wanted.difference_update(ordered)
    return [*ordered, *(name for name in names if name in wanted)]


def _read_until_fault(git: Git, names: Sequence[str], limit: int) -> Iterator[Blob]:
    with tempfile.TemporaryFile() as wanted:
        wanted.write("".join(f"{name}\n" for name in names).encode("ascii"))
        wanted.seek(0)
        process = start_batch(git, wanted, "--batch", "--buffer")
        assert process.stdout is not None, "a pipe was asked for"
        try:
            for name in names:
                blob = _read_one(process.stdout, name, limit)
                if blob is None:
                    return
                yield blob
        finally:
            stop_batch(process)


def start_batch(git: Git, given: IO[bytes] | int, *options: str) -> subprocess.Popen[bytes]:
    """Start a `git cat-file` that reads names from `given`; raises `FlowdownError` where git cannot be run."""
    try:
        return subprocess.Popen(
            git.command("cat-file", *options),
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=_BUFFER,
        )
    except OSError:
        raise FlowdownError("cannot run `git`", hint="install it, or leave out what reads revisions") from None


def stop_batch(process: subprocess.Popen[bytes]) -> None:
    """End a process, whatever it is at."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    with suppress(OSError):
        process.kill()
    process.wait()


def _read_one(stream: IO[bytes], name: str, limit: int) -> Blob | None:
    """The next object of the stream; None where it breaks off."""
    head = stream.readline(LONGEST_HEAD)
    told = HEAD_OF_OBJECT.fullmatch(head)
    if told is None:
        return Blob(name, None, fault="the object is missing") if head.endswith(b" missing\n") else None
    size = int(told[3])
    if told[2] != b"blob" or size > limit:
        fault = f"longer than {limit} bytes" if told[2] == b"blob" else "no file"
        return Blob(name, None, size, fault) if _pass_over(stream, size + 1) else None
    content = stream.read(size)
    if len(content) < size or stream.read(1) != b"\n":
        return None
    return Blob(name, content, size)


def _pass_over(stream: IO[bytes], size: int) -> bool:
    while size:
        part = stream.read(min(size, _BUFFER))
        if not part:
            return False
        size -= len(part)
    return True
