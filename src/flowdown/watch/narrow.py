"""Narrows a notice to what a receiver asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flowdown.report.notice_v1 import ChangeV1, NoticeV1
from flowdown.report.receivers import Wish


def narrow(notice: NoticeV1, wish: Wish) -> NoticeV1:
    """The notice with only those changes; what is left out is counted."""
    kept = tuple(each for each in notice.changes if _is_wanted(each, wish))
    return replace(notice, changes=kept, left_out=len(notice.changes) - len(kept))


def _is_wanted(change: ChangeV1, wish: Wish) -> bool:
    touched = change.touched
    if wish.outcomes and change.kind == "answer" and not {change.before, change.after} & set(wish.outcomes):
        return False
    return (
        (not wish.kinds or change.kind in wish.kinds)
        and (not wish.orders or change.order in wish.orders)
        and _meets(wish.vendors, touched.vendors)
        and _meets(wish.contracts, touched.contracts)
        and _meets(wish.systems, touched.systems)
        and _meets(wish.suppliers, touched.suppliers)
    )


def _meets(wanted: Sequence[str], touched: Sequence[str]) -> bool:
    return not wanted or bool(set(wanted) & set(touched))
