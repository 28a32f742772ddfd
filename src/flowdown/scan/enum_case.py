"""Enumerations whose members are ids of models: `enum ChatModel: String { case large = "acme-large-2" }`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan import vocabulary
from flowdown.scan.code_file import CodeFile
from flowdown.scan.lexer import Span
from flowdown.scan.trace import CASE, Binding, Role, Space, Trace, TraceKind, Value, Yield

_MEMBER = re.compile(r"[ \t]*case[ \t]+`?(\w+)`?[ \t]*=[ \t]*\Z")
_HEAD = re.compile(r"\benum\s+(\w+)\s*:\s*(?:Swift\.)?String\b[^{}]*\Z")
_BLOCK_HEAD = re.compile(r"\benum\s+(\w+)[^{}()\n]*\Z")
_MOST_AROUND = 4
"""Blocks round a member that are looked at for the enumeration which it belongs to."""
_SWIFT_HEAD = re.compile(r"\b(?:enum|extension)\s+(\w+)\s*(?::[^{}]*)?\Z")
_SWIFT_ARM = re.compile(r"\bcase\s+\.\w+(?:\([^()]*\))?\s*:\s*(?:return\s+)?\Z")
_SWIFT_PROPERTY = re.compile(r"\bvar\s+(\w+)\s*:\s*String\??\s*\{")
_RUST_ARM = re.compile(
    r"\b([A-Z]\w*)::\w+\s*=>\s*(?:(?:String::from|Some|Ok|(?:f|fmt)\.(?:write_str|pad))\(\s*|write!\(\s*\w+\s*,\s*)?\Z"
)
_RUST_RENAMED = re.compile(r"#\[serde\(\s*rename\s*=\s*\Z")
_RUST_SENT = re.compile(
    r"#\[derive\([^()]*\bSerialize\b[^()]*\)\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^()]*\))?\s+)?enum\s+(\w+)\s*\{\Z"
)
_RUST_HEAD = re.compile(r"\bimpl(?:<[^<>]*>)?\s+(?:[\w:<>]+\s+for\s+)?(\w+)\s*\{")
_BUILT_MEMBER = re.compile(r"(?:^|[\n,{])\s*(?:@[\w.]+(?:\([^()]*\))?\s*)*[A-Za-z_]\w*\s*\Z")
_ENUM_HEAD = re.compile(r"\benum\s+(?:class\s+)?\w+\b[^{};]*\Z")
_CONSTANT = re.compile(r"(?:^|[\n,{])\s*([A-Z][A-Z0-9_]+)\s*\Z")
_KOTLIN_HEAD = re.compile(r"\benum\s+class\s+(\w+)\s*(?:@\w+\s*)?\(([^{}]*)\)\s*(?::[^{}]*)?\{")
_DART_HEAD = re.compile(r"\benum\s+(\w+)\s*\{")
_PARAMETER = re.compile(r"(?:val|var|this\.)\s*(\w+)")
_SPELLERS = frozenset(
    "to_string as_str as_string to_str fmt as_ref into from id model_id model_name model_str api_id api_name rawvalue modelid modelname apiname apiid value raw".split()
)
"""Functions and properties that give the text of a member as a service is told it ..."""
_SHOWN = frozenset(
    "display label title nick short friendly pretty description desc summary provider vendor company".split()
)
"""... and words of those that people are shown."""
_MODELS = frozenset("model models llm".split())
_HEAD_REACH = 200
_REACH = 4000
"""Characters above a member in which the enumeration's head is looked for."""


def enum_round(file: CodeFile, span: Span) -> str:
    """The name of the enumeration of models one of whose members a literal is the text of; empty if it is of none."""
    language = file.lexer.language
    find = _FINDERS.get(language)
    name = find(file, span.start) if find is not None else ""
    return name if name and names_models(name) else ""


def _in_swift(file: CodeFile, start: int) -> str:
    masked = file.masked
    line = masked.rfind("\n", 0, start) + 1
    if _MEMBER.match(masked, line, start) is not None:
        return _group_round(file, start)
    if _SWIFT_ARM.search(masked, max(0, start - 120), start) is None:
        return ""
    spelled = _last(_SWIFT_PROPERTY, masked, start)
    is_speller = spelled.lower() in _SPELLERS or (vocabulary.is_model_key(spelled) and _is_told(spelled))
    return _swift_type(file, start) if is_speller else ""


def _swift_type(file: CodeFile, start: int) -> str:
    """The name of the innermost enumeration whose body holds an offset."""
    openers = (frame.opener for frame in file.frames.around(start, 6) if frame.char == "{")
    heads = (_SWIFT_HEAD.search(file.masked, max(0, opener - _HEAD_REACH), opener) for opener in openers)
    return next((head.group(1) for head in heads if head is not None), "")


def _is_told(name: str) -> bool:
    """Whether a property does not say by its name that people are shown what it gives."""
    return _SHOWN.isdisjoint(vocabulary.words_of(name))


def _group_round(file: CodeFile, start: int) -> str:
    """The enumeration of texts whose block holds a case."""
    opener = file.frames.around(start, 1)[0].opener
    head = _HEAD.search(file.masked, max(0, opener - 160), opener) if opener >= 0 else None
    return head.group(1) if head is not None else ""


def _enumeration_round(file: CodeFile, start: int) -> str:
    """The enumeration of models inside which others group its members: `enum AskModel { enum Large: String { ... } }`."""
    for frame in file.frames.around(start, _MOST_AROUND):
        head = _BLOCK_HEAD.search(file.masked, max(0, frame.opener - 120), frame.opener) if frame.char == "{" else None
        if head is not None and names_models(head.group(1)):
            return head.group(1)
    return ""


def case_name(enumeration: str, group: str, member: str) -> str:
    """The name by which the text of a member is bound, with the enumeration that groups it inside the first."""
    return f"{CASE}{' '.join(filter(None, (enumeration, group.lower(), member)))}"


def member_bound(file: CodeFile, span: Span, name: str, value: Value) -> Iterator[Yield]:
    """What the member of an enumeration stands for whose text a literal is: in Swift by its case, on the JVM by its constant."""
    masked, start = file.masked, span.start
    place = file.source.place(span.start, span.end)
    if file.lexer.language == "swift":
        case = _MEMBER.match(masked, masked.rfind("\n", 0, start) + 1, start)
        outer = name or (_enumeration_round(file, start) if case is not None else "")
        if case is None or not outer:
            return
        bound = case_name(outer, "" if name else _group_round(file, start), case.group(1))
        yield Binding(Space.CODE, bound, value, place, file.module)
        if not name:
            yield Binding(Space.CODE, outer, value, place, file.module)
            yield Trace(TraceKind.MODEL_ID, value, file.inner_place(span), Role.DECLARED, language="swift", name=bound)
    elif file.lexer.language == "jvm":
        frames = file.frames.around(start, 2)
        if len(frames) < 2 or frames[0].char != "(" or frames[1].char != "{":
            return
        constant = _CONSTANT.search(masked, max(frames[1].opener, frames[0].opener - 80), frames[0].opener)
        is_member = constant is not None and _ENUM_HEAD.search(masked, max(0, frames[1].opener - 200), frames[1].opener)
        if constant is not None and is_member:
            name = constant.group(1)
            yield Binding(Space.CODE, name, value, place, file.module)
            yield Trace(TraceKind.MODEL_ID, value, file.inner_place(span), Role.DECLARED, language="jvm", name=name)


def names_models(name: str) -> bool:
    """Whether the name of a type says that its members are models."""
    return not _MODELS.isdisjoint(vocabulary.words_of(name))


def _in_rust(file: CodeFile, start: int) -> str:
    if _RUST_RENAMED.search(file.masked, max(0, start - 40), start) is not None:
        return _renamed_round(file, start)
    arm = _RUST_ARM.search(file.masked, max(0, start - 120), start)
    if arm is None or file.headers.before(start).name not in _SPELLERS:
        return ""
    return _last(_RUST_HEAD, file.masked, start) if arm.group(1) == "Self" else arm.group(1)


def _renamed_round(file: CodeFile, start: int) -> str:
    """The enumeration that is sent, one of whose members is spelled so: `#[serde(rename = "acme-2")] Large`."""
    frame = next((each for each in file.frames.around(start, 4) if each.char == "{"), None)
    found = _RUST_SENT.search(file.masked, max(0, frame.opener - 400), frame.opener + 1) if frame is not None else None
    return found.group(1) if found is not None else ""


def _in_built(file: CodeFile, start: int) -> str:
    """The enumeration of Kotlin or Dart whose members are built of texts: `LARGE("acme-large-2", "Large")`."""
    frames = file.frames.around(start, 2)
    if len(frames) < 2 or frames[0].char != "(" or frames[1].char != "{":
        return ""
    masked, body = file.masked, frames[1].opener
    if _BUILT_MEMBER.search(masked, max(body, frames[0].opener - 160), frames[0].opener) is None:
        return ""
    is_kotlin = file.lexer.language == "jvm"
    head = (_KOTLIN_HEAD if is_kotlin else _DART_HEAD).search(masked, max(0, body - 400), body + 1)
    if head is None or head.end() != body + 1:
        return ""
    told = head.group(2) if is_kotlin else _constructor(masked, head.group(1), body)
    names = _PARAMETER.findall(told)
    name = names[frames[0].position] if 0 <= frames[0].position < len(names) else "label"
    return head.group(1) if _is_told(name) else ""


def _constructor(masked: str, name: str, body: int) -> str:
    found = re.search(rf"\bconst\s+{name}\s*\(([^()]*)\)", masked[body : body + _REACH])
    return found.group(1) if found is not None else ""


def _last(pattern: re.Pattern[str], masked: str, start: int) -> str:
    heads = pattern.findall(masked, max(0, start - _REACH), start)
    return heads[-1] if heads else ""


_FINDERS = {"swift": _in_swift, "rust": _in_rust, "jvm": _in_built, "dart": _in_built}
