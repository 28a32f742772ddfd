"""Checks statements against the schema of the Beneficial Ownership Data Standard 0.4."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING

from flowdown.base.strict_json import JsonValue

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError

_SCHEMAS = ("statement", "components", "entity-record", "person-record", "relationship-record")
MOST_FAULTS = 50
"""Faults of one statement that are told."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[Tt](?P<time>([01]\d|2[0-3]):[0-5]\d):([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
# One star over alternatives that exclude each other, so that no text takes more than one look at each sign.
_PATH = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*"
_QUERY = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*"
_URI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.\-]*:(?://(?:[^\[\]/?#@\s]*@)?\[[0-9A-Za-z:.]+\](?::\d*)?(?=[/?#]|\Z))?"
    rf"{_PATH}(?:\?{_QUERY})?(?:\#{_QUERY})?",
    re.ASCII,
)
_KINDS = {
    "string": "text",
    "array": "list",
    "object": "object",
    "boolean": "true or false",
    "number": "number",
    "integer": "whole number",
}


def check_statement(statement: JsonValue) -> Iterator[tuple[str, str]]:
    """Every rule of the schema that a statement breaks: path within it, and words that quote nothing of it."""
    validator = _validator()
    try:
        if validator.is_valid(statement):
            return
        for error in islice(validator.iter_errors(statement), MOST_FAULTS):
            yield "/".join(str(each) for each in error.instance_path), _word(error)
    except UnicodeEncodeError:
        yield "", "holds half of a surrogate pair, which is no character"


def _word(error: ValidationError) -> str:
    # NOTE: the library's own messages quote the value, which may be a birth date or an address.
    rule, wanted = error.kind.name, getattr(error.kind, "value", None)
    known: dict[str, Callable[[], str]] = {
        "type": lambda: f"is no {_KINDS.get(str(wanted), str(wanted))}",
        "enum": lambda: "is not among the values that the standard lists",
        "format": lambda: f"is no {wanted}",
        "required": lambda: f"`{wanted}` is missing",
        "minLength": lambda: f"has fewer than {wanted} characters",
        "maxLength": lambda: f"has more than {wanted} characters",
        "minimum": lambda: f"is below {wanted}",
        "maximum": lambda: f"is above {wanted}",
        "pattern": lambda: "is not written as the standard wants it",
        "const": lambda: "must be empty here" if wanted in ("", []) else f"must be {json.dumps(wanted)} here",
        "anyOf": lambda: _alternatives(error),
        "oneOf": lambda: _alternatives(error),
    }
    say = known.get(rule)
    return say() if say else f"breaks the rule `{rule}` of the schema"


def _alternatives(error: ValidationError) -> str:
    branches = getattr(error.kind, "context", ())
    words = dict.fromkeys(_word(each) for branch in branches for each in branch)
    return "; ".join(words) or "fits none of the forms that the standard allows"


@cache
def _validator() -> Draft202012Validator:
    from jsonschema_rs import Draft202012, Draft202012Validator, Registry

    folder = files("flowdown.evidence.bods").joinpath("schema")
    schemas = [json.loads(folder.joinpath(f"{name}.json").read_text("utf-8")) for name in _SCHEMAS]
    registry = Registry([(each["$id"], each) for each in schemas], draft=Draft202012)
    # The three formats of the schema, as RFC 3339 and 3986 have them.
    formats = {"date": is_day, "date-time": is_moment, "uri": is_uri}
    whole = {"$ref": "urn:statement#/$defs/Statement"}
    return Draft202012Validator(whole, registry=registry, formats=formats, validate_formats=True, mask="value")


def is_day(text: str) -> bool:
    """True for a day as RFC 3339 writes it."""
    return bool(_DAY.fullmatch(text)) and read_day(text) is not None


def is_moment(text: str) -> bool:
    """True for a day and time as RFC 3339 writes them."""
    found = _MOMENT.fullmatch(text)
    return found is not None and is_day(found["day"])


def is_uri(text: str) -> bool:
    """True for a URI with a scheme, as RFC 3986 writes it."""
    return len(text) <= 65536 and bool(_URI.fullmatch(text))


def read_day(text: object) -> datetime.date | None:
    """The day in a date or a date and time; None for none."""
    if not isinstance(text, str) or not _DAY.match(text):
        return None
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None
