"""Trees of a few files, and which lines of them are seen as uses of a model, service or device."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flowdown.catalogue import load
from flowdown.scan.run import scan

CATALOGUE = load()
WIRE = frozenset({"model", "service", "device"})
_MARK = re.compile(r" ?§([\w,-]+)$")


@dataclass(frozen=True)
class Pattern:
    """Files; the use lines `path:line vendor` that must be seen, and those that must not."""

    name: str
    files: dict[str, str]
    lines: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


def used_lines(folder: Path, files: Mapping[str, str], line_end: str = "\n") -> set[str]:
    """Lay files out in a folder and scan it: `path:line vendor` of each use."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.replace("\n", line_end).encode())
    used = [each for each in scan([folder], CATALOGUE).sightings if each.is_use and each.basis.value in WIRE]
    return {f"{each.place.path}:{each.place.line} {each.vendor}" for each in used if each.vendor}


def is_as_marked(folder: Path, marked: Mapping[str, str]) -> bool:
    """Whether every line that ends in `§` and its vendors, and no other, is seen as a use of them."""
    files: dict[str, str] = {}
    expected: set[str] = set()
    for path, text in marked.items():
        lines = text.split("\n")
        for number, line in enumerate(lines):
            mark = _MARK.search(line)
            if mark is not None:
                lines[number] = line[: mark.start()]
                expected |= {f"{path}:{number + 1} {vendor}" for vendor in mark.group(1).split(",")}
        files[path] = "\n".join(lines)
    used = used_lines(folder, files)
    assert used == expected
    return used == expected
