"""Shell scripts: programs, installs, requests, environment."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.shell_commands import read_script
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import TraceKind, Yield


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one script."""
    reading = Reading(source)
    read_script(reading, 0, len(source.text))
    return finish(reading, Document())


DETECTOR = Detector(
    id="shell",
    globs=(
        "*.sh",
        "*.bash",
        "*.zsh",
        "*.ksh",
        "*.fish",
        "*.command",
        "*.bats",
        "*.slurm",
        "*.sbatch",
        ".bashrc",
        ".zshrc",
        ".profile",
        ".bash_profile",
        "*.sh.tpl",
        "*.zsh-theme",
        "Procfile*",
    ),
    kinds=(
        TraceKind.CLI,
        TraceKind.DEPENDENCY,
        TraceKind.ENDPOINT,
        TraceKind.ENV_KEY,
        TraceKind.MODEL_ID,
        TraceKind.IMAGE,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            "run.sh",
            '#!/bin/sh\n# ask acme\nexport ACME_API_KEY="$1"\nMODEL=${MODEL:-acme-large-2}\n'
            'curl https://api.acme.example/v1/chat -H "x-key: $ACME_API_KEY" -d \'{"model": "acme-small"}\'\n'
            "docker run --rm -e ACME_TOKEN=x acme/serve:1 --model acme-ai/acme-tiny\nuv pip install acme-ai\n"
            'sudo acme chat\nacme-runner pull acme-3:8b\necho "acme is ready"\nif [ "$P" = "acme" ]; then :; fi\n',
            (
                "env-key configured ACME_API_KEY",
                "env-key read ACME_API_KEY",
                "model-id configured ${MODEL:-acme-large-2}",
                "endpoint called https://api.acme.example/v1/chat",
                "model-id called acme-small",
                "image called acme/serve",
                "model-id configured acme-ai/acme-tiny",
                "dependency declared acme-ai",
                "cli called acme",
                "model-id configured acme-3:8b",
                "text commented acme",
                "text documented acme",
                "text compared acme",
            ),
            ("cli called echo",),
        ),
        DetectorExample(
            "x.sh",
            "grep -r acme . | sed s/acme//\ngit commit -m 'drop acme'\n",
            ("text compared acme", "text listed acme"),
            ("cli", "model-id"),
        ),
    ),
)
