"""What has to be done besides the edits, so that they work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flowdown.fix.desk import RUNS, Desk
from flowdown.fix.edit import Edit, EditKind, NotMade, Why
from flowdown.fix.respell import CLOUD
from flowdown.scan.trace import TraceKind

_SHOWN = 6
_READ = re.compile(r"environ\[.(\w+).\]")
_FUNCTION = re.compile(r"(?m)^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)")
_WORD = re.compile(r"[A-Za-z]{3,}")


def find_follow_ups(desk: Desk, edits: Sequence[Edit], left: Sequence[NotMade]) -> tuple[str, ...]:
    """One line for each thing to do."""
    return tuple(_lines(desk, edits, left)) if edits else ()


def _lines(desk: Desk, edits: Sequence[Edit], left: Sequence[NotMade]) -> Iterator[str]:
    model = desk.target.model
    ids = sorted({edit.new for edit in edits if edit.kind is EditKind.MODEL})
    yield f"ask for access to {_some(ids)}, and see that your region has it"
    for offer in model.routes:
        if offer.route == CLOUD and offer.id in ids:
            before = " or ".join(f"`{each}.`" for each in offer.profiles)
            yield f"`{offer.id}` names no region: it answers in some only, so put {before} before it where yours is another"
    calling = {each.place.path for each in desk.theirs if each.kind is TraceKind.CALL and each.strength in RUNS}
    if calling:
        yield f"try the prompts of {_some(sorted(calling))} with {model.name}: they were made for another model"
    yield from _worse(desk, edits)
    keys = sorted({(edit.old, edit.new) for edit in edits if edit.kind is EditKind.KEY})
    for old, new in keys:
        yield f"put a key of its own under `{new}` wherever `{old}` was set (stores of secrets, CI, machines); no value was touched"
    put_in = sorted({found[1] for edit in edits if (found := _READ.search(edit.new)) is not None})
    if put_in:
        yield f"set {_some(put_in)} wherever the programs run: nothing was named there before, the client looked for its own key"
    yield from _new_routes(desk, edits)
    named = sorted({name for edit in edits if edit.kind is EditKind.CLIENT for name in _names_in(desk, edit.path)})
    if named:
        yield f"names still speak of who was left, which changes nothing: {_some(named)}"
    moved = {edit.group for edit in edits if edit.group}
    if moved and not keys and not put_in:
        yield "set the key that the new service reads; this tree names none"
    tests = {each.path for each in left if each.why is Why.TEST}
    if tests:
        yield f"bring the tests along: {_some(sorted(tests))}"
    if any(each.why is Why.DEPENDENCY for each in left):
        yield "take packages that nothing calls any more out with their package manager, which makes the lock file anew"


def _new_routes(desk: Desk, edits: Sequence[Edit]) -> Iterator[str]:
    """Services that are none of the new model's maker: which one runs it is the user's to say."""
    text = "\n".join(edit.new for edit in edits if edit.kind in (EditKind.CLIENT, EditKind.ADDRESS))
    for offer in desk.target.offers():
        facts = desk.map.routes[offer.route]
        bases = facts.address.base_urls if facts.address is not None else ()
        if not offer.route.startswith("direct:") and any(base in text for base in bases):
            others = [f"`{desk.target.model.id}@{each.route}`" for each in desk.target.offers() if each is not offer]
            yield f"{facts.name} runs it, which takes its own contract; ask for another way as {' or '.join(others) or 'none is known'}"


def _names_in(desk: Desk, path: str) -> Iterator[str]:
    """Functions of a file that are named after a vendor to leave."""
    file = desk.files.get(path)
    names = {name for vendor in desk.leaving for name in desk.known.names_of(vendor)}
    for found in _FUNCTION.finditer(file.text if file is not None else ""):
        if names & {word.lower() for word in _WORD.findall(found[1])}:
            yield f"{found[1]} ({path})"


def _worse(desk: Desk, edits: Sequence[Edit]) -> Iterator[str]:
    model = desk.target.model
    for vendor in sorted(desk.leaving):
        known = (desk.map.known(vendor, edit.old) for edit in edits if edit.kind is EditKind.MODEL)
        before = next((each for each in known if each is not None), None)
        if before is None:
            continue
        if 0 < model.context < before.context:
            yield f"{model.name} takes {model.context:,} tokens at once, {before.name} takes {before.context:,}"
        missing = [kind for kind in before.inputs if kind not in model.inputs]
        if missing:
            yield f"{model.name} takes no {' and no '.join(missing)}"


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:_SHOWN])
    return shown + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
