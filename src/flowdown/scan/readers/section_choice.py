"""Finds the sections of a configuration that another of its settings leaves out: `mode: local` beside `openai: {...}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from flowdown.scan.readers.node import Mapping, Node, Pair, Scalar
from flowdown.scan.vocabulary import words_of

_SELECTORS = frozenset("mode provider backend engine service type default active use using kind".split())
_SELECTS = re.compile("|".join(sorted(_SELECTORS)), re.IGNORECASE)
"""What a key holds that chooses; most keys hold none of it."""
_DEPTH = 3
"""Levels below the top at which a setting is looked for that chooses among sections."""
_FALLBACK = re.compile(r"\$\{[^}:]*:-?([\w./-]+)\}")
_TAIL = re.compile(r"(?:configuration|config|settings|options)$")


def unchosen_sections(root: Node, is_known: Callable[[Pair], bool]) -> frozenset[int]:
    """Where the keys start of those sections that no setting chooses, if some setting chooses one of their siblings.

    `is_known` says of a section whether its name means something to the catalogue: only such are alternatives.
    """
    if not isinstance(root, Mapping):
        return frozenset()
    sections = list(_sections(root))
    known = {id(pair) for _, pair in sections if is_known(pair)}
    if not known:
        return frozenset()
    chosen = {_flat(value) for value in _choices(root, 0)}
    holders = {id(holder) for holder, pair in sections if _name(pair) in chosen}
    return frozenset(
        pair.key.start
        for holder, pair in sections
        if id(holder) in holders and _name(pair) not in chosen and id(pair) in known
    )


def _sections(root: Mapping) -> Iterator[tuple[Mapping, Pair]]:
    """The sections at the top and one level below, each with the mapping that holds it."""
    for pair in root.pairs:
        if isinstance(pair.value, Mapping):
            yield root, pair
            for inner in pair.value.pairs:
                if isinstance(inner.value, Mapping):
                    yield pair.value, inner


def _choices(node: Node, depth: int) -> Iterator[str]:
    """The values of settings that choose."""
    if not isinstance(node, Mapping):
        return
    for pair in node.pairs:
        if isinstance(pair.value, Scalar):
            if _SELECTS.search(pair.key.text) and not _SELECTORS.isdisjoint(words_of(pair.key.text)):
                fallback = _FALLBACK.fullmatch(pair.value.text)
                yield fallback.group(1) if fallback else pair.value.text
        elif depth < _DEPTH:
            yield from _choices(pair.value, depth + 1)


def _name(pair: Pair) -> str:
    return _TAIL.sub("", _flat(pair.key.text))


def _flat(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
