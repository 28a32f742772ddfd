"""TOML settings of any program."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.config_rules import manner_of, visit
from flowdown.scan.readers.finish import judge_settings
from flowdown.scan.readers.toml_reader import read_toml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import TraceKind, Yield


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file."""
    return judge_settings(source, read_toml, manner_of(source.path, source.text), visit)


DETECTOR = Detector(
    id="toml-config",
    globs=("*.toml",),
    kinds=(
        TraceKind.MODEL_ID,
        TraceKind.CONFIG,
        TraceKind.ENDPOINT,
        TraceKind.ENV_KEY,
        TraceKind.DEPENDENCY,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            ".codex/config.toml",
            '# acme\nmodel = "acme-large-2"\nmodel_provider = "acme"\n[model_providers.acme]\n'
            'base_url = "https://api.acme.example/v1"\n'
            'env_key = "ACME_API_KEY"\n[mcp_servers.x]\ncommand = "npx"\nargs = ["-y", "@acme/mcp"]\n',
            (
                "model-id configured acme-large-2",
                "config configured acme",
                "endpoint configured https://api.acme.example/v1",
                "env-key read ACME_API_KEY",
                "dependency declared @acme/mcp",
                "text commented acme",
            ),
        ),
        DetectorExample("x.toml", 'title = "about acme"\n', ("text documented acme",), ("model-id", "config")),
    ),
)
