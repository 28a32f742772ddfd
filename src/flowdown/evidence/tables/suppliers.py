"""Takes suppliers out of tables: vendor masters, exports of SAM.gov entities, lists of subawards."""

from __future__ import annotations

from collections import defaultdict

from flowdown.evidence.profile.field import Answer
from flowdown.evidence.profile.identifier import Verdict, examine_cage, examine_piid, examine_uei
from flowdown.evidence.profile.party import Supplier, Supply
from flowdown.evidence.profile.profile import Profile
from flowdown.evidence.tables.cell import clip, is_day_first, is_nothing, read_answer, read_country, read_day
from flowdown.evidence.tables.intake import Tray
from flowdown.evidence.tables.table import Row, Table

_NAME = (
    "legalbusinessname", "suppliername", "vendorname", "subawardeename", "recipientname", "companyname", "supplier", "vendor",
    "entityname", "payee", "payeename", "accountname", "legalname", "vendorlegalorganizationname", "company", "name",
)  # fmt: skip
_UEI = (
    "uniqueentityidsam", "ueisam", "uei", "uniqueentityid", "subawardeeuei", "recipientuei", "vendoruei", "supplieruei", "samuei",
)  # fmt: skip
_CAGE = ("cagecode", "cage", "cagencage", "ncage", "vendorcage")
_COUNTRY = (
    "physicaladdresscountrycode", "countrycode", "country", "vendorcountrycode", "recipientcountrycode", "subawardeecountrycode",
    "physicaladdresscountry", "countryofincorporation", "countryregion", "vendorcountry",
)  # fmt: skip
_WHAT = (
    "whatissupplied", "productorservice", "goodsandservices", "subawarddescription", "commodity", "category", "spendcategory",
    "service", "product", "description", "naicsdescription", "what",
)  # fmt: skip
_FOR = ("contract", "contractnumber", "primeawardpiid", "piid", "program", "usedfor", "for", "contracts")
_SUBCONTRACTOR = ("subcontractor", "issubcontractor", "sub")
_TYPE = ("suppliertype", "vendortype", "type", "relationship")
_CONTACT = ("contactemail", "email", "emailaddress", "contact", "contactname", "pocemail")
NUMBER = (
    "supplierid",
    "vendorid",
    "vendornumber",
    "suppliernumber",
    "vendorno",
    "supplierno",
    "vendorcode",
    "suppliercode",
)
"""What numbers a supplier."""
_ATTESTED = ("attested", "attestationdate", "lastattestation", "certifiedon", "certificationdate")
HEADINGS = frozenset((*_NAME, *_UEI, *_CAGE, *_COUNTRY, *_SUBCONTRACTOR, *NUMBER, *_ATTESTED))
"""Every heading by which a table of suppliers is known."""


def take_suppliers(table: Table, tray: Tray, known: Profile) -> tuple[Supplier, ...]:
    """The suppliers of a table, each once; several rows of one are several things that it supplies."""
    day_first = is_day_first([row.get(_ATTESTED) for row in table.rows])
    rows_of: dict[str, list[Row]] = defaultdict(list)
    for row in table.rows:
        name = row.get(_NAME)
        if is_nothing(name):
            tray.refuse(table, row, "no name of a supplier")
        else:
            rows_of[row.get(_UEI).upper() or name.casefold()].append(row)
    there = {each.uei or each.name.casefold() for each in known.suppliers}
    found = [_supplier(table, rows, tray, known, day_first) for key, rows in rows_of.items() if key not in there]
    return tuple(each for each in found if each is not None)


def _supplier(table: Table, rows: list[Row], tray: Tray, known: Profile, day_first: bool) -> Supplier | None:
    first = rows[0]
    verdicts = {name: _examine(name, first) for name in ("uei", "cage")}
    fault = next((each.fault for each in verdicts.values() if each.fault), "")
    try:
        attested = max(
            (day for row in rows if (day := read_day(row.get(_ATTESTED), day_first=day_first))), default=None
        )
    except ValueError as error:
        attested, fault = None, fault or str(error)
    if fault:
        tray.refuse(table, first, fault)
        return None
    country = first.get(_COUNTRY)
    letters = read_country(country) if not is_nothing(country) else ""
    if country and not letters and not is_nothing(country):
        tray.note(table, f"the country `{clip(country, 40)}` is not known here and is left out", first)
    name = clip(first.get(_NAME))
    contact = first.get(_CONTACT)
    return Supplier(
        id=tray.name(name, first.get(NUMBER)),
        name=name,
        uei=verdicts["uei"].value,
        cage=verdicts["cage"].value,
        country=letters,
        subcontractor=_is_subcontractor(table, first),
        supplies=_supplies(table, rows, tray, known),
        attested=attested,
        contact="" if is_nothing(contact) else clip(contact),
    )


def _examine(name: str, row: Row) -> Verdict:
    text = row.get(_UEI if name == "uei" else _CAGE)
    if is_nothing(text):
        return Verdict("")
    if name == "cage" and text.isdigit() and len(text) < 5:
        # Spreadsheets take leading zeros away.
        text = text.zfill(5)
    return examine_uei(text) if name == "uei" else examine_cage(text)


def _is_subcontractor(table: Table, row: Row) -> Answer:
    if table.has("subawardeename"):
        return Answer.YES
    if "subcontract" in row.get(_TYPE).lower():
        return Answer.YES
    return read_answer(row.get(_SUBCONTRACTOR))


def _supplies(table: Table, rows: list[Row], tray: Tray, known: Profile) -> tuple[Supply, ...]:
    contracts = {key: each.id for each in known.contracts for key in _keys(each.id, each.number, each.piid)}
    supplies: dict[Supply, None] = {}
    for row in rows:
        what, meant = row.get(_WHAT), row.get(_FOR)
        contract = contracts.get(_key(meant), "") if meant else ""
        if meant and not contract and not is_nothing(meant):
            tray.note(table, f"`{clip(meant, 40)}` is none of the contracts here", row)
        if contract or not is_nothing(what):
            supplies[Supply("" if is_nothing(what) else clip(what), (contract,) if contract else None)] = None
    return tuple(supplies)


def _keys(identity: str, number: str, piid: object) -> list[str]:
    return [_key(each) for each in (identity, number, piid if isinstance(piid, str) else "") if each]


def _key(text: str) -> str:
    return examine_piid(text).value.casefold()
