"""A pack of orders: a folder with a manifest that names its files and their digests, newer than the program's own library."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from flowdown.base.errors import UnusableFile, Where
from flowdown.base.strict_yaml import Document
from flowdown.base.structure import decode

MANIFEST = "flowdown-orders.json"
PAYLOAD_TYPE = "application/vnd.flowdown.order-pack+json"
FILE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.yaml")
_LONGEST = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPack:
    """What a manifest says. `made` is the day of the pack; `files` holds a digest for each file; `came` says from where it was
    installed and how it was verified (empty in a pack that was not installed).
    """

    schema: Literal["flowdown.order-pack/1"]
    name: str
    made: str
    files: Mapping[str, str]
    came: str = ""

    @property
    def origin(self) -> str:
        """What is said of an order that comes from it."""
        return f"pack {self.name} of {self.made}" + (f", {self.came}" if self.came else "")


def is_pack(folder: Path) -> bool:
    """Whether a folder is a pack, and not just one with more orders."""
    return (folder / MANIFEST).is_file()


def read_manifest(content: bytes, file: str) -> OrderPack:
    """A manifest; raises `UnusableFile` or `Problems` for what is none."""
    where = Where(file)
    if len(content) > _LONGEST:
        raise UnusableFile("is far too long for a manifest", where)
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise UnusableFile("is no manifest of a pack of orders", where) from None
    pack = decode(OrderPack, Document(file, value, {}))
    try:
        datetime.date.fromisoformat(pack.made)
    except ValueError:
        raise UnusableFile(f"`{pack.made[:40]}` is no day", where) from None
    if not re.fullmatch(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", pack.name) or len(pack.name) > 80:
        raise UnusableFile("the pack has no usable name", where, "small letters, digits, `-` and `.`")
    if not pack.files or any(not FILE_NAME.fullmatch(name) for name in pack.files):
        raise UnusableFile("the pack names no files, or files that are no order's", where)
    return pack


def read_pack(folder: Path) -> OrderPack:
    """The pack in a folder, every file of it as its manifest says; raises `UnusableFile` else."""
    file = folder / MANIFEST
    try:
        pack = read_manifest(file.read_bytes(), str(file))
        there = {each.name for each in folder.iterdir() if each.suffix == ".yaml"}
        strays = sorted(there - pack.files.keys())
        if strays:
            raise UnusableFile("is not named by the pack's manifest", Where(str(folder / strays[0])))
        for name, told in pack.files.items():
            if digest_of((folder / name).read_bytes()) != told:
                raise UnusableFile("is not as the pack's manifest says", Where(str(folder / name)))
    except OSError as error:
        raise UnusableFile(f"the pack cannot be read: {error.strerror}", Where(str(error.filename or folder))) from None
    return pack


def digest_of(content: bytes) -> str:
    """The digest of a file."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
