"""Reads archives in place: their members as chunks, like files, in bounded memory, nothing ever written by its name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from flowdown.scan.archive_kind import PACKED_NAMES, archive_kind
from flowdown.scan.gap import Gap
from flowdown.scan.image_layers import ImageLayers
from flowdown.scan.read import Chunk, Fill, Reader
from flowdown.scan.streams import STEP, Budget, Chained, FileStream, SpentError, Stream, UnpackError, take_all, unpacked
from flowdown.scan.tar_members import BLOCK, is_tar, tar_members
from flowdown.scan.tree import File, present, reason_of
from flowdown.scan.zip_members import ReadAt, open_member, zip_members

_MOST_GAPS = 20
"""Gaps of one archive that are named; of more the number is told."""
INSIDE = "!/"
"""Stands between an archive's path and its member's: `a.whl!/pkg/x.py`."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What a single archive may cost, everything nested in it included."""

    depth: int = 4
    members: int = 1_000_000
    unpacked: int = 256 * 1024**2
    """Bytes that any archive may unpack to ..."""
    expansion: int = 20
    """... or so many times its own size, if that is more."""
    spooled: int = 1024**3
    """Bytes of a zip inside another archive, which has to be kept for a while."""


class ArchiveReader:
    """Reads one archive after another through a reader's buffer.

    `wants` may refuse a member by its shown path, before anything of it is unpacked where the format allows that.
    `hidden` gathers the shown paths that a later layer of a container image deletes or replaces: they were read,
    since layers come in any order, but no container sees them.
    """

    def __init__(
        self,
        reader: Reader,
        wants: Callable[[str], bool] = lambda _: True,
        limits: ArchiveLimits = ArchiveLimits(),
    ) -> None:
        self._reader = reader
        self._wants = wants
        self._limits = limits
        self._budget = Budget(0)
        self._members = 0
        self.hidden: set[str] = set()

    def read(self, file: File) -> Iterator[Chunk | Gap]:
        """The chunks of every member, and gaps for what could not be read; nothing if the file is no archive."""
        try:
            descriptor = self._reader.open(file)
        except (OSError, ValueError) as error:
            yield Gap(file.path, reason_of(error))
            return
        with os.fdopen(descriptor, "rb", buffering=0) as stream:
            head = stream.read(BLOCK) or b""
            length = stream.seek(0, os.SEEK_END)
            stream.seek(0)
            self._budget = Budget(max(self._limits.unpacked, self._limits.expansion * length))
            self._members = 0
            kind = archive_kind(file.path, head)
            try:
                if kind == "zip":
                    yield from self._few(self._zip(file.path, stream, length, 1))
                elif kind:
                    yield from self._few(self._packed(file.path, kind, FileStream(descriptor), 1, None))
            except SpentError as error:
                yield Gap(file.path, f"read to here only: {error}")

    @staticmethod
    def _few(parts: Iterator[Chunk | Gap]) -> Iterator[Chunk | Gap]:
        """The same with a limited number of gaps by name: one archive must not fill a report."""
        gaps = 0
        last: Gap | None = None
        for each in parts:
            if isinstance(each, Gap):
                gaps += 1
                last = each
                if gaps > _MOST_GAPS:
                    continue
            yield each
        if last is not None and gaps > _MOST_GAPS:
            path = last.path.partition(INSIDE)[0]
            yield Gap(path, f"{gaps - _MOST_GAPS} more members that could not be read, the last one: {last.reason}")

    def _content(self, path: str, content: Stream, depth: int, layers: ImageLayers | None) -> Iterator[Chunk | Gap]:
        """A member: an archive again, or a file."""
        head = _take_head(content)
        kind = archive_kind(path, head)
        whole = Chained(head, content)
        if not kind:
            # What was spent is told once, of the whole archive.
            parts = self._reader.chunks(path, _filler(whole))
            yield from (each for each in parts if not (isinstance(each, Gap) and self._budget.is_spent))
        elif depth >= self._limits.depth:
            yield Gap(path, f"an archive nested more than {self._limits.depth} deep")
        elif kind == "zip":
            with _spooled(whole, self._limits.spooled) as stream:
                yield from self._zip(path, stream, stream.tell(), depth + 1)
        else:
            yield from self._packed(path, kind, whole, depth + 1, layers)

    def _packed(
        self, path: str, kind: str, stream: Stream, depth: int, layers: ImageLayers | None
    ) -> Iterator[Chunk | Gap]:
        """A tar, packed or not, or a single packed file."""
        try:
            if kind == "tar":
                yield from self._tar(path, stream, depth, layers)
                return
            plain = unpacked(stream, kind, self._budget)
            head = _take_head(plain)
            whole = Chained(head, plain)
            if is_tar(head):
                yield from self._tar(path, whole, depth, layers)
            else:
                yield from self._content(path + INSIDE + _stem(path), whole, depth, None)
        except SpentError:
            raise
        except (OSError, ValueError) as error:
            yield Gap(path, f"read to here only: {reason_of(error)}")

    def _tar(self, path: str, stream: Stream, depth: int, above: ImageLayers | None) -> Iterator[Chunk | Gap]:
        """The members of a tar; `above` is set when it lies in another tar and may be a layer of an image."""
        layers = ImageLayers(path + INSIDE)
        for member in tar_members(stream):
            self._count()
            name = present(member.name).removeprefix("./")
            shown = path + INSIDE + name
            if above is not None:
                above.note_file(path, name)
            if not self._wants(shown):
                continue
            content: Stream = member.content
            head = _take_head(content)
            if ImageLayers.may_be_document(name, member.size, head):
                head += take_all(content, member.size - len(head))
                layers.note_document(head)
            yield from self._content(shown, Chained(head, content), depth, layers)
            self._stop_if_spent()
        self.hidden.update(layers.hidden(INSIDE))

    def _zip(self, path: str, stream: IO[bytes], length: int, depth: int) -> Iterator[Chunk | Gap]:
        read_at = _read_at(stream, length)
        try:
            for member in zip_members(read_at, length):
                self._count()
                shown = path + INSIDE + present(member.name)
                if not self._wants(shown):
                    continue
                try:
                    content = open_member(read_at, member, self._budget)
                    yield from self._content(shown, content, depth, None)
                except SpentError:
                    raise
                except (OSError, ValueError) as error:
                    yield Gap(shown, reason_of(error))
                self._stop_if_spent()
        except SpentError:
            raise
        except (OSError, ValueError) as error:
            yield Gap(path, f"read to here only: {reason_of(error)}")

    def _count(self) -> None:
        self._members += 1
        if self._members > self._limits.members:
            raise UnpackError(f"more than {self._limits.members} members")

    def _stop_if_spent(self) -> None:
        if self._budget.is_spent:
            self._budget.spend(0)


def _take_head(stream: Stream) -> bytes:
    """The first 512 bytes, or fewer at the end."""
    head = stream.take(BLOCK)
    while 0 < len(head) < BLOCK and (more := stream.take(BLOCK - len(head))):
        head += more
    return head


def _filler(stream: Stream) -> Fill:
    def fill(view: memoryview) -> int:
        found = stream.take(len(view))
        view[: len(found)] = found
        return len(found)

    return fill


def _stem(path: str) -> str:
    name = path.rpartition("/")[2]
    return next((name[: -len(end)] for end in PACKED_NAMES if name.lower().endswith(end)), name) or name


def _read_at(stream: IO[bytes], length: int) -> ReadAt:
    def read_at(size: int, offset: int) -> bytes:
        if not 0 <= offset < length:
            return b""
        stream.seek(offset)
        return stream.read(size)

    return read_at


def _spooled(stream: Stream, limit: int) -> IO[bytes]:
    """A zip from inside another archive, in memory or, if large, in a nameless temporary file."""
    import tempfile

    # A zip is read from its end, so that a stream of it must be kept; the caller closes the file.
    file = tempfile.SpooledTemporaryFile(max_size=16 * 1024 * 1024)  # noqa: SIM115
    try:
        while found := stream.take(STEP):
            file.write(found)
            if file.tell() > limit:
                raise UnpackError(f"a zip of more than {limit} bytes inside an archive")
    except (OSError, ValueError):
        file.close()
        raise
    return file
