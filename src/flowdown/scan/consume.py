"""Where names that hold something are used: passed on, read, or called upon."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from flowdown.scan import vocabulary
from flowdown.scan.callee import (
    counts_tokens,
    is_answer_type,
    is_compare_callee,
    is_consumer,
    is_http,
    is_log_callee,
    is_table,
    only_asks,
)
from flowdown.scan.chained_models import chained_models
from flowdown.scan.chosen_members import chosen_constant, default_case
from flowdown.scan.client_types import may_be_client
from flowdown.scan.code_file import CodeFile
from flowdown.scan.code_tables import table_of
from flowdown.scan.code_types import declared_types
from flowdown.scan.expression import TIDY_METHODS
from flowdown.scan.handed_over import called_later, calls_later, handed_over
from flowdown.scan.trace import Binding, Consumption, Reference, Role, Space, Text, Trace, TraceKind, Yield
from flowdown.scan.word_search import is_word_character, whole_words

MOST = 40
"""Places where one name is used, or bound, that are looked at in one file: a generated file has thousands, and says no more."""
_MOST_CALLED = 400
"""The same of what holds nothing but clients: tests and examples of a client call upon it again and again."""
_ASSIGNED = re.compile(r"\s*(?:(?::[^=\n]{1,60})?=(?!=|>)|<-\s*function\b)")
_MEMBER_VALUE = re.compile(r"\s*:\s*(?![=:])")
_STRUCT_MADE = re.compile(
    r"(?<![\w.])(?!(?:struct|interface|enum|impl|trait|mod|match|else|do)\b)[A-Za-z_][\w.:]*\s*\Z"
)
"""The name of a type right before what a value of it is made with ..."""
_STRUCT_SHAPED = re.compile(r"\b(?:struct|enum|union)\s+\w+\s*\Z")
"""... and before its definition, whose members have types behind their names."""
_DEFINED = re.compile(
    r"\b(?:def|function|class|enum|struct|trait|interface|protocol|extension|impl|func|fn|fun|import|from)\s+$"
)
_TYPED = re.compile(r"(?:\n[ \t]+|[(,]\s*)(?!(?:else|try|finally|default)\b)\w+[ \t]*:[ \t]*\Z")
"""What stands before the type of a field or parameter: its own name."""
_KEY = re.compile(r"\s*:")
_CONDITIONAL = re.compile(r"[?=]\s*[\w.$]*$")
_METHOD = re.compile(
    r"(?:\(\))?((?:\s*(?:\??\.|->|::)\s*[\w$]+(?:\([^()]*\))?)+)(?P<types><[\w<>,. ?\[\]]{1,60}>)?\s*\("
)
_UNCALLED = re.compile(r"(?:\.\w+)+")
_SERVED = re.compile(r"Get(?:Required)?(?:Keyed)?Service\Z")
_ASKED_TYPE = re.compile(
    r"<\s*I?\w*(?:Completion|Chat|Embedding|Generation|Generator|Client|ToImage|ToAudio|ToText)\w*"
)
"""What a kernel is asked for by its type that asks a service: `GetRequiredService<IChatCompletionService>()`."""
_GIVES_CLIENT = re.compile(
    r"(?:[a-z_.](?:Client|Model|Session|Assistant|ChatService)|\.chats?\.create|start_chat|startChat|StartChat)(?:Async)?$"
)
"""Methods of a client that return one for a part of its service, or for one conversation."""
_HEAD_REACH = 60
_TAKES_OUT = re.compile(
    r"(?:\??\.(?:value|current|await|(?:get|getValue|await|first|lock|read|write|as_ref|clone|unwrap)\(\)))++(?!\s*\??\.|[\w(])"
)
_TAKEN = re.compile(
    r"\b(?:val|var|let(?:\s+mut)?|const|final)\s+(\w+)\s*(?::[^=\n]{1,40})?=\s*(?:this\.|self\.|await\s+)*\Z"
)
_RETURN_REACH = 300
"""Characters before a name in which the statement that returns it has begun."""
_RETURN_WORDS = ("return", "yield", "=>")
_BOUND = re.compile(r"(?:\s*,\s*[\w$]+)*\s*(?::(?!=)[^=\n]{1,60})?(?::?=(?![=>])|<-)\s*")
_TYPED_BOUND = re.compile(r"(?:\s*,\s*\w+)*(?:[ \t]+[*\[\]]*[A-Za-z][\w.]*)?[ \t]*:?=(?!=)\s*")
"""In Go a type stands behind the name: `var address string = "..."`."""
_OPEN_TYPES = frozenset("Any any object unknown auto var let const final async".split())
_WITH_AS = re.compile(r"\([^()\n]*\)\s+as\s+(\w+)\s*[:,]")
_LOOPED = re.compile(r"\bfor\b[^\n;{}]*\b(?:in|of|range)\s*[(&]*\Z")
_LOOKS_UP = re.compile(
    r"\s*\??\.(?:iter|into_iter|get|find|filter|map|items|values|entries|keys|forEach|each|first|at|some|fetch|find_map|detect|dig"
    r"|stream|Where|First|FirstOrDefault|Single|Select|TryGetValue|GetValueOrDefault|associate|lookup)\b"
)
"""Methods that take members out of a table."""
_OWNERS = ("$this->", "self.", "this.", "@", "$", "")


def consumptions(
    file: CodeFile, names: Iterable[str], lines: tuple[int, int] = (0, 0), clients: Collection[str] = ()
) -> Iterator[Yield]:
    """Where names are passed on, read or called upon, other than where they are bound.

    `lines`: only from the first of these to the last; (0, 0) for all, a last of 0 for all that follow. `clients` are
    those of the names that hold nothing but clients: what counts is what is called upon them and which function returns
    one, not where one is passed on.
    """
    by_last: dict[str, str] = {}
    for name in sorted(names):
        by_last.setdefault(name.removesuffix("()").rsplit(".", 1)[-1], name)
    by_last.pop("", None)
    if not by_last:
        return
    seen: Counter[str] = Counter()
    for match in whole_words(file.words, by_last):
        word = match.group(1)
        if lines[0] and not lines[0] <= file.source.line_of(match.start(1)) <= (lines[1] or sys.maxsize):
            continue
        seen[word] += 1
        if seen[word] <= (_MOST_CALLED if by_last[word] in clients else MOST):
            yield from _consumption(file, match, by_last[word], by_last[word] in clients)
    if not lines[0]:
        yield from _in_templates(file, {last: name for last, name in by_last.items() if name not in clients})


def bindings(file: CodeFile, names: Iterable[str]) -> Iterator[Binding]:
    """Where a file gives names their values."""
    masked = file.masked
    done = 0
    bound = _TYPED_BOUND if file.lexer.language == "go" else _BOUND
    for at, word in file.words.of(names):
        made = None
        match = bound.match(masked, at + len(word)) or (made := _member_made(file, word, at))
        if match is None or not _begins(masked, at, done):
            continue
        if "," in match.group().partition("=")[0] and not _begins_statement(masked, at):
            continue  # an argument, and the next one with its name: `f(model=HELD, messages=[])`
        if file.lexer.language == "rust" and _is_macro_argument(file, at):
            continue
        start = done = match.end()
        value = file.expressions.value(start, file.contexts.statement_end(start))
        # What is not understood is bound too: what another file calls so is something else.
        scope = "" if made is not None or masked[at - 1 : at] in (".", "@", ">") else file.scope_of(at)
        place = file.source.place(at, at + len(word))
        block = file.block_of(word, at + len(word)) if scope else (0, 0)
        yield Binding(Space.CODE, word, value, place, file.module, scope=scope, block=block)


def _is_macro_argument(file: CodeFile, at: int) -> bool:
    """Whether a name is that of a macro's argument: `format!("{base}/path", base = self.base)` binds nothing."""
    frames = file.frames.around(at, 1)
    return bool(frames) and file.masked[frames[0].opener - 1 : frames[0].opener] == "!"


def _member_made(file: CodeFile, name: str, at: int) -> re.Match[str] | None:
    """Where the value begins of a member that a struct is made with: `&Client{base: place}`, `Self { base: place }`."""
    if file.lexer.language not in ("go", "rust"):
        return None
    match = _MEMBER_VALUE.match(file.masked, at + len(name))
    frames = file.frames.around(at, 1) if match is not None else []
    if not frames or frames[0].char != "{":
        return None
    near, opener = max(0, frames[0].opener - 80), frames[0].opener
    is_made = _STRUCT_MADE.search(file.masked, near, opener) and not _STRUCT_SHAPED.search(file.masked, near, opener)
    return match if is_made else None


def _begins(masked: str, at: int, done: int) -> bool:
    """Whether a name that stands here is one by itself, or a member of the object itself."""
    for owner in _OWNERS:
        if masked.endswith(owner, done, at):
            before = at - len(owner) - 1
            if before < 0 or not (is_word_character(masked[before]) or masked[before] in ".>"):
                return True
    return False


def _begins_statement(masked: str, at: int) -> bool:
    """Whether the first of several names stands where a statement begins, or behind a word like `let`."""
    before = masked[max(0, at - 40) : at].rstrip(" \t$@&*")
    return not before or before[-1] in "\n;{}" or is_word_character(before[-1])


def _in_templates(file: CodeFile, by_last: dict[str, str]) -> Iterator[Consumption]:
    for part in file.interpolations:
        found = next(whole_words(part.words, by_last), None)
        if found is not None:
            start = part.start + found.start()
            start -= file.source.text[start - 1 : start] == "$" and found.start() > 0
            place = file.source.place(start, start + 1)
            yield Consumption(Space.CODE, by_last[found.group(1)], place, TraceKind.TEXT, file.module)


def _consumption(file: CodeFile, match: re.Match[str], name: str, is_client: bool) -> Iterator[Yield]:
    masked = file.masked
    start, end = match.span(1)
    if file.is_in_import(start):
        return
    yield from default_case(file, start, end)
    if _is_binding(masked, start, end):
        return
    yield from chosen_constant(file, start, end, name)
    method = _METHOD.match(masked, end, min(len(masked), end + 80))
    if method is not None and not is_client and _LOOKS_UP.match(method.group(1)):
        kind = _kind_of_found(file, start, method.end() - 1)
        yield Consumption(Space.CODE, name, file.source.place(start, end), kind, file.module)
    if method is not None and method.group(1).rsplit(".", 1)[-1] not in TIDY_METHODS:
        opener = method.end() - 1
        if _is_other(file, masked[start:end], start):
            return
        yield from _given_by_call(file, start, method, name)
        yield Trace(
            TraceKind.CALL,
            Text(_owner_before(masked, start) + masked[start:end] + method.group(1).replace("?", "")),
            file.source.place(start, opener + 1),
            Role.CALLED,
            language=file.lexer.language,
            callee=method.group(1).strip(".?"),
            receiver=name,
            arguments=(*file.expressions.arguments(opener), *chained_models(file, end)),
            scope=file.scope_of(start),
        )
        return
    if name.endswith("()"):
        if masked[end : end + 1] == "(" or handed_over(file, start, end) is not None:
            yield from _given_by(file, match, name)
        return
    later = called_later(file, start, _UNCALLED.match(masked, end), name, _owner_before(masked, start))
    if later is not None:
        yield later
        return
    if is_client:
        yield from _taken_out(file, match, name)
    if is_client and not _may_be_returned(masked, start):
        return
    context = file.contexts.around(_head_before(masked, start)[0], end)
    function = file.function_giving(start) if context.is_returned and not context.callee else ""
    if function:
        place = file.source.place(start, end)
        yield Binding(Space.CODE, f"{function}()", Reference(Space.CODE, name), place, file.module)
    if is_client:
        return
    is_looped = _is_looped(masked, start)
    if (context.is_compared and not is_looped) or is_compare_callee(context.callee) or is_log_callee(context.callee):
        return
    if counts_tokens(context.callee) or is_answer_type(context.callee):
        return
    table = table_of(file, context, start, end) if context.in_list and context.in_map and context.key else ""
    if table:  # a row that a constant gives its model: `{label: "Large", value: LARGE}`
        yield Trace(
            TraceKind.MODEL_ID,
            Reference(Space.CODE, name),
            file.source.place(start, end),
            Role.LISTED,
            language=file.lexer.language,
            name=table,
            is_optional=True,
            is_offered=True,
        )
    key = context.key or context.target
    kind = _kind_of(masked[start:end], context.key, key, context.callee)
    place = file.source.place(start, end)
    yield Consumption(Space.CODE, name, place, kind, file.module, key, file.origin(context.callee))
    if file.lexer.language == "go" and context.in_map and context.callee and vocabulary.is_host_key(context.key):
        # A member that a struct is made with: other files of the package send their requests there.
        held = Reference(Space.CODE, _owner_before(masked, start) + masked[start:end])
        yield Binding(Space.CODE, context.key, held, place, file.module, scope=file.scope_of(start))


def _kind_of_found(file: CodeFile, start: int, end: int) -> TraceKind:
    """As what a name's table is looked up in: `model = ALIASES.get(name, name)` for a model."""
    context = file.contexts.around(_head_before(file.masked, start)[0], end)
    held_by = context.key or ("" if context.callee else context.target)
    return TraceKind.MODEL_ID if vocabulary.is_model_key(held_by.rpartition(".")[2]) else TraceKind.TEXT


def _taken_out(file: CodeFile, match: re.Match[str], name: str) -> Iterator[Trace]:
    """The calls of a variable that takes a client out of what holds it: `val asker = held.value ?: return`."""
    if _TAKES_OUT.match(file.masked, match.end(1)) is None:
        return
    before = _TAKEN.search(file.masked, max(0, match.start(1) - _HEAD_REACH), match.start(1))
    if before is None or before.group(1) == name:
        return
    holder = before.group(1)
    lines = file.source.line_of(match.start(1)) + 1, file.block_of(holder, match.start(1))[1]
    for each in consumptions(file, {holder}, lines, {holder}):
        if isinstance(each, Trace) and each.receiver == holder:
            yield replace(each, receiver=name, because=(*each.because, f"`{holder}` is what `{name}` holds"))


def _given_by_call(file: CodeFile, start: int, method: re.Match[str], name: str) -> Iterator[Trace]:
    """Where the client for a part of a service is called upon that a call of the whole's client returns."""
    is_served = _SERVED.search(method.group(1)) is not None and _ASKED_TYPE.match(method.group("types") or "")
    if not is_served and _GIVES_CLIENT.search(method.group(1)) is None:
        return
    context = file.contexts.around(_head_before(file.masked, start)[0], method.end() - 1)
    holder = context.target.rpartition(".")[2]
    if not holder or holder == name or context.callee:
        return
    below = file.source.line_of(start) + 1, file.block_of(context.target, start)[1]
    for each in consumptions(file, {holder}, below, {holder}):
        if isinstance(each, Trace) and each.receiver == holder:
            because = (f"`{holder}` holds what `{method.group(1).strip('.')}` returns",)
            yield replace(each, receiver=name, because=(*each.because, *because))


def _may_be_returned(masked: str, start: int) -> bool:
    """Whether a word that returns something stands shortly before an offset: without one nothing is returned there."""
    near = max(0, start - _RETURN_REACH)
    return any(masked.find(word, near, start) >= 0 for word in _RETURN_WORDS)


def _owner_before(masked: str, start: int) -> str:
    """The dotted name of which a name is a member here; empty for a name by itself."""
    first, last = _head_before(masked, start)
    return masked[first:last]


def _head_before(masked: str, start: int) -> tuple[int, int]:
    """The span of the dotted name right before an offset, or at the end of the line that ends there."""
    last = start - 1 if masked[start - 1 : start] == "\n" else start
    first, limit = last, max(0, start - _HEAD_REACH)
    while first > limit and (masked[first - 1].isalnum() or masked[first - 1] in "_$."):
        first -= 1
    return first, last


def _is_looped(masked: str, start: int) -> bool:
    """Whether a loop goes over what stands at an offset."""
    near = max(0, start - 80)
    return masked.find("for", near, start) >= 0 and _LOOPED.search(masked, near, start) is not None


def _is_other(file: CodeFile, name: str, offset: int) -> bool:
    """Whether a name is here of a type that no keyword knows, as a parameter or a member: not what others hold by it."""
    words = file.headers.before(offset).types.get(name, ())
    if words:
        return not any(word in _OPEN_TYPES or file.is_known_word(word) for word in words)
    types = declared_types(file, name, offset)
    is_own = file.lexer.language == "go"  # a name without its package
    return bool(types) and not any(file.is_known_word(each) or (may_be_client(each) and not is_own) for each in types)


def _given_by(file: CodeFile, match: re.Match[str], name: str) -> Iterator[Yield]:
    """The variable that holds what a called function returns, and where that is called upon."""
    context = file.contexts.around(_head_before(file.masked, match.start(1))[0], match.end(1))
    if calls_later(context.callee):
        context = replace(context, callee="")
    if context.callee:
        place = file.source.place(*match.span(1))
        kind = _kind_of(name.removesuffix("()"), context.key, context.key, context.callee)
        yield Consumption(Space.CODE, name, place, kind, file.module, context.key, file.origin(context.callee))
    with_as = _WITH_AS.match(file.masked, match.end(1)) if not context.target else None
    holder = with_as.group(1) if with_as else context.target or (context.key if not context.callee else "")
    if not holder or context.callee:
        return
    place = file.source.place(*match.span(1))
    scope, block = file.scope_of(match.start(1)), file.block_of(holder, match.start(1))
    yield Binding(Space.CODE, holder, Reference(Space.CODE, name), place, file.module, scope=scope, block=block)
    owner = _owner_before(file.masked, match.start(1))
    for each in consumptions(file, {holder}, (place.line, block[1]), {holder}):
        if isinstance(each, Trace):
            yield replace(
                each, receiver=f"{owner}{name}", because=(*each.because, f"`{holder}` holds what `{name}` returns")
            )


def _is_binding(masked: str, start: int, end: int) -> bool:
    """Whether a name is given a value, defined, or used as a key here."""
    if _ASSIGNED.match(masked, end):
        return _TYPED.search(masked, max(0, start - _HEAD_REACH), start) is None
    if masked[start - 1 : start].isspace() and _DEFINED.search(masked, max(0, start - 20), start):
        return True
    if _KEY.match(masked, end) is None or _is_looped(masked, start):
        return False
    return _CONDITIONAL.search(masked, max(0, start - 30), start) is None


def _kind_of(name: str, argument: str, key: str, callee: str) -> TraceKind:
    if vocabulary.is_model_key(key):
        return TraceKind.MODEL_ID
    if callee and argument and vocabulary.is_model_key(name) and not vocabulary.is_prose_key(argument):
        return TraceKind.MODEL_ID  # given under another name: `path=model_name_or_path`
    if vocabulary.is_host_key(key) or is_http(callee):
        return TraceKind.ENDPOINT
    return TraceKind.MODEL_ID if is_consumer(callee) and not (only_asks(callee) or is_table(callee)) else TraceKind.TEXT
