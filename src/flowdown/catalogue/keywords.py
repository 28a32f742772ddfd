"""The literals by which the prefilter finds files that may carry a trace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowdown.catalogue.keyword import Keyword
from flowdown.catalogue.kinds import SignatureKind
from flowdown.catalogue.model_table import plain
from flowdown.catalogue.model_words import Part, part_of
from flowdown.catalogue.tail_start import starts_of

_SHORT = 4
"""Characters; a shorter literal is common letters elsewhere and counts only behind a quote mark."""


def gather_keywords(signatures: Iterable[tuple[SignatureKind, str, str]]) -> tuple[Keyword, ...]:
    """The keywords of signatures (kind, value, tail); one a literal: of several conditions the weakest."""
    found: dict[tuple[str, bool], Keyword] = {}
    for kind, value, tail in signatures:
        for keyword in _keywords_of(kind, value, tail):
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


def _keywords_of(kind: SignatureKind, value: str, tail: str) -> Iterator[Keyword]:
    is_key = kind in (SignatureKind.ENV_KEY, SignatureKind.ENV_WORD)
    is_exact = is_key or kind in (SignatureKind.SYMBOL, SignatureKind.WORD)
    is_open = kind is SignatureKind.MODEL or value.endswith("*")
    if kind is SignatureKind.ENV_WORD and len(value) > _SHORT:
        # A key below a section, as .NET has it from the environment: `AcmeAi__Endpoint`.
        section = value.replace("_", "").lower() + "__"
        yield Keyword(section, caseless=True, left_bound=False, right_bound=False, needs_quote=False)
    for text in _model_literals(value, tail) if kind is SignatureKind.MODEL else _literals(kind, value):
        literal = text if is_exact else text.lower()
        if len(literal) < 2:
            continue
        yield Keyword(
            literal,
            caseless=not is_exact,
            left_bound=not is_key and literal[0].isalnum(),
            right_bound=not is_key and not is_open and literal[-1].isalnum(),
            needs_quote=len(literal) < _SHORT or kind is SignatureKind.PROVIDER,
        )


def _model_literals(stem: str, tail: str) -> Iterator[str]:
    """A stem in its spellings, each with the character that must follow where it can be told and is no letter."""
    starts = starts_of(tail) if tail else None
    if starts is None or any(map(str.isalpha, starts)):
        starts = frozenset([""])
    for spelling in {stem.lower(), plain(stem), plain(stem).replace("-", "_")}:
        yield from (spelling + start for start in starts)


def _literals(kind: SignatureKind, value: str) -> Iterator[str]:
    """How a value stands in files: every spelling that names the same."""
    match kind:
        case SignatureKind.AGENT_FILE:
            return
        case SignatureKind.NAMESPACE:
            yield value + "/"
        case SignatureKind.ENV_WORD:
            yield value + "_"
        case SignatureKind.CARGO if "." in value:
            yield value.replace(".", "::").replace("-", "_")
        case SignatureKind.PYPI | SignatureKind.CONDA | SignatureKind.CARGO:
            stem = value.rstrip("*")
            yield from {stem, stem.replace("_", "-"), stem.replace("-", "_")}
        case SignatureKind.MAVEN:
            # The artefact's name alone is often a common word.
            yield value.partition(":")[0]
        case SignatureKind.CONFIG_KEY:
            yield from _telling_parts(value)
        case SignatureKind.HOST:
            host = value.partition("/")[0]
            yield max(host.split("*"), key=len).strip(".-") or host
        case SignatureKind.PYTHON_IMPORT if "." in value:
            yield from (value, f"{value.rpartition('.')[0]} import")  # `from package import module`
        case SignatureKind.PHP_IMPORT:
            yield value.partition("\\")[0] if "\\" in value else value
        case SignatureKind.GOLANG if "*" in value[:-1]:
            # The host in front stands in every module's path.
            yield max(value.split("*")[1:], key=len).strip("./-")
        case _ if "*" in value:
            yield max(value.split("*"), key=len).strip("./-")
        case _:
            yield value


def _telling_parts(dotted: str) -> Iterator[str]:
    """A configuration key, and the part of it that tells most: nested keys stand apart in YAML and JSON."""
    yield dotted
    parts = [part for part in dotted.split(".") if len(part) >= _SHORT and part_of(part.lower()) is Part.FOREIGN]
    if parts:
        yield parts[-1]
