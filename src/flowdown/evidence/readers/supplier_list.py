"""Reads lists of suppliers (a vendor master, an export of SAM.gov entities): who supplies us, with its numbers."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.attestation.form import WANTED
from flowdown.evidence.inventory.headings import is_of_devices
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.profile.party import Organisation, Supplier
from flowdown.evidence.profile.profile import Profile
from flowdown.evidence.reader import Reader, ReaderExample, Unread, Yield
from flowdown.evidence.sayings import ReadingMode
from flowdown.evidence.tables.intake import Tray
from flowdown.evidence.tables.suppliers import HEADINGS, NUMBER, take_suppliers
from flowdown.evidence.tables.table import read_table

_WHO = {"suppliername", "vendorname", "supplier", "vendor", "legalbusinessname", "vendorlegalorganizationname"}
_AWARD = {"piid", "awardidpiid", "awardidfain", "primeawardpiid"}
"""Headings of awards, which name who is paid for a contract and not who supplies us."""
_MORE = HEADINGS | {"description", "category", "commodity", "spendcategory", "service", "product"}


def _recognise(head: Head) -> str:
    headings = set(head.headings)
    is_named = bool(headings & _WHO) or ("name" in headings and not headings.isdisjoint(NUMBER))
    is_one = is_named and len(headings & _MORE) >= 2 and not headings & _AWARD
    # A list of devices names makers, an attestation those whom it is about.
    is_one = is_one and not is_of_devices(head.headings) and not headings >= WANTED
    return "list of suppliers, CSV" if is_one and not head.is_binary and head.first_sign not in "{[<" else ""


def _read(incoming: Incoming) -> Iterator[Yield]:
    tray = Tray(Organisation())
    table = read_table(incoming.content(), incoming.name, HEADINGS)
    for supplier in take_suppliers(table, tray, Profile()):
        yield from _state(incoming, supplier)
    for fault in tray.faults:
        yield Unread(fault.message, fault.where or incoming.where())


def _state(incoming: Incoming, supplier: Supplier) -> Iterator[Yield]:
    firm = incoming.names.firm(supplier.name, "supplier", uei=supplier.uei, cage=supplier.cage)
    us = incoming.about or "organisation:us"
    place = f"supplier {supplier.id}"
    yield incoming.claim(firm, Predicate.NAMED, f"text:{supplier.name}", place)
    for scheme, value in (("uei", supplier.uei), ("cage", supplier.cage)):
        if value:
            yield incoming.claim(firm, Predicate.IDENTIFIED_BY, f"identifier:{scheme}/{value}", place)
    if supplier.country:
        yield incoming.claim(firm, Predicate.LOCATED_IN, f"place:{supplier.country}", place)
    whats = [each.what for each in supplier.supplies] or [""]
    for what in whats:
        yield incoming.claim(firm, Predicate.SUPPLIES, us, place, what=what)


READER = Reader(
    id="supplier-list",
    about="lists of suppliers, as purchasing programs export them",
    formats=("CSV with a heading for the supplier's name",),
    recognise=_recognise,
    read=_read,
    mode=ReadingMode.STATES,
    examples=(
        ReaderExample(
            "vendors.csv",
            "Vendor Name,Vendor Number,Category,Country\nBrightfold Widgets LLC,100,machined parts,US\n",
            says=("supplier:brightfold-widgets-llc supplies organisation:us",),
        ),
        ReaderExample(
            "numbered.csv",
            "Vendor #,Name,Address City,Country\n1,Brightfold Widgets LLC,Springfield,USA\n",
            says=("supplier:brightfold-widgets-llc supplies organisation:us",),
            never=("supplier:1",),
        ),
        ReaderExample("notes.csv", "Date,Note\n2026-01-02,called the vendor\n", never=("supplier:",)),
    ),
    tried_on=(
        "springboardretail/springboard-data-migrations, examples/vendors.csv (commit 613f5e61); IDEALE-eu/IDEALEEU.EU, VENDOR_MASTER.csv (commit 4624aefa): made-up suppliers under real headings",
    ),
)
