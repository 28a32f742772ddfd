"""Tell when vendors came into trees and when they left them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import FlowdownError
from flowdown.scan.run import LOST, Progress

if TYPE_CHECKING:
    from flowdown.scan.history import History


@dataclass(frozen=True, slots=True)
class Histories:
    """The histories of several trees with the names of their vendors; `lost`: roots that have none, and why."""

    trees: tuple[History, ...]
    names: Mapping[str, str]
    tool: str
    catalogue: str
    lost: tuple[tuple[str, str], ...] = ()


def tell_histories(
    paths: Sequence[Path],
    catalogues: Sequence[Path],
    cache: Path | None = None,
    since: str = "",
    progress: Progress | None = None,
    vendors: Sequence[str] = (),
) -> Histories:
    """Read the histories of repositories, or of folders in them; `vendors` (ids or aliases) restrict what is told.

    Of several paths one that lies in no repository becomes a gap. Raises `UnusableArgument` for a single one, and for
    a revision or vendor that does not exist.
    """
    from flowdown import __version__
    from flowdown.catalogue import load
    from flowdown.pipeline.vendors import choose_vendors
    from flowdown.scan.gap import Gap
    from flowdown.scan.history import no_history, read_history

    catalogue = load(catalogues, cache)
    only = choose_vendors(catalogue, vendors) if vendors else frozenset()
    found: list[History] = []
    lost: list[tuple[str, str]] = []
    for path in paths:
        try:
            history = read_history(path, catalogue, cache, since, progress)
        except FlowdownError as error:
            if len(paths) == 1:
                raise
            lost.append((str(path), str(error)))
            history = no_history(path, catalogue, Gap(LOST, str(error)))
        found.append(history)
        if history.is_incomplete:
            break
    if only:
        found = [replace(each, periods=tuple(one for one in each.periods if one.vendor in only)) for each in found]
    names = {one.vendor: catalogue.vendors[one.vendor].name for each in found for one in each.periods}
    return Histories(tuple(found), names, f"flowdown {__version__}", catalogue.digest, tuple(lost))
