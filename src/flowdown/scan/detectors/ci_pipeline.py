"""Pipelines of GitLab, Azure, CircleCI, Bitbucket, Travis, Drone, Buildkite, Cloud Build and similar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import judge_document
from flowdown.scan.readers.node import Mapping, Scalar, Sequence, child, nodes_of, resolved, text_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.script_keys import read_image, read_scripts
from flowdown.scan.readers.settings import Manner, Spot
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_SCRIPTS = frozenset(
    (
        "script scripts before_script after_script before_install install after_success commands "
        "command inlineScript bash pwsh powershell "
        "run pre_build build post_build steps_script deploy test_script build_script install_script plugins_script"
    ).split()
)
_CONDITIONS = frozenset(
    ("only except rules if when condition filters branches tags needs dependencies artifacts cache").split()
)


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one pipeline."""
    return judge_document(source, read_yaml(source.text), Manner(group="ci", is_deployment=True), visit)


def visit(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    """What pipelines add to the rules of all deployments."""
    key, value = spot.path[-1], spot.pair.value
    if isinstance(value, Mapping) and key not in _SCRIPTS and child(value, "script") is not None:
        return replace(manner, is_name=True)
    if key in _SCRIPTS:
        if key in ("run", "script") and isinstance(resolved(value), Mapping):
            command = resolved(child(value, "command") or child(value, "content"))
            return read_scripts(reading, command, manner) and False
        if read_scripts(reading, value, manner):
            return True
    if key == "image":
        if isinstance(value, Mapping):
            read_image(reading, value, manner)
            return replace(manner, is_deployment=False)
        return read_image(reading, value, manner)
    if key == "services" and isinstance(value, Sequence):
        for one in nodes_of(value):
            read_image(reading, resolved(one), manner)
        return False
    if key in ("pipe", "uses", "task") and isinstance(value, Scalar) and reading.has_hit(value.start, value.end):
        name = value.text.partition("@")[0].rpartition(":")[0] if ":" in value.text else value.text.partition("@")[0]
        reading.trace(
            TraceKind.ACTION, name, value.start, value.start + len(name), Role.CALLED, name=key, group=manner.group
        )
        return True
    if (
        key == "name"
        and "entrypoint" not in text_of(value)
        and spot.path[-2:-1] == ("steps",)
        and "/" in text_of(value)
    ):
        return read_image(reading, value, manner)
    if key in _CONDITIONS:
        return replace(
            manner, cap=Role.COMPARED if key in ("if", "rules", "only", "except", "condition", "when") else Role.LISTED
        )
    if key in ("displayName", "name", "title", "label", "description") and isinstance(value, Scalar):
        return replace(manner, cap=Role.DOCUMENTED)
    return False


DETECTOR = Detector(
    id="ci-pipeline",
    globs=(
        ".gitlab-ci*.yml",
        "*.gitlab-ci.yml",
        "**/.gitlab/**/*.yml",
        "azure-pipelines*.yml",
        "azure-pipelines*.yaml",
        "**/.azure-pipelines/**/*.yml",
        "**/.azuredevops/**/*.yml",
        "**/.circleci/*.yml",
        "bitbucket-pipelines.yml",
        ".travis.yml",
        "appveyor.yml",
        ".appveyor.yml",
        ".drone.yml",
        "**/.buildkite/**/*.yml",
        "**/.buildkite/**/*.yaml",
        "cloudbuild*.yaml",
        "cloudbuild*.yml",
        "buildspec*.yml",
        "buildspec*.yaml",
        ".cirrus.yml",
        "**/.woodpecker/*.yml",
        ".woodpecker.yml",
        "**/.semaphore/*.yml",
        "render.yaml",
        "**/.tekton/*.yaml",
        "wercker.yml",
    ),
    kinds=(
        TraceKind.IMAGE,
        TraceKind.ENV_KEY,
        TraceKind.DEPENDENCY,
        TraceKind.CLI,
        TraceKind.MODEL_ID,
        TraceKind.ENDPOINT,
        TraceKind.ACTION,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            ".gitlab-ci.yml",
            "image: registry.example/acme/ci:1\nvariables:\n  ACME_API_KEY: $CI_ACME_KEY\n"
            "  MODEL: acme-large-2\nreview:\n  services:\n    - acme/db:2\n"
            "  script:\n    - pip install acme-ai\n    - acme review --model acme-small\n  only:\n    - acme\n# acme\n",
            (
                "image configured registry.example/acme/ci",
                "image configured acme/db",
                "env-key configured ACME_API_KEY",
                "model-id configured acme-large-2",
                "dependency declared acme-ai",
                "cli called acme",
                "model-id configured acme-small",
                "text compared acme",
                "text commented acme",
            ),
            ("config",),
        ),
        DetectorExample(
            ".circleci/config.yml",
            "jobs:\n  a:\n    docker:\n      - image: acme/base:1\n    steps:\n"
            "      - run: npm i -g @acme/code\n      - run:\n          name: the acme step\n"
            "          command: |\n            curl https://api.acme.example/v1\n",
            (
                "image configured acme/base",
                "dependency declared @acme/code",
                "endpoint called https://api.acme.example/v1",
                "text documented acme",
            ),
            ("endpoint configured",),
        ),
    ),
)
