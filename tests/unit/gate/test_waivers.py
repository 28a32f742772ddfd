"""Waivers cover what they name until they end; broken ones are refused with file and line."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from flowdown.base.errors import FlowdownError, Problems, Where
from flowdown.gate.inline_waiver import read_comments
from flowdown.gate.standing import stand
from flowdown.gate.waiver import Waiver
from flowdown.gate.waiver_file import read_waivers

from .samples import use

DAY = datetime.date(2026, 6, 1)
GOOD = 'flowdown: waive acme reason="no use" by=Jo until=2026-06-01'


def comments(text: str, path: str = "a.py") -> tuple[list[Waiver], list[str]]:
    problems: list[FlowdownError] = []
    found = list(read_comments(text, path, "tree", path, problems))
    return found, [str(problem) for problem in problems]


def waiver(pattern: str, until: datetime.date = DAY, line: int = 0) -> Waiver:
    return Waiver("acme", pattern, line, "r", "w", until, Where("flowdown.yaml", 2, 0, "waivers[0]"), "tree")


def test_a_comment_beside_code_waives_its_line() -> None:
    (found,), faults = comments(f"x = 1\nimport acme  # {GOOD}\n")
    assert (found.vendor, found.line, found.reason, found.who, found.until, faults) == (
        "acme", 2, "no use", "Jo", DAY, [],
    )  # fmt: skip


def test_a_comment_of_its_own_waives_the_next_line() -> None:
    (found,), _ = comments(f"# {GOOD}\nimport acme\n")
    assert found.line == 2


def test_several_comments_waive_the_line_below_them_all() -> None:
    found, _ = comments(f"    # {GOOD}\n    # {GOOD.replace('acme', 'other')}\n    import acme\n")
    assert [(each.vendor, each.line) for each in found] == [("acme", 3), ("other", 3)]


@pytest.mark.parametrize("comment", ["// {}", "/* {} */", "<!-- {} -->", "-- {}", "; {}", "{{# {} #}}", " * {}"])
def test_any_language_has_a_comment_for_it(comment: str) -> None:
    (found,), faults = comments(comment.format(GOOD) + "\nuse\n", "a.txt.js")
    assert (found.until, faults) == (DAY, [])


def test_a_string_is_no_comment() -> None:
    assert comments(f"x = '{GOOD}'\n".replace("'", '"', 1)) == ([], [])


def test_an_example_in_prose_waives_nothing() -> None:
    assert comments(f"```python\n# {GOOD}\n```\n", "README.md") == ([], [])


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        ("flowdown: waive", "a.py:2: a waiver without VENDOR and reason and by and until"),
        (GOOD.replace(" by=Jo", ""), "a waiver without by"),
        (GOOD.replace("2026-06-01", "tomorrow"), "YYYY-MM-DD, not `tomorrow`"),
        (GOOD.replace("2026-06-01", "2026-02-30"), "not `2026-02-30`"),
        (GOOD.replace("acme", "acme other"), "`other` is one more"),
        (GOOD + " who=me", "a waiver has no `who`"),
        (GOOD + " by=me", "`by` stands twice"),
        (GOOD.replace('"no use"', '"no use'), "cannot be read"),
        (GOOD.replace('"no use"', '" "'), "a waiver without reason"),
    ],
)
def test_a_broken_comment_is_refused_with_its_line(comment: str, says: str) -> None:
    found, (fault,) = comments(f"\n# {comment}\nimport acme\n")
    assert found == []
    assert fault.startswith("a.py:2: ")
    assert says in fault


@pytest.mark.parametrize(
    ("pattern", "path", "covers"),
    [
        ("src/a.py", "src/a.py", True),
        ("src/a.py", "src/b.py", False),
        ("src/*.py", "src/deep/a.py", False),
        ("src/**/*.py", "src/deep/er/a.py", True),
        ("src/", "src/deep/a.py", True),
        ("*.tf", "infra/main.tf", True),
        ("a.py", "src/a.py", True),
        ("[", "src/a.py", False),
        ("src", "src2/a.py", False),
    ],
)
def test_patterns_are_read_like_those_of_an_ignore_file(pattern: str, path: str, covers: bool) -> None:
    assert waiver(pattern).covers(use(path, 3)) is covers


def test_a_waiver_is_for_one_vendor() -> None:
    assert not waiver("a.py").covers(use("a.py", 1, "other"))


def test_a_waiver_holds_on_its_last_day() -> None:
    standing = stand([use("a.py", 1)], [waiver("a.py")], DAY)
    assert [len(standing.waived), len(standing.ended), standing.counts(use("a.py", 1))] == [1, 0, False]


def test_what_an_ended_waiver_covers_counts_again_and_is_told() -> None:
    standing = stand([use("a.py", 1)], [waiver("a.py", DAY - datetime.timedelta(1))], DAY)
    assert [len(standing.waived), len(standing.ended), standing.counts(use("a.py", 1))] == [0, 1, True]


def test_a_waiver_that_covers_nothing_is_told() -> None:
    assert stand([use("a.py", 1)], [waiver("b.py")], DAY).unused == (waiver("b.py"),)


def test_the_file_says_place_or_pattern() -> None:
    text = (
        "waivers:\n"
        "  - {place: 'src/a.py:7', vendor: acme, reason: r, who: Jo, until: 2026-06-01}\n"
        "  - {pattern: 'legacy/**', vendor: acme, reason: r, who: Jo, until: 2026-06-01}\n"
        "contracts: {anything: else}\n"
    )
    found = read_waivers(text.encode(), "flowdown.yaml", "tree")
    assert [(each.pattern, each.line) for each in found] == [("src/a.py", 7), ("legacy/**", 0)]


def test_every_fault_of_the_file_is_told_at_once() -> None:
    text = (
        "waivers:\n"
        "  - {place: a, pattern: b, vendor: acme, reason: r, who: Jo, until: 2026-06-01}\n"
        "  - {place: a, vendor: acme, reason: r, who: Jo}\n"
        "  - {place: a, vendor: acme, reason: r, who: Jo, until: soon}\n"
        "  - {place: a, vendor: acme, reason: ' ', who: Jo, until: 2026-06-01}\n"
        "  - {place: a, vendor: acme, reason: r, by: Jo, until: 2026-06-01}\n"
    )
    with pytest.raises(Problems) as refused:
        read_waivers(text.encode(), "flowdown.yaml", "tree")
    told = str(refused.value).splitlines()
    assert {line.split(":")[1] for line in told} == {"2", "3", "4", "5", "6"}


@pytest.mark.parametrize("text", ["waivers: {}", "- a", "waivers: [1]", "a: [", "\xff"])
def test_what_is_no_list_of_waivers_is_refused(text: str) -> None:
    with pytest.raises(FlowdownError, match=r"flowdown\.yaml"):
        read_waivers(text.encode("latin-1"), "flowdown.yaml", "tree")


def test_a_file_without_the_section_waives_nothing(tmp_path: Path) -> None:
    assert read_waivers(b"contracts: []\n", "flowdown.yaml", "tree") == ()
