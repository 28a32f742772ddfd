"""Reads a document by what its first bytes say it is."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flowdown.base.errors import UnusableFile, Where
from flowdown.evidence.document.document import DocumentLine, Progress, ReadDocument, Unit, plain

SIZE_LIMIT = 1 << 30
"""Bytes of a file that is read at all."""
_TEXT_LIMIT = 32 << 20
_HEAD = 1024
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Office file", "save it as DOCX or PDF"),
    (b"{\\rtf", "an RTF file", "save it as DOCX or PDF"),
    (b"\x89PNG", "an image", "run text recognition first, as `ocrmypdf`"),
    (b"\xff\xd8\xff", "an image", "run text recognition first, as `ocrmypdf`"),
    (b"II*\0", "an image", "run text recognition first, as `ocrmypdf`"),
    (b"MM\0*", "an image", "run text recognition first, as `ocrmypdf`"),
    (b"\x1f\x8b", "an archive", "unpack it first"),
    (b"7z\xbc\xaf", "an archive", "unpack it first"),
    (b"Rar!", "an archive", "unpack it first"),
)


def read_document(file: Path, progress: Progress | None = None) -> ReadDocument:
    """The text of a PDF, DOCX or text file. Raises `UnusableFile` for what holds none, and for what is none of these."""
    where = Where(str(file))
    try:
        if not file.is_file():
            raise UnusableFile("no such file", where)
        size = file.stat().st_size
        if size > SIZE_LIMIT:
            raise UnusableFile(f"larger than {SIZE_LIMIT >> 20} MiB", where, "read it in parts")
        with file.open("rb") as opened:
            digest = "sha256:" + hashlib.file_digest(opened, "sha256").hexdigest()
            opened.seek(0)
            head = opened.read(_HEAD)
    except OSError as error:
        raise UnusableFile(f"cannot be read: {error.strerror}", where) from None
    if not head:
        raise UnusableFile("is empty", where)
    for start, what, hint in _OTHERS:
        if head.startswith(start):
            raise UnusableFile(f"is {what}, not a PDF, DOCX or text", where, hint)
    if b"%PDF-" in head:
        from flowdown.evidence.document.pdf import read_pdf

        return read_pdf(file, digest, progress)
    if head.startswith(b"PK"):
        from flowdown.evidence.document.docx import read_docx

        return read_docx(file, digest)
    return _read_text(file, digest, size)


def _read_text(file: Path, digest: str, size: int) -> ReadDocument:
    where = Where(str(file))
    if size > _TEXT_LIMIT:
        raise UnusableFile(f"a text larger than {_TEXT_LIMIT >> 20} MiB", where, "read it in parts")
    text = _decode(file.read_bytes(), where)
    lines = tuple(DocumentLine(plain(line), number) for number, line in enumerate(text.splitlines(), 1))
    if not any(line.text.strip() for line in lines):
        raise UnusableFile("holds no text", where)
    return ReadDocument(plain(file.name), "text", digest, Unit.LINE, len(lines), lines)


def _decode(content: bytes, where: Where) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content[:65536]:
        raise UnusableFile("is no PDF, DOCX or text", where)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
