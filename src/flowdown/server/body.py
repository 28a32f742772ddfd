"""Reads what is sent, never more than is taken: forms into fields, files into a folder that goes with the request."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import AsyncGenerator, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from python_multipart.exceptions import MultipartParseError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from flowdown.base import strict_json
from flowdown.base.errors import FlowdownError, UnusableArgument
from flowdown.server.act import Brought
from flowdown.server.faults import TooLarge

if TYPE_CHECKING:
    from fastapi import Request

    from flowdown.base.strict_json import JsonValue

_STEP = 1024 * 1024
_MOST_FIELDS = 400
_MOST_TEXT = 8 * 1024 * 1024
_ODD = re.compile(r"[^\w.+@ ()-]")
_LONGEST_NAME = 120


async def stream_body(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """The body in pieces; raises `TooLarge` before more than `most` bytes of it are taken."""
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > most:
        raise TooLarge(f"more than {most // 1024:,} KiB was sent")
    taken = 0
    async for piece in request.stream():
        taken += len(piece)
        if taken > most:
            raise TooLarge(f"more than {most // 1024:,} KiB was sent")
        if piece:
            yield piece


def is_object(request: Request) -> bool:
    """Whether JSON is sent."""
    return _kind_of(request) == "application/json"


def _kind_of(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_object(request: Request, most: int) -> Mapping[str, JsonValue]:
    """The JSON object that is sent."""
    content = b"".join([piece async for piece in stream_body(request, most)])
    try:
        value = strict_json.load(strict_json.decode(content, "the body"), "the body")
    except FlowdownError as error:
        raise UnusableArgument(str(error)) from None
    if not isinstance(value, dict):
        raise UnusableArgument("the body is no JSON object")
    return value


async def read_fields(request: Request, most: int) -> tuple[Mapping[str, list[str]], UploadFile | None]:
    """The fields of a form, and its file where it has one."""
    kind = _kind_of(request)
    form: FormData
    try:
        if kind == "multipart/form-data":
            parser = MultiPartParser(
                request.headers,
                stream_body(request, most),
                max_files=1,
                max_fields=_MOST_FIELDS,
                max_part_size=min(most, _MOST_TEXT),
            )
            form = await parser.parse()
        elif kind in ("application/x-www-form-urlencoded", ""):
            form = await FormParser(
                request.headers, stream_body(request, most), max_fields=_MOST_FIELDS, max_part_size=most
            ).parse()
        else:
            raise UnusableArgument(
                "the body is no form", hint="send `application/x-www-form-urlencoded`, or what the interface says"
            )
    except (MultiPartException, MultipartParseError, KeyError, UnicodeDecodeError):
        raise UnusableArgument("the form cannot be read") from None
    fields: dict[str, list[str]] = {}
    file = None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            file = value
        else:
            fields.setdefault(name, []).append(value)
    if sum(map(len, fields.values())) > _MOST_FIELDS:
        raise UnusableArgument("the form has too many fields")
    return fields, file


async def spool_body(request: Request, folder: Path, name: str, most: int) -> Brought:
    """The body as a file, unpacked where it says that it is gzip; `most` holds for both."""
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip"):
        raise UnusableArgument("only gzip is known as a coding of the body")
    inflate = zlib.decompressobj(wbits=31) if coding == "gzip" else None
    spool = _Spool(folder / safe_name(name), most)
    with spool.file.open("wb") as opened:
        async for piece in stream_body(request, most):
            for part in _inflated(inflate, piece) if inflate else (piece,):
                spool.write(opened, part)
        if inflate and not inflate.eof:
            raise UnusableArgument("the body ends within its gzip")
    return Brought(spool.file.name, spool.file, spool.size, f"sha256:{spool.state.hexdigest()}")


def _inflated(inflate: zlib._Decompress, piece: bytes) -> Iterator[bytes]:
    """What a piece unpacks to, a little at a time: a bomb is refused before it is large."""
    pending = piece
    try:
        while pending:
            yield inflate.decompress(pending, _STEP)
            pending = inflate.unconsumed_tail
    except zlib.error:
        raise UnusableArgument("the body is no gzip") from None


async def spool_file(upload: UploadFile, folder: Path, most: int) -> Brought:
    """A file of a form, under its own name as far as that is a name."""
    spool = _Spool(folder / safe_name(upload.filename or ""), most)
    with spool.file.open("wb") as opened:
        while piece := await upload.read(_STEP):
            spool.write(opened, piece)
    await upload.close()
    return Brought(spool.file.name, spool.file, spool.size, f"sha256:{spool.state.hexdigest()}")


class _Spool:
    def __init__(self, file: Path, most: int) -> None:
        self.file = file
        self.size = 0
        self.state = hashlib.sha256()
        self._most = most

    def write(self, opened: object, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > self._most:
            raise TooLarge(f"more than {self._most // 1024:,} KiB was sent, or comes out of it")
        self.state.update(piece)
        opened.write(piece)  # type: ignore[attr-defined]


def safe_name(given: str) -> str:
    """A name as a file of ours may have it: no folder, nothing hidden, no sign that steers or separates."""
    last = unicodedata.normalize("NFC", given.replace("\\", "/").rpartition("/")[2])
    name = _ODD.sub("_", last).strip(" .")[-_LONGEST_NAME:].strip(" .")
    while len(name.encode()) > _LONGEST_NAME:
        name = name[1:]
    return name or "document"
