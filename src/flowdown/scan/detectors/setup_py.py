"""The dependencies that a setup.py or noxfile gives as literals; the rest of such a file is program code."""

from __future__ import annotations

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.detectors.python_manifest import detect
from flowdown.scan.trace import TraceKind

DETECTOR = Detector(
    id="setup-py",
    globs=("*.py",),
    kinds=(TraceKind.DEPENDENCY,),
    detect=lambda source: detect(source) if source.name in ("setup.py", "setup_common.py") else iter(()),
    examples=(
        DetectorExample(
            "setup.py",
            'setup(\n    install_requires=["acme-ai>=1",\n    # "acme-old",\n    ],\n'
            '    extras_require={"x": ["acme-more"]},\n)\n',
            ("dependency declared acme-ai", "dependency declared acme-more"),
            ("dependency declared acme-old", "dependency declared x"),
        ),
    ),
)
