"""Takes equipment out of tables: asset lists, exports of device management, answers of osquery."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import InvalidOperation

from flowdown.evidence.profile.field import Answer
from flowdown.evidence.profile.holding import Equipment, Software
from flowdown.evidence.profile.profile import Profile
from flowdown.evidence.tables.cell import clip, is_day_first, is_nothing, read_amount, read_answer, read_day
from flowdown.evidence.tables.intake import Tray
from flowdown.evidence.tables.table import Row, Table

_HOST = (
    "hostname",
    "hostidentifier",
    "computername",
    "devicename",
    "computer",
    "device",
    "machinename",
    "host",
    "endpoint",
)
_NAME = ("assetname", "displayname", "modelname", "name", "description", "assetdescription", *_HOST)
_ID = ("assettag", "assetid", "assetnumber", "tag", "inventorynumber", "deviceid", "id", "uuid", "udid", *_HOST)
_KIND = (
    "category",
    "assettype",
    "devicetype",
    "devicecategory",
    "equipmenttype",
    "type",
    "class",
    "formfactor",
    "kind",
)
_MAKER = (
    "manufacturer",
    "hardwarevendor",
    "make",
    "maker",
    "brand",
    "oem",
    "manufacturername",
    "devicemanufacturer",
    "vendor",
)
_MODEL = ("hardwaremodel", "model", "modelnumber", "devicemodel", "modelno", "modelidentifier", "partnumber")
_SERIAL = ("serialnumber", "hardwareserial", "serial", "serialno", "sn", "imei")
_PLACE = ("location", "site", "building", "room", "office", "place", "locationname")
_OWNER = ("ownership", "ownertype", "ownedby", "deviceownership", "owner")
_FEDERAL = ("governmentproperty", "governmentfurnished", "gfe", "gfp", "federal", "governmentowned")
_ACQUIRED = (
    "purchasedate",
    "acquired",
    "acquisitiondate",
    "dateacquired",
    "inservicedate",
    "enrolleddate",
    "enrollmentdate",
)
_REMOVED = ("retireddate", "disposaldate", "dateretired", "disposed", "removed", "decommissiondate")
_QUANTITY = ("quantity", "qty", "count", "units")
_PURPOSE = ("purpose", "usedfor", "use", "function")
_PROGRAM = (
    "softwarename",
    "applicationname",
    "appname",
    "programname",
    "application",
    "software",
    "program",
    "bundlename",
)
_PROGRAM_MAKER = ("publisher", "softwarevendor", "softwarepublisher", "developer", "vendor", "maker")
_PROGRAM_VERSION = (
    "softwareversion",
    "applicationversion",
    "appversion",
    "bundleshortversion",
    "version",
    "programversion",
)
_OF_PROGRAMS = frozenset(
    {"publisher", "bundleidentifier", "installlocation", "uninstallstring", "bundleshortversion", "installsource"}
)
_OF_DEVICES = frozenset((*_SERIAL, *_MODEL, "manufacturer", "hardwarevendor", "make"))
_PERSONAL = ("personal", "employee", "byod", "private")
HEADINGS: frozenset[str] = frozenset().union(
    _NAME, _ID, _KIND, _MAKER, _MODEL, _SERIAL, _PLACE, _OWNER, _FEDERAL, _ACQUIRED, _REMOVED, _QUANTITY, _PROGRAM,
    _PROGRAM_MAKER, _PROGRAM_VERSION, _OF_PROGRAMS,
)  # fmt: skip
"""Every heading by which a table of equipment is known."""


def take_equipment(table: Table, tray: Tray, known: Profile) -> tuple[Equipment, ...]:
    """The devices known so far with those of a table; a table of programs says what is on the devices."""
    names = _Names(tray, {each.id for each in known.equipment})
    devices = {_key(each.serial or each.id): each for each in known.equipment}
    if _lists_programs(table):
        return _with_programs(table, tray, names, devices)
    day_first = is_day_first([row.get(columns) for row in table.rows for columns in (_ACQUIRED, _REMOVED)])
    for row in table.rows:
        key = _key(row.get(_SERIAL) or row.get(_ID)) or f"row {row.line} of {table.file}"
        if key in devices:
            devices[key] = _with_program(devices[key], row)
            continue
        device = _device(table, row, tray, names, day_first)
        if device is not None:
            devices[key] = _with_program(device, row)
    return tuple(devices.values())


def _key(text: str) -> str:
    return text.casefold()


class _Names:
    """Ids of devices; they may be those of contracts, but not each other's."""

    def __init__(self, tray: Tray, taken: set[str]) -> None:
        self._tray = Tray(tray.organisation, taken=taken | {"us", "own-business", "unknown"})

    def name(self, *wanted: str) -> str:
        """A free id."""
        return self._tray.name(*wanted)


def _lists_programs(table: Table) -> bool:
    return table.has(*_PROGRAM, *_OF_PROGRAMS) and not table.has(*_OF_DEVICES)


def _with_programs(table: Table, tray: Tray, names: _Names, devices: dict[str, Equipment]) -> tuple[Equipment, ...]:
    by_host = {_key(name): key for key, each in devices.items() for name in (each.id, each.name) if name}
    programs: dict[str, dict[Software, None]] = defaultdict(dict)
    for row in table.rows:
        host = row.get(_HOST)
        program = _program(row, (*_PROGRAM, "name", "displayname"))
        if program is None:
            tray.refuse(table, row, "a program without a name")
            continue
        key = by_host.get(_key(host))
        if key is None:
            key = by_host[_key(host)] = f"host {_key(host)}"
            devices[key] = Equipment(names.name(host or "not-stated"), clip(host))
        programs[key][program] = None
    if "host " in programs:
        tray.note(table, "no column says on which device a program is: they are put on one device, `not-stated`")
    for key, found in programs.items():
        device = devices[key]
        fresh = tuple(each for each in found if each not in device.installed)
        devices[key] = replace(device, installed=(*device.installed, *fresh))
    return tuple(devices.values())


def _device(table: Table, row: Row, tray: Tray, names: _Names, day_first: bool) -> Equipment | None:
    name, maker, model = (row.get(columns) for columns in (_NAME, _MAKER, _MODEL))
    if all(is_nothing(each) for each in (name, maker, model, row.get(_SERIAL), row.get(_ID))):
        tray.refuse(table, row, "nothing that tells which device it is")
        return None
    try:
        acquired, removed = (read_day(row.get(columns), day_first=day_first) for columns in (_ACQUIRED, _REMOVED))
        quantity = _quantity(row.get(_QUANTITY))
    except ValueError as error:
        tray.refuse(table, row, str(error))
        return None
    if acquired and removed and removed <= acquired:
        said = f"it was removed ({removed.isoformat()}) before it was acquired ({acquired.isoformat()})"
        tray.refuse(table, row, said)
        return None
    return Equipment(
        id=names.name(row.get(_ID), row.get(_SERIAL), name, model),
        name=_said(name),
        kind=_said(row.get(_KIND)),
        maker=_said(maker) or None,
        model=_said(model),
        serial=_said(row.get(_SERIAL)),
        quantity=quantity,
        owner=_owner(row.get(_OWNER)),
        federal=read_answer(row.get(_FEDERAL)) if row.get(_FEDERAL) else Answer.UNKNOWN,
        purpose=_said(row.get(_PURPOSE)),
        place=_said(row.get(_PLACE)),
        acquired=acquired,
        removed=removed,
    )


def _quantity(text: str) -> int:
    try:
        amount = read_amount(text)
    except InvalidOperation:
        amount = None
    if amount is None:
        return 1
    if amount < 1 or amount != amount.to_integral_value() or amount > 10**9:
        raise ValueError(f"a quantity of `{clip(text, 20)}` cannot be")
    return int(amount)


def _owner(text: str) -> str:
    low = text.lower()
    if any(word in low for word in _PERSONAL):
        return "employee"
    return "government" if "government" in low or "gfe" in low else "us"


def _program(row: Row, columns: tuple[str, ...]) -> Software | None:
    name = row.get(columns)
    if is_nothing(name):
        return None
    return Software(clip(name), _said(row.get(_PROGRAM_MAKER)), _said(row.get(_PROGRAM_VERSION))[:80])


def _with_program(device: Equipment, row: Row) -> Equipment:
    program = _program(row, _PROGRAM)
    if program is None or program in device.installed:
        return device
    return replace(device, installed=(*device.installed, program))


def _said(text: str) -> str:
    return "" if is_nothing(text) else clip(text)
