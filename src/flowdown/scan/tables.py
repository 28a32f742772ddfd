"""What a scan looks things up in; each table is built when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.cached import cached_property
from flowdown.base.kept_file import COMPILED

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.catalogue.keyword import Keyword
    from flowdown.scan.content_looks import ContentLooks
    from flowdown.scan.known import Known
    from flowdown.scan.lexer import Lexer
    from flowdown.scan.look import Looker
    from flowdown.scan.prefilter import Prefilter


class Tables:
    """The tables of one catalogue, for several scans; `cache` is a folder for compiled ones.

    `repository`: the place of the repository of which only parts are scanned; what is seen in them is kept by content.
    """

    def __init__(self, catalogue: Catalogue, cache: Path | None = None, repository: bytes = b"") -> None:
        self.catalogue = catalogue
        self.cache = cache
        self._repository = repository

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

        claims = load_claims(self.cache)
        if not self._repository:
            return Looker(self.known, self.prefilter, claims)
        from flowdown.scan.content_looks import RememberingLooker

        return RememberingLooker(self.known, self.prefilter, claims, self.looks)

    @cached_property
    def looks(self) -> ContentLooks:
        """What was seen in files of the repository of which parts are scanned."""
        from flowdown.scan.content_looks import ContentLooks

        return ContentLooks(self.cache, self._repository, self.catalogue.digest)

    @cached_property
    def lexers(self) -> Mapping[str, Lexer]:
        """The lexers, by the suffixes of their languages' files."""
        from flowdown.scan.kept_lexers import lexers_by_suffix

        return lexers_by_suffix(self.cache)
