"""A contract is put into a profile without touching what stands there."""

from __future__ import annotations

import datetime

import pytest

from flowdown.base.errors import UnusableFile
from flowdown.evidence.from_profile import gather_profile
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.profile.contract import Contract, StatedClause, StatedDocument
from flowdown.evidence.profile.field import Answer
from flowdown.evidence.profile.put_in import put_in
from tests.unit.evidence.profiles import US, catalogue, faults, read

READ = Contract(
    id="pump-spares",
    piid="N00104-26-C-0001",
    awarded=datetime.date(2025, 11, 14),
    clauses=(
        StatedClause("FAR 52.204-25", "Nov 2021", document="a.pdf", place="page 3"),
        StatedClause("FAR 52.204-27", "Jun 2023", present=Answer.NO, document="a.pdf", place="page 4"),
    ),
    documents=(StatedDocument("a.pdf", "sha256:ab"),),
)


def _put(text: str) -> str:
    placed = put_in(text, "flowdown.yaml", READ).text
    assert faults(placed) == []
    kept = [line for line in text.splitlines() if "unknown" not in line and "[]" not in line]
    lines = iter(placed.splitlines())
    assert all(line in lines for line in kept)
    held = [each for each in read(placed).profile.contracts if each.piid]
    assert len(held) == 1
    numbers = [each.clause for each in held[0].clauses] if isinstance(held[0].clauses, tuple) else []
    assert {"FAR 52.204-25", "FAR 52.204-27"} <= set(numbers)
    return placed


@pytest.mark.parametrize(
    "text",
    [
        US,
        f"{US}# the end\n",
        f"{US}contracts: []\nfirms: []\n",
        f"{US}contracts:\n# none yet\nfirms: []\n",
        f"{US}contracts:\n  - id: other\n    # theirs\n    title: x  # kept\n\n# people\npeople:\n  - {{name: Ann}}\n",
        f"{US}contracts:\n- id: other\n  title: x\npeople:\n- {{name: Ann}}\n",
        f"{US}contracts:\n  - {{id: other}}\n  - id: more\n    clauses:\n      - FAR 52.204-30 (DEC 2023)  # yes",
        f"{US}contracts:\n  - id: pump-spares\n    title: x\n",
        f"{US}contracts:\n  - id: pump-spares\n    piid: unknown  # ask\n    clauses: unknown  # ask them\n    title: x\n",
        f"{US}contracts:\n  - piid: N0010426C0001\n    id: p\n    clauses:\n      # theirs\n      - FAR 52.204-30 (DEC 2023)  # x\n    title: x\n  - id: q\n",
        f"{US}contracts:\n- id: pump-spares\n  clauses:\n  - FAR 52.204-30 (DEC 2023)\n# more\n- id: q\n",
    ],
)
def test_every_other_line_stays(text: str) -> None:
    _put(text)


def test_second_time_changes_nothing() -> None:
    once = _put(US)
    placed = put_in(once, "flowdown.yaml", READ)
    assert (placed.text, placed.notes) == (once, ())


def test_what_stands_there_otherwise_is_left_and_told() -> None:
    text = f"{US}contracts:\n  - id: pump-spares\n    awarded: 2025-11-01\n    clauses:\n      - FAR 52.204-25 (AUG 2020)\n"
    placed = put_in(text, "flowdown.yaml", READ)
    assert placed.notes[0] == "`awarded` says 2025-11-01 and was left; the document says 2025-11-14"
    assert placed.notes[1].startswith("FAR 52.204-25 stands there with `AUG 2020`, present: yes, and was left")
    assert "FAR 52.204-27" in placed.text


def test_taken_id_gets_a_number() -> None:
    text = f"{US}contracts:\n  - id: pump-spares\n    piid: N00104-24-C-0009\n"
    other = put_in(text.replace("pump-spares", "x"), "flowdown.yaml", READ)
    assert other.identity == "pump-spares"


@pytest.mark.parametrize("contracts", ["contracts: [{id: other}]\n", "contracts:\n  - {id: pump-spares}\n"])
def test_what_is_written_in_one_line_is_refused(contracts: str) -> None:
    with pytest.raises(UnusableFile, match="written in one line"):
        put_in(f"{US}{contracts}", "flowdown.yaml", READ)


def test_claims_name_the_document_and_its_place() -> None:
    claims = gather_profile(read(_put(US)), catalogue())
    carried = {each.object: each for each in claims if each.predicate is Predicate.CARRIES}
    claim = carried["clause:52.204-25"]
    assert [claim.qualifier(name) for name in ("document", "document-digest", "place", "version")] == [
        "a.pdf",
        "sha256:ab",
        "page 3",
        "2021-11",
    ]
    assert carried["clause:52.204-27"].stance == "denies"


def test_document_that_is_not_listed_is_refused() -> None:
    text = f"{US}contracts:\n  - id: c\n    clauses:\n      - {{clause: FAR 52.204-25, document: a.pdf}}\n"
    assert "no document `a.pdf` stands in `documents`" in faults(text)[0]
