"""The tree that every configuration reader builds: mappings, sequences and scalars with their offsets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

DEPTH_LIMIT = 100
"""Containers inside one another; what lies deeper is not read."""


@dataclass(slots=True, eq=False)
class Scalar:
    """A leaf: its text without quotes, and the offsets of that text in the file.

    `is_block` marks text of several lines that stands indented below its key.
    """

    text: str
    start: int
    end: int
    is_quoted: bool = False
    is_block: bool = False
    tag: str = ""


@dataclass(slots=True, eq=False)
class Pair:
    """A key and what it holds."""

    key: Scalar
    value: Node


@dataclass(slots=True, eq=False)
class Mapping:
    """Pairs in the order of the file; keys may repeat."""

    start: int
    pairs: list[Pair] = field(default_factory=list)
    tag: str = ""


@dataclass(slots=True, eq=False)
class Sequence:
    """Nodes in the order of the file."""

    start: int
    nodes: list[Node] = field(default_factory=list)
    tag: str = ""


@dataclass(slots=True, eq=False)
class Alias:
    """A second mention of a node that stands elsewhere; `target` is None when it is not known."""

    start: int
    target: Mapping | Sequence | Scalar | None = None


Node: TypeAlias = Mapping | Sequence | Scalar | Alias


@dataclass(slots=True, eq=False)
class Document:
    """What a reader made of a text: its roots, its comments, and the first thing that it could not read."""

    roots: list[Node] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    fault: str = ""
    fault_at: int = 0

    def blame(self, reason: str, at: int) -> None:
        """Remember a fault, if it is the first."""
        if not self.fault:
            self.fault, self.fault_at = reason, at


@dataclass(slots=True, eq=False)
class Leaf:
    """A scalar with the keys that lead to it; `siblings` is the mapping or sequence that holds it."""

    path: tuple[str, ...]
    key: Scalar | None
    value: Scalar
    parent: Mapping | Sequence | None


def child(node: Node | None, *keys: str) -> Node | None:
    """What stands below a chain of keys, following aliases."""
    for key in keys:
        node = resolved(node)
        if not isinstance(node, Mapping):
            return None
        node = next((pair.value for pair in node.pairs if pair.key.text == key), None)
    return resolved(node)


def resolved(node: Node | None) -> Mapping | Sequence | Scalar | None:
    """A node itself, or what its alias stands for."""
    return node.target if isinstance(node, Alias) else node


def pairs_of(node: Node | None) -> list[Pair]:
    """The pairs of a mapping (an empty list for anything else)."""
    node = resolved(node)
    return node.pairs if isinstance(node, Mapping) else []


def nodes_of(node: Node | None) -> list[Node]:
    """The nodes of a sequence (an empty list for anything else)."""
    node = resolved(node)
    return node.nodes if isinstance(node, Sequence) else []


def scalars_of(node: Node | None) -> list[Scalar]:
    """The scalars of a sequence, or a lone scalar as a list of one."""
    node = resolved(node)
    if isinstance(node, Scalar):
        return [node]
    return [inner for inner in nodes_of(node) if isinstance(inner, Scalar)]


def text_of(node: Node | None) -> str:
    """The text of a scalar (empty for anything else)."""
    node = resolved(node)
    return node.text if isinstance(node, Scalar) else ""


def key_names(node: Node | None) -> set[str]:
    """The keys of a mapping."""
    return {pair.key.text for pair in pairs_of(node)}


def walk(root: Node) -> Iterator[tuple[tuple[str, ...], Pair | None, Node]]:
    """Every node below a root with its path (keys only, no positions) and the pair that holds it; aliases are not entered."""
    stack: list[tuple[tuple[str, ...], Pair | None, Node]] = [((), None, root)]
    while stack:
        path, pair, node = stack.pop()
        yield path, pair, node
        if isinstance(node, Mapping):
            for inner in reversed(node.pairs):
                stack.append(((*path, inner.key.text), inner, inner.value))
        elif isinstance(node, Sequence):
            for one in reversed(node.nodes):
                stack.append((path, None, one))
