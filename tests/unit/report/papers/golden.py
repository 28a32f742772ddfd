"""Whole papers as people read them, field by field, against orders-facts.md: a case for each paper and clause version."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flowdown.report.dossier.cover import cover_of
from flowdown.report.dossier.marks import without_marks
from flowdown.report.dossier.template import Templates
from tests.unit.report.papers.organisations import CAMERA, HEAD, contract, facts, find, sheets
from tools.expected import write_anew

FOLDER = Path(__file__).parent / "golden"
_TELECOM = ("us-889-a", "us-889-b", "us-889-report", "us-far-52-240-91")
_SUPPLIERS = (
    "suppliers:\n  - {id: wire, name: Wire Co, subcontractor: yes, supplies: [{what: cables, to: [job]}]}\n"
    "  - {id: old, name: Old Co, subcontractor: yes, attested: 2025-01-10, supplies: [{what: nails, to: [job]}]}\n"
)
_ACRONIS = "vendors: [{vendor: acronis, what: backups, serves: [job]}]\n"
_FOOT = re.compile(r"\n---\n\nDrawn up by .*", re.DOTALL)
_GROWING = (
    (re.compile(r"sha256:[0-9a-f]{12}"), "sha256:…"),
    (re.compile(r"\bof \d+ vendors \(catalogue"), "of … vendors (catalogue"),
)
"""What changes with everything that is added to the catalogue or the orders."""


@dataclass(frozen=True, slots=True)
class Golden:
    """Papers of one organisation on one day; without any named, every one that applies."""

    profile: str
    day: str = "2026-07-07"
    papers: tuple[str, ...] = ("first-report", "second-report")
    orders: tuple[str, ...] = ()
    stance: str = "in_force"


_ORDERED = contract("FAR 52.204-30 (DEC 2023)", "intelligence", _ACRONIS).replace(
    "orders: []", "orders: [us-fascsa-acronis]"
)
CASES = {
    # users.md, section 6, case 3: two contracts, two clause versions, one camera.
    "camera": Golden(
        CAMERA,
        "2026-07-03",
        (
            "applicability-annex",
            "applicability-memo",
            "certification",
            "cost-ledger",
            "deadlines",
            "first-report",
            "flow-down-matrix",
            "inquiry-record",
            "inventory",
            "second-report",
            "status-sheet",
            "waiver-request",
            "way-out",
        ),
        _TELECOM,
    ),
    "civil-indefinite-delivery": Golden(
        contract("FAR 52.204-25 (NOV 2021)", "civilian", find("huawei")).replace(
            "kind: contract", "kind: indefinite-delivery"
        )
    ),
    "kaspersky-2018": Golden(contract("FAR 52.204-23 (JUL 2018)", more=find("kaspersky"))),
    "kaspersky-2023": Golden(contract("FAR 52.204-23 (DEC 2023)", more=find("kaspersky"))),
    "fascsa-civil": Golden(contract("FAR 52.204-30 (DEC 2023)", "civilian", find("acronis"))),
    "fascsa-named": Golden(
        contract("FAR 52.204-30 (DEC 2023)", "intelligence", find("acronis")).replace(
            "orders: []", "orders: [us-fascsa-acronis]"
        ),
        papers=("first-report", "second-report", "sam-review"),
        orders=("us-fascsa-acronis", "us-fascsa-clause"),
    ),
    "defense-telecom": Golden(contract("DFARS 252.204-7018 (JAN 2021)", more=find("huawei"))),
    "gsa-clause": Golden(
        contract("GSAR 552.239-7001 (OCT 2026)", "civilian", find("openai", "2026-11-10T10:00")),
        "2026-11-11",
        ("first-report",),
    ),
    "two-clauses-two-suppliers": Golden(
        contract("FAR 52.204-25 (NOV 2021), FAR 52.204-30 (DEC 2023)", "civilian", _SUPPLIERS),
        papers=("attestation-form", "attestation-tracker", "flow-down-letter", "flow-down-matrix", "sam-review"),
        orders=("us-889-a", "us-889-report", "us-fascsa-clause", "us-fascsa-acronis"),
    ),
    "waiver-under-fascsa": Golden(
        _ORDERED, papers=("cost-ledger", "waiver-request"), orders=("us-fascsa-acronis", "us-fascsa-clause")
    ),
    "memo-of-the-cio": Golden(
        contract("FAR 52.204-25 (NOV 2021)"), "2026-08-20", ("certification", "deadlines"), ("us-ant-cio",)
    ),
    "forbidden-and-compelled": Golden(
        contract("DFARS 252.239-7018 (DEC 2022)"),
        "2026-03-06",
        ("conflict-memo",),
        ("us-ant-3252", "us-ant-dpa"),
        "as_threatened",
    ),
    "vendor": Golden(
        HEAD.replace("Pier Works LLC", "Anthropic"), "2026-03-20", ("customer-notice",), ("us-ant-3252", "us-ant-4713")
    ),
}


def render(folder: Path, case: Golden) -> Iterator[tuple[str, str]]:
    """The papers of a case by the names of their files, without what changes with every order that is added."""
    found = facts(folder, case.profile, case.day, case.orders, case.stance)
    cover, templates = cover_of(found, redacted=False), Templates()
    for paper in case.papers:
        for sheet in sheets(found, paper):
            told = _FOOT.sub("", without_marks(templates.fill(paper, sheet, cover)))
            told = told.replace(cover.tool, "flowdown")
            for pattern, word in _GROWING:
                told = pattern.sub(word, told)
            yield f"{sheet.name}.md", told.rstrip() + "\n"


def main() -> int:
    """Write what differs, and say so."""
    for name, case in CASES.items():
        with tempfile.TemporaryDirectory() as work:
            write_anew(FOLDER / name, dict(render(Path(work), case)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
