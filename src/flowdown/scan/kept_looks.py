"""Keeps what was seen in a tree's files in the user's cache folder, so that files that did not change are not read again."""

# Paths are bytes here, which pathlib does not take.
# ruff: noqa: PTH116

from __future__ import annotations

import hashlib
import io
import marshal
import os
import pickle
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from flowdown import __version__
from flowdown.base.kept_file import drop_old, modified, read_kept, write_kept
from flowdown.base.pack import pack
from flowdown.scan.code_stamp import code_stamp
from flowdown.scan.open_file import read_small
from flowdown.scan.seen import Look
from flowdown.scan.tree import File

if TYPE_CHECKING:
    from flowdown.scan.gap import Gap
    from flowdown.scan.sighting import Question, Scan, Sighting
    from flowdown.scan.trace import Yield

State: TypeAlias = tuple[int, int, int, int]
"""Size, times of change (content, inode) and number of a file: when they are the same, so is the file."""
_Entry: TypeAlias = tuple[State, bytes, int, int, int, int, tuple[str, ...], bytes]
_Conclusion: TypeAlias = "tuple[Sequence[Sighting], Sequence[Question], Sequence[Gap]]"
Stays: TypeAlias = Callable[[bytes, Collection[str]], bool]
"""Whether changed files, by their paths, mean the same for the rest of the tree as what was kept says of them."""

_HELD_LIMIT = 8 * 1024 * 1024
"""Bytes of a file that is read only to compare its content."""
_TOTAL_LIMIT = 512 * 1024 * 1024
"""Bytes of all trees together; the trees that were not scanned for longest go first."""
_MOST = 1000
"""Trees that are kept at most."""
_NONE = (b"", b"", b"")
_TICK = 2_000_000_000
"""Nanoseconds; a file that changed so shortly before the scan could change again without its times telling."""
_UNTOLD = 0, 0, 0
"""In place of the times and number of such a file: only its content tells whether it is the same."""
_ALLOWED = {
    "flowdown.scan.trace": frozenset(
        ("Argument Binding Choice Consumption Join Place Reference Role Space Text Trace TraceKind Unknown").split()
    ),
    "flowdown.scan.gap": frozenset(["Gap"]),
    "flowdown.scan.sighting": frozenset(["Coverage", "Dependence", "Question", "Scan", "Sighting", "Strength", "Tree"]),
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

    The content of a file decides whether it is the same. As in git's index its size, times and number tell that
    without reading it, unless it had changed just before it was looked at.
    Whatever is missing, damaged, of another catalogue or version, or about a file that is not the same any more is as
    good as not there. Runs at the same time do not disturb one another: each writes a whole file and renames it.
    """

    def __init__(self, folder: Path, root: Path, catalogue: str) -> None:
        self._cache = folder
        self._folder = folder / "looks"
        self._place = os.fsencode(os.path.realpath(root))
        self._catalogue = catalogue
        self._file = self._folder / f"{hashlib.sha256(self._place).hexdigest()[:32]}.bin"
        self._key = ""
        self._before: dict[str, _Entry] = {}
        self._concluded = _NONE
        self._now: dict[str, _Entry] = {}
        self._seen_anew: set[str] = set()
        self._is_noted_anew = False
        self._started = 0
        self._walked = 0

    def recall(self, file: File) -> tuple[Look | None, State | None]:
        """What was seen in a file if it is the same as then, and its state now; None for what is not known."""
        if not self._walked:
            self._open()
        self._walked += 1
        try:
            status = os.stat(file.place, follow_symlinks=False)
        except (OSError, ValueError):
            return None, None
        state = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        entry = self._before.get(file.path)
        if entry is None or (entry[0] != state and not self._has_content(file, state, entry)):
            return None, state
        if entry[0] != state:
            entry = (self._told(state), *entry[1:])
            self._is_noted_anew = True
        self._now[file.path] = entry
        _, _, files, size, read, binary, detectors, body = entry
        look = Look(files=files, bytes=size, read=read, binary=binary, detectors=detectors, body=body)
        look.is_recalled = True
        return look, state

    @property
    def known(self) -> int:
        """How many files the tree had before; 0 if that is not known."""
        return len(self._before)

    def note(self, file: File, state: State | None, look: Look) -> None:
        """Remember what was seen in a file that had this state before it was read."""
        self._seen_anew.add(file.path)
        if state is None or not look.is_complete:
            return
        told = self._told(state)
        if told != state and not look.digest:
            return
        body = pack((look.yields, look.gaps)) if look.yields or look.gaps else b""
        counts = look.files, look.bytes, look.read, look.binary
        self._now[file.path] = (told, look.digest, *counts, tuple(look.detectors), body)

    def _told(self, state: State) -> State:
        """A state as it is kept: without times and number where these would not tell of the next change."""
        return (state[0], *_UNTOLD) if max(state[1:3]) > self._started - _TICK else state

    @staticmethod
    def _has_content(file: File, state: State, entry: _Entry) -> bool:
        """Whether a file of another state still has the content that was looked at."""
        if not entry[1] or entry[0][0] != state[0] or state[0] > _HELD_LIMIT:
            return False
        from flowdown.scan.read import digest_of

        content = read_small(file.place, _HELD_LIMIT)
        return content is not None and digest_of(content) == entry[1]

    @staticmethod
    def unpack(look: Look) -> None:
        """Fill in what was kept of a look."""
        look.yields, look.gaps = unpack_yields(look.body)
        look.body = b""

    def still_holds(self, tree: str, gaps: Sequence[Gap], stays: Stays) -> bool:
        """Whether what was concluded from the tree before holds: it has the same files, and the same is seen in each.

        Of the files that were looked at anew, `stays` is told the paths, with what was kept of the conclusion's reliance
        on contents; it says whether all is as it was.
        """
        if not self._walked == len(self._now) == len(self._before) or self._concluded[0] != _key_of(tree, gaps):
            return False
        if any(path not in self._before or self._before[path][-1] != self._now[path][-1] for path in self._seen_anew):
            return False
        return not self._seen_anew or bool(self._concluded[2] and stays(self._concluded[2], self._seen_anew))

    def conclusion(self) -> _Conclusion:
        """What was concluded."""
        return cast(_Conclusion, _Reader(io.BytesIO(self._concluded[1])).load())

    @property
    def name(self) -> str:
        """A digest of what was concluded."""
        return hashlib.sha256(self._concluded[1]).hexdigest()

    @property
    def anew(self) -> Collection[str]:
        """The paths of the files that were looked at in this run."""
        return self._seen_anew

    def note_conclusion(
        self, tree: str, gaps: Sequence[Gap], conclusion: _Conclusion, reliance: Callable[[], bytes] = bytes
    ) -> str:
        """Remember what was concluded from the tree, and what of contents it relies on; `gaps` are those of its walk.

        Its name, or nothing where it is not kept, since some file's state is not known.
        """
        if self._walked != len(self._now):
            return ""
        self._concluded = (_key_of(tree, gaps), pack(conclusion), reliance())
        self._is_noted_anew = True
        return self.name

    def save(self, *, is_part: bool = False) -> None:
        """Write what was seen, if it differs from what was known; a folder that cannot be written is left alone.

        `is_part`: the tree was not walked to its end; what is known of the rest stays.
        """
        if is_part:
            self._now = {**self._before, **self._now}
        is_changed = bool(self._seen_anew) or self._is_noted_anew or len(self._now) != len(self._before)
        if not self._started or not is_changed:
            return
        if write_kept(self._file, self._key, marshal.dumps((self._now, self._concluded))):
            self._drop_old()

    def _open(self) -> None:
        """Load what is known; not before the first file is asked for, since a tree may have none."""
        name = f"{__version__}\0{self._catalogue}\0{code_stamp(self._cache)}\0".encode()
        self._key = hashlib.sha256(name + self._place).hexdigest()
        self._started = self._clock()
        body = read_kept(self._file, self._key)
        if body is not None:
            # What has the right digest was written by us, whole.
            self._before, self._concluded = cast(
                "tuple[dict[str, _Entry], tuple[bytes, bytes, bytes]]", marshal.loads(body)
            )

    def _clock(self) -> int:
        """The time by the clock that stamps files; 0 if nothing can be written."""
        draft = self._folder / ".clock"
        return modified(draft) if write_kept(draft, "", b"") else 0

    def _drop_old(self) -> None:
        try:
            kept = [(file.stat().st_mtime_ns, file.stat().st_size, file) for file in self._folder.glob("*.bin")]
            total = 0
            for _, size, file in sorted(kept, reverse=True):
                total += size
                if total > _TOTAL_LIMIT and file != self._file:
                    file.unlink(missing_ok=True)
        except OSError:
            return
        drop_old(self._folder, "*.bin", _MOST)


def unpack_yields(body: bytes) -> tuple[list[Yield], list[Gap]]:
    """What detectors yielded, and gaps, as they were kept."""
    return cast("tuple[list[Yield], list[Gap]]", _Reader(io.BytesIO(body)).load())


def unpack_scan(body: bytes) -> Scan:
    """A scan of a part of a tree, as it was kept."""
    return cast("Scan", _Reader(io.BytesIO(body)).load())


def _key_of(tree: str, gaps: Sequence[Gap]) -> bytes:
    return hashlib.sha256(repr((tree, sorted(gaps))).encode("utf-8", "surrogatepass")).digest()
