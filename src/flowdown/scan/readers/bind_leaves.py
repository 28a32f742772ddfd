"""Bind the names by which a file's own values are referred to elsewhere: `custom.model`, `Values.llm.name`."""

from __future__ import annotations

from flowdown.scan.readers.interpolation import Dialect, read_value
from flowdown.scan.readers.node import Node, Scalar, walk
from flowdown.scan.readers.reading import Reading
from flowdown.scan.trace import Space

LEAF_LIMIT = 2000
"""Values of one file that are bound."""
_LENGTH_LIMIT = 300


def bind_leaves(reading: Reading, prefix: str, root: Node, *, module: str = "", is_default: bool = False) -> None:
    """Bind `prefix.key.key` to every value below a node that is one line of text."""
    bound = 0
    for path, pair, node in walk(root):
        if pair is None or not isinstance(node, Scalar) or node.is_block or not 0 < len(node.text) <= _LENGTH_LIMIT:
            continue
        name = ".".join((prefix, *path))
        value = read_value(node.text, Dialect.PLAIN)
        reading.bind(Space.VARIABLE, name, value, node.start, node.end, module=module, is_default=is_default)
        if reading.has_hit(node.start, node.end):
            reading.declare(name, node.start, node.end)
        bound += 1
        if bound >= LEAF_LIMIT:
            return
