"""Compares what is seen with the edits and without: the vendor is gone where it was replaced, and nothing else differs."""

from __future__ import annotations

from collections.abc import Iterable

from flowdown.catalogue.kinds import Basis
from flowdown.fix.edit import Edit, EditKind
from flowdown.scan.sighting import Sighting


def suspects(
    before: Iterable[Sighting],
    after: Iterable[Sighting],
    edits: Iterable[Edit],
    leaving: frozenset[str],
    coming: frozenset[str],
) -> frozenset[str]:
    """The files in which something differs that should not; a file without edits stands for whatever changed it.

    What was of a vendor to leave may be another's afterwards, at the same line. What is there of those who come may become
    a use of their service, as their library that was pointed elsewhere; so may the library of those who are left be one that
    goes elsewhere now. Nothing else may come or go.
    """
    old, new = tuple(before), tuple(after)
    touched = {edit.path for edit in edits}
    made = {(edit.path, edit.line) for edit in edits}
    old_lines = {(each.place.path, each.place.line) for each in old if each.vendor in leaving} | made
    found = {path for path, _ in _at_edits(new, edits, leaving)}
    stays = {(each.place.path, each.place.line, each.vendor, each.kind) for each in old}
    gone, come = (dict.fromkeys(_key(each, coming) for each in seen) for seen in (old, new))
    pointed = {
        _key(each, coming)
        for each in new
        if each.basis is Basis.LIBRARY and (each.place.path, each.place.line, each.vendor, each.kind) in stays
    }
    for each in (*(gone.keys() - come.keys()), *(come.keys() - gone.keys())):
        path, line, vendor = each[:3]
        if not vendor and path not in touched:
            continue  # whose it is was not known before either: another file's names made it look like a model's
        is_left = vendor in leaving
        if (is_left and each in come and each not in pointed) or (not is_left and (path, line) not in old_lines):
            found.add(path)
    return frozenset(found)


def _at_edits(after: Iterable[Sighting], edits: Iterable[Edit], leaving: frozenset[str]) -> Iterable[tuple[str, int]]:
    """The places of edits at which what was replaced is still seen."""
    replaced = {(edit.path, edit.line, edit.old) for edit in edits if edit.kind is not EditKind.ADDRESS}
    for each in after:
        if each.vendor in leaving and (each.place.path, each.place.line, each.value) in replaced:
            yield each.place.path, each.place.line


def _key(each: Sighting, coming: frozenset[str]) -> tuple[str, int, str, str, str, str, bool]:
    place, vendor = each.place, each.vendor or ""
    product, basis = ("", "") if vendor in coming else (each.product, each.basis.value)
    return (place.path, place.line, vendor, product, basis, each.kind.value, each.is_use)
