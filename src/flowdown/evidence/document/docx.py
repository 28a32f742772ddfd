"""Reads the text of a Word document (DOCX): paragraphs, rows of tables, boxes and their ticks."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from xml.parsers import expat

from flowdown.base.errors import UnusableFile, Where
from flowdown.evidence.document.document import DocumentLine, ReadDocument, Unit, plain

_BODY = "word/document.xml"
_LIMIT = 128 << 20
"""Bytes of unpacked text; nothing beyond is unpacked."""
_CHUNK = 1 << 18
_HINT = "save it anew with the program that made it"
_TICKED = frozenset({"1", "true", "on", ""})
_SYMBOLS = {"F0FE": "☒", "F0FD": "☒", "F053": "☒", "F078": "☒", "F0A8": "☐", "F06F": "☐", "F071": "☐", "F0A3": "☐"}


class _Hostile(Exception):
    """Something that no word processor writes."""


class _Body:
    """Takes the events of the XML, and keeps lines."""

    def __init__(self) -> None:
        self.lines: list[DocumentLine] = []
        self.paragraph = 0
        self.has_changes = False
        self._texts: list[list[str]] = [[]]
        self._cells: list[list[str]] = []
        self._skipped = 0
        self._takes_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name in ("Fallback", "moveFrom", "del") or self._skipped:
            self.has_changes |= name in ("moveFrom", "del")
            self._skipped += 1
            return
        match name:
            case "t":
                self._takes_text = True
            case "tab" | "br" | "cr":
                self._texts[-1].append("\n" if name != "tab" else "\t")
            case "noBreakHyphen":
                self._texts[-1].append("-")
            case "p":
                self._texts.append([])
            case "tr":
                self._cells.append([])
            case "ins":
                self.has_changes = True
            case "sym":
                self._texts[-1].append(_SYMBOLS.get(attributes.get("w:char", "").upper(), ""))
            case "checkBox":
                self._texts[-1].append("☐")
            case "checked" if attributes.get("w:val", "") in _TICKED and "w14:val" not in attributes:
                self._tick()

    def _tick(self) -> None:
        if self._texts[-1] and self._texts[-1][-1] == "☐":
            self._texts[-1][-1] = "☒"

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if self._skipped:
            self._skipped -= 1
            return
        if name == "t":
            self._takes_text = False
        elif name == "p" and len(self._texts) > 1:
            text = "".join(self._texts.pop())
            if self._cells:
                self._cells[-1].append(text)
            else:
                self._keep(text)
        elif name == "tc" and self._cells:
            self._cells[-1].append("\0")
        elif name == "tr" and self._cells:
            row = "\n".join(self._cells.pop()).split("\0")
            cells = [" ".join(cell.split()) for cell in row]
            text = " | ".join(cell for cell in cells if cell)
            if self._cells:
                self._cells[-1].append(text)
            else:
                self._keep(text)

    def _keep(self, text: str) -> None:
        self.paragraph += 1
        self.lines.extend(DocumentLine(plain(each), self.paragraph) for each in text.split("\n"))

    def text(self, text: str) -> None:
        if self._takes_text and not self._skipped:
            self._texts[-1].append(text)


def read_docx(file: Path, digest: str) -> ReadDocument:
    """The paragraphs and rows of a Word document. Raises `UnusableFile` for one that is none, or no sound one."""
    where = Where(str(file))
    body = _Body()
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if _BODY not in names:
                raise UnusableFile(f"is {_what(names)}, not a PDF, DOCX or text", where, "save it as DOCX or PDF")
            headers = sorted(name for name in names if name.startswith("word/header") and name.endswith(".xml"))
            left = _LIMIT
            for name in (*headers, _BODY):
                left = _read_part(archive, name, body, left)
                if name != _BODY:
                    body.paragraph = 0
    except _Hostile as error:
        raise UnusableFile(str(error), where, _HINT) from None
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, RuntimeError, OSError):
        raise UnusableFile("is damaged, or encrypted: no sound DOCX", where, _HINT) from None
    if not any(line.text.strip() for line in body.lines):
        raise UnusableFile("holds no text", where, "run text recognition first, as `ocrmypdf`")
    notes = (
        ("it holds tracked changes: what is struck out was not read, what is put in was",) if body.has_changes else ()
    )
    return ReadDocument(plain(file.name), "DOCX", digest, Unit.PARAGRAPH, body.paragraph, tuple(body.lines), (), notes)


def _read_part(archive: zipfile.ZipFile, name: str, body: _Body, left: int) -> int:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = body.start
    parser.EndElementHandler = body.end
    parser.CharacterDataHandler = body.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise _Hostile(f"unpacks to more than {_LIMIT >> 20} MiB of text")
            parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return left


def _refuse_doctype(*_: object) -> None:
    raise _Hostile("declares entities, as no word processor does")


def _what(names: list[str]) -> str:
    if any(name.startswith("xl/") for name in names):
        return "a workbook"
    if any(name.startswith("ppt/") for name in names):
        return "a presentation"
    return "an OpenDocument file" if "mimetype" in names and "content.xml" in names else "an archive"
