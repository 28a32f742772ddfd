"""Links and pairs of findings are read from order files, and name only what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.base.errors import Problems
from flowdown.orders.load import load

ORDER = """\
id: xx-supply
title: Order to supply
citation: Order 1
kind: directive
issuer: an office
jurisdiction: XX
about: a test
addressee: a vendor
checked_until: 2026-01-01
sources: [{id: text, publisher: an office, title: Order 1, mark: P}]
dates: [{kind: effective, day: 2026-01-01, source: text, mark: P}]
status: [{day: 2026-01-01, status: in-force, what: issued, source: text, mark: P}]
open_points: [{id: indirect, claim: It goes through a contractor., asks: Does it?}]
norms:
  - id: supply
    modality: must
    bearer: {actor: anthropic}
    action: provide
    object: {made_by: anthropic}
    toward: dod_component
    contexts: [dod_systems]
    from: 2026-01-01
    cites: Order 1
    quote: supply
    source: text
    mark: P
    findings: [{about: "anthropic:model", says: needed}]
links:
  - id: taking
    doing: {actor: anthropic, action: provide, thing: "anthropic:model", toward: dod_component}
    needs: {actor: contractor, action: use, thing: "anthropic:model", context: dod_contract_performance}
    contexts: [dod_systems]
    given: indirect
    source: text
    mark: P
incompatible_findings: [[needed, dangerous]]
examples: [{as_of: 2026-01-01, context: own_business, uses: [anthropic], outcome: CLEAR}]
"""


def read(folder: Path, text: str):
    (folder / "xx-supply.yaml").write_text(text)
    return load((folder,)).orders["xx-supply"]


def test_links_and_pairs_of_findings_are_read(tmp_path):
    order = read(tmp_path, ORDER)
    assert order.links[0].needs.context == "dod_contract_performance"
    assert order.incompatible_findings == (("needed", "dangerous"),)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("contexts: [dod_systems]\n    given", "contexts: [moon]\n    given", "unknown context `moon`"),
        ("context: dod_contract_performance", "context: moon", "unknown context `moon`"),
        ("given: indirect", "given: not moonlit", "unknown open point `moonlit`"),
        (
            "source: text\n    mark: P\nincompatible",
            "source: rumour\n    mark: P\nincompatible",
            "unknown source `rumour`",
        ),
        ('thing: "anthropic:model", toward', "toward", "`thing`"),
    ],
)
def test_a_link_names_only_what_there_is(tmp_path, old, new, words):
    assert ORDER.count(old) == 1
    with pytest.raises(Problems) as raised:
        read(tmp_path, ORDER.replace(old, new))
    assert words in str(raised.value)
