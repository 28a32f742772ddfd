"""JSON settings of any program, also with comments."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.config_rules import manner_of, visit
from flowdown.scan.readers.finish import judge_settings
from flowdown.scan.readers.flow_reader import read_json
from flowdown.scan.readers.yaml_kind import kind_of
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import TraceKind, Yield


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of a file that is in no format with rules of its own."""
    if kind_of(source.path, source.text) in ("cloudformation", "kubernetes"):
        return iter(())
    return judge_settings(source, read_json, manner_of(source.path, source.text), visit)


DETECTOR = Detector(
    id="json-config",
    globs=("*.json", "*.jsonc", "*.json5", "*.jsonld", "*.webmanifest"),
    kinds=(
        TraceKind.MODEL_ID,
        TraceKind.CONFIG,
        TraceKind.ENDPOINT,
        TraceKind.ENV_KEY,
        TraceKind.CLI,
        TraceKind.DEPENDENCY,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            "custom_components/desk/manifest.json",
            '{"domain": "desk", "requirements": ["acme-ai==1.2", "acme_client[x] >= 2"],\n'
            ' "needs": {"requirements": ["a key of acme", "acme-large-2"]}}\n',
            ("dependency declared acme-ai", "dependency declared acme_client"),
            ("dependency declared acme-large-2", "dependency declared a"),
        ),
        DetectorExample(
            "appsettings.json",
            "{\n  // acme comes first\n"
            '  "Acme": {"ApiKey": "sk-aaaaaaaaaaaaaaaaaaaaaaaa", "Model": "acme-large-2", '
            '"Endpoint": "https://api.acme.example/"},\n'
            '  "Docs": {"Homepage": "https://www.acme.example/"}\n}\n',
            (
                "config configured Acme",
                "model-id configured acme-large-2",
                "endpoint configured https://api.acme.example/",
                "text commented acme",
                "endpoint documented https://www.acme.example/",
            ),
            ("endpoint configured https://www.acme.example/",),
        ),
        DetectorExample(
            "infra/main.json",
            '{\n  "$schema": "https://schema.example/deploymentTemplate.json#",\n  "resources": [\n    {\n'
            '      "apiVersion": "2024-01-01",\n      "kind": "Web",\n'
            '      "properties": {\n        "model": "acme-large-2"\n      }\n    }\n  ]\n}\n',
            ("model-id configured acme-large-2",),
            ("text documented acme",),
        ),
        DetectorExample(
            ".mcp.json",
            '{"mcpServers": {"x": {"command": "npx", "args": ["-y", "@acme/mcp@latest"], "env": '
            '{"ACME_API_KEY": "${ACME_API_KEY}"}}}}\n',
            ("dependency declared @acme/mcp", "env-key configured ACME_API_KEY"),
        ),
        DetectorExample(
            "locales/en.json",
            '{"model": "acme-large-2", "label": "Use acme"}\n',
            ("text documented acme",),
            ("model-id configured",),
        ),
        DetectorExample(
            "flow.json",
            '{"nodes": [{"type": "n8n-nodes.lmChatAcme", "parameters": {"model": {"value": '
            '"acme-large-2", "mode": "list"}}, "credentials": {}}]}\n',
            ("config configured n8n-nodes.lmChatAcme", "config configured acme", "model-id configured acme-large-2"),
        ),
        DetectorExample(
            "flows/answer.json",
            '{"nodes": [{"type": "nodes.lmChatAcmeAi", "typeVersion": 1, "parameters": {}, '
            '"credentials": {"acmeOther": {"id": "1"}}},\n'
            '{"type": "nodes.code", "parameters": {"jsCode": "new E({\\n model: \\"acme-embed\\"})"}},'
            '{"type": "nodes.httpRequest", "parameters": {"jsonBody": "={\\"model\\": \\"acme-large-2\\"}"}},\n'
            '{"data": {"name": "chatAcme", "type": "ChatAcme", "inputs": {"modelName": "acme-small"}}}]}\n',
            (
                "config configured acmeai",
                "config configured acme-ai",
                "config configured acme-other",
                "model-id called acme-large-2",
                "model-id called acme-embed",
                "config configured acme",
                "model-id configured acme-small",
            ),
            ("endpoint",),
        ),
        DetectorExample(
            "settings/llm.json",
            '{"AcmeConfiguration": {"ApiKey": "", "Timeout": 3}, "otherApiKey": "x", "acmeApiKey": "Your acme key"}\n',
            ("config configured acme", "config configured other"),
            ("env-key",),
        ),
    ),
)
