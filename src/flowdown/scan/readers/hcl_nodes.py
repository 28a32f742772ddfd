"""Turn blocks and terms of HCL into the nodes that settings are judged by."""

from __future__ import annotations

from flowdown.scan.readers.hcl_reader import Block, Expression, Object, Quoted, Term, Tuple
from flowdown.scan.readers.key_role import is_environment_map
from flowdown.scan.readers.node import Mapping, Node, Pair, Scalar, Sequence
from flowdown.scan.readers.scalar_value import EXPRESSION

_TRANSPARENT = frozenset(
    (
        "jsonencode yamlencode tolist toset tomap merge concat compact flatten nonsensitive sensitive base64encode"
    ).split()
)


def block_node(block: Block) -> Mapping:
    """A block as a mapping of its attributes and inner blocks."""
    mapping = Mapping(block.start)
    for attribute in block.attributes:
        key = Scalar(attribute.name, attribute.start, attribute.end)
        mapping.pairs.append(Pair(key, term_node(attribute.value)))
    for inner in block.blocks:
        name, node = inner.type, _inner_node(inner)
        if inner.type == "dynamic" and inner.labels:
            name = inner.labels[0].text
            content = next((one for one in inner.blocks if one.type == "content"), None)
            node = _inner_node(content, name) if content else node
        mapping.pairs.append(Pair(Scalar(name, inner.start, inner.start + len(inner.type)), node))
    return mapping


def _inner_node(block: Block, name: str = "") -> Node:
    """An inner block; one that sets a variable of the environment by its name is an entry of a list of such."""
    node = block_node(block)
    is_entry = block.attribute("name") is not None and is_environment_map(name or block.type)
    return Sequence(block.start, [node]) if is_entry else node


def term_node(term: Term) -> Node:
    """A term as a node; a call that only encodes or joins is what it is given."""
    if isinstance(term, Quoted):
        return Scalar(term.text, term.start, term.end, True, term.is_block)
    if isinstance(term, Tuple):
        return Sequence(term.start, [term_node(one) for one in term.terms])
    if isinstance(term, Object):
        mapping = Mapping(term.start)
        for attribute in term.attributes:
            key = Scalar(attribute.name, attribute.start, attribute.end)
            mapping.pairs.append(Pair(key, term_node(attribute.value)))
        return mapping
    return _expression_node(term)


def _expression_node(term: Expression) -> Node:
    if term.callee in _TRANSPARENT and len(term.parts) == 1 and isinstance(term.parts[0], Expression):
        inner = [term_node(one) for one in term.parts[0].parts]
        mappings = [one for one in inner if isinstance(one, Mapping)]
        if term.callee == "merge" and mappings:
            return Mapping(term.start, [pair for mapping in mappings for pair in mapping.pairs])
        if len(inner) == 1:
            return inner[0]
        if inner:
            return Sequence(term.start, inner)
    return Scalar(term.text, term.start, term.end, tag=EXPRESSION)
