"""What a fix says besides its patch, in lines: what was made, what is left and why, what follows."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.fix.edit import NotMade, Why
from flowdown.fix.propose import by_path, kinds_of
from flowdown.fix.way import Fix
from flowdown.report.words import count

_FEW = 4


def say_fix(fix: Fix, *, shows_all: bool = False) -> Iterator[str]:
    """The lines, without ends."""
    leaving = ", ".join(fix.leaving) or "nobody"
    for bar in fix.bars:
        yield f"{fix.target_name} is itself forbidden: {bar}"
    if fix.bars:
        yield "nothing is made: choose another with `--to` (`flowdown plan` weighs them)"
        return
    for doubt in fix.doubts:
        yield f"note: {fix.target_name} may itself be forbidden: {doubt}"
    kinds = ", ".join(f"{number} {name}" for name, number in kinds_of(fix.edits))
    done = "written" if fix.is_written else "made (nothing is written)"
    files = count(len(by_path(fix.edits)), "file")
    yield f"{leaving} to {fix.target_name}: {count(len(fix.edits), 'edit')} {done} in {files}{f' ({kinds})' if kinds else ''}"
    yield from _left(fix.not_made, shows_all=shows_all)
    if fix.follow:
        yield "then:"
        yield from (f"  {each}" for each in fix.follow)
    if fix.edits:
        yield "the way back: `git apply -R` with the same patch"


def _left(not_made: tuple[NotMade, ...], *, shows_all: bool) -> Iterator[str]:
    if not not_made:
        return
    yield f"not made, {count(len(not_made), 'place')}:"
    groups: dict[tuple[Why, str], list[NotMade]] = {}
    for each in not_made:
        groups.setdefault((each.why, each.words), []).append(each)
    for (why, words), listed in sorted(groups.items(), key=lambda group: (group[0][0].value, group[0][1])):
        places = list(dict.fromkeys(f"{each.path}:{each.line}" for each in listed))
        shown = places if shows_all else places[:_FEW]
        more = f" and {len(places) - len(shown)} more" if len(places) > len(shown) else ""
        yield f"  {why.value}: {words}"
        yield f"    {', '.join(shown)}{more}"
