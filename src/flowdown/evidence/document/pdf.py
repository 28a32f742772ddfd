"""Reads the text of a PDF page by page, in another process with bounded time and memory."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from flowdown.base.errors import UnusableFile, Where
from flowdown.evidence.document.document import Cell, DocumentLine, Progress, ReadDocument, Unit, plain

SECONDS = 300
"""Of processor time for one document."""
MEBIBYTES = 4096
_MOST_TEXT = 48 << 20
_MOST_CRASHES = 5
_CHILD = Path(__file__).with_name("pdf_child.py")
_OCR = "run text recognition first, as `ocrmypdf in.pdf out.pdf`"


@dataclass(slots=True)
class _Reading:
    pages: int = 0
    done: int = 0
    has_ended: bool = False
    refused: str = ""
    letters: int = 0
    lines: list[DocumentLine] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)

    def take(self, said: dict[str, object]) -> None:
        if "refused" in said:
            self.refused, self.has_ended = str(said["refused"]), True
        elif "pages" in said:
            self.pages = int(str(said["pages"]))
        elif "end" in said:
            self.has_ended = True
        else:
            number, text, drawn = int(str(said["page"])) + 1, str(said["text"]), int(str(said["drawn"]))
            self.done = number
            cells = said["cells"]
            assert isinstance(cells, list)
            self.cells.extend(
                Cell(number, left, bottom, right, top, plain(" ".join(words.split())))
                for left, bottom, right, top, words in cells
            )
            if text.strip():
                self.letters += len(text)
                self.lines.extend(DocumentLine(plain(each), number) for each in text.splitlines())
                self.lines.append(DocumentLine("", number))
            elif drawn < 0:
                self.broken.append(number)
            elif drawn:
                self.empty.append(number)


def read_pdf(file: Path, digest: str, progress: Progress | None = None) -> ReadDocument:
    """The lines of a PDF. Raises `UnusableFile` for one that is encrypted, damaged, or holds no text."""
    where = Where(str(file))
    if importlib.util.find_spec("pypdfium2") is None:
        raise UnusableFile("reading PDF files needs the package pypdfium2", where, "`pip install pypdfium2`")
    reading = _Reading()
    for _ in range(_MOST_CRASHES):
        code = _run(file, reading, progress)
        if reading.has_ended or reading.letters > _MOST_TEXT or code == -_XCPU:
            break
        reading.done += 1
        reading.broken.append(reading.done)
        if not reading.pages or reading.done >= reading.pages:
            break
    if reading.refused == "password":
        raise UnusableFile("is encrypted: a password is needed to open it", where, "save a copy without one")
    if reading.refused or not reading.pages:
        cut = "" if _is_whole(file) else ", and its end is missing"
        raise UnusableFile(
            f"is damaged: no page of it can be read{cut}", where, "get it anew, or print it to a new PDF"
        )
    if not reading.letters:
        said = f"holds no text: {_pages(reading.pages)} of images" if reading.empty else "holds no text"
        raise UnusableFile(said, where, _OCR)
    notes = () if _is_whole(file) else ("the file lacks its end: it may be cut off",)
    return ReadDocument(
        plain(file.name),
        "PDF",
        digest,
        Unit.PAGE,
        reading.pages,
        tuple(reading.lines),
        tuple(_unread(reading)),
        notes,
        tuple(reading.cells),
    )


_XCPU = 24


def _run(file: Path, reading: _Reading, progress: Progress | None) -> int:
    arguments = [str(file.resolve()), str(reading.done), str(SECONDS), str(MEBIBYTES)]
    with subprocess.Popen(
        [sys.executable, "-P", str(_CHILD), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        assert child.stdout is not None
        try:
            for line in child.stdout:
                if not line.endswith(b"\n"):
                    break
                reading.take(json.loads(line))
                if progress is not None and reading.pages:
                    progress(reading.done, reading.pages)
                if reading.letters > _MOST_TEXT:
                    break
        finally:
            child.kill()
        return child.wait()


def _unread(reading: _Reading) -> list[str]:
    said = []
    if reading.empty:
        said.append(f"{_listed(reading.empty)} without text (an image?): {_OCR}")
    if reading.broken:
        said.append(f"{_listed(reading.broken)} cannot be read: damaged")
    if not reading.has_ended and reading.done < reading.pages:
        why = "too much text" if reading.letters > _MOST_TEXT else f"more than {SECONDS} s of work"
        said.append(f"pages {reading.done + 1} to {reading.pages} were not read: {why}")
    return said


def _pages(number: int) -> str:
    return "1 page" if number == 1 else f"{number:,} pages"


def _listed(numbers: list[int]) -> str:
    """Page numbers as people write them: `pages 3-5, 9`."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs[:12])
    more = " and more" if len(runs) > 12 else ""
    return f"page{'s' if len(numbers) > 1 else ''} {shown}{more}"


def _is_whole(file: Path) -> bool:
    with file.open("rb") as opened:
        size = opened.seek(0, 2)
        opened.seek(max(0, size - 2048))
        return b"%%EOF" in opened.read()
