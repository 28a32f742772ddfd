"""Sightings grouped by tree, vendor and basis."""

from __future__ import annotations

from flowdown.catalogue.kinds import Basis
from flowdown.report.summary import group
from flowdown.scan.sighting import Strength

from .samples import scan_report


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
