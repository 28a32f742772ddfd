"""Kubernetes objects, Helm templates and Kustomize files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.environment import set_environment
from flowdown.scan.readers.finish import judge_document
from flowdown.scan.readers.flow_reader import read_json
from flowdown.scan.readers.ini_reader import read_ini
from flowdown.scan.readers.interpolation import read_value
from flowdown.scan.readers.key_role import ENVIRONMENT_NAME
from flowdown.scan.readers.node import Document, Mapping, Node, Scalar, child, pairs_of, resolved, scalars_of, text_of
from flowdown.scan.readers.provider_name import names_api_key, read_provider
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.settings import Manner, Spot, judge
from flowdown.scan.readers.shell_commands import read_script
from flowdown.scan.readers.shell_words import Word
from flowdown.scan.readers.yaml_kind import kind_of
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Unknown, Yield

_METADATA = frozenset("metadata labels annotations selector matchLabels status".split())


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of the objects of a file, if it holds such."""
    if kind_of(source.path, source.text) != "kubernetes":
        return iter(())
    return judge_document(source, read_yaml(source.text), Manner(is_deployment=True), _visit)


def _visit(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    key, value, mapping = spot.path[-1], spot.pair.value, spot.mapping
    if key in _METADATA or (key == "description" and isinstance(value, Scalar)):
        return replace(manner, cap=Role.LISTED)
    if (
        key in ("data", "stringData", "binaryData")
        and len(spot.path) == 1
        and text_of(child(mapping, "kind")) in ("ConfigMap", "Secret", "")
    ):
        _read_config_map(reading, value, manner, text_of(child(mapping, "kind")) == "Secret")
        return True
    if key == "patch" and isinstance(value, Scalar) and value.is_block:
        _read_embedded(reading, "patch.yaml", value, manner)
        return True
    if key in ("images",) and spot.path == ("images",):
        for node in scalars_of(value):
            reading.cover(node.start, node.end)
        return manner
    if key in ("newName", "newTag") or (key == "name" and spot.path == ("images", "name")):
        return _read_kustomize_image(reading, key, value, mapping)
    return False


def _read_kustomize_image(reading: Reading, key: str, value: Node, mapping: Mapping) -> bool:
    name = resolved(value)
    is_replaced = child(mapping, "newName") is not None
    if isinstance(name, Scalar) and (key == "newName" or (key == "name" and not is_replaced)):
        reading.trace(TraceKind.IMAGE, name.text, name.start, name.end, Role.CONFIGURED)
    return True


def _read_config_map(reading: Reading, node: Node, manner: Manner, is_secret: bool) -> None:
    for pair in pairs_of(node):
        value = resolved(pair.value)
        key = pair.key
        if not isinstance(value, Scalar):
            judge(reading, pair.value, manner, path=(key.text,))
        elif value.is_block:
            _read_embedded(reading, key.text, value, manner)
        elif ENVIRONMENT_NAME.match(key.text) or key.text.isidentifier():
            inner = Unknown("secret") if is_secret else read_value(value.text)
            set_environment(reading, key.text, key.start, key.end, inner, value.start, value.end)
            reading.cover(value.start, value.end if is_secret else value.start)
        elif names_api_key(key.text):
            read_provider(reading, key.text, key.start, key.end, is_optional=not value.text)
            reading.cover(value.start, value.end)


def _read_embedded(reading: Reading, name: str, value: Scalar, manner: Manner) -> None:
    """A file inside an object, read as what its name says."""
    document: Document | None = None
    if name.endswith((".yaml", ".yml")):
        document = read_yaml(reading.text, value.start, value.end)
    elif name.endswith(".json"):
        document = read_json(reading.text, value.start, value.end)
    elif name.endswith((".properties", ".ini", ".conf", ".env")) or name.startswith(".env"):
        _read_lines(reading, value)
    elif name.endswith(".sh"):
        read_script(reading, value.start, value.end)
    if document is not None:
        for at, to in document.comments:
            reading.mention(at, to, Role.COMMENTED)
        for root in document.roots:
            judge(reading, root, manner)


def _read_lines(reading: Reading, value: Scalar) -> None:
    inner = read_ini(reading.text[value.start : value.end])
    for root in inner.roots:
        for pair in pairs_of(root):
            held = pair.value
            if isinstance(held, Scalar):
                word = Word(held.text, value.start + held.start, value.start + held.end)
                at = value.start + pair.key.start
                set_environment(
                    reading, pair.key.text, at, at + len(pair.key.text), read_value(word.text), word.start, word.end
                )


DETECTOR = Detector(
    id="kubernetes",
    globs=("*.yaml", "*.yml"),
    kinds=(
        TraceKind.IMAGE,
        TraceKind.ENV_KEY,
        TraceKind.MODEL_ID,
        TraceKind.WEIGHTS,
        TraceKind.ENDPOINT,
        TraceKind.CLI,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            "k8s/deploy.yaml",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: acme}\nspec:\n  template:\n"
            "    spec:\n      containers:\n"
            "        - name: acme\n          image: ghcr.io/acme/serve:1\n"
            '          command: ["serve"]\n          args: ["--model", "acme-ai/acme-large"]\n'
            "          env:\n            - name: ACME_API_KEY\n              valueFrom:\n"
            "                secretKeyRef: {name: s, key: ACME_SECRET}\n"
            '            - name: MODEL\n              value: "acme-large-2"\n'
            "        - image: x\n          command: [sh, -c]\n          args:\n            - |\n"
            "              # acme\n              pip install acme-ai\n",
            (
                "image configured ghcr.io/acme/serve",
                "model-id configured acme-ai/acme-large",
                "env-key configured ACME_API_KEY",
                "env-key read ACME_SECRET",
                "binding MODEL=acme-large-2",
                "model-id configured acme-large-2",
                "dependency declared acme-ai",
                "text commented acme",
                "text listed acme",
            ),
            ("config",),
        ),
        DetectorExample(
            "k8s/secret.yaml",
            "apiVersion: v1\nkind: Secret\nstringData:\n  acme-api-key: abc\n---\napiVersion: v1\nkind: Pod\nspec:\n"
            "  containers:\n    - env:\n        - name: KEY_A\n          valueFrom:\n"
            "            secretKeyRef: {name: s, key: other-acme-api-key}\n",
            ("config configured acme", "config configured other-acme"),
            ("env-key configured",),
        ),
        DetectorExample(
            "k8s/job.yaml",
            "apiVersion: batch/v1\nkind: Job\nspec:\n  containers:\n    - name: a\n      command: [/bin/sh]\n"
            '      args: ["-c", "runner pull acme-3:8b\\nrunner pull \\"acme-embed\\""]\n'
            '    - name: b\n      command: [runner, serve]\n      args: ["acme/acme-large", "--port", "80"]\n'
            '    - name: c\n      args: ["serve", "acme/acme-small"]\n',
            (
                "weights configured acme-3:8b",
                "weights configured acme-embed",
                "model-id configured acme/acme-large",
                "model-id configured acme/acme-small",
            ),
            ("cli",),
        ),
        DetectorExample(
            "chart/templates/config.yaml",
            "{{- if .Values.on }}\napiVersion: v1\nkind: ConfigMap\ndata:\n"
            '  ACME_MODEL: {{ .Values.model | default "acme-small" }}\n'
            "  app.yaml: |\n    llm:\n      model: acme-large-2 # acme\n{{- end }}\n",
            (
                "env-key configured ACME_MODEL",
                "model-id configured ${Values.model:-acme-small}",
                "model-id configured acme-large-2",
                "text commented acme",
            ),
            ("gap",),
        ),
    ),
)
