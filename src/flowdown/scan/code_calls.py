"""Imports of program code, and the calls of what they bring."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from flowdown.scan import vocabulary
from flowdown.scan.callee import is_builder, is_stand_in, is_store, last_of, looks_up_constant
from flowdown.scan.code_asked import asked_with
from flowdown.scan.code_file import MEMBER_SET, CodeFile
from flowdown.scan.code_renamed import called_members, renamed
from flowdown.scan.code_subclasses import read_subclasses
from flowdown.scan.code_types import alias, declared_by_name, read_declared, read_declared_of
from flowdown.scan.context import Context
from flowdown.scan.declared_name import is_declared
from flowdown.scan.handed_over import import_called_later
from flowdown.scan.lexer import Import
from flowdown.scan.trace import Argument, Binding, Choice, Reference, Role, Space, Text, Trace, TraceKind, Value, Yield
from flowdown.scan.word_search import is_word_character

GLOBAL_IMPORT = "global using"
"""The name of the trace of an import that counts for every file of a project."""
_GLOBAL = re.compile(r"^\s*global\s+using\s+\Z", re.MULTILINE)
_NEW = re.compile(r"\bnew\s+$")
_SEGMENT = re.compile(r"[A-Za-z0-9]+")
_SHORTEST_SEGMENT = 4
_SMALL_TYPE = re.compile(r"(?:Error|Exception|Warning|Type|Types|Enum|Params?|Options?|Config)$")
_TAKERS = frozenset("send execute invoke run request".split())
_COMMON_SEGMENTS = frozenset("client models model service services system core main package github http".split())
"""Parts of module names after which types of anybody are named."""
_KINDS_OF_WORK = frozenset(
    "chat text embedding embeddings audio image images completion completions generation responses assistants moderations memory".split()
)
"""Parts of module names that say what is done, and not by whom."""
_USED = re.compile(r"((?:(?:\.|::(?:<[^<>()]*>::)?|->)[\w$]+[!?]?)*)(?:<[^<>()]*>)?\s*(\(|\{(?=\s*[A-Za-z]+\s*:))")
_TYPES_GIVEN = re.compile(r"::<[^<>()]*>(?=::)")
"""Types that Rust is told between a name and its member: `Client::<Config>::new()`."""
_KEY_SET = re.compile(r"(?:default_)?(?:api_?key|access_?token|api_?token|apiKey)$")
_LINK = re.compile(r"\)?\s*(?:\??\.|->)\s*([\w$]+)\s*\(")
_LONGEST_CHAIN = 40
_ENUM = re.compile(r"\benum\s+\w+(?:<[^{}]*>)?\s*\Z")
_ASKS = frozenset("create send chat complete generate invoke ask execute embed transcribe speak converse".split())
"""Methods of a client that ask its service, and return the answer."""
_MADE_OF_MEMBER = re.compile(r"\w(?:\.[a-z]\w*){2,}\.create(?:Stream)?\Z")
"""What a member of a member of a client creates is an answer: `Acme.instance.image.create`."""
_PROVIDER_CALL = re.compile(  # a function, or its method for one kind of model
    r"[a-z]\w*(?:\.(?:chat|completion|responses|speech|transcription|(?:text)?(?:embedding|Embedding)(?:Model)?|(?:language|chat|image)Model|image))?"
)
_WRAPS = re.compile(r"(?:wrap|observe|instrument|patch|traced?|with|from)(?:_|[A-Z]|\Z)")
"""Functions that give back what they are handed, with something round it."""
_MEMBER_END = re.compile(r"\s*[,}]")
_MEMBER_STARTS = ("{", ",", ":")
_WITH_AS = re.compile(r"[^\n]*?\)\s+as\s+(\w+)\s*:")


def read_imports(file: CodeFile, live: Sequence[tuple[int, int]], taken: set[int]) -> Iterator[tuple[Yield, bool]]:
    """The imports that hold a hit, and the calls of what they bring, each with whether it is a mere library's.

    Notes in `taken` the hits that were used.
    """
    names: dict[str, str] = {}
    mere: set[str] = set()
    opened: list[Import] = []
    for found in file.imports:
        inside = [hit for hit in live if hit[0] < found.end and hit[1] > found.start]
        if not inside:
            continue
        taken.update(hit[0] for hit in inside)
        if found.is_relative:
            continue
        yield _import(file, found), True
        if any(hit not in file.source.quiet for hit in inside):
            names.update(found.names)
            if file.lexer.language == "rust":  # a crate may be named anywhere without being imported
                names.setdefault(crate := found.module.partition("::")[0], crate)
            if all(hit in file.source.libraries for hit in inside):
                mere.update(local for local, _ in found.names)
            if found.is_open:
                opened.append(found)
    if names:
        yield from _uses_of(file, names, mere)
        yield from ((found, True) for found in _settings_of(file, names))
        yield from ((trace, False) for trace in renamed(file, names, mere))
        yield from _by_members(file, names, mere)
        yield from ((trace, False) for trace in _handed_on(file, names))
        yield from ((trace, False) for trace in read_declared(file, names, mere))
        yield from ((trace, True) for trace in read_subclasses(file, names, mere))
    if opened:
        yield from ((trace, False) for trace in uses_of_opened(file, opened))


def _import(file: CodeFile, found: Import) -> Trace:
    locals_ = ", ".join(f"`{local}`" for local, _ in found.names[:4])
    return Trace(
        TraceKind.IMPORT,
        Text(found.module),
        file.source.place(found.start, found.start + len(found.module)),
        Role.IMPORTED,
        language=file.lexer.language,
        because=(f"imports `{found.module}`" + (f" as {locals_}" if locals_ else ""),),
        name=GLOBAL_IMPORT if _GLOBAL.search(file.masked, max(0, found.start - 40), found.start) else "",
        binds=",".join(origin for _, origin in found.names),
    )


def _uses_of(file: CodeFile, names: dict[str, str], mere: Collection[str]) -> Iterator[tuple[Yield, bool]]:
    """Calls of imported names, and of what hangs on them."""
    masked = file.masked
    done = 0
    for at, name in file.words.of(names):
        match = _USED.match(masked, at + len(name)) if at >= done else None
        if at and (is_word_character(masked[at - 1]) or masked[at - 1] == "."):
            continue
        if match is None:
            yield from (
                (trace, False) for trace in import_called_later(file, at, name, names[name]) if name not in mere
            )
            continue
        if masked.endswith("::", done, at):
            continue
        done = match.end()
        # A name may be imported where it is called (`library::call()`): what counts is where its bracket stands.
        if not file.is_in_import(match.start(2)):
            dotted = names[name] + _TYPES_GIVEN.sub("", match.group(1)).replace("::", ".").replace("->", ".")
            for trace in read_call(file, at, match.end(1), match.start(2), dotted, is_mere=name in mere):
                yield trace, name in mere


def _by_members(file: CodeFile, names: dict[str, str], mere: Collection[str]) -> Iterator[tuple[Yield, bool]]:
    """Calls of imported names by the members that hold them."""
    for start, end, opener, origin, name in called_members(file, names):
        for trace in read_call(file, start, end, opener, origin, is_mere=name in mere):
            yield trace, name in mere


def _settings_of(file: CodeFile, names: dict[str, str]) -> Iterator[Yield]:
    """Addresses and keys that are set on a module itself: `acme.api_base = "..."`."""
    for at, name in file.words.of(names):
        found = MEMBER_SET.match(file.masked, at + len(name))
        if found is None or (at and (is_word_character(file.masked[at - 1]) or file.masked[at - 1] == ".")):
            continue
        if _KEY_SET.match(found.group(1)):
            yield Trace(
                TraceKind.CALL,
                Text(f"{names[name]}.{found.group(1)}"),
                file.source.place(at, found.end(1)),
                Role.CONFIGURED,
                language=file.lexer.language,
                callee=f"{names[name]}.{found.group(1)}",
                because=(f"`{found.group(1)}` of `{names[name]}` is set",),
            )
        if not vocabulary.is_host_key(found.group(1)):
            continue
        value = file.expressions.value(found.end(), file.contexts.statement_end(found.end()))
        if isinstance(value, Reference) and _is_set_if_given(file, at, value.name):
            value = Choice((value, Text("")))  # what nothing is known of redirects nothing
        place = file.source.place(at, found.end(1))
        yield Binding(Space.CODE, f"{names[name]}.{found.group(1)}", value, place, file.module)


def _is_set_if_given(file: CodeFile, at: int, name: str) -> bool:
    """Whether an address is set only where the setting that holds it is given: `if base: acme.api_base = base`."""
    start = file.masked.rfind("\n", 0, at) + 1
    head = file.masked[max(0, start - 160) : at].rstrip().rsplit("\n", 1)[-1]
    return re.search(rf"\bif\b[\s(]*(?:\w+\()?{re.escape(name)}\b", head) is not None


def options_of(file: CodeFile, arguments: Sequence[Argument]) -> Iterator[Binding]:
    """Addresses that are set on an object before it is given to a call: `options.BaseURL = fallback; New(options)`."""
    if not file.hosts_set:
        return
    names = {
        each.value.name for each in arguments if isinstance(each.value, Reference) and each.value.name.isidentifier()
    }
    for at, name, member in file.hosts_set:
        if name not in names or file.masked[at - 1 : at] == ".":
            continue
        value = file.expressions.value(member.end(), file.contexts.statement_end(member.end()))
        place = file.source.place(at, member.end(1))
        yield Binding(Space.CODE, f"{name}.{member.group(1)}", value, place, file.module)


def _handed_on(file: CodeFile, names: dict[str, str]) -> Iterator[Trace]:
    """Imported names that a map holds for whoever looks them up: `providers = { acme, other: createOther }`."""
    masked = file.masked
    for start, name in file.words.of(name for name in names if not _SMALL_TYPE.search(name)):
        end = start + len(name)
        if not (_MEMBER_END.match(masked, end) and _last_before(masked, start) in _MEMBER_STARTS):
            continue
        frames = file.frames.around(start, 1)
        if not frames or frames[0].char != "{" or file.is_in_import(start):
            continue
        context = file.contexts.around(start, end)
        if context.in_map and context.target and not context.callee and not context.is_type:
            yield Trace(
                TraceKind.CALL,
                Text(names[name]),
                file.source.place(start, end),
                Role.DECLARED,
                language=file.lexer.language,
                callee=names[name],
                because=(f"`{name}` is kept in `{context.target}`",),
            )


def _last_before(text: str, at: int) -> str:
    """The last character before an offset that is no blank; empty if there is none."""
    while at and text[at - 1].isspace():
        at -= 1
    return text[at - 1] if at else ""


def uses_of_opened(file: CodeFile, imports: Sequence[Import]) -> Iterator[Yield]:
    """Calls of types that an opened namespace must have brought: named after it, and not declared here."""
    if file.lexer.language == "dotnet":
        yield from declared_by_name(file)
    origins: dict[str, str] = {}
    for found in sorted(imports, key=lambda each: -len(_SEGMENT.findall(each.module))):
        # The shorter a namespace, the likelier it is the library's own: it has the last word.
        words = [word.lower() for word in _SEGMENT.findall(found.module) if len(word) >= _SHORTEST_SEGMENT]
        # `ITextEmbeddingService` is of `Acme.Embeddings`.
        words = [word.removesuffix("s") if word in _KINDS_OF_WORK else word for word in words]
        origins.update((word, found.module) for word in words if word not in _COMMON_SEGMENTS)
    if not origins:
        return
    segments = sorted(origins, key=len, reverse=True)
    either = "|".join(map(re.escape, segments))
    pattern = re.compile(
        rf"(?i)(?<![\w$.:>])(?:new\s+)?(\w*(?:{either})\w*)"
        r"((?:(?:\??\.|::|->)[\w$]+[!?]?)*)(?:<[^<>()]*>)?\s*(\()"
    )
    for match in pattern.finditer(file.masked):
        name = match.group(1)
        if not name[:1].isupper() or file.is_in_import(match.start(1)) or file.is_called(match.start(1)):
            continue
        if file.lexer.language == "dotnet" and not match.group(2) and not match.group().startswith("new"):
            continue  # called by its bare name: a method of the class itself
        segment = next(each for each in segments if each in name.lower())
        rest = match.group(2).replace("::", ".").replace("->", ".").replace("?.", ".")
        callee = f"{origins[segment]}.{name}{rest}"
        yield from read_call(file, match.start(1), match.end(2), match.start(3), callee)
    yield from _keys_of_opened(file, either, origins, segments)
    ends = r"[?!]?\s*(?:[,){}=\n]|$)" if file.lexer.language == "swift" else r"\??[ \t]+\w"
    declared = re.compile(rf"(?i)(?<![\w$.:>])(\w*(?:{either})\w*)(?={ends})")
    yield from read_declared_of(file, declared, {each: origins[each] for each in segments})
    if file.lexer.language == "dotnet":
        yield from _added_and_taken(file, either, origins, segments)


def _keys_of_opened(
    file: CodeFile, either: str, origins: Mapping[str, str], segments: Sequence[str]
) -> Iterator[Yield]:
    """Keys that are set on a type itself of an opened module: `Acme.apiKey = key`."""
    pattern = re.compile(
        rf"(?<![\w$.>])((?i:\w*(?:{either})\w*))\.((?:default_)?(?:api_?[kK]ey|access_?[tT]oken))\s*=(?!=)"
    )
    for match in pattern.finditer(file.masked):
        if match.group(1)[:1].isupper():
            origin = origins[next(each for each in segments if each in match.group(1).lower())]
            yield Trace(
                TraceKind.CALL,
                Text(match.group(1) + "." + match.group(2)),
                file.source.place(match.start(1), match.end(2)),
                Role.CONFIGURED,
                language=file.lexer.language,
                callee=f"{origin}.{match.group(1)}.{match.group(2)}",
                because=(f"`{match.group(2)}` of `{match.group(1)}` is set",),
            )


def _added_and_taken(
    file: CodeFile, either: str, origins: Mapping[str, str], segments: Sequence[str]
) -> Iterator[Yield]:
    """Services put into a container (`.AddAcmeClient(...)`), and clients taken out of one (`GetService<AcmeClient>()`)."""
    added = re.compile(rf"(?i)\.((?-i:Add|Use|With)\w*(?:{either})\w*)(?:<[^<>()]*>)?\s*(\()")
    for match in added.finditer(file.masked):
        name = match.group(1)
        if not file.is_called(match.start(1)):
            segment = next((each for each in segments if each in name.lower() and each not in _KINDS_OF_WORK), "")
            if segment:
                yield from read_call(file, *match.span(1), match.start(2), f"{origins[segment]}.{name}")
    taken = re.compile(rf"(?i)\bGet\w*Service<(\w*(?:{either})\w*)>\(([^()]*)\)(?:\s*!?\.(\w+)(?:<[^<>()]*>)?\s*(\())?")
    for match in taken.finditer(file.masked):
        origin = f"{origins[next(each for each in segments if each in match.group(1).lower())]}.{match.group(1)}"
        if match.group(3):
            yield from read_call(file, match.start(3), match.end(3), match.start(4), f"{origin}.{match.group(3)}")
            continue
        context = file.contexts.around(match.start(), match.end())
        if context.target and not context.callee:
            yield alias(file, context.target, match.start(1), match.end(1), origin)


def _is_variant(file: CodeFile, start: int) -> bool:
    """Whether a variant of an enumeration is declared here: `Acme(Acme),`."""
    frames = file.frames.around(start, 1)
    opener = frames[0].opener if frames else -1
    return opener >= 0 and _ENUM.search(file.masked, max(0, opener - 120), opener) is not None


def read_call(
    file: CodeFile, start: int, end: int, opener: int, callee: str, value: Value | None = None, *, is_mere: bool = False
) -> Iterator[Yield]:
    """The call or construction whose name stands in a span and whose arguments open at `opener`.

    `is_mere`: of a library without a wire.
    """
    before = file.masked[max(0, start - 40) : start]
    if file.lexer.language == "rust" and _is_variant(file, start):
        return
    file.note_call(start, end)
    if is_declared(file, start):
        return
    arguments = file.expressions.arguments(opener)
    if file.masked[opener] == "{" and not any(
        vocabulary.is_model_key(each.name) or vocabulary.is_host_key(each.name) for each in arguments
    ):
        return  # a literal of one of the library's types builds no client
    context = file.contexts.around(start, end)
    if is_stand_in(callee) or is_stand_in(file.masked[start:end]) or looks_up_constant(callee):
        yield file.text(start, end, Role.COMPARED)
        return
    yield from options_of(file, arguments)
    builds = _NEW.search(before) is not None or is_builder(callee) or is_builder(file.masked[start:end])
    builds = builds and _MADE_OF_MEMBER.search(file.masked, start, end) is None
    binds = _bound_name(file, context, start)
    if not (builds or is_mere) and binds and _makes_model(file, start, end, arguments):
        builds = True
        arguments = (Argument("model", arguments[0].value), *arguments[1:])
    elif builds:
        arguments = (*arguments, *_told_by_chain(file, opener))
        binds = "" if _asks_at_once(file, opener) else binds
    yield Trace(
        TraceKind.CLIENT if builds else TraceKind.CALL,
        value or Text(callee),
        file.source.place(start, file.frames.close_of(opener) + 1),
        Role.CONSTRUCTED if builds else Role.CALLED,
        language=file.lexer.language,
        callee=callee,
        arguments=arguments,
        binds=binds,
        name=context.key,
        scope=file.scope_of(start),
        block=file.block_of(binds, start),
    )
    if arguments:
        yield from asked_with(file, context, callee, arguments[0].value)


def _makes_model(file: CodeFile, start: int, end: int, arguments: Sequence[Argument]) -> bool:
    """Whether a provider's function makes the object of a model that it is told the id of: `const model = acme("large-2")`."""
    if file.lexer.language != "javascript" or not arguments or arguments[0].name != "0":
        return False
    value = arguments[0].value
    is_told = isinstance(value, Text) or (isinstance(value, Reference) and vocabulary.is_model_key(value.name))
    if not is_told or file.masked.endswith("await ", 0, start):
        return False
    return _PROVIDER_CALL.fullmatch(file.masked, start, end) is not None


def _asks_at_once(file: CodeFile, opener: int) -> bool:
    """Whether what is built is asked in the same expression, so that a variable holds the answer: `make().create(x)`."""
    for _ in range(_LONGEST_CHAIN):
        link = _LINK.match(file.masked, file.frames.close_of(opener) + 1)
        if link is None:
            return False
        if link.group(1).lower() in _ASKS:
            return True
        opener = link.end() - 1
    return False


def _told_by_chain(file: CodeFile, opener: int) -> Iterator[Argument]:
    """The addresses that the methods chained to a construction give it: `Client.builder().baseUrl(x).build()`."""
    for _ in range(_LONGEST_CHAIN):
        link = _LINK.match(file.masked, file.frames.close_of(opener) + 1)
        if link is None:
            return
        opener = link.end() - 1
        if vocabulary.is_host_key(link.group(1)):
            yield from (Argument(link.group(1), each.value) for each in file.expressions.arguments(opener)[:1])


def _bound_name(file: CodeFile, context: Context, start: int) -> str:
    """The variable that receives what is built; `f()` for what the function `f` returns."""
    if context.target and context.depth <= 2 and _WRAPS.match(last_of(context.callee)):
        return context.target
    if context.in_map and context.key:
        return context.key
    if last_of(context.callee) in _TAKERS or is_store(context.callee):
        return ""  # a message, or a store: what is bound is the answer, or the store
    if context.target and context.depth <= 2:
        return context.target
    if context.key and not context.callee:
        return context.key
    with_as = _WITH_AS.match(file.masked, start, min(len(file.masked), start + 200))
    if with_as is not None:
        return with_as.group(1)
    function = file.function_giving(start) if context.is_returned else ""
    return f"{function}()" if function and not file.gives_several(start) else ""
