"""Reads program code at the places where keywords hit, and yields what stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from flowdown.scan import vocabulary
from flowdown.scan.branch import branch_of
from flowdown.scan.code_calls import read_imports, uses_of_opened
from flowdown.scan.code_derived import derived_addresses
from flowdown.scan.code_file import CodeFile
from flowdown.scan.code_held import (
    holds_body,
    holds_sql,
    holds_table,
    read_held_body,
    read_held_sql,
    read_held_table,
)
from flowdown.scan.code_http import bindings_round, names_in, read_requests
from flowdown.scan.code_names import read_name
from flowdown.scan.code_services import read_services
from flowdown.scan.code_strings import read_string
from flowdown.scan.code_types import ALIAS, members_called
from flowdown.scan.consume import bindings, consumptions
from flowdown.scan.env_reader import is_env_reader
from flowdown.scan.go_tags import holds_tags, read_tags
from flowdown.scan.lexer import Import, Lexer, Span
from flowdown.scan.made_environment import is_made_up
from flowdown.scan.members import members_of
from flowdown.scan.plain_places import are_silent
from flowdown.scan.source_file import SourceFile
from flowdown.scan.test_fakes import is_expected_to_fail
from flowdown.scan.trace import (
    FAKED_GROUP,
    MENTION_ROLES,
    TEST_GROUP,
    Binding,
    Reference,
    Role,
    Space,
    Trace,
    TraceKind,
    Yield,
    literal,
)

_NAMED_ONLY = frozenset({TraceKind.MODEL_ID, TraceKind.ENDPOINT, TraceKind.ENV_KEY, TraceKind.CONFIG})
"""What a test that fakes the rest only names."""
_BUILT = frozenset({TraceKind.CLIENT, TraceKind.CALL})
"""What binds a client, or what one answers: where such a name is only passed on tells nothing."""
_NEAR = 1500
"""Characters behind a parameter in which it is put into a member."""
_MEMBER = r"(?:\b(?:self|this)\.|\$this->|@|(?<=[\s;{}])(?=_\w))"
"""What stands before the name of a member; nothing where it is called as members are."""
_ASKING = frozenset({TraceKind.CLIENT, TraceKind.CALL})
_FAKEABLE = _NAMED_ONLY | _ASKING
_NO_ACT = MENTION_ROLES | {Role.DECLARED}
CODE_KINDS = (
    TraceKind.DEPENDENCY,
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


def read_code(source: SourceFile, lexer: Lexer) -> Iterator[Yield]:
    """Yield the traces, bindings and consumptions at and because of the hits of one file of program code."""
    file = CodeFile(source, lexer)
    for each in _read(file):
        if isinstance(each, Trace) and each.kind is TraceKind.CALL and not each.group and _is_in_tests(file, each):
            yield replace(each, group=TEST_GROUP)
        else:
            yield each


def _read(file: CodeFile) -> Iterator[Yield]:
    source = file.source
    live = []
    for hit in source.hits:
        if file.is_comment(hit[0]):
            if source.judge is None or source.judge.plain(hit) is None:
                yield file.text(*hit, Role.COMMENTED)
        else:
            live.append(hit)
    if are_silent(file, live):
        return
    bound: set[str] = set()
    held: set[str] = set()
    told: set[str] = set()
    for found, is_quiet in _at_hits(file, live):
        each = _in_branch(file, found) if isinstance(found, Trace) and found.role not in MENTION_ROLES else found
        if isinstance(each, Trace) and each.kind in _FAKEABLE and _is_faked(file, each):
            role = each.role if each.role in _NO_ACT or each.kind in _ASKING else Role.TESTED
            each = replace(each, role=role, group=FAKED_GROUP)
        elif isinstance(each, Trace) and _is_in_tests(file, each):
            each = replace(each, group=TEST_GROUP)
        if isinstance(each, Binding):
            bound.add(each.name)
            held.add(each.name)
        elif isinstance(each, Trace) and each.binds and each.kind is not TraceKind.IMPORT and not is_quiet:
            bound.add(each.binds)
            if each.kind not in _BUILT:
                held.add(each.binds)
        if isinstance(each, Trace) and each.kind is TraceKind.CLIENT:
            told.update(_told_hosts(each))
            for alias in _put_into_members(file, each):
                bound.add(alias.binds)
                yield alias
        yield each
    yield from bindings_round(file, told)
    yield from _followed(file, bound, held)


def _followed(file: CodeFile, bound: set[str], held: set[str]) -> Iterator[Yield]:
    """Where a file uses the names that it binds; `held` are those that hold more than a client."""
    for made in derived_addresses(file, held):
        if isinstance(made, Binding):
            bound.add(made.name)
            held.add(made.name)
        yield made
    members = list(members_of(file, bound))
    yield from members
    bound.update(member.name for member in members)
    held.update(member.name for member in members)
    given: set[str] = set()
    asked: set[str] = set()
    for each in consumptions(file, bound, clients=bound - held):
        if isinstance(each, Trace):
            asked.update(_told_models(each))
            if each.is_offered:
                given.add(each.name)  # a table of models, by a row that a constant gives one
        if isinstance(each, Binding) and each.name.endswith("()"):
            given.add(each.name)  # a function that returns what a name of its own holds
        yield _answered(file, each)
    yield from (_answered(file, each) for each in consumptions(file, given - bound))
    if file.lexer.language == "go":
        yield from _calls_of_members(file, members_called(file) - bound - given)
    yield from _taken_from_environment(file, asked - bound)
    yield from read_requests(file)


def _taken_from_environment(file: CodeFile, names: Collection[str]) -> Iterator[Binding]:
    """What a file reads from the environment for names that a call takes its model from: another file may set it."""
    for each in bindings(file, names) if names else ():
        if isinstance(each.value, Reference) and each.value.space is Space.ENV:
            yield each


def _told_models(call: Trace) -> Iterator[str]:
    """The names that hold which model is called."""
    for argument in call.arguments:
        if vocabulary.is_model_key(argument.name):
            yield from names_in(argument.value)


def _calls_of_members(file: CodeFile, names: Collection[str]) -> Iterator[Trace]:
    """The calls of what members hold that have one of some names, and not of what the file calls so itself."""
    for each in consumptions(file, names):
        if isinstance(each, Trace) and not (literal(each.value) or "").startswith(f"{each.receiver}."):
            yield each


def _told_hosts(client: Trace) -> Iterator[str]:
    """The names that hold where a client is pointed."""
    for argument in client.arguments:
        if vocabulary.is_host_key(argument.name):
            yield from names_in(argument.value)


def _put_into_members(file: CodeFile, client: Trace) -> Iterator[Trace]:
    """The members into which a function puts a client of its own: `self._asker = client`."""
    starts, offset = file.source.line_starts, file.source.line_offset
    row = client.place.line - offset
    if not client.binds.isidentifier() or file.source.line_map or not 0 < row <= len(starts):
        return
    start = starts[row - 1]
    if client.block[1]:
        last = client.block[1] - offset
        end = starts[last] if 0 < last < len(starts) else len(file.masked)
    elif client.role is Role.DECLARED:
        end = start + _NEAR  # a parameter: the function's body follows
    else:
        return
    if not _is_put(file.masked, client.binds, start, end):
        return
    pattern = re.compile(
        rf"{_MEMBER}(\w+)\s*(?::[^=\n]{{1,60}})?=\s*\$?{re.escape(client.binds)}(?=\s*(?:[;,)}}\n]|\Z))"
    )
    for match in pattern.finditer(file.masked, start, end):
        yield replace(
            client,
            role=Role.DECLARED,
            name=client.name or ALIAS,
            binds=match.group(1),
            block=(0, 0),
            because=(*client.because, f"`{match.group(1)}` holds `{client.binds}`"),
        )


def _is_put(masked: str, name: str, start: int, end: int) -> bool:
    """Whether a name stands anywhere right behind a `=`: few do."""
    at = masked.find(name, start, end)
    while at >= 0:
        before = at - (masked[at - 1] == "$")
        while before > start and masked[before - 1].isspace():
            before -= 1
        if before > start and masked[before - 1] == "=":
            return True
        at = masked.find(name, at + 1, end)
    return False


def _answered(file: CodeFile, each: Yield) -> Yield:
    """A call, marked if something answers it in the place of a service."""
    is_faked = file.fakes is not None and isinstance(each, Trace) and each.kind in _ASKING and _is_faked(file, each)
    return replace(each, group=FAKED_GROUP) if is_faked and isinstance(each, Trace) else each


def _is_faked(file: CodeFile, trace: Trace) -> bool:
    """Whether a trace stands in a part of a test that fakes something; a key that is really read is read all the same."""
    if file.fakes is None or file.source.line_map:
        return False
    is_key = trace.kind is TraceKind.ENV_KEY
    is_read = trace.role is Role.READ and (not trace.callee or is_env_reader(trace.callee))
    row = trace.place.line - file.source.line_offset
    starts = file.source.line_starts
    if not 0 < row <= len(starts):
        return False
    offset = starts[row - 1] + trace.place.column - 1
    if is_key:
        return is_made_up(file.source.text, offset) or (not is_read and file.fakes.holds(offset))
    if trace.kind in _ASKING:
        return file.fakes.answers(offset)
    if file.fakes.holds(offset):
        return True
    if file.echoes is not None and file.echoes.holds(offset, trace.callee):
        return True
    return is_expected_to_fail(file.masked, offset)


def _is_in_tests(file: CodeFile, trace: Trace) -> bool:
    if file.tests_from >= len(file.masked) or file.source.line_map:
        return False
    return trace.place.line - file.source.line_offset > file.masked.count("\n", 0, file.tests_from)


def read_opened(source: SourceFile, lexer: Lexer, namespaces: Iterable[str]) -> Iterator[Yield]:
    """What a file takes out of namespaces that another file of its project opens for it."""
    file = CodeFile(source, lexer)
    bound: set[str] = set()
    for each in uses_of_opened(file, [Import(name, 0, 0, (), is_open=True) for name in namespaces]):
        if isinstance(each, Trace):
            bound.add(each.binds)
        yield each
    yield from consumptions(file, bound)


def read_consumptions(source: SourceFile, lexer: Lexer, names: Collection[str]) -> Iterator[Yield]:
    """Where a file uses names that other files bind, and the requests that it sends."""
    file = CodeFile(source, lexer)
    yield from consumptions(file, names)
    yield from read_requests(file)


def read_bindings(source: SourceFile, lexer: Lexer, names: Iterable[str]) -> Iterator[Yield]:
    """What a file binds to names that other files use."""
    return bindings(CodeFile(source, lexer), names)


def _at_hits(file: CodeFile, live: Sequence[tuple[int, int]]) -> Iterator[tuple[Yield, bool]]:
    """What stands at hits, and whether it is the call of a mere library: what that returns is not followed."""
    taken: set[int] = set()
    yield from read_imports(file, live, taken)
    yield from ((found, False) for found in read_services(file, live))
    done: set[int] = set()
    statements: list[Span] = []
    for start, end in live:
        if start in taken:
            continue
        span = file.lexed.span_at(start)
        if span is not None:
            if span.start not in done:
                done.add(span.start)
                if holds_sql(file, span):
                    statements.append(span)
                    continue
                yield from ((found, False) for found in _reader_of(file, span)(file, span))
            continue
        word_start, word_end = file.word_at(start, end)
        if word_start not in done and not file.is_called(word_start):
            done.add(word_start)
            is_quiet = (start, end) in file.source.libraries
            yield from ((found, is_quiet) for found in read_name(file, word_start, word_end, (start, end)))
    yield from ((found, False) for found in read_held_sql(file, statements))


def _reader_of(file: CodeFile, span: Span) -> Callable[[CodeFile, Span], Iterator[Yield]]:
    """What reads a string that holds a hit."""
    if file.lexer.language == "go" and holds_tags(file, span):
        return read_tags
    if holds_table(file, span):
        return read_held_table
    return read_held_body if holds_body(file, span) else read_string


def _in_branch(file: CodeFile, trace: Trace) -> Trace:
    """The trace with the branch that it stands in, if that depends on a literal."""
    starts = file.source.line_starts
    row = trace.place.line - file.source.line_offset
    if file.source.line_map or not 0 < row <= len(starts):
        return trace
    found = branch_of(file.lexed, file.frames, starts[row - 1] + trace.place.column - 1)
    return trace if found is None else replace(trace, branch=(found.name, found.literal))
