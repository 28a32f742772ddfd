"""Federal awards: each once, with its sign, under whom it is, and what cannot harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowdown.base.errors import FlowdownError
from tests.unit.evidence.readers.arrive import Told, arrive

_ACTIONS = (
    "contract_transaction_unique_key,contract_award_unique_key,award_id_piid,modification_number,parent_award_id_piid,"
    "federal_action_obligation,total_dollars_obligated,action_date,period_of_performance_current_end_date,"
    "recipient_uei,recipient_name,recipient_parent_uei,recipient_parent_name\n"
)
_FIR = "ZQ1WXAMPLE11,FIR WORKS LLC,ZQ1WXAMPLE11,FIR WORKS LLC\n"


def _money(told: Told) -> dict[str, tuple[str, str]]:
    return {each.subject: (each.object, each.qualifier("of")) for each in told.of("valued")}


def test_actions_of_an_award_add_up_once(tmp_path: Path) -> None:
    rows = (
        f"k1,a,ZZ001124C0001,0,,1000,,2024-02-01,2027-01-31,{_FIR}"
        f"k2,a,ZZ001124C0001,P01,,-250.25,,2024-03-01,2026-12-31,{_FIR}"
        f"k2,a,ZZ001124C0001,P01,,-250.25,,2024-03-01,2026-12-31,{_FIR}"
    )
    told = arrive(tmp_path, "usaspending", _ACTIONS + rows)
    assert _money(told) == {"contract:ZZ001124C0001": ("amount:749.75", "actions")}
    (held,) = told.of("party-to")
    assert (str(held.valid_from), str(held.valid_until)) == ("2024-02-01", "2027-01-01")
    assert not told.of("controls")


def test_the_total_of_the_latest_action_counts(tmp_path: Path) -> None:
    rows = f"k2,a,ZZ001124C0001,P01,,-250,750,2024-03-01,,{_FIR}k1,a,ZZ001124C0001,0,,1000,1000,2024-02-01,,{_FIR}"
    told = arrive(tmp_path, "usaspending", _ACTIONS + rows)
    assert _money(told) == {"contract:ZZ001124C0001": ("amount:750", "obligated")}


def test_orders_are_known_under_their_contract(tmp_path: Path) -> None:
    rows = f"k1,a,0001,0,ZZ001120D0001,10,,2024-02-01,,{_FIR}k2,b,0001,0,ZZ001120D0002,20,,2024-02-01,,{_FIR}"
    told = arrive(tmp_path, "usaspending", _ACTIONS + rows)
    assert _money(told) == {
        "contract:ZZ001120D0001/0001": ("amount:10", "actions"),
        "contract:ZZ001120D0002/0001": ("amount:20", "actions"),
    }


def test_older_downloads_name_codes_before_names(tmp_path: Path) -> None:
    text = (
        "unique_transaction_id,dollarsobligated,maj_agency_cat,signeddate,effectivedate,currentcompletiondate,"
        "vendorname,vendorcountrycode,dunsnumber,parentdunsnumber,piid,modnumber,idvpiid,contractactiontype\n"
        "t1,100.0000,2000: Department of Examples,9/8/2016,9/9/2016,10/31/2016,FIR WORKS LLC,USA: UNITED STATES,"
        "000000011,000000022,ZZHQ16C0001,0,,D: DEFINITIVE CONTRACT\n"
    )
    told = arrive(tmp_path, "usaspending", text)
    assert {
        "contract:ZZHQ16C0001 awarded-by organisation:department-of-examples",
        "contract:ZZHQ16C0001 described text:DEFINITIVE CONTRACT",
        "contract:ZZHQ16C0001 dated day:2016-09-09",
        "organisation:duns/000000022 controls organisation:duns/000000011",
        "organisation:duns/000000011 located-in place:USA",
    } <= told.triples


def test_reports_of_a_subaward_add_up_and_stay_apart_from_the_award(tmp_path: Path) -> None:
    def sub(amount: float, day: str) -> dict[str, object]:
        return {
            "Prime Award ID": "ZZ001124C0001",
            "Prime Award Recipient UEI": "ZQ1WXAMPLE11",
            "Prime Recipient Name": "FIR WORKS LLC",
            "prime_award_generated_internal_id": "CONT_AWD_ZZ001124C0001_9700_-NONE-_-NONE-",
            "Sub-Award ID": "S-1",
            "Sub-Awardee Name": "ELM PARTS",
            "Sub-Recipient UEI": "ZQ1WXAMPLE33",
            "Sub-Award Amount": amount,
            "Sub-Award Date": day,
        }

    results = [sub(10.5, "2024-03-01"), sub(5, "2024-02-01"), sub(10.5, "2024-03-01")]
    told = arrive(tmp_path, "usaspending", json.dumps({"results": results, "page_metadata": {"hasNext": True}}))
    assert _money(told) == {"contract:ZZ001124C0001/sub/S-1": ("amount:15.5", "subaward")}
    (tie,) = [each for each in told.of("subcontractor-of") if each.subject.startswith("organisation:")]
    assert (tie.object, tie.qualifier("contract")) == ("organisation:uei/ZQ1WXAMPLE11", "ZZ001124C0001")
    assert str(tie.valid_from) == "2024-02-01"
    assert "one page of several" in told.unread[0].says


def test_a_single_award_of_the_interface(tmp_path: Path) -> None:
    answer = {
        "generated_unique_award_id": "CONT_AWD_0007_9700_ZZ001120D0001_9700",
        "piid": "0007",
        "total_obligation": 61241.34,
        "base_and_all_options": 70000,
        "date_signed": "2016-06-24",
        "parent_award": {"piid": "ZZ001120D0001", "generated_unique_award_id": "CONT_IDV_ZZ001120D0001_9700"},
        "awarding_agency": {"toptier_agency": {"name": "Department of Examples"}, "office_agency_name": "Office 1"},
        "period_of_performance": {"start_date": "2016-06-24", "end_date": "2016-06-27"},
        "recipient": {
            "recipient_name": "FIR WORKS LLC",
            "recipient_uei": "ZQ1WXAMPLE11",
            "parent_recipient_name": "OAK HOLDINGS",
            "parent_recipient_uei": "ZQ1WXAMPLE22",
            "location": {"location_country_code": "USA", "address_line1": "1 Quiet Lane"},
        },
        "executive_details": {"officers": [{"name": "Ida Mustermann", "amount": 1000000}]},
    }
    told = arrive(tmp_path, "usaspending", json.dumps(answer))
    assert {
        "contract:ZZ001120D0001/0007 valued amount:61241.34",
        "contract:ZZ001120D0001/0007 awarded-by organisation:department-of-examples",
        "organisation:uei/ZQ1WXAMPLE22 controls organisation:uei/ZQ1WXAMPLE11",
        "organisation:uei/ZQ1WXAMPLE11 located-in place:USA",
    } <= told.triples
    assert len(told.of("valued")) == 1
    assert "Mustermann" not in repr(told.claims)
    assert "Quiet Lane" not in repr(told.claims)


def test_words_for_nobody_are_no_firm(tmp_path: Path) -> None:
    rows = "k1,a,ZZ001124C0001,0,,10,,2024-02-01,,,REDACTED DUE TO PII,,\nk2,,,0,,10,,2024-02-01,,,FIR,,\n"
    told = arrive(tmp_path, "usaspending", _ACTIONS + rows)
    assert not told.of("party-to")
    assert [each.where.path for each in told.unread] == ["row 3"]


@pytest.mark.parametrize(
    "row",
    [
        b"\xff\xfe,,ZZ1,,,x,1e9,2024-99-99,0000-00-00,,\xe9,,\n",
        b'k,a,ZZ001124C0001,0,,"$1,000.50",(3),2024-02-01T00:00:00Z,9999-12-31,,FIR,,\n',
        b"k,a," + b"Z" * 5000 + b",0,,1,2,2024-02-01,2020-01-01,,FIR,,\n",
        b"k\n,,,,,,\nk,a,ZZ001124C0001",
    ],
)
def test_broken_rows_are_contained(tmp_path: Path, row: bytes) -> None:
    arrive(tmp_path, "usaspending", _ACTIONS.encode() + row)


def test_amounts_as_people_write_them(tmp_path: Path) -> None:
    row = f'k,a,ZZ001124C0001,0,,,"$1,000.50",2024-02-01,,{_FIR}k,a,ZZ001124C0002,0,,,($3),2024-02-01,,{_FIR}'
    told = arrive(tmp_path, "usaspending", _ACTIONS + row)
    assert [each[0] for each in _money(told).values()] == ["amount:1000.5", "amount:-3"]


def test_an_endless_cell_is_refused_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(FlowdownError, match="field larger than") as caught:
        arrive(tmp_path, "usaspending", _ACTIONS + 'k,a,"' + "Z" * 3_000_000)
    assert caught.value.where
    assert caught.value.where.line == 2
