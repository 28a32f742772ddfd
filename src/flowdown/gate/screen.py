"""Tells quickly of most changes that they cannot carry a trace of any vendor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from flowdown import __version__
from flowdown.catalogue.catalogue import Catalogue
from flowdown.gate.outline import outline
from flowdown.scan.archive_kind import archive_kind
from flowdown.scan.detector_ids import ids_of_detectors
from flowdown.scan.git_change import Edit
from flowdown.scan.ground import Ground
from flowdown.scan.identify import identify
from flowdown.scan.sighting import Coverage, Scan
from flowdown.scan.tables import Tables
from flowdown.scan.trace import Text, Trace, TraceKind, Yield, literal
from flowdown.scan.tree import present

_BY_THEMSELVES = frozenset(
    {TraceKind.DEPENDENCY, TraceKind.LOCK, TraceKind.IMAGE, TraceKind.ACTION, TraceKind.RESOURCE, TraceKind.TEXT}
)
"""Kinds that are looked up as they stand: what nobody knows of them says nothing of anything else."""
_LOOKED_AT = 1024 * 1024
"""Bytes of a file that is looked at before it is scanned."""


class Screen:
    """What a catalogue's prefilter, its telling paths and the detectors say of single files."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def may_shift(self, edit: Edit) -> bool:
        """Whether an edit could change what a tree depends on, or what it mentions, by what stands in the file itself."""
        before, after = (
            () if content is None else self._seen(path, content)
            for path, content in ((edit.before_path, edit.before), (edit.after_path, edit.after))
        )
        if before is None or after is None:
            return True
        before, after = self._telling(before), self._telling(after)
        if edit.before_path == edit.after_path and outline(before) == outline(after):
            return False
        mentioned = self._mentioned(before)
        return mentioned is None or mentioned != self._mentioned(after)

    def only_mentions(self, edit: Edit) -> bool:
        """Whether an edit has no more than mentions on both sides: no other file changes what these are."""
        sides = ((edit.before_path, edit.before), (edit.after_path, edit.after))
        return all(content is None or self.mentions(path, content) is not None for path, content in sides)

    def mentions(self, path: bytes, content: bytes) -> Counter[str] | None:
        """The known words that a file does no more than mention; None if it could carry more than mentions.

        What is no plain text (an archive, another encoding) always could, and so could what is too long to look at twice.
        """
        seen = self._seen(path, content)
        return None if seen is None else self._mentioned(seen)

    def _seen(self, path: bytes, content: bytes) -> Sequence[Yield] | None:
        """What stands in a file; None where that is not to be told quickly, or not wholly."""
        name = present(path)
        if b"\0" in content or archive_kind(name, content) or self._tables.known.index.agent_file(name):
            return None
        if not self._tables.prefilter.hits(content):
            return ()
        if len(content) > _LOOKED_AT:
            return None
        seen = self._tables.looker.look_content(name, content)
        return None if seen.gaps else seen.yields

    def _telling(self, seen: Sequence[Yield]) -> Sequence[Yield]:
        """What is seen without that of which the catalogue knows nothing, and that nothing else can refer to."""
        return [each for each in seen if not (isinstance(each, Trace) and self._is_inert(each))]

    def _is_inert(self, trace: Trace) -> bool:
        if trace.kind not in _BY_THEMSELVES or not isinstance(trace.value, Text):
            return False
        if trace.kind is TraceKind.TEXT:
            return not self._tables.known.any_of(trace.value.text)
        ground = Ground((trace,), self._tables.known)
        return not any(identify(ground)) and not ground.questions

    def _mentioned(self, seen: Sequence[Yield]) -> Counter[str] | None:
        if any(not isinstance(each, Trace) or each.kind is not TraceKind.TEXT for each in seen):
            return None
        words = Counter(literal(each.value) or "" for each in seen if isinstance(each, Trace))
        return Counter({word: count for word, count in words.items() if self._tables.known.any_of(word)})


def nothing_seen(catalogue: Catalogue, contents: Iterable[bytes] = ()) -> Scan:
    """The scan of files that carry no trace, of which every detector would have said nothing."""
    sizes = [len(content) for content in contents]
    coverage = Coverage(len(sizes), len(sizes), sum(sizes), (), ids_of_detectors())
    return Scan((), (), (), (), (), coverage, catalogue.digest, f"flowdown {__version__}")
