"""Tells which reader knows a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flowdown.base.errors import UnusableArgument, Where, clip
from flowdown.base.openset import ids_of_modules, load_modules
from flowdown.evidence.arriving.head import Head
from flowdown.evidence.reader import PACKAGE, Reader, Refused


@dataclass(frozen=True, slots=True)
class Choice:
    """A reader, and the dialect of its kind that a document is written in."""

    reader: Reader
    dialect: str


@cache
def load_readers() -> Mapping[str, Reader]:
    """Every reader of the folder, by id."""
    return load_modules(PACKAGE, "READER", Reader)


def names_of_readers() -> tuple[str, ...]:
    """The ids of every reader, without importing one."""
    return ids_of_modules(PACKAGE)


def choose_reader(head: Head, kind: str = "") -> Choice:
    """The reader of a document. Raises `Refused` if no reader knows it, or more than one does and `kind` is not given."""
    readers = load_readers()
    if kind:
        if kind not in readers:
            raise UnusableArgument(f"no reader is called `{clip(kind)}`", hint=f"one of {', '.join(readers)}")
        reader = readers[kind]
        return Choice(reader, reader.recognise(head) or reader.formats[0])
    found = [Choice(each, dialect) for each in readers.values() if (dialect := each.recognise(head))]
    if not found:
        raise Refused("no reader knows this document", Where(head.name), "say what it is: `--as KIND`")
    if len(found) > 1:
        names = ", ".join(each.reader.id for each in found)
        raise Refused(f"could be read as {names}", Where(head.name), "say what it is: `--as KIND`")
    return found[0]
