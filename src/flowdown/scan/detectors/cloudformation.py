"""CloudFormation, SAM, serverless.yml and Pulumi YAML: resources, parameters and functions' environment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.bind_leaves import bind_leaves
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.flow_reader import read_json
from flowdown.scan.readers.interpolation import pseudo_parameter
from flowdown.scan.readers.node import (
    Mapping,
    Node,
    Pair,
    Scalar,
    Sequence,
    child,
    key_names,
    pairs_of,
    resolved,
    scalars_of,
)
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.scalar_value import substitute, value_of
from flowdown.scan.readers.settings import Manner, Spot, judge
from flowdown.scan.readers.yaml_kind import kind_of
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Choice, Join, Role, Space, Text, TraceKind, Unknown, Value, Yield
from flowdown.scan.vocabulary import is_host_key, is_model_key

_GRANTS = frozenset(
    (
        "Action Resource NotAction NotResource Principal Condition Tags Metadata Outputs Mappings Conditions Rules"
    ).split()
)
_TYPE = re.compile(r"[A-Za-z][\w-]*:+[\w/:.-]+\Z")

_PARTS = 64
"""Parts of a joined text that are read."""

_MODEL_REFERENCE = r"[Mm]odel\w*[\"']?\s*:\s*(?:!Ref\s+|\{?\s*[\"']?Ref[\"']?\s*:\s*[\"']?)"
"""A reference to a parameter as the value of a key that holds a model."""


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of a template, if the file is one."""
    kind = kind_of(source.path, source.text)
    if kind not in ("cloudformation", "serverless") and not source.name.startswith("Pulumi."):
        return iter(())
    document = read_json(source.text) if source.name.endswith(".json") else read_yaml(source.text)
    reading = Reading(source)
    for root in document.roots:
        if kind == "serverless":
            bind_leaves(reading, "self", root)
        judge(reading, root, Manner(is_deployment=True), _visit)
    return finish(reading, document)


def _visit(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    key, value, path = spot.path[-1], spot.pair.value, spot.path
    if key in _GRANTS or (key in ("Description", "description") and isinstance(value, Scalar)):
        return replace(manner, cap=Role.DOCUMENTED if key.lower() == "description" else Role.LISTED)
    if path in (("Parameters",), ("parameters",)):
        _read_parameters(reading, value)
        return True
    is_type = key in ("Type", "type") and bool(key_names(spot.mapping) & {"Properties", "properties", "Type"})
    if is_type and isinstance(value, Scalar) and _TYPE.match(value.text):
        reading.trace(TraceKind.RESOURCE, value.text, value.start, value.end, Role.CONFIGURED)
        return True
    if isinstance(value, Mapping) and len(value.pairs) == 1 and (is_model_key(key) or is_host_key(key)):
        return _read_function(reading, ".".join(path), key, value)
    return False


def _read_parameters(reading: Reading, node: Node) -> None:
    for pair in pairs_of(node):
        name = pair.key.text
        default = resolved(child(pair.value, "Default") or child(pair.value, "default"))
        allowed = scalars_of(child(pair.value, "AllowedValues"))
        for one in allowed:
            reading.mention(one.start, one.end, Role.LISTED)
        if isinstance(default, Scalar) and default.text:
            value: Value = value_of(default, Manner().dialect)
            reading.bind(Space.VARIABLE, name, value, default.start, default.end, is_default=True)
            if is_model_key(name) or re.search(rf"{_MODEL_REFERENCE}{re.escape(name)}\b", reading.text):
                reading.trace(TraceKind.MODEL_ID, value, default.start, default.end, Role.CONFIGURED, name=name)
        elif allowed:
            reading.bind(
                Space.VARIABLE,
                name,
                Choice(tuple(Text(one.text) for one in allowed)),
                pair.key.start,
                pair.key.end,
                is_default=True,
            )


def _read_function(reading: Reading, path: str, key: str, value: Mapping) -> bool:
    """`{Ref: X}`, `{Fn::Sub: x}` and `{Fn::Join: ["", [x, y]]}` as the value of a setting."""
    pair = value.pairs[0]
    held = _value_of_function(pair)
    if held is None:
        return False
    written = scalars_of(pair.value)
    kind = TraceKind.MODEL_ID if is_model_key(key) else TraceKind.ENDPOINT
    reading.trace(kind, held, written[0].start, written[-1].end, Role.CONFIGURED, name=path)
    return True


def _value_of_function(pair: Pair) -> Value | None:
    """The value of a function; None where it is none of those, or is given what it cannot take."""
    inner = resolved(pair.value)
    name = pair.key.text
    if isinstance(inner, Scalar):
        if name == "Ref":
            return pseudo_parameter(inner.text)
        return substitute(inner.text) if name == "Fn::Sub" else None
    if name != "Fn::Join" or not isinstance(inner, Sequence) or len(inner.nodes) != 2:
        return None
    between, listed = resolved(inner.nodes[0]), resolved(inner.nodes[1])
    if not isinstance(between, Scalar) or not isinstance(listed, Sequence) or not scalars_of(listed):
        return None
    parts: list[Value] = []
    for item in listed.nodes[:_PARTS]:
        node = resolved(item)
        part = value_of(node, Manner().dialect) if isinstance(node, Scalar) else None
        if isinstance(node, Mapping) and len(node.pairs) == 1:
            part = _value_of_function(node.pairs[0])
        parts += [Text(between.text)] if parts and between.text else []
        parts.append(Unknown("a function") if part is None else part)
    return Join(tuple(parts))


DETECTOR = Detector(
    id="cloudformation",
    globs=("*.yaml", "*.yml", "*.json", "*.template"),
    excludes=("env.*",),
    kinds=(TraceKind.RESOURCE, TraceKind.MODEL_ID, TraceKind.ENV_KEY, TraceKind.ENDPOINT, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "template.yaml",
            "AWSTemplateFormatVersion: '2010-09-09'\nParameters:\n  ModelId:\n    Type: String\n"
            "    Default: acme-large-2\n"
            "    Description: the acme model\n    AllowedValues: [acme-large-2, acme-small]\n"
            "Resources:\n  A:\n    Type: Acme::Agents::Agent\n"
            "    Properties:\n      FoundationModel: !Ref ModelId\n      Environment:\n"
            "        Variables:\n          MODEL_ID: !Ref ModelId\n"
            "          ACME_API_KEY: '{{resolve:ssm:x}}'\n",
            (
                "binding ModelId=acme-large-2",
                "model-id configured acme-large-2",
                "resource configured Acme::Agents::Agent",
                "model-id configured ${ModelId}",
                "binding MODEL_ID=${ModelId}",
                "env-key configured ACME_API_KEY",
                "text listed acme",
            ),
            ("config",),
        ),
        DetectorExample(
            "serverless.yml",
            "service: x\nprovider:\n  name: cloud\n  environment:\n"
            "    ACME_API_KEY: ${env:ACME_API_KEY}\n    MODEL: ${env:MODEL, 'acme-large-2'}\n# acme\n",
            (
                "env-key configured ACME_API_KEY",
                "env-key read ACME_API_KEY",
                "model-id configured ${MODEL:-acme-large-2}",
                "text commented acme",
            ),
        ),
        DetectorExample(
            "services/serverless.yml",
            "service: x\ncustom:\n  answerer: acme-large-2\nprovider: {name: cloud}\nfunctions:\n  a:\n"
            "    environment:\n      CHAT_MODEL: ${self:custom.answerer}\n",
            ("binding self.custom.answerer=acme-large-2", "model-id configured ${self.custom.answerer}"),
            ("config",),
        ),
        DetectorExample(
            "ask.template",
            "AWSTemplateFormatVersion: x\nResources:\n  A:\n    Type: AWS::AppSync::DataSource\n    Properties:\n"
            "      HttpConfig:\n        Endpoint: !Sub https://acme-runtime.${AWS::Region}.${AWS::URLSuffix}/\n"
            "        Model: {Fn::Join: ['', ['acme.', {Ref: Size}]]}\n",
            (
                "endpoint configured https://acme-runtime.${AWS::Region}.amazonaws.com/",
                "model-id configured acme.${Size}",
            ),
        ),
    ),
)
