"""One document that arrives: its bytes, its name and digest, and how claims about it are made."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flowdown.base import strict_json
from flowdown.base.errors import UnusableFile, Where
from flowdown.base.strict_json import JsonValue
from flowdown.evidence.arriving.head import SIZE, Head
from flowdown.evidence.arriving.names import Names
from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.reader import Refused, Violation
from flowdown.evidence.source import ClaimSource

LARGEST = 512 * 1024**2
"""Bytes of a document that must be held whole (JSON, XML); tables and lines are streamed and may be larger."""
LONGEST_LINE = 64 * 1024**2
"""Bytes of one line of a document that is read line by line."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document. `name` is what people know it by, `node` what claims call it, `file` where its bytes are.

    `about` is the node that it describes, where somebody said so (`--about`); `dialect` what was recognised.
    `strict` says that conformance is asked for: a reader may then check what it would not read.
    """

    name: str
    node: str
    file: Path
    revision: str
    size: int
    names: Names
    moment: datetime.datetime
    about: str = ""
    dialect: str = ""
    strict: bool = False
    faults: list[Violation] = field(default_factory=list)

    def where(self, path: str = "", line: int = 0, column: int = 0) -> Where:
        """A place in the document."""
        return Where(self.name, line, column, path)

    def content(self) -> bytes:
        """All bytes; raises `Refused` for a document that is too large to be held."""
        if self.size > LARGEST:
            raise Refused(f"is larger than {LARGEST // 1024**2} MiB", Where(self.name))
        try:
            return self.file.read_bytes()
        except OSError as error:
            raise UnusableFile(f"cannot be read: {error.strerror}", Where(self.name)) from None

    def text(self) -> str:
        """The whole text: UTF-8, or UTF-16 or 32 with a mark."""
        return strict_json.decode(self.content(), self.name)

    def json(self) -> JsonValue:
        """The value of a JSON document; keys that are there twice go to `faults`. Raises `UnusableFile` for no JSON."""
        found: list[UnusableFile] = []
        value = strict_json.load(self.text(), self.name, found)
        self.faults.extend(Violation(each.message, each.where or Where(self.name)) for each in found)
        return value

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Line after line with its number, without its end. Raises `Refused` for an endless one."""
        with self.file.open("rb") as stream:
            number = 0
            while line := stream.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise Refused("a line is longer than 64 MiB", Where(self.name, number))
                yield number, line.rstrip(b"\r\n")

    def head(self) -> Head:
        """Its start, as readers recognise documents by."""
        with self.file.open("rb") as stream:
            return Head(self.name, stream.read(SIZE), self.size <= SIZE)

    def stream(self) -> io.BufferedReader:
        """The bytes, to be read bit by bit; close it."""
        return self.file.open("rb")

    def claim(
        self,
        subject: str,
        predicate: Predicate,
        object_: str,
        locator: str,
        *,
        period: tuple[datetime.date | None, datetime.date | None] = (None, None),
        stance: Stance = Stance.SUPPORTS,
        confidence: float = 1.0,
        said_by: tuple[str, ...] = (),
        **qualifiers: object,
    ) -> Claim:
        """A claim of this document at a place in it. Qualifiers that are empty are left out; `_` in a name is `-`."""
        pairs = {
            name.rstrip("_").replace("_", "-"): str(value)
            for name, value in qualifiers.items()
            if value not in ("", None)
        }
        return Claim(
            subject,
            predicate,
            object_,
            ClaimSource(self.node, self.revision, locator),
            tuple(sorted(pairs.items())),
            *period,
            stance,
            confidence,
            said_by,
        )
