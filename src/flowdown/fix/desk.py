"""What a proposal is made from: what was seen of the vendors to leave, the files, the map, the target."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flowdown.catalogue.replacement import Replacements
from flowdown.fix.edit import Refusal, Why
from flowdown.fix.literal import SPAN, find_literal, lexer_of
from flowdown.fix.target import Target
from flowdown.fix.text_file import TextFile, TextFiles
from flowdown.scan.known import Known
from flowdown.scan.lexer import Lexer
from flowdown.scan.sighting import Sighting, Strength
from flowdown.scan.trace import Role, TraceKind

RUNS = frozenset({Strength.RUNTIME_DEFAULT, Strength.RUNTIME_OPTIONAL})
_FOREIGN = re.compile(
    r"(?:^|/)(?:node_modules|vendor|third_party|dist|build|\.next)/|\.min\.|(?:^|/)(?:generated|__generated__)/|\.(?:lock|ipynb|snap)\Z"
)
_WORDS = re.compile(r"[A-Z]?[a-z]{3,}|[A-Z]{3,}")
_PLAIN = frozenset(
    "chat instruct preview latest large small medium mini pro lite flash turbo plus max exp base text model coder code vision high low".split()
)


@dataclass
class Desk:
    """One tree: `sightings` are all that was seen in it, `leaving` the vendors to leave."""

    sightings: tuple[Sighting, ...]
    leaving: frozenset[str]
    target: Target
    map: Replacements
    known: Known
    files: TextFiles
    lexers: Mapping[str, Lexer]
    refusals: dict[tuple[str, int, TraceKind], Refusal] = field(default_factory=dict)

    @cached_property
    def theirs(self) -> tuple[Sighting, ...]:
        """What was seen of the vendors to leave."""
        return tuple(each for each in self.sightings if each.vendor in self.leaving)

    @cached_property
    def running(self) -> tuple[Sighting, ...]:
        """What of it runs in the product."""
        return tuple(each for each in self.theirs if each.is_use and each.strength in RUNS)

    def refuse(self, sighting: Sighting, refusal: Refusal) -> None:
        """Note why what stands at a place is left; the first reason stands."""
        self.refusals.setdefault((sighting.place.path, sighting.place.line, sighting.kind), refusal)

    def literal(self, sighting: Sighting) -> SPAN | Refusal:
        """The literal at a place, in a file that is written by hand."""
        place = sighting.place
        if _FOREIGN.search(place.path):
            return Refusal(Why.FILE, "made by a program or taken over from others: change where it comes from")
        file = self.files.get(place.path)
        if file is None:
            return Refusal(Why.FILE, "no text in UTF-8 of a file of this tree")
        span = find_literal(file, place.line, place.column, sighting.value, self.lexers)
        if span is None:
            return Refusal(Why.LITERAL, "what stands there is not wholly in one literal")
        return span

    def is_code(self, path: str) -> bool:
        """Whether a file is a program's."""
        return lexer_of(path, self.lexers) is not None

    def words_of(self, sighting: Sighting) -> frozenset[str]:
        """The words by which the vendor and this model of it are called."""
        named = {word.lower() for word in _WORDS.findall(sighting.value)} - _PLAIN
        return self.known.names_of(sighting.vendor or "") | named

    def naming_word(self, sighting: Sighting, start: int) -> str:
        """A word before the literal in its line that says whose model it is; empty where there is none."""
        file = self.files.get(sighting.place.path)
        if file is None:
            return ""
        before = file.text[file.line_start(sighting.place.line) : start]
        told = self.words_of(sighting)
        return next((word for word in _WORDS.findall(before) if word.lower() in told), "")

    def callers(self, sighting: Sighting, route: str) -> tuple[TextFile, ...]:
        """The programs that call a model: those that pass this id on, else all that call by its route."""
        own = sighting.place.path
        linked = self._paths(each for each in self.theirs if each.kind is TraceKind.CALL and each.value == sighting.value)
        if not linked and not self.is_code(own):
            linked = self._paths(each for each in self.sightings if each.is_use and each.route == route)
        paths = dict.fromkeys((own, *linked))
        return tuple(file for path in paths if (file := self.files.get(path)) is not None)

    def _paths(self, sightings: Iterable[Sighting]) -> list[str]:
        found = (each.place.path for each in sightings if each.strength in RUNS)
        return sorted({path for path in found if self.is_code(path)})

    def depending(self, sighting: Sighting, paths: Iterable[str]) -> Iterator[tuple[Sighting, Refusal]]:
        """Places that would no longer fit: branches on its name in files that call it, tables that hold its id."""
        near = set(paths)
        for each in self.theirs:
            if each.is_use or each.strength is Strength.TEST_ONLY or not self.is_code(each.place.path):
                continue
            where = f"{each.place.path}:{each.place.line}"
            if each.role is Role.COMPARED and each.place.path in near:
                yield each, Refusal(Why.BRANCH, f"the program asks for `{each.value}` at {where}")
            elif each.role is Role.LISTED and each.value == sighting.value:
                yield each, Refusal(Why.TABLE, f"`{each.value}` stands in a list or table at {where}, too")
