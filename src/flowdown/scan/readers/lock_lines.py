"""Read lock files by the lines that a keyword hits: what package an entry is for, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.readers.reading import Reading
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield


def lock_entries(
    source: SourceFile, language: str, patterns: tuple[re.Pattern[str], ...], is_optional: bool = False
) -> Iterator[Yield]:
    """One lock trace for every hit line that opens an entry; group 1 of the pattern is the package (2: its artifact)."""
    reading = Reading(source)
    seen: set[tuple[str, int]] = set()
    text = source.text
    line_end = -1
    for start, _ in source.hits:
        if start < line_end:
            continue
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", start)
        line_end = len(text) if line_end < 0 else line_end
        for pattern in patterns:
            found = pattern.match(text, line_start, min(line_end, line_start + 2000))
            if not found:
                continue
            name = ":".join(group for group in found.groups() if group)
            key = (name, line_start)
            if key not in seen:
                seen.add(key)
                last = found.lastindex or 1
                reading.trace(
                    TraceKind.LOCK,
                    name,
                    found.start(1),
                    found.end(last),
                    Role.DECLARED,
                    language=language,
                    is_optional=is_optional,
                )
            break
    yield from reading.yields
