"""The literals by which the prefilter finds files that may carry a trace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowdown.catalogue.keyword import Keyword
from flowdown.catalogue.kinds import PACKAGE_KINDS, SignatureKind
from flowdown.catalogue.model_table import plain

_SHORT = 4
"""Characters; a shorter literal is common letters elsewhere and counts only behind a quote mark."""


def gather_keywords(signatures: Iterable[tuple[SignatureKind, str]]) -> tuple[Keyword, ...]:
    """One keyword a literal: of several conditions the weakest."""
    found: dict[tuple[str, bool], Keyword] = {}
    for kind, value in signatures:
        for keyword in _keywords_of(kind, value):
            key = (keyword.text, keyword.caseless)
            found[key] = _weaker(found.get(key, keyword), keyword)
    return tuple(sorted(found.values()))


def _weaker(one: Keyword, other: Keyword) -> Keyword:
    """The keyword that hits wherever one of the two does."""
    return Keyword(
        one.text,
        one.caseless,
        one.left_bound and other.left_bound,
        one.right_bound and other.right_bound,
        one.needs_quote and other.needs_quote,
    )


def _keywords_of(kind: SignatureKind, value: str) -> Iterator[Keyword]:
    for text in _literals(kind, value):
        is_exact = kind in (SignatureKind.SYMBOL, SignatureKind.ENV_KEY)
        literal = text if is_exact else text.lower()
        if len(literal) < 2:
            continue
        is_open = kind is SignatureKind.MODEL or value.endswith("*")
        yield Keyword(
            literal,
            caseless=not is_exact,
            left_bound=kind is not SignatureKind.ENV_KEY and literal[0].isalnum(),
            right_bound=kind is not SignatureKind.ENV_KEY and not is_open and literal[-1].isalnum(),
            needs_quote=len(literal) < _SHORT or kind is SignatureKind.PROVIDER,
        )


def _literals(kind: SignatureKind, value: str) -> Iterator[str]:
    """How a value stands in files: every spelling that names the same."""
    match kind:
        case SignatureKind.AGENT_FILE:
            return
        case SignatureKind.MODEL:
            yield from {value.lower(), plain(value), plain(value).replace("-", "_")}
        case SignatureKind.NAMESPACE:
            yield value + "/"
        case SignatureKind.PYPI | SignatureKind.CONDA | SignatureKind.CARGO:
            stem = value.rstrip("*")
            yield from {stem, stem.replace("_", "-"), stem.replace("-", "_")}
        case SignatureKind.MAVEN:
            group, _, artifact = value.partition(":")
            yield artifact or group
        case SignatureKind.CONFIG_KEY:
            # Nested keys stand apart in YAML and JSON: the last one is the most telling.
            yield from {value, value.rpartition(".")[2]}
        case SignatureKind.HOST:
            host = value.partition("/")[0]
            yield max(host.split("*"), key=len).strip(".-") or host
        case SignatureKind.PHP_IMPORT:
            yield value.partition("\\")[0] if "\\" in value else value
        case _ if kind in PACKAGE_KINDS or "*" in value:
            yield max(value.split("*"), key=len).strip("./-")
        case _:
            yield value
