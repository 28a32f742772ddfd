"""Reads `flowdown.scan/1` back as a scan: what another machine saw, to be kept here."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from flowdown.base import strict_json
from flowdown.base.errors import UnusableFile, Where, clip
from flowdown.catalogue.kinds import Basis
from flowdown.scan.gap import Gap
from flowdown.scan.sighting import Coverage, Scan, Sighting, Strength, Tree
from flowdown.scan.trace import Place, Role, TraceKind

E = TypeVar("E", bound=StrEnum)
SCHEMA = "flowdown.scan/1"
_LONGEST = 4_000
_MOST_TREES = 200


class NoScan(UnusableFile):
    """What somebody brought is no scan that could be kept."""


def read_scan(content: bytes, name: str) -> Scan:
    """The scan in a file: trees, sightings, what was lost; dependences, questions and coverage are not read back.

    Keys that this program does not know are passed over, since a newer one may write more. Raises `NoScan` for
    what is no scan, and for one from which vendors were left out: it does not say what is no longer there.
    """
    read = _Reading(name)
    try:
        value = strict_json.load(strict_json.decode(content, name), name)
    except UnusableFile as error:
        raise NoScan(error.message, error.where, error.hint) from None
    whole = read.table(value, "")
    if whole.get("schema") != SCHEMA:
        raise NoScan(f"is no `{SCHEMA}`", Where(name, path="schema"), "`flowdown scan --format json` writes one")
    if whole.get("only_vendors") or whole.get("left_out"):
        raise NoScan("is only about some vendors", Where(name, path="only_vendors"), "scan without `--vendor`")
    trees = tuple(read.tree(each, f"trees[{at}]") for at, each in enumerate(read.rows(whole, "trees", "")))
    if not trees or len(trees) > _MOST_TREES or len({each.id for each in trees}) != len(trees):
        raise NoScan(f"has no trees, the same one twice, or more than {_MOST_TREES}", Where(name, path="trees"))
    known = {each.id for each in trees}
    sightings = [read.sighting(each, f"sightings[{at}]") for at, each in enumerate(read.rows(whole, "sightings", ""))]
    for at, each in enumerate(sightings):
        if each.tree not in known:
            raise NoScan(f"names no tree: `{clip(each.tree)}`", Where(name, path=f"sightings[{at}].tree"))
    gaps = tuple(read.gap(each, f"gaps[{at}]") for at, each in enumerate(read.rows(whole, "gaps", "")))
    catalogue = read.table(whole.get("catalogue"), "catalogue")
    return Scan(
        trees,
        tuple(sorted(set(sightings), key=lambda each: each.order)),
        (),
        (),
        gaps,
        Coverage(0, 0, 0, (), ()),
        read.text(catalogue, "digest", "catalogue"),
        read.text(whole, "tool", ""),
        read.flag(whole, "incomplete", ""),
    )


class _Reading:
    """Reads values of the kinds that they must have, and says where one is not."""

    def __init__(self, name: str) -> None:
        self._name = name

    def _refuse(self, message: str, path: str, key: str = "") -> NoScan:
        return NoScan(message, Where(self._name, path=".".join(filter(None, (path, key)))))

    def table(self, value: object, path: str) -> Mapping[str, object]:
        if not isinstance(value, dict):
            raise self._refuse("must be an object", path)
        return value

    def rows(self, table: Mapping[str, object], key: str, path: str) -> list[object]:
        value = table.get(key)
        if not isinstance(value, list):
            raise self._refuse("must be a list", path, key)
        return value

    def text(self, table: Mapping[str, object], key: str, path: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or len(value) > _LONGEST:
            raise self._refuse(f"must be a text of at most {_LONGEST} characters", path, key)
        return value

    def flag(self, table: Mapping[str, object], key: str, path: str) -> bool:
        value = table.get(key)
        if not isinstance(value, bool):
            raise self._refuse("must be true or false", path, key)
        return value

    def number(self, table: Mapping[str, object], key: str, path: str) -> int:
        value = table.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
            raise self._refuse("must be a whole number", path, key)
        return value

    def word(self, kind: type[E], table: Mapping[str, object], key: str, path: str) -> E:
        value = self.text(table, key, path)
        try:
            return kind(value)
        except ValueError:
            raise self._refuse(f"`{clip(value)}` is none of {', '.join(kind)}", path, key) from None

    def tree(self, value: object, path: str) -> Tree:
        table = self.table(value, path)
        identity = self.text(table, "id", path)
        if not identity.strip():
            raise self._refuse("is empty", path, "id")
        return Tree(identity, self.text(table, "root", path), self.text(table, "revision", path))

    def gap(self, value: object, path: str) -> Gap:
        table = self.table(value, path)
        return Gap(
            self.text(table, "path", path),
            self.text(table, "reason", path),
            self.number(table, "line", path),
            tree=self.text(table, "tree", path),
        )

    def sighting(self, value: object, path: str) -> Sighting:
        table = self.table(value, path)
        vendor = None if table.get("vendor", "") is None else self.text(table, "vendor", path)
        place = Place(
            self.text(table, "path", path),
            self.number(table, "line", path),
            self.number(table, "column", path),
            self.number(table, "end_line", path),
        )
        because = tuple(each for each in self.rows(table, "because", path) if isinstance(each, str))
        return Sighting(
            self.text(table, "tree", path),
            vendor,
            self.text(table, "product", path),
            self.word(Basis, table, "basis", path),
            self.text(table, "route", path),
            self.word(TraceKind, table, "kind", path),
            place,
            self.word(Role, table, "role", path),
            self.flag(table, "use", path),
            self.word(Strength, table, "strength", path),
            self.text(table, "value", path),
            self.text(table, "signature", path),
            because,
            table.get("ancestor") is True,
        )
