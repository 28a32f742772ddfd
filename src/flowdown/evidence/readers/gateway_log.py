"""Reads JSON logs of gateways: LiteLLM's spend logs and request logs, access logs of Envoy, nginx and
Traefik written as JSON.

Who called is kept as the team (LiteLLM), as the application that the log names, or as the network of its address;
users, keys, addresses, messages and answers are not looked at. Failed calls only hint at a use.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.reader import Reader, ReaderExample, Unread, Yield
from flowdown.evidence.sayings import ReadingMode
from flowdown.evidence.usage.client import network_of
from flowdown.evidence.usage.days import day_of
from flowdown.evidence.usage.meaning import is_private
from flowdown.evidence.usage.records import Record, first_text, head_of_records, read_records, text
from flowdown.evidence.usage.tally import Call, Tally, service

_LITELLM = frozenset(
    "custom_llm_provider model_group api_base startTime request_id spend response_cost team_id litellm_call_id".split()
)
_HOSTS = (
    "requested_server_name", "upstream_host", "proxy_host", "authority", ":authority", "req_authority", "upstream_cluster",
    "host", "http_host", "server_name", "upstream_addr", "RequestHost", "ServiceAddr",
)  # fmt: skip
_REST = frozenset(
    "response_code response_flags start_time downstream_remote_address x_forwarded_for upstream_cluster upstream_host duration "
    "method path protocol status request remote_addr request_uri request_method upstream_addr time_iso8601 time_local "
    "DownstreamStatus RequestMethod RequestPath StartUTC".split()
)
_CLIENTS = (
    "x_forwarded_for",
    "downstream_remote_address",
    "http_x_forwarded_for",
    "remote_addr",
    "client_ip",
    "client",
    "ClientHost",
)
_USERS = ("source_app", "source_workload", "app", "application", "service", "service_name")
_PATHS = ("path", ":path", "request_uri", "uri", "x_envoy_original_path", "RequestPath")
_TIMES = ("start_time", "time_iso8601", "time_local", "timestamp", "@timestamp", "time", "msec", "ts", "StartUTC")
_STATUS = ("response_code", "status", "status_code", "DownstreamStatus")
_MODELS = ("gen_ai.request.model", "response_model", "model", "request_model")


def _recognise(head: Head) -> str:
    keys = set(head_of_records(head).json_keys)
    if "model" in keys and "call_type" in keys and len(keys & _LITELLM) >= 2:
        return "LiteLLM JSON log"
    # A name service or Zeek has its own words for hosts.
    if keys & set(_HOSTS) and len(keys & _REST) >= 3 and "id.orig_h" not in keys:
        return "JSON access log of a gateway"
    return ""


def _read(incoming: Incoming) -> Iterator[Yield]:
    tally = Tally(incoming)
    for found in read_records(incoming, "data", "logs", "spend_logs"):
        if isinstance(found, Unread):
            yield found
            continue
        place, record = found
        tally.add(_litellm(record, place) if "call_type" in record else _access(record, place, tally))
    yield from tally.tell()


def _litellm(record: Record, place: str) -> Call:
    about = record.get("metadata")
    if isinstance(about, str) and about.startswith("{"):
        try:
            about = json.loads(about)
        except (ValueError, RecursionError):
            about = {}
    team = text(about, "user_api_key_team_alias") or text(record, "team_alias") or text(record, "team_id")
    # The address that was called in the end stands in what the log calls hidden.
    address = (text(record, "api_base") or text(record, "hidden_params", "api_base")).rpartition("://")[2]
    host, _, path = address.partition("/")
    status = text(record, "status") or text(about, "status")
    return Call(
        service("team", team),
        place,
        day_of(record.get("startTime") or record.get("start_time") or record.get("endTime")),
        text(record, "model"),
        host,
        path.partition("?")[0],
        text(record, "custom_llm_provider"),
        failed=status in ("failure", "error", "failed"),
    )


def _access(record: Record, place: str, tally: Tally) -> Call:
    path = first_text(record, *_PATHS).partition("?")[0]
    client = first_text(record, *_CLIENTS).partition(",")[0]
    status = first_text(record, *_STATUS)
    return Call(
        service("app", first_text(record, *_USERS)) or network_of(client),
        place,
        day_of(first_text(record, *_TIMES)),
        first_text(record, *_MODELS),
        _host(record, path, tally),
        path,
        first_text(record, "gen_ai.provider.name", "provider"),
        failed=status == "0" or (status.isdigit() and int(status) >= 400),
    )


def _host(record: Record, path: str, tally: Tally) -> str:
    """The host that the catalogue knows, of those that the log names; else the first that is no inner name."""
    named = [_bare(said) for key in _HOSTS if (said := text(record, key)) not in ("", "-")]
    known = next((host for host in named if tally.meanings.host(host, path)), "")
    return known or next((host for host in named if not is_private(host)), "")


def _bare(said: str) -> str:
    # Envoy names a cluster of a mesh `outbound|443||api.example.com`.
    return said.rpartition("|")[2].rpartition("://")[2].partition("/")[0].partition(":")[0].lower()


READER = Reader(
    id="gateway-log",
    about="JSON logs of gateways: which team or application called which model or host, how often",
    formats=("LiteLLM JSON log", "JSON access log of a gateway"),
    recognise=_recognise,
    read=_read,
    mode=ReadingMode.OBSERVES,
    examples=(
        ReaderExample(
            "spend.jsonl",
            '{"request_id":"r1","call_type":"acompletion","startTime":"2026-01-02T10:00:00Z","spend":0.1,"user":"ann@example.com",'
            '"model":"deepseek-chat","custom_llm_provider":"openai","api_base":"https://api.deepseek.com/v1",'
            '"metadata":{"user_api_key_team_alias":"pricing"},"messages":[{"content":"secret"}]}\n',
            says=(
                "service:team/pricing uses model:deepseek-chat",
                "service:team/pricing uses vendor:deepseek",
                "model:deepseek-chat made-by vendor:deepseek",
            ),
            never=("service:team/pricing uses vendor:openai", "service:team/pricing may-use"),
        ),
        ReaderExample(
            "payload.json",
            '{"id":"r2","call_type":"acompletion","startTime":"2026-01-02 10:00:00.5","response_cost":0.1,"model":"deepseek-chat",'
            '"custom_llm_provider":"openai","api_base":"","model_group":"","metadata":{"user_api_key_team_alias":"pricing"},'
            '"hidden_params":{"api_base":"https://api.deepseek.com/v1"}}',
            says=("service:team/pricing uses vendor:deepseek",),
            never=("service:team/pricing uses vendor:openai",),
        ),
        ReaderExample(
            "envoy.json",
            '{"start_time":"2026-01-02T10:00:00Z","method":"POST","path":"/v1/messages","response_code":200,"authority":"llm.corp.internal",'
            '"upstream_cluster":"outbound|443||api.anthropic.com","downstream_remote_address":"10.1.2.3:5001"}\n',
            says=("system:network-10.1.2.0/24 uses vendor:anthropic",),
        ),
        ReaderExample("note.json", '{"model": "gpt-4o", "note": "to try"}', never=("service:",)),
    ),
    tried_on=(
        "crowdsecurity/hub, .tests/envoy-logs and traefik_json (commit b03cb59b, 2026-08-22)",
        "BerriAI/litellm, tests/logging_callback_tests/gcs_pub_sub_body: standard_logging_payload.json (commit 055a04e0) and spend_logs_payload.json (commit 64ecc9ba)",
    ),
)
