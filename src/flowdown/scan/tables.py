"""What a scan looks things up in; each table is built when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.kept_file import COMPILED

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.catalogue.keyword import Keyword
    from flowdown.scan.known import Known
    from flowdown.scan.lexer import Lexer
    from flowdown.scan.look import Looker
    from flowdown.scan.prefilter import Prefilter


class Tables:
    """The tables of one catalogue, for several scans; `cache` is a folder for compiled ones."""

    def __init__(self, catalogue: Catalogue, cache: Path | None = None) -> None:
        self.catalogue = catalogue
        self.cache = cache

    @cached_property
    def known(self) -> Known:
        """The catalogue with its index."""
        from flowdown.scan.known import Known

        return Known(self.catalogue)

    @cached_property
    def keywords(self) -> tuple[Keyword, ...]:
        """What the prefilter looks for."""
        return self.known.index.keywords()

    @cached_property
    def prefilter(self) -> Prefilter:
        """The compiled search, as an earlier run kept it or built now."""
        from flowdown.scan.keyword_cache import stamp_of
        from flowdown.scan.prefilter import Prefilter

        stamp = stamp_of(self.catalogue.digest)
        for folder in (COMPILED, self.cache):
            kept = Prefilter.recall(folder, stamp) if folder is not None else None
            if kept is not None:
                return kept
        made = Prefilter.build(self.keywords, self.cache)
        if self.cache is not None:
            made.keep(self.cache, stamp)
        return made

    @cached_property
    def looker(self) -> Looker:
        """What looks at files."""
        from flowdown.scan.kept_claims import load_claims
        from flowdown.scan.look import Looker

        return Looker(self.known, self.prefilter, load_claims(self.cache))

    @cached_property
    def lexers(self) -> dict[str, Lexer]:
        """The lexers, by the suffixes of their languages' files."""
        from flowdown.scan.lexer import load_lexers

        return {suffix: lexer for lexer in load_lexers().values() for suffix in lexer.suffixes}
