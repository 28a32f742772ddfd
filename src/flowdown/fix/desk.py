"""What a proposal is made from: what was seen of the vendors to leave, the files, the map, the target."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from flowdown.base.cached import cached_property
from flowdown.catalogue.kinds import Basis
from flowdown.catalogue.replacement import Replacements
from flowdown.fix.caution import calls_alike
from flowdown.fix.edit import Refusal, Why
from flowdown.fix.literal import SPAN, find_literal, lexer_of
from flowdown.fix.patch import CONTEXT
from flowdown.fix.target import Target
from flowdown.fix.text_file import TextFile, TextFiles
from flowdown.scan.known import Known
from flowdown.scan.lexer import Lexed, Lexer, SpanKind
from flowdown.scan.readers.secret import looks_secret
from flowdown.scan.sighting import Sighting, Strength
from flowdown.scan.trace import Role, TraceKind

RUNS = frozenset({Strength.RUNTIME_DEFAULT, Strength.RUNTIME_OPTIONAL})
_FOREIGN = re.compile(
    r"(?:^|/)(?:node_modules|vendor|third_party|dist|build|\.next)/|\.min\.|(?:^|/)(?:generated|__generated__)/|\.(?:lock|ipynb|snap)\Z"
)
_PLACE = re.compile(r" at (\S+:\d+)\Z")
_KEY_END = re.compile(r"[\"'`]?\s*(?::|=>)")
_FUNCTION = re.compile(
    r"^(?P<indent>[ \t]*)(?:export\s+)?(?:default\s+)?(?:pub\s+)?(?:async\s+)?"
    r"(?:(?:function|def|fn|func|fun)\s+(?P<name>\w{4,})|(?:const|let|var)\s+(?P<arrow>\w{4,})\s*=\s*(?:async\s*)?\([^)\n]*\)\s*=>)",
    re.MULTILINE,
)
_BOUND = frozenset({Role.DECLARED, Role.CALLED})
_DEFINED = r"(?<!\bdef )(?<!\bfunction )(?<!\bfunc )(?<!\bfun )(?<!\bfn )"
_BY_PATH = (".py", ".ts", ".tsx", ".js", ".jsx", ".mjs")
"""Ends of programs whose imports name the file that they take something from."""
_ENTRIES = frozenset({"main", "handler", "lambda_handler"})
_NEAR = 6
"""Lines before a literal in which the choice would stand by which it is reached."""
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

    @cached_property
    def elsewhere(self) -> frozenset[str]:
        """The files whose calls are all known to go to others than those who are left."""
        calls: dict[str, list[Sighting]] = {}
        for each in self.sightings:
            if each.kind in (TraceKind.CLIENT, TraceKind.CALL):
                calls.setdefault(each.place.path, []).append(each)
        return frozenset(
            path
            for path, found in calls.items()
            if all(
                each.vendor and each.vendor not in self.leaving and each.basis is not Basis.LIBRARY for each in found
            )
        )

    def refuse(self, sighting: Sighting, refusal: Refusal, *, is_closer: bool = False) -> None:
        """Note why what stands at a place is left; the first reason stands, unless one is found that comes closer."""
        place = (sighting.place.path, sighting.place.line, sighting.kind)
        if is_closer or place not in self.refusals:
            self.refusals[place] = refusal

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

    def secret_near(self, path: str, line: int) -> bool:
        """Whether something like a secret stands in the lines that a patch would show with a changed one."""
        file = self.files.get(path)
        return file is not None and any(
            looks_secret(word) for at in range(line - CONTEXT, line + CONTEXT + 1) for word in file.words_of_line(at)
        )

    def route_of(self, sighting: Sighting) -> str:
        """The route of a model; where it was not seen, the one that its file alone speaks of: a framework, an address."""
        file = self.files.get(sighting.place.path)
        if sighting.route or file is None or not self.is_code(file.path):
            return sighting.route
        frameworks = {spelling.by for facts in self.map.routes.values() for spelling in facts.spelled}
        imported = {
            name
            for name in frameworks
            if re.search(rf"(?m)^\s*(?:import|from)\s+{name.replace('-', '_')}\b", file.text)
        }
        called = {
            facts.route
            for facts in self.map.routes.values()
            for base in (facts.address.base_urls if facts.address is not None else ())
            if "/" in sighting.value and facts.is_uniform and self._holds(file, base)
        }
        found = imported | called or (self._routes_called(file.path) if sighting.role in _BOUND else set())
        return found.pop() if len(found) == 1 else ""

    def _routes_called(self, path: str) -> set[str]:
        """The routes by which a program calls, where all its calls take one that is the same for every maker's models."""
        calls = [
            each
            for each in self.sightings
            if each.place.path == path and each.kind in (TraceKind.CLIENT, TraceKind.CALL) and each.is_use
        ]
        routes = {each.route for each in calls}
        return {
            route for route in routes if len(routes) == 1 and (facts := self.map.routes.get(route)) and facts.is_uniform
        }

    def _holds(self, file: TextFile, text: str) -> bool:
        """Whether a program holds a text outside of its comments."""
        lexer = lexer_of(file.path, self.lexers)
        if text not in file.text or lexer is None:
            return False
        spans = Lexed(file.text, lexer).spans
        return any(span.kind is not SpanKind.COMMENT and text in file.text[span.start : span.end] for span in spans)

    def is_code(self, path: str) -> bool:
        """Whether a file is a program's."""
        return lexer_of(path, self.lexers) is not None

    def words_of(self, sighting: Sighting) -> frozenset[str]:
        """The words by which the vendor and this model of it are called."""
        named = {word.lower() for word in _WORDS.findall(sighting.value)} - _PLAIN
        return self.known.names_of(sighting.vendor or "") | named

    def naming_word(self, sighting: Sighting, start: int) -> str:
        """A word before the literal that says whose model it is; empty where there is none.

        In its line, or in the name of its function; of what must be chosen also in the lines before, where the choice would stand.
        """
        file = self.files.get(sighting.place.path)
        if file is None:
            return ""
        lines = _NEAR if sighting.strength is Strength.RUNTIME_OPTIONAL else 0
        before = file.text[file.line_start(max(1, sighting.place.line - lines)) : start]
        before += f" {_function_at(file, sighting.place.line)}" if self.is_code(file.path) else ""
        told = self.words_of(sighting)
        return next((word for word in _WORDS.findall(before) if word.lower() in told), "")

    def callers(self, sighting: Sighting) -> tuple[TextFile, ...]:
        """The programs that call a model: those to which its id is seen to go, else all that call by its route."""
        own = sighting.place.path
        here = f"{own}:{sighting.place.line}"
        calls = [each for each in self.theirs if each.kind is TraceKind.CALL and each.value == sighting.value]
        linked = {each.place.path for each in calls if each.place.path == own or here in _places_in(each.because)}
        linked |= {place.rpartition(":")[0] for place in _places_in(sighting.because)}
        if not linked and not self._is_built_with(sighting) and not self._calls_alike(own):
            # Handed to something of the tree's own: whatever calls by this route may be what it ends in.
            near = {
                each.place.path for each in self.sightings if each.strength in RUNS and each.route == sighting.route
            }
            linked = near - self.elsewhere or near
        linked |= self._askers(sighting)
        paths = (own, *sorted(path for path in linked if path != own and self.is_code(path)))
        return tuple(file for path in paths if (file := self.files.get(path)) is not None)

    def _askers(self, sighting: Sighting) -> set[str]:
        """The programs that ask the function in which an id stands: what they do with the model counts, too."""
        file = self.files.get(sighting.place.path)
        if file is None or not self.is_code(file.path):
            return set()
        name = _function_at(file, sighting.place.line)
        if not name or name in _ENTRIES:
            return set()
        asks = re.compile(rf"{_DEFINED}\b{re.escape(name)}\s*\(")
        stem = _module(file.path) if file.path.endswith(_BY_PATH) else ""
        paths = {each.place.path for each in self.sightings if self.is_code(each.place.path)} - {file.path}
        return {
            path
            for path in paths
            if (other := self.files.get(path)) is not None and stem in other.text and asks.search(other.text)
        }

    def _is_built_with(self, sighting: Sighting) -> bool:
        """Whether an id stands in the construction of a known library's client, or in a call of one."""
        line = sighting.place.line
        return any(
            each.kind in (TraceKind.CLIENT, TraceKind.CALL) and each.place.line <= line <= each.place.end_line
            for each in self.sightings
            if each.place.path == sighting.place.path
        )

    def _calls_alike(self, path: str) -> bool:
        """Whether a program itself makes a call that is the same for every maker's models."""
        file = self.files.get(path)
        return file is not None and self.is_code(path) and calls_alike(file)

    def depending(self, sighting: Sighting, paths: Iterable[str]) -> Iterator[tuple[Sighting, Refusal]]:
        """Places that would no longer fit: branches on its name and lists with its id in files that call it, tables by its id."""
        near = set(paths)
        for each in self.theirs:
            if each.is_use or each.strength is Strength.TEST_ONLY or not self.is_code(each.place.path):
                continue
            where = f"{each.place.path}:{each.place.line}"
            if each.role is Role.COMPARED and each.place.path in near:
                yield each, Refusal(Why.BRANCH, f"the program asks for `{each.value}` at {where}")
            elif (
                each.role is Role.LISTED
                and each.value == sighting.value
                and (each.place.path in near or self._is_key(each))
            ):
                yield each, Refusal(Why.TABLE, f"`{each.value}` stands in a list or table at {where}, too")

    def _is_key(self, sighting: Sighting) -> bool:
        """Whether what stands in a table is what its rows are looked up by."""
        file = self.files.get(sighting.place.path)
        at = file.offset(sighting.place.line, sighting.place.column) if file is not None else -1
        return file is None or at < 0 or _KEY_END.match(file.text, at + len(sighting.value)) is not None


def _module(path: str) -> str:
    """The name by which a program is imported."""
    folder, _, name = path.rpartition("/")
    stem = name.partition(".")[0]
    return folder.rpartition("/")[2] if stem in ("__init__", "index") else stem


def _function_at(file: TextFile, line: int) -> str:
    """The function in which a line stands, by how far both are indented; empty for a line of the program itself."""
    text = file.line_text(line)
    indent = len(text) - len(text.lstrip())
    name = ""
    for found in _FUNCTION.finditer(file.text, 0, file.line_start(line)):
        if len(found["indent"]) < indent:
            name = found["name"] or found["arrow"]
    return name


def _places_in(because: Iterable[str]) -> frozenset[str]:
    """The places (`file:line`) that the steps of a sighting end with."""
    return frozenset(found[1] for step in because if (found := _PLACE.search(step)) is not None)
