"""`flowdown watch` on the bundled example: what changed for whom and why, told once."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from flowdown.cli.main import main
from flowdown.report.schema import read_schema
from tests.unit.watch.servers import hook_server, mail_server

jsonschema = pytest.importorskip("jsonschema")
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def harbor(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "examples" / "harbor-parts", tmp_path / "harbor-parts")
    monkeypatch.chdir(tmp_path / "harbor-parts")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    return tmp_path / "harbor-parts"


def watch(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, Any]:
    assert main(["watch", "--format", "json", *arguments]) == code
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.validate(told, read_schema(told["schema"]))
    return told


def test_a_court_moves_an_answer_and_it_is_told_once_for_whom_and_why(
    harbor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert watch(capsys, "--as-of", "2026-03-20")["is_first"]
    told = watch(capsys, "--as-of", "2026-04-10")["notice"]
    (change,) = [each for each in told["changes"] if each["norm"] == "us-ant-3252/exclusion"]
    assert (change["before"], change["after"]) == ("UNDETERMINED", "EXEMPT")
    assert change["touched"]["contracts"] == ["pump-spares"]
    assert change["touched"]["systems"] == ["quotes"]
    assert change["touched"]["vendors"] == ["anthropic"]
    assert any("2026-03-26: enjoined" in why for why in change["because"])
    assert {each["order"] for each in told["changes"] if each["kind"] == "order"} >= {"us-ant-3252", "us-ant-4713"}
    again = watch(capsys, "--as-of", "2026-04-10")["notice"]
    assert again["changes"] == []
    assert again["since"] == "2026-04-10"


def test_a_new_use_is_told_with_its_place(harbor: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch(capsys, "--as-of", "2026-04-10")
    code = "import openai\nopenai.OpenAI(base_url='https://dashscope.aliyuncs.com/compatible-mode/v1')\n"
    (harbor / "src" / "harbor_parts" / "more.py").write_text(
        code + "client.chat.completions.create(model='deepseek-chat')\n", encoding="utf-8"
    )
    told = watch(capsys, "--as-of", "2026-04-10")["notice"]
    (use,) = [each for each in told["changes"] if each["kind"] == "use"]
    assert use["says"] == "alibaba is now used in harbor-parts (service)"
    assert use["touched"]["contracts"] == ["pump-spares"]
    assert use["touched"]["systems"] == ["quotes"]
    (harbor / "src" / "harbor_parts" / "more.py").unlink()
    told = watch(capsys, "--as-of", "2026-04-10")["notice"]
    assert [each["after"] for each in told["changes"] if each["kind"] == "use"] == ["not seen"]


def test_a_device_that_is_found_is_a_breach_with_its_place(harbor: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch(capsys, "--as-of", "2026-04-10")
    profile = harbor / "flowdown.yaml"
    text = profile.read_text(encoding="utf-8")
    camera = "maker: unknown\n    purpose: watching the gate\n    serves: own-business"
    assert camera in text
    found = camera.replace("unknown", "hikvision").replace("own-business", "pump-spares")
    profile.write_text(text.replace(camera, found), encoding="utf-8")
    told = watch(capsys, "--as-of", "2026-04-10")["notice"]
    answers = [each for each in told["changes"] if each["kind"] == "answer"]
    assert any("hikvision" in each["touched"]["vendors"] for each in answers)
    assert any("now used in" in why and "hikvision" in why for each in answers for why in each["because"])


def test_a_contract_of_which_more_is_said_is_told_as_the_reason(
    harbor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watch(capsys, "--as-of", "2026-04-10")
    profile = harbor / "flowdown.yaml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace("all_clauses_listed: no", "all_clauses_listed: yes", 1), encoding="utf-8")
    told = watch(capsys, "--as-of", "2026-04-10")["notice"]
    whys = [why for each in told["changes"] for why in each["because"]]
    assert any("the profile says something else of the contract pump-spares" in why for why in whys)


def test_an_order_of_ones_own_that_changes_is_told(
    harbor: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "orders"
    folder.mkdir()
    file = folder / "our-rule.yaml"
    assert main(["orders", "new", "our-rule", "--out", str(file)]) == 0
    capsys.readouterr()
    given = ("--orders", str(folder), "--as-of", "2026-04-10")
    watch(capsys, *given)
    text = file.read_text(encoding="utf-8")
    before, rest = re.split(r"(?=^status:)", text, maxsplit=1, flags=re.MULTILINE)
    step = "status:\n  - {day: 2026-04-09, status: rescinded, what: taken back, source: notice, mark: U}\n"
    source = re.search(r"- id: (\S+)", text.partition("sources:")[2])
    assert source is not None
    file.write_text(before + step.replace("notice", source[1]) + rest.partition("\n")[2], encoding="utf-8")
    told = watch(capsys, *given)["notice"]
    said = json.dumps(told)
    assert "our-rule" in told["others"] or "2026-04-09: rescinded: taken back" in said


def test_deadlines_near_are_told_once_for_each_number_of_days(harbor: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (harbor / "flowdown-watch.yaml").write_text("due_within: [30, 5]\n", encoding="utf-8")
    profile = harbor / "flowdown.yaml"
    found = "\ndiscoveries:\n  - {id: one, maker: hikvision, what: a camera, contracts: [pump-spares], identified: 2026-04-07}\n"
    profile.write_text(profile.read_text(encoding="utf-8") + found, encoding="utf-8")
    seen: list[str] = []
    for day in ("2026-04-07", "2026-04-07", "2026-04-08", "2026-04-20"):
        told = watch(capsys, "--as-of", day)["notice"]
        seen += [
            f"{day} {each['norm']} {each['after']} {each['due']}"
            for each in told["changes"]
            if each["kind"] == "deadline"
        ]
    near = [each for each in seen if "due in" in each]
    assert near, seen
    assert len(seen) == len(set(seen))
    assert any("overdue" in each for each in seen)


def test_mail_and_webhook_arrive_and_the_outbox_tells(
    harbor: Path, capsys: pytest.CaptureFixture[str], pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK_SECRET", "hidden")
    with mail_server(pair) as box, hook_server(pair) as hooked:
        (harbor / "flowdown-watch.yaml").write_text(
            f"""mails:
  - {{id: counsel, server: localhost, port: {box.port}, ca_file: '{pair[0]}', sender: flowdown@harbor.example,
     to: [counsel@harbor.example, jo@harbor.example]}}
  - {{id: ferries, server: localhost, port: {box.port}, ca_file: '{pair[0]}', sender: flowdown@harbor.example,
     to: [ferries@harbor.example], only: {{contracts: [none-such]}}}}
webhooks:
  - {{id: chat, url: 'https://localhost:{hooked.port}/', secret_env: HOOK_SECRET, ca_file: '{pair[0]}',
     allow_networks: [127.0.0.0/8, '::1/128'], only: {{kinds: [order]}}}}
calendars:
  - {{id: team, file: deadlines.ics}}
""",
            encoding="utf-8",
        )
        watch(capsys, "--as-of", "2026-03-20")
        assert not [each for each in box.taken if "BREACH" in each[1]]
        told = watch(capsys, "--as-of", "2026-04-10")
        watch(capsys, "--as-of", "2026-04-10")
    assert sorted(receiver for receiver, _ in box.taken) == ["counsel@harbor.example", "jo@harbor.example"]
    ((_, body),) = hooked.got
    sent = json.loads(body)
    jsonschema.validate(sent, read_schema("flowdown.notice/1"))
    assert {each["kind"] for each in sent["changes"]} == {"order"}
    assert sent["left_out"] > 0
    assert {each["state"] for each in told["deliveries"]} == {"sent"}
    assert (harbor / "deadlines.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    outbox = watch(capsys, "--outbox")
    assert len(outbox["deliveries"]) == 3
    assert "hidden" not in json.dumps(outbox)


def test_what_is_refused_is_1_and_what_waits_is_3(
    harbor: Path, capsys: pytest.CaptureFixture[str], pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = harbor / "flowdown-watch.yaml"
    hook = "webhooks: [{{id: chat, url: 'https://127.0.0.1:1/', secret_env: HOOK_SECRET{0}}}]\n"
    file.write_text(hook.format(", allow_networks: [127.0.0.0/8]"), encoding="utf-8")
    watch(capsys, "--as-of", "2026-03-20")
    (waiting,) = watch(capsys, "--as-of", "2026-04-10", code=3)["deliveries"]
    assert "HOOK_SECRET is not set" in waiting["fault"]
    monkeypatch.setenv("HOOK_SECRET", "hidden")
    file.write_text(hook.format(""), encoding="utf-8")
    (refused,) = watch(capsys, "--resend", code=1)["deliveries"]
    assert "not public" in refused["fault"]


def test_a_dry_run_keeps_nothing(harbor: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch(capsys, "--as-of", "2026-03-20")
    first = watch(capsys, "--as-of", "2026-04-10", "--dry-run")["notice"]["changes"]
    assert first
    assert watch(capsys, "--as-of", "2026-04-10", "--dry-run")["notice"]["changes"] == first


def test_looks_go_forward_in_time(harbor: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch(capsys, "--as-of", "2026-04-10")
    assert main(["watch", "--as-of", "2026-03-20"]) == 2
    assert "looks go forward in time" in capsys.readouterr().err
