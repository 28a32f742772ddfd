"""Tables that people have at hand: separators, encodings, headings, rows that cannot be read."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableFile
from flowdown.evidence.profile.contract import AgencyKind, ContractKind
from flowdown.evidence.profile.field import Answer
from flowdown.evidence.profile.party import Organisation
from flowdown.evidence.tables.cell import is_day_first, read_amount, read_country, read_day
from flowdown.evidence.tables.intake import Intake, take_in_tables
from flowdown.evidence.tables.table import read_table

KNOWN = frozenset({"piid", "agency", "enddate"})
NOBODY = Organisation()


def _take(tmp_path: Path, kind: str, content: str | bytes, us: Organisation = NOBODY) -> Intake:
    file = tmp_path / f"{kind}.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    files = {name: (file,) if name == kind else () for name in ("contracts", "suppliers", "equipment")}
    return take_in_tables(files["contracts"], files["suppliers"], files["equipment"], us)


@pytest.mark.parametrize(
    "content",
    [
        b"PIID,Agency\nN00104-26-C-0001,Navy\n",
        b"\xef\xbb\xbfPIID;Agency\r\nN00104-26-C-0001;Navy\r\n",
        b"sep=;\nPIID;Agency\nN00104-26-C-0001;Navy\n",
        b"P.I.I.D.\tagency\nN00104-26-C-0001\tNavy\n",
        b'Report of awards\nfor 2026,,\n\n"PIID" , "AGENCY"\n="N00104-26-C-0001",Navy\n',
        "PIID;Agency\nN00104-26-C-0001;Navy\n".encode("utf-16"),
        b"PIID|Agency\rN00104-26-C-0001|Navy\r",
        b'[{"PIID": "N00104-26-C-0001", "agency": "Navy"}]',
        b'{"page": 1, "results": [{"piid": "N00104-26-C-0001", "agency": "Navy"}]}',
        b'{"piid": "N00104-26-C-0001", "agency": "Navy"}\n{"piid": "x", "agency": "y"}\n',
    ],
)
def test_a_table_is_read_however_it_was_exported(content: bytes) -> None:
    table = read_table(content, "t.csv", KNOWN)
    assert dict(table.rows[0].cells) == {"piid": "N00104-26-C-0001", "agency": "Navy"} | (
        {"page": "1"} if b"page" in content else {}
    )


def test_text_of_older_excel_is_read() -> None:
    table = read_table("PIID;Agency\n1;Gew\xe4sser\n".encode("cp1252"), "t.csv", KNOWN)
    assert table.rows[0].cells["agency"] == "Gewässer"


def test_rows_are_numbered_by_their_lines() -> None:
    table = read_table(b'PIID,Agency\n\n1,"two\nlines"\n2,b\n', "t.csv", KNOWN)
    assert [row.line for row in table.rows] == [3, 5]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04", "save the sheet as CSV"),
        (b"a,b\n1,2\n", "no column in it has a heading that is known here"),
        (b"", "empty file|no column"),
        (b"{", "not valid JSON"),
        (b"[" * 100_000, "nested too deeply|not valid JSON"),
        (b"\xff\x00\x00\x80", "no text"),
        (b'PIID\n"' + b"x" * 2_000_000, "not readable as a table"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(UnusableFile, match=said):
        read_table(content, "t.csv", KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "2025-11-14",
        "2025-11-14T00:00:00Z",
        "11/14/2025",
        "11/14/25",
        "14.11.2025",
        "14-NOV-25",
        "Nov 14, 2025",
        "20251114",
        "45975",
    ],
)
def test_days_are_read_as_programs_write_them(text: str) -> None:
    assert read_day(text) == datetime.date(2025, 11, 14)


def test_a_column_that_shows_the_day_first_is_read_so() -> None:
    days = ["14/11/2025", "03/04/2025"]
    assert is_day_first(days)
    assert read_day("03/04/2025", day_first=True) == datetime.date(2025, 4, 3)


@pytest.mark.parametrize("text", ["31.02.2025", "soon", "9999-99-99", "1066-10-14"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no day"):
        read_day(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$1,250,000.00", "1250000.00"),
        ("1.250.000,50 EUR", "1250000.50"),
        ("(12.50)", "-12.50"),
        ("1,5", "1.5"),
        ("7,000", "7000"),
    ],
)
def test_amounts_are_read_with_their_signs(text: str, amount: str) -> None:
    assert read_amount(text) == Decimal(amount)


def test_countries_are_read_by_name_and_letters() -> None:
    assert [read_country(each) for each in ("USA", "us", "Germany", "Atlantis")] == ["US", "US", "DE", ""]


def test_award_is_taken_once_and_obligations_keep_their_sign(tmp_path: Path) -> None:
    text = (
        "contract_transaction_unique_key,award_id_piid,modification_number,federal_action_obligation,action_date,"
        "awarding_agency_name,recipient_name,recipient_uei\n"
        "a,N0010426C0001,0,1000.50,2025-11-14,Department of Defense,Us Inc,ABC123DEF456\n"
        "b,N0010426C0001,P00001,-200.50,2026-01-02,Department of Defense,Us Inc,ABC123DEF456\n"
    )
    profile = _take(tmp_path, "contracts", text).profile
    (held,) = profile.contracts
    assert (held.value, held.awarded, held.tier) == (800, datetime.date(2025, 11, 14), 0)
    assert held.agency_kind is AgencyKind.DEFENSE
    assert (profile.organisation.name, profile.organisation.uei) == ("Us Inc", "ABC123DEF456")


def test_subaward_is_a_subcontract_of_the_prime(tmp_path: Path) -> None:
    text = (
        "prime_award_unique_key,prime_award_piid,subaward_number,subaward_amount,prime_awardee_name,subawardee_name\n"
        "x,N0010426C0001,SUB-1,5,Big Prime,Us\n"
    )
    profile = _take(tmp_path, "contracts", text).profile
    (held,) = profile.contracts
    assert (held.kind, held.tier, held.number, held.customer) == (ContractKind.SUBCONTRACT, 1, "SUB-1", "big-prime")
    assert [each.name for each in profile.customers] == ["Big Prime"]


def test_rows_of_others_are_left_out_by_uei(tmp_path: Path) -> None:
    text = "piid,recipient_name,recipient_uei\nN0010426C0001,A,ABC123DEF456\nN0010426C0002,B,ABC123DEF457\n"
    taken = _take(tmp_path, "contracts", text, Organisation(uei="ABC123DEF456"))
    assert [each.piid for each in taken.profile.contracts] == ["N0010426C0001"]
    assert "1 rows of other firms are left out" in taken.notes[0]


def test_order_without_a_number_of_its_own_is_an_order_under_its_vehicle(tmp_path: Path) -> None:
    text = "award_id_piid,parent_award_id_piid\n0003,47QTCA18D0089\n"
    (held,) = _take(tmp_path, "contracts", text).profile.contracts
    assert (held.piid, held.order_numbers) == ("47QTCA18D0089", ("0003",))


def test_bad_rows_are_told_with_their_line_and_the_rest_is_read(tmp_path: Path) -> None:
    text = (
        "PIID,Award Date,End Date,Value\nN0010426C0001,2025-11-14,2026-11-13,5\nXX,,,\n,,,\n,x,y,\n"
        "N0010426C0002,2025-11-14,2024-01-01,\nN0010426C0003,31.02.2025,,\nN0010426C0004,,,-5\nN0010426C0005,,,lots\n"
    )
    taken = _take(tmp_path, "contracts", text)
    assert [each.piid for each in taken.profile.contracts] == ["N0010426C0001"]
    assert [each.where.line for each in taken.faults if each.where] == [3, 5, 6, 7, 8, 9]


def test_clauses_of_a_cell_are_read(tmp_path: Path) -> None:
    text = 'PIID,Clauses\nN0010426C0001,"FAR 52.204-25 (NOV 2021), DFARS 252.204-7018; 52.204-30 (MAR 1999); nothing"\n'
    taken = _take(tmp_path, "contracts", text)
    clauses = taken.profile.contracts[0].clauses
    assert isinstance(clauses, tuple)
    assert [(each.clause, each.version) for each in clauses] == [
        ("FAR 52.204-25", "NOV 2021"),
        ("DFARS 252.204-7018", None),
        ("FAR 52.204-30", None),
    ]
    assert len(taken.notes) == 2


def test_supplier_is_taken_once_with_all_that_it_supplies(tmp_path: Path) -> None:
    text = (
        "LEGAL BUSINESS NAME,UNIQUE ENTITY ID (SAM),CAGE CODE,PHYSICAL ADDRESS COUNTRY CODE,Category\n"
        "Acme GmbH,ABC123DEF456,01AB2,DEU,hosting\nAcme GmbH,ABC123DEF456,01AB2,DEU,phones\n"
    )
    (supplier,) = _take(tmp_path, "suppliers", text).profile.suppliers
    assert (supplier.id, supplier.cage, supplier.country) == ("acme-gmbh", "01AB2", "DE")
    assert [each.what for each in supplier.supplies] == ["hosting", "phones"]


def test_zeros_that_a_spreadsheet_took_from_a_cage_code_are_given_back(tmp_path: Path) -> None:
    (supplier,) = _take(tmp_path, "suppliers", "Supplier,CAGE\nAcme,123\n").profile.suppliers
    assert supplier.cage == "00123"


def test_two_suppliers_of_one_name_have_two_ids(tmp_path: Path) -> None:
    text = "Supplier,UEI\nAcme,ABC123DEF456\nAcme,ABC123DEF457\n"
    assert [each.id for each in _take(tmp_path, "suppliers", text).profile.suppliers] == ["acme", "acme-2"]


def test_devices_of_an_inventory_are_taken(tmp_path: Path) -> None:
    text = (
        "Asset Tag,Category,Manufacturer,Model,Serial Number,Ownership,GFE,Purchase Date,Qty\n"
        "A-1,Camera,Hikvision,DS-2,S1,Corporate,No,11/14/2025,2\nA-2,Phone,,,,Personal (BYOD),,,\n"
    )
    camera, phone = _take(tmp_path, "equipment", text).profile.equipment
    assert (camera.id, camera.maker, camera.quantity, camera.federal) == ("a-1", "Hikvision", 2, Answer.NO)
    assert (phone.owner, phone.maker) == ("employee", None)


def test_programs_go_to_the_devices_that_are_known(tmp_path: Path) -> None:
    devices, programs = tmp_path / "d.json", tmp_path / "p.csv"
    devices.write_text(json.dumps([{"hostname": "pc-1", "hardware_vendor": "Dell", "hardware_serial": "S1"}]))
    programs.write_text("Hostname,Name,Version,Publisher\nPC-1,Agent,1.10,Acronis\npc-2,Agent,1.10,Acronis\n")
    one, other = take_in_tables((), (), (devices, programs), NOBODY).profile.equipment
    assert (one.serial, [(each.name, each.version, each.maker) for each in one.installed]) == (
        "S1",
        [("Agent", "1.10", "Acronis")],
    )
    assert other.id == "pc-2"


def test_log_of_osquery_is_read(tmp_path: Path) -> None:
    lines = [
        {
            "name": "pack_apps",
            "hostIdentifier": "h1",
            "action": "added",
            "columns": {"name": "Zoom", "bundle_short_version": "6.1"},
        }
    ]
    (device,) = _take(tmp_path, "equipment", "\n".join(map(json.dumps, lines))).profile.equipment
    assert (device.id, [each.name for each in device.installed]) == ("h1", ["Zoom"])


def test_device_that_was_removed_before_it_came_is_told(tmp_path: Path) -> None:
    text = "Asset Tag,Purchase Date,Disposal Date\nA-1,2025-01-02,2024-01-01\n"
    assert "removed (2024-01-01) before it was acquired" in str(_take(tmp_path, "equipment", text).faults[0])


def test_real_awards_are_read(shared: Path) -> None:
    file = shared / "data" / "usaspending" / "api-v2-responses" / "awards" / "search_results_contracts.json"
    if not file.is_file():
        pytest.skip("no award data beside the checkout")
    taken = take_in_tables((file,), (), (), NOBODY)
    numbers = {each["Award ID"] for each in json.loads(file.read_text())["results"]}
    assert {each.piid for each in taken.profile.contracts} == numbers
    assert {each.agency for each in taken.profile.contracts} == {"National Aeronautics and Space Administration"}


def test_real_transactions_of_older_exports_are_read(shared: Path) -> None:
    file = shared / "data" / "usaspending" / "legacy" / "treasury_contracts_part1.csv"
    if not file.is_file():
        pytest.skip("no award data beside the checkout")
    taken = take_in_tables((file,), (), (), NOBODY)
    assert len(taken.profile.contracts) > 50
    assert all(each.awarded for each in taken.profile.contracts)
