"""End the reading of a file: judge what is left, make mentions of the remaining hits, report what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flowdown.scan.detector import Unreadable
from flowdown.scan.readers.model_rows import offer_rows
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.pointed_keys import take_back
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.settings import Manner, Visit, judge, no_rules
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, Yield


def judge_document(source: SourceFile, document: Document, manner: Manner, visit: Visit = no_rules) -> Iterator[Yield]:
    """All yields of a configuration file, by the format's own rules where it has some."""
    reading = Reading(source)
    for root in document.roots:
        judge(reading, root, manner, visit)
    yield from finish(reading, document, manner.cap or Role.LISTED)


def judge_settings(
    source: SourceFile, read: Callable[[str], Document], manner: Manner, visit: Visit
) -> Iterator[Yield]:
    """All yields of a settings file; one that is only data is not read but for its hits."""
    if manner.cap is not None:
        return finish(Reading(source), Document(), manner.cap)
    document = read(source.text)
    reading = Reading(source)
    for root in document.roots:
        judge(reading, root, manner, visit)
    offer_rows(reading, document.roots)
    return finish(reading, document)


def finish(reading: Reading, document: Document, rest: Role = Role.LISTED) -> Iterator[Yield]:
    """What was read, the mentions, and then the fault, if there is one."""
    reading.leftovers(document.comments, rest)
    yield from take_back(reading.yields)
    if document.fault:
        raise Unreadable(document.fault, reading.source.line_of(document.fault_at))
