"""Tables of models in program code: rows that a picker shows, and maps from a model's id to its settings."""

from __future__ import annotations

import re
from functools import lru_cache

from flowdown.scan import vocabulary
from flowdown.scan.callee import is_table
from flowdown.scan.code_file import CodeFile
from flowdown.scan.context import Context
from flowdown.scan.flow import is_distinctive
from flowdown.scan.homes import stem_of
from flowdown.scan.option_row import row_holder

_ID_FORM = re.compile(r"[a-z].*(?:[-/.].*[0-9]|[0-9].*-)|[\w-]+/[\w.-]+")
"""Letters with a number behind a dash or a dot, or an organisation before a slash."""
_QUOTED_ID = re.compile(r"[\"'](?:[a-z][\w.]*-[\w.:/@-]+|[\w-]+/[\w.:-]+)[\"']")
"""A whole literal of words with hyphens between them, or behind an organisation: no word for people."""
_ROW_REACH = 600
"""Characters of a list in which the form of its members is looked at."""
_PLAIN = frozenset(
    (
        "options choices items list rows entries values data result results available all default defaults "
        "backup chain chains fallback fallbacks"
    ).split()
)
"""Words of names that say nothing of what is held."""
_GIVE_LAST = frozenset({"r", "ruby", "elixir", "rust"})
"""Languages in which a function gives what it ends with."""
_KEY_END = re.compile(r"[\"'`]?(?:\s*\]\s*=(?!=)|\]?\s*(?::|=>))\s*")
_MADE = re.compile(r"(?:new\s+)?[A-Za-z_$][\w$.]*\s*\(")
_TEXT_BEHIND = re.compile(r"[\"'`]?\s*(?::|=>)\s*[\"'`]([^\"'`\n]{1,80})[\"'`]\s*[,}\n\])]")
"""What follows a key of a map: a short text."""
_CLASS = re.compile(r"[A-Z][a-z]\w*\s*[,}\n]")
"""A class, of which one is made for whoever takes the row."""
_NAME_AND_KEY = 2
_MODEL_WORDS = frozenset("model models llm llms".split())
_TABLE_ENDS = frozenset(
    (
        "models llms list options choices map mapping table entries definitions config configs configurations catalog catalogue available dict "
        "ids pool pools groups tiers presets chain fallback fallbacks backup candidates alias aliases"
    ).split()
)
_CATALOGUES = frozenset(("catalog", "catalogue"))
_IDS_TAKEN = re.compile(
    r"\.map\(\s*\(?\s*(\w+)\s*\)?\s*=>\s*\1\.(?:id|model|modelId|slug)\b|[\[(]\s*(\w+)\.(?:id|model|model_id|slug)\s+for\s+\2\s+in\b"
)
"""A list made of the ids of what another holds: `rows.map((row) => row.id)`."""
_HOLDS_IDS = frozenset("ids models modelids options".split())
"""Keys of a row that holds the ids of several models: `{label: "Acme", ids: [...]}`."""
_DEFAULTS = frozenset(("default", "defaults"))
_ALIASES = frozenset(("alias", "aliases"))
_KNOWN_OF = frozenset(
    (
        "price prices pricing cost costs rate rates limit limits token tokens context window size sizes max vision reasoning "
        "no not only without support supports supported supporting require requires required requiring effort temperature message messages "
        "thinking legacy old label labels names deprecated retired test mock expected benchmark score scores"
    ).split()
)
"""Words of tables that say something of models, rather than which can be taken."""
_IDENTITIES = frozenset("id value model modelid slug key name apiname identifier".split())
_ROW_IDENTITIES = frozenset(
    "id modelid slug modelslug apiname apimodel apimodelname apiid apimodelid identifier deploymentname upstream".split()
)
"""Words of keys that hold what a service calls a model, in a row of settings that is itself called by another name."""
_SHOWN = re.compile(
    r"(?:^|[\s,{(\"'])(?:label|title|name|displayName|display_name|desc|description|text|provider|vendor|providerId|group|modelName)[\"']?\s*[:=]"
)
_TOLD = re.compile(r"(?:^|[\s,{(\"'])(?:id|value|model|modelId|model_id|slug|apiName|api_name)[\"']?\s*[:=]")


def table_of(file: CodeFile, context: Context, start: int, end: int) -> str:
    """The name of the table of models in which a word is the id of a row; empty if it is none."""
    if is_literal_type(context.subscript):
        is_alias = is_distinctive(context.target) and not (context.callee or context.keys)
        return context.target if is_alias and _names_models(context.target) else ""
    if context.is_type or context.is_compared:
        return ""
    held = row_holder(file, context, start)
    if held:
        return held
    target = _holder_of(file, context, start) or _holder_of_served(context)
    is_named = _is_named_row(file, context, start, end)
    if not target or not (is_named or _names_table(file, target)):
        return ""
    if _is_described(file, context, start, end):
        return target
    if context.is_key and context.in_map and len(context.keys) == 0:
        return target if not context.in_list and _holds_settings(file, start, end) else ""
    if is_named or _is_bare_row(file, context, start, end) or _is_member(file, context, start, end):
        return target
    if not (context.in_list and context.in_map) or len(context.keys) > 1:
        return ""
    if "".join(vocabulary.words_of(context.key)) not in _IDENTITIES:
        return ""
    frames = file.frames.around(start, 1)
    row = file.masked[frames[0].opener + 1 : file.frames.close_of(frames[0].opener)] if frames else ""
    if context.key.lower() == "name" and _TOLD.search(row):
        return ""  # what is shown of it; the id stands beside it
    return target if _SHOWN.search(row.replace(context.key, "", 1)) else ""


def _holder_of(file: CodeFile, context: Context, start: int) -> str:
    """The name by which the table that holds a word is found again, if it says that it holds models.

    A name that says nothing by itself (`options`) says it with its function; what a function gives is found by its name.
    """
    target = context.target
    if _names_models(target):
        return target
    if not context.in_list or context.callee:
        return ""
    is_plain = set(vocabulary.words_of(target)) <= _PLAIN
    is_given = context.is_returned or (context.is_statement and file.lexer.language in _GIVE_LAST)
    if not (is_plain if target else is_given):
        return ""
    function = file.function_named_round(start)
    # What a whole file is called after, its lists hold: `model_fallback.py`.
    if not _names_models(function or (stem_of(file.source.path) if target else "")):
        return ""
    if target:
        return target
    # A method of a generic function in R is called by the name before the class.
    return function.split(".", 1)[0] if file.lexer.language == "r" else function


def _holder_of_served(context: Context) -> str:
    """A map that is called after all models that are served (`SUPPORTED_MODELS`), where a word is one of its keys."""
    is_row = context.is_key and context.in_map and not (context.in_list or context.keys or context.callee)
    first, _, rest = context.target.partition("_")
    return context.target if is_row and first.lower() == "supported" and _names_models(rest) else ""


def _is_described(file: CodeFile, context: Context, start: int, end: int) -> bool:
    """Whether a word is an id by its form that a map gives what it is called, or who serves it: `{"acme-large-2": "Acme Large"}`."""
    if not context.is_key or not context.in_map or context.in_list or context.keys or context.callee:
        return False
    text = file.source.text
    said = _TEXT_BEHIND.match(text, end - 1 if text[end - 1 : end] in "\"'`" else end)
    is_other_id = said is not None and " " not in said.group(1) and _ID_FORM.search(said.group(1)) is not None
    return said is not None and not is_other_id and _ID_FORM.search(text, start, end) is not None


def _is_named_row(file: CodeFile, context: Context, start: int, end: int) -> bool:
    """Whether a word is the model of a row in a table from names to settings: `{"Fast": {"model_name": ...}}`.

    Under a key that only says that a service calls something so (`{FAST: {"api_name": ...}}`) by its form too.
    """
    if not context.in_map or context.in_list or context.callee or len(context.keys) != _NAME_AND_KEY:
        return False
    if vocabulary.is_model_key(context.key):
        return True
    is_identity = "".join(vocabulary.words_of(context.key)) in _ROW_IDENTITIES
    return is_identity and _ID_FORM.search(file.source.text, start, end) is not None


def _is_bare_row(file: CodeFile, context: Context, start: int, end: int) -> bool:
    """Whether a word is a model's id by its form in a map from names to ids: `{"fast": "acme/large-2"}`."""
    return (
        context.in_map
        and not (context.in_list or context.callee or context.is_key)
        and len(context.keys) == 1
        and _ID_FORM.search(file.source.text, start, end) is not None
    )


def _is_member(file: CodeFile, context: Context, start: int, end: int) -> bool:
    """Whether a word is a model's id by its form in a plain list of them, or of pairs of a label and an id.

    One without that form is taken for an id where others beside it have it.
    """
    if not context.in_list or context.callee or context.is_key:
        return False
    if len(context.keys) == 1 and context.in_map and not _HOLDS_IDS.isdisjoint(vocabulary.words_of(context.key)[-1:]):
        return _ID_FORM.search(file.source.text, start, end) is not None
    # Under a key: the models of one of those who offer some, each with its label (`{"acme": [("Large", "acme-large-2")]}`).
    if len(context.keys) > 1 or (context.keys and not (_is_kind(context.key) and _is_pair(file, start))):
        return False
    return _ID_FORM.search(file.source.text, start, end) is not None or _is_beside_ids(file, start)


def _is_kind(key: str) -> bool:
    """Whether a key can name those who offer what it holds, rather than say something of it."""
    is_told = vocabulary.is_prose_key(key) or vocabulary.is_denial(key)
    return not is_told and _KNOWN_OF.isdisjoint(vocabulary.words_of(key))


def _is_pair(file: CodeFile, start: int) -> bool:
    """Whether a place lies in a list of two that is a member of another list."""
    frames = file.frames.around(start, 2)
    if len(frames) < 2 or any(frame.opener < 0 or frame.char == "{" for frame in frames):
        return False
    return len(file.frames.parts_of(frames[0].opener)) == 2


def _is_beside_ids(file: CodeFile, start: int) -> bool:
    frames = [frame for frame in file.frames.around(start, 2) if frame.opener >= 0]
    text = file.source.text
    return any(
        _QUOTED_ID.search(text, frame.opener, min(file.frames.close_of(frame.opener), frame.opener + _ROW_REACH))
        for frame in frames
    )


def is_literal_type(name: str) -> bool:
    """Whether a name makes a type of the values that it is given: `LargeModel = Literal["acme-large", "acme-large-2"]`."""
    return name.rpartition(".")[2] == "Literal"


def names_aliases(name: str) -> bool:
    """Whether a name says other names of what it holds: of models, if what is looked up in it is asked as one."""
    return not _ALIASES.isdisjoint(vocabulary.words_of(name))


def is_table_of_models(file: CodeFile, name: str) -> bool:
    """Whether a name says several models that can be taken."""
    return _names_models(name) and _names_table(file, name)


def _names_models(name: str) -> bool:
    """Whether a name says models, or other names of them, and not only something that is known of them."""
    words = vocabulary.words_of(name)
    is_told = not _MODEL_WORDS.isdisjoint(words) or words[-1:] in (("alias",), ("aliases",))
    return is_told and _KNOWN_OF.isdisjoint(words) and not vocabulary.is_denial(name)


def _names_table(file: CodeFile, name: str) -> bool:
    """Whether a name that says models says a table of them: by how it ends.

    A catalogue says what is known of models, unless its file takes out of it which of them there are.
    """
    words = vocabulary.words_of(name)
    if words[-1] not in _TABLE_ENDS and _DEFAULTS.isdisjoint(words):
        return False
    return not is_table(name) or (words[-1] in _CATALOGUES and _gives_ids(file.masked))


@lru_cache(maxsize=4)
def _gives_ids(masked: str) -> bool:
    return _IDS_TAKEN.search(masked) is not None


def _holds_settings(file: CodeFile, start: int, end: int) -> bool:
    """Whether what follows a key is an object, a call, or the class for a whole id, and no figure or text."""
    value = _KEY_END.match(file.masked[end - 1 : end + 20] if end else "")
    at = end - 1 + value.end() if value is not None else end
    rest = file.masked[at : at + 60]
    if rest[:1] == "{" or _MADE.match(rest) is not None:
        return True
    if _CLASS.match(rest) is None:
        return False
    is_compound = "-" in file.source.text[start:end] and _is_beside_ids(file, start)
    return is_compound or _ID_FORM.search(file.source.text, start, end) is not None
