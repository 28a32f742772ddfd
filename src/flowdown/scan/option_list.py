"""Lists in pages and components from which somebody picks a model: the options of an element that says that it holds one."""

from __future__ import annotations

import re

from flowdown.scan.vocabulary import is_denial, words_of

_OPTION = re.compile(
    r"<(?:option|[a-z]+-(?:[a-z]+-)?option|(?:[A-Z][\w.]*)?(?:Option|Item|Radio))\b(?P<attributes>[^<>]*)\s:?(?:value|key)=\{?\s*\Z"
)
_LIST = re.compile(r"<(?:select|[a-z]+-(?:[a-z]+-)?select|[A-Z][\w.]*|mat-select|fieldset|datalist)\b")
_CLOSED = re.compile(r"</(?:select|[a-z]+-(?:[a-z]+-)?select|[A-Z][\w.]*[Ss]elect\w*|fieldset|datalist)\s*>")
_PICKS = re.compile(r"(?i)select|radio|dropdown|combobox|picker|listbox|fieldset|datalist")
_TAG_END = re.compile(r"(?<![=\-])>|<")
_BINDING = re.compile(r"\b(?:v-model|ngModel|formControlName|bind)\b")
_NAME = re.compile(r"[A-Za-z_$][\w$-]*")
_MODEL_WORDS = frozenset("model models llm engine modelid modelname".split())
_REACH = 8000
"""Characters that are looked back for the list that holds an option."""
_TAG = 600


def list_round(language: str, text: str, start: int) -> str:
    """The name in a list's tag that says a model, for the value of one of its options; empty if it is none."""
    if language != "javascript":
        return ""
    line = text[max(0, start - 200) : start].rstrip("\"'`")
    if _OPTION.search(line) is None:
        return ""
    return list_name(text, start)


def list_name(text: str, start: int) -> str:
    """The name in the tag of the list round an offset that says a model; empty if none does."""
    begin = max(0, start - _REACH)
    before = text[begin:start]
    for found in reversed(list(_LIST.finditer(before))):
        end = _TAG_END.search(before, found.end(), found.end() + _TAG)
        tag = before[found.start() : end.start() if end is not None else found.end() + _TAG]
        if _PICKS.search(tag) is None:
            continue
        if _CLOSED.search(before, found.end()) is not None:
            return ""
        name = _model_name(_BINDING.sub(" ", tag))
        if name or tag.startswith(("<select", "<datalist")):
            return name
    return ""


def _model_name(tag: str) -> str:
    for match in _NAME.finditer(tag):
        name = match.group()
        if not _MODEL_WORDS.isdisjoint(words_of(name)) and not is_denial(name):
            return name
    return ""
