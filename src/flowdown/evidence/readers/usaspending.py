"""Reads federal award data of USAspending.gov: who has which contract from whom, for how much, and who works under it.

An award is one `contract:`, with one sum of money, however many actions there are of it; a subaward is a contract
under it, and its money is part of the prime award's. A parent is said to control, since the data tell no shares. Not
taken over: names and pay of officers, addresses and phone numbers, funding accounts, categories of business, codes of
products and industries, terms of competition. Sums by recipient or agency say nothing of an award and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.base.strict_json import JsonValue
from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.awards import columns as c
from flowdown.evidence.awards.answers import read_answers
from flowdown.evidence.awards.award import Recipient, gather, is_subaward
from flowdown.evidence.awards.columns import Cells
from flowdown.evidence.awards.state import state_awards, state_recipient
from flowdown.evidence.reader import Reader, ReaderExample, Unread, Yield
from flowdown.evidence.sayings import ReadingMode
from flowdown.evidence.tables.streamed import stream_rows

_KEYS = frozenset(("contractawarduniquekey", "assistanceawarduniquekey"))
_LEGACY = frozenset(("piid", "dollarsobligated", "vendorname"))
_IN_RESULTS = re.compile(r'"(?:generated_internal_id|generated_unique_award_id|prime_award_generated_internal_id)"\s*:')
_RECIPIENTS = re.compile(r'"recipient_(?:level|id)"\s*:')
_ACTION = re.compile(r'"id"\s*:\s*"(?:CONT|ASST)_TX_')
_ACTION_KEY = re.compile(r"CONT_TX_[^_]+_[^_]+_(?P<piid>[^_]+)_[^_]+_(?P<parent>[^_]+)_[^_]+")


def _recognise(head: Head) -> str:
    if head.is_binary or head.first_sign == "<":
        return ""
    if head.first_sign in ("{", "["):
        return _recognise_answer(head)
    headings = frozenset(head.headings)
    if is_subaward(headings) and not headings.isdisjoint(c.PRIME_KEY):
        return "USAspending subawards, CSV"
    if headings & _KEYS or headings >= _LEGACY:
        is_actions = not headings.isdisjoint(c.ACTION)
        return "USAspending transactions, CSV" if is_actions else "USAspending awards, CSV"
    return ""


def _recognise_answer(head: Head) -> str:
    keys = head.json_keys.keys()
    if {"sub_awardee_or_recipient_legal", "subaward_amount"} <= keys or "prime_award_generated_internal_id" in keys:
        return "USAspending subawards, JSON"
    if "generated_internal_id" in keys or ("generated_unique_award_id" in keys and keys & {"piid", "fain", "uri"}):
        return "USAspending award, JSON"
    if {"recipient_id", "recipient_level", "uei"} <= keys:
        return "USAspending recipient, JSON"
    if "results" not in keys:
        return ""
    if _ACTION.search(head.text):
        return "USAspending transactions, JSON"
    if _IN_RESULTS.search(head.text):
        return "USAspending awards, JSON"
    is_list = _RECIPIENTS.search(head.text) and '"uei"' in head.text
    return "USAspending recipients, JSON" if is_list else ""


def _read(incoming: Incoming) -> Iterator[Yield]:
    dialect = _recognise(incoming.head())
    if not dialect.endswith("JSON"):
        rows = ((f"row {row.line}", row.cells) for row in stream_rows(incoming, c.READ))
        yield from state_awards(incoming, gather(rows))
        return
    value = incoming.json()
    answers = read_answers(value)
    if "recipient" in dialect:
        for place, cells in answers:
            yield from _recipient(incoming, value, place, cells)
    else:
        yield from state_awards(incoming, gather(map(_with_action, answers)))
    yield from _rest(incoming, value)


def _with_action(answer: tuple[str, dict[str, str]]) -> tuple[str, Cells]:
    """An action of an award names it in its own id only."""
    place, cells = answer
    if found := _ACTION_KEY.fullmatch(cells.get("id", "")):
        parent = found["parent"] if found["parent"] != "-NONE-" else ""
        more = {"piid": found["piid"], "parentawardidpiid": parent, "contracttransactionuniquekey": cells["id"]}
        return place, {**cells, **more}
    return place, cells


def _recipient(incoming: Incoming, value: JsonValue, place: str, cells: Cells) -> Iterator[Yield]:
    recipient = Recipient(
        cells.get("name", ""),
        cells.get("uei", "").upper(),
        cells.get("duns", ""),
        "",
        cells.get("locationcountrycode", ""),
        cells.get("parentname", ""),
        cells.get("parentuei", "").upper(),
        cells.get("parentduns", ""),
    )
    others = value.get("alternate_names") if isinstance(value, dict) else None
    names = tuple(each for each in others if isinstance(each, str)) if isinstance(others, list) else ()
    yield from state_recipient(incoming, recipient, place or "name", names)


def _rest(incoming: Incoming, value: JsonValue) -> Iterator[Unread]:
    """An answer is one page, and says whether there are more."""
    pages = value.get("page_metadata") if isinstance(value, dict) else None
    if isinstance(pages, dict) and pages.get("hasNext") is True:
        yield Unread("is one page of several; what stands on the others is not known", incoming.where("page_metadata"))


_AWARDS = """\
contract_award_unique_key,award_id_piid,total_obligated_amount,period_of_performance_start_date,\
period_of_performance_current_end_date,awarding_agency_name,recipient_uei,recipient_name,recipient_parent_uei,recipient_parent_name
CONT_AWD_ZZ001124C0001_9700_-NONE-_-NONE-,ZZ001124C0001,1200.50,2024-02-01,2027-01-31,Department of Examples,\
ZQ1WXAMPLE11,FIR WORKS LLC,ZQ1WXAMPLE22,OAK HOLDINGS
"""
_SUBAWARDS = """\
prime_award_unique_key,prime_award_piid,prime_awardee_uei,prime_awardee_name,subaward_number,subaward_amount,\
subaward_action_date,subawardee_uei,subawardee_name
CONT_AWD_ZZ001124C0001_9700_-NONE-_-NONE-,ZZ001124C0001,ZQ1WXAMPLE11,FIR WORKS LLC,S-1,250,2024-03-01,ZQ1WXAMPLE33,ELM PARTS
"""
_ANSWER = """{"results": [{"Award ID": "ZZ001124C0001", "Recipient Name": "FIR WORKS LLC", "Recipient UEI": "ZQ1WXAMPLE11",
"Award Amount": 1200.5, "Awarding Agency": "Department of Examples",
"generated_internal_id": "CONT_AWD_ZZ001124C0001_9700_-NONE-_-NONE-"}], "page_metadata": {"hasNext": false}}"""

READER = Reader(
    id="usaspending",
    about="federal awards and subawards of the United States, as USAspending.gov gives them out",
    formats=(
        "USAspending award, transaction and subaward downloads, CSV",
        "answers of the USAspending interface version 2, JSON",
    ),
    recognise=_recognise,
    read=_read,
    mode=ReadingMode.STATES,
    examples=(
        ReaderExample(
            "contracts_prime.csv",
            _AWARDS,
            says=(
                "organisation:uei/ZQ1WXAMPLE11 party-to contract:ZZ001124C0001",
                "organisation:uei/ZQ1WXAMPLE11 supplies contract:ZZ001124C0001",
                "organisation:uei/ZQ1WXAMPLE22 controls organisation:uei/ZQ1WXAMPLE11",
                "contract:ZZ001124C0001 awarded-by organisation:department-of-examples",
                "contract:ZZ001124C0001 valued amount:1200.5",
            ),
        ),
        ReaderExample(
            "subawards.csv",
            _SUBAWARDS,
            says=(
                "organisation:uei/ZQ1WXAMPLE33 subcontractor-of organisation:uei/ZQ1WXAMPLE11",
                "contract:ZZ001124C0001/sub/S-1 subcontractor-of contract:ZZ001124C0001",
                "contract:ZZ001124C0001/sub/S-1 valued amount:250",
            ),
        ),
        ReaderExample("answer.json", _ANSWER, says=("contract:ZZ001124C0001 valued amount:1200.5",)),
        ReaderExample("results.json", '{"results": [{"id": 1, "name": "Fir"}]}', never=("contract:",)),
    ),
    tried_on=(
        "fedspendingtransparency/usaspending-api: contracts of the Treasury of 2016 and subawards, its test data",
        "planetary-society/usaspending-orm: recorded answers of the interface",
    ),
)
