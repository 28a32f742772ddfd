"""Variables of the environment that a template sets to a model: which programs read them, though no word of a vendor stands there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from flowdown.scan.area import Area, area_of
from flowdown.scan.code_file import CodeFile
from flowdown.scan.env_reader import ENV_NAME, is_env_reader, may_read_env
from flowdown.scan.trace import Binding, Reference, Role, Space, Trace, TraceKind, Yield
from flowdown.scan.word_search import WordPlaces, whole_words

ANY_LANGUAGE = "*"
"""In the place of the languages that ask for a name: whichever program may read it."""
ASKED = "environment "
"""Before the name of what binds such a variable; no program calls anything so."""
_BEFORE = re.compile(r"([\w.:!]+)\s*[(\[]\s*[\"']\Z")
_MEMBER = re.compile(r"(?:\b(?:env|settings|config|configuration|cfg|conf)\??\.|\bENV\.)\Z", re.IGNORECASE)
_FIELD = re.compile(r"\s*:(?!:)")
_REACH = 80


def names_sought(yields: Iterable[Yield]) -> Iterator[str]:
    """The variables that templates set to models, and the fields that classes of settings fill from them."""
    for each in yields:
        if not isinstance(each, Trace) or each.kind is not TraceKind.MODEL_ID or each.role is not Role.DECLARED:
            continue
        if not each.language and ENV_NAME.match(each.name):
            yield each.name
            yield each.name.lower()


def reads_of(file: CodeFile, names: Collection[str]) -> Iterator[Binding]:
    """Where a program of the product reads some variables."""
    if area_of(file.source.path) is Area.TEST:
        return
    for match in whole_words(WordPlaces(file.source.text), names):
        at, name = match.start(1), match.group(1)
        if _is_read(file, at, name):
            value = Reference(Space.ENV, name.upper())
            yield Binding(Space.CODE, ASKED + name.upper(), value, file.source.place(at, at + len(name)), file.module)


def _is_read(file: CodeFile, at: int, name: str) -> bool:
    text = file.source.text
    if file.is_comment(at):
        return False
    if name.islower() or file.has_settings_class:
        is_field = file.has_settings_class and file.is_line_start(at) and _FIELD.match(text, at + len(name))
        if is_field or name.islower():
            return bool(is_field)
    before = text[max(0, at - _REACH) : at]
    if _MEMBER.search(before):
        return True
    found = _BEFORE.search(before)
    callee = found.group(1) if found is not None else ""
    return bool(callee) and (
        is_env_reader(callee) or is_env_reader(callee.removesuffix(".get")) or may_read_env(callee)
    )
