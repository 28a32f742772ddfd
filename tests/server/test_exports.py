"""What pages give to programs: JSON by the published schemas, CSV that no spreadsheet runs, a calendar, the dossier."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import httpx
import jsonschema
import pytest

from flowdown.report.schema import read_schema
from flowdown.server.csv_file import guard, write_csv
from flowdown.server.listing import Column, list_few
from tests.server.places import PAGES, SLOW_PAGES

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "%x", "|x")


@pytest.mark.parametrize("address", [*PAGES, *SLOW_PAGES])
def test_json_is_as_its_schema_says(client: httpx.Client, address: str) -> None:
    answer = client.get(address + ("&" if "?" in address else "?") + "format=json")
    assert answer.status_code == 200
    told = answer.json()
    jsonschema.Draft202012Validator(read_schema(told["schema"])).validate(told)


@pytest.mark.parametrize(
    "address", ["/vendors", "/orders", "/contracts", "/systems", "/answers", "/evidence", "/claims"]
)
def test_csv_has_every_row_whatever_the_page(client: httpx.Client, address: str) -> None:
    total = client.get(f"{address}?size=1&page=2&format=json").json()["listings"][0]["total"]
    answer = client.get(f"{address}?size=1&page=2&format=csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    heading, *rows = csv.reader(io.StringIO(answer.text))
    assert len(rows) == total
    assert {len(row) for row in rows} <= {len(heading)}


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_csv_starts_a_formula(text: str) -> None:
    shown = list_few("x", "X", (Column("a", "A", lambda row: row),), [text])
    (_, (cell,)) = list(csv.reader(io.StringIO("".join(write_csv(shown)))))
    assert cell.strip()[0] not in "=+-@|%"
    assert "\t" not in cell


def test_what_is_no_formula_stays_as_it_is() -> None:
    assert guard("us-ndaa26-1532/a3a") == "us-ndaa26-1532/a3a"
    assert guard("a\u202eb") == "a\\u{202e}b"


def test_deadlines_are_a_calendar(client: httpx.Client) -> None:
    answer = client.get("/deadlines.ics")
    assert answer.text.startswith("BEGIN:VCALENDAR")
    assert answer.headers["content-type"].startswith("text/calendar")


def test_dossier_is_given_file_by_file_and_whole(client: httpx.Client) -> None:
    manifest = client.get("/dossier?format=json").json()
    with zipfile.ZipFile(io.BytesIO(client.get("/dossier/file?name=dossier.zip").content)) as archive:
        names = set(archive.namelist())
        assert archive.read("manifest.json")
    assert names == {each["name"] for each in manifest["files"]} | {"manifest.json"}
    paper = client.get("/dossier/file?name=inventory.html")
    assert paper.headers["content-type"].startswith("text/html")
    assert "sandbox" in paper.headers["content-security-policy"]
    assert client.get("/dossier/file?name=inventory.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("name", ["../manifest.json", "/etc/passwd", "no.html", "inventory", "manifest.json/../x.json"])
def test_no_other_file_is_given(client: httpx.Client, name: str) -> None:
    assert client.get("/dossier/file", params={"name": name}).status_code == 404


def test_openapi_names_every_page_and_the_schema_of_its_answer(client: httpx.Client) -> None:
    told = client.get("/openapi.json").json()
    paths, schemas = told["paths"], told["components"]["schemas"]
    assert {"/", "/vendors/{vendor}", "/answers", "/impact"} <= paths.keys()
    for address in (*PAGES, *SLOW_PAGES):
        shape = client.get(address + ("&" if "?" in address else "?") + "format=json").json()
        (path,) = [
            each
            for each in paths
            if re.fullmatch(re.sub(r"{\w+}", "[^/]+", each), address.partition("?")[0]) and "get" in paths[each]
        ]
        said = paths[path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert f"#/components/schemas/{shape['schema'].replace('/', '-')}" in str(said), path
    named = set(re.findall(r"#/components/schemas/([\w.-]+)", str(told)))
    assert named == named & schemas.keys()
    assert "redoc" not in client.get("/redoc").text
    assert client.get("/docs").status_code == 404
