"""Jenkins pipelines: environment, agents' images, scripts of steps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.blanked import without_comments
from flowdown.scan.readers.environment import set_environment
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.image import image_value
from flowdown.scan.readers.interpolation import read_value
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.shell_arguments import Circumstance
from flowdown.scan.readers.shell_commands import read_script
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Unknown, Yield

_STEP = re.compile(
    r"\b(?:sh|bat|powershell|pwsh)\b[\s(]*(?:script:\s*)?(?:'''(.*?)'''|\"\"\"(.*?)\"\"\""
    r"|'([^'\n]*)'|\"((?:[^\"\\\n]|\\.)*)\")",
    re.DOTALL,
)
_ENVIRONMENT = re.compile(
    r"(?:^|[{;])[ \t]*([A-Z][A-Z0-9_]+)[ \t]*=[ \t]*(?:credentials\([\"']([^\"'\n]*)[\"']\)|[\"']([^\"'\n]*)[\"'])",
    re.MULTILINE,
)
_CREDENTIAL = re.compile(r"variable:\s*[\"']([A-Z][A-Z0-9_]+)[\"']")
_IMAGE = re.compile(r"\b(?:image[ \t]*(?:\([ \t]*)?|docker\.image\()[\"']([^\"'\n]+)[\"']")


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one pipeline."""
    reading = Reading(source)
    plain, comments = without_comments(source.text, True)
    for found in _ENVIRONMENT.finditer(plain):
        if found.group(2) is not None:
            set_environment(reading, found.group(1), *found.span(1), Unknown("secret"), *found.span(2), group="ci")
        else:
            set_environment(
                reading, found.group(1), *found.span(1), read_value(found.group(3)), *found.span(3), group="ci"
            )
    for found in _CREDENTIAL.finditer(plain):
        if reading.has_hit(*found.span(1)):
            reading.trace(TraceKind.ENV_KEY, found.group(1), *found.span(1), Role.CONFIGURED, group="ci")
    for found in _IMAGE.finditer(plain):
        value = image_value(found.group(1))
        if value is not None:
            reading.trace(TraceKind.IMAGE, value, *found.span(1), Role.CONFIGURED, group="ci")
    for found in _STEP.finditer(plain):
        group = next(number for number in range(1, 5) if found.group(number) is not None)
        read_script(reading, *found.span(group), Circumstance(group="ci"))
    return finish(reading, Document(comments=comments))


DETECTOR = Detector(
    id="jenkinsfile",
    globs=("Jenkinsfile*", "*.jenkinsfile", "*.Jenkinsfile"),
    kinds=(TraceKind.ENV_KEY, TraceKind.IMAGE, TraceKind.DEPENDENCY, TraceKind.CLI, TraceKind.ENDPOINT, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "Jenkinsfile",
            "pipeline {\n  agent { docker { image 'acme/ci:1' } }\n  // acme\n  environment {\n"
            "    ACME_API_KEY = credentials('acme')\n  }\n"
            "  stages { stage('x') { steps {\n    sh 'pip install acme-ai'\n    sh '''\n"
            "      acme run\n    '''\n  } } }\n}\n",
            (
                "image configured acme/ci",
                "env-key configured ACME_API_KEY",
                "dependency declared acme-ai",
                "cli called acme",
                "text commented acme",
            ),
            ("config",),
        ),
    ),
)
