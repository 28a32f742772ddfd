"""The clients that a cloud's library, which is called for anything, makes for one of the cloud's services."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from flowdown.scan.code_calls import read_call
from flowdown.scan.code_file import CodeFile
from flowdown.scan.handed_over import import_called_later
from flowdown.scan.trace import Yield

_MADE = re.compile(r"(\.(?:client|resource))[ \t]*(\()\s*[\"']")
"""The call that makes the client of a service, up to the service's name."""


def read_services(file: CodeFile, live: Sequence[tuple[int, int]]) -> Iterator[Yield]:
    """The clients for one service (`cloud.client("acme-speech")`) of libraries that stand for no service themselves."""
    quiet = file.source.quiet
    if not quiet:
        return
    imports = file.imports
    starts = [found.start for found in imports]
    hit_by: dict[int, bool] = {}
    for hit in live:
        index = bisect_left(starts, hit[1]) - 1
        if index >= 0 and hit[0] < imports[index].end:
            hit_by[index] = hit_by.get(index, True) and hit in quiet
    names = {local: origin for index, is_quiet in hit_by.items() if is_quiet for local, origin in imports[index].names}
    for at, name in file.words.of(names) if names else ():
        if file.masked[at - 1 : at] == ".":
            continue
        match = _MADE.match(file.masked, at + len(name))
        if match is None:
            yield from import_called_later(file, at, name, names[name])
        else:
            yield from read_call(file, at, match.end(1), match.start(2), names[name] + match.group(1))
