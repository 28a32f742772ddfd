"""Settings files that are named by what they are for (`.somethingrc`), in whatever notation they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.config_rules import manner_of, visit
from flowdown.scan.readers.finish import judge_settings
from flowdown.scan.readers.flow_reader import read_json
from flowdown.scan.readers.ini_reader import read_ini
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.toml_reader import read_toml
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import TraceKind, Yield

_YAML = re.compile(r"^[\"']?[\w.-]+[\"']?:(?:\s|\Z)", re.MULTILINE)
_INI = re.compile(r"^\[[^\]\n]+\][ \t]*$|^[\w.-]+[ \t]*=", re.MULTILINE)


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file."""
    return judge_settings(source, _reader_of(source), manner_of(source.path, source.text), visit)


def _reader_of(source: SourceFile) -> Callable[[str], Document]:
    text = source.text
    if source.name == ".replit":
        return _read_sections
    if text.lstrip()[:1] in ("{", "[") and not _INI.search(text[:4000]):
        return read_json
    return read_ini if _INI.search(text[:4000]) or not _YAML.search(text[:4000]) else read_yaml


def _read_sections(text: str) -> Document:
    """TOML as it should be, or lines below section headings as people write them there."""
    document = read_toml(text)
    return read_ini(text) if document.fault else document


DETECTOR = Detector(
    id="rc-file",
    globs=(".*rc", "*.rc", ".replit"),
    kinds=(
        TraceKind.MODEL_ID,
        TraceKind.WEIGHTS,
        TraceKind.CLI,
        TraceKind.CONFIG,
        TraceKind.ENDPOINT,
        TraceKind.ENV_KEY,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            ".toolrc",
            "[a]\nmodel = acme-large-2\n# acme\n",
            ("model-id configured acme-large-2", "text commented acme"),
        ),
        DetectorExample(
            ".otherrc", '{"model": "acme-large-2", "title": "acme"}\n', ("model-id configured acme-large-2",), ("gap",)
        ),
        DetectorExample(
            ".replit",
            'run = "acme chat --model acme-large-2"\n[env]\nACME_MODEL = "acme-small"\n[deployment]\n'
            'run = ["sh", "-c", "runner pull acme-3:8b"]\n# acme\n',
            (
                "cli called acme",
                "model-id configured acme-large-2",
                "env-key configured ACME_MODEL",
                "model-id configured acme-small",
                "weights configured acme-3:8b",
                "text commented acme",
            ),
            ("gap",),
        ),
        DetectorExample(
            "apps/.replit",
            "run = 'go run .'\n[env]\nACME_API_KEY: xx\nLLM_MODEL: acme-large-2\n",
            ("env-key configured ACME_API_KEY", "binding LLM_MODEL=acme-large-2", "model-id configured acme-large-2"),
            ("gap",),
        ),
        DetectorExample(".thirdrc", "model: acme-large-2\n", ("model-id configured acme-large-2",)),
    ),
)
