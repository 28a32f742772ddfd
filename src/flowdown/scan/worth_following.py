"""Which names are worth following into the other files of a tree."""

from __future__ import annotations

from flowdown.catalogue.kinds import Basis
from flowdown.scan import vocabulary
from flowdown.scan.known import Known
from flowdown.scan.trace import (
    CASE,
    Binding,
    Choice,
    Consumption,
    Join,
    Reference,
    Role,
    Space,
    Text,
    TraceKind,
    Unknown,
    Value,
    Yield,
    literal,
)


def name_worth_following(each: Yield, known: Known) -> str:
    """The name that holds a model, a host of the catalogue, one of its clients or keys; else empty."""
    if isinstance(each, Consumption):
        return ""
    if isinstance(each, Binding):
        is_named = each.space is Space.CODE and not each.name.startswith(CASE)
        is_held = is_named and holds_something(each.value, vocabulary.is_model_key(each.name), known)
        return each.name if is_held else ""
    if each.kind is TraceKind.CLIENT and each.role is not Role.DECLARED:
        # A library without a wire builds no client of anybody's.
        hits = known.library_hits(each)
        return "" if all(hit.product and hit.basis is Basis.LIBRARY for hit in hits) else each.binds
    if each.kind is TraceKind.ENV_KEY and each.role is Role.DECLARED and each.language:
        text = literal(each.value) or ""
        return text if known.index.env_key(text) else ""
    return ""


def holds_something(value: Value, is_model: bool, known: Known) -> bool:
    """Whether a value holds a model, or a host or a path of the catalogue."""
    match value:
        case Text(text):
            if vocabulary.urls_in(text):
                return any(known.index.host(host, path) for host, path, _ in vocabulary.urls_in(text))
            return known.index.model(text, is_model) is not None or bool(known.url_path(text))
        case Choice(parts) | Join(parts):
            return any(holds_something(part, is_model, known) for part in parts)
        case Reference(default=default):
            return default is not None and holds_something(default, is_model, known)
        case Unknown():
            return False
