"""Compose files: images, environment, commands and profiles of services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import judge_document
from flowdown.scan.readers.node import Mapping, Scalar
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.script_keys import read_scripts
from flowdown.scan.readers.settings import Manner, Spot
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of a compose file."""
    return judge_document(source, read_yaml(source.text), Manner(is_deployment=True), visit)


def visit(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    """What compose adds to the rules of all deployments."""
    path, value = spot.path, spot.pair.value
    key = path[-1]
    if len(path) == 2 and path[0] == "services" and isinstance(value, Mapping):
        is_off = any(pair.key.text == "profiles" for pair in value.pairs)
        return replace(manner, is_name=True, is_optional=manner.is_optional or is_off)
    if len(path) == 3 and path[0] == "services":
        if key in ("command", "entrypoint") and isinstance(value, Scalar):
            return read_scripts(reading, value, manner)
        if key in ("labels", "networks", "volumes", "depends_on", "links", "container_name", "hostname", "profiles"):
            return replace(manner, cap=Role.LISTED)
    if key == "healthcheck":
        return replace(manner, cap=Role.LISTED)
    if path[0] in ("volumes", "networks", "name"):
        return replace(manner, cap=Role.LISTED)
    if path[0] == "models" and len(path) == 3 and key == "model":
        return False
    return False


DETECTOR = Detector(
    id="compose",
    globs=(
        "docker-compose*.yml",
        "docker-compose*.yaml",
        "compose*.yml",
        "compose*.yaml",
        "*.compose.yml",
        "*compose.yaml",
        "*-compose*.yml",
    ),
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
            "docker-compose.yml",
            'x-env: &env\n  A: b\nservices:\n  app:\n    image: "ghcr.io/acme/app:${TAG:-1}"\n'
            "    container_name: acme\n    environment:\n"
            "      - ACME_API_KEY=${ACME_API_KEY:?set it}\n      - ACME_TOKEN\n"
            "      - MODEL=acme-large-2\n  serve:\n    image: vendor/serve\n"
            "    profiles: [gpu]\n    command: --model acme-ai/acme-small --port 80\n"
            "    environment:\n      ACME_BASE_URL: https://api.acme.example\n",
            (
                "image configured ghcr.io/acme/app",
                "env-key configured ACME_API_KEY",
                "env-key configured ACME_TOKEN",
                "model-id configured acme-large-2",
                "model-id configured acme-ai/acme-small",
                "endpoint configured https://api.acme.example",
                "binding MODEL=acme-large-2",
                "text listed acme",
            ),
            ("config",),
        ),
        DetectorExample(
            "docker-compose.local.yml",
            'services:\n  one:\n    entrypoint: /bin/sh\n    command:\n      - "-c"\n'
            '      - "sleep 3; runner pull acme-3:8b; runner pull acme-embed"\n'
            '  two:\n    entrypoint: ["/bin/sh", "-c"]\n    command: |\n      for m in acme-4:8b acme-5; do\n'
            '        runner pull "$$m"\n      done\n'
            '  three:\n    command: >\n      sh -c "runner serve & sleep 1 &&\n      runner pull\n      acme-6:1b"\n'
            "  four:\n    command: pull acme-7:2b\n  five:\n    command: [python, -c, 'import acme; acme.go()']\n",
            (
                "weights configured acme-3:8b",
                "weights configured acme-embed",
                "weights configured acme-4:8b",
                "weights configured acme-5",
                "weights configured acme-6:1b",
                "weights configured acme-7:2b",
                "text listed acme",
            ),
            ("cli",),
        ),
        DetectorExample(
            "compose.yaml",
            "services:\n  app:\n    # image: acme/app\n    image: x\n",
            ("text commented acme",),
            ("image configured acme",),
        ),
    ),
)
