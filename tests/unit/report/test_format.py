"""What every format keeps to."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flowdown.report.format import Look, load_formats
from flowdown.report.report import Report

from .samples import scan_report

FORMATS = ["cyclonedx", "json", "markdown", "sarif", "terminal"]
GUIDE = Path(__file__).parents[3] / "docs" / "formats.md"


def test_the_folder_is_the_registry() -> None:
    assert set(FORMATS) <= set(load_formats())


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_input_gives_the_same_bytes(name: str, any_report: Report) -> None:
    render = load_formats()[name].render
    assert render(any_report, Look()) == render(replace(any_report), Look())


@pytest.mark.parametrize("name", FORMATS)
def test_text_ends_with_one_newline(name: str, any_report: Report) -> None:
    text = load_formats()[name].render(any_report, Look())
    assert text.endswith("\n") and not text.endswith("\n\n")


@pytest.mark.parametrize("name", FORMATS)
def test_text_is_utf_8_and_steers_no_screen(name: str, any_report: Report) -> None:
    text = load_formats()[name].render(any_report, Look())
    text.encode("utf-8")
    assert not set(text) & {
        chr(code) for code in (*range(10), *range(11, 32), *range(127, 160), 0x200B, 0x202E, 0x2028)
    }


@pytest.mark.parametrize("name", ["cyclonedx", "json", "markdown", "sarif"])
def test_only_a_terminal_depends_on_the_screen(name: str, any_report: Report) -> None:
    render = load_formats()[name].render
    assert render(any_report, Look(60, True)) == render(any_report, Look(160, False))


def test_loading_the_formats_does_not_load_rich() -> None:
    program = (
        "import sys, flowdown.report; from flowdown.report.format import load_formats; load_formats(); "
        "print([name for name in sys.modules if name.partition('.')[0] in ('rich', 'markdown_it', 'pygments')])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_the_surroundings_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    render = load_formats()["terminal"].render
    plain = render(scan_report(), Look(80))
    for name, value in {
        "COLUMNS": "31",
        "FORCE_COLOR": "1",
        "TERM": "dumb",
        "NO_COLOR": "",
        "TTY_COMPATIBLE": "1",
    }.items():
        monkeypatch.setenv(name, value)
    assert render(scan_report(), Look(80)) == plain


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_described_in_the_guide(name: str) -> None:
    guide = GUIDE.read_text("utf-8")
    form = load_formats()[name]
    assert f"## `{name}`" in guide
    assert form.media_type in guide and form.suffix in guide
