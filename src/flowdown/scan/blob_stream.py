"""Reads the files of a commit out of a repository's objects, one after another, in bounded memory."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable

from flowdown.scan.gap import Gap
from flowdown.scan.git_objects import HEAD_OF_OBJECT, LONGEST_HEAD, start_batch, stop_batch
from flowdown.scan.git_program import Git
from flowdown.scan.read import Chunk, Reader
from flowdown.scan.tree import File

_BROKEN = "the object is broken"
_STEP = 1024 * 1024


class BlobStream:
    """One `git cat-file` that stays, and the object that is being read from it."""

    def __init__(self, git: Git) -> None:
        self.is_damaged = False
        """Whether an object was missing or broken so far."""
        self._git = git
        self._process: subprocess.Popen[bytes] | None = None
        self._left = 0
        """Bytes of the object that are not read yet, with the newline behind it; 0 between objects."""

    def begin(self, name: str) -> str:
        """Turn to another object; why it cannot be read, or nothing."""
        if not self._pass_over():
            self.close()
        if self._process is None:
            self._process = start_batch(self._git, subprocess.PIPE, "--batch")
        process = self._process
        assert process.stdin is not None and process.stdout is not None, "pipes were asked for"
        try:
            process.stdin.write(f"{name}\n".encode("ascii"))
            process.stdin.flush()
            head = process.stdout.readline(LONGEST_HEAD)
        except OSError:
            head = b""
        told = HEAD_OF_OBJECT.fullmatch(head)
        if told is None:
            self.is_damaged = True
            if head.endswith(b" missing\n"):
                return "the object is missing"
            self.close()
            return _BROKEN
        self._left = int(told[3]) + 1
        return "" if told[2] == b"blob" else "no file"

    def fill(self, view: memoryview) -> int:
        """The next bytes of the object into a buffer; 0 at its end. Raises OSError where it breaks off."""
        want = min(len(view), self._left - 1)
        if want <= 0:
            return 0
        stream = self._process.stdout if self._process is not None else None
        count = stream.readinto(view[:want]) if stream is not None else 0  # type: ignore[attr-defined]
        if not count:
            self.is_damaged = True
            self.close()
            raise OSError(_BROKEN)
        self._left -= count
        return int(count)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            stop_batch(self._process)
            self._process = None
        self._left = 0

    def _pass_over(self) -> bool:
        """Read what is left of the object before; whether all of it came."""
        while self._left and self._process is not None and self._process.stdout is not None:
            part = self._process.stdout.read(min(self._left, _STEP))
            if not part:
                return False
            self._left -= len(part)
        return True


class CommitReader(Reader):
    """Reads files whose place is the id of a blob."""

    def __init__(self, stream: BlobStream) -> None:
        super().__init__()
        self._stream = stream

    def read(self, file: File) -> Iterable[Chunk | Gap]:
        """The chunks of a file, in order, or a gap; to be iterated at once, and each chunk used before the next."""
        self._held = 0
        fault = self._stream.begin(file.place.decode("ascii"))
        return (Gap(file.path, fault),) if fault else self.chunks(file.path, self._stream.fill)

    def small(self, file: File, limit: int) -> bytes | None:
        """Nothing: the stream gives each blob once."""
        return None

    def open(self, file: File) -> int:
        """The content in a nameless temporary file: an archive is read from its end."""
        fault = self._stream.begin(file.place.decode("ascii"))
        if fault:
            raise OSError(fault)
        with tempfile.TemporaryFile() as spooled:
            view = memoryview(bytearray(_STEP))
            while count := self._stream.fill(view):
                spooled.write(view[:count])
            spooled.seek(0)
            return os.dup(spooled.fileno())
