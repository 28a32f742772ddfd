"""Sightings grouped by tree, vendor and basis."""

from __future__ import annotations

from dataclasses import replace

from flowdown.catalogue.kinds import Basis
from flowdown.report.summary import choose, group
from flowdown.scan.sighting import Strength

from .samples import CLAUDE_ID, CLAUDE_TEST, scan_report


def test_the_strongest_stand_first() -> None:
    found = [(each.vendor, each.basis.value) for each in group(scan_report().scan)]
    assert found == [
        ("anthropic", "model"),
        (None, "model"),
        ("amazon", "host"),
        ("openai", "library"),
        ("deepseek", "model"),
        ("meta", "model"),
        ("deepseek", "service"),
        ("google", "model"),
    ]


def test_a_vendor_that_is_not_determined_has_a_group_of_its_own() -> None:
    (unknown,) = [each for each in group(scan_report().scan) if each.vendor is None]
    assert (unknown.uses, unknown.strength, unknown.routes) == (1, Strength.RUNTIME_DEFAULT, ("openrouter",))


def test_a_lock_file_is_evidence_and_no_use() -> None:
    (library,) = [each for each in group(scan_report().scan) if each.vendor == "openai"]
    assert library.basis is Basis.LIBRARY
    assert (library.uses, len(library.evidence)) == (2, 3)


def test_mentions_are_kept_apart_from_evidence() -> None:
    (google,) = [each for each in group(scan_report().scan) if each.vendor == "google"]
    assert (google.is_mention, len(google.evidence), len(google.mentions)) == (True, 0, 2)


def test_the_few_that_are_shown_are_strong_and_come_from_many_files() -> None:
    same_file = tuple(replace(CLAUDE_ID, place=replace(CLAUDE_ID.place, line=line)) for line in (20, 21, 22))
    other_file = replace(CLAUDE_ID, place=replace(CLAUDE_ID.place, path="src/zebra.py"))
    chosen = choose((CLAUDE_TEST, *same_file, CLAUDE_ID, other_file), 3)
    assert [(each.place.path, each.place.line) for each in chosen] == [
        ("src/agents/summarise.py", 12),
        ("src/agents/summarise.py", 20),
        ("src/zebra.py", 12),
    ]
