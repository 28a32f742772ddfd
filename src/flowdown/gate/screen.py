"""Tells quickly of most changes that they cannot carry a trace of any vendor."""

from __future__ import annotations

from collections.abc import Iterable

from flowdown import __version__
from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.kinds import SignatureKind
from flowdown.catalogue.lookup import FileTable, hits_of
from flowdown.scan.archive_kind import archive_kind
from flowdown.scan.detector import ids_of_detectors
from flowdown.scan.prefilter import Prefilter
from flowdown.scan.sighting import Coverage, Scan
from flowdown.scan.tree import present


class Screen:
    """What a catalogue's prefilter and its telling paths say of some files."""

    def __init__(self, catalogue: Catalogue, prefilter: Prefilter) -> None:
        self._prefilter = prefilter
        self._files = FileTable(hits_of(catalogue, SignatureKind.AGENT_FILE))

    def may_carry(self, path: bytes, content: bytes) -> bool:
        """Whether a file could carry a trace, by its name or by what is in it.

        What is no plain text (an archive, another encoding) always could.
        """
        name = present(path)
        is_plain = b"\0" not in content and not archive_kind(name, content)
        return not is_plain or bool(self._prefilter.hits(content)) or bool(self._files.find(name))


def nothing_seen(catalogue: Catalogue, contents: Iterable[bytes] = ()) -> Scan:
    """The scan of files that carry no trace, of which every detector would have said nothing."""
    sizes = [len(content) for content in contents]
    coverage = Coverage(len(sizes), len(sizes), sum(sizes), (), ids_of_detectors())
    return Scan((), (), (), (), (), coverage, catalogue.digest, f"flowdown {__version__}")
