"""What a contract is read to say of its clauses, numbers and days."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from flowdown.evidence.contract.draft_contract import draft_contract
from flowdown.evidence.contract.proposal import ContractReading
from flowdown.evidence.contract.read_contract import read_contract
from flowdown.evidence.contract.standing import Standing
from flowdown.evidence.document.document import DocumentLine, ReadDocument, Unit, plain
from flowdown.evidence.document.read_document import read_document
from flowdown.evidence.profile.field import Answer
from tests.unit.evidence.documents import docx, pdf, table

_LIST = """\
52.212-5 Contract Terms Required To Implement Statutes (JAN 2025)
(a) The Contractor shall comply with the following FAR clauses, which are incorporated in this contract by reference:
(1) 52.204-23, Kaspersky (DEC 2023)
(b) The Contractor shall comply with the FAR clauses in this paragraph (b) that the Contracting Officer has
indicated as being incorporated in this contract by reference:
{items}
(e)(1) The Contractor is not required to flow down any FAR clause, other than those in this paragraph (e)(1), in a
subcontract for commercial products. The extent shall be as required by the clause-
(i) 52.204-26, Some Prohibition (OCT 2020)
(End of clause)
"""


def _read(text: str) -> ContractReading:
    lines = tuple(DocumentLine(plain(line), number) for number, line in enumerate(text.splitlines(), 1))
    return read_contract(ReadDocument("a.txt", "text", "sha256:0", Unit.LINE, len(lines), lines))


def _clauses(text: str) -> dict[str, tuple[str, str, str, str]]:
    return {
        f"{each.number} {each.alternate}".strip(): (each.standing.value, each.version, each.deviation, each.title)
        for each in _read(text).clauses
    }


def _one(text: str, number: str = "52.204-25") -> tuple[str, str]:
    return _clauses(text)[number][:2]


@pytest.mark.parametrize(
    "text",
    [
        "52.204-25 Prohibition on Certain Services (NOV 2021)",
        "FAR 52.204-25, Prohibition on Certain Services (Nov 2021)",
        "I.12 52.204-25 PROHIBITION ON CERTAIN SERVICES. (NOVEMBER 2021)",
        "- **FAR 52.204-25** - Prohibition on Certain Services (NOV 2021)",
        "52.204-25 Prohibition on Certain\nServices or Equipment NOV 2021",
        "52.204-\n25 Prohibition on Certain Services Nov 2021",
        "52.204-25 | Prohibition on Certain Services | NOV 2021",
        "NOV 2021 | 52.204-25 | Prohibition on Certain Services",
        "Prohibition on Certain Services | 52.204-25 | NOV 2021",
        "Prohibition on Certain Services (NOV 2021) FAR 52.204-25",
        "Clause Title Date\n52.204\u201325 Prohibition on Certain Services 2021-11",
        "Variation Effective Date 52.204-25 Prohibition on Certain Services. Nov 2021 52.204-1 Other. Dec 1989",
        "The following clauses are incorporated by reference: 52.204-25 (NOV 2021), 52.204-30 (DEC 2023).",
        "As used below, 'Contracting Officer' means Buyer. The following clauses apply to this order:\n52.204-25 (NOV 2021)",
    ],
)
def test_listed_clause_is_part_with_its_version(text: str) -> None:
    assert _one(text) == ("incorporated", "Nov 2021")


@pytest.mark.parametrize(
    "text",
    [
        "Covered services are defined in FAR 52.204-25 for this purpose.",
        "The contractor reports as required by the clause at\n52.204-25, Prohibition, within a day.",
        "See 52.204-25.",
        "Paragraph (c) of FAR 52.204-25 sets a limit.",
        "Unless the contract includes FAR 52.204-25, no report is due.",
    ],
)
def test_mention_is_no_clause_of_the_contract(text: str) -> None:
    assert _one(text)[0] == "mentioned"


@pytest.mark.parametrize(
    ("box", "standing"),
    [
        ("_X_ (9)", "incorporated"),
        ("X (9)", "incorporated"),
        ("[X] (9)", "incorporated"),
        ("☒ (9)", "incorporated"),
        ("X\n(9)", "incorporated"),
        ("__ (9)", "not ticked"),
        ("[ ] (9)", "not ticked"),
        ("☐ (9)", "not ticked"),
        ("(9)", "unclear"),
    ],
)
def test_clause_that_is_chosen_by_a_box(box: str, standing: str) -> None:
    text = _LIST.format(items=f"__ (8) 52.203-6, Sales (JUN 2020)\n{box} 52.204-27, An Application (JUN 2023)")
    assert _one(text, "52.204-27") == (standing, "Jun 2023")
    assert _one(text, "52.204-23") == ("incorporated", "Dec 2023")
    assert _one(text, "52.204-26")[0] == "only to be passed on"
    assert _one(text, "52.203-6")[0] == "not ticked"


def test_alternate_stands_apart_from_its_clause() -> None:
    items = "__ (9)(i) 52.204-30, Orders-Prohibition (DEC 2023)\n[X] (ii) Alternate I (DEC 2023) of 52.204-30."
    found = _clauses(_LIST.format(items=items))
    assert found["52.204-30"][0] == "not ticked"
    assert found["52.204-30 I"][:2] == ("incorporated", "Dec 2023")


def test_heading_behind_a_list_of_boxes_is_no_item_of_it() -> None:
    text = _LIST.format(items="__ (9) 52.204-27, An Application (JUN 2023)").replace("(End of clause)\n", "")
    assert _one(f"{text}52.204-25 Prohibition (NOV 2021)\n")[0] == "incorporated"


@pytest.mark.parametrize(
    ("written", "deviation"),
    [
        ("(FEB 2026) (DEVIATION 2026-O0024)", "2026-O0024"),
        ("(FEB 2026) (DEVIATION)", "unnumbered"),
        ("(DEVIATION 2026-O0024) (FEB 2026)", "2026-O0024"),
        ("(FEB 2026)", ""),
        ("(DEVIATION2026-O0024)(FEB 2026)", "2026-O0024"),
        ("(DEVIATION2026O0024) (Feb 2026)", "2026-O0024"),
        ("(DEVIATION 2015-02) (FEB 2026)", "2015-02"),
        ("(CLASS DEVIATION 2026-O0024, REV 1) (FEB 2026)", "2026-O0024, REV 1"),
        ("| 02/2026 |", ""),
    ],
)
def test_deviation_is_told(written: str, deviation: str) -> None:
    found = _clauses(f"52.240-91 Security Prohibitions and Exclusions {written}")["52.240-91"]
    assert found == ("incorporated", "Feb 2026", deviation, "Security Prohibitions and Exclusions")


def test_an_alternate_before_the_title_leaves_the_title() -> None:
    found = _clauses("52.204-30 Alt I Security Act Orders--Prohibition (DEC 2023)")["52.204-30 I"]
    assert found == ("incorporated", "Dec 2023", "", "Security Act Orders--Prohibition")


def test_a_day_is_no_version() -> None:
    assert _clauses("52.204-25 Prohibition on Contracting | 11/15/2021 |")["52.204-25"][1] == ""


def test_deviations_of_a_title_are_none() -> None:
    assert _clauses("52.252-6 Authorized Deviations in Clauses (NOV 2020)")["52.252-6"][2] == ""


def test_reserved_clause_is_told() -> None:
    assert _one("52.204-25 [Reserved]") == ("reserved", "")


def test_modification_puts_in_and_takes_out() -> None:
    text = "The purpose is to delete FAR 52.204-25, add 52.240-91 (FEB 2026), and replace 52.204-23 with 52.240-90."
    found = {number: each[0] for number, each in _clauses(text).items()}
    assert found == {
        "52.204-25": "removed",
        "52.240-91": "incorporated",
        "52.204-23": "removed",
        "52.240-90": "incorporated",
    }


def test_what_is_deleted_passively() -> None:
    found = _clauses("FAR 52.204-24 and 52.204-25 are hereby deleted in their entirety.")
    assert {each[0] for each in found.values()} == {"removed"}


def test_lists_below_delete_and_add() -> None:
    found = _clauses("Delete:\n52.204-25 Prohibition (NOV 2021)\n\nAdd:\n52.240-91 Security (FEB 2026)\n")
    assert [found[each][0] for each in ("52.204-25", "52.240-91")] == ["removed", "incorporated"]


def test_deleted_paragraph_is_no_deleted_clause() -> None:
    assert _one("Paragraph 52.204-25(e) is deleted in its entirety.")[0] == "mentioned"


def test_older_version_that_is_replaced_leaves_the_newer() -> None:
    text = "FAR 52.204-25 (AUG 2020) is deleted.\n\nAdd:\n52.204-25 Prohibition (NOV 2021)\n"
    assert _one(text) == ("incorporated", "Nov 2021")


def test_table_of_contents_alone_is_not_enough() -> None:
    contents = "C.2 52.204-25 PROHIBITION (NOV 2021) .................... 12\n"
    assert _one(contents)[0] == "unclear"
    read = _read(f"{contents}\n\n52.204-25 PROHIBITION (NOV 2021)\n(a) Definitions. As used in this clause\n")
    assert (read.clauses[0].standing, read.clauses[0].seen.number) == (Standing.INCORPORATED, 4)


def test_block_27_of_the_form_is_left_open() -> None:
    text = "27b. CONTRACT/PURCHASE ORDER INCORPORATES BY REFERENCE FAR 52.212-4. FAR 52.212-5 IS ATTACHED."
    assert _one(text, "52.212-5")[0] == "unclear"


def test_clause_without_a_date_becomes_a_question() -> None:
    read = _read("The following clauses are incorporated:\nFAR 52.204-25 Prohibition on Certain Services\n")
    assert read.clauses[0].version == ""
    assert "which version of FAR 52.204-25 is it (line 2)? no month and year stands by it" in read.questions


def test_version_that_never_was_is_told() -> None:
    read = _read("52.204-25 Prohibition (DEC 2022)")
    assert read.clauses[0].notes[0].startswith("FAR 52.204-25 has no version of Dec 2022")


def test_relevant_clauses_come_first() -> None:
    read = _read("52.202-1 Definitions (JUN 2020)\n252.239-7018 Supply Chain Risk (DEC 2022)\n")
    assert [each.number for each in read.clauses] == ["252.239-7018", "52.202-1"]


def test_paragraphs_of_word_are_places(tmp_path: Path) -> None:
    rows = [["Number", "Title", "Date"], ["252.239-7018", "Supply Chain Risk", "DEC 2022"]]
    read = read_contract(read_document(docx(tmp_path / "a.docx", table(rows))))
    assert (read.clauses[0].version, read.clauses[0].seen.number) == ("Dec 2022", 2)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Contract No. N00104-26-C-0001", {"piid": "N00104-26-C-0001"}),
        ("Contract N0010426C0001 of the Navy", {"piid": "N0010426C0001"}),
        ("Solicitation N00104-25-R-0007", {"solicitation": "N00104-25-R-0007"}),
        ("It will replace contract N00104-18-D-0001.", {}),
        ("Award Date: 14 November 2025", {"awarded": "2025-11-14"}),
        ("Award/Effective Date: 2025 NOV 14", {"awarded": "2025-11-14"}),
        ("Date Issued: 9/12/2025", {"solicited": "2025-09-12"}),
        ("Order FA8732-26-F-0012 under FA8732-24-D-0003", {"piid": "FA8732-26-F-0012", "parent": "FA8732-24-D-0003"}),
        ("Subcontract No. PO-4471. 'Contracting Officer' means Buyer.", {"number": "PO-4471", "kind": "subcontract"}),
        ("Modification No. P00003", {"modification": "P00003"}),
        ("CAGE Code: 1ABC5  UEI: ABC123DEF456", {"cage": "1ABC5", "uei": "ABC123DEF456"}),
        (
            "Period of Performance: 1 January 2026 through 31 December 2026",
            {"starts": "2026-01-01", "ends": "2026-12-31"},
        ),
        ("Serial number 123456-78-X-9", {}),
    ],
)
def test_numbers_and_days(text: str, facts: dict[str, str]) -> None:
    assert {each.field: each.value for each in _read(text).facts} == facts


def test_blocks_of_a_form_are_read_by_their_place(tmp_path: Path) -> None:
    page = [
        (20, 730, "2. CONTRACT NO."),
        (150, 730, "3. AWARD/EFFECTIVE DATE"),
        (280, 730, "4. ORDER NUMBER"),
        (390, 730, "5. SOLICITATION NUMBER"),
        (500, 730, "6. SOLICITATION ISSUE DATE"),
        (20, 690, "9. ISSUED BY"),
        (225, 690, "CODE"),
        (500, 714, "06/01/2025"),
        (390, 714, "FA873225R0009"),
        (150, 714, "2025-11-14"),
        (20, 714, "FA873224D0003"),
        (280, 714, "FA873226F0012"),
        (260, 690, "FA8732"),
    ]
    (tmp_path / "a.pdf").write_bytes(pdf([page]))
    read = read_contract(read_document(tmp_path / "a.pdf"))
    assert {each.field: each.value for each in read.facts} == {
        "piid": "FA873226F0012",
        "parent": "FA873224D0003",
        "awarded": "2025-11-14",
        "solicitation": "FA873225R0009",
        "solicited": "2025-06-01",
        "office": "FA8732",
    }


def test_form_of_a_modification_tells_since_when(tmp_path: Path) -> None:
    page = [
        (20, 770, "AMENDMENT OF SOLICITATION/MODIFICATION OF CONTRACT"),
        (20, 730, "2. AMENDMENT/MODIFICATION NUMBER"),
        (200, 730, "3. EFFECTIVE DATE"),
        (20, 714, "P00003"),
        (200, 714, "02/01/2026"),
        (300, 650, "10A. MODIFICATION OF CONTRACT/ORDER NUMBER"),
        (300, 634, "N0010426C0001"),
        (300, 610, "10B. DATED (SEE ITEM 13)"),
        (300, 594, "11/14/2025"),
        (20, 500, "This modification adds FAR 52.204-30 (DEC 2023) and deletes FAR 52.204-25 (NOV 2021)."),
    ]
    (tmp_path / "a.pdf").write_bytes(pdf([page]))
    reading = read_contract(read_document(tmp_path / "a.pdf"))
    contract = draft_contract(reading)
    assert (contract.piid, contract.awarded) == ("N0010426C0001", datetime.date(2025, 11, 14))
    assert isinstance(contract.clauses, tuple)
    day = datetime.date(2026, 2, 1)
    assert [(each.clause, each.present, each.modification, each.since) for each in contract.clauses] == [
        ("FAR 52.204-25", Answer.NO, "", day),
        ("FAR 52.204-30", Answer.YES, "P00003", day),
    ]


def test_condition_of_a_list_is_told() -> None:
    text = "The following clauses apply to this order:\n(1) FAR 52.204-25 Prohibition (NOV 2021) (Applies if it is large)\n"
    read = _read(text)
    assert read.clauses[0].standing is Standing.INCORPORATED
    assert read.clauses[0].notes == ("it stands there with a condition: read it",)


def test_work_on_hostile_lines_stays_small() -> None:
    lines = ("_" * 9000 + "y 52.204-25", "FAR   " * 900 + "! 52.204-25", "following" + " \n" * 9000, "( " * 9000)
    assert len(_read("\n".join(lines)).clauses) == 1
