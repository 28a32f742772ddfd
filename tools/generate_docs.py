"""Writes the reference pages and the README's examples from the code; with --check, says which are out of date."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from flowdown.report.schema import SCHEMAS, draw_schema, file_name
from tools import pages_of_claims, pages_of_commands, pages_of_members, pages_of_profile, readme

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference"
SCHEMA_FOLDER = ROOT / "src" / "flowdown" / "report" / "schemas"
MADE = "<!-- Made by `make docs`; edit the code that it is made from. -->\n\n"

PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": pages_of_commands.commands,
    "detectors.md": pages_of_members.detectors,
    "exit-codes.md": pages_of_commands.exit_codes,
    "formats.md": pages_of_members.formats,
    "orders.md": pages_of_members.orders,
    "papers.md": pages_of_members.papers,
    "predicates.md": pages_of_claims.predicates,
    "profile.md": pages_of_profile.profile,
    "readers.md": pages_of_members.readers,
    "routes.md": pages_of_members.routes,
    "schemas.md": pages_of_members.schemas,
    "signature-kinds.md": pages_of_members.signature_kinds,
    "vendors.md": pages_of_members.vendors,
}


def render() -> dict[str, str]:
    """Every page's text by its file name."""
    return {name: MADE + draw().rstrip("\n") + "\n" for name, draw in PAGES.items()}


def out_of_date(pages: Mapping[str, str]) -> list[str]:
    """The files that differ from what would be written, and those that nothing writes."""
    there = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*"))}
    return sorted(name for name in {*there, *pages} if there.get(name) != pages.get(name))


def write_schemas() -> None:
    """Write every schema that differs from what its class says; drop those that nothing writes."""
    there = {path.name for path in SCHEMA_FOLDER.glob("*.json")}
    wanted = {file_name(name): draw_schema(name) for name in SCHEMAS}
    for name, text in wanted.items():
        file = SCHEMA_FOLDER / name
        if name not in there or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            print(file.relative_to(ROOT))
    for name in there - wanted.keys():
        (SCHEMA_FOLDER / name).unlink()


def main(arguments: list[str]) -> int:
    """Write the schemas and the pages, or check the pages (a test checks the schemas)."""
    if "--check" not in arguments:
        write_schemas()
    pages = render()
    stale = out_of_date(pages)
    page = readme.render()
    is_stale = page != readme.FILE.read_text(encoding="utf-8")
    if "--check" in arguments:
        for name in [*(f"docs/reference/{each}" for each in stale), *(["README.md"] if is_stale else [])]:
            print(f"{name}: out of date; run `make docs`")
        return 1 if stale or is_stale else 0
    if is_stale:
        readme.FILE.write_text(page, encoding="utf-8")
        print("README.md")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        if name in pages:
            (FOLDER / name).write_text(pages[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
        print(f"docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
