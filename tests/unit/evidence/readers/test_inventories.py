"""What inventories say: what is installed from when to when, and who makes it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from flowdown.base.errors import FlowdownError
from tests.unit.evidence.usage_logs import claims_of, left_out, read_all

DAY = 24 * 3600


def _program(day: int, action: str = "added", name: str = "Kaspersky Endpoint Security", **columns: str) -> str:
    row = {
        "name": name,
        "version": str(day),
        "publisher": "",
        "uninstall_string": "x",
        "path": "/Applications/x",
    } | columns
    head = {"name": "programs", "hostIdentifier": "lt-1", "unixTime": 1767312000 + day * DAY, "action": action}
    return json.dumps(head | {"columns": row, "decorations": {"username": "ann"}}) + "\n"


def test_what_is_removed_ends_and_what_comes_again_stays(tmp_path: Path) -> None:
    removed = _program(0) + _program(3, "removed")
    use = claims_of(read_all(tmp_path, removed))["product:kaspersky-endpoint-security installed-in device:lt-1"]
    assert (use.valid_from, use.valid_until) == (datetime.date(2026, 1, 2), datetime.date(2026, 1, 5))
    told = read_all(tmp_path, removed + _program(3))
    again = claims_of(told)["product:kaspersky-endpoint-security installed-in device:lt-1"]
    assert (again.valid_until, again.qualifier("version")) == (None, "3")
    assert "ann" not in repr(told)


def test_the_brand_tells_where_no_maker_is_named(tmp_path: Path) -> None:
    made = claims_of(read_all(tmp_path, _program(0)))["product:kaspersky-endpoint-security made-by vendor:kaspersky"]
    assert made.qualifier("product")
    told = claims_of(read_all(tmp_path, _program(0, publisher="Brightfold Widgets LLC")))
    assert not [each for each in told if "vendor:kaspersky" in each]


def test_packages_of_a_snapshot_are_packages(tmp_path: Path) -> None:
    rows = [
        {"name": "openai", "version": "1.2", "directory": "/usr/lib/python3/dist-packages", "license": "MIT"},
        {"name": "curl", "version": "8", "maintainer": "A <a@b.example>", "arch": "amd64", "status": "ok"},
        {"name": "chat", "identifier": "abcd", "browser_type": "chrome", "author": "OpenAI"},
        None,
        {"pid": "1"},
    ]
    record = {"action": "snapshot", "name": "x", "hostIdentifier": "srv", "unixTime": 1767312000, "snapshot": rows}
    told = claims_of(read_all(tmp_path, json.dumps(record)))
    assert "package:pkg:pypi/openai installed-in device:srv" in told
    assert "package:pkg:pypi/openai made-by vendor:openai" in told
    assert "package:pkg:deb/curl installed-in device:srv" in told
    assert "product:openai/chat made-by vendor:openai" in told


def test_a_list_of_devices_is_no_list_of_suppliers(tmp_path: Path) -> None:
    table = "Hostname,Vendor,Product,Version\nlt-1,Acronis,Cyber Protect,16\n,Acronis,Cyber Protect,16\n"
    told = read_all(tmp_path, table)
    assert "product:acronis/cyber-protect made-by vendor:acronis" in claims_of(told)
    assert left_out(told) == ["1 rows name no device, or nothing of it; this the first"]


def test_a_list_that_names_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FlowdownError, match="no row names a device"):
        read_all(tmp_path, "Hostname,Application,Owner\n,,ann\n")
