"""What surrounds a string of SQL: the call it is given to, the name it is given by, the clause it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flowdown.scan import vocabulary
from flowdown.scan.frames import Frames
from flowdown.scan.lexer import Lexed

_CALLEE = re.compile(r"((?:[\w$]+|\"[^\"\n]*\"|`[^`\n]*`|\[[\w ]+\])(?:\.(?:[\w$]+|\"[^\"\n]*\"|`[^`\n]*`))*[!]?)\s*$")
_KEY = re.compile(r"(@?[\w.]+|[\"'`][^\"'`\n]*[\"'`])\s*(?P<sign>=>|:=|:(?!:)|=)\s*(?:\w+\s*\(\s*)?$")
_ASSIGNED = re.compile(
    r"\b(?!(?:USING|WITH|SET|OPTIONS|AND|OR|WHERE|ON|DECLARE|WHEN|IF)\b)(?P<name>@?[\w.]+)\s+(?:CONSTANT\s+)?(?:(?:(?:character|national|double|bit)\s+)?[\w%.]+(?:\s*\([\w, ]*\))?\s*(?:NOT\s+NULL\s*)?)?"
    r"(?P<sign>:=|\bDEFAULT|=)\s*\(?\s*$",
    re.IGNORECASE,
)
_SET = re.compile(r"\bSET\s+(?:SESSION\s+|LOCAL\s+|GLOBAL\s+)?(?P<name>@?[\w.]+)\s*(?:=|:=|\bTO\b)\s*$", re.IGNORECASE)
_META = re.compile(
    r"(?:^|\n)[ \t]*(?:\\set|\.param(?:eter)?\s+set|define)\s+(?P<name>\S+?)(?:\s*=\s*|\s+)$", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"\b(WHERE|AND|OR|ON|HAVING|WHEN|IF|ELSIF|CASE|SET|OPTIONS|WITH|USING|VALUES|DECLARE|THEN|ELSE|CHECK|UNION|SELECT"
    r"|CALL|EXEC|EXECUTE|FROM|TO|BEGIN|PARAMETERS)\b",
    re.IGNORECASE,
)
_TESTS = frozenset("WHERE AND OR ON HAVING WHEN IF ELSIF CASE CHECK".split())
_COMPARED = re.compile(
    r"(?:<>|!=|[<>]=?|~~?\*?|\b(?:NOT|LIKE|ILIKE|RLIKE|REGEXP|TO|WHEN|IN|BETWEEN|GLOB|MATCH)|\bIN\s*\(.*)\s*\(?\s*[NE]?$",
    re.IGNORECASE | re.DOTALL,
)
_NO_CALL = frozenset(
    "VALUES IN ANY ALL SOME ENUM CHECK AS OPTIONS WITH USING EXISTS AND OR NOT SET SELECT FROM WHERE ARRAY ON PARAMETERS".split()
)
_INSERT = re.compile(
    r"(?is)\s*+(?:(?:--[^\n]*+\n|/\*(?:[^*]|\*(?!/))*+\*/)\s*+)*+(?:WITH\b.*?)?(?:INSERT|REPLACE|MERGE|UPSERT)\b[^(]*?\bINTO\s+(?:TABLE\s+)?([\w.`\"\[\]]+)\s*(?:\(([^()]*)\))?"
)
_SETTINGS = frozenset(
    (
        "setting settings config configs configuration configurations preference preferences option options parameter parameters agent agents "
        "assistant assistants bot bots app apps workflow workflows profile profiles default defaults pipeline pipelines"
    ).split()
)
_LOOK_BACK = 4000


@dataclass(frozen=True, slots=True)
class SqlContext:
    """What surrounds one string.

    `callee` is the function it is given to, `outer` the one round that, `key` the name it is given by, `target` the variable or column whose value
    it becomes, `statement` the text from the start of its statement.
    """

    callee: str = ""
    outer: str = ""
    key: str = ""
    target: str = ""
    position: int = 0
    opener: int = -1
    statement: str = ""
    is_compared: bool = False
    is_default: bool = False
    in_list: bool = False


class SqlContexts:
    """Finds what surrounds places of one lexed text."""

    def __init__(self, lexed: Lexed) -> None:
        self.lexed = lexed
        self.frames = Frames(lexed.masked)

    def around(self, start: int, end: int) -> SqlContext:
        """The context of the string between two offsets."""
        masked, text = self.lexed.masked, self.lexed.text
        frames = self.frames.around(start, 4)
        frame = frames[0]
        begin = self.statement_start(start)
        before = text[max(frame.segment, start - _LOOK_BACK, begin) : start]
        flat = masked[max(begin, start - _LOOK_BACK) : start]
        callee, in_list = self._callee(frame.opener, frame.char)
        at = next((i for i, each in enumerate(frames) if each.char == "("), -1) if not callee else 0
        if callee == "" and at > 0:
            callee, _ = self._callee(frames[at].opener, "(")
        outer = next((name for each in frames[at + 1 :] if (name := self._callee(each.opener, each.char)[0])), "")
        clause = next((found.group(1).upper() for found in reversed(list(_CLAUSE.finditer(flat)))), "")
        key, sign = self._key(before, flat)
        target, is_default = _target(before, flat)
        if target and not callee:
            key = ""  # `v_model text := 'x'`: the word before the sign is a type
        is_test = clause in _TESTS or _COMPARED.search(flat[-300:]) is not None
        is_named = sign in ("=>", ":=", ":") or (sign == "=" and bool(callee) and clause not in _TESTS)
        is_after = re.match(r"\s*(?:<>|!=|=|I?LIKE\b|IN\b)", masked[end : end + 12]) is not None
        is_compared = is_after or (is_test and not is_named and not is_default and not (callee and not key))
        return SqlContext(
            callee,
            outer,
            key,
            target,
            frames[max(at, 0)].position if callee else frame.position,
            frames[max(at, 0)].opener,
            text[begin:start],
            is_compared,
            is_default,
            in_list,
        )

    def statement_start(self, offset: int) -> int:
        """Where the statement that holds an offset begins."""
        return self.lexed.masked.rfind(";", 0, offset) + 1

    def _callee(self, opener: int, char: str) -> tuple[str, bool]:
        if opener < 0 or char != "(":
            return "", char == "["
        found = _CALLEE.search(self.lexed.text, max(0, opener - 160), opener)
        name = found.group(1) if found is not None else ""
        return ("", False) if name.upper() in _NO_CALL else (name.strip('`"'), False)

    def _key(self, before: str, flat: str) -> tuple[str, str]:
        found = _KEY.search(before) or _KEY.search(flat[-200:])
        return (found.group(1).strip("\"'`@"), found.group("sign")) if found is not None else ("", "")


def _target(before: str, flat: str) -> tuple[str, bool]:
    """The variable, setting or column that receives a value; and whether it does so unless something else is said."""
    found = _SET.search(flat[-200:]) or _META.search(flat[-200:]) or _ASSIGNED.search(before[-300:])
    if found is None:
        return "", False
    sign = found.groupdict().get("sign") or ""
    return found.group("name").lstrip("@"), sign.upper() == "DEFAULT"


def is_insert(context: SqlContext) -> bool:
    """Whether a string stands in a statement that puts rows into a table."""
    return _INSERT.match(context.statement) is not None


def row_of(context: SqlContext) -> tuple[str, str]:
    """The table and column into which a row of an INSERT puts a value."""
    found = _INSERT.match(context.statement)
    if found is None:
        return "", ""
    columns = [part.strip().strip('`"[]') for part in (found.group(2) or "").split(",")]
    column = columns[context.position] if context.position < len(columns) else ""
    return found.group(1).strip('`"[]').rsplit(".", 1)[-1], column


_QUOTED = re.compile(r"'[^']*'|--[^\n]*")
_OF_MODELS = frozenset("model models llm llms provider providers endpoint endpoints deployment deployments".split())
_SECRETS = frozenset("key token secret credential credentials auth".split())


def offers_models(context: SqlContext) -> bool:
    """Whether a row says of a model where and with which key it is asked: a program can only take it up from there."""
    found = _INSERT.match(context.statement)
    if found is None or _OF_MODELS.isdisjoint(vocabulary.words_of(found.group(1))):
        return False
    columns = [part.strip().strip('`"[]') for part in (found.group(2) or "").split(",")]
    has_secret = any(not _SECRETS.isdisjoint(vocabulary.words_of(column)) for column in columns)
    return has_secret and any(map(vocabulary.is_host_key, columns))


def is_later_row(context: SqlContext) -> bool:
    """Whether a row of an INSERT is not the first one: what is chosen among them stands first, or is chosen."""
    rows = re.split(r"(?i)\bVALUES\b", _QUOTED.sub("", context.statement), maxsplit=1)
    return rows[-1].count("(") > 1


def is_settings_table(table: str) -> bool:
    """Whether the rows of a table of this name are settings rather than a list of what there is."""
    words = vocabulary.words_of(table)
    return (
        bool(words)
        and words[-1] in _SETTINGS
        and not vocabulary.is_price_key(table)
        and not vocabulary.is_model_key(table)
    )
