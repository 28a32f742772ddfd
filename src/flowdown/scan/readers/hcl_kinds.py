"""Of what kind the resources of HCL are told to be, and whose models they deploy."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.readers.hcl_nodes import block_node, term_node
from flowdown.scan.readers.hcl_reader import Block, Quoted
from flowdown.scan.readers.node import Mapping, Node, Scalar, Sequence, child, resolved
from flowdown.scan.readers.reading import Reading
from flowdown.scan.trace import Role, TraceKind

_DEPTH = 4


def told_kinds(block: Block) -> Iterator[tuple[str, str]]:
    """The address of a resource with the kind that it is told, where both are written out."""
    kind = block.attribute("kind")
    if block.type == "resource" and len(block.labels) >= 2 and isinstance(kind, Quoted) and "${" not in kind.text:
        yield f"{block.labels[0].text}.{block.labels[1].text}", kind.text


def read_deployed(reading: Reading, block: Block, kinds: dict[str, str]) -> None:
    """Whose models a resource deploys, at its first line: as its model says, or the kind of the resource that it belongs to."""
    node = block_node(block)
    makers = set(_formats(node))
    models = (child(node, "model"), child(node, "body"))
    if not makers and any(isinstance(each, Mapping) for each in models):
        belongs = (term_node(each.value) for each in block.attributes if each.name.endswith(("_id", "_name")))
        texts = (each.text for each in belongs if isinstance(each, Scalar))
        makers = {kinds[address] for text in texts for address in (".".join(text.split(".")[:2]),) if address in kinds}
    label = block.labels[0]
    for maker in sorted(makers):
        reading.trace(TraceKind.CONFIG, maker, label.start, label.end, Role.CONFIGURED, name="provider")


def _formats(node: Node | None, depth: int = 0) -> Iterator[str]:
    """The formats of the models below a node: `model { format = "Acme" }`."""
    if depth > _DEPTH:
        return
    if isinstance(node, Mapping):
        for pair in node.pairs:
            told = resolved(child(pair.value, "format")) if isinstance(pair.value, Mapping) else None
            if pair.key.text == "model" and isinstance(told, Scalar) and told.is_quoted and "${" not in told.text:
                yield told.text
            yield from _formats(pair.value, depth + 1)
    elif isinstance(node, Sequence):
        for item in node.nodes:
            yield from _formats(item, depth + 1)
