"""What an order file names must be there, what it tells apart must be apart, and periods end after they begin."""

from __future__ import annotations

import pytest

from flowdown.base.strict_yaml import load
from flowdown.orders.check_names import find_dangling
from tests.unit.orders.order_files import ORDER

CONTEXTS = ("dod_contract_performance", "own_business")
AUTHORITIES = ("us_dod_acquisition", "us_ndca")


def faults(text: str) -> list[str]:
    return [str(each) for each in find_dangling(load(text, "xx-parts.yaml"), CONTEXTS, AUTHORITIES)]


def test_a_sound_file_has_none() -> None:
    assert faults(ORDER) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "contexts: [dod_contract_performance]",
            "contexts: [dod_work]",
            "(norms[0].contexts[0]): unknown context `dod_",
        ),
        ("authority: us_dod_acquisition", "authority: moon", "(norms[0].authority): unknown authority `moon`"),
        (
            "given: [spare], source",
            "given: [sparee], source",
            "(readings[0].given[0]): unknown open point `sparee`; did",
        ),
        (
            "exceptions: [{given: spare,",
            "exceptions: [{given: x,",
            "(norms[0].exceptions[0].given): unknown open point",
        ),
        ("of: no_parts", "of: some_parts", "(stays[0].of): unknown norm `some_parts`; did you mean `no_parts`?"),
        ("by: us_ndca", "by: us_moon", "(stays[0].by): unknown authority `us_moon`"),
        ("follows: first_report", "follows: report", "(duties[1].follows): unknown duty `report`"),
        ("id: second_report", "id: first_report", "(duties[1].id): the id `first_report` stands there twice"),
        ("to: 2026-05-01, cites", "to: 2026-04-01, cites", "(stays[0].to): `to` 2026-04-01 is not after `from`"),
        (
            "outcome: EXEMPT\n    because: [no_parts]",
            "outcome: EXEMPT\n    because: [no_part]",
            "unknown norm `no_part`",
        ),
        ("outcome: CLEAR}", "outcome: CLEAR, reading: wide}", "(examples[0].reading): unknown reading `wide`"),
        (
            "sources: [{id: text",
            "sources: [{id: test",
            "(dates[0].source): unknown source `text`; did you mean `test`?",
        ),
        (
            "vendors: [huawei]",
            "incompatible_findings: [[a]]",
            "(incompatible_findings[0]): findings exclude one another",
        ),
    ],
)
def test_each_fault_is_told_at_its_place(old: str, new: str, words: str) -> None:
    assert ORDER.count(old) == 1
    assert any(words in each for each in faults(ORDER.replace(old, new)))


def test_names_are_looked_at_where_the_rest_cannot_be_read() -> None:
    broken = ORDER.replace("modality: must_not", "modality: shall").replace("authority: us_dod", "authority: moon_dod")
    assert len(faults(broken)) == 1


def test_an_order_needs_a_source_a_norm_or_duty_and_an_example() -> None:
    told = faults("id: xx\nsources: []\n")
    assert [
        word for word in ("no source", "without a norm or duty", "without an example") if word not in str(told)
    ] == []
