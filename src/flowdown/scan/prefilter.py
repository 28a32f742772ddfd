"""Finds every keyword in a file's bytes in one pass."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from flowdown.base.errors import FlowdownError
from flowdown.catalogue.keyword import Keyword
from flowdown.scan import keyword_cache
from flowdown.scan.database_cache import DatabaseCache, key_of
from flowdown.scan.engines import (
    QUICK_BOUND,
    TUNED_BOUND,
    AhoCorasickEngine,
    Engine,
    VectorscanEngine,
    compile_vectorscan,
    encode,
)
from flowdown.scan.keyword_cache import KeptKeywords

if TYPE_CHECKING:
    import hyperscan

Hit: TypeAlias = tuple[int, int, int]
"""A keyword's number (its place in the sequence given to `build`), and the byte offsets of its start and end."""

PADDINGS = (0, 250, 1000, 2000, 4000)
"""Numbers of literals that never occur, tried when a database is tuned."""

_IS_WORD = bytes(chr(byte).isalnum() or byte == 0x5F for byte in range(128)) + bytes(128)
_IS_QUOTE = bytes(byte in b"'\"`" for byte in range(256))


class Prefilter:
    """All keywords of a catalogue, ready to be looked for; one object serves one thread."""

    def __init__(self, keywords: Sequence[Keyword], engine: Engine | None, *, is_tuned: bool = False) -> None:
        self._engine = engine
        self.is_tuned = is_tuned
        settled = engine.settled if engine else frozenset()
        # What is left to check of each keyword: length, left bound, right bound, quote mark.
        self._checks = [
            (len(encode(keyword.text)), False, False, False)
            if number in settled
            else (
                len(encode(keyword.text)),
                keyword.left_bound and not keyword.needs_quote,
                keyword.right_bound,
                keyword.needs_quote,
            )
            for number, keyword in enumerate(keywords)
        ]
        self._texts = [(keyword.text, keyword.caseless) for keyword in keywords]
        self._key = ""

    @classmethod
    def recall(cls, cache_dir: Path, stamp: str) -> Prefilter | None:
        """The prefilter kept under a stamp, without gathering its keywords; None if there is none or it is damaged."""
        kept = keyword_cache.load(cache_dir, stamp)
        stored = DatabaseCache(cache_dir, kept.key).load() if kept else None
        if kept is None or stored is None or stored.is_tuned != kept.is_tuned:
            return None
        made = cls((), VectorscanEngine((), stored.database, 0), is_tuned=kept.is_tuned)
        made._checks, made._texts, made._key = kept.checks, kept.texts, kept.key
        return made

    def keep(self, cache_dir: Path, stamp: str) -> None:
        """Keep what `recall` needs; a folder that cannot be written is no fault."""
        if self._key:
            keyword_cache.save(cache_dir, stamp, KeptKeywords(self._key, self.is_tuned, self._checks, self._texts))

    @property
    def texts(self) -> Sequence[tuple[str, bool]]:
        """The keywords by their numbers, each with whether any case will do."""
        return self._texts

    def numbers_of(self, keywords: Iterable[Keyword]) -> frozenset[int]:
        """The numbers under which some keywords are looked for."""
        wanted = {(keyword.text, keyword.caseless) for keyword in keywords}
        return frozenset(number for number, text in enumerate(self._texts) if text in wanted)

    @classmethod
    def build(cls, keywords: Sequence[Keyword], cache_dir: Path | None, bound: int = QUICK_BOUND) -> Prefilter:
        """Load the database for these keywords from the cache, or build one (quickly, by default) and keep it there.

        Without Vectorscan the fallback engine gives the same hits, more slowly. An empty text never hits.
        """
        if not any(keyword.text for keyword in keywords):
            return cls(keywords, None)
        key = key_of(keywords) if cache_dir else ""
        cache = DatabaseCache(cache_dir, key) if cache_dir else None
        stored = cache.load() if cache else None
        if stored:
            kept_bound = TUNED_BOUND if stored.is_tuned else QUICK_BOUND
            made = cls(keywords, VectorscanEngine(keywords, stored.database, kept_bound), is_tuned=stored.is_tuned)
            made._key = key
            return made
        try:
            from hyperscan import HyperscanError
        except ImportError:
            return cls.fallback(keywords)
        try:
            database = compile_vectorscan(keywords, bound)
        except HyperscanError:
            return cls.fallback(keywords)
        if cache:
            cache.save(database, is_tuned=bound == TUNED_BOUND)
        made = cls(keywords, VectorscanEngine(keywords, database, bound), is_tuned=bound == TUNED_BOUND)
        made._key = key
        return made

    @classmethod
    def fallback(cls, keywords: Sequence[Keyword]) -> Prefilter:
        """Build with the fallback engine."""
        try:
            return cls(keywords, AhoCorasickEngine(keywords))
        except ImportError:
            raise FlowdownError("no search engine is installed", hint="install hyperscan or ahocorasick_rs") from None

    def hits(self, text: bytes | memoryview) -> list[Hit]:
        """Every keyword that stands in the text, overlapping ones too; sorted by start, the longest first."""
        if not self._engine or not text:
            return []
        found = self._engine.find(text)
        if not found:
            return []
        checks, size, count = self._checks, len(text), len(self._checks)
        kept: set[tuple[int, int, int]] = set()
        for number, end in found:
            if number >= count:  # a literal of the padding
                continue
            length, left, right, quote = checks[number]
            start = end - length
            if right and end < size and _IS_WORD[text[end]]:
                continue
            if left and start and _IS_WORD[text[start - 1]]:
                continue
            if quote and not (start and _IS_QUOTE[text[start - 1]]):
                continue
            kept.add((start, -end, number))
        return [(number, start, -end) for start, end, number in sorted(kept)]


def tune(keywords: Sequence[Keyword], cache_dir: Path | None = None, sample: bytes | None = None) -> Prefilter:
    """Build the quickest database that a few trials on `sample` (by default, our own source) find; needs Vectorscan.

    It takes seconds, is kept in the cache, and changes no answer.
    """
    sample = sample or _own_source()
    best = min(PADDINGS, key=lambda padding: _trial(compile_vectorscan(keywords, 0, padding), sample))
    database = compile_vectorscan(keywords, TUNED_BOUND, best)
    if cache_dir:
        DatabaseCache(cache_dir, key_of(keywords)).save(database, is_tuned=True)
    return Prefilter(keywords, VectorscanEngine(keywords, database, TUNED_BOUND), is_tuned=True)


def _trial(database: hyperscan.Database, sample: bytes) -> float:
    """Seconds that a pass over the sample takes, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        database.scan(sample, match_event_handler=lambda *_: None)
        best = min(best, time.process_time() - start)
    return best


def _own_source() -> bytes:
    text = b"".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
    return text * (1 + 1_000_000 // max(len(text), 1))
