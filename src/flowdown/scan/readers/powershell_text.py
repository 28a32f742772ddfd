"""What surrounds a place of PowerShell, and what its expressions hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flowdown.scan.callee_before import callee_before
from flowdown.scan.code_file import CodeFile
from flowdown.scan.lexer import Span, SpanKind
from flowdown.scan.trace import Choice, Join, Reference, Space, Text, Unknown, Value
from flowdown.scan.vocabulary import makes_address

_PARAMETER = re.compile(
    r"(?<![\w-])-(?P<name>[A-Za-z]\w*)(?::[ \t]*|[ \t]+)(?:@?\([ \t]*|(?P<more>[^-;|\n]*,[ \t]*))?$"
)
_OPERATOR = re.compile(
    r"(?i)(?<![\w-])-(?:c|i)?(?:eq|ne|like|notlike|match|notmatch|contains|notcontains|in|notin|replace|split)\s*@?\(?[^()\n]*$"
)
_ASSIGNED = re.compile(
    r"(?:^|[{;(,\n\s\]])(?P<name>\$(?:\w+:)?\w+(?:\.\w+)*|\$\w+\[[\"'][^\"'\n]+[\"']\]|[\"'][\w.\- ]+[\"']|[A-Za-z_][\w.-]*)\s*\+?=\s*(?:\[[\w.]+\]\s*)?\(?\s*$"
)
_OR_ELSE = re.compile(r"\?\?=?\s*$|\belse\s*\{\s*$")
_NAME = re.compile(r"\$(?:(?P<scope>\w+):)?(?P<name>\w+(?:\.\w+)*)\Z|\$\{(?P<braced>\w+)\}\Z")
_CALL = re.compile(r"([A-Za-z]+-\w+)(?:[ \t]|\Z)")
_FORMAT = re.compile(r"(?i)\s*-f\b\s*")
_COMMAND = re.compile(r"[ \t]*(?P<name>[A-Za-z][\w.\\-]*)")
FUNCTION = re.compile(r"(?im)\bfunction\s+(?:\w+:)?([\w-]+)")


@dataclass(frozen=True, slots=True)
class PowerShellContext:
    """What surrounds one place: its command, the parameter or key by which it is given, the variable it becomes."""

    command: str = ""
    parameter: str = ""
    key: str = ""
    target: str = ""
    callee: str = ""
    in_list: bool = False
    is_compared: bool = False
    is_default: bool = False
    is_key: bool = False


def context_of(file: CodeFile, start: int, end: int) -> PowerShellContext:
    """The context of a string or word between two offsets."""
    text, masked = file.source.text, file.masked
    frame = file.frames.around(start, 1)[0]
    before = text[max(frame.opener + 1, start - 400, 0) : start]
    flat = masked[max(frame.opener + 1, start - 400, 0) : start]
    line = flat.rsplit("\n", 1)[-1]
    ahead = masked[max(0, frame.opener - 120) : frame.opener]
    is_call = frame.char == "(" and not ahead.endswith(("@", "$", " ", "\n", "(", "=", ","))
    callee = callee_before(ahead) if is_call or re.search(r"(?i)\bparam\s*$", ahead) else ""
    is_compared = _OPERATOR.search(line) is not None or (
        frame.char == "{" and re.match(r"\s*\{", masked[end:]) is not None
    )
    parameter = _PARAMETER.search(line)
    assigned = _ASSIGNED.search(before)
    name = assigned.group("name") if assigned is not None and parameter is None else ""
    is_variable = name.startswith("$") and "[" not in name
    member = re.search(r"\[[\"'](.+)[\"']\]", name)
    key = member.group(1) if member else "" if is_variable else name.strip("\"'")
    return PowerShellContext(
        command_before(masked, start),
        parameter.group("name") if parameter is not None else "",
        key,
        bare(name) if is_variable else "",
        callee,
        (frame.char == "(" and ahead.endswith("@")) or (parameter is None and line.rstrip().endswith(",") and not name),
        is_compared,
        callee.lower() == "param" or _OR_ELSE.search(flat) is not None,
        re.match(r"\s*=(?![=])", masked[end : end + 8]) is not None,
    )


def command_before(masked: str, offset: int) -> str:
    """The command whose arguments hold an offset: the first word behind the last separator, lines joined by backticks."""
    begin = max(0, offset - 1500)
    at = offset
    depth = 0
    while at > begin:
        sign = masked[at - 1]
        if sign in ")}]":
            depth += 1
        elif sign in "({[":
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and (sign in ";|=" or (sign == "\n" and masked[max(0, at - 4) : at - 1].rstrip()[-1:] != "`")):
            break
        at -= 1
    found = _COMMAND.match(masked, at, offset)
    return found.group("name") if found is not None else ""


def bare(name: str) -> str:
    """A variable's name without its sign and scope."""
    return name.lstrip("$").rsplit(":", 1)[-1]


def value_of(file: CodeFile, start: int, end: int) -> Value:
    """The value of an expression between two offsets."""
    masked = file.masked
    while start < end and masked[start] in " \t\r\n(":
        start += 1
    while end > start and masked[end - 1] in " \t\r\n)":
        end -= 1
    span = file.lexed.span_at(start)
    if span is not None and span.kind is not SpanKind.COMMENT:
        if span.end >= end:
            return held_by(file, span)
        joined = masked[span.end : end].lstrip()
        if joined.startswith("+"):
            return Join((held_by(file, span), value_of(file, end - len(joined) + 1, end)))
        given = _FORMAT.match(masked, span.end, end)
        return _filled(file, held_by(file, span), given.end(), end) if given is not None else held_by(file, span)
    text = masked[start:end]
    named = _NAME.match(text)
    if named is not None:
        return _reference(named)
    plus = text.find("+")
    if plus > 0:
        return Join((value_of(file, start, start + plus), value_of(file, start + plus + 1, end)))
    called = _CALL.match(text)
    if called is not None and makes_address(called.group(1)):
        return Reference(Space.CODE, f"{called.group(1)}()")
    return Unknown(text[:60])


def _filled(file: CodeFile, pattern: Value, start: int, end: int) -> Value:
    """A pattern with what is given to it: `'{0}/x' -f (Get-AcmeUri)`; of several only the first, with which it begins."""
    if not isinstance(pattern, Text) or not pattern.text.startswith("{0}"):
        return pattern  # the pattern says most
    comma = file.masked.find(",", start, end)
    return Join((value_of(file, start, comma if comma >= 0 else end), Text(pattern.text[3:])))


def held_by(file: CodeFile, span: Span) -> Value:
    """What a string holds, its variables as references."""
    inner = file.lexed.inner(span)
    pattern = file.lexer.interpolation
    if span.kind is not SpanKind.TEMPLATE or pattern is None or "$" not in inner:
        return Text(inner)
    parts: list[Value] = []
    at = 0
    for found in pattern.finditer(inner):
        if found.start() > at:
            parts.append(Text(inner[at : found.start()]))
        named = _NAME.match("$" + found.group(1))
        parts.append(_reference(named) if named is not None else Unknown(found.group(1)))
        at = found.end()
    if at < len(inner):
        parts.append(Text(inner[at:]))
    return parts[0] if len(parts) == 1 else Join(tuple(parts))


def _reference(named: re.Match[str]) -> Reference:
    name = named.group("name") or named.group("braced")
    is_env = (named.group("scope") or "").lower() == "env"
    return Reference(Space.ENV if is_env else Space.CODE, name)


def members_of(file: CodeFile, name: str) -> Value | None:
    """What a table holds that is handed on as parameters (`@name`): its address, if it names one."""
    masked = file.masked
    options: list[Value] = []
    for found in re.finditer(rf"(?i)\${re.escape(name)}\s*\+?=\s*@(\{{)", masked):
        close = file.frames.close_of(found.start(1))
        for member in re.finditer(
            r"(?i)(?:^|[{;\n\s])[\"']?(?:uri|url)[\"']?\s*=\s*([^\n;}]+)", file.source.text[found.start(1) : close]
        ):
            start = found.start(1) + member.start(1)
            options.append(value_of(file, start, start + len(member.group(1).rstrip())))
    if not options:
        return None
    return options[0] if len(options) == 1 else Choice(tuple(options))


def function_round(file: CodeFile, offset: int) -> str:
    """The function in which an offset lies, as far as the text before it tells."""
    names = FUNCTION.findall(file.masked, max(0, offset - 6000), offset)
    return names[-1] if names else ""
