"""A newcomer in a real browser: founds the organisation, uploads, finds the breach, disputes a claim, downloads the dossier."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("argon2", reason="needs the extra flowdown[server]")
sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright, which drives the browser")

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PROFILE = (ROOT / "examples" / "harbor-parts" / "flowdown.yaml").read_text(encoding="utf-8")
SLOW = 60_000


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A scan of the example, as a pipeline makes it."""
    file = tmp_path / "scan.json"
    tree = ROOT / "examples" / "harbor-parts"
    options = ["--no-record", "--no-log", "--format", "json", "--out", str(file)]
    subprocess.run([sys.executable, "-m", "flowdown", "scan", str(tree), *options], check=True, capture_output=True)
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def link(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The link that a server prints when it starts with nothing, on either database."""
    if CHROMIUM is None:
        pytest.skip("no Chromium: install Debian's package `chromium`")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "flowdown", "serve", "--data", str(tmp_path / "data"), "--port", str(port)]
    if request.param == "postgresql":
        command += ["--store", request.getfixturevalue("new_schema")()]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        assert server.stderr is not None
        found = None
        while found is None:
            line = server.stderr.readline()
            assert line, "the server ended"
            found = re.search(r"http://\S+/join/\S+", line)
        _wait_for(port)
        yield found[0]
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not listen")


def test_a_newcomer_finds_the_breach_and_takes_the_dossier_away(link: str, scan: Path, tmp_path: Path) -> None:
    home = link.partition("/join/")[0]
    # Its repository is not on this machine: it is known by the scan that is uploaded. Its contract is with the agency.
    profile = PROFILE.replace(", path: .}", "}").replace("  id: harbor-parts\n", "  id: harbor\n", 1)
    profile = profile.replace("kind: subcontract\n", "kind: contract\n").replace("tier: 1\n", "tier: 0\n")
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(SLOW)
        page.goto(link)
        for name, value in (
            ("organisation_name", "Harbor Parts LLC"),
            ("organisation", "harbor"),
            ("login", "ann"),
            ("name", "Ann Example"),
            ("password", "correct horse battery"),
        ):
            page.fill(f"[name={name}]", value)
        page.click("main button")
        page.wait_for_url(f"{home}/")
        page.goto(f"{home}/profile")
        page.fill("[name=text]", profile)
        page.click("text=Check and save")
        assert "The profile is saved" in page.inner_text("main")
        page.goto(f"{home}/upload")
        page.set_input_files("[name=file]", str(scan))
        page.fill("[name=repository]", "harbor-parts")
        page.click("form.does button")
        assert "What became of it" in page.inner_text("main")
        # The page comes back by itself until the answer is there.
        page.goto(f"{home}/answers?outcome=BREACH&as_of=2026-04-10")
        page.wait_for_selector("h1:has-text('Answers')")
        page.click("tbody a >> nth=0")
        assert page.inner_text("h1 .badge") == "BREACH"
        page.click("div[aria-labelledby=list-evidence] tbody a >> nth=0")
        page.select_option("form[action$=stance] select", "disputes")
        page.fill("form[action$=stance] [name=reason]", "only in a test")
        page.click("form[action$=stance] button")
        assert "DISPUTED" in page.inner_text("h1").upper()
        assert "only in a test" in page.inner_text("main")
        page.goto(f"{home}/dossier?as_of=2026-04-10")
        page.wait_for_selector("text=All of it as one ZIP")
        with page.expect_download(timeout=SLOW) as taken:
            page.click("text=All of it as one ZIP")
        file = tmp_path / "dossier.zip"
        taken.value.save_as(file)
        browser.close()
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert any(name.endswith(".pdf") for name in archive.namelist())
