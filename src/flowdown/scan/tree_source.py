"""Where the files of a tree lie: below a folder, or among the objects of a commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from flowdown.scan.look_all import Seen, look_all
from flowdown.scan.read import Reader
from flowdown.scan.repository import files_of_repository
from flowdown.scan.tree import File, Tally, walk

if TYPE_CHECKING:
    from flowdown.scan.gap import Gap
    from flowdown.scan.kept_followed import KeptFollowed
    from flowdown.scan.kept_looks import KeptLooks
    from flowdown.scan.tables import Tables


class TreeSource(Protocol):
    """What a scan asks of a tree, wherever its files lie."""

    @property
    def kept(self) -> KeptLooks | None:
        """What an earlier run saw in the tree as a whole, if such is kept."""

    @property
    def followed(self) -> KeptFollowed | None:
        """What any run found by following names into files of the same content, if such is kept."""

    @property
    def expected(self) -> int:
        """About how many files it has; 0 if that is not known before they are walked."""

    def looks(self, tables: Tables, jobs: int, tally: Tally) -> Iterator[Seen | Gap]:
        """What is seen in each file, in the order of the paths, and what could not be walked."""

    def files(self) -> Iterator[File]:
        """Every file."""

    def reader(self) -> Reader:
        """What reads these files."""

    def top_text(self, name: str, limit: int) -> str:
        """The first `limit` characters of a file at the top of the tree; empty if there is none."""


class FolderSource:
    """A tree below a folder, or a single file.

    `instead` holds, by their paths in the tree, files that are read in another place.
    """

    followed = None

    def __init__(self, root: Path, kept: KeptLooks | None, instead: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self.root = root
        self.kept = kept
        self.instead = instead

    @property
    def expected(self) -> int:
        """How many files git or an earlier run counted."""
        return files_of_repository(self.root) or (self.kept.known if self.kept is not None else 0)

    def looks(self, tables: Tables, jobs: int, tally: Tally) -> Iterator[Seen | Gap]:
        """What is seen in each file; those of a large tree are looked at by several processes."""
        return look_all(self._walk(tally), tables, self.kept, jobs)

    def files(self) -> Iterator[File]:
        """Every file, walked anew."""
        return (found for found in self._walk(Tally()) if isinstance(found, File))

    def reader(self) -> Reader:
        """What reads files of a file system."""
        return Reader()

    def top_text(self, name: str, limit: int) -> str:
        """The beginning of a file directly in the folder."""
        try:
            return (self.root / name).read_text(encoding="utf-8", errors="replace")[:limit]
        except OSError:
            return ""

    def _walk(self, tally: Tally) -> Iterable[File | Gap]:
        found = walk(self.root, tally=tally)
        if not self.instead:
            return found
        return (
            File(each.path, self.instead.get(each.path, each.place)) if isinstance(each, File) else each
            for each in found
        )
