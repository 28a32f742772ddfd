"""Reads the blocks of a standard form (SF 1449, 26, 30, 33, 1442): a value stands below its label, or beside a code's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flowdown.evidence.contract.day import days_in
from flowdown.evidence.contract.proposal import ProposedFact, Seen
from flowdown.evidence.document.document import Cell
from flowdown.evidence.profile.identifier import examine_piid

_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("modification", re.compile(r"(?:amendment\s*/\s*)?modification\s+(?:no|number)\b", re.IGNORECASE)),
    ("solicitation", re.compile(r"solicitation\s+(?:no\.?|number)(?:\W|$)", re.IGNORECASE)),
    ("solicited", re.compile(r"solicitation\s+issue\s+date|\bdate\s+issued", re.IGNORECASE)),
    (
        "piid",
        re.compile(
            r"(?:(?:^|\d\w?\.?\s)contract\b[^a-z]{0,30}(?:no\.?|number)|modification\s+of\s+contract/order\s+no)",
            re.IGNORECASE,
        ),
    ),
    ("order", re.compile(r"(?:^|\d\w?\.?\s)(?:delivery\s+)?order\s*(?:/\s*call)?\s+(?:no\.?|number)", re.IGNORECASE)),
    (
        "awarded",
        re.compile(
            r"award\s*/\s*effective\s+date|\bdate\s+of\s+(?:order|award)|\d\w?\.?\s+(?:award|effective)\s+date",
            re.IGNORECASE,
        ),
    ),
    ("dated", re.compile(r"^10B\.?\s*dated", re.IGNORECASE)),
    ("office", re.compile(r"issued\s+by", re.IGNORECASE)),
)
_ANY_LABEL = re.compile(r"^\(?\d{1,2}[A-Za-z]?\.\s|\b(?:no|number|date|code)\b\.?\s*$", re.IGNORECASE)
_CODE = re.compile(r"[A-Z0-9]{6}")
_SOLICITATION = re.compile(r"[A-Z0-9]{6}-?\d{2}-?[BQRTU]-?[A-Z0-9]{4,8}")
_DEPTH, _WIDTH = 30.0, 170.0


def read_form(cells: Sequence[Cell]) -> Iterator[ProposedFact]:
    """The facts that the blocks of a form hold, each where it is sound."""
    found: dict[str, tuple[str, Cell, Cell]] = {}
    for label in cells:
        for field, pattern in _LABELS:
            if field not in found and pattern.search(label.text):
                values = _beside(label, cells) if field == "office" else _below(label, cells)
                for cell in values:
                    if value := _value(field, cell.text):
                        found[field] = (value, label, cell)
                        break
                break
    yield from _facts(found)


def _facts(found: dict[str, tuple[str, Cell, Cell]]) -> Iterator[ProposedFact]:
    order = found.pop("order", None)
    if order is not None and not order[0].isdigit():
        # The order has a number of its own; the contract that the form names is its vehicle.
        if "piid" in found and found["piid"][0] != order[0]:
            found["parent"] = found["piid"]
        found["piid"] = order
    elif order is not None:
        found["order_numbers"] = order
    if "modification" in found and "awarded" in found:
        # The day on the form for modifications is that of the modification; the contract's stands beside its number.
        found["since"] = found.pop("awarded")
    if "dated" in found:
        found["awarded"] = found.pop("dated")
    for field, (value, label, cell) in found.items():
        yield ProposedFact(field, value, Seen(cell.page, f"{label.text}: {cell.text}"))


def _below(label: Cell, cells: Sequence[Cell]) -> list[Cell]:
    """What stands closely below a label, within its block."""
    right = min(
        (
            each.left
            for each in cells
            if each.page == label.page and abs(each.bottom - label.bottom) < 4 and each.left > label.left + 10
        ),
        default=label.left + _WIDTH,
    )
    near = [
        each
        for each in cells
        if each.page == label.page
        and -2 <= label.bottom - each.top < _DEPTH
        and label.left - 8 <= each.left < min(right, label.left + _WIDTH)
        and not _ANY_LABEL.search(each.text)
    ]
    return sorted(near, key=lambda each: (-each.top, each.left))


def _beside(label: Cell, cells: Sequence[Cell]) -> list[Cell]:
    """What stands on the row of a label, behind the word `CODE`."""
    row = [
        each
        for each in cells
        if each.page == label.page and abs(each.bottom - label.bottom) < 5 and each.left > label.left
    ]
    row.sort(key=lambda each: each.left)
    codes = [each for each in row if each.text.strip().upper().startswith("CODE")]
    return [each for each in row if codes and codes[0].left <= each.left < codes[0].left + 90]


def _value(field: str, text: str) -> str:
    """What a block holds, if it is what belongs there."""
    if field in ("solicited", "awarded", "dated"):
        return next((day.isoformat() for day, _ in days_in(text, 0, len(text))), "")
    word = text.strip()
    if field == "piid" or (field == "order" and not re.fullmatch(r"\d{4}", word)):
        first = word.split(" ")[0]
        return first if first and not examine_piid(first).fault else ""
    if field == "solicitation":
        match = _SOLICITATION.search(word)
        return match[0] if match else ""
    if field == "modification":
        match = re.match(r"[AP][A-Z0-9]?\d{4,5}\b|\d{4}\b", word)
        return match[0] if match else ""
    if field == "office":
        match = _CODE.search(word.removeprefix("CODE").strip())
        return match[0] if match and any(each.isdigit() for each in match[0]) else ""
    return word
