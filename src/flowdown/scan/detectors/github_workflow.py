"""GitHub workflows and composite actions: actions used, their inputs, environment, scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.env_reader import is_env_name
from flowdown.scan.readers.finish import judge_document
from flowdown.scan.readers.image import image_value
from flowdown.scan.readers.interpolation import Dialect, read_value
from flowdown.scan.readers.node import Mapping, Node, Scalar, child, pairs_of, resolved, scalars_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.script_keys import read_image, read_scripts
from flowdown.scan.readers.settings import Manner, Spot
from flowdown.scan.readers.yaml_kind import kind_of
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Choice, Role, Space, Text, TraceKind, Yield
from flowdown.scan.vocabulary import is_host_key, is_model_key, urls_in

_IS_CLAIMED = re.compile(r"(?:^|/)(?:\.github|\.gitea|\.forgejo)/workflows/|(?:^|/)action\.ya?ml\Z", re.IGNORECASE)

_IS_OWN = re.compile(r"(?:^|/)\.[^/]+/", re.IGNORECASE)


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of a workflow or of an `action.yml`."""
    if not _IS_CLAIMED.search(source.path) and kind_of(source.path, source.text) != "workflow":
        return iter(())
    # An action serves those who use it, and a workflow elsewhere is shown to others: neither is this tree's own CI.
    group = "ci" if _IS_OWN.search(source.path) else ""
    manner = Manner(group=group, dialect=Dialect.WORKFLOW, is_deployment=True)
    return judge_document(source, read_yaml(source.text), manner, _visit)


def _visit(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    path, value = spot.path, spot.pair.value
    key = path[-1]
    if len(path) == 2 and path[0] == "jobs":
        return replace(manner, is_name=True)
    if key == "uses" and isinstance(value, Scalar):
        return _read_uses(reading, value, manner)
    if key == "run" and isinstance(value, Scalar):
        return read_scripts(reading, value, manner)
    if path[-2:-1] == ("services",) and isinstance(value, Mapping):
        return replace(manner, is_name=True)
    if key == "container" or (key == "image" and "runs" not in path):
        return read_image(reading, value, manner) and isinstance(value, Scalar)
    if key == "if" and isinstance(value, Scalar):
        reading.mention(value.start, value.end, Role.COMPARED)
        return True
    if key == "matrix":
        _bind_matrix(reading, value)
    if key == "inputs" and path[0] in ("on", "true", "inputs"):
        _bind_inputs(reading, value, manner.group)
        return replace(manner, cap=Role.LISTED)
    if key in ("outputs", "concurrency", "permissions") or (path[0] in ("on", "branding", "author") and len(path) == 1):
        return manner if path == ("on",) else replace(manner, cap=Role.LISTED)
    if key in ("branches", "paths", "tags", "branches-ignore", "paths-ignore", "types"):
        return replace(manner, cap=Role.LISTED)
    if key == "secrets" and isinstance(value, Mapping):
        return _read_secrets(reading, value, manner, path[0] == "on")
    if key == "script" and "with" in path:
        for script in scalars_of(value):
            reading.mention(script.start, script.end, Role.LISTED)
        return True
    return False


def _read_uses(reading: Reading, value: Scalar, manner: Manner) -> bool:
    text = value.text
    if text.startswith("docker://"):
        image = image_value(text)
        if image is not None:
            reading.trace(TraceKind.IMAGE, image, value.start, value.end, Role.CALLED, group=manner.group)
    elif not text.startswith("."):
        name = text.partition("@")[0]
        reading.trace(
            TraceKind.ACTION, name, value.start, value.start + len(name), Role.CALLED, name="uses", group=manner.group
        )
    reading.cover(value.start, value.end)
    return True


def _read_secrets(reading: Reading, value: Mapping, manner: Manner, is_declaration: bool) -> bool:
    """`secrets:` of a called workflow: handed on, or declared."""
    for pair in value.pairs:
        if reading.has_hit(pair.key.start, pair.key.end):
            role = Role.DECLARED if is_declaration else Role.CONFIGURED
            reading.trace(TraceKind.ENV_KEY, pair.key.text, pair.key.start, pair.key.end, role, group=manner.group)
        given = resolved(pair.value)
        if isinstance(given, Scalar):
            reading.read_names(read_value(given.text, Dialect.WORKFLOW), given.start, given.end)
    return True


def _bind_inputs(reading: Reading, node: Node, group: str) -> None:
    for pair in pairs_of(node):
        if is_env_name(pair.key.text) and reading.has_hit(pair.key.start, pair.key.end):
            # Asked for under the very name of the variable to which it is handed.
            reading.trace(TraceKind.ENV_KEY, pair.key.text, pair.key.start, pair.key.end, Role.CONFIGURED, group=group)
        default = resolved(child(pair.value, "default"))
        if isinstance(default, Scalar) and default.text:
            value = read_value(default.text, Dialect.WORKFLOW)
            reading.bind(Space.VARIABLE, f"inputs.{pair.key.text}", value, default.start, default.end, is_default=True)
            kind = TraceKind.MODEL_ID if is_model_key(pair.key.text) else TraceKind.ENDPOINT
            if kind is TraceKind.MODEL_ID or (is_host_key(pair.key.text) and urls_in(default.text)):
                reading.trace(
                    kind,
                    value,
                    default.start,
                    default.end,
                    Role.CONFIGURED,
                    name=f"inputs.{pair.key.text}",
                )


def _bind_matrix(reading: Reading, node: Node) -> None:
    for pair in pairs_of(node):
        options = [Text(one.text) for one in scalars_of(pair.value)]
        if options:
            reading.bind(
                Space.VARIABLE, f"matrix.{pair.key.text}", Choice(tuple(options)), pair.key.start, pair.key.end
            )


DETECTOR = Detector(
    id="github-workflow",
    globs=(
        "**/.github/workflows/*.yml",
        "**/.github/workflows/*.yaml",
        "**/.gitea/workflows/*.yml",
        "**/.forgejo/workflows/*.yml",
        "**/action.yml",
        "**/action.yaml",
        "*.yml",
        "*.yaml",
    ),
    kinds=(
        TraceKind.ACTION,
        TraceKind.ENV_KEY,
        TraceKind.MODEL_ID,
        TraceKind.WEIGHTS,
        TraceKind.ENDPOINT,
        TraceKind.CONFIG,
        TraceKind.DEPENDENCY,
        TraceKind.CLI,
        TraceKind.IMAGE,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            ".github/workflows/review.yml",
            "name: Ask acme\non:\n  workflow_dispatch:\n    inputs:\n"
            "      model: {default: acme-large-2, description: the acme model}\n"
            "env:\n  ACME_API_KEY: ${{ secrets.ACME_API_KEY }}\njobs:\n  a:\n"
            "    if: github.actor == 'acme-bot'\n    container: ghcr.io/acme/ci:1\n    steps:\n"
            "      - uses: acme/code-action@v1 # acme\n        with:\n"
            "          acme_api_key: ${{ secrets.ACME_KEY }}\n          model: acme-small\n"
            "          prompt: please ask acme\n      - run: |\n          # not acme\n"
            "          pip install acme-ai\n          acme -p hi\n"
            "      - uses: ./acme\n",
            (
                "action called acme/code-action",
                "env-key configured ACME_API_KEY",
                "env-key read ACME_API_KEY",
                "env-key read ACME_KEY",
                "model-id configured acme-small",
                "model-id configured acme-large-2",
                "binding inputs.model=acme-large-2",
                "image configured ghcr.io/acme/ci",
                "dependency declared acme-ai",
                "cli called acme",
                "text commented acme",
                "text documented acme",
                "text compared acme",
            ),
            ("action called ./acme",),
        ),
        DetectorExample(
            ".github/workflows/eval.yml",
            "on: push\njobs:\n  a:\n    steps:\n      - uses: clouds/configure-acme@v4\n      - run: |\n"
            "          cloud acme-runtime invoke \\\n            --model-id acme.large-v2 \\\n            out.json\n"
            "          cloud deployment create --model-name acme-small --model-format Acme\n"
            "          for m in acme-1b acme-2b; do runner pull $m; done\n"
            "      - run: ask -m acme-3 'hi'\n        env:\n          APP__ACME__API_KEY: ${{ secrets.X }}\n",
            (
                "action called clouds/configure-acme",
                "model-id configured acme.large-v2",
                "model-id configured acme-small",
                "weights configured acme-1b",
                "weights configured acme-2b",
                "model-id configured acme-3",
                "config configured acme",
                "text listed acme",
            ),
            ("cli",),
        ),
    ),
)
