"""Editor and devcontainer settings: extensions, features, start commands, agents' servers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.config_rules import visit as visit_any
from flowdown.scan.readers.finish import judge_document
from flowdown.scan.readers.flow_reader import read_json
from flowdown.scan.readers.image import image_value
from flowdown.scan.readers.node import Mapping, Scalar, Sequence, nodes_of, pairs_of, resolved, scalars_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.script_keys import read_scripts
from flowdown.scan.readers.settings import Manner, Spot
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_EXTENSION = re.compile(r"-?[A-Za-z0-9][\w-]*\.[A-Za-z0-9][\w-]*\Z")
_COMMANDS = frozenset(
    (
        "postCreateCommand postStartCommand onCreateCommand updateContentCommand postAttachCommand initializeCommand"
    ).split()
)


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file."""
    return judge_document(source, read_json(source.text), Manner(group="dev", is_deployment=True), _visit)


def _visit(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    key, value = spot.path[-1], spot.pair.value
    if key in ("extensions", "recommendations", "unwantedRecommendations") and isinstance(value, Sequence):
        role = Role.COMPARED if key.startswith("unwanted") else Role.CONFIGURED
        for one in scalars_of(value):
            if _EXTENSION.match(one.text) and reading.has_hit(one.start, one.end):
                reading.trace(TraceKind.AGENT_CONFIG, one.text, one.start, one.end, role, name=key, group="dev")
        return True
    if key == "features" and isinstance(value, Mapping):
        for pair in value.pairs:
            held = image_value(pair.key.text)
            if held is not None:
                reading.trace(
                    TraceKind.IMAGE, held, pair.key.start, pair.key.end, Role.CONFIGURED, name=key, group="dev"
                )
        return manner
    if key in _COMMANDS:
        return _read_command(reading, value, manner)
    return visit_any(reading, spot, manner)


def _read_command(reading: Reading, value: object, manner: Manner) -> bool:
    if isinstance(value, Mapping):
        for pair in pairs_of(value):
            read_scripts(reading, resolved(pair.value), manner)
        return True
    if isinstance(value, Sequence):
        words = [one for one in nodes_of(value) if isinstance(one, Scalar)]
        for word in words[:1]:
            reading.cover(word.start, word.start)
        return False
    return read_scripts(reading, value, manner)


DETECTOR = Detector(
    id="editor-config",
    globs=(
        "**/.vscode/*.json",
        "devcontainer.json",
        ".devcontainer.json",
        "**/.devcontainer/**/devcontainer.json",
        "*.code-workspace",
        "**/.zed/*.json",
    ),
    kinds=(
        TraceKind.AGENT_CONFIG,
        TraceKind.IMAGE,
        TraceKind.CLI,
        TraceKind.DEPENDENCY,
        TraceKind.CONFIG,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            ".vscode/extensions.json",
            '{"recommendations": ["acme.acme-code", "other.x"], "unwantedRecommendations": ["acme.bad"]} // acme\n',
            ("agent-config configured acme.acme-code", "agent-config compared acme.bad", "text commented acme"),
            ("agent-config configured acme.bad",),
        ),
        DetectorExample(
            ".devcontainer/devcontainer.json",
            '{"image": "acme/dev:1", "features": {"ghcr.io/acme/features/code:1": {}}, '
            '"postCreateCommand": "npm i -g @acme/code",\n'
            ' "customizations": {"vscode": {"extensions": ["acme.code"], "settings": {"acme.model": '
            '"acme-large-2"}}}, "remoteEnv": {"ACME_API_KEY": "${localEnv:ACME_API_KEY}"}}\n',
            (
                "image configured acme/dev",
                "image configured ghcr.io/acme/features/code",
                "dependency declared @acme/code",
                "agent-config configured acme.code",
                "model-id configured acme-large-2",
                "env-key configured ACME_API_KEY",
            ),
        ),
    ),
)
