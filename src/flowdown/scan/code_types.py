"""Names that a file declares to be of an imported type: clients that somebody else builds and hands in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from flowdown.scan.code_file import CodeFile
from flowdown.scan.function_block import WHOLE, Block
from flowdown.scan.trace import Role, Text, Trace, TraceKind
from flowdown.scan.word_search import is_word_character, places_of

_TYPE_FIRST = frozenset({"jvm", "dotnet", "php", "dart", "c"})
"""Languages that write a type before the name; Kotlin and Scala, after a colon, are read as `jvm` too."""
_NAME_BEFORE = re.compile(
    r"(?<![\w$.])([A-Za-z_$][\w$]*)[?!]?\s*:\s*(?:(?:readonly|mut|dyn|any|some|weak)\s+"
    r"|[&*(]|(?:Option|Optional|Arc|Box|Rc|Mutex|RwLock|RefCell|OnceCell|Annotated|Final|ClassVar|(?:Mutable)?(?:StateFlow|SharedFlow|State|LiveData)|Flow|Lazy|Provider"
    r"|Deferred|Future|CompletableFuture|AtomicReference|Ref|Resource)\s*[<\[](?:\s*[A-Z]\w?\s*,)?\s*)*\Z"
)
_NAME_AFTER = re.compile(
    r"(?:\?|\|\w+)*(?:\s+|\s*[*&]\s*)(?!(?:extends|implements|is|as|in|when|and|or)\b)\$?([A-Za-z_]\w*)\s*(?=[;,)=]|\{\s*(?:get|init)\b|$)",
    re.MULTILINE,
)
_GIVER_BEFORE = re.compile(
    r"\b(?:def|function|fn|func)\s+(\w+)\s*\((?:[^()]|\([^()]*\))*+\)\s*(?:->|:)\s*(?:Promise\s*<\s*|(?:typing\.)?Optional\[\s*|Result<\s*)?\Z"
)
"""The function whose answer is of the type that stands behind: `def make(key: str) -> Acme:`."""
_GO_NAME = re.compile(
    r"(?<![\w.])(?!(?:return|case|range|go|defer|map|chan|type|func|in|else|struct|interface)\b)([A-Za-z_]\w*)[ \t]+\*?\Z"
)
_GO_EMBEDDED = re.compile(r"\n[ \t]*\*?\Z")
_BODY = re.compile(r"\{[ \t]*\n")
_GO_STRUCT = re.compile(r"\btype\s+(\w+)\s+struct\s*\Z")
_GO_METHOD = re.compile(r"func\s*\(\s*(\w+)\s+\*?\w+\s*\)")
_GO_MEMBER_CALLED = re.compile(r"([a-z]\w*)\.[A-Z]\w*\(")
_DOTTED = re.compile(r"(?:(?:\.|::)[A-Za-z_]\w*)*")
_MADE_OF_ITS_TYPE = re.compile(r"\s*(?:\{[^{}]*\}\s*)?=\s*new\s*\(")
"""C# need not say a type twice: `AcmeClient client = new(key)`."""
_ENDS_TYPE = re.compile(r"\s*(?![\w.(:]|->|=>)")
_OWN_TYPE = re.compile(r"I[A-Z]\w+")
_HELD_OF_TYPE = re.compile(
    r"(?:<(?:[^<>]|<[^<>]*>)*>)?\??[ \t]+(?!(?:as|is|in|when|and|or)\b)([A-Za-z_]\w*)\s*(?=[;,)=]|\{\s*(?:get|init)\b)"
)
"""What is declared of an interface: `IAcmeClient client,`, `IAcmeMaker<string, Part<float>> maker =`."""
ALIAS = "Client"
"""The type under which a name counts that a program gives to a client of its own choice."""
_HEADER_REACH = 400
"""Characters of a function's header in which its name is looked for before the type of its answer."""
_REACH = 120
"""Characters before a type in which the name is looked for that is of it."""


def read_declared(file: CodeFile, names: Mapping[str, str], mere: Collection[str]) -> Iterator[Trace]:
    """The names of a file that are declared to be of an imported type, except of a `mere` library's.

    `names` gives the origin of each name that an import brings.
    """
    for start, name in file.words.of(name for name in names if name not in mere):
        end = start + len(name)
        if file.masked[start - 1 : start] == "." or (start and is_word_character(file.masked[start - 1])):
            continue
        if file.is_in_import(start):
            continue
        rest = _DOTTED.match(file.masked, end)
        end = rest.end() if rest is not None else end
        origin = names[name] + file.masked[start + len(name) : end].replace("::", ".")
        yield from _declared_at(file, start, end, origin)


def read_declared_of(file: CodeFile, pattern: re.Pattern[str], origins: Mapping[str, str]) -> Iterator[Trace]:
    """The names declared to be of a type that an opened namespace must have brought.

    The first group of `pattern` is the type; `origins` gives the namespace by the word that both share.
    """
    for match in pattern.finditer(file.masked):
        name = match.group(1)
        if name[:1].isupper() and not file.is_in_import(match.start(1)):
            word = next(each for each in origins if each in name.lower())
            yield from _declared_at(file, match.start(1), match.end(1), f"{origins[word]}.{name}")


def _declared_at(file: CodeFile, start: int, end: int, origin: str) -> Iterator[Trace]:
    """What is declared where a type's name stands in a span."""
    if file.lexer.language == "go":
        before = file.masked[max(0, start - _REACH) : start]
        found = _GO_NAME.search(before)
        if found is not None:
            yield _holder(file, found.group(1), start, end, origin)
        elif _GO_EMBEDDED.search(before):
            yield from _calls_of_embedded(file, start, origin)
        return
    if _ENDS_TYPE.match(file.masked, end) or file.lexer.language in _TYPE_FIRST:
        found = _NAME_BEFORE.search(file.masked, max(0, start - _REACH), start)
        if found is None and file.lexer.language in _TYPE_FIRST:
            found = _NAME_AFTER.match(file.masked, end)
        if found is not None:
            yield _holder(file, found.group(1), start, end, origin, max(end, found.end(1)))
            return
    giver = _giver_before(file.masked, start)
    if giver:
        yield _declaration(file, f"{giver}()", start, end, origin, WHOLE)


def _giver_before(masked: str, start: int) -> str:
    """The function that says that its answer is of the type which begins at an offset; empty if none does."""
    near = masked[max(0, start - 20) : start]
    if "->" not in near and ":" not in near:
        return ""
    found = _GIVER_BEFORE.search(masked, max(0, start - _HEADER_REACH), start)
    return found.group(1) if found is not None else ""


def _holder(file: CodeFile, name: str, start: int, end: int, origin: str, declared: int = 0) -> Trace:
    """The declaration of a name, of a type that stands in a span; behind `declared` both stand."""
    block: Block = file.block_of(name, (declared or end) + 1) if file.frames.opener_of(start) >= 0 else WHOLE
    made = _MADE_OF_ITS_TYPE.match(file.masked, declared) if file.lexer.language == "dotnet" and declared else None
    if made is not None:
        return Trace(
            TraceKind.CLIENT,
            Text(origin),
            file.source.place(start, made.end()),
            Role.CONSTRUCTED,
            language=file.lexer.language,
            callee=origin,
            binds=name,
            arguments=file.expressions.arguments(made.end() - 1),
            scope=file.scope_of(start),
            block=block,
        )
    return _declaration(file, name, start, end, origin, block)


def _declaration(file: CodeFile, name: str, start: int, end: int, origin: str, block: Block) -> Trace:
    return Trace(
        TraceKind.CLIENT,
        Text(origin),
        file.source.place(start, end),
        Role.DECLARED,
        language=file.lexer.language,
        name=file.masked[start:end],
        callee=origin,
        binds=name,
        because=(f"`{name}` is declared to be of `{file.masked[start:end]}`",),
        block=block,
    )


def _calls_of_embedded(file: CodeFile, start: int, origin: str) -> Iterator[Trace]:
    """The calls that a Go struct's methods pass to the client that is embedded in it."""
    masked = file.masked
    opener = file.frames.around(start, 1)[0].opener
    struct = _GO_STRUCT.search(masked, max(0, opener - _REACH), opener) if opener >= 0 else None
    if struct is None:
        return
    methods = re.compile(rf"\bfunc\s+\((\w+)\s+\*?{struct.group(1)}\)\s*(\w+)\s*\(")
    found = list(methods.finditer(masked))
    own = {method.group(2) for method in found}
    own.update(re.findall(r"(?m)^[ \t]*(\w+)[ \t]", masked[opener : file.frames.close_of(opener)]))
    for method in found:
        opened = _BODY.search(masked, method.end())
        if opened is None:
            continue
        body = opened.start()
        call = re.compile(rf"(?<![\w.]){method.group(1)}\.(\w+)((?:\.\w+)*)\(")
        for match in call.finditer(masked, body, file.frames.close_of(body)):
            if match.group(1) in own or not match.group(1)[:1].isupper():
                continue
            yield Trace(
                TraceKind.CALL,
                Text(match.group()[:-1]),
                file.source.place(match.start(), match.end()),
                Role.CALLED,
                language=file.lexer.language,
                callee=f"{origin}.{match.group(1)}{match.group(2)}",
                arguments=file.expressions.arguments(match.end() - 1),
                scope=file.scope_of(match.start()),
                because=(f"`{struct.group(1)}` embeds `{origin.rsplit('.', 1)[-1]}`",),
            )


def members_called(file: CodeFile) -> set[str]:
    """The members of a Go file's structs whose methods it calls, where it imports somebody's client library.

    Another file of the package may declare of which type they are: `c.client.Ask(ctx, acme.Request{...})`.
    """
    hits = [start for start, end in file.source.hits if (start, end) not in file.source.libraries]
    if not any(file.is_in_import(start) for start in hits):
        return set()
    masked = file.masked
    owners = {f"{found.group(1)}." for found in _GO_METHOD.finditer(masked)}
    called: set[str] = set()
    for at, owner in places_of(masked, owners):
        if at and (is_word_character(masked[at - 1]) or masked[at - 1] == "."):
            continue
        found = _GO_MEMBER_CALLED.match(masked, at + len(owner))
        if found is not None:
            called.add(found.group(1))
    return called


_FIELDS = {
    "go": re.compile(r"^[ \t]+(?P<name>\w+)[ \t]+(?P<type>\S+)", re.MULTILINE),
    "jvm": re.compile(
        r"^[ \t]*(?:(?:private|protected|public|static|final|volatile|transient)\s+)+(?P<type>[A-Z]\w*)(?:<[^;=(){}\n]*>)?(?:\[\])?\s+(?P<name>\w+)\s*[;=]"
        r"|\b(?:val|var)\s+(?P<later_name>\w+)\s*:\s*(?P<later>[A-Z]\w*)",
        re.MULTILINE,
    ),
    "dotnet": re.compile(
        r"^[ \t]*(?:(?:private|protected|public|internal|static|readonly)\s+)+(?P<type>[A-Z]\w*)(?:<[^;=(){}\n]*>)?\??(?:\[\])?\s+(?P<name>\w+)\s*[;=]",
        re.MULTILINE,
    ),
}
"""How members are declared with their types, which stand for themselves."""
_POINTER = re.compile(r"\*[A-Z]\w*")


def declared_types(file: CodeFile, name: str, offset: int) -> tuple[str, ...]:
    """The plain types with which a file declares members of a name, for one that is called upon at an offset; empty if one is of another kind."""
    language = file.lexer.language
    if language not in _FIELDS or (language == "go" and file.masked[offset - 1 : offset] != "."):
        return ()
    types = _declared_in(language, file.masked).get(name, ())
    if language == "go" and not all(map(_POINTER.fullmatch, types)):
        return ()
    return tuple(each.lstrip("*") for each in types)


@lru_cache(maxsize=4)
def _declared_in(language: str, masked: str) -> Mapping[str, Sequence[str]]:
    """By their names the types of all members of a file: clients are called upon again and again."""
    types: dict[str, list[str]] = {}
    for match in _FIELDS[language].finditer(masked):
        name = match["name"]
        if name is not None:
            types.setdefault(name, []).append(match["type"])
        else:
            types.setdefault(match["later_name"], []).append(match["later"])
    return types


def alias(file: CodeFile, name: str, start: int, end: int, origin: str) -> Trace:
    """A name by which a client of the origin that stands in a span is called upon, whoever built it."""
    return Trace(
        TraceKind.CLIENT,
        Text(origin),
        file.source.place(start, end),
        Role.DECLARED,
        language=file.lexer.language,
        callee=origin,
        binds=name,
        name=ALIAS,
        block=file.block_of(name, start),
        because=(f"`{name}` stands for `{origin}`",),
    )


def declared_by_name(file: CodeFile) -> Iterator[Trace]:
    """Names that are declared to be of a type which is known by its own name, or are taken out of a container by it."""
    text = file.source.text
    for start, end in file.source.hits:
        name = text[start:end]
        if not _OWN_TYPE.fullmatch(name) or file.lexed.span_at(start) is not None or file.is_in_import(start):
            continue
        held = _HELD_OF_TYPE.match(file.masked, end)
        if held is not None:
            yield alias(file, held.group(1), start, end, name)
        elif file.masked.endswith("Service<", 0, start):
            context = file.contexts.around(start, end)
            if context.target and not context.callee:
                yield alias(file, context.target, start, end, name)
