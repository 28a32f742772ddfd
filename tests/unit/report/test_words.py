"""Words, counts, and text made safe to show."""

from __future__ import annotations

import pytest

from flowdown.report.words import count, listed, mark_words, place_text, shorten, size, visible
from flowdown.scan.trace import Place


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("naïve 文件 😀", "naïve 文件 😀"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\r\nb\tc", "a\\x0d\\x0ab\\x09c"),
        ("\x9b2J", "\\x9b2J"),
        ("a\u202eb\u2066c\u200f", "a\\u{202e}b\\u{2066}c\\u{200f}"),
        ("a\u200bb\ufeff", "a\\u{200b}b\\u{feff}"),
        ("a\u2028b", "a\\u{2028}b"),
        ("\udcff", "\\xff"),
        ("\U000e0041", "\\u{e0041}"),
        ("\u3164", "\\u{3164}"),
        ("\U000e0100", "\\u{e0100}"),
    ],
)
def test_shows_what_would_hide(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_what_is_shown_has_nothing_left_to_hide() -> None:
    everything = "".join(chr(code) for code in range(0x3000))
    assert visible(visible(everything)) == visible(everything)


def test_counts_in_words() -> None:
    assert [count(0, "use"), count(1, "use"), count(1204, "use"), count(2, "entry", "entries")] == [
        "0 uses",
        "1 use",
        "1,204 uses",
        "2 entries",
    ]


def test_lists_as_prose() -> None:
    assert [listed(()), listed(("a",)), listed(("a", "b")), listed(("a", "b", "c"), "or")] == [
        "",
        "a",
        "a and b",
        "a, b or c",
    ]


def test_sizes_as_people_say_them() -> None:
    assert [size(0), size(999), size(1500), size(3_104_882), size(5 * 10**12)] == [
        "0 bytes",
        "999 bytes",
        "1.5 kB",
        "3.1 MB",
        "5000.0 GB",
    ]


def test_shortens_only_what_is_longer() -> None:
    assert (shorten("abcd", 4), shorten("abcde", 4)) == ("abcd", "abc…")


def test_a_place_leaves_out_what_is_not_known() -> None:
    assert [place_text(Place("a.py", 3, 7)), place_text(Place("a.py", 3, 0)), place_text(Place("a.bin", 0, 0))] == [
        "a.py:3:7",
        "a.py:3",
        "a.bin",
    ]


def test_marks_are_explained() -> None:
    assert [mark_words("P"), mark_words("?"), mark_words("")] == ["P (primary text read)", "?", "no evidence mark"]
