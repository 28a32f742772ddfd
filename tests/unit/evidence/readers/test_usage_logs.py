"""What logs and spans say of use: counts and days, what is sure, what is nobody's business, hostile input."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from flowdown.base.errors import FlowdownError
from tests.unit.evidence.usage_logs import broken, claims_of, left_out, read_all

SECRET = "what ann@example.com asked, with key sk-live-123"


def _spend(day: str, model: str = "gpt-4o", **more: object) -> str:
    about = {"user_api_key_team_alias": "pricing", "user_api_key_user_email": "ann@example.com"}
    record = {
        "request_id": "r",
        "call_type": "acompletion",
        "startTime": f"{day}T10:00:00Z",
        "spend": 0.1,
        "model": model,
        "custom_llm_provider": "openai",
        "api_base": "https://api.openai.com/v1?key=sk-live-123",
        "metadata": about,
        "messages": [{"content": SECRET}],
    }
    return json.dumps(record | more) + "\n"


def test_calls_are_counted_with_their_first_and_last_day(tmp_path: Path) -> None:
    told = read_all(tmp_path, _spend("2026-01-05") + _spend("2026-01-02") + _spend("2026-01-09"))
    use = claims_of(told)["service:team/pricing uses model:gpt-4o"]
    assert (use.qualifier("calls"), use.qualifier("last")) == ("3", "2026-01-09")
    assert use.valid_from == datetime.date(2026, 1, 2)
    assert use.valid_until is None


def test_a_use_that_ceased_long_before_the_end_of_the_log_ends(tmp_path: Path) -> None:
    told = claims_of(read_all(tmp_path, _spend("2026-01-02", "gpt-4o") + _spend("2026-03-15", "gpt-4.1")))
    assert told["service:team/pricing uses model:gpt-4o"].valid_until == datetime.date(2026, 1, 3)
    assert told["service:team/pricing uses model:gpt-4.1"].valid_until is None


def test_nothing_of_persons_prompts_and_keys_is_kept(tmp_path: Path) -> None:
    shown = repr(read_all(tmp_path, _spend("2026-01-05", user="ann@example.com", requester_ip_address="10.9.8.7")))
    assert not [word for word in ("ann", "sk-live", "10.9.8", "asked") if word in shown]


def test_a_failed_call_only_hints(tmp_path: Path) -> None:
    told = claims_of(read_all(tmp_path, _spend("2026-01-05", status="failure")))
    assert "service:team/pricing may-use vendor:openai" in told
    assert not [each for each in told if " uses " in each]


def test_a_succeeding_call_beside_a_failed_one_is_a_use_once(tmp_path: Path) -> None:
    told = claims_of(read_all(tmp_path, _spend("2026-01-05", status="failure") + _spend("2026-01-05")))
    assert "service:team/pricing uses vendor:openai" in told
    assert not [each for each in told if " may-use " in each]


def test_the_host_decides_whom_a_client_reaches(tmp_path: Path) -> None:
    told = claims_of(read_all(tmp_path, _spend("2026-01-05", "own-model", api_base="https://api.deepseek.com")))
    assert "service:team/pricing uses vendor:deepseek" in told
    assert not [each for each in told if "openai" in each]


def test_a_provider_named_beside_a_strange_host_is_not_sure(tmp_path: Path) -> None:
    told = claims_of(read_all(tmp_path, _spend("2026-01-05", "own-model", api_base="https://llm.strange.example")))
    assert "service:team/pricing may-use vendor:openai" in told


def test_about_holds_what_no_client_is_told_of(tmp_path: Path) -> None:
    told = claims_of(read_all(tmp_path, _spend("2026-01-05", metadata={}), about="system:gateway"))
    assert "system:gateway uses model:gpt-4o" in told


def test_a_broken_line_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    deep = "[" * 100_000 + "\n"
    told = read_all(tmp_path, _spend("2026-01-05") + '{"torn": \n' + deep + _spend("2026-01-06"))
    assert left_out(told) == ["is no JSON", "is no JSON"]
    assert claims_of(told)["service:team/pricing uses model:gpt-4o"].qualifier("calls") == "2"


def test_a_list_is_read_as_lines_are(tmp_path: Path) -> None:
    whole = "[" + ",\n".join(_spend("2026-01-05").strip() for _ in range(3)) + "]"
    assert claims_of(read_all(tmp_path, whole))["service:team/pricing uses model:gpt-4o"].qualifier("calls") == "3"


@pytest.mark.parametrize("end", ['{"eventVersion": "1', "[" * 200_000, '"\xff'])
def test_a_torn_document_is_refused(tmp_path: Path, end: str) -> None:
    start = '{"Records": [{"eventVersion": "1.1", "eventSource": "s3.amazonaws.com", "eventName": "GetObject"},\n'
    with pytest.raises(FlowdownError, match=r"is no JSON|nested deeper"):
        read_all(tmp_path, (start + end).encode("latin-1"))


def test_spans_enclosing_calls_are_not_counted(tmp_path: Path) -> None:
    def span(operation: str) -> dict[str, object]:
        said = {"gen_ai.operation.name": operation, "gen_ai.system": "anthropic", "gen_ai.prompt": SECRET}
        said["gen_ai.request.model"] = "claude-3-5-sonnet-20241022"
        attributes = [{"key": key, "value": {"stringValue": value}} for key, value in said.items()]
        return {"startTimeUnixNano": "1767312000000000000", "attributes": attributes, "name": SECRET}

    spans = [span("chat"), span("invoke_agent"), span("chat"), {"name": "GET /"}, None, 3]
    told = read_all(tmp_path, json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}, 1]}, "x"]}))
    use = claims_of(told)["organisation:us uses vendor:anthropic"]
    assert (use.qualifier("calls"), use.valid_from) == ("2", datetime.date(2026, 1, 2))
    assert "sk-live" not in repr(told)


def test_the_role_is_kept_and_neither_session_nor_user(tmp_path: Path) -> None:
    def event(arn: str, model: str) -> dict[str, object]:
        who = {"type": "x", "arn": arn, "accountId": "111122223333", "userName": "ann"}
        return {
            "eventVersion": "1",
            "eventSource": "bedrock.amazonaws.com",
            "eventName": "InvokeModel",
            "eventTime": "2026-01-02T00:00:00Z",
            "userIdentity": who,
            "sourceIPAddress": "198.51.100.7",
            "requestParameters": {"modelId": model},
        }

    own = "arn:aws:bedrock:us-east-1:111122223333:inference-profile/eu.meta.llama3-2-3b-instruct-v1:0"
    records = [
        event("arn:aws:sts::111122223333:assumed-role/Batch/ann@example.com", own),
        event("arn:aws:iam::111122223333:user/ann", "mistral.mistral-large-2407-v1:0"),
    ]
    told = read_all(tmp_path, json.dumps({"Records": records}))
    said = claims_of(told)
    assert "service:aws/111122223333/Batch uses model:eu.meta.llama3-2-3b-instruct-v1:0" in said
    assert "service:aws/111122223333 uses model:mistral.mistral-large-2407-v1:0" in said
    assert "ann" not in repr(told)
    assert "198.51" not in repr(told)


def test_a_client_is_reduced_to_its_network(tmp_path: Path) -> None:
    lines = "".join(
        f"17673120{number:02}.000 1 {client} TCP_MISS/200 1 CONNECT api.openai.com:443 ann HIER_DIRECT/1.2.3.4 -\n"
        for number, client in enumerate(
            ("10.1.2.3", "10.1.2.77", "2001:db8:1:2::9", "anns-laptop.corp.example", "127.0.0.1")
        )
    )
    told = claims_of(read_all(tmp_path, lines))
    assert sorted(each for each in told if " uses " in each) == [
        "organisation:us uses vendor:openai",
        "system:network-10.1.2.0/24 uses vendor:openai",
        "system:network-2001:db8:1::/48 uses vendor:openai",
        "system:network-corp.example uses vendor:openai",
    ]
    assert told["system:network-10.1.2.0/24 uses vendor:openai"].qualifier("calls") == "2"


def test_many_lines_need_little_memory(tmp_path: Path) -> None:
    import tracemalloc

    line = "1767312000.123    512 10.2.{}.4 TCP_MISS/200 47 CONNECT host{}.example.org:443 - HIER_DIRECT/1.2.3.4 -\n"
    content = "".join(line.format(number % 250, number) for number in range(20_000))
    known = read_all(tmp_path, line.format(1, 1))
    tracemalloc.start(1)
    told = read_all(tmp_path, content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert left_out(known)
    assert left_out(told) == ["20,000 requests to hosts that the catalogue does not know, or that name none"]
    assert peak < 30e6


def test_a_host_of_one_vendor_of_which_only_paths_are_known_is_hinted_at(tmp_path: Path) -> None:
    told = claims_of(read_all(tmp_path, '{"ts":1767312000,"id.orig_h":"10.1.2.3","server_name":"chatgpt.com"}\n'))
    assert "system:network-10.1.2.0/24 may-use vendor:openai" in told


def test_a_line_of_a_container_log_is_read(tmp_path: Path) -> None:
    record = {"authority": "api.anthropic.com", "method": "POST", "path": "/v1/messages", "response_code": 200}
    told = read_all(tmp_path, f"2026-01-02T10:00:00.123+00:00 stdout F {json.dumps(record)}\n")
    assert "organisation:us uses vendor:anthropic" in claims_of(told)
    assert not broken(told)
