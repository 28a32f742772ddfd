"""Looks at one file: the prefilter's hits, and what the detectors that claim it make of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from flowdown.catalogue.kinds import SignatureKind
from flowdown.scan.archive_kind import is_archive
from flowdown.scan.claims import Claims
from flowdown.scan.detector import Detector, Unreadable, load_detector
from flowdown.scan.gap import Gap
from flowdown.scan.idle_hits import LANGUAGES, IdleHits
from flowdown.scan.interpreter import detector_of
from flowdown.scan.known import Known
from flowdown.scan.prefilter import Prefilter
from flowdown.scan.read import Chunk, Reader
from flowdown.scan.readers.weights_header import SUFFIXES, named_models
from flowdown.scan.seen import Look
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Place, Role, Text, Trace, TraceKind, Yield
from flowdown.scan.tree import File

_TOKEN = re.compile(r"[\w.:/@-]{1,120}")
_DASH = ord("-")
_MOST_SPANS = 50_000
"""Places with keywords in one file, or one window of it, that are looked at."""
_LOOSE = frozenset({SignatureKind.WORD, SignatureKind.PROVIDER, SignatureKind.CLI})
"""Kinds of signature whose values are names of people and things too: no sign of a trace in a file of unknown kind."""


class Looker:
    """The tables with which files are looked at; one object serves one thread."""

    def __init__(self, known: Known, prefilter: Prefilter, claims: Claims) -> None:
        self._known = known
        self._claims = claims
        self._hits = prefilter.hits
        self._idle = IdleHits(known)

    def look_at(self, file: File, reader: Reader) -> Look:
        """Look at a file, or at every member of an archive."""
        seen = Look()
        for chunk in reader.read(file):
            if isinstance(chunk, Chunk) and chunk.part.line == 1 and is_archive(chunk):
                self._look_inside(file, reader, seen)
                break  # the reader's buffer holds the last member now
            self._look((chunk,), seen)
        if seen.yields or seen.gaps:
            seen.digest = reader.digest()
        return seen

    def _look_inside(self, file: File, reader: Reader, seen: Look) -> None:
        from flowdown.scan.archive import ArchiveReader

        archive = ArchiveReader(reader)
        seen.files, last = 0, ""
        for chunk in archive.read(file):
            seen.files += chunk.path not in (last, file.path)
            last = chunk.path
            self._look((chunk,), seen)
        seen.files = max(seen.files, 1)
        _forget_hidden(seen, archive.hidden)
        reader.forget()

    def detectors_for(self, path: str) -> tuple[Detector, ...]:
        """The detectors that claim a path by their most specific glob; several when equally specific."""
        return tuple(load_detector(identity) for identity in self._claims.of(path))

    def look_content(self, path: str, content: bytes) -> Look:
        """Look at the content of a file that is plain text and at hand."""
        return self.look([Chunk(path, memoryview(content))])

    def look(self, chunks: Iterable[Chunk | Gap]) -> Look:
        """Look at the chunks of one file."""
        seen = Look()
        self._look(chunks, seen)
        return seen

    def _look(self, chunks: Iterable[Chunk | Gap], seen: Look) -> None:
        for chunk in chunks:
            if isinstance(chunk, Gap):
                seen.gaps.append(chunk)
                seen.is_complete = False
            else:
                self._chunk(chunk, seen)

    def _chunk(self, chunk: Chunk, seen: Look) -> None:
        seen.bytes += len(chunk.data)
        if chunk.is_binary:
            if chunk.path.lower().endswith(SUFFIXES):
                seen.yields.extend(_weights(chunk))
            seen.binary += 1
            return
        seen.read += chunk.part.line == 1 and not chunk.part.column  # once a file, not once a window
        spans = self._few(chunk, self._spans(chunk), seen)
        is_agent_file = bool(self._known.index.agent_file(chunk.path))
        if spans or is_agent_file:
            self._read(chunk, spans, seen)
        if is_agent_file and chunk.part.line == 1 and self.detectors_for(chunk.path):
            seen.yields.append(_agent_file(chunk.path))

    @staticmethod
    def _few(chunk: Chunk, spans: list[tuple[int, int]], seen: Look) -> list[tuple[int, int]]:
        """The spans that are looked at: a file of nothing but keywords must not hold up a scan, and is a gap."""
        if len(spans) <= _MOST_SPANS:
            return spans
        line = chunk.part.line + bytes(chunk.data[: spans[_MOST_SPANS][0]]).count(b"\n")
        seen.gaps.append(Gap(chunk.path, f"more than {_MOST_SPANS} places with keywords, read to here only", line))
        return spans[:_MOST_SPANS]

    def _spans(self, chunk: Chunk) -> list[tuple[int, int]]:
        """The hits, none inside another."""
        found = self._hits(chunk.data)
        if not found:
            return []
        spans = _longest([(start, end) for _, start, end in found if chunk.owns(start)])
        return [span for span in spans if not self._is_arrow(chunk.data, *span)]

    def _is_arrow(self, data: memoryview, start: int, end: int) -> bool:
        """Whether a name that nobody knows ends with the dash of an arrow: `ring->size` is no model."""
        if data[end - 1] != _DASH or bytes(data[end : end + 1]) != b">":
            return False
        return not self._known.any_of(str(data[start:end], "utf-8", "surrogateescape"))

    def _read(self, chunk: Chunk, spans: list[tuple[int, int]], seen: Look) -> None:
        edges = sorted({edge for span in spans for edge in span})
        at = dict(zip(edges, chunk.points(edges), strict=True))
        hits = [(at[start], at[end]) for start, end in spans]
        detectors = self.detectors_for(chunk.path)
        text = chunk.text
        if text.startswith("#!") and (interpreted := detector_of(chunk.path, text)):
            detectors = (load_detector(interpreted),)
        language = next((LANGUAGES[each.id] for each in detectors if each.id in LANGUAGES), "")
        if hits and len(detectors) == 1 and language and self._idle.are_idle(text, hits, language):
            seen.detectors.append(detectors[0].id)
            return
        whole = [self._whole(text, *hit) for hit in hits]
        if not detectors:
            seen.gaps.extend(self._unread(chunk, {text[start:end] for start, end in whole}))
            return
        known = self._known
        quiet = frozenset(
            end for hit, end in zip(hits, whole, strict=True) if known.is_quiet(text[hit[0] : hit[1]].lower())
        )
        libraries = frozenset(end for end in whole if known.is_library(text[end[0] : end[1]]))
        source = SourceFile(
            chunk.path,
            text,
            _longest(whole),
            chunk.part.line - 1,
            quiet=quiet,
            libraries=libraries,
            judge=self._idle.judge(text, hits, whole, language) if language else None,
        )
        for detector in detectors:
            seen.detectors.append(detector.id)
            seen.yields.extend(_detect(detector, source, seen.gaps))

    def _unread(self, chunk: Chunk, words: Iterable[str]) -> Iterator[Gap]:
        """A gap if a file that no detector reads names vendors."""
        found = [hit for word in words for hit in self._known.any_of(word)]
        vendors = sorted({hit.vendor for hit in found if hit.vendor and hit.kind not in _LOOSE})
        if vendors:
            line = chunk.part.line if not chunk.is_whole else 0
            yield Gap(chunk.path, "no detector reads this kind of file", line, "", tuple(vendors))

    def _whole(self, text: str, start: int, end: int) -> tuple[int, int]:
        """A hit with the rest of its token, if the catalogue knows the whole: `gpt-` finds `gpt-4o-mini`."""
        token = _TOKEN.match(text, start)
        if token is None:
            return start, end
        word = token.group().rstrip(".:,/-")
        if start + len(word) > end and self._known.any_of(word):
            return start, start + len(word)
        return start, end


def _detect(detector: Detector, source: SourceFile, gaps: list[Gap]) -> Iterator[Yield]:
    try:
        yield from detector.detect(source)
    except Unreadable as error:
        gaps.append(Gap(source.path, error.reason, error.line, detector.id))
    except (ValueError, IndexError, KeyError, RecursionError, AttributeError, TypeError) as error:
        # A detector's own fault must not lose the rest of the scan, and must not be silent either.
        gaps.append(Gap(source.path, f"the detector failed ({type(error).__name__})", 0, detector.id))


def _forget_hidden(seen: Look, hidden: Collection[str]) -> None:
    """Drop what stands in files of an image that a later layer deletes or replaces."""
    if hidden:
        seen.yields = [each for each in seen.yields if each.place.path not in hidden]
        seen.gaps = [gap for gap in seen.gaps if gap.path not in hidden]


def _weights(chunk: Chunk) -> Iterator[Trace]:
    """The models that the beginning of a file of weights names."""
    for key, value in named_models(chunk.path, bytes(chunk.data)):
        place = Place(chunk.path, 1, 1, 1)
        because = (f"`{key}` of the file's own header",)
        yield Trace(TraceKind.WEIGHTS, Text(value), place, Role.CONFIGURED, name=key, because=because)


def _agent_file(path: str) -> Trace:
    """The file itself is the evidence, at its first line, whatever it says."""
    return Trace(TraceKind.AGENT_CONFIG, Text(path), Place(path, 1, 1, 1), Role.CONFIGURED)


def _longest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Drop every span that lies inside another."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept
