"""Look after a store of claims: examine, copy, bring up to date, export."""

from __future__ import annotations

import datetime
from pathlib import Path

from flowdown.base.errors import Where
from flowdown.pipeline.claims import Moment, Target


def examine(target: Target) -> tuple[int, tuple[str, ...]]:
    """How many claims there are, and everything that is wrong with the store."""
    from flowdown.graph import open_store
    from flowdown.graph.errors import StoreError
    from flowdown.graph.examine_store import examine_store

    with open_store(target, writes=False) as store:
        faults = examine_store(store)
        try:
            return store.count(), faults
        except StoreError:
            return 0, faults


def back_up(target: Target, to: Target) -> int:
    """Copy the store into a new file or an empty database; return how many claims."""
    from flowdown.graph import open_store
    from flowdown.graph.copy import copy_store

    with open_store(target, writes=False) as store:
        return copy_store(store, to)


def bring_up_to_date(target: Target) -> tuple[int, int]:
    """Bring an older store up to date; return its version before and after."""
    from flowdown.graph import open_store
    from flowdown.graph.migrate import migrate
    from flowdown.graph.store import place_of

    with open_store(target, any_version=True, creates=False) as store:
        return migrate(store.backend, Where(place_of(target)))


def export(
    target: Target,
    file: Path,
    as_parquet: bool,
    as_of: datetime.date | None = None,
    known_at: Moment | None = None,
    include_disputed: bool = False,
) -> int:
    """Write every claim to a file, or those recorded until `known_at`, or those that hold on a day; return how many."""
    from flowdown.graph import open_store
    from flowdown.graph.export import export_lines, export_parquet
    from flowdown.graph.row import last_moment_of
    from flowdown.graph.standing import Standing, place_all

    wanted = {Standing.FIRM, Standing.DISPUTED} if include_disputed else {Standing.FIRM}
    with open_store(target, writes=False) as store:
        rows = store.rows()
        if as_of is not None:
            placed = place_all(store.known(known_at or datetime.date.max), as_of)
            rows = iter(sorted(each.row for each in placed if each.standing in wanted))
        elif known_at is not None:
            last = last_moment_of(known_at)
            rows = (row for row in rows if row.recorded_at <= last)
        return export_parquet(rows, file) if as_parquet else export_lines(rows, file)


def show_place(target: Target) -> str:
    """A target as it may be shown: no password in it."""
    from flowdown.graph.store import place_of

    return place_of(target)


def make_store(target: Target) -> None:
    """Make the store where there is none."""
    from flowdown.graph import open_store

    with open_store(target):
        pass


def has_store(target: Target) -> bool:
    """Whether a store is there."""
    from flowdown.graph.store import is_there

    return is_there(target)


def count_claims(target: Target) -> int:
    """How many claims are kept; none where no store is there yet."""
    from flowdown.graph import open_store

    if not has_store(target):
        return 0
    with open_store(target, writes=False) as store:
        return store.count()
