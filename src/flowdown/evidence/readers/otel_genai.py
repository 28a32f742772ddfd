"""Reads spans of OpenTelemetry (OTLP JSON): which service called which model, where, how often, from when to when.

Of a span only the names of provider, model, operation, server and service are looked at, and when it started; never
its events, prompts, completions, or other attributes. Spans that are not of generative AI say nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.reader import Reader, ReaderExample, Unread, Yield
from flowdown.evidence.sayings import ReadingMode
from flowdown.evidence.usage.days import day_of
from flowdown.evidence.usage.records import read_records, text
from flowdown.evidence.usage.tally import Call, Tally, service

_LISTS = ("resourceSpans", "resource_spans")
_PROVIDER = ("gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system")
_MODEL = ("gen_ai.response.model", "gen_ai.request.model", "llm.model_name", "llm.request.model")
_HOST = ("server.address", "net.peer.name", "http.host")
_WANTED = frozenset((*_PROVIDER, *_MODEL, *_HOST, "gen_ai.operation.name"))
_NO_CALL = ("execute_tool", "invoke_agent", "create_agent", "invoke_workflow")
"""Operations that enclose calls to models, which have spans of their own."""
_CONVENTION = {
    "gcp.gen_ai": "gemini",
    "gcp.gemini": "gemini",
    "gcp.vertex_ai": "vertex_ai",
    "azure.ai.openai": "azure",
    "az.ai.openai": "azure",
    "azure.ai.inference": "azure_ai",
    "az.ai.inference": "azure_ai",
    "aws.bedrock": "bedrock",
    "ibm.watsonx.ai": "watsonx",
    "x_ai": "xai",
    "moonshot_ai": "moonshot",
}
"""The words of the semantic conventions that catalogues and configurations write otherwise."""


def _recognise(head: Head) -> str:
    return "OTLP JSON" if head.first_sign == "{" and set(_LISTS) & set(head.json_keys) else ""


def _read(incoming: Incoming) -> Iterator[Yield]:
    tally = Tally(incoming)
    spans = 0
    for found in read_records(incoming, *_LISTS):
        if isinstance(found, Unread):
            yield found
            continue
        place, resource = found
        user = _service(resource)
        for number, span in enumerate(_spans(resource)):
            spans += 1
            _count(tally, user, span, f"{place} span {number}".strip())
    yield from tally.tell()
    if not spans:
        yield Unread("there is no span in it", incoming.where())


def _service(resource: Mapping[str, object]) -> str:
    about = resource.get("resource")
    told = _attributes(about if isinstance(about, dict) else {}, frozenset(("service.name", "service.namespace")))
    name = told.get("service.name", "")
    # What a library writes that was told no name.
    return "" if name.startswith("unknown_service") else service(told.get("service.namespace", ""), name)


def _spans(resource: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    for key in ("scopeSpans", "scope_spans", "instrumentationLibrarySpans"):
        scopes = resource.get(key)
        for scope in scopes if isinstance(scopes, list) else ():
            spans = scope.get("spans") if isinstance(scope, dict) else None
            yield from (each for each in spans if isinstance(each, dict)) if isinstance(spans, list) else ()


def _attributes(holder: Mapping[str, object], wanted: frozenset[str]) -> dict[str, str]:
    attributes = holder.get("attributes")
    found: dict[str, str] = {}
    for each in attributes if isinstance(attributes, list) else ():
        key = text(each, "key")
        if key in wanted:
            found[key] = text(each, "value", "stringValue") or text(each, "value", "string_value")
    return found


def _count(tally: Tally, user: str, span: Mapping[str, object], place: str) -> None:
    told = _attributes(span, _WANTED)
    provider = next((told[key] for key in _PROVIDER if told.get(key)), "")
    model = next((told[key] for key in _MODEL if told.get(key)), "")
    if not provider and not model:
        return
    tally.add(
        Call(
            user,
            place,
            day_of(text(span, "startTimeUnixNano") or text(span, "start_time_unix_nano")),
            model,
            next((told[key] for key in _HOST if told.get(key)), ""),
            provider=_CONVENTION.get(provider, provider),
            failed=text(span, "status", "code") in ("2", "STATUS_CODE_ERROR"),
            count=0 if told.get("gen_ai.operation.name", "") in _NO_CALL else 1,
        )
    )


_SPAN = """{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"help-desk"}}]},
"scopeSpans":[{"spans":[{"name":"chat","kind":3,"startTimeUnixNano":"1767312000000000000","attributes":[
{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
{"key":"gen_ai.provider.name","value":{"stringValue":"aws.bedrock"}},
{"key":"gen_ai.request.model","value":{"stringValue":"anthropic.claude-3-haiku-20240307-v1:0"}},
{"key":"gen_ai.input.messages","value":{"stringValue":"what the customer wrote"}}]}]}]}]}
"""

READER = Reader(
    id="otel-genai",
    about="spans of OpenTelemetry: which service called which model, how often",
    formats=("OTLP JSON", "JSON lines of OTLP JSON"),
    recognise=_recognise,
    read=_read,
    mode=ReadingMode.OBSERVES,
    examples=(
        ReaderExample(
            "spans.json",
            _SPAN,
            says=(
                "organisation:us contains service:help-desk",
                "service:help-desk uses model:anthropic.claude-3-haiku-20240307-v1:0",
                "service:help-desk uses vendor:amazon",
                "model:anthropic.claude-3-haiku-20240307-v1:0 made-by vendor:anthropic",
            ),
            never=("service:help-desk uses vendor:anthropic",),
        ),
        ReaderExample("metrics.json", '{"resourceMetrics": []}', never=("service:",)),
    ),
    tried_on=(
        "open-telemetry/opentelemetry-proto, examples/trace.json (commit ac2c4b5d, 2026-08-18): no span of generative AI in it",
        "langwatch/langwatch, the request of src/server/tracer/opentelemetry.test.ts (commit 0e64b48e): attributes of OpenInference; those of OpenTelemetry's own convention (gen_ai): untested on real input",
    ),
)
