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
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import TraceKind, Yield

_YAML = re.compile(r"^[\"']?[\w.-]+[\"']?:(?:\s|\Z)", re.MULTILINE)
_INI = re.compile(r"^\[[^\]\n]+\][ \t]*$|^[\w.-]+[ \t]*=", re.MULTILINE)


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file."""
    return judge_settings(source, _reader_of(source.text), manner_of(source.path, source.text), visit)


def _reader_of(text: str) -> Callable[[str], Document]:
    if text.lstrip()[:1] in ("{", "[") and not _INI.search(text[:4000]):
        return read_json
    return read_ini if _INI.search(text[:4000]) or not _YAML.search(text[:4000]) else read_yaml


DETECTOR = Detector(
    id="rc-file",
    globs=(".*rc", "*.rc"),
    kinds=(TraceKind.MODEL_ID, TraceKind.CONFIG, TraceKind.ENDPOINT, TraceKind.ENV_KEY, TraceKind.TEXT),
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
        DetectorExample(".thirdrc", "model: acme-large-2\n", ("model-id configured acme-large-2",)),
    ),
)
