"""Finds the rows of tables of models in data files: each names one model that code which loads the file can offer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as MappingType
from dataclasses import dataclass

from flowdown.scan.readers import key_role
from flowdown.scan.readers.node import Mapping, Node, Pair, Scalar, Sequence, resolved
from flowdown.scan.readers.reading import Reading
from flowdown.scan.trace import MENTION_ROLES, Choice, Place, Role, Text, Trace, TraceKind, Yield
from flowdown.scan.vocabulary import is_denial, is_model_key, words_of

_ABOUT_MODELS = frozenset(
    "model models llm llms provider providers chat completion embedding embeddings vision services service".split()
)
_IDENTITIES = ("id", "apiname", "value", "slug", "key", "name", "identifier", "repo", "repoid")
"""Keys of a row that hold a model's id, those first that hold nothing else."""
_LOOKED_UP = frozenset(
    (
        "price prices pricing cost costs rate rates benchmark benchmarks result results score scores leaderboard ranking "
        "rankings eval evals evaluation history token tokens limit limits locale locales dataset datasets"
    ).split()
)
"""Words of files and keys that hold what is known of models, rather than which can be taken."""
_PRICES = frozenset("price prices pricing cost costs".split())
_LIMITS = frozenset("context window limit limits token tokens max min size length input output cutoff chars".split())
_WORDS_OF_OTHERS = frozenset(
    "prompt response input output messages question answer content conversation conversations text instruction".split()
)
_TAKEN_FROM = frozenset("files filename url uri download downloadurl sha256 revision".split())
_DEFAULTS = frozenset("default isdefault defaultmodel selected recommended".split())
_TRUE = frozenset("true yes on 1".split())
_LINEAGE = frozenset("base parent original origin source upstream teacher".split())
"""Words of keys that hold what a row's model was made from: never the id that is taken."""
_DEPTH = 12
_MOST = 2000
_LONGEST = 120
_ID = re.compile(r"[\w@%~.:/+\-]{2,}\Z")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: where its model's id stands, whether it is marked as the default, and what it was made from."""

    id: Scalar
    key: str
    is_default: bool
    made_from: str = ""


def offer_rows(reading: Reading, roots: Iterable[Node]) -> None:
    """Say of every row of a table of models that it is offered; what was read as configured stays so."""
    path = reading.source.path.rsplit(".", 1)[0]
    if any(not _LOOKED_UP.isdisjoint(words_of(part)) for part in path.split("/")):
        return
    is_about = not _ABOUT_MODELS.isdisjoint(words_of(path.rpartition("/")[2]))
    rows: list[Row] = []
    for root in roots:
        for row in _rows(root, is_about, "", 0):
            rows.append(row)
            if len(rows) >= _MOST:
                break
    if rows:
        _replace(reading, rows)


def _rows(node: Node, is_about: bool, key: str, depth: int) -> Iterator[Row]:
    node = resolved(node) or Scalar("", 0, 0)
    if depth > _DEPTH:
        return
    if isinstance(node, Sequence):
        yield from _members(node, is_about, key, depth)
    elif isinstance(node, Mapping):
        for pair in node.pairs:
            if isinstance(pair.value, Scalar):
                continue
            words = set(words_of(pair.key.text))
            if words & _LOOKED_UP or is_denial(pair.key.text):
                continue
            is_named = key_role.holds_models(pair.key.text)
            if is_named and isinstance(pair.value, Mapping):
                yield from _by_name(pair.value)
            yield from _rows(pair.value, is_about or bool(words & _ABOUT_MODELS), pair.key.text, depth + 1)


def _members(sequence: Sequence, is_about: bool, key: str, depth: int) -> Iterator[Row]:
    mappings = [one for one in sequence.nodes if isinstance(one, Mapping)]
    if mappings and any(map(_is_known_about, mappings[:20])):
        return
    for one in sequence.nodes:
        if isinstance(one, Mapping):
            if is_about or any(is_model_key(pair.key.text) for pair in one.pairs[:40]):
                yield from _row(one)
            yield from _rows(one, is_about, key, depth + 1)
        elif isinstance(one, Scalar) and key_role.holds_models(key) and _can_be_id(one):
            yield Row(one, key, False)


def _by_name(models: Mapping) -> Iterator[Row]:
    """A mapping from models' ids to what is set for each."""
    held = [pair.value for pair in models.pairs if isinstance(pair.value, Mapping)]
    if len(held) < len(models.pairs) or any(map(_is_known_about, held[:20])):
        return
    for pair, one in zip(models.pairs, held, strict=True):
        if _can_be_id(pair.key):
            yield Row(pair.key, "models", _is_marked(one))


def _row(mapping: Mapping) -> Iterator[Row]:
    """The row that a mapping is, if it names a model and holds nobody's words and no figures of it alone."""
    pairs = mapping.pairs[:60]
    if any(not _WORDS_OF_OTHERS.isdisjoint({key_role.flat(pair.key.text)}) for pair in pairs):
        return
    if any(key_role.holds_models(pair.key.text) and not isinstance(pair.value, Scalar) for pair in pairs):
        return  # whoever offers them
    told = [pair for pair in pairs if isinstance(pair.value, Scalar) and _can_be_id(pair.value)]
    made_from = [pair for pair in told if _names_lineage(pair.key.text)]
    named = [pair for pair in told if is_model_key(pair.key.text) and not _names_lineage(pair.key.text)]
    named += sorted(
        (pair for pair in told if key_role.flat(pair.key.text) in _IDENTITIES),
        key=lambda pair: _IDENTITIES.index(key_role.flat(pair.key.text)),
    )
    for pair in named[:1]:
        if isinstance(pair.value, Scalar):
            of = made_from[0].value if made_from else None
            made_of = of.text if isinstance(of, Scalar) else ""
            yield Row(pair.value, pair.key.text, _is_marked(mapping), made_of)


def _names_lineage(key: str) -> bool:
    return is_model_key(key) and not _LINEAGE.isdisjoint(words_of(key))


def _is_known_about(mapping: Mapping) -> bool:
    """Whether a row says what a model costs or how it did, or nothing but how much it can hold."""
    pairs = mapping.pairs[:60]
    if any(key_role.flat(pair.key.text) in _TAKEN_FROM for pair in pairs):
        return False  # where it is taken from: what is told of it beside is for whoever chooses
    if key_role.is_measurement(mapping) or key_role.is_recording(mapping):
        return True
    if any(not _PRICES.isdisjoint(words_of(pair.key.text)) for pair in pairs):
        return True
    others = [pair for pair in pairs if not _is_identity(pair)]
    return bool(others) and all(_is_limit(pair) for pair in others)


def _is_identity(pair: Pair) -> bool:
    return is_model_key(pair.key.text) or key_role.flat(pair.key.text) in _IDENTITIES


def _is_limit(pair: Pair) -> bool:
    words = words_of(pair.key.text)
    is_figure = not isinstance(pair.value, Scalar) or pair.value.text[:1].isdigit()
    return bool(words) and words[-1] in _LIMITS and is_figure


def _is_marked(mapping: Mapping) -> bool:
    return any(
        key_role.flat(pair.key.text) in _DEFAULTS
        and isinstance(pair.value, Scalar)
        and pair.value.text.lower() in _TRUE
        for pair in mapping.pairs[:60]
    )


def _can_be_id(scalar: Scalar) -> bool:
    text = scalar.text
    return len(text) <= _LONGEST and not scalar.is_block and key_role.can_be_model(text) and _ID.match(text) is not None


def _replace(reading: Reading, rows: Iterable[Row]) -> None:
    """Put a trace of the whole id in the place of the mentions in it."""
    by_line: dict[int, list[tuple[Place, int, Row]]] = {}
    for row in rows:
        place = reading.source.place(row.id.start, row.id.end)
        by_line.setdefault(place.line, []).append((place, place.column + len(row.id.text), row))
    taken: set[int] = set()
    kept: list[Yield] = []
    for each in reading.yields:
        here = _row_at(each, by_line)
        if here is None or not isinstance(each, Trace):
            kept.append(each)
        elif each.role not in MENTION_ROLES:
            taken.add(here.id.start)
            kept.append(each)
    reading.yields[:] = kept
    for found in by_line.values():
        for place, _, row in found:
            if row.id.start in taken:
                continue
            reading.cover(row.id.start, row.id.end)
            reading.yields.append(
                Trace(
                    TraceKind.MODEL_ID,
                    Choice((Text(row.id.text), Text(row.made_from))) if row.made_from else Text(row.id.text),
                    place,
                    Role.LISTED,
                    name=row.key,
                    is_optional=not row.is_default,
                    is_offered=True,
                )
            )


def _row_at(each: Yield, by_line: MappingType[int, list[tuple[Place, int, Row]]]) -> Row | None:
    if not isinstance(each, Trace):
        return None
    for place, end, row in by_line.get(each.place.line, ()):
        if place.column <= each.place.column < end:
            return row
    return None
