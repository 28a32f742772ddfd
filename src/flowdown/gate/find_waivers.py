"""Finds every waiver of a tree: those in its `flowdown.yaml`, and those in comments of files where something is seen."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import FlowdownError, Problems, UnusableFile
from flowdown.scan.open_file import read_small

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.gate.waiver import Waiver

STATEMENT = "flowdown.yaml"
"""The file at a tree's top in which waivers are stated."""

_LIMIT = 8 * 1024 * 1024
"""Bytes of a file in which waiver comments are looked for."""
_MARK = b"flowdown:"


def find_waivers(
    root: Path,
    tree: str,
    paths: Iterable[str],
    catalogue: Catalogue,
    contents: Mapping[str, bytes] | None = None,
    statement: bytes | None = None,
) -> tuple[Waiver, ...]:
    """The waivers for the files of some paths; raises `Problems` with every one that is broken, with file and line.

    `contents` and `statement` (the text of `flowdown.yaml`) stand for the tree's own where they are given.
    """
    problems: list[FlowdownError] = []
    found: list[Waiver] = []
    folder = root if root.is_dir() else root.parent
    said = read_small(os.fsencode(folder / STATEMENT)) if contents is None else statement
    if said is not None:
        from flowdown.gate.waiver_file import read_waivers

        try:
            found.extend(read_waivers(said, str(folder / STATEMENT), tree))
        except Problems as error:
            problems.extend(error.problems)
        except FlowdownError as error:
            problems.append(error)
    for path, content in _texts(root, paths, contents):
        from flowdown.gate.inline_waiver import read_comments

        shown = str(folder / path)
        found.extend(read_comments(content.decode("utf-8", "replace"), path, tree, shown, problems))
    problems.extend(_unknown(found, catalogue))
    if problems:
        raise Problems(problems)
    return tuple(found)


def _texts(root: Path, paths: Iterable[str], contents: Mapping[str, bytes] | None) -> Iterator[tuple[str, bytes]]:
    for path in sorted(set(paths)):
        if contents is not None:
            content = contents.get(path)
        else:
            content = read_small(os.fsencode(root / path if root.is_dir() else root), _LIMIT)
        if content is not None and _MARK in content:
            yield path, content


def _unknown(waivers: Iterable[Waiver], catalogue: Catalogue) -> Iterator[FlowdownError]:
    for waiver in waivers:
        if waiver.vendor not in catalogue.vendors:
            import difflib

            near = difflib.get_close_matches(waiver.vendor.lower(), catalogue.vendors, 1)
            hint = f"did you mean `{near[0]}`?" if near else "`flowdown vendors` lists them"
            yield UnusableFile(f"a waiver for an unknown vendor `{waiver.vendor}`", waiver.where, hint)
