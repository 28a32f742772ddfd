"""Packs of orders: verified, validated, put in whole or not at all; the one before stays."""

from __future__ import annotations

import datetime
import io
import json
import shutil
import tarfile
from pathlib import Path

import pytest

from flowdown.base.envelope import new_key
from flowdown.base.errors import FlowdownError
from flowdown.cli.main import main
from flowdown.cli.surroundings import cache_folder
from flowdown.orders.load import HERE, load
from flowdown.pipeline.order_pack import Wanted, current_pack, draw_pack, install_pack
from tests.unit.orders.order_files import ORDER

DAY = datetime.date(2026, 11, 20)
CACHE = cache_folder()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    monkeypatch.setenv("FLOWDOWN_ORDER_PACKS", str(home))
    return home


@pytest.fixture
def key(tmp_path: Path) -> Path:
    new_key(tmp_path / "key.pem")
    return tmp_path / "key.pem"


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """A folder with an order of ones own and a newer text of one of the library's."""
    folder = tmp_path / "our-orders"
    folder.mkdir()
    (folder / "xx-parts.yaml").write_text(ORDER, encoding="utf-8")
    own = next(file for file in sorted((HERE / "library").glob("*.yaml")) if file.stem.startswith("kr-"))
    text = own.read_text(encoding="utf-8")
    was = next(line for line in text.splitlines() if line.startswith("checked_until:"))
    (folder / own.name).write_text(text.replace(was, "checked_until: 2026-12-31", 1), encoding="utf-8")
    return folder


def own_of(orders: Path) -> str:
    return next(file.stem for file in orders.glob("kr-*.yaml"))


def write_pack(orders: Path, key: Path, to: Path, made: datetime.date = DAY) -> Path:
    to.write_bytes(draw_pack(orders, "our-orders", made, key, CACHE))
    return to


def public(key: Path) -> Path:
    return key.with_name(f"{key.name}.pub")


def test_a_signed_pack_brings_the_library_up_to_date(
    orders: Path, key: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = str(tmp_path / "orders.tar")
    assert main(["orders", "pack", str(orders), "--sign", str(key), "--as-of", "2026-11-20", "--out", pack]) == 0
    assert main(["orders", "install", pack, "--key", str(public(key)), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["new"], told["changed"], told["gone"]) == (["xx-parts"], [own_of(orders)], [])
    assert main(["orders", "list", "--format", "json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["xx-parts"]["origin"].startswith("pack our-orders of 2026-11-20, signed by ")
    assert rows[own_of(orders)]["checked_until"] == "2026-12-31"
    assert rows["us-889-a"]["origin"] == "built in"
    assert main(["orders", "revert"]) == 0
    capsys.readouterr()
    assert main(["orders", "list", "--format", "json"]) == 0
    assert "xx-parts" not in capsys.readouterr().out


def test_the_same_orders_make_the_same_bytes(orders: Path, key: Path, tmp_path: Path) -> None:
    first, second = (write_pack(orders, key, tmp_path / name).read_bytes() for name in ("a.tar", "b.tar"))
    assert first == second


def test_an_order_that_the_library_followed_further_stays(orders: Path, home: Path) -> None:
    file = orders / f"{own_of(orders)}.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("checked_until: 2026-12-31", "checked_until: 2020-01-01"), encoding="utf-8")
    told = install_pack(Wanted(orders), home, CACHE)
    assert told.left == (own_of(orders),)
    place = current_pack(home)
    assert place is not None
    assert load((place,), CACHE).orders[own_of(orders)] == load((), CACHE).orders[own_of(orders)]


def repack(pack: Path, change: dict[str, bytes], drop: str = "") -> Path:
    """The archive with other contents of some members."""
    members = {}
    with tarfile.open(pack) as archive:
        for entry in archive:
            opened = archive.extractfile(entry)
            assert opened is not None
            members[entry.name] = opened.read()
    members.update(change)
    members.pop(drop, None)
    with tarfile.open(pack, "w") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return pack


@pytest.mark.parametrize(
    ("change", "drop", "told"),
    [
        ({"xx-parts.yaml": ORDER.replace("Order 7", "Order 8", 1).encode()}, "", "other files than were signed"),
        ({"xx-more.yaml": ORDER.encode()}, "", "other files than were signed"),
        ({}, "xx-parts.yaml", "other files than were signed"),
        ({"flowdown-orders.json": b"{}"}, "", "signature is of another manifest"),
        ({}, "flowdown-orders.dsse.json", "no signed pack"),
        ({"../evil.yaml": b"x"}, "", "no part of a pack"),
        ({"/etc/evil.yaml": b"x"}, "", "no part of a pack"),
    ],
)
def test_what_was_changed_is_refused_and_the_one_before_stays(
    orders: Path, key: Path, home: Path, tmp_path: Path, change: dict[str, bytes], drop: str, told: str
) -> None:
    install_pack(Wanted(write_pack(orders, key, tmp_path / "a.tar"), public(key)), home, CACHE)
    before = current_pack(home)
    pack = repack(write_pack(orders, key, tmp_path / "b.tar", datetime.date(2026, 11, 21)), change, drop)
    with pytest.raises(FlowdownError, match=told):
        install_pack(Wanted(pack, public(key)), home, CACHE)
    assert current_pack(home) == before
    assert [each.name for each in home.iterdir() if each.name.startswith(".")] == []


def test_a_pack_of_another_key_or_of_none_is_refused(orders: Path, key: Path, home: Path, tmp_path: Path) -> None:
    pack = write_pack(orders, key, tmp_path / "a.tar")
    new_key(tmp_path / "other.pem")
    with pytest.raises(FlowdownError, match="not signed by the key"):
        install_pack(Wanted(pack, tmp_path / "other.pem.pub"), home, CACHE)
    with pytest.raises(FlowdownError, match="verified by a key"):
        install_pack(Wanted(pack), home, CACHE)
    assert current_pack(home) is None


def test_an_older_pack_is_refused_unless_it_is_meant(orders: Path, key: Path, home: Path, tmp_path: Path) -> None:
    install_pack(Wanted(write_pack(orders, key, tmp_path / "a.tar"), public(key)), home, CACHE)
    older = write_pack(orders, key, tmp_path / "b.tar", datetime.date(2026, 1, 1))
    with pytest.raises(FlowdownError, match="2026-11-20"):
        install_pack(Wanted(older, public(key)), home, CACHE)
    assert install_pack(Wanted(older, public(key), allows_older=True), home, CACHE).made == "2026-01-01"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("modality: must_not", "modality: should", "xx-parts.yaml"),
        ("made_by: huawei", "made_by: nobody-known", "no vendor `nobody-known`"),
        ("id: xx-parts", "id: xx-other", "not the file's name"),
    ],
)
def test_a_broken_order_refuses_the_whole_folder(orders: Path, home: Path, old: str, new: str, told: str) -> None:
    (orders / "xx-parts.yaml").write_text(ORDER.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FlowdownError, match=told):
        install_pack(Wanted(orders), home, CACHE)
    assert current_pack(home) is None


def test_a_clone_is_told_by_its_commit(orders: Path, home: Path) -> None:
    (orders / ".git" / "refs" / "heads").mkdir(parents=True)
    (orders / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    (orders / ".git" / "refs" / "heads" / "main").write_text("0123456789abcdef" * 2 + "01234567\n", encoding="utf-8")
    assert install_pack(Wanted(orders), home, CACHE).came == "from a folder at commit 0123456789ab, not signed"


def test_an_installed_file_that_was_changed_is_told(
    orders: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install_pack(Wanted(orders), home, CACHE)
    place = current_pack(home)
    assert place is not None
    (place / "xx-parts.yaml").write_text("id: xx-parts\n", encoding="utf-8")
    assert main(["orders"]) == 2
    assert "is not as the pack's manifest says" in capsys.readouterr().err
    shutil.rmtree(place)
    assert main(["orders"]) == 2
    assert "names no pack" in capsys.readouterr().err
