"""Markdown: the same content, and nothing of the scanned text is read as markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from flowdown.report.format import Look
from flowdown.report.formats.markdown import FORMAT, code, escape
from flowdown.report.report import Report
from flowdown.report.words import visible

from ..samples import EVIL_PATH, EVIL_VALUE, check_report, hostile_report, scan_report

EXPECTED = Path(__file__).parent / "expected"


def show(report: Report) -> str:
    return FORMAT.render(report, Look())


def tokens_of(text: str) -> list[Token]:
    """Every token of a text, those within lines too."""
    found = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        found += [token, *(token.children or [])]
    return found


def plain_of(text: str) -> str:
    """What a reader sees of one line."""
    return "".join(token.content for token in tokens_of(text) if token.type in ("text", "code_inline", "text_special"))


@pytest.mark.parametrize(("name", "report"), [("scan", scan_report), ("check", check_report)])
def test_reads_as_expected(name: str, report: object) -> None:
    assert callable(report)
    assert show(report()) == (EXPECTED / f"{name}.md").read_text("utf-8")


def test_hostile_text_makes_no_links_images_or_markup() -> None:
    kinds = {token.type for token in tokens_of(show(hostile_report()))}
    assert not kinds & {"link_open", "image", "html_block", "fence", "code_block", "hr"}


def test_the_only_html_is_code_in_tables() -> None:
    html = {token.content for token in tokens_of(show(hostile_report())) if token.type == "html_inline"}
    assert html <= {"<code>", "</code>"}


def test_hostile_text_does_not_break_a_table() -> None:
    tokens = tokens_of(show(hostile_report()))
    cells = [token for token in tokens if token.type == "td_open"]
    assert len(cells) == 2 * 7


def test_hostile_values_are_shown_whole() -> None:
    shown = {token.content for token in tokens_of(show(hostile_report())) if token.type == "code_inline"}
    assert visible(EVIL_VALUE) in shown
    assert visible(f"{EVIL_PATH}:1:1") in shown


def test_hostile_text_starts_no_list_or_heading() -> None:
    titles = [token for token in tokens_of(show(hostile_report())) if token.type == "heading_open"]
    assert len(titles) == 1 + 4 + 2
    assert not [token for token in tokens_of(show(hostile_report())) if token.type == "ordered_list_open"]


@pytest.mark.parametrize(
    "text", ["a", "`", "``", "a`b", "`a", "a`", " a ", "a``b`c", "\\", "a|b", "<b>", "&amp;", "@someone", "  x"]
)
def test_code_holds_its_text(text: str) -> None:
    assert [token.content for token in tokens_of(code(text)) if token.type == "code_inline"] == [text]


def test_code_of_blanks_is_named() -> None:
    assert (code(""), code("  ")) == ("(blank)", "(blank)")


@pytest.mark.parametrize("text", ["*a* _b_", "[a](b)", "![a](b)", "<b>&amp;", "a ~~b~~", "$x$", "`a`", "\\*", "a|b"])
def test_escaped_text_reads_as_it_was(text: str) -> None:
    assert plain_of(escape(text)) == text


@pytest.mark.parametrize("text", ["@someone", "owner/name#12", "#12", "GH-7", "a@b.example"])
def test_mentions_and_cross_references_are_broken(text: str) -> None:
    seen = plain_of(escape(text))
    assert seen != text
    assert seen.replace("\u200b", "") == text


@pytest.mark.parametrize("text", ["https://evil.example/a", "http://evil.example", "www.evil.example"])
def test_addresses_are_not_linked(text: str) -> None:
    assert "://" not in escape(text) and "www." not in escape(text)
    assert plain_of(escape(text)) == text


def test_outcomes_stand_first() -> None:
    lines = [line for line in show(check_report()).split("\n") if line]
    assert lines[:3] == [
        "# Flowdown: check",
        "**5 answers: 1 BREACH, 2 UNDETERMINED, 1 EXEMPT, 1 CLEAR**",
        "- **BREACH**  service uses DeepSeek in performing a DoD contract, which section 1532 forbids.",
    ]
