"""Reads what `flowdown scan --format json` wrote, here or on another machine: the claims that the scan itself would keep.

A tree is called as the scan calls it. A scan that was made only about some vendors is refused: it does not say what is
no longer there.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.from_scan import gather_with_readings
from flowdown.evidence.reader import Reader, ReaderExample, Unread, Yield
from flowdown.evidence.sayings import ReadingMode
from flowdown.evidence.scan_document import SCHEMA, read_scan


def _recognise(head: Head) -> str:
    return SCHEMA if head.json_keys.get("schema") == SCHEMA else ""


def _read(incoming: Incoming) -> Iterator[Yield]:
    scan = read_scan(incoming.content(), incoming.name)
    yield from gather_with_readings(scan, incoming.moment)
    for gap in scan.gaps:
        yield Unread(f"`{gap.path}` was not scanned: {gap.reason}", incoming.where(f"gaps: {gap.tree}", gap.line))


_SIGHTING = (
    '{"tree":"desk","vendor":"openai","product":"api","basis":"service","route":"direct","kind":"import","path":"a.py",'
    '"line":1,"column":1,"end_line":1,"role":"imported","use":%s,"strength":"%s","value":"openai","signature":"","because":[]}'
)
_WHOLE = (
    '{"schema":"flowdown.scan/1","tool":"0.1.0","trees":[{"id":"desk","root":".","revision":"abc"}],"sightings":[%s],'
    '"gaps":[],"catalogue":{"digest":"sha256:0"},"incomplete":false}'
)

READER = Reader(
    id="flowdown-scan",
    about="what `flowdown scan --format json` wrote: the vendors that trees use or mention, with every place",
    formats=(f"{SCHEMA} JSON",),
    recognise=_recognise,
    read=_read,
    mode=ReadingMode.STATES,
    examples=(
        ReaderExample(
            "scan.json", _WHOLE % (_SIGHTING % ("true", "runtime-default")), says=("tree:desk uses vendor:openai",)
        ),
        ReaderExample(
            "docs.json",
            _WHOLE % (_SIGHTING % ("false", "mention-only")),
            says=("tree:desk mentions vendor:openai",),
            never=("tree:desk uses vendor:openai",),
        ),
    ),
    tried_on=("scans of simonw/llm, vercel/ai-chatbot and virattt/ai-hedge-fund (2026-11-27)",),
)
