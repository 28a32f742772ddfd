"""What surrounds a literal or a name in program code: argument, key, call, target, comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flowdown.scan.block_head import before_lazy, is_arm, is_method_header, opens_block, opens_interface, text_before
from flowdown.scan.callee_before import callee_before
from flowdown.scan.env_reader import is_env_reader, reads_env
from flowdown.scan.expression import is_wrapper
from flowdown.scan.frames import Frame, Frames
from flowdown.scan.lexer import Lexed
from flowdown.scan.list_head import is_bracketed_key, is_list_maker, is_map, opens_list
from flowdown.scan.statement_head import from_return, last_statement, with_type, without_object_types

_CONTROL = frozenset(
    "if while for switch match elif return in and or not case when until unless foreach using catch await yield else throw raise".split()
)
_ASSIGN = re.compile(r"(?<![=!<>:+\-*/%|&^~?])(?::=|=)(?![=>~])|(?:\|\||\?\?|&&)=|\+=")
_KEY_COLON = re.compile(r"(?P<key>[\"'][^\"'\n]*[\"']|[\w$\-.]+(?:::[\w$]+)*|\[[\w$.]+\])\s*\??\s*(?::(?![:=])|=>)")
_COMPARED_BEFORE = re.compile(
    r"(?:[!=~]==?|=~|!~|\b(?:in|not in|is|is not|case|when|like|LIKE|instanceof|startswith|eq|ne)|\bcase\s+\.?\w*)\s*[(\[{]?\s*[rbfu]?$"
    r"|(?<=\s)[<>]=?\s*\(?\s*[rbfu]?$|\bshould(?:Not)?[A-Z]\w*\s*\(?$"
)
_COMPARED_AFTER = re.compile(
    r"^\s*(?:[!=~]==?|\bin\b|\bnot in\b|=~|\.(?:equals|eq|equalsIgnoreCase|contains|startsWith|includes|matches)\()"
)
_NO_COMPARISON = frozenset(["", *",;:)]}\"'`"])
"""What no text ends with that `_COMPARED_BEFORE` finds."""
_DEFAULT_ENDS = frozenset("r|?:erbfu")
"""With one of these a text ends that `_DEFAULT_BEFORE` finds."""
_DEFAULT_BEFORE = re.compile(r"(?:\bor|\|\||\?\?|\?:|\belse)\s*[rbfu]?$")
_TYPE = re.compile(r"\s*(?:export\s+)?(?:declare\s+)?(?:type|interface)\s+[\w$]+[^=]*=|\s*\|\s*$")
_SEVERAL = re.compile(r"\s*(?:var\s+|let\s+|const\s+)?([\w$.@]+)(?:\s*,\s*[\w$.@]+)+\s*:?=(?![=>])\s*")
_HEADER = re.compile(
    r"(?:(?<![\w.])(?:def|function|fn|func|fun|constructor|sub|proc|class|interface)\b[^(){};\n=]*(?:<[^<>(){}\n]*>)?"
    r"|\blambda\b[^(){};:\n]*)\s*$"
)
_PROPERTY = re.compile(
    r"(?:(\w+)\s*\{\s*(?:(?:private|protected|internal)\s+)?get\b(?:[^{}]*\}\s*=(?![=>])|\s*=>)"
    r"|\b(?:public|private|protected|internal|static|override)\s[^=;{}()\n]*?(\w+)\s*=>)(?=[^;{}]*\Z)"
)
_ACCESSOR = re.compile(r"\{\s*get\s*(?:=>|[;{])")
_GET_BLOCK = re.compile(r"(\w+)\s*\{\s*get\s*\Z")
_GETTER = re.compile(r"\{\s*(?:(?:private|protected|internal)\s+)?get\b")
_LAST_NAME = re.compile(r"(?:new\s+|&|\b)([\w.]+(?:::\w+)*)\s*$")
_ASSIGN_OR_BRACKET = re.compile(r"[(\[{)\]}]|(?<![=!<>:+\-*/%|&^~?])(?::=|=)(?![=>~])|(?:\|\||\?\?|\+)=|<-(?!-)")
_ASSIGN_END = re.compile(r"(?::=|[|?+]*=|<-)\s*$")
_SUBSCRIPT_END = re.compile(r"([\w$.]*)\[\s*[\"'](\s*)[\"']\s*\]$")
_QUOTED_END = re.compile(r"[\"'](\s*)[\"']$")
_ANNOTATED = re.compile(
    r"(?s).*?(?:\b(?:const|let|var|val|static|public|private|final|readonly|export|mut|type)\s+)*([\w$.@]+)\s*:\s*[^:=]+$"
)
_WITHIN_TYPE = re.compile(r"\[[^\[\]]*\]\Z")
_TYPED_BEHIND = re.compile(r"\s*(?:(?:const|var)\s+)?(?!(?:const|var)\b)(\w+)\s+[*\[\]]*[A-Za-z][\w.]*\s*\Z")
"""A name with its type behind it: `var address string`."""
_ACCESS_WORDS = ("public", "private", "protected", "internal", "static", "override")
_UNION_AFTER = re.compile(r"[\"']?\s*\|(?!\|)")
_DECLARES = re.compile(r"\b(?:const|var)\s*$")
_THROWN = re.compile(r"\s*(?:raise|throw)\b")
_RETURNED = re.compile(r"\s*(?:return|yield)\b")
_ARROW = re.compile(r"=>\s*(?:\(|[\w.]+\s*)?$")
_ASKED = re.compile(
    r"\s*(?:(?:case(?!\s+(?:class|object)\b)|when|assert)\b|(?:expect|assertThat|(?:Mockito\.)?verify)\s*\()"
)
_MEMBER_OF_ENUM = re.compile(r"\s*case\s+\w+\s*=(?![=>])")
"""A member of an enumeration with its value: `case large = "acme-large"`."""
_DOTTED_NAMES = re.compile(r"[\w$.@\-]+")
_ERROR_CALLEE = re.compile(r"(?:Error|Exception|Warning|Failure|Err)$")


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a place, from the inside out.

    `keys` are the keys and argument names on the way out, innermost first; `callee` is the innermost call that it is
    given to (not counting readers of the environment, whose first argument is `env_key`); `position` its position
    there when not named; `target` the variable assigned; `value_range` the whole expression that becomes its value, `target_range` the one that the variable is assigned.
    """

    keys: tuple[str, ...] = ()
    callee: str = ""
    callee_offset: int = -1
    position: int = -1
    target: str = ""
    env_callee: str = ""
    env_position: int = -1
    env_key_range: tuple[int, int] = (-1, -1)
    value_range: tuple[int, int] = (-1, -1)
    target_range: tuple[int, int] = (-1, -1)
    is_key: bool = False
    is_compared: bool = False
    is_default: bool = False
    is_parameter: bool = False
    is_returned: bool = False
    in_list: bool = False
    in_map: bool = False
    subscript: str = ""
    is_thrown: bool = False
    is_statement: bool = False
    is_type: bool = False
    depth: int = 0
    outer_callee: str = ""

    @property
    def key(self) -> str:
        """The innermost key or argument name."""
        return self.keys[0] if self.keys else ""


class Contexts:
    """Finds the context of places in one lexed file."""

    def __init__(self, lexed: Lexed, frames: Frames) -> None:
        self.lexed = lexed
        self.frames = frames
        self._found: dict[tuple[int, int], Context] = {}

    def around(self, start: int, end: int) -> Context:
        """The context of the literal or name between two offsets; each is asked for several times."""
        found = self._found.get((start, end))
        if found is None:
            found = self._found[start, end] = self._around(start, end)
        return found

    def _around(self, start: int, end: int) -> Context:
        masked = self.lexed.masked
        facts: dict[str, object] = {}
        keys: list[str] = []
        inside = start
        for depth, frame in enumerate(self.frames.around(start)):
            facts["depth"] = depth
            before = self._before(frame, inside)
            if depth == 0 or before.strip():
                self._operators(facts, before, masked[end : end + 40] if depth == 0 else "")
            if frame.opener < 0:
                self._statement(facts, keys, before, frame, inside)
                break
            ahead = text_before(masked, frame.opener) if frame.char == "{" else ""
            if frame.char == "{" and (opens_block(ahead) or _ACCESSOR.match(masked, frame.opener)):
                self._statement(facts, keys, before, frame, inside)
                facts["is_type"] = "is_type" in facts or opens_interface(ahead, self.lexed.lexer.language)
                break
            if frame.char == "(" and _DECLARES.search(masked, max(0, frame.opener - 12), frame.opener):
                self._statement(facts, keys, before, frame, inside)
                break
            key = self._key(before, frame)
            if key and not ("callee" in facts and frame.char == "("):
                keys.append(key)
                facts.setdefault("value_range", (self._value_start(before, inside), self.frames.end_of_part(inside)))
            self._take_frame(facts, keys, frame, end, depth, bool(key) or "is_key" in facts)
            inside = self._outside(frame)
        return Context(keys=tuple(keys), **facts)  # type: ignore[arg-type]

    def _before(self, frame: Frame, inside: int) -> str:
        begin = max(frame.segment, inside - 1500)
        return self.lexed.masked[begin:inside]

    def _outside(self, frame: Frame) -> int:
        """Where the expression begins that a bracket belongs to: what only makes a list of it is a part of that."""
        masked = self.lexed.masked
        ahead = masked[max(0, frame.opener - 40) : frame.opener]
        callee = callee_before(ahead) if frame.char in "([" else ""
        is_list = bool(callee) and is_list_maker(callee, self.lexed.lexer.language)
        return frame.opener - (len(ahead) - ahead.rindex(callee)) if is_list else frame.opener

    def _value_start(self, before: str, inside: int) -> int:
        cut = _first_assign(before)
        if cut < 0:
            match = _KEY_COLON.search(before)
            cut = match.end() if match else 0
        return inside - len(before) + cut

    def _operators(self, facts: dict[str, object], before: str, after: str) -> None:
        bare = before.rstrip()
        ends = bare[-2:]
        last = ends[-1:]
        # Most values stand behind `=`, `,`, `:` or a bracket: then neither pattern can match.
        is_compared = last not in _NO_COMPARISON and (last != "=" or ends[0] in "=!<>~")
        if (is_compared and _COMPARED_BEFORE.search(bare[-40:])) or (after and _COMPARED_AFTER.match(after)):
            facts["is_compared"] = True
        if (last == "|" and ends != "||") or _UNION_AFTER.match(after):
            facts["is_type"] = True
        if last in _DEFAULT_ENDS and _DEFAULT_BEFORE.search(before[-40:].rstrip()):
            facts["is_default"] = True

    def _key(self, before: str, frame: Frame) -> str:
        cut = _first_assign(before)
        if cut >= 0 and frame.char != "":
            return _name_of(before[:cut], self.lexed, frame.segment)
        match = _KEY_COLON.match(before.lstrip()) if before.strip() else None
        if match is not None and frame.char in "{([":
            offset = frame.segment + len(before) - len(before.lstrip()) + match.start("key")
            span = self.lexed.span_at(offset)
            return self.lexed.inner(span) if span is not None else match.group("key")
        return ""

    def _take_frame(
        self, facts: dict[str, object], keys: list[str], frame: Frame, end: int, depth: int, is_named: bool
    ) -> None:
        """Note what an open bracket says."""
        masked = self.lexed.masked
        ahead = text_before(masked, frame.opener)
        if frame.char == "(":
            if _HEADER.search(ahead[-120:]) or is_method_header(ahead, masked, self.frames.close_of(frame.opener)):
                facts["is_parameter"] = True
                return
            callee = callee_before(ahead)
            if callee in _CONTROL:
                return
            if is_list_maker(callee, self.lexed.lexer.language):
                facts["in_list"] = True
            elif callee:
                self._take_call(facts, callee, frame, bool(keys))
        elif frame.char == "[" and depth == 0 and is_bracketed_key(ahead, masked, end):
            facts["is_key"] = True
        elif frame.char == "[":
            name = callee_before(ahead)
            if is_list_maker(name, self.lexed.lexer.language):
                facts["in_list"] = True
            elif name and not ahead.endswith((" ", "\n", "=", "(", ",")) and name not in _CONTROL:
                if depth == 0:
                    facts.setdefault("subscript", name)
                if is_env_reader(name):
                    facts.setdefault("env_callee", name)
                    facts.setdefault("env_position", 0)
            else:
                facts["in_list"] = True
        elif frame.char == "{" and (opens_list(ahead) or not (is_named or is_map(ahead, self.lexed.lexer.language))):
            facts["in_list"] = True
        elif frame.char == "{" and before_lazy(ahead):
            return
        elif frame.char == "{":
            if depth == 0 and masked[end : end + 12].lstrip("\"'`").lstrip().startswith((":", "=>")):
                facts["is_key"] = True
            facts["in_map"] = True
            match = _last_name(ahead)
            if match and match.group(1) not in _CONTROL and not ahead.rstrip().endswith(("(", "=", ",", ":")):
                facts.setdefault("callee", match.group(1))
                facts.setdefault("callee_offset", frame.opener)

    def _take_call(self, facts: dict[str, object], callee: str, frame: Frame, has_key: bool) -> None:
        if "callee" not in facts and reads_env(self.lexed, self.frames, frame, callee):
            facts.setdefault("env_callee", callee)
            facts.setdefault("env_position", frame.position)
            parts = self.frames.parts_of(frame.opener, 1)
            facts.setdefault("env_key_range", parts[0] if parts else (-1, -1))
            if frame.position > 0:
                facts["is_default"] = True
        elif "callee" not in facts and not has_key and is_wrapper(callee.rsplit(".", 1)[-1]) and frame.position <= 0:
            return
        elif "callee" not in facts:
            facts["callee"] = callee
            facts["callee_offset"] = frame.opener
            if not has_key:
                facts["position"] = frame.position
            if _ERROR_CALLEE.search(callee):
                facts["is_thrown"] = True
        else:
            facts.setdefault("outer_callee", callee)

    def _statement(self, facts: dict[str, object], keys: list[str], before: str, frame: Frame, inside: int) -> None:
        before = with_type(self.lexed.masked, before, inside)
        head = from_return(self._whole_head(last_statement(before), inside))
        accessors = _property_before(self.lexed.masked, max(0, inside - 200), inside)
        if accessors is not None:
            facts["target"] = accessors.group(1) or accessors.group(2)
            facts["target_range"] = (accessors.end(), self.statement_end(inside))
            facts.setdefault("value_range", facts["target_range"])
            return
        if not head.strip():
            facts["is_statement"] = True
            return
        if _THROWN.match(head):
            facts["is_thrown"] = True
        if _RETURNED.match(head) or ("=>" in head and _ARROW.search(head)):
            made = _GET_BLOCK.search(self.lexed.masked, max(0, frame.opener - 120), max(0, frame.opener))
            facts.update({"target": made.group(1)} if made is not None else {"is_returned": True})
        if _TYPE.match(head):
            facts["is_type"] = True
        cut = _first_assign(head)
        if cut < 0 and is_arm(head):
            facts["is_returned"] = "is_returned" in facts or self.lexed.lexer.language == "swift"
        elif cut < 0 and _ASKED.match(head) and not _MEMBER_OF_ENUM.match(head):
            facts["is_compared"] = True
        lazy = before_lazy(head) if cut < 0 else ""
        several = _SEVERAL.match(self.lexed.masked, self.lexed.line_start(inside), inside)
        if several is not None:
            facts["target"] = several.group(1)  # `client, err := ...`: what matters comes first
            facts.setdefault("value_range", (several.end(), self.statement_end(inside)))
        elif cut > 0:
            facts["target"] = _name_of(head[:cut], self.lexed, inside - len(head))
            facts["target_range"] = (inside - len(head) + cut, self.statement_end(inside))
            facts.setdefault("value_range", facts["target_range"])
        elif lazy:
            facts["target"] = _name_of(lazy, self.lexed, inside - len(head))
        elif "callee" not in facts and not keys:
            match = _KEY_COLON.match(head.lstrip())
            if match is not None:
                facts["target"] = match.group("key").strip("\"'")

    def _whole_head(self, head: str, inside: int) -> str:
        """The head of a statement that a bracket begins: with the lines up to where that was opened."""
        bare = head.lstrip()
        # Behind an object that is a type, and between the lists of a condition, a statement goes on: `}[] = a ? [...] : [`.
        if bare[:1] not in (")", "]") and not bare.startswith("}[]"):
            return head
        opener = self.frames.open_of(inside - len(bare))
        start = self.lexed.line_start(opener) if opener >= 0 else inside
        return self._whole_head(self.lexed.masked[start:inside], inside) if opener >= 0 else head

    def statement_end(self, inside: int) -> int:
        """Where the statement that holds an offset ends: at its separator, or at a line's end that cannot go on."""
        masked = self.lexed.masked
        end = self.frames.end_of_part(inside)
        level = self.frames.opener_of(inside)
        at = masked.find("\n", inside, end)
        for _ in range(60):
            if not 0 <= at < end:
                break
            if self.frames.opener_of(at) == level and not self._goes_on(inside, at):
                return at
            at = masked.find("\n", at + 1, end)
        return end

    def _goes_on(self, inside: int, at: int) -> bool:
        line_end = self.lexed.masked[max(inside, at - 40) : at].rstrip()
        rest = self.lexed.masked[at + 1 : at + 120].lstrip()
        return line_end.endswith(("\\", "=", "(", ",", "+", "||", "??", "?", "&&", "or", ".")) or rest.startswith(
            ("||", "??", "?", ":", "+", ".", "&&", "or ")
        )


def _last_name(ahead: str) -> re.Match[str] | None:
    """The name that a text ends with, perhaps behind `new` or `&`; sought from where it can begin."""
    start = len(ahead.rstrip())
    if not start or not (ahead[start - 1].isalnum() or ahead[start - 1] in "_."):
        return None
    while start and (ahead[start - 1].isalnum() or ahead[start - 1] in "_.:"):
        start -= 1
    before = ahead[:start].rstrip()
    if before.endswith("new"):
        start = len(before) - 3
    elif ahead[start - 1 : start] == "&":
        start -= 1
    return _LAST_NAME.search(ahead, start)


def _property_before(masked: str, start: int, end: int) -> re.Match[str] | None:
    """The head of a property whose value begins at the end of a span; most spans are told to hold none quickly."""
    near = masked[start:end]
    if _GETTER.search(near) or ("=>" in near and any(word in near for word in _ACCESS_WORDS)):
        return _PROPERTY.search(masked, start, end)
    return None


def _first_assign(text: str) -> int:
    """The offset behind the first assignment operator outside brackets, or -1."""
    if "=" not in text and "<-" not in text:
        return -1
    depth = 0
    for match in _ASSIGN_OR_BRACKET.finditer(text):
        token = match.group()
        if token in "([{":
            depth += 1
        elif token in ")]}":
            depth -= 1
        elif depth <= 0:
            return match.end()
    return -1


def _name_of(left: str, lexed: Lexed, begin: int) -> str:
    """The name on the left of an assignment, without its type: `self.x: str =`, `const x: T =`, `final T x =`."""
    text = _ASSIGN_END.sub("", left).rstrip()
    subscript = _SUBSCRIPT_END.search(text) if text.endswith("]") else None
    if subscript is not None:
        offset = begin + subscript.start(2) - 1
        span = lexed.span_at(offset)
        return lexed.inner(span) if span is not None else subscript.group(1)
    text = without_object_types(text.replace("?", ""))
    if text.endswith("]") and "\n" in text:
        text = _WITHIN_TYPE.sub("[]", text)  # a type of several lines
    annotated = _ANNOTATED.match(text) if ":" in text else None
    if annotated is not None and "\n" not in annotated.group(0).strip():
        return annotated.group(1)
    quoted = _QUOTED_END.search(text) if text.endswith(("'", '"')) else None
    if quoted is not None:
        span = lexed.span_at(begin + quoted.start())
        if span is not None:
            return lexed.inner(span)
    typed = _TYPED_BEHIND.match(text) if lexed.lexer.language == "go" else None
    if typed is not None:
        return typed.group(1)
    names = _DOTTED_NAMES.findall(text.replace("->", "."))
    return names[-1].lstrip("@$") if names else ""
