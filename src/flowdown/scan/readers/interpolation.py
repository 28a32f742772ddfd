"""Read a string with placeholders into a value: which names stand in it, and what is taken when they are not set."""

from __future__ import annotations

import re
from enum import Enum, auto

from flowdown.scan.trace import Choice, Join, Reference, Space, Text, Unknown, Value

NEST_LIMIT = 4
"""Placeholders inside the default of a placeholder."""
PLACEHOLDER_LIMIT = 64
"""Placeholders of one string that are read; what follows is kept as text."""


class Dialect(Enum):
    """Which notation for placeholders a file uses where they differ."""

    PLAIN = auto()
    SHELL = auto()  # `$X` without braces counts
    TERRAFORM = auto()  # `${expression}`
    WORKFLOW = auto()  # `${{ context.name || 'x' }}`


_EXPRESSION = re.compile(r"\$\{\{\s*([^}]*(?:\}(?!\})[^}]*)*?)\s*\}\}")
_MUSTACHE = re.compile(r"\{\{-?\s*([^{}]*?)\s*-?\}\}")
_DOLLAR = re.compile(r"\$\{")
_BARE = re.compile(r"\$([A-Za-z_]\w*)")
_PAREN = re.compile(r"\$\(([A-Za-z_][\w.]*)\)")
_PERCENT = re.compile(r"%([A-Z_][A-Z0-9_]+)%")
_WHOLE = re.compile(
    r"(?:os\.environ/|env[:.]|process\.env\.|\$env:|\{env:|secret:|ENV\[['\"]|env://)([A-Za-z_]\w*)(?:['\"]?\]|\})?\Z"
)
_ERB = re.compile(
    r"<%=?-?\s*ENV(?:\.fetch\(|\[)\s*['\"](?P<name>\w+)['\"][\])]?(?:(?:[^%]*?(?:\|\||,|\{))?\s*['\"](?P<default>[^'\"%]*)['\"])?[^%]*-?%>"
)
_ANY = re.compile(r"<%|\$\{\{|\{\{|\$\{|\$\(|\$[A-Za-z_]|%[A-Z_]")
_NAME = re.compile(r"[A-Za-z_][\w.\-]*\Z")
_CONTEXT = re.compile(
    r"(?:env|secrets|vars|inputs|matrix|github\.event\.inputs|parameters|needs|steps|variables)\.[\w.\-]+"
)
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_HELM = re.compile(r"(?:\$?\.)?((?:Values|values)(?:\.\w+)+)")
_HELM_DEFAULT = re.compile(r"default\s+(?:\"([^\"]*)\"|'([^']*)'|`([^`]*)`)")
_TEMPLATE_ENV = re.compile(
    r"(?:\benv(?:Override)?\s*[( ]\s*|lookup\(\s*['\"]env['\"]\s*,\s*|env_var\(\s*"
    r"|getenv\s*\(?\s*)['\"]?([A-Za-z_]\w*)['\"]?"
)
_TEMPLATE_NAME = re.compile(r"\$?\.?([A-Za-z_][\w.]*)(?:\s*\|.*)?\Z")


def read_value(text: str, dialect: Dialect = Dialect.PLAIN, depth: int = 0) -> Value:
    """The value that a string stands for."""
    if "$" not in text and "{{" not in text and "%" not in text:
        whole = _WHOLE.match(text)
        return Reference(Space.ENV, whole.group(1)) if whole else Text(text)
    whole = _WHOLE.match(text)
    if whole:
        return Reference(Space.ENV, whole.group(1))
    parts: list[Value] = []
    at = literal_from = 0
    for _ in range(PLACEHOLDER_LIMIT):
        found = _ANY.search(text, at)
        if not found:
            break
        value, end = _placeholder(text, found.start(), dialect, depth)
        if value is None:
            at = found.start() + 1
            continue
        if found.start() > literal_from:
            parts.append(Text(text[literal_from : found.start()]))
        parts.append(value)
        at = literal_from = end
    if literal_from < len(text):
        parts.append(Text(text[literal_from:]))
    if not parts:
        return Text(text)
    return parts[0] if len(parts) == 1 else Join(tuple(parts))


def references(value: Value) -> list[Reference]:
    """Every name that a value depends on, outermost first."""
    if isinstance(value, Reference):
        return [value, *(references(value.default) if value.default is not None else [])]
    if isinstance(value, Choice):
        return [one for option in value.options for one in references(option)]
    if isinstance(value, Join):
        return [one for part in value.parts for one in references(part)]
    return []


def workflow_expression(text: str) -> Value:
    """The value of an expression such as `inputs.model || 'x'`."""
    options: list[Value] = []
    for part in re.split(r"\|\||&&", text)[:8]:
        context = _CONTEXT.search(part)
        quoted = _QUOTED.search(part)
        if context and not ("==" in part or "!=" in part):
            options.append(context_reference(context.group()))
        elif quoted and not ("==" in part or "!=" in part):
            options.append(Text(quoted.group(1) or quoted.group(2) or ""))
    if not options:
        return Unknown(text)
    return options[0] if len(options) == 1 else Choice(tuple(options))


def context_reference(dotted: str) -> Reference:
    """A context's name (`env.X`, `secrets.X`, `inputs.x`) as a reference."""
    if dotted.startswith("github.event.inputs."):
        dotted = dotted.removeprefix("github.event.")
    space, _, name = dotted.partition(".")
    if space == "env" or (space == "variables" and "." not in name):
        return Reference(Space.ENV, name)
    return Reference(Space.VARIABLE, dotted)


def pseudo_parameter(name: str) -> Value:
    """The value of a parameter that a template need not declare: `AWS::Region`."""
    given = _GIVEN.get(name)
    return Reference(Space.VARIABLE, name) if given is None else Text(given)


def _placeholder(text: str, at: int, dialect: Dialect, depth: int) -> tuple[Value | None, int]:
    if text.startswith("${{", at):
        found = _EXPRESSION.match(text, at)
        return (workflow_expression(found.group(1)), found.end()) if found else (None, at)
    if text.startswith("<%", at):
        found = _ERB.match(text, at)
        if found is None:
            return None, at
        default = found.group("default")
        return Reference(Space.ENV, found.group("name"), None if default is None else Text(default)), found.end()
    if text.startswith("{{", at):
        found = _MUSTACHE.match(text, at)
        return (_mustache(found.group(1)), found.end()) if found else (None, at)
    if text.startswith("${", at):
        stop = _closing(text, at + 2)
        if stop < 0:
            return None, at
        return _braced(text[at + 2 : stop], dialect, depth), stop + 1
    for pattern in (_PAREN, _PERCENT) if dialect is not Dialect.SHELL else (_BARE,):
        found = pattern.match(text, at)
        if found:
            return Reference(Space.ENV, found.group(1)), found.end()
    if dialect is Dialect.PLAIN and text.startswith("$", at):
        # A bare `$x` counts where it looks like an environment variable.
        found = _BARE.match(text, at)
        if found and found.group(1).isupper():
            return Reference(Space.ENV, found.group(1)), found.end()
    return None, at


def _closing(text: str, at: int) -> int:
    depth = 1
    for offset in range(at, min(len(text), at + 2000)):
        if text[offset] == "{":
            depth += 1
        elif text[offset] == "}":
            depth -= 1
            if depth == 0:
                return offset
    return -1


_CALLED = re.compile(r"env\(\s*['\"]?([A-Za-z_]\w*)['\"]?\s*(?:,\s*([^)]*?)\s*)?\)\Z")
_PSEUDO = re.compile(r"[A-Za-z]\w*::\w+\Z")
_GIVEN = {"AWS::URLSuffix": "amazonaws.com"}
"""What a parameter of CloudFormation itself is everywhere but in the partitions of China and of governments."""
_OPERATORS = re.compile(r"([A-Za-z_][\w.\-]*?|[0-9]+|[@*])(:-|:=|=|-|:\?|\?|:\+|:)(.*)\Z", re.DOTALL)


def _braced(inside: str, dialect: Dialect, depth: int) -> Value:
    if dialect is Dialect.TERRAFORM:
        return terraform_expression(inside, depth)
    inside = inside.strip().removeprefix("?")
    called = _CALLED.match(inside)
    if called:
        is_open = not called.group(2) or depth >= NEST_LIMIT
        return Reference(Space.ENV, called.group(1), None if is_open else _default(called.group(2), dialect, depth))
    for prefix in ("env:", "env.", "ssm:", "self:", "opt:", "param:"):
        if inside.startswith(prefix) and depth < NEST_LIMIT:
            name, _, fallback = inside[len(prefix) :].partition(",")
            space = Space.ENV if prefix.startswith("env") else Space.VARIABLE
            full = name.strip() if space is Space.ENV else prefix.rstrip(":") + "." + name.strip()
            return Reference(space, full, _default(fallback.strip(), dialect, depth) if fallback else None)
    if _PSEUDO.match(inside):
        return pseudo_parameter(inside)
    if _NAME.match(inside):
        return Reference(Space.ENV if "." not in inside else Space.VARIABLE, inside)
    found = _OPERATORS.match(inside)
    if found and depth < NEST_LIMIT:
        name, operator, rest = found.groups()
        default = _default(rest, dialect, depth) if operator in (":-", ":=", "=", "-", ":") else None
        return Reference(Space.ENV if "." not in name else Space.VARIABLE, name, default)
    return Unknown("${" + inside + "}")


def _default(text: str, dialect: Dialect, depth: int) -> Value:
    return read_value(text.strip("\"'"), dialect, depth + 1)


_TRAVERSAL = re.compile(r"[A-Za-z_][\w\-]*(?:\.[A-Za-z_*][\w\-]*|\[[^\]]*\])*\Z")
_CONDITIONAL = re.compile(r"[^?]+\?\s*([^:]+?)\s*:\s*(.+)\Z", re.DOTALL)
_FALLBACK = re.compile(r"(?:coalesce|try|lookup)\((.+)\)\Z", re.DOTALL)


def terraform_expression(text: str, depth: int = 0) -> Value:
    """The value of an expression of Terraform: a traversal, a literal, a conditional, a fallback."""
    text = text.strip()
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1].strip()
    if _TRAVERSAL.match(text):
        return Reference(Space.VARIABLE, text)
    if len(text) > 1 and text[0] == text[-1] == '"' and text.count('"') == 2:
        return read_value(text[1:-1], Dialect.TERRAFORM, depth + 1) if depth < NEST_LIMIT else Unknown(text)
    if depth >= NEST_LIMIT:
        return Unknown(text)
    conditional = _CONDITIONAL.match(text)
    if conditional and "${" not in text:
        # Both branches may be taken; the one taken when nothing is set cannot be told apart here.
        options = [terraform_expression(part, depth + 1) for part in conditional.groups() if part.strip() != "null"]
        return Choice(tuple(options)) if len(options) > 1 else options[0] if options else Unknown(text)
    fallback = _FALLBACK.match(text)
    if fallback:
        parts = [terraform_expression(part, depth + 1) for part in fallback.group(1).split(",")[:6]]
        return Choice(tuple(parts))
    return Unknown(text)


def _mustache(inside: str) -> Value:
    env = _TEMPLATE_ENV.search(inside)
    default = _HELM_DEFAULT.search(inside)
    fallback = Text(next(group for group in default.groups() if group is not None)) if default else None
    if env:
        return Reference(Space.ENV, env.group(1), fallback)
    helm = _HELM.search(inside)
    if helm:
        return Reference(Space.VARIABLE, helm.group(1), fallback)
    context = _CONTEXT.match(inside)
    if context:
        return context_reference(context.group())
    named = _TEMPLATE_NAME.match(inside)
    if named:
        return Reference(Space.VARIABLE, named.group(1), fallback)
    return Unknown("{{" + inside + "}}")
