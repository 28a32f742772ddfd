"""Shell scripts: programs, installs, requests, environment."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.shell_commands import read_script
from flowdown.scan.readers.written_document import read_documents
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import TraceKind, Yield


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one script."""
    reading = Reading(source)
    read_script(reading, 0, len(source.text))
    read_documents(reading)
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
        TraceKind.WEIGHTS,
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
                "weights configured acme-3:8b",
                "text commented acme",
                "text documented acme",
                "text compared acme",
            ),
            ("cli called echo",),
        ),
        DetectorExample(
            "setup.sh",
            "cat > .env <<EOF\nACME_API_KEY=$KEY\nMODEL=acme-large-2\nEOF\n"
            'echo \'export ACME_TOKEN="1"\' >> ~/.bashrc\necho "ACME_REGION=$R" | sudo tee -a /etc/environment\n'
            "cat <<EOF\nACME_USAGE=is told to people\nEOF\ncat > a.py <<EOF\nACME_CODE=1\nEOF\necho ACME_SAID=1\n",
            (
                "env-key configured ACME_API_KEY",
                "model-id configured acme-large-2",
                "env-key configured ACME_TOKEN",
                "env-key configured ACME_REGION",
            ),
            ("env-key configured ACME_USAGE", "env-key configured ACME_CODE", "env-key configured ACME_SAID"),
        ),
        DetectorExample(
            "packages.sh",
            "rpm -Uvh /tmp/acme-agent-11.0-3.x86_64.rpm\nyum install -y acme-desk\nbrew install --cask tap/acme-code\n"
            "apt-get remove acme-old\n",
            ("dependency declared acme-agent", "dependency declared acme-desk", "dependency declared tap/acme-code"),
            ("dependency declared acme-old",),
        ),
        DetectorExample(
            "pull.sh",
            'MODELS="acme-3:8b acme-embed"\nfor m in $MODELS; do runner pull "$m"; done\n'
            'LIST=(\n  "acme-7b" # a\n  acme-8b\n)\nfor one in "${LIST[@]}"; do runner serve $one; done\n'
            "docker compose exec -T box runner pull acme-9b\nbox model pull acme/acme-10b\n"
            'sh -c "A=\\"b\\" runner pull \\"acme-11b\\""\n'
            "wget https://hub.example/acme/acme-12b-GGUF/resolve/main/acme-12b.Q4.gguf\nserver -hf acme/acme-13b:Q4\n",
            (
                "weights configured acme-3:8b",
                "weights configured acme-embed",
                "model-id configured acme-7b",
                "model-id configured acme-8b",
                "weights configured acme-9b",
                "weights configured acme/acme-10b",
                "weights configured acme-11b",
                "weights configured acme/acme-12b-GGUF",
                "weights configured acme/acme-13b:Q4",
            ),
            ("cli", "text compared"),
        ),
        DetectorExample(
            "x.sh",
            "grep -r acme . | sed s/acme//\ngit commit -m 'drop acme'\n",
            ("text compared acme", "text listed acme"),
            ("cli", "model-id"),
        ),
    ),
)
