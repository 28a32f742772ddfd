"""Terraform and OpenTofu: resources, modules, providers, variables and what they set."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.environment import is_template_file
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.hcl_kinds import read_deployed, told_kinds
from flowdown.scan.readers.hcl_nodes import block_node, term_node
from flowdown.scan.readers.hcl_reader import Block, Body, Quoted, read_hcl
from flowdown.scan.readers.hcl_values import CHART, read_chart_values, read_deployments
from flowdown.scan.readers.interpolation import Dialect
from flowdown.scan.readers.key_role import holds_model, names_cloud_model
from flowdown.scan.readers.node import Document, Mapping, Node, Pair, Scalar, Sequence, child, resolved
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.scalar_value import value_of
from flowdown.scan.readers.settings import Manner, Spot, judge
from flowdown.scan.readers.shell_commands import read_held_script
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, Space, Text, TraceKind, Yield
from flowdown.scan.vocabulary import is_host_key

_GRANTS = frozenset(
    (
        "resource resources actions action not_actions not_resources principals condition condition_expression filter"
    ).split()
)
_META = frozenset(
    (
        "tags labels depends_on lifecycle provider count for_each validation description error_message "
        "condition tags_all annotations"
    ).split()
)
_MANNER = Manner(dialect=Dialect.TERRAFORM, is_deployment=True)


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file."""
    body = read_hcl(source.text)
    reading = Reading(source)
    folder = posixpath.dirname(source.path)
    if source.name.endswith(".hcl") or ".tfvars" in source.name:
        _read_values(reading, body, folder, ".tfvars" in source.name)
    kinds = {address: kind for block in body.root.blocks for address, kind in told_kinds(block)}
    for block in body.root.blocks:
        _read_block(reading, block, folder, kinds)
    return finish(reading, Document(comments=body.comments, fault=body.fault, fault_at=body.fault_at))


def _read_values(reading: Reading, body: Body, folder: str, is_variables: bool) -> None:
    """The assignments of a variables file (or, in other HCL, settings)."""
    root = Block("", 0, attributes=body.root.attributes)
    mapping = block_node(root)
    is_template = is_template_file(reading.source.path)
    if is_variables:
        for pair in mapping.pairs:
            read_deployments(reading, pair.key.text, pair.value)
            if isinstance(pair.value, Scalar):
                value = value_of(pair.value, Dialect.TERRAFORM)
                reading.bind(
                    Space.VARIABLE,
                    f"var.{pair.key.text}",
                    value,
                    pair.value.start,
                    pair.value.end,
                    module=folder,
                    is_template=is_template,
                )
    judge(reading, mapping, replace(_MANNER, is_template=is_template), _visit)


def _read_block(reading: Reading, block: Block, folder: str, kinds: dict[str, str]) -> None:
    kind, labels = block.type, block.labels
    if kind in ("resource", "data", "ephemeral") and len(labels) >= 2:
        address = (
            f"{labels[0].text}.{labels[1].text}" if kind == "resource" else f"data.{labels[0].text}.{labels[1].text}"
        )
        told = kinds.get(address, "")
        name = f"{labels[0].text}:{told}" if told else labels[0].text
        reading.trace(TraceKind.RESOURCE, name, labels[0].start, labels[0].end, Role.CONFIGURED, name=address)
        read_deployed(reading, block, kinds)
        _bind_attributes(reading, block, address, folder)
        judge(reading, block_node(block), _MANNER, _visit, (labels[0].text,))
    elif kind == "module" and labels:
        _read_module(reading, block, folder)
    elif kind == "provider" and labels:
        reading.trace(
            TraceKind.RESOURCE, labels[0].text, labels[0].start, labels[0].end, Role.CONFIGURED, name="provider"
        )
        judge(reading, block_node(block), _MANNER, _visit, ("provider", labels[0].text))
    elif kind == "variable" and labels:
        _read_variable(reading, block, labels[0], folder)
    elif kind == "locals":
        for attribute in block.attributes:
            node = term_node(attribute.value)
            _bind(reading, f"local.{attribute.name}", node, folder)
            read_deployments(reading, attribute.name, node)
        judge(reading, block_node(block), _MANNER, _visit, ("local",))
    elif kind == "terraform":
        _read_required(reading, block)
    elif kind == "output":
        reading.mention(block.start, block.start, Role.LISTED)
    else:
        judge(reading, block_node(block), _MANNER, _visit, (kind,))


def _bind(reading: Reading, name: str, node: Node, folder: str, is_default: bool = False, depth: int = 0) -> None:
    """Bind a name, and the names below it, to literals and references."""
    if isinstance(node, Scalar):
        value = value_of(node, Dialect.TERRAFORM)
        reading.bind(Space.VARIABLE, name, value, node.start, node.end, module=folder, is_default=is_default)
        if isinstance(value, Text) and reading.has_hit(node.start, node.end):
            reading.declare(name, node.start, node.end)
    elif isinstance(node, Mapping) and depth < 4:
        for pair in node.pairs[:200]:
            _bind(reading, f"{name}.{pair.key.text}", pair.value, folder, is_default, depth + 1)


def _bind_attributes(reading: Reading, block: Block, address: str, folder: str) -> None:
    for attribute in block.attributes:
        if holds_model(attribute.name) or is_host_key(attribute.name):
            _bind(reading, f"{address}.{attribute.name}", term_node(attribute.value), folder)


def _read_module(reading: Reading, block: Block, folder: str) -> None:
    source = block.attribute("source")
    target = ""
    if isinstance(source, Quoted):
        if source.text.startswith("."):
            target = posixpath.normpath(posixpath.join(folder, source.text)).lstrip("./")
        else:
            reading.trace(TraceKind.RESOURCE, source.text, source.start, source.end, Role.CONFIGURED, name="module")
        reading.cover(source.start, source.end)
    mapping = block_node(block)
    if target or isinstance(source, Quoted):
        for pair in mapping.pairs:
            if pair.key.text not in ("source", "version") and target:
                _bind(reading, f"var.{pair.key.text}", pair.value, target)
    mapping.pairs = [pair for pair in mapping.pairs if pair.key.text not in ("source", "version")]
    judge(reading, mapping, _MANNER, _visit, ("module",))


def _read_variable(reading: Reading, block: Block, label: Quoted, folder: str) -> None:
    mapping = block_node(block)
    default = next((pair.value for pair in mapping.pairs if pair.key.text == "default"), None)
    if default is not None:
        _bind(reading, f"var.{label.text}", default, folder, is_default=True)
        read_deployments(reading, label.text, default)
        key = Scalar(label.text, label.start, label.end, True)
        judge(reading, Mapping(block.start, [Pair(key, default)]), _MANNER, _visit, ("var",))
    elif reading.has_hit(label.start, label.end) and label.text.isupper():
        reading.trace(TraceKind.ENV_KEY, label.text, label.start, label.end, Role.DECLARED)
    description = resolved(child(mapping, "description"))
    if isinstance(description, Scalar):
        reading.mention(description.start, description.end, Role.DOCUMENTED)


def _read_required(reading: Reading, block: Block) -> None:
    for inner in block.blocks:
        if inner.type != "required_providers":
            continue
        for pair in block_node(inner).pairs:
            source = resolved(child(pair.value, "source"))
            if isinstance(source, Scalar):
                reading.trace(TraceKind.RESOURCE, source.text, source.start, source.end, Role.DECLARED, name="provider")
            reading.cover(pair.key.start, pair.key.end)


def _visit(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    key, value = spot.path[-1], spot.pair.value
    if spot.path[0] == CHART and len(spot.path) == 2 and read_chart_values(reading, spot, manner):
        return True
    if key in _GRANTS or key in ("Resource", "Action", "Condition", "Principal", "NotResource"):
        return replace(manner, cap=Role.LISTED)
    if key in _META:
        return replace(manner, cap=Role.DOCUMENTED if key in ("description", "error_message") else Role.LISTED)
    if key in ("user_data", "startup_script", "command", "inline", "metadata_startup_script") and isinstance(
        value, Scalar
    ):
        read_held_script(reading, value)
        return True
    if isinstance(value, Scalar | Sequence):
        return _read_names_of_resources(reading, spot, value, manner)
    return False


def _read_names_of_resources(reading: Reading, spot: Spot, value: Scalar | Sequence, manner: Manner) -> bool:
    """Names of models in cloud notation (`arn:...:foundation-model/x`) count wherever they are set."""
    if manner.cap is not None or holds_model(spot.pair.key.text):
        return False
    nodes = [value] if isinstance(value, Scalar) else value.nodes
    done = False
    for one in nodes:
        if not isinstance(one, Scalar) or not reading.has_hit(one.start, one.end):
            continue
        if names_cloud_model(one.text):
            held = value_of(one, Dialect.TERRAFORM)
            reading.trace(TraceKind.MODEL_ID, held, one.start, one.end, Role.CONFIGURED, name=".".join(spot.path))
            done = True
    return done and isinstance(value, Scalar)


DETECTOR = Detector(
    id="terraform",
    globs=("*.tf", "*.tofu", "*.tfvars", "*.tfvars.*", "*.hcl", "*.nomad", "*.tf.tmpl"),
    excludes=("*.tfvars.json", ".terraform.lock.hcl"),
    kinds=(
        TraceKind.RESOURCE,
        TraceKind.MODEL_ID,
        TraceKind.ENV_KEY,
        TraceKind.ENDPOINT,
        TraceKind.IMAGE,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            "infra/main.tf",
            'variable "model_id" {\n  description = "an acme model"\n  default     = "acme-large-2"\n'
            '}\nlocals { small_model = "acme-small" }\n'
            'resource "acme_agent" "a" {\n  foundation_model = var.model_id\n'
            '  tags = { by = "acme" }\n  environment {\n    variables = {\n'
            '      MODEL_ID = var.model_id\n      ACME_API_KEY = "x" # acme\n    }\n  }\n}\n'
            'module "m" {\n  source = "acme/agent/cloud"\n  version = "1"\n  foundation_model = "acme.large-v2"\n}\n'
            'terraform {\n  required_providers {\n    acme = { source = "acme/acme" }\n  }\n}\n',
            (
                "binding var.model_id=acme-large-2",
                "binding local.small_model=acme-small",
                "binding MODEL_ID=${var.model_id}",
                "model-id configured acme-large-2",
                "resource configured acme_agent",
                "model-id configured ${var.model_id}",
                "env-key configured ACME_API_KEY",
                "resource configured acme/agent/cloud",
                "model-id configured acme.large-v2",
                "resource declared acme/acme",
                "text documented acme",
                "text listed acme",
                "text commented acme",
            ),
            ("config",),
        ),
        DetectorExample(
            "iam.tf",
            'data "policy" "p" {\n  statement {\n    resources = ["arn:x:y:::foundation-model/acme.large"]\n  }\n}\n'
            'resource "z" "q" {\n  profile = "arn:cloud:ai:eu:1:inference-profile/acme.large"\n'
            '  m = try(var.a, "b")\n}\n',
            ("text listed acme", "model-id configured arn:cloud:ai:eu:1:inference-profile/acme.large"),
            ("model-id configured arn:x:y:::foundation-model/acme.large",),
        ),
        DetectorExample(
            "modules/agent/variables.tf",
            'variable "answerer" {\n  default = "acme-large-2"\n}\nlocals {\n  note = "by acme people here"\n}\n',
            ("binding var.answerer=acme-large-2", "model-id declared acme-large-2", "text documented acme"),
            ("model-id configured",),
        ),
        DetectorExample(
            "prod.tfvars",
            'model_id = "acme-large-2"\n# acme\n',
            ("binding var.model_id=acme-large-2", "model-id configured acme-large-2", "text commented acme"),
        ),
    ),
)
