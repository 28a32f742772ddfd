"""The docs cannot fall behind: pages are as generated, every command, format and option is named, every link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowdown.cli.command import load_commands
from flowdown.cli.exit import Exit
from flowdown.report.format import load_formats
from tools import generate_docs, readme

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "bench").rglob("*.md"),
        *(ROOT / "examples").rglob("*.md"),
    ]
)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FILE = re.compile(r"`((?:src|tests|tools|docs|bench|examples|requirements|\.ci)/[\w./*<>-]*)`")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_reference_pages_are_as_generated() -> None:
    assert [
        f"docs/reference/{name}: run `make docs`" for name in generate_docs.out_of_date(generate_docs.render())
    ] == []


def test_examples_of_the_readme_are_what_the_commands_say() -> None:
    assert readme.render() == _text("README.md"), "run `make docs`"


@pytest.mark.parametrize("command", load_commands())
def test_command_is_in_the_readme(command: str) -> None:
    assert f"flowdown {command}" in _text("README.md")


@pytest.mark.parametrize("name", load_formats())
def test_format_is_described_key_by_key(name: str) -> None:
    assert f"`{name}`" in _text("docs/formats.md")


def test_readme_tells_the_exit_codes_that_matter() -> None:
    said = _text("README.md")
    assert [
        code.name
        for code in (Exit.BREACH, Exit.OK, Exit.UNDETERMINED)
        if not re.search(rf"\b{int(code)} for\b|is {int(code)} ", said)
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in _LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        if "://" in link or link.startswith("mailto:"):
            continue
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)
    assert broken == []


def _anchors(page: Path) -> set[str]:
    headings = _HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_that_are_named_exist(page: Path) -> None:
    named = _FILE.findall(page.read_text(encoding="utf-8"))
    assert [
        name
        for name in named
        if "<" not in name and not any([*ROOT.glob(name.rstrip("/")), *page.parent.glob(name.rstrip("/"))])
    ] == []
