"""Reads program code at the places where keywords hit, and yields what stands there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from flowdown.scan import vocabulary
from flowdown.scan.branch import branch_of
from flowdown.scan.context import Context, Contexts, is_compare_callee, is_log_callee
from flowdown.scan.expression import Expressions, is_env_reader
from flowdown.scan.frames import Frames
from flowdown.scan.lexer import Import, Lexed, Lexer, Span, SpanKind
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import (
    MENTION_ROLES,
    Binding,
    Choice,
    Consumption,
    Join,
    Place,
    Reference,
    Role,
    Space,
    Text,
    Trace,
    TraceKind,
    Unknown,
    Value,
    Yield,
)

CODE_KINDS = (
    TraceKind.IMPORT,
    TraceKind.CLIENT,
    TraceKind.CALL,
    TraceKind.MODEL_ID,
    TraceKind.ENDPOINT,
    TraceKind.ENV_KEY,
    TraceKind.WEIGHTS,
    TraceKind.CLI,
    TraceKind.CONFIG,
    TraceKind.TEXT,
)
"""What a detector of program code can yield."""

_ENV_NAME = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
_TOKEN = re.compile(r"[\w@%~.:/\-+#=${}\[\]*]+\Z")
_CONSUMER = re.compile(
    r"(?i)(?:model|llm|chat|complet|embed|generat|client|engine|provider|agent|pretrained|pipeline|invoke|transcri|rerank|"
    r"tokeniz|encod|snapshot_download|hf_hub|load_dataset|converse|predict|infer|assistant|speech|image)"
)
_TABLE = re.compile(
    r"(?i)(?:price|pricing|cost|limit|context_?window|max_?tokens|info|metadata|registry|catalog|capabilit|token_?count|rates?)\w*$"
)
_WEIGHTS = re.compile(
    r"(?:from_pretrained|snapshot_download|hf_hub_download|SentenceTransformer|CrossEncoder|AutoModel\w*|pipeline|load_model|Llama|LLM|get_peft_model|WhisperModel)$"
)
_RUNNER = re.compile(
    r"(?:^|\.)(?:run|Popen|call|check_call|check_output|system|popen|execv?p?e?|spawn\w*|execa|execSync|execFile\w*|exec|Command|CommandContext|ProcessBuilder|Start|shell_exec"
    r"|create_subprocess_exec|create_subprocess_shell|getoutput|which|sh|bash|\$|zx|shell|subprocess)$"
)
_HTTP = re.compile(
    r"(?i)(?:^|\.)(?:get|post|put|patch|delete|request|fetch|stream|urlopen|Request|NewRequest\w*|axios|got|ky|open|connect|WebSocket|EventSource|send|url|uri|baseUrl|base_url|httpx|curl_init|httpClient|client)$"
)
_CAMEL = re.compile(r"^[A-Z]")
_SHELL_WORD = re.compile(r"[\w@./:\-]+")


_MOST_CONSUMPTIONS = 40
"""Places where one name is used that are looked at in one file: a generated file has thousands, and says no more."""


def read_code(source: SourceFile, lexer: Lexer) -> Iterator[Yield]:
    """Yield the traces, bindings and consumptions at and because of the hits of one file of program code."""
    yield from CodeReader(source, lexer).read()


class CodeReader:
    """One file of program code with what was found out about it."""

    def __init__(self, source: SourceFile, lexer: Lexer) -> None:
        self.source = source
        self.lexer = lexer
        self.lexed = Lexed(source.text, lexer)
        self.module = module_name(source.path)
        self.frames: Frames = None  # type: ignore[assignment]
        self.called: set[int] = set()
        self._import_starts: list[int] | None = None

    def read(self) -> Iterator[Yield]:
        """Yield everything, in the order of the file."""
        live = [hit for hit in self.source.hits if not self._is_comment(hit[0])]
        for start, end in self.source.hits:
            span = self.lexed.span_at(start)
            if span is not None and span.kind is SpanKind.COMMENT:
                yield self._text(start, end, Role.COMMENTED)
        if not live:
            return
        self.frames = Frames(self.lexed.masked)
        self.expressions = Expressions(self.lexed, self.frames)
        self.contexts = Contexts(self.lexed, self.frames)
        self.imports = tuple(self.lexer.imports(self.source.text, self.lexed))
        taken: set[int] = set()
        bound: set[str] = set()
        for yielded in self._all(live, taken):
            if isinstance(yielded, Trace) and yielded.role not in MENTION_ROLES:
                yielded = self._in_branch(yielded)
            if isinstance(yielded, Binding):
                bound.add(yielded.name)
            elif isinstance(yielded, Trace) and yielded.binds and yielded.kind is not TraceKind.IMPORT:
                bound.add(yielded.binds)
            yield yielded
        yield from self.consumptions(bound)

    def _in_branch(self, trace: Trace) -> Trace:
        """The trace with the branch that it stands in, if that depends on a literal."""
        row = trace.place.line - self.source.line_offset
        if self.source.line_map or not 0 < row <= len(self.source.line_starts):
            return trace
        found = branch_of(self.lexed, self.frames, self.source.line_starts[row - 1] + trace.place.column - 1)
        return trace if found is None else replace(trace, branch=(found.name, found.literal))

    def _all(self, live: list[tuple[int, int]], taken: set[int]) -> Iterator[Yield]:
        yield from self._imported(live, taken)
        done: set[int] = set()
        for start, end in live:
            if start in taken:
                continue
            span = self.lexed.span_at(start)
            if span is not None:
                if span.start not in done:
                    done.add(span.start)
                    yield from self._string(span, start, end)
                continue
            word_start, word_end = self._word(start, end)
            if word_start not in done and word_start not in self.called:
                done.add(word_start)
                yield from self._identifier(word_start, word_end, start, end)

    def _is_comment(self, offset: int) -> bool:
        span = self.lexed.span_at(offset)
        return span is not None and span.kind is SpanKind.COMMENT

    def _word(self, start: int, end: int) -> tuple[int, int]:
        masked = self.lexed.masked
        while start > 0 and (masked[start - 1].isalnum() or masked[start - 1] in "_$"):
            start -= 1
        while end < len(masked) and (masked[end].isalnum() or masked[end] in "_$"):
            end += 1
        return start, end

    # --- imports, and what is done with the imported names -------------------------------------------------

    def _imported(self, live: list[tuple[int, int]], taken: set[int]) -> Iterator[Yield]:
        names: dict[str, str] = {}
        for found in self.imports:
            inside = [hit for hit in live if hit[0] < found.end and hit[1] > found.start]
            if not inside:
                continue
            taken.update(hit[0] for hit in inside)
            if found.is_relative:
                continue
            yield Trace(
                TraceKind.IMPORT,
                Text(found.module),
                self.source.place(found.start, found.start + len(found.module)),
                Role.IMPORTED,
                language=self.lexer.language,
                arguments=(),
                because=self._import_steps(found),
                binds=",".join(origin for _, origin in found.names),
            )
            if any(hit not in self.source.quiet for hit in inside):
                names.update(found.names)
        if names:
            yield from self._uses_of(names)

    def _import_steps(self, found: Import) -> tuple[str, ...]:
        locals_ = ", ".join(f"`{local}`" for local, _ in found.names[:4])
        return (f"imports `{found.module}`" + (f" as {locals_}" if locals_ else ""),)

    def _uses_of(self, names: dict[str, str]) -> Iterator[Yield]:
        """Calls of imported names, and of what hangs on them."""
        masked = self.lexed.masked
        pattern = re.compile(
            r"(?<![\w$.])(?:new\s+)?("
            + "|".join(re.escape(name) for name in sorted(names))
            + r")((?:(?:\.|::|->)[\w$]+)*)(?:<[^<>()]*>)?\s*(\(|\{(?=\s*[A-Za-z]+\s*:))"
        )
        spans = [(found.start, found.end) for found in self.imports]
        for match in pattern.finditer(masked):
            if any(start <= match.start(1) < end for start, end in spans):
                continue
            opener = match.start(3)
            dotted = names[match.group(1)] + match.group(2).replace("::", ".").replace("->", ".")
            yield from self._call(match.start(1), match.end(2), opener, dotted)

    def _call(self, start: int, end: int, opener: int, callee: str, value: Value | None = None) -> Iterator[Yield]:
        header = self.lexed.masked[max(0, start - 40) : start]
        self.called.add(start)
        if re.search(r"\b(?:class|def|function|func|fn|interface|extends|implements)\s+(?:[\w$]+\()?$", header):
            return
        context = self.contexts.around(start, end)
        arguments = self.expressions.arguments(opener)
        last = callee.rsplit(".", 1)[-1]
        local = self.lexed.masked[start:end].rsplit(".", 1)[-1]
        is_new = re.search(r"\bnew\s+$", header) is not None
        builds = (
            is_new
            or bool(_CAMEL.match(last) or _CAMEL.match(local))
            or last.startswith(("New", "new", "create", "Create", "get_", "init"))
            or last in ("client", "resource", "builder")
        )
        yield Trace(
            TraceKind.CLIENT if builds else TraceKind.CALL,
            value or Text(callee),
            self.source.place(start, self.frames.close_of(opener) + 1),
            Role.CONSTRUCTED if builds else Role.CALLED,
            language=self.lexer.language,
            callee=callee,
            arguments=arguments,
            binds=self._bound_name(context, start),
            name=context.key,
        )

    def _bound_name(self, context: Context, start: int) -> str:
        if context.target and context.depth <= 2:
            return context.target
        if context.key and not context.callee:
            return context.key
        with_as = re.match(r"[^\n]*?\)\s+as\s+(\w+)\s*:", self.lexed.masked[start : start + 200])
        if with_as is not None:
            return with_as.group(1)
        if context.is_returned:
            return self._function_round(start) + "()"
        return ""

    def _function_round(self, offset: int) -> str:
        before = self.lexed.masked[max(0, offset - 3000) : offset]
        names = re.findall(
            r"\b(?:def|function|func|fn|fun)\s+(?:\([^)]*\)\s*)?([\w$]+)|\b(?:const|let)\s+([\w$]+)\s*=\s*(?:async\s*)?\(",
            before,
        )
        return next((a or b for a, b in reversed(names)), "")

    # --- strings ---------------------------------------------------------------------------------------------

    def _string(self, span: Span, hit_start: int, hit_end: int) -> Iterator[Yield]:
        text = self.lexed.inner(span)
        context = self.contexts.around(span.start, span.end)
        if self._is_docstring(span, context):
            yield from self._mentions(span, Role.DOCUMENTED)
        elif self._is_for_people(text, context):
            yield from self._mentions(span, Role.DOCUMENTED)
        elif _RUNNER.search(context.callee) and self._looks_run(text, context):
            yield from self._command(span, text, context)
        elif vocabulary.urls_in(text):
            yield from self._url(span, text, context)
        elif self._is_compared(context):
            yield from self._mentions(span, Role.COMPARED)
        elif _ENV_NAME.match(text):
            yield from self._env_key(span, text, context)
        elif len(text) <= 200 and _TOKEN.match(text):
            yield from self._token(span, text, context)
        else:
            yield from self._mentions(span, Role.DOCUMENTED)

    def _is_docstring(self, span: Span, context: Context) -> bool:
        return context.is_statement and self.lexer.has_statement_docstrings and context.depth == 0

    def _is_for_people(self, text: str, context: Context) -> bool:
        if context.is_thrown or is_log_callee(context.callee):
            return not (vocabulary.is_model_key(context.key) or vocabulary.is_host_key(context.key))
        if any(vocabulary.is_prose_key(key) for key in context.keys[:1]):
            return True
        if vocabulary.is_prose_key(context.target) and not context.callee:
            return True
        return vocabulary.is_prose(text) and not _RUNNER.search(context.callee)

    def _is_compared(self, context: Context) -> bool:
        if is_compare_callee(context.callee) and not vocabulary.is_model_key(context.key) and not context.keys:
            return True
        return context.is_compared and not context.is_default

    def _looks_run(self, text: str, context: Context) -> bool:
        return context.position <= 0 and (context.in_list or context.position == 0) or bool(context.in_list)

    def _command(self, span: Span, text: str, context: Context) -> Iterator[Yield]:
        word = _SHELL_WORD.match(text.strip())
        if word is not None and not context.keys:
            yield Trace(
                TraceKind.CLI,
                Text(text.strip()),
                self._inner_place(span),
                Role.CALLED,
                language="shell",
                callee=context.callee,
                because=(f"is run by `{context.callee}`",),
            )

    def _inner_place(self, span: Span) -> Place:
        return self.source.place(span.inner_start, max(span.inner_end, span.inner_start + 1))

    def _url(self, span: Span, text: str, context: Context) -> Iterator[Yield]:
        role = Role.LISTED
        is_call = bool(_HTTP.search(context.callee))
        if self._is_compared(context):
            role = Role.COMPARED
        elif is_call and context.position in (0, 1) or (is_call and vocabulary.is_host_key(context.key)):
            role = Role.CALLED
        elif vocabulary.is_host_key(context.key) or vocabulary.is_host_key(context.target) or context.env_callee:
            role = Role.CONFIGURED
        elif context.target or context.is_returned or (context.callee and not context.in_list):
            role = (
                Role.CONFIGURED
                if not re.search(
                    r"(?i)(?:docs?|help|link|href|console|homepage|website|signup|dashboard)",
                    context.target + context.key,
                )
                else Role.DOCUMENTED
            )
        if re.search(
            r"(?i)(?:^|_|\b)(?:docs?|help|link|href|homepage|website|signup|dashboard)(?:_?url)?$",
            context.key or context.target,
        ):
            role = Role.DOCUMENTED
        value = self._value(span)
        yield Trace(
            TraceKind.ENDPOINT,
            value,
            self._inner_place(span),
            role,
            language=self.lexer.language,
            name=context.key or context.target,
            callee=context.callee,
            is_default=context.is_default,
        )
        yield from self._binding(context, value, span)

    def _value(self, span: Span) -> Value:
        return self.expressions.value(span.start, span.end)

    def _env_key(self, span: Span, text: str, context: Context) -> Iterator[Yield]:
        role = Role.READ
        if context.is_key or (context.in_list and not context.callee and not is_env_reader(context.subscript)):
            role = Role.DECLARED if context.is_key else Role.LISTED
        yield Trace(
            TraceKind.ENV_KEY,
            Text(text),
            self._inner_place(span),
            role,
            language=self.lexer.language,
            name=context.key or context.target,
            callee=context.env_callee or context.callee,
        )
        if context.target and context.env_callee:
            yield from self._binding(context, None, span)

    def _token(self, span: Span, text: str, context: Context) -> Iterator[Yield]:
        value = self._value(span)
        role = self._role_of_token(context)
        kind = TraceKind.WEIGHTS if _WEIGHTS.search(context.callee) and role is not Role.LISTED else TraceKind.MODEL_ID
        is_choice = context.in_list or (context.in_map and not context.key) or context.is_key
        if (
            is_choice
            and (vocabulary.is_provider_key(context.target) or vocabulary.is_provider_key(context.key))
            and not context.callee
        ):
            kind, role = TraceKind.CONFIG, Role.LISTED
        elif vocabulary.is_provider_key(context.key) or (
            vocabulary.is_provider_key(context.target) and not context.callee
        ):
            kind, role = TraceKind.CONFIG, Role.CONFIGURED if role is not Role.COMPARED else role
        elif re.search(r"(?:^|\.)(?:client|resource|Session\.client)$", context.callee) and context.position == 0:
            opener = context.callee_offset
            yield from self._call(span.start, span.end, opener, context.callee, Text(text))
            return
        elif context.position >= 0 and context.callee and not context.keys and role is Role.CONFIGURED:
            role = Role.CALLED if not _CAMEL.match(context.callee.rsplit(".", 1)[-1]) else Role.CONFIGURED
        yield Trace(
            kind,
            value,
            self._inner_place(span),
            role,
            language=self.lexer.language,
            name=context.key or context.target,
            callee=self._origin(context.callee),
            is_default=context.is_default or context.is_parameter,
        )
        if not context.is_key:
            yield from self._binding(context, value, span)

    def _origin(self, callee: str) -> str:
        """The dotted origin of a called name, with this file's import aliases resolved."""
        head, dot, rest = callee.partition(".")
        for found in self.imports:
            for local, origin in found.names:
                if local == head:
                    return origin + dot + rest
        return callee

    def _role_of_token(self, context: Context) -> Role:
        last = context.callee.rsplit(".", 1)[-1]
        if context.is_key or context.subscript and not context.callee:
            return Role.LISTED
        if _TABLE.search(context.target) or _TABLE.search(last):
            return Role.LISTED
        key = context.key
        if key:
            if not vocabulary.is_model_key(key) and not vocabulary.is_provider_key(key):
                if key in ("default", "default_value", "defaultValue") and (
                    _says_model(self, context) or context.is_parameter
                ):
                    return Role.CONFIGURED
                if not (context.callee and _CONSUMER.search(key)):
                    return Role.LISTED
            # A row of a table: an object in a list that no call receives.
            if context.in_list and not context.callee and context.in_map:
                return Role.LISTED
            return Role.CONFIGURED
        if context.env_callee and context.env_position > 0:
            return Role.CONFIGURED
        if context.is_parameter:
            return Role.CONFIGURED
        if context.callee and context.position >= 0:
            if context.in_list and not _CONSUMER.search(context.callee):
                return Role.LISTED
            return (
                Role.CONFIGURED
                if _CONSUMER.search(self._origin(context.callee)) and not _TABLE.search(last)
                else Role.LISTED
            )
        if context.target and not context.in_list and not context.in_map:
            return Role.DECLARED
        if context.is_returned and not context.in_list and not context.in_map:
            return (
                Role.CONFIGURED
                if _CONSUMER.search(self._function_round(max(0, context.value_range[0])))
                else Role.DECLARED
            )
        return Role.LISTED

    def _binding(self, context: Context, value: Value | None, span: Span) -> Iterator[Binding]:
        name = context.target
        if not name or context.callee or context.keys:
            return  # what is built around the literal is bound, not the literal
        start, end = context.value_range
        whole = self.expressions.value(start, end) if 0 <= start < end else value
        if whole is None or isinstance(whole, Unknown):
            whole = value
        if whole is not None:
            yield Binding(
                Space.CODE, name, whole, self.source.place(span.start, span.end), self.module, context.is_default
            )

    def _mentions(self, span: Span, role: Role) -> Iterator[Trace]:
        hits = self.source.hits
        for index in range(bisect_left(hits, (span.start, 0)), len(hits)):
            start, end = hits[index]
            if start >= span.end:
                break
            yield self._text(start, end, role)

    def _text(self, start: int, end: int, role: Role) -> Trace:
        return Trace(
            TraceKind.TEXT,
            Text(self.source.text[start:end]),
            self.source.place(start, end),
            role,
            language=self.lexer.language,
        )

    # --- names -----------------------------------------------------------------------------------------------

    def _identifier(self, start: int, end: int, hit_start: int, hit_end: int) -> Iterator[Yield]:
        masked = self.lexed.masked
        word = masked[start:end]
        before = masked[max(0, start - 30) : start]
        if _ENV_NAME.match(word):
            yield from self._env_name(word, start, end, before)
            return
        after = re.compile(r"((?:(?:\.|::|->)[\w$]+)*)(?:<[^<>()]*>)?\s*\(").match(masked, end)
        if after is not None and not re.search(r"\b(?:def|function|class|func|fn|fun)\s+$", before):
            opener = after.end() - 1
            yield from self._call(start, after.end(1), opener, self._origin(word + after.group(1).replace("::", ".")))
            return
        yield self._text(hit_start, hit_end, Role.LISTED)

    def _env_name(self, word: str, start: int, end: int, before: str) -> Iterator[Yield]:
        place = self.source.place(start, end)
        is_read = (
            re.search(
                r"(?:env|environ|ENV|secrets|settings|config|cfg|conf|Config|Settings|self|this)\s*(?:\??\.|::|\[:)\s*$",
                before,
            )
            is not None
        )
        context = self.contexts.around(start, end)
        value = self._value_behind(end)
        if value is not None and not is_read:
            yield Binding(Space.CODE, word, value, place, self.module)
            if isinstance(value, Reference) and value.space is Space.ENV:
                return
        is_secret = re.search(r"KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL", word) is not None
        if is_read or (is_secret and (context.callee or context.keys)):
            role = Role.READ
        else:
            role = Role.DECLARED if value is not None or is_secret or context.is_statement else Role.LISTED
        yield Trace(
            TraceKind.ENV_KEY,
            Text(word),
            place,
            role,
            language=self.lexer.language,
            name=context.key or context.target,
            callee=context.callee,
        )

    def _value_behind(self, end: int) -> Value | None:
        match = re.compile(r"\s*(?::[^=\n]{1,60})?=(?!=)\s*").match(self.lexed.masked, end)
        if match is None:
            return None
        return self.expressions.value(match.end(), self.contexts.statement_end(match.end()))

    # --- names bound here or elsewhere, where they are used --------------------------------------------------

    def consumptions(self, names: Iterable[str]) -> Iterator[Yield]:
        """Where names are passed on, read or called upon, other than where they are bound."""
        by_last: dict[str, str] = {}
        for name in sorted(names):
            last = name.removesuffix("()").rsplit(".", 1)[-1]
            by_last.setdefault(last, name)
        if not by_last:
            return
        if self.frames is None:
            self.frames = Frames(self.lexed.masked)
            self.expressions = Expressions(self.lexed, self.frames)
            self.contexts = Contexts(self.lexed, self.frames)
            self.imports = tuple(self.lexer.imports(self.source.text, self.lexed))
        pattern = re.compile(r"(?<![\w$])(" + "|".join(re.escape(word) for word in sorted(by_last)) + r")(?![\w$])")
        seen: Counter[str] = Counter()
        for match in pattern.finditer(self.lexed.masked):
            word = match.group(1)
            seen[word] += 1
            if seen[word] <= _MOST_CONSUMPTIONS:
                yield from self._consumption(match, by_last[word])
        for span in self.lexed.spans:
            if span.kind is SpanKind.TEMPLATE and self.lexer.interpolation is not None:
                for part in self.lexer.interpolation.finditer(self.lexed.inner(span)):
                    found = pattern.search(part.group(1))
                    if found is not None:
                        start = span.inner_start + part.start(1) + found.start()
                        yield Consumption(
                            Space.CODE,
                            by_last[found.group(1)],
                            self.source.place(start, start + 1),
                            TraceKind.TEXT,
                            self.module,
                        )

    def _in_import(self, offset: int) -> bool:
        if self._import_starts is None:
            self._import_starts = [found.start for found in self.imports]
        index = bisect_right(self._import_starts, offset) - 1
        return index >= 0 and offset < self.imports[index].end

    def _consumption(self, match: re.Match[str], name: str) -> Iterator[Yield]:
        masked = self.lexed.masked
        start, end = match.span(1)
        if self._in_import(start):
            return
        tail = masked[end : end + 80]
        if re.match(r"\s*(?::[^=\n]{1,60})?=(?!=|>)", tail) or re.search(
            r"\b(?:def|function|class|func|fn|fun|import|from)\s+$", masked[max(0, start - 20) : start]
        ):
            return
        if re.match(r"\s*:", tail) and not re.search(r"[?=]\s*[\w.$]*$", masked[max(0, start - 30) : start]):
            return
        method = re.match(r"(?:\(\))?((?:\??\.\s*[\w$]+(?:\([^()]*\))?)+)\s*\(", tail)
        head = re.search(r"[\w$.]*$", masked[max(0, start - 60) : start])
        place = self.source.place(start, end)
        if method is not None:
            opener = end + method.end() - 1
            arguments = self.expressions.arguments(opener)
            yield Trace(
                TraceKind.CALL,
                Text(masked[start:end] + method.group(1).replace("?", "")),
                self.source.place(start, opener + 1),
                Role.CALLED,
                language=self.lexer.language,
                callee=method.group(1).strip(".?"),
                receiver=name,
                arguments=arguments,
            )
            return
        context = self.contexts.around(start - len(head.group() if head else ""), end)
        if context.is_compared or is_compare_callee(context.callee) or is_log_callee(context.callee):
            return
        kind = TraceKind.TEXT
        key = context.key or context.target
        if vocabulary.is_model_key(key):
            kind = TraceKind.MODEL_ID
        elif vocabulary.is_host_key(key) or _HTTP.search(context.callee):
            kind = TraceKind.ENDPOINT
        elif _CONSUMER.search(context.callee):
            kind = TraceKind.MODEL_ID
        yield Consumption(Space.CODE, name, place, kind, self.module, key, self._origin(context.callee))


def _says_model(reader: CodeReader, context: Context) -> bool:
    """Whether a call with `default=` names a model in another of its arguments (`add_argument("--model", default=..)`)."""
    if context.callee_offset < 0:
        return vocabulary.is_model_key(context.target)
    text = reader.source.text[context.callee_offset : context.callee_offset + 200]
    first = re.search(r"[\"']([\w\-]+)[\"']", text)
    return vocabulary.is_model_key(context.target) or (first is not None and vocabulary.is_model_key(first.group(1)))


def module_name(path: str) -> str:
    """The dotted importable name of a file, as far as its path tells: `src/app/llm.py` is `src.app.llm`."""
    stem = path.rsplit(".", 1)[0]
    for tail in ("/__init__", "/index", "/mod"):
        stem = stem.removesuffix(tail)
    return stem.replace("/", ".")


__all__ = ["Choice", "CodeReader", "Join", "module_name", "read_code"]
