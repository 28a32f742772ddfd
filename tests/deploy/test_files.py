"""The files that run a server: what they name is there, and they give away nothing that they need not."""

from __future__ import annotations

import re
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from flowdown.cli.commands.serve import COMMAND
from flowdown.cli.parser import build_parser

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    whole: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return whole


def instructions() -> list[tuple[str, str]]:
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n", " ", text).splitlines()
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines if line.strip()]


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[0] == "*"
    admitted = [line[1:] for line in ignored if line.startswith("!")]
    for word, rest in instructions():
        if word == "COPY" and not rest.startswith("--from"):
            for source in rest.split()[:-1]:
                assert (ROOT / source).exists(), source
                assert any(fnmatch(source, each) for each in admitted), source


def test_the_image_runs_as_nobody_and_is_asked_how_it_is() -> None:
    last = dict(instructions())
    assert last["USER"] == "10001:10001"
    assert "/readyz" in last["HEALTHCHECK"]
    assert '"--log", "json"' in last["CMD"]


def test_the_image_installs_by_hashes_only() -> None:
    installs = [rest for word, rest in instructions() if word == "RUN" and "pip install" in rest]
    assert all("--require-hashes" in each or "--no-deps" in each for each in installs)
    lock = (ROOT / "requirements" / "server.lock").read_text(encoding="utf-8")
    assert re.search(r"^uvicorn==", lock, re.MULTILINE)
    assert re.search(r"^psycopg==", lock, re.MULTILINE)
    entries = re.findall(r"^\S+==.*?(?=^\S|\Z)", lock, re.MULTILINE | re.DOTALL)
    assert all("--hash=sha256:" in each for each in entries)


def test_services_have_no_more_than_they_need(compose: dict[str, Any]) -> None:
    served = compose["services"]["flowdown"]
    assert served["read_only"] is True
    assert served["cap_drop"] == ["ALL"]
    assert served["user"] == "10001:10001"
    assert all(each["security_opt"] == ["no-new-privileges:true"] for each in compose["services"].values())
    assert all(port.startswith("127.0.0.1:") for port in served["ports"])
    assert "ports" not in compose["services"]["database"]
    assert compose["networks"]["inside"] == {"internal": True}
    assert compose["services"]["database"]["networks"] == ["inside"]


def test_what_the_compose_file_names_is_declared(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert set(service.get("secrets", ())) <= compose["secrets"].keys()
        assert {each["source"] for each in service.get("configs", ())} <= compose["configs"].keys()
        assert {each.partition(":")[0] for each in service.get("volumes", ())} <= compose["volumes"].keys()
        assert set(service["networks"]) <= compose["networks"].keys()
        assert set(service.get("depends_on", {})) <= compose["services"].keys()
    assert (DEPLOY / compose["configs"]["start"]["file"]).is_file()
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert not re.search(r"PASSWORD: ", text)


def test_the_arguments_that_are_given_are_the_programs(compose: dict[str, Any]) -> None:
    unit = (DEPLOY / "flowdown.service").read_text(encoding="utf-8")
    started = re.search(r"^ExecStart=\S+ (serve .*)$", unit, re.MULTILINE)
    assert started is not None
    command = re.search(r"exec flowdown (serve .*) \"\$@\"", (DEPLOY / "start.sh").read_text(encoding="utf-8"))
    assert command is not None
    image = re.findall(r'"([^"]*)"', dict(instructions())["CMD"])
    for words in (started[1].split(), [*command[1].split(), *compose["services"]["flowdown"]["command"]], image):
        chosen = build_parser(words).parse_args([word.strip('"') for word in words])
        assert chosen.run is COMMAND.run
        assert chosen.log == "json"


def test_the_start_script_keeps_the_password_out_of_the_command_line(tmp_path: Path) -> None:
    script = (DEPLOY / "start.sh").read_text(encoding="utf-8").replace("/run/secrets", str(tmp_path))
    (tmp_path / "database_password").write_text("hunter2\n", encoding="utf-8")
    (tmp_path / "flowdown").write_text('#!/bin/sh\necho "$FLOWDOWN_STORE"\necho "$@"\n', encoding="utf-8")
    (tmp_path / "flowdown").chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "FLOWDOWN_HOST_NAME": "x.example", "FLOWDOWN_PROXY": "10.0.0.1"}
    done = subprocess.run(
        ["sh", "-c", script, "start.sh", "--log", "json"], env=environment, capture_output=True, text=True, check=True
    )
    store, arguments = done.stdout.splitlines()
    assert store == "postgresql://flowdown:hunter2@database/flowdown"
    assert "hunter2" not in arguments
    assert arguments.endswith("--host-name x.example --trusted-proxy 10.0.0.1 --log json")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "flowdown.service"
    text = (DEPLOY / "flowdown.service").read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/flowdown/bin/flowdown", "/bin/true"), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
