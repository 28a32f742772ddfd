"""What was seen in one tree as it is kept: by the content of the tree, so that all that have the same share it."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

from flowdown.base.kept_file import keep, read_bytes, read_kept, seal, unseal, write_kept
from flowdown.catalogue.kinds import Basis
from flowdown.fleet.shared_folder import SharedFolder
from flowdown.scan.gap import Gap
from flowdown.scan.sighting import Coverage, Question, Scan, Sighting, Strength, Tree
from flowdown.scan.summary import summarise
from flowdown.scan.trace import Place, Role, TraceKind

_FORM = "flowdown.fleet-part/1"
_LEVEL = 6
# Tables, since looking an enum up by its value takes three times as long.
_BASES = {each.value: each for each in Basis}
_KINDS = {each.value: each for each in TraceKind}
_ROLES = {each.value: each for each in Role}
_STRENGTHS = {each.value: each for each in Strength}


class Parts:
    """The folder of all parts; several machines may write into it at once, since none is ever altered.

    With a shared folder parts are kept there, too, and what is only there is fetched when it is read.
    """

    def __init__(self, folder: Path, shared: SharedFolder | None = None) -> None:
        self._folder = folder
        self._shared = shared

    def has(self, key: str) -> bool:
        """Whether a part is there; `read` tells whether it is whole."""
        if self._place(key).exists():
            return True
        try:
            return self._shared is not None and self._shared.has(_name(key))
        except OSError:
            return False

    def read(self, key: str, tree: Tree) -> Scan | None:
        """The scan of a tree whose content has this key; None if there is no whole part of it."""
        body = read_kept(self._place(key), key)
        if body is None and self._shared is not None:
            body = self._fetch(key, self._shared)
        return unpack(body, tree) if body is not None else None

    def write(self, key: str, scan: Scan) -> None:
        """Keep a scan, whole or not at all; raises OSError where that cannot be."""
        body = pack(scan)
        keep(self._place(key), key, body)
        if self._shared is not None:
            self._shared.write(_name(key), seal(key, body))

    def offer(self, key: str) -> None:
        """See to it that a part that is here is in the shared folder, too; raises OSError where that cannot be."""
        if self._shared is not None and not self._shared.has(_name(key)):
            content = read_bytes(self._place(key))
            if content is not None:
                self._shared.write(_name(key), content)

    def _fetch(self, key: str, shared: SharedFolder) -> bytes | None:
        try:
            content = shared.read(_name(key))
        except OSError:
            return None
        body = unseal(content, key) if content is not None else None
        if body is not None:
            write_kept(self._place(key), key, body)
        return body

    def _place(self, key: str) -> Path:
        return self._folder / _name(key)


def _name(key: str) -> str:
    return f"{key[:2]}/{key[2:]}.part"


def pack(scan: Scan) -> bytes:
    """A scan of one tree without the tree's name; the same scan gives the same bytes."""
    coverage = scan.coverage
    shape = {
        "form": _FORM,
        "tool": scan.tool,
        "catalogue": scan.catalogue_digest,
        "sightings": [_from_sighting(each) for each in scan.sightings],
        "questions": [[each.id, each.about, each.asks, each.because, each.settles] for each in scan.questions],
        "gaps": [[each.path, each.reason, each.line, each.detector, each.may_carry] for each in scan.gaps],
        "coverage": [coverage.files, coverage.read, coverage.bytes, coverage.skipped, coverage.by_detector],
        "detectors": coverage.detectors,
    }
    return zlib.compress(json.dumps(shape, separators=(",", ":")).encode("ascii"), _LEVEL)


def unpack(body: bytes, tree: Tree) -> Scan:
    """The scan that was packed, as one of this tree."""
    shape = json.loads(zlib.decompress(body))
    sightings = tuple(_to_sighting(tree.id, row) for row in shape["sightings"])
    files, read, size, skipped, by_detector = shape["coverage"]
    return Scan(
        (tree,),
        sightings,
        summarise(sightings),
        tuple(
            Question(identity, about, asks, tuple(because), tuple(settles))
            for identity, about, asks, because, settles in shape["questions"]
        ),
        tuple(
            Gap(path, reason, line, detector, tuple(may_carry), tree.id)
            for path, reason, line, detector, may_carry in shape["gaps"]
        ),
        Coverage(files, read, size, _pairs(skipped), tuple(shape["detectors"]), _pairs(by_detector)),
        shape["catalogue"],
        shape["tool"],
    )


def _from_sighting(each: Sighting) -> list[object]:
    place = each.place
    return [
        each.vendor,
        each.product,
        each.basis,
        each.route,
        each.kind,
        [place.path, place.line, place.column, place.end_line],
        each.role,
        int(each.is_use),
        each.strength,
        each.value,
        each.signature,
        each.because,
        int(each.is_ancestor),
    ]


def _to_sighting(tree: str, row: list[Any]) -> Sighting:
    vendor, product, basis, route, kind, place, role, use, strength, value, signature, because, ancestor = row
    return Sighting(
        tree,
        vendor,
        product,
        _BASES[basis],
        route,
        _KINDS[kind],
        Place(*place),
        _ROLES[role],
        bool(use),
        _STRENGTHS[strength],
        value,
        signature,
        tuple(because),
        bool(ancestor),
    )


def _pairs(rows: list[list[Any]]) -> tuple[tuple[str, int], ...]:
    return tuple((str(name), int(number)) for name, number in rows)
