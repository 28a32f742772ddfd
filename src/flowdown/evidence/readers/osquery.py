"""Reads result logs of osquery: which software is installed on which device, and who makes it.

Read are the rows of tables of software (`apps`, `programs`, packages of Debian, RPM, Homebrew, Python and npm,
extensions of browsers and editors), differential or snapshot, whatever the query is called; rows of other tables say
nothing here. A row that was removed ends what was installed. Devices are named by osquery's host identifier; users,
paths and decorations are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.inventory.installed import Inventory, Thing, device
from flowdown.evidence.reader import Reader, ReaderExample, Unread, Yield
from flowdown.evidence.sayings import ReadingMode
from flowdown.evidence.usage.days import day_of
from flowdown.evidence.usage.records import Record, first_text, read_records, text

_HOST = ("hostIdentifier", "host_identifier", "hostname")
_TIME = ("unixTime", "unix_time", "calendarTime")


def _recognise(head: Head) -> str:
    keys = set(head.json_keys)
    if "action" in keys and keys & {"columns", "snapshot"} and keys & set(_HOST) and "name" in keys:
        return "osquery results log"
    if "diffResults" in keys and keys & set(_HOST):
        return "osquery batched results"
    return ""


def _read(incoming: Incoming) -> Iterator[Yield]:
    inventory = Inventory(incoming)
    nameless = first = 0
    for number, found in enumerate(read_records(incoming, "data"), 1):
        if isinstance(found, Unread):
            yield found
            continue
        place, record = found
        machine = device(first_text(record, *_HOST))
        if not machine:
            nameless, first = nameless + 1, first or number
            continue
        day = day_of(first_text(record, *_TIME))
        for row, action in _rows(record):
            thing = _thing(row)
            if thing is None:
                continue
            if action == "removed":
                inventory.remove(machine, thing, place, day)
            else:
                inventory.add(machine, thing, place, day, first_text(row, "version", "bundle_short_version"))
    yield from inventory.tell()
    if nameless:
        yield Unread(f"{nameless:,} results name no device, this the first", incoming.where(line=first))


def _rows(record: Record) -> Iterator[tuple[Record, str]]:
    columns, snapshot, batch = record.get("columns"), record.get("snapshot"), record.get("diffResults")
    if isinstance(columns, dict):
        yield columns, text(record, "action")
    for each in snapshot if isinstance(snapshot, list) else ():
        if isinstance(each, dict):
            yield each, "added"
    for action in ("removed", "added") if isinstance(batch, dict) else ():
        rows = batch.get(action) if isinstance(batch, dict) else None
        for each in rows if isinstance(rows, list) else ():
            if isinstance(each, dict):
                yield each, action


def _thing(row: Record) -> Thing | None:
    """The software that a row tells of, by the columns that only its table has."""
    name, keys = first_text(row, "name", "display_name"), row.keys()
    if not name:
        return None
    if "bundle_identifier" in keys:
        shown = first_text(row, "bundle_name", "display_name") or name.removesuffix(".app")
        return Thing(shown, bundle=text(row, "bundle_identifier"))
    if {"identifying_number", "install_location", "uninstall_string"} & keys and "publisher" in keys:
        return Thing(name, text(row, "publisher"))
    if "maintainer" in keys and {"arch", "status", "admindir"} & keys:
        return Thing(name, purl=f"pkg:deb/{quote(name)}")
    if {"release", "sha1", "epoch"} <= keys:
        return Thing(name, text(row, "vendor"), purl=f"pkg:rpm/{quote(name)}")
    if {"browser_type", "update_url", "from_webstore"} & keys:
        return Thing(name, text(row, "author"), bundle=text(row, "identifier"))
    if "creator" in keys and "identifier" in keys:
        return Thing(name, text(row, "creator"), bundle=text(row, "identifier"))
    if {"publisher", "publisher_id", "uuid"} <= keys:
        return Thing(name, text(row, "publisher"))
    return _package(row, name)


def _package(row: Record, name: str) -> Thing | None:
    directory = first_text(row, "directory", "path")
    if "version" not in row:
        return None
    if "site-packages" in directory or "dist-packages" in directory or ("directory" in row and "license" in row):
        kind = "npm" if "node_modules" in directory else "pypi"
        return Thing(name, purl=f"pkg:{kind}/{quote(name)}")
    if "node_modules" in directory:
        return Thing(name, purl=f"pkg:npm/{quote(name)}")
    if "Cellar" in directory or "Caskroom" in directory or "homebrew" in directory:
        return Thing(name, purl=f"pkg:brew/{quote(name)}")
    return None


def _line(columns: str, action: str = "added", time: int = 1767312000) -> str:
    return (
        f'{{"name":"pack_it_software","hostIdentifier":"lt-0042","unixTime":{time},"action":"{action}",'
        f'"decorations":{{"username":"ann"}},"columns":{columns}}}\n'
    )


_ACRONIS = '{"name":"Acronis Cyber Protect","version":"16","publisher":"Acronis","install_location":"C:/A","identifying_number":"{1}"}'

READER = Reader(
    id="osquery",
    about="result logs of osquery: which software is installed on which device",
    formats=("osquery results log", "osquery batched results"),
    recognise=_recognise,
    read=_read,
    mode=ReadingMode.OBSERVES,
    examples=(
        ReaderExample(
            "osqueryd.results.log",
            _line(_ACRONIS)
            + _line('{"name":"Mapper.app","bundle_identifier":"com.example.mapper","path":"/Applications/Mapper.app"}')
            + _line('{"name":"osqueryd","pid":"97830","path":"/opt/osquery/bin/osqueryd"}'),
            says=(
                "organisation:us contains device:lt-0042",
                "product:acronis/acronis-cyber-protect installed-in device:lt-0042",
                "product:acronis/acronis-cyber-protect made-by vendor:acronis",
                "product:com-example-mapper/mapper installed-in device:lt-0042",
            ),
            never=("product:osqueryd",),
        ),
        ReaderExample(
            "removed.log",
            _line(_ACRONIS) + _line(_ACRONIS, "removed"),
            says=("organisation:us contains device:lt-0042",),
            never=("product:acronis",),
        ),
        ReaderExample("jobs.json", '{"action":"added","columns":{}}\n', never=("device:",)),
    ),
    tried_on=(
        "osquery/osquery, examples of docs/wiki/deployment/logging.md (commit a5b14f63, 2026-08-06)",
        "panther-labs/panther-analysis, test events of rules/osquery_rules (commit daa10c88, 2026-07-01)",
    ),
)
