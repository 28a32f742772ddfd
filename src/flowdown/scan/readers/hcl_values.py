"""Values that resources of HCL hand to others: those of a chart, those of the models that a table of deployments lists."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.readers.key_role import holds_models
from flowdown.scan.readers.node import Mapping, Node, Pair, Scalar, Sequence, child, nodes_of, pairs_of, resolved
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.settings import Manner, Spot, judge
from flowdown.scan.trace import Role, TraceKind

CHART = "helm_release"
"""The resource that installs a chart with values of its own."""
_SETS = frozenset("set set_list set_sensitive set_string".split())
_DEPLOYED = frozenset("version format model_version model_format sku capacity sku_name scale_type".split())
"""Keys beside a name that say that it is of a model to be deployed."""


def read_chart_values(reading: Reading, spot: Spot, manner: Manner) -> bool:
    """The values that a chart is given: as documents, or each by its dotted name; say whether these were such."""
    key, value = spot.path[-1], spot.pair.value
    if key == "values" and isinstance(value, Sequence):
        for one in value.nodes:
            judge(reading, one, manner, path=(CHART,))
        return True
    if key not in _SETS:
        return False
    for one in [value] if isinstance(value, Mapping) else nodes_of(value):
        name, held = resolved(child(one, "name")), resolved(child(one, "value"))
        if isinstance(name, Scalar) and isinstance(held, Scalar):
            *path, last = name.text.split(".")
            pair = Pair(Scalar(last, name.end - len(last), name.end), held)
            judge(reading, Mapping(name.start, [pair]), manner, path=(CHART, *path))
    return True


def read_deployments(reading: Reading, name: str, table: Node) -> None:
    """The models of a table of deployments, which a resource is made for each of: `{ chat = { name = "x", version = "1" } }`."""
    if not holds_models(name):
        return
    for entry in _entries(table):
        if not any(pair.key.text in _DEPLOYED for pair in entry.pairs):
            continue
        model = resolved(child(entry, "model_name") or child(entry, "name"))
        if isinstance(model, Scalar) and model.is_quoted and reading.has_hit(model.start, model.end):
            reading.trace(TraceKind.MODEL_ID, model.text, model.start, model.end, Role.CONFIGURED, name=f"{name}.model")


def _entries(table: Node) -> Iterator[Mapping]:
    nodes = [pair.value for pair in pairs_of(table)] if isinstance(table, Mapping) else nodes_of(table)
    for node in nodes:
        if isinstance(node, Mapping):
            inner = resolved(child(node, "model"))
            yield inner if isinstance(inner, Mapping) else node
