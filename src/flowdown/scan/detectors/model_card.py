"""The front matter of a model card: the models that the weights beside it descend from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import PROGRAMS, Detector, DetectorExample
from flowdown.scan.detectors.model_file import origins_of
from flowdown.scan.readers.node import child, key_names
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_CARD_KEYS = frozenset(
    (
        "license tags pipeline_tag library_name datasets model-index base_model base_model_relation "
        "quantized_by inference"
    ).split()
)


def detect(source: SourceFile) -> Iterator[Yield]:
    """A trace for every base model of a model card; other texts are for prose alone."""
    if not source.text.startswith(("---", "\ufeff---")):
        return
    front = _FRONT.match(source.text[:50_000])
    if not front:
        return
    reading = Reading(source)
    for root in read_yaml(source.text, front.start(1), front.end(1)).roots:
        if len(key_names(root) & _CARD_KEYS) < 2 and child(root, "base_model") is None:
            continue
        for one in origins_of(root):
            reading.trace(TraceKind.WEIGHTS, one.text, one.start, one.end, Role.CONFIGURED, name="base_model")
    yield from reading.yields


DETECTOR = Detector(
    id="model-card",
    globs=("README*", "*.md"),
    excludes=PROGRAMS,
    kinds=(TraceKind.WEIGHTS,),
    detect=detect,
    examples=(
        DetectorExample(
            "README.md",
            "---\nlicense: mit\nbase_model:\n- acme-ai/acme-large\ntags: [acme]\n---\n# acme\n",
            ("weights configured acme-ai/acme-large",),
            ("text",),
        ),
        DetectorExample("docs/a.md", "---\ntitle: acme\n---\nacme\n", (), ("weights",)),
    ),
)
