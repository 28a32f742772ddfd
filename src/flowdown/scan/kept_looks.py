"""Keeps what was seen in a tree's files in the user's cache folder, so that files that did not change are not read again."""

# Paths are bytes here, which pathlib does not take.
# ruff: noqa: PTH116

from __future__ import annotations

import hashlib
import io
import marshal
import os
import pickle
from functools import cache
from pathlib import Path
from typing import TypeAlias

from flowdown import __version__
from flowdown.scan.look import Look
from flowdown.scan.open_file import read_small
from flowdown.scan.tree import File

State: TypeAlias = tuple[int, int, int, int]
"""Size, times of change (content, inode) and number of a file: when they are the same, so is the file."""
_Entry: TypeAlias = tuple[State, int, int, int, bytes]

_MAGIC = b"flowdown looks 1\n"
_SIZE_LIMIT = 1024 * 1024 * 1024
_TOTAL_LIMIT = 512 * 1024 * 1024
"""Bytes of all trees together; the trees that were not scanned for longest go first."""
_TICK = 2_000_000_000
"""Nanoseconds; a file that changed so shortly before the scan could change again without its times telling."""
_ALLOWED = {
    "flowdown.scan.trace": frozenset(
        ("Argument Binding Choice Consumption Join Place Reference Role Space Text Trace TraceKind Unknown").split()
    ),
    "flowdown.scan.gap": frozenset(["Gap"]),
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
        self._key = hashlib.sha256(f"{__version__}\0{catalogue}\0{_code_stamp()}\0".encode() + place).digest()
        self._before = self._load()
        self._now: dict[str, _Entry] = {}
        self._is_changed = False
        self._started = self._clock()
        self.reused = 0

    def recall(self, file: File) -> tuple[Look | None, State | None]:
        """What was seen in a file if it is the same as then, and its state now; None for what is not known."""
        try:
            status = os.stat(file.place, follow_symlinks=False)
        except (OSError, ValueError):
            return None, None
        state = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        entry = self._before.get(file.path)
        if entry is None or entry[0] != state:
            return None, state
        look = _look_of(entry)
        if look is not None:
            self._now[file.path] = entry
            self.reused += 1
        return look, state

    def note(self, file: File, state: State | None, look: Look) -> None:
        """Remember what was seen in a file that had this state before it was read."""
        if state is None or not look.is_complete or max(state[1:3]) > self._started - _TICK:
            return
        seen = (look.yields, look.gaps, look.detectors)
        body = pickle.dumps(seen, 5) if any(seen) else b""
        self._now[file.path] = (state, look.bytes, look.read, look.binary, body)
        self._is_changed = True

    def save(self) -> None:
        """Write what was seen, if it differs from what was known; a folder that cannot be written is left alone."""
        if not self._started or not (self._is_changed or len(self._now) != len(self._before)):
            return
        body = marshal.dumps(self._now)
        draft = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:  # noqa: PTH123
                stream.write(_MAGIC + hashlib.sha256(self._key + body).digest() + body)
            draft.replace(self._file)
            self._drop_old()
        except OSError:
            return

    def _load(self) -> dict[str, _Entry]:
        content = read_small(os.fsencode(self._file), _SIZE_LIMIT)
        if not content or not content.startswith(_MAGIC):
            return {}
        digest, body = content[len(_MAGIC) : len(_MAGIC) + 32], memoryview(content)[len(_MAGIC) + 32 :]
        state = hashlib.sha256(self._key)
        state.update(body)
        if state.digest() != digest:
            return {}
        try:
            found = marshal.loads(body)
        except (ValueError, EOFError, TypeError):
            return {}
        return found if isinstance(found, dict) else {}

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


def _look_of(entry: _Entry) -> Look | None:
    _, size, read, binary, body = entry
    if not body:
        return Look(bytes=size, read=read, binary=binary, is_kept=True)
    try:
        yields, gaps, detectors = _Reader(io.BytesIO(body)).load()
    except (pickle.UnpicklingError, AttributeError, EOFError, IndexError, TypeError, ValueError, ImportError):
        return None
    return Look(yields, gaps, detectors, size, read, binary, is_kept=True)


@cache
def _code_stamp() -> str:
    """A digest of the names, sizes and times of the program's own files: other code sees other things."""
    state = hashlib.sha256()
    for folder in ("scan", "scan/detectors", "scan/lexers", "scan/readers", "catalogue"):
        with os.scandir(Path(__file__).parents[1] / folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    state.update(f"{folder}/{entry.name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return state.hexdigest()
