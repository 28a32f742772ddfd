"""INI settings, Java properties, HOCON."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.config_rules import manner_of, visit
from flowdown.scan.readers.finish import judge_settings
from flowdown.scan.readers.hocon_reader import is_hocon, read_hocon
from flowdown.scan.readers.ini_reader import read_ini, read_properties
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import TraceKind, Yield


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file."""
    is_flat = source.name.endswith((".properties", ".props.txt"))
    read = read_properties if is_flat else read_ini
    if source.name.endswith((".conf", ".hocon")) and is_hocon(source.path, source.text):
        read = read_hocon
    return judge_settings(source, read, manner_of(source.path, source.text), visit)


DETECTOR = Detector(
    id="ini-config",
    globs=(
        "*.ini",
        "*.cfg",
        "*.conf",
        "*.hocon",
        "*.cnf",
        "*.properties",
        "*.config.ini",
        "*.desktop",
        "*.inf",
        ".npmrc",
        ".editorconfig",
    ),
    kinds=(TraceKind.MODEL_ID, TraceKind.CONFIG, TraceKind.ENDPOINT, TraceKind.ENV_KEY, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "application.properties",
            "# acme\nspring.ai.acme.chat.options.model=acme-large-2\n"
            "spring.ai.acme.api-key=${ACME_API_KEY}\n"
            "quarkus.x.base-url = https\\://api.acme.example\n",
            (
                "config configured spring.ai.acme.chat.options.model",
                "model-id configured acme-large-2",
                "env-key read ACME_API_KEY",
                "text commented acme",
            ),
        ),
        DetectorExample(
            "application.conf",
            "api_key = ${?ACME_API_KEY}\nmodel = acme-large-2\n",
            ("env-key read ACME_API_KEY", "model-id configured acme-large-2"),
        ),
        DetectorExample(
            "app.ini",
            "[acme]\nmodel = acme-large-2 ; acme\nnote = thanks to acme\n",
            (
                "config configured acme",
                "model-id configured acme-large-2",
                "text commented acme",
                "text documented acme",
            ),
            ("text listed",),
        ),
    ),
)
