"""What is kept is read back by readers that build only certain types, on every version of Python."""

from __future__ import annotations

import pytest

from flowdown.base.pack import pack, pack_by_value
from flowdown.catalogue import load
from flowdown.catalogue.cache import unpack
from flowdown.catalogue.kinds import Basis


@pytest.mark.parametrize("way", [pack, pack_by_value])
def test_a_member_of_an_enumeration_is_the_same_after(way: object) -> None:
    assert callable(way)
    assert unpack(way((Basis.MODEL, frozenset({Basis.HOST})))) == (Basis.MODEL, frozenset({Basis.HOST}))


def test_older_versions_keep_a_vendor_so_that_it_can_be_read() -> None:
    vendor = next(iter(load().vendors.values()))
    assert unpack(pack_by_value(vendor)) == vendor
    assert b"getattr" not in pack_by_value(vendor)
