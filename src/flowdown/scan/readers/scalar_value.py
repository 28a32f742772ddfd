"""The value of a scalar by its tag: a string with placeholders, an expression, a reference of CloudFormation."""

from __future__ import annotations

import re

from flowdown.scan.readers.interpolation import Dialect, pseudo_parameter, read_value, terraform_expression
from flowdown.scan.readers.node import Scalar
from flowdown.scan.trace import Choice, Join, Reference, Space, Text, Unknown, Value

EXPRESSION = "!expression"
"""The tag of a scalar whose text is an expression rather than a string."""

_STRING = re.compile(r'"([^"\\\n]*)"')
_NAMED = re.compile(r"\b(?:var|local)\.[A-Za-z_]\w*")
_SUBSTITUTE = re.compile(r"\$\{(!?)([^}]+)\}")


def value_of(scalar: Scalar, dialect: Dialect) -> Value:
    """What a scalar stands for."""
    tag, text = scalar.tag, scalar.text
    if not tag:
        return read_value(text, dialect)
    if tag == EXPRESSION:
        return _expression(text)
    if tag == "!Ref" and "::" in text:
        return pseudo_parameter(text)
    if tag in ("!Ref", "!GetAtt", "!ImportValue"):
        return Reference(Space.VARIABLE, text)
    if tag == "!Sub":
        return substitute(text)
    return read_value(text, dialect)


def substitute(text: str) -> Value:
    """A string of `Fn::Sub`: `${Name}` is a parameter or resource."""
    parts: list[Value] = []
    at = 0
    for found in _SUBSTITUTE.finditer(text):
        if found.start() > at:
            parts.append(Text(text[at : found.start()]))
        parts.append(Text(found.group()) if found.group(1) else pseudo_parameter(found.group(2)))
        at = found.end()
    if at < len(text) or not parts:
        parts.append(Text(text[at:]))
    return parts[0] if len(parts) == 1 else Join(tuple(parts))


def _expression(text: str) -> Value:
    value = terraform_expression(text)
    if not isinstance(value, Unknown):
        return value
    # A call that is not understood: the name that it changes, or the strings that it can come to.
    named = _NAMED.search(text[:2000])
    if named:
        return Reference(Space.VARIABLE, named.group())
    strings = [Text(found.group(1)) for found in _STRING.finditer(text[:2000])][:8]
    if not strings:
        return value
    return strings[0] if len(strings) == 1 else Choice(tuple(strings))
