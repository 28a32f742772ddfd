"""Every page: whole, readable without a mouse or colours, and loading nothing from elsewhere."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from flowdown.pipeline.order_pack import Wanted, current_pack, install_pack
from flowdown.server.page import load_pages
from tests.server.conftest import client_of, copy_example, open_site
from tests.server.places import DRAWINGS, PAGES, SLOW_PAGES
from tests.unit.orders.order_files import ORDER

_VOID = {"meta", "link", "input", "img", "wbr", "br", "hr"}
_LOADING = {"src", "href", "action", "srcset", "poster", "data", "formaction", "background"}


class Reader(HTMLParser):
    """Notes the elements of a page, and whether each is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


@pytest.mark.parametrize("address", [*PAGES, *SLOW_PAGES])
def test_page_is_whole_and_has_its_landmarks(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:300]
    page = read(answer.text)
    assert (page.faults, page.open) == ([], [])
    assert page.tags["h1"] == page.tags["main"] == page.tags["title"] == 1
    assert page.tags["nav"] >= 1
    assert page.tags["header"] == 1
    assert dict(page.elements[0][1])["lang"] == "en"
    identities = [attributes["id"] for _, attributes in page.elements if attributes.get("id")]
    assert len(identities) == len(set(identities))
    for tag, attributes in page.elements:
        if tag == "img":
            assert attributes.get("alt")
        if tag == "th":
            assert attributes.get("scope")


@pytest.mark.parametrize("address", [*PAGES, *SLOW_PAGES])
def test_page_loads_nothing_from_elsewhere_and_runs_nothing(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    page = read(answer.text)
    assert page.tags["script"] == page.tags["iframe"] == page.tags["style"] == page.tags["object"] == 0
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        for name in _LOADING & attributes.keys():
            target = attributes[name] or ""
            assert target.startswith(("/", "?", "#")), (tag, target)
            assert not target.startswith("//")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("address", PAGES)
def test_every_field_of_a_form_has_a_name_that_is_seen(client: httpx.Client, address: str) -> None:
    text = client.get(address).text
    for form in re.findall(r"<form.*?</form>", text, re.DOTALL):
        fields = len(re.findall(r'<(?:select|textarea|input (?!type="hidden"))', form))
        assert len(re.findall(r"<label", form)) == fields


@pytest.mark.parametrize("address", PAGES)
def test_links_of_a_page_lead_somewhere(client: httpx.Client, address: str) -> None:
    for _, attributes in read(client.get(address).text).elements:
        target = attributes.get("href") or attributes.get("src") or ""
        if target.startswith("/") and not target.startswith(("/plan", "/dossier")):
            assert client.get(target).status_code == 200, target


@pytest.mark.parametrize("address", DRAWINGS)
def test_drawing_is_sound_and_may_not_run_or_load(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert ET.fromstring(answer.text).tag.endswith("svg")


@pytest.mark.parametrize(
    "address",
    ["/claims", "/work", "/paths?start=contract:pump-spares&end=deepseek", "/impact?node=deepseek", "/profile"],
)
def test_any_page_may_be_the_first_of_a_new_folder(tmp_path: Path, address: str) -> None:
    site = open_site(copy_example(tmp_path / "harbor-parts"))
    try:
        answer = client_of(site).get(address)
    finally:
        site.close()
    assert answer.status_code == 200, answer.text[:300]


def test_every_page_is_tested() -> None:
    seen = {address.partition("?")[0] for address in (*PAGES, *SLOW_PAGES, *DRAWINGS)}
    patterns = {page.path: re.sub(r"{\w+}", "[^/]+", page.path) for page in load_pages()}
    unseen = sorted(path for path, pattern in patterns.items() if not any(re.fullmatch(pattern, each) for each in seen))
    # Those of accounts are seen in test_work.py and test_rights.py.
    of_accounts = {page.path for page in load_pages() if page.of_accounts}
    left = [path for path in unseen if path not in of_accounts]
    assert left == ["/claims/{claim}", "/deadlines.ics", "/dossier/file"], "name an address of it in places.py"


def test_overview_tells_what_matters(client: httpx.Client) -> None:
    words = " ".join(read(client.get("/").text).text)
    assert "Harbor Parts LLC" in words
    for vendor in ("OpenAI", "Anthropic", "DeepSeek"):
        assert vendor in words
    assert "certificate of full compliance" in words


def test_answer_shows_quotation_evidence_and_readings(client: httpx.Client) -> None:
    text = client.get("/answer?norm=us-ndaa26-1532/a3a_subcontractor&subject=contract:pump-spares").text
    words = " ".join("".join(read(text).text).split())
    assert "no contractor may use covered AI with respect to the performance of a DoD contract" in words
    assert "harbor_parts/settings.py:6" in words
    assert "a subcontractor may not use it in the performance of a DoD contract either" in words


def test_day_and_stance_go_along(client: httpx.Client) -> None:
    text = client.get("/vendors?as_of=2026-03-01&stance=as_threatened").text
    assert "/vendors/deepseek?as_of=2026-03-01&amp;stance=as_threatened" in text


def test_claim_tells_its_source(client: httpx.Client) -> None:
    rows = client.get("/claims?node=vendor:deepseek&format=json").json()["listings"][0]["rows"]
    found = re.search(r"/claims/[0-9a-f]+", client.get("/claims?node=vendor:deepseek").text)
    assert rows
    assert found
    text = client.get(found[0]).text
    assert "vendor:deepseek" in "".join(read(text).text)
    assert "tree:harbor-parts" in "".join(read(text).text)


def test_an_order_of_a_pack_has_its_page(tmp_path: Path) -> None:
    orders, home = tmp_path / "orders", tmp_path / "packs"
    orders.mkdir()
    (orders / "xx-parts.yaml").write_text(ORDER, encoding="utf-8")
    install_pack(Wanted(orders), home, tmp_path / "cache")
    pack = current_pack(home)
    assert pack is not None
    site = open_site(copy_example(tmp_path / "served"), packs=(pack,))
    assert "Order on parts" in client_of(site).get("/orders/xx-parts").text
    site.close()


def test_nothing_that_is_pressed_holds_a_link(client: httpx.Client) -> None:
    text = client.get("/impact?node=deepseek").text
    pressed = re.findall(r"<summary>(.*?)</summary>", text, re.DOTALL)
    assert pressed
    assert not [each for each in pressed if "<a " in each]
    assert "the page of tree:harbor-parts" in text
