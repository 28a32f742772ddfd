"""A document of SPDX 2, in whichever form it was written, as the values of its JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from flowdown.base.errors import Where
from flowdown.base.strict_json import JsonValue
from flowdown.evidence.reader import Violation

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The fields of a document, the lines of paths into it as far as they are known, and what its form breaks."""

    name: str
    value: Mapping[str, JsonValue]
    lines: Mapping[Path, int] = field(default_factory=dict)
    faults: tuple[Violation, ...] = ()

    def where(self, path: Path = ()) -> Where:
        """The place of a path, with the line of the nearest part that has one."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        return Where(self.name, self.lines.get(known, 0), 0, write_path(path))


def write_path(path: Path) -> str:
    """A path as `packages/3/name`."""
    return "/".join(str(step) for step in path)
