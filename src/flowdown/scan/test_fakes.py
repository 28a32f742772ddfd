"""Which lines of a test file work with something put in the place of what they name, function by function."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from flowdown.base.cached import cached_property

_FAKES = re.compile(
    r"\b(?:[Mm]ock\w*|monkeypatch\.set(?:attr|item)|@?patch\(|patch\.(?:object|dict)|[Ss]tub\w*|[Ff]ake(?!r\b|_?[fF]ile|_?[cC]lock|_?[tT]im)\w*|nock|msw|vi\.fn|jest\.(?!setTimeout)"
    r"|sinon|Substitute\.|Mockito|respx|responses\.|httpx_mock|MagicMock|httptest\.NewServer|double\(|allow\("
    r"|dummy\w*|setupServer|MockTransport)|[a-z]Mock\b|Mock[A-Z]|[a-z]Stub\b|(?:^|[a-z_])Fake(?:(?!File|Clock|Tim)[A-Z]|\b)|_(?:mock|fake(?!r)|stub)\w*\b|Dummy[A-Z]|Dummy\b"
)
_TRANSPORTS = re.compile(
    r"\bMock(?:Handler|Transport|Web_?Server|Http\w*|HTTP\w*|\w*Client)\b|\bmock_?(?:[cC]lient|[tT]ransport|[hH]ttp\w*|[sS]erver)\b|\bWireMock\w*"
    r"|\b[mM]ock(?:ery::mock|ito\.mock)?\(\s*\w*(?:Client|Transport)\w*|\b(?:Fake|Stub)(?:Http|HTTP|\w*Client|Transport)\w*|\bClientFake\b|\bHttp::fake\("
    r"|\bhttptest\.NewServer|\bnock\(|\bsetupServer\(|\brespx\b|\bresponses\.add|\bhttpx_mock\b|\brequests_mock\b|\bMockTransport\b"
)
"""What answers in the place of a service, whatever client asks it."""
_START = re.compile(
    r"^[ \t]*(?:"
    r"(?P<marks>(?:@[\w.]+(?:\([^\n]*\)|\((?:[^()]|\([^()\n]*+\)){0,1000}+\))?[ \t]*\n[ \t]*)*)(?:pub\s+)?(?:export\s+)?(?:async\s+)?(?:def|fn|fun|func|function)\s+(?:\([^)\n]*\)\s*)?(?P<name>\w+)"
    r"|(?P<block>[Ii]t|test|specify|scenario|[Dd]escribe|[Cc]ontext|[Bb]efore\w*|[Aa]fter\w*|setup|teardown|let!?|subject)\b(?:\.\w+)*[ \t]*(?:\([ \t]*:?(?P<held>\w*)|[\"'`:]|\{|do\b)"
    r"|(?:(?:public|private|protected|internal|static|override|suspend|final|async)[ \t]+)+[\w<>\[\]?,.]+[ \t]+(?P<method>\w+)[ \t]*\([^;\n]*$"
    r"|(?:const|let|var)\s+(?P<helper>\w+)\s*=\s*(?:async\s*)?(?:\([^()\n]*\)|\w+)\s*=>"
    r"|(?:class|struct|interface|final class)\s+(?P<type>\w+)"
    r")",
    re.MULTILINE,
)
_SETUP = re.compile(r"(?i)^(?:describe|context|before|setup|set_up|init$|testmain|teardown)|autouse")
_IMPORT_LINE = re.compile(
    r"^[ \t]*(?:import|from|using|use|require|#include|package|const\s*\{[^}]*\}\s*=\s*require)\b[^\n]*", re.MULTILINE
)
_TEST = re.compile(r"(?i)^(?:test|it$|specify|scenario)")
_ROUNDS = 2
"""How far a name is followed that a fake is built by: the helper, and who calls it."""
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A part of a file: where it starts, the name it defines, its text."""

    start: int
    name: str
    text: str
    is_setup: bool
    is_helper: bool


class TestFakes:
    """The parts of one test file in which something is faked."""

    __test__ = False

    def __init__(self, masked: str) -> None:
        self._masked = masked

    @cached_property
    def _chunks(self) -> list[_Chunk]:
        return list(_chunks(self._masked))

    @cached_property
    def _starts(self) -> list[int]:
        return [chunk.start for chunk in self._chunks]

    @cached_property
    def _faked(self) -> frozenset[int]:
        return _spread(self._chunks, _FAKES) if _FAKES.search(self._masked) else frozenset()

    @cached_property
    def _answered(self) -> frozenset[int]:
        found = _TRANSPORTS.search(self._masked)
        return _inside(self._chunks, _spread(self._chunks, _TRANSPORTS)) if found else frozenset()

    @cached_property
    def _is_whole(self) -> bool:
        return bool(self._faked) and any(chunk.is_setup and chunk.start in self._faked for chunk in self._chunks)

    @property
    def is_any(self) -> bool:
        """Whether something is faked anywhere in the file."""
        return bool(self._faked)

    def answers(self, offset: int) -> bool:
        """Whether something answers in the place of every service in the part that holds an offset."""
        return self._is_in(self._answered, offset)

    def part(self, offset: int) -> tuple[int, int]:
        """Where the part begins and ends that holds an offset."""
        index = bisect_right(self._starts, offset)
        return self._starts[index - 1], self._starts[index] if index < len(self._starts) else len(self._masked)

    def holds(self, offset: int) -> bool:
        """Whether something is faked in the part that holds an offset."""
        return self._is_whole or self._is_in(self._faked, offset)

    def _is_in(self, parts: frozenset[int], offset: int) -> bool:
        """Whether the part that holds an offset is one of these; a file that has none is not taken apart for it."""
        if not parts:
            return False
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and self._starts[index] in parts


def _inside(chunks: list[_Chunk], faked: frozenset[int]) -> frozenset[int]:
    """Where the parts start that hold a fake, and those that lie inside one: a class that a test makes for itself."""
    found = set(faked)
    depth = -1
    for chunk in chunks:
        own = _indent(chunk.text.split("\n", 1)[0])
        if depth >= 0 and own > depth:
            found.add(chunk.start)
        else:
            depth = own if chunk.start in faked and chunk.start else -1
    return frozenset(found)


def _spread(chunks: list[_Chunk], fakes: re.Pattern[str]) -> frozenset[int]:
    """Where the parts start that hold a fake, or call upon a helper that does."""
    faked = {chunk.start for chunk in chunks if fakes.search(_IMPORT_LINE.sub("", chunk.text))}
    names: set[str] = set()
    for _ in range(_ROUNDS):
        names |= {chunk.name for chunk in chunks if chunk.start in faked and chunk.is_helper}
        if not names:
            break
        called = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b")
        faked |= {chunk.start for chunk in chunks if called.search(chunk.text)}
    return frozenset(faked)


def _chunks(masked: str) -> list[_Chunk]:
    starts = list(_START.finditer(masked))
    chunks = [_Chunk(0, "", masked[: starts[0].start() if starts else len(masked)], True, False)]
    for number, match in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(masked)
        block = match["block"] or ""
        name = match["name"] or match["method"] or match["helper"] or match["type"] or match["held"] or ""
        is_setup = _SETUP.search(block or name) is not None or "autouse" in (match["marks"] or "")
        is_helper = len(name) > _SHORTEST and not is_setup and not _TEST.match(block or name)
        chunks.append(_Chunk(match.start(), name, masked[match.start() : end], is_setup, is_helper))
    return chunks


_RAISES = re.compile(r"\s*(?:async\s+)?with\b.*\b(?:raises|assertRaises\w*|warns|assertWarns\w*)\s*\(")
_LINES_UP = 40


def is_expected_to_fail(masked: str, offset: int) -> bool:
    """Whether a place stands in a block that a test expects to fail: what it names is never reached.

    A call, and the head of the block, may stand on several lines.
    """
    start = masked.rfind("\n", 0, offset) + 1
    indent = _indent(masked[start:offset])
    is_head = False
    for _ in range(_LINES_UP):
        if start == 0:
            return False
        previous = masked.rfind("\n", 0, start - 1) + 1
        line, start = masked[previous : start - 1], previous
        if not line.strip() or _indent(line) >= indent:
            continue
        if line.lstrip().startswith((")", "]")):  # a head ends here, and starts at the next line above that is as deep
            indent, is_head = _indent(line) + 1, True
        elif not is_head and line.rstrip().endswith(("(", "[", "{")):
            indent = _indent(line)
        else:
            return _RAISES.match(line) is not None
    return False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
