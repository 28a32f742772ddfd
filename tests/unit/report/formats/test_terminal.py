"""The terminal: as wide and as colourful as the screen, and legible without either."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from flowdown.report.format import Look
from flowdown.report.formats.terminal import FORMAT
from flowdown.report.report import Report

from ..samples import (
    CLAUDE_TEST,
    GEMINI_MENTIONS,
    SERVICE,
    check_of,
    check_report,
    hostile_report,
    report_of,
    scan_of,
    scan_report,
    two_tree_report,
)

EXPECTED = Path(__file__).parent / "expected"
_STYLE = re.compile(r"\x1b\[[0-9;]*m")


def show(report: Report, width: int = 80, has_colour: bool = False, shows_all: bool = False) -> str:
    return FORMAT.render(report, Look(width, has_colour, shows_all))


@pytest.mark.parametrize(
    ("name", "report"), [("scan", scan_report), ("check", check_report), ("trees", two_tree_report)]
)
def test_reads_as_expected_on_a_narrow_screen(name: str, report: object) -> None:
    assert callable(report)
    assert show(report()) == (EXPECTED / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("width", [40, 60, 80, 120, 160])
def test_no_line_is_wider_than_the_screen(width: int, any_report: Report) -> None:
    assert max(cell_len(line) for line in show(any_report, width).split("\n")) <= width


@pytest.mark.parametrize("width", [80, 120])
def test_colour_adds_no_words_but_the_margins_of_badges(width: int, any_report: Report) -> None:
    plain, coloured = show(any_report, width), _STYLE.sub("", show(any_report, width, has_colour=True))
    assert re.sub(r"[\s─]", "", coloured) == re.sub(r"[\s─]", "", plain)


def test_without_colour_there_are_no_escape_sequences(any_report: Report) -> None:
    assert "\x1b" not in show(any_report)


def test_with_colour_every_escape_sequence_is_a_style_of_ours() -> None:
    assert "\x1b" not in _STYLE.sub("", show(hostile_report(), has_colour=True))


def test_an_outcome_has_its_colour() -> None:
    assert "\x1b[1;37;41m BREACH \x1b[0m" in show(check_report(), has_colour=True)


def test_a_wide_screen_shows_the_first_place_in_the_table() -> None:
    assert "First place" not in show(scan_report(), 80)
    assert "First place" in show(scan_report(), 120)


def test_a_few_places_are_shown_and_the_rest_counted() -> None:
    text = show(hostile_report())
    assert "... and 3 more" in text
    assert text.count("model id, called") == 5


def test_all_places_are_shown_when_asked_for() -> None:
    text = show(hostile_report(), shows_all=True)
    assert "more" not in text
    assert text.count("model id, called") == 8


def test_the_first_line_is_the_answer() -> None:
    first = show(scan_report()).split("\n")[0]
    assert first == "Uses of 3 vendors: Anthropic, DeepSeek and Meta; 1 open question."


def test_what_was_scanned_is_said() -> None:
    assert "\nScanned service (revision 9b3e42412345): 412 of 430 files read, 3.1 MB.\n" in show(scan_report())


def test_files_by_detector_are_told_only_when_asked_for() -> None:
    plain = show(scan_report())
    counted = FORMAT.render(scan_report(), Look(80, shows_counts=True))
    assert ("Files by detector" in plain, "Files by detector: manifest 4" in counted) == (False, True)


def test_a_restricted_scan_says_so_and_how_much_it_leaves_out() -> None:
    said = " ".join(show(replace(scan_report(), only_vendors=("google",), left_out=12)).split())
    assert "Shown is Google only; 12 sightings of others left out." in said


def test_each_outcome_names_its_tree_where_there_are_several() -> None:
    two = replace(two_tree_report(), check=check_report().check)
    assert show(two).split("\n")[1].startswith("BREACH        service: ")


def test_a_check_says_its_outcomes_first_and_the_worst_of_them_first() -> None:
    lines = show(check_report()).split("\n")
    assert lines[0] == "5 answers: 1 BREACH, 2 UNDETERMINED, 1 EXEMPT, 1 CLEAR"
    assert lines[1].startswith("BREACH ")


def test_a_single_answer_needs_no_tally() -> None:
    check = check_of()
    single = replace(check, determinations=check.determinations[2:3])
    assert show(replace(check_report(), check=single)).startswith("BREACH  service uses DeepSeek")


def test_a_check_of_nothing_says_that_nothing_is_decided() -> None:
    empty = replace(check_of(), determinations=())
    assert show(replace(check_report(), check=empty)).startswith("UNDETERMINED  No norm was put to this code")


def test_legal_advice_is_disclaimed_once_at_the_end() -> None:
    text = show(check_report())
    assert text.count("not legal advice") == 1
    assert text.endswith("This is not legal advice.\n")
    assert "legal advice" not in show(scan_report())


def test_an_order_asked_about_too_late_is_warned_of() -> None:
    assert "Warning: us-ant-4713 was followed only up to 2026-10-06." in show(check_report(), 120)


def test_a_norm_is_quoted_once_and_cited_each_time() -> None:
    text = show(check_report(), 120)
    assert text.count("“no contractor may use covered AI") == 1
    assert text.count("Pub. L. 119-60, s.1532(a)(3)(A)") == 2


def test_clear_always_says_what_it_does_not_speak_of() -> None:
    assert "it says nothing of accounts, devices and suppliers" in show(check_report(), 160)


def test_limits_of_the_check_stand_in_place_of_ours() -> None:
    limited = replace(check_report(), check=replace(check_of(), limits=("Laptops were not looked at.",)))
    text = show(limited, 160)
    assert "- Laptops were not looked at." in text
    assert "it says nothing of accounts" not in text


def test_what_is_only_tested_is_not_said_to_run() -> None:
    text = show(report_of(scan_of((CLAUDE_TEST, *GEMINI_MENTIONS), (SERVICE,))), 200)
    assert "nothing that runs depends on" in text
    assert "Only in development or tests: Anthropic. Only mentioned: Google." in text


def test_an_interruption_is_said_at_once() -> None:
    assert show(two_tree_report(), 120).split("\n")[1].startswith("The scan was interrupted")
