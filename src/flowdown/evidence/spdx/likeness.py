"""Tells elements of SPDX 3 that the model must judge alike, so that each likeness is judged once.

Two elements are alike when they have the same type and fields, and in each field values of the same kind: any text where
the model takes any, any address, any whole date; other words must be the same.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping

from flowdown.base.strict_json import JsonValue

_DAY = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ",
    re.ASCII,
)
_ANY_TEXT = frozenset(
    "comment description name summary hashValue identifier locator key value statement software_attributionText "
    "software_copyrightText software_packageVersion software_sourceInfo software_packageUrl software_downloadLocation "
    "software_homePage simplelicensing_licenseExpression simplelicensing_licenseText".split()
)
_OWN_PATTERN = frozenset({"contentType", "specVersion"})
_TERMS = "https://spdx.org/rdf/"


def likeness(says: Mapping[str, JsonValue]) -> Hashable:
    """What is the same in elements that are alike."""
    return frozenset((key, _like(key, value)) for key, value in says.items() if key != "@context")


def _like(key: str, value: JsonValue) -> Hashable:
    if isinstance(value, str):
        return _like_text(key, value)
    if isinstance(value, list):
        return min(len(value), 2), frozenset(_like(key, each) for each in value)
    if isinstance(value, dict):
        return likeness(value)
    return type(value).__name__, value


def _like_text(key: str, value: str) -> str:
    if key in _ANY_TEXT:
        return "text"
    if key not in _OWN_PATTERN and not value.startswith(_TERMS):
        if value.startswith("_:"):
            return "blank"
        if _DAY.fullmatch(value):
            return "day"
        if "://" in value or value.startswith("urn:"):
            return "address"
    return f"={value}"
