"""Keeps what was seen in a tree's files in the user's cache folder, so that files that did not change are not read again."""

# Paths are bytes here, which pathlib does not take.
# ruff: noqa: PTH116

from __future__ import annotations

import hashlib
import io
import marshal
import os
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias, cast

from flowdown import __version__
from flowdown.scan.code_stamp import code_stamp
from flowdown.scan.gap import Gap
from flowdown.scan.open_file import read_small
from flowdown.scan.seen import Look
from flowdown.scan.sighting import Question, Sighting
from flowdown.scan.tree import File

State: TypeAlias = tuple[int, int, int, int]
"""Size, times of change (content, inode) and number of a file: when they are the same, so is the file."""
_Entry: TypeAlias = tuple[State, int, int, int, int, tuple[str, ...], bytes]
_Conclusion: TypeAlias = tuple[Sequence[Sighting], Sequence[Question], Sequence[Gap]]

_MAGIC = b"flowdown looks 1\n"
_SIZE_LIMIT = 1024 * 1024 * 1024
_TOTAL_LIMIT = 512 * 1024 * 1024
"""Bytes of all trees together; the trees that were not scanned for longest go first."""
_NONE = (b"", b"")
_TICK = 2_000_000_000
"""Nanoseconds; a file that changed so shortly before the scan could change again without its times telling."""
_ALLOWED = {
    "flowdown.scan.trace": frozenset(
        ("Argument Binding Choice Consumption Join Place Reference Role Space Text Trace TraceKind Unknown").split()
    ),
    "flowdown.scan.gap": frozenset(["Gap"]),
    "flowdown.scan.sighting": frozenset(["Question", "Sighting", "Strength"]),
    "flowdown.catalogue.kinds": frozenset(["Basis"]),
}


class _Reader(pickle.Unpickler):
    """Builds nothing but what detectors yield, whatever a file says."""

    def find_class(self, module: str, name: str) -> object:
        if name in _ALLOWED.get(module, ()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not yielded by any detector")


class KeptLooks:
    """What was seen in one tree before, and what is seen now.

    Whatever is missing, damaged, of another catalogue or version, or about a file that is not the same any more is as
    good as not there. Runs at the same time do not disturb one another: each writes a whole file and renames it.
    """

    def __init__(self, folder: Path, root: Path, catalogue: str) -> None:
        self._folder = folder / "looks"
        place = os.fsencode(os.path.realpath(root))
        self._file = self._folder / f"{hashlib.sha256(place).hexdigest()[:32]}.bin"
        self._key = hashlib.sha256(f"{__version__}\0{catalogue}\0{code_stamp(folder)}\0".encode() + place).digest()
        self._before, self._concluded = self._load()
        self._now: dict[str, _Entry] = {}
        self._is_changed = False
        self._started = self._clock()
        self._walked = 0

    def recall(self, file: File) -> tuple[Look | None, State | None]:
        """What was seen in a file if it is the same as then, and its state now; None for what is not known."""
        self._walked += 1
        try:
            status = os.stat(file.place, follow_symlinks=False)
        except (OSError, ValueError):
            return None, None
        state = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        entry = self._before.get(file.path)
        if entry is None or entry[0] != state:
            return None, state
        self._now[file.path] = entry
        _, files, size, read, binary, detectors, body = entry
        look = Look(files=files, bytes=size, read=read, binary=binary, detectors=detectors, body=body)
        return look, state

    def note(self, file: File, state: State | None, look: Look) -> None:
        """Remember what was seen in a file that had this state before it was read."""
        if state is None or not look.is_complete or max(state[1:3]) > self._started - _TICK:
            return
        body = pickle.dumps((look.yields, look.gaps), 5) if look.yields or look.gaps else b""
        self._now[file.path] = (state, look.files, look.bytes, look.read, look.binary, tuple(look.detectors), body)
        self._is_changed = True

    @staticmethod
    def unpack(look: Look) -> None:
        """Fill in what was kept of a look."""
        look.yields, look.gaps = _Reader(io.BytesIO(look.body)).load()
        look.body = b""

    def conclusion(self, tree: str, gaps: Sequence[Gap]) -> _Conclusion | None:
        """What was concluded from the tree before, if nothing of it has changed since."""
        is_same = not self._is_changed and self._walked == len(self._now) == len(self._before)
        if not is_same or self._concluded[0] != _key_of(tree, gaps):
            return None
        return cast(_Conclusion, _Reader(io.BytesIO(self._concluded[1])).load())

    def note_conclusion(self, tree: str, gaps: Sequence[Gap], conclusion: _Conclusion) -> None:
        """Remember what was concluded from the tree; `gaps` are those of its walk."""
        if self._walked == len(self._now):
            self._concluded = (_key_of(tree, gaps), pickle.dumps(conclusion, 5))
            self._is_changed = True

    def save(self, *, is_part: bool = False) -> None:
        """Write what was seen, if it differs from what was known; a folder that cannot be written is left alone.

        `is_part`: the tree was not walked to its end; what is known of the rest stays.
        """
        if is_part:
            self._now = {**self._before, **self._now}
        if not self._started or not (self._is_changed or len(self._now) != len(self._before)):
            return
        body = marshal.dumps((self._now, self._concluded))
        draft = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:  # noqa: PTH123
                stream.write(_MAGIC + hashlib.sha256(self._key + body).digest() + body)
            draft.replace(self._file)
            self._drop_old()
        except OSError:
            return

    def _load(self) -> tuple[dict[str, _Entry], tuple[bytes, bytes]]:
        content = read_small(os.fsencode(self._file), _SIZE_LIMIT)
        if not content or not content.startswith(_MAGIC):
            return {}, _NONE
        digest, body = content[len(_MAGIC) : len(_MAGIC) + 32], memoryview(content)[len(_MAGIC) + 32 :]
        state = hashlib.sha256(self._key)
        state.update(body)
        if state.digest() != digest:
            return {}, _NONE
        # What has the right digest was written by us, whole.
        return cast("tuple[dict[str, _Entry], tuple[bytes, bytes]]", marshal.loads(body))

    def _clock(self) -> int:
        """The time by the clock that stamps files; 0 if nothing can be written."""
        draft = self._folder / f".clock.{os.getpid()}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.write_bytes(b"")
            now = draft.stat().st_mtime_ns
            draft.unlink()
        except OSError:
            return 0
        return now

    def _drop_old(self) -> None:
        kept = [(file.stat().st_mtime_ns, file.stat().st_size, file) for file in self._folder.glob("*.bin")]
        total = 0
        for _, size, file in sorted(kept, reverse=True):
            total += size
            if total > _TOTAL_LIMIT and file != self._file:
                file.unlink(missing_ok=True)


def _key_of(tree: str, gaps: Sequence[Gap]) -> bytes:
    return hashlib.sha256(repr((tree, sorted(gaps))).encode("utf-8", "surrogatepass")).digest()
