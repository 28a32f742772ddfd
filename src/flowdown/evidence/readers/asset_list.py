"""Reads lists of devices and of the software on them, as programs that manage devices (MDM, CMDB) export them.

A row names a device and software on it, or a device with who makes it. Users, owners, addresses, places, prices and
all other columns are not taken over. A maker's name that is surely a vendor's is that vendor; another is a firm of its
own; without a maker's name, the brand that the software's name begins with tells.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.inventory import headings as named
from flowdown.evidence.inventory.installed import Inventory, Thing, device
from flowdown.evidence.reader import Reader, ReaderExample, Refused, Unread, Yield
from flowdown.evidence.sayings import ReadingMode
from flowdown.evidence.usage.days import day_of
from flowdown.evidence.usage.rows import TableRow, read_rows


def _recognise(head: Head) -> str:
    is_one = not head.is_binary and head.first_sign not in "{[<" and named.is_of_devices(head.headings)
    return "list of devices in CSV" if is_one else ""


def _read(incoming: Incoming) -> Iterator[Yield]:
    inventory = Inventory(incoming)
    nameless, first, rows = 0, "", 0
    for row in read_rows(incoming):
        rows += 1
        machine = device(row.get(*named.DEVICE))
        thing = _thing(row)
        if machine and thing:
            inventory.add(machine, thing, row.place, day_of(row.get(*named.INSTALLED)), row.get(*named.VERSION)[:100])
        else:
            nameless, first = nameless + 1, first or row.place
    if nameless and nameless == rows:
        raise Refused("no row names a device and what it is or has", incoming.where(first))
    yield from inventory.tell()
    if nameless:
        yield Unread(f"{nameless:,} rows name no device, or nothing of it; this the first", incoming.where(first))


def _thing(row: TableRow) -> Thing | None:
    software = row.get(*named.SOFTWARE)[:300]
    if software:
        return Thing(software, row.get(*named.MAKER)[:300], row.get("bundleid", "bundleidentifier")[:200])
    maker, model = row.get(*named.HARDWARE_MAKER)[:300], row.get(*named.HARDWARE)[:300]
    return Thing(model, maker, is_device=True) if maker or model else None


READER = Reader(
    id="asset-list",
    about="lists of devices and the software on them, as programs that manage devices export them",
    formats=("CSV with headings for a device and for software or its maker",),
    recognise=_recognise,
    read=_read,
    mode=ReadingMode.OBSERVES,
    examples=(
        ReaderExample(
            "software.csv",
            "Computer Name,User,Application Name,Publisher,Version\n"
            "LT-0042,ann@example.com,Acronis Cyber Protect,Acronis International GmbH,16.0\n"
            "LT-0042,ann@example.com,Widget Planner,Brightfold Widgets LLC,2\n",
            says=(
                "product:acronis-international-gmbh/acronis-cyber-protect installed-in device:LT-0042",
                "product:brightfold-widgets-llc/widget-planner made-by organisation:brightfold-widgets-llc",
            ),
        ),
        ReaderExample(
            "cameras.csv",
            "Hostname,IP address,Manufacturer,Model,Location\ncam-3,10.0.0.3,Hikvision,DS-2CD2042,gate\n",
            says=("organisation:us contains device:cam-3", "device:cam-3 made-by vendor:hikvision"),
        ),
        ReaderExample("people.csv", "Name,Device\nAnn,LT-1\n", never=("device:",)),
    ),
)
