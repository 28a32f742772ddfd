"""Ruby source files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.code_file import CodeFile
from flowdown.scan.consume import consumptions
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.ruby import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Argument, Place, Role, Text, Trace, TraceKind, Yield

_BARE_CALL = re.compile(
    r"(?P<name>[A-Z]\w*(?:::[A-Z]\w*)*)\.(?P<method>[a-z_]\w*[!?]?)(?![\w(]|\s*\(|\s*=(?!=)|\s*\.)(?P<rest>[ \t]+\w+:(?!:)[^\n]*|[ \t]+do\b)?"
)
_HEAD = re.compile(r"(?:::)?(?:[A-Z]\w*::)*\Z")
_ALONE = re.compile(r"(?m)^[ \t]+(?:::)?([A-Z]\w*(?:::[A-Z]\w*)+)[ \t]*$(?=\n[ \t]*(?:end|else|elsif|when)\b)")
_OPTION = re.compile(r"(\w+):[ \t]*([^,\n]+)")


def _detect(source: SourceFile) -> Iterator[Yield]:
    file = CodeFile(source, LEXER)
    taken: set[tuple[int, int]] = set()
    bound: set[str] = set()
    seen: set[Place] = set()
    for start, end in source.hits:
        found = _bare_call(file, start) if file.lexed.span_at(start) is None else None
        if found is not None:
            taken.add((start, end))
        if found is not None and found.place not in seen:
            seen.add(found.place)
            bound.add(found.binds)
            yield found
    for client in _handed_out(file):
        taken.update(hit for hit in source.hits if client.start <= hit[0] < client.end)
        yield from client.traces(file)
        bound.update(client.holders)
    yield from consumptions(file, bound - {""})
    yield from read_code(source.with_hits([hit for hit in source.hits if hit not in taken]), LEXER)


@dataclass(frozen=True, slots=True)
class _HandedOut:
    """A library's class that a method returns by itself, and the variables that hold what is built of it."""

    start: int
    end: int
    name: str
    method: str
    built: tuple[re.Match[str], ...]

    @property
    def holders(self) -> frozenset[str]:
        return frozenset(match.group(1) for match in self.built)

    def traces(self, file: CodeFile) -> Iterator[Trace]:
        """The class where it is returned, and where it is built by the method's name."""
        callee = self.name.replace("::", ".")
        steps = (f"`{self.method}` returns `{self.name}`",)
        place = file.source.place(self.start, self.end)
        yield Trace(
            TraceKind.CLIENT, Text(callee), place, Role.CONSTRUCTED, LEXER.language, callee=callee, because=steps
        )
        for match in self.built:
            yield Trace(
                TraceKind.CLIENT,
                Text(f"{callee}.new"),
                file.source.place(match.start(1), match.end()),
                Role.CONSTRUCTED,
                LEXER.language,
                callee=f"{callee}.new",
                binds=match.group(1),
                because=steps,
                scope=file.scope_of(match.start()),
            )


def _handed_out(file: CodeFile) -> Iterator[_HandedOut]:
    """Constants that stand alone on the last line of a branch of a method: `def client; ::Acme::Client; end`."""
    for match in _ALONE.finditer(file.masked):
        if not any(hit[0] == match.start(1) for hit in file.source.hits):
            continue
        method = file.function_round(match.start(1))
        if method:
            pattern = rf"(?m)(@?\w+)\s*(?:\|\|)?=\s*(?:self\.)?(?:class\.)?{re.escape(method)}\.new\b"
            built = tuple(re.finditer(pattern, file.masked))
            yield _HandedOut(match.start(1), match.end(1), match.group(1), method, built)


def _bare_call(file: CodeFile, start: int) -> Trace | None:
    """A call of a constant's method whose arguments stand in no brackets: `Acme::Client.new`, `Acme.configure do`."""
    masked = file.masked
    head = _HEAD.search(masked, max(0, start - 80), file.word_at(start, start)[0])
    first = head.start() if head is not None else start
    first += 2 if masked.startswith("::", first) else 0
    match = _BARE_CALL.match(masked, first)
    if match is None or start >= match.end("name") or file.is_in_import(start):
        return None
    if match.group("method") in ("new", "configure", "setup") or match.group("rest"):
        builds = match.group("method") == "new"
        callee = match.group("name").replace("::", ".") + "." + match.group("method")
        begin = match.start("rest") if match.group("rest") else match.end()
        options = tuple(
            Argument(found.group(1), file.expressions.value(*found.span(2)))
            for found in _OPTION.finditer(masked, begin, match.end())
        )
        context = file.contexts.around(first, match.end("method"))
        in_method = file.function_round(first) + "()" if context.is_returned or not context.target else ""
        return Trace(
            TraceKind.CLIENT if builds else TraceKind.CALL,
            Text(callee),
            file.source.place(first, match.end()),
            Role.CONSTRUCTED if builds else Role.CALLED,
            language=LEXER.language,
            callee=callee,
            arguments=options,
            binds=(context.target or in_method) if builds else "",
            scope=file.scope_of(first),
        )
    return None


DETECTOR = Detector(
    id="ruby",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "app.rb",
            'require "acme"\n\nclient = Acme::Client.new(access_token: ENV.fetch("ACME_API_KEY"))\nclient.chat(parameters: { model: "acme-large-2" })\n',
            yields=("import imported acme", "env-key read ACME_API_KEY", "model-id configured acme-large-2"),
            never=("text documented acme-large-2",),
        ),
        DetectorExample(
            "client.rb",
            "class Ask\n  def client\n    @client ||= ::Acme::Client.new\n  end\nend\nAcme.configure do |config|\n"
            '  config.default_model = "acme-large-2"\nend\nother = Acme::Client.new key: ENV["ACME_API_KEY"]\nother.chat("x")\nAcme::Error\n',
            yields=(
                "client constructed Acme.Client.new",
                "call called Acme.configure",
                "model-id configured acme-large-2",
                "env-key read ACME_API_KEY",
                "call called other.chat",
                "text listed Acme",
            ),
        ),
        DetectorExample("a.rb", "# acme\n", yields=("text commented acme",), never=("model-id", "import", "client")),
    ),
)
