"""Reads an expression of program code as a value: literal, name, environment variable, choice or concatenation."""

from __future__ import annotations

import re

from flowdown.scan import vocabulary
from flowdown.scan.env_reader import is_env_name, is_env_reader, may_read_env
from flowdown.scan.frames import Frames
from flowdown.scan.lexer import Lexed, Span, SpanKind
from flowdown.scan.settings_path import setting_of
from flowdown.scan.text_patterns import (
    ADDRESS_LINK,
    FORMATTERS,
    JOINERS,
    LOOK_UP,
    REQUEST_MAKER,
    address_otherwise,
    formatted,
    host_kept,
    is_method,
    passed_through,
    pasted,
)
from flowdown.scan.trace import Argument, Choice, Join, Reference, Space, Text, Unknown, Value

_ENV_ATTRIBUTE = re.compile(
    r"(?:process\.env|import\.meta\.env|Bun\.env|Deno\.env|\benv|\benviron|\bENV)\s*\??\.\s*([A-Z][A-Z0-9_]+)\s*!?$"
)
_NAME = re.compile(r"[\w$@][\w$]*(?:(?:\??\.|::|->)[\w$]+)*\s*!?$")
_MEMBER_OF_CALL = re.compile(r"\(?(?:await\s+)?([\w$.]+)\([^()]*\)\)?\s*\??\.([A-Za-z_$][\w$]*)!?")
"""A member of what a call returns: `(await settings()).address`."""
_WRAPPER = re.compile(
    r"^(?:new\s+)?(?:new|str|String|SecretStr|Optional|Some|Field|cast|aws\.String|to\.Ptr|Ptr|ptr|Uri|URL|Url|URI|URI\.create|of|urljoin|joinUrl|join_url|TrimSuffix|TrimRight|"
    r"String::from|Url::parse|List\.of|URI\.parse|Uri\.parse|url\.Parse|url\.ParseRequestURI|text|unicode|bytes|f|t|r?trim|ltrim|strip|param\.String|openai\.F|anthropic\.F|F)$"
)
TIDY_METHODS = frozenset(
    (
        "strip lower trim to_string toString String into to_owned unwrap clone rstrip lstrip upper as_str orElse "
        "unwrap_or unwrap_or_else getOrElse get toLowerCase c_str data toUtf8"
    ).split()
)
"""Methods that hand a text on as it is, or nearly."""
_OR = re.compile(r"\s(?:or)\s|\|\||\?\?|\?:")
_IF_ELSE = re.compile(r"^(?P<then>.+?)\sif\s(?P<test>.+?)\selse\s(?P<other>.+)$", re.DOTALL)


def is_wrapper(callee: str) -> bool:
    """Whether a call of this name hands its first argument on unchanged."""
    return _WRAPPER.match(callee) is not None


class Expressions:
    """Expressions of one lexed file."""

    def __init__(self, lexed: Lexed, frames: Frames) -> None:
        self.lexed = lexed
        self.frames = frames

    def value(self, start: int, end: int, depth: int = 0) -> Value:
        """The value of the expression between two offsets."""
        masked = self.lexed.masked
        while start < end and masked[start] in " \t\r\n":
            start += 1
        while end > start and masked[end - 1] in " \t\r\n;,!":
            end -= 1
        if masked[start : start + 1] in ("|", "&") and self.lexed.lexer.language == "rust":
            # `|_| made()`: what it gives is what counts; `&place`: what is lent.
            start = (masked.find("|", start + 1, end) if masked[start] == "|" else start) + 1 or start
            start += len(masked[start:end]) - len(masked[start:end].lstrip())
            start += len("mut ") if masked.startswith("mut ", start, end) else 0
        if masked.startswith("(string)", start, end):
            start += len("(string)")  # PHP: made a text, which it is already
            return self.value(start, end, depth + 1)
        text = masked[start:end]
        if not text or depth > 6 or len(text) > 4000:
            return Unknown(text[:60])
        span = self.lexed.span_at(start)
        if span is not None and span.kind is not SpanKind.COMMENT and span.end >= end:
            return self._literal(span)
        if text[0] in "([" and self.frames.close_of(start) == end - 1:
            parts = self.frames.parts_of(start)
            if text[0] == "(" and len(parts) <= 1:
                return self.value(start + 1, end - 1, depth + 1)
            return Choice(tuple(self.value(*part, depth + 1) for part in parts)) if parts else Unknown(text)
        if text[0] == "{" and self.frames.close_of(start) == end - 1:
            members = self.arguments(start)
            return Choice(tuple(member.value for member in members)) if members else Unknown(text[:60])
        return (
            self._alternatives(start, end, text, depth)
            or self._joined(start, end, text, depth)
            or self._named(start, end, text, depth)
            or Unknown(" ".join(self.lexed.text[start:end].split())[:80])
        )

    def _literal(self, span: Span) -> Value:
        inner = self.lexed.inner(span)
        pattern = self.lexed.lexer.interpolation
        if span.kind is not SpanKind.TEMPLATE or pattern is None:
            return Text(inner)
        parts: list[Value] = []
        at = 0
        for match in pattern.finditer(inner):
            if match.start() > at:
                parts.append(Text(inner[at : match.start()]))
            parts.append(self._bare(match.group(1).strip()))
            at = match.end()
        if at < len(inner):
            parts.append(Text(inner[at:]))
        if not parts:
            return Text("")
        return parts[0] if len(parts) == 1 else Join(tuple(parts))

    def _bare(self, text: str) -> Value:
        env = _ENV_ATTRIBUTE.search(text)
        if env is not None:
            return Reference(Space.ENV, env.group(1))
        if _NAME.fullmatch(text):
            return Reference(Space.CODE, _clean(text))
        call = _OWN_CALL.fullmatch(text)
        return (call is not None and _address_of(call.group(1))) or Unknown(text[:60])

    def _alternatives(self, start: int, end: int, text: str, depth: int) -> Value | None:
        if "else" in text:
            match = _IF_ELSE.match(text)
            if match is not None and self._is_flat(text[: match.start("test")]):
                then = self.value(start, start + match.end("then"), depth + 1)
                other = self.value(start + match.start("other"), end, depth + 1)
                return Choice((other, then)) if _tests_presence(match) else Choice((then, other))
        cuts = [match for match in _OR.finditer(text) if self._is_flat(text[: match.start()])]
        if cuts:
            edges = [0, *(edge for cut in cuts for edge in cut.span()), len(text)]
            options = [self.value(start + edges[i], start + edges[i + 1], depth + 1) for i in range(0, len(edges), 2)]
            return _or_else(options)
        if text.startswith("if") and text[2:].lstrip().startswith("("):
            return self._if_expression(start, end, text, depth)
        question = text.find("?")
        if question > 0 and self._is_flat(text[:question]) and text[question + 1 : question + 2] not in ("?", ".", ":"):
            colon = self._flat_find(text, ":", question)
            if colon > 0:
                then = self.value(start + question + 1, start + colon, depth + 1)
                other = self.value(start + colon + 1, end, depth + 1)
                return Choice((other, then)) if _names_only(text[:question]) else Choice((then, other))
        return None

    def _if_expression(self, start: int, end: int, text: str, depth: int) -> Value | None:
        """`if (test) a else b` as a value."""
        close = self.frames.close_of(start + text.index("("))
        cut = self.lexed.masked.find("else", close, end)
        if not start < close < cut:
            return None
        then, other = self.value(close + 1, cut, depth + 1), self.value(cut + 4, end, depth + 1)
        return Choice((then, other))

    def _joined(self, start: int, end: int, text: str, depth: int) -> Value | None:
        sign = _CONCATENATION.get(self.lexed.lexer.language, "+")
        cut = self._flat_find(text, sign, 0)
        if cut > 0:
            left = self.value(start, start + cut, depth + 1)
            right = self.value(start + cut + len(sign), end, depth + 1)
            return Join((left, right))
        span = self.lexed.span_at(start) if "%" in text else None
        if span is not None and self.lexed.masked[span.end : end].lstrip().startswith("%"):
            # `"%s/path" % base`, `"%s/%s" % (base, name)`
            at = self.lexed.masked.index("%", span.end) + 1
            given = self.value(at, end, depth + 1)
            values = given.options if isinstance(given, Choice) else (given,)
            pattern = Argument("0", Text(self.lexed.inner(span)))
            return formatted((pattern, *(Argument(str(number), each) for number, each in enumerate(values, 1))))
        if text[0] in "\"'rfbRFB" and text[-1] in "\"'":
            spans = [span for span in self.lexed.spans if span.start >= start and span.end <= end]
            if len(spans) > 1 and not text.translate({ord(c): None for c in " \t\r\n\"'rfbRFBuU"}):
                return Join(tuple(self._literal(span) for span in spans))
        return None

    def _named(self, start: int, end: int, text: str, depth: int) -> Value | None:
        env = _ENV_ATTRIBUTE.search(text)
        if env is not None and env.start() <= 8 and _NAME.fullmatch(text):
            return Reference(Space.ENV, env.group(1))
        if _NAME.fullmatch(text):
            return Reference(Space.CODE, _clean(text))
        if text[-1] in ")]}":
            return self._called(start, end, text, depth)
        member = _MEMBER_OF_CALL.fullmatch(text)
        return Reference(Space.CODE, f"{_clean(member.group(1))}.{member.group(2)}") if member is not None else None

    def _called(self, start: int, end: int, text: str, depth: int) -> Value | None:
        opener = self._last_opener(start, end)
        if opener <= start:
            return None
        callee = self.lexed.masked[start:opener].strip()
        setting = setting_of(self.lexed.text[start:end])
        if setting is not None:
            return Reference(Space.SETTING, setting[0], Text(setting[1]) if setting[1] else None)
        if self.lexed.masked[opener] == "[" or (callee[-1:] in ("t", "!") and LOOK_UP.search(callee)):
            held = host_kept(self.lexed.text[opener + 1 : self.frames.close_of(opener)])
            if held is not None:
                return held
        if self.lexed.masked[opener] == "[" and _NAME.fullmatch(callee) and not is_env_reader(callee):
            return Reference(Space.CODE, _clean(callee))  # one of what a container holds
        if is_env_reader(callee) or is_env_reader(callee.removesuffix(".get")):
            arguments = self.arguments(opener)
            if arguments and isinstance(arguments[0].value, Text):
                default = next(
                    (
                        a.value
                        for a in arguments[1:]
                        if a.name in ("1", "default", "default_value", "fallback", "unset")
                    ),
                    None,
                )
                return Reference(Space.ENV, arguments[0].value.text, default)
            return None
        if may_read_env(callee):
            given = self.arguments(opener)[:2]
            if len(given) > 1 and isinstance(given[0].value, Text) and is_env_name(given[0].value.text):
                return Reference(Space.ENV, given[0].value.text, given[1].value)
        if REQUEST_MAKER.search(callee):
            return self._address_of_request(start, opener)
        if callee.rsplit(".", 1)[-1].rstrip("!") in FORMATTERS:
            written = self.lexed.span_at(start)
            pattern = () if written is None else (Argument("0", Text(self.lexed.inner(written))),)  # `"...".format(x)`
            return formatted((*pattern, *self.arguments(opener)))
        if re.split(r"[.:]", callee)[-1] in JOINERS:
            return pasted(self.arguments(opener))
        is_own_text = "." in callee and not self.frames.parts_of(opener, 1)  # `address.String()`
        if (is_wrapper(callee.rsplit(".", 1)[-1]) or is_wrapper(callee)) and not is_own_text:
            arguments = self.arguments(opener)
            told = next((a.value for a in arguments if a.name in ("0", "default", "string")), None)
            root = next((a.value for a in arguments[1:2] if isinstance(a.value, Reference) and a.name == "1"), None)
            # `new URL("/path", base)`: the base comes last.
            return Join((root, told)) if root and isinstance(told, Text) and told.text[:1] in ("/", ".") else told
        # A method that only tidies the text (`.strip()`, `.to_string()`): the value is what it is called on.
        method = callee.rsplit(".", 1)
        if len(method) == 2 and method[1] in TIDY_METHODS:
            base = self.value(start, start + len(method[0]), depth + 1)
            rest = self.arguments(opener)
            if method[1] == "get" and len(rest) > 1 and isinstance(rest[1].value, Text) and "://" in rest[1].value.text:
                # `settings().get("name", "default")`: what is not set is the default.
                if isinstance(base, Reference) and base.default is None:
                    return Reference(base.space, base.name, rest[1].value)
                return rest[1].value
            if rest and isinstance(base, Reference) and base.default is None:
                return Reference(base.space, base.name, rest[0].value)
            return base
        if len(method) == 2 and method[1] in _ADDRESS_METHODS:
            return self.value(start, start + len(method[0]), depth + 1)
        if not _NAME.fullmatch(callee):
            return None
        given = self.arguments(opener)
        return passed_through(_address_of(callee), given) or address_otherwise(callee, given)

    def _address_of_request(self, start: int, opener: int) -> Value | None:
        """The address of a request that is made here: given by its name, by a link of the chain, or as the first text."""
        link = ADDRESS_LINK.search(self.lexed.masked, start, opener + 1)
        if link is not None:
            opener = link.end() - 1
        arguments = self.arguments(opener)[:3]
        named = next((each.value for each in arguments if each.name.lower() in ("url", "uri", "string")), None)
        if named is not None or link is not None:
            return named or next((each.value for each in arguments), None)
        return next(
            (each.value for each in arguments if not isinstance(each.value, Unknown) and not is_method(each.value)),
            None,
        )

    def _last_opener(self, start: int, end: int) -> int:
        at = start
        opener = -1
        masked = self.lexed.masked
        while at < end:
            if masked[at] in "([{":
                opener = at
                at = self.frames.close_of(at)
            at += 1
        return opener

    def arguments(self, opener: int) -> tuple[Argument, ...]:
        """The arguments inside the bracket at `opener`; the members of an object literal count by their keys."""
        found: list[Argument] = []
        for position, (start, end) in enumerate(self.frames.parts_of(opener)):
            found.extend(self._argument(position, start, end))
        return tuple(found)

    def _argument(self, position: int, start: int, end: int) -> list[Argument]:
        masked = self.lexed.masked
        first = start
        while first < end and masked[first] in " \t\r\n":
            first += 1
        if first >= end:
            return []
        if masked[first] == "{" and self.frames.close_of(first) < end:
            inner: list[Argument] = []
            for part in self.frames.parts_of(first):
                inner.extend(self._member(*part))
            return inner
        named = self._member(start, end)
        if named:
            return named
        return [Argument(str(position), self.value(start, end)), *self._options(first, end)]

    def _options(self, start: int, end: int) -> list[Argument]:
        """The members of an options object that is built where it is given: `new Options { Endpoint = ... }`."""
        match = _OPTIONS.match(self.lexed.masked, start, end)
        if match is None:
            return []
        opener = match.end() - 1
        found: list[Argument] = []
        while opener > 0 and opener < end and self.lexed.masked[opener] in "({":
            found.extend(each for each in self.arguments(opener) if not each.name.isdigit())
            following = _NEXT_OPENER.match(self.lexed.masked, self.frames.close_of(opener) + 1, end)
            opener = following.end() - 1 if following is not None else -1
        return found

    def _member(self, start: int, end: int) -> list[Argument]:
        text = self.lexed.masked[start:end]
        match = _MEMBER.match(text)
        if match is None:
            bare = text.strip()
            return (
                [Argument(bare, Reference(Space.CODE, bare))]
                if _SHORTHAND.fullmatch(bare) and self._in_braces(start)
                else []
            )
        key_start = start + match.start("key")
        span = self.lexed.span_at(key_start)
        key = self.lexed.inner(span) if span is not None else match.group("key")
        return [Argument(key, self.value(start + match.end(), end))]

    def _in_braces(self, start: int) -> bool:
        frames = self.frames.around(start + 1, 1)
        return bool(frames) and frames[0].char == "{"

    def _is_flat(self, text: str) -> bool:
        return all(text.count(a) == text.count(b) for a, b in ("()", "[]", "{}"))

    def _flat_find(self, text: str, char: str, start: int) -> int:
        at = text.find(char, start)
        while at > 0:
            around = text[at - 1 : at + 2]
            if (
                self._is_flat(text[start:at])
                and around not in ("++", "?:")
                and "=" not in around
                and "::" not in around
            ):
                return at
            at = text.find(char, at + 1)
        return -1


_OPTIONS = re.compile(r"(?:new\s+|&)?[\w.]*(?:Options|Config|Configuration|Settings|Params)(?:<[^<>]*>)?\s*[({]")
_NEXT_OPENER = re.compile(r"\s*[{]")
_MEMBER = re.compile(r"\s*(?P<key>[\"'][^\"']*[\"']|[\w$.\-]+)\s*(?:=>|:=|=(?!=)|:(?![:=]))\s*")
_ENUM_VALUE = re.compile(r"(?<=\w)\.(?:value|rawValue)$")
"""What hands on the text of an enumeration's member: `model.value`."""
_CONCATENATION = {"php": ".", "elixir": "<>", "lua": ".."}
"""The sign that writes two texts one after another, where it is not `+`."""
_OWN_CALL = re.compile(r"((?:(?:self|this|@)\.?|\$this->)?[\w$]+(?:(?:\.|->)[\w$]+)?)\([^()]*\)")
"""A call inside the hole of a template."""
_ADDRESS_METHODS = frozenset("appendingPathComponent appending Trim TrimEnd TrimStart trimEnd".split())
"""Methods that add to the path of an address, or take a slash off its end."""
_SHORTHAND = re.compile(r"[A-Za-z_$][\w$]*")


def _clean(name: str) -> str:
    plain = name.replace("?.", ".").replace("::", ".").replace("->", ".").replace("!", "").strip().lstrip("$")
    return _ENUM_VALUE.sub("", plain)


def _address_of(callee: str) -> Reference | None:
    """What a function returns whose name says an address; None for one of another name."""
    name = _clean(callee.removeprefix("await ").strip())
    return Reference(Space.CODE, f"{name}()") if vocabulary.makes_address(re.split(r"[.:>]", name)[-1]) else None


def _tests_presence(match: re.Match[str]) -> bool:
    """Whether `a if a else b` only asks whether something is set: then `b` is what is taken by default."""
    return _names_only(match.group("test"))


def _names_only(test: str) -> bool:
    return re.fullmatch(r"\s*[!\w$.\[\]\"'() ]+(?:\s+is\s+not\s+None)?\s*", test) is not None and "==" not in test


def _or_else(options: list[Value]) -> Value:
    """`a or b`: b is taken when a is not set; the default stands first in a choice."""
    first = options[0]
    if isinstance(first, Reference) and first.default is None and len(options) > 1:
        rest = options[1] if len(options) == 2 else _or_else(options[1:])
        return Reference(first.space, first.name, rest)
    return Choice(tuple(reversed(options)))
