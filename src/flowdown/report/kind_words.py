"""The words in which reports say what stands at a place."""

from __future__ import annotations

from flowdown.scan.sighting import Sighting
from flowdown.scan.trace import Role, TraceKind

KIND_WORDS: dict[TraceKind, str] = {
    TraceKind.DEPENDENCY: "dependency",
    TraceKind.LOCK: "lock file entry",
    TraceKind.IMPORT: "import",
    TraceKind.CLIENT: "client",
    TraceKind.CALL: "call",
    TraceKind.MODEL_ID: "model id",
    TraceKind.ENDPOINT: "endpoint",
    TraceKind.ENV_KEY: "environment key",
    TraceKind.CONFIG: "setting",
    TraceKind.ACTION: "CI action",
    TraceKind.IMAGE: "container image",
    TraceKind.RESOURCE: "cloud resource",
    TraceKind.WEIGHTS: "model weights",
    TraceKind.AGENT_CONFIG: "agent instructions",
    TraceKind.CLI: "command-line program",
    TraceKind.DEVICE: "device",
    TraceKind.TEXT: "text",
}

_SAID_TWICE = frozenset({(TraceKind.CALL, Role.CALLED), (TraceKind.IMPORT, Role.IMPORTED)})


def stands_there(sighting: Sighting) -> str:
    """Kind and role of what stands at a sighting's place: `model id, configured`; `call` for a call that is called."""
    if (sighting.kind, sighting.role) in _SAID_TWICE:
        return KIND_WORDS[sighting.kind]
    return f"{KIND_WORDS[sighting.kind]}, {sighting.role.value}"
