"""Puts a contract into the text of a `flowdown.yaml`, leaving every other line and comment as it is."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flowdown.base.errors import UnusableFile, Where
from flowdown.evidence.profile.clause import month_of, number_of, split_clause
from flowdown.evidence.profile.contract import Contract, StatedClause
from flowdown.evidence.profile.identifier import examine_piid
from flowdown.evidence.profile.write_draft import write_entry, write_flow, write_scalar

_BY_HAND = "put the draft in by hand (`--format yaml`)"
_FIELDS = ("piid", "number", "parent", "kind", "solicited", "awarded", "starts", "ends")
_OPEN = ("", "unknown", "null", "~")


@dataclass(frozen=True, slots=True)
class Placed:
    """The new text, and what stood there already and was left as it is."""

    text: str
    identity: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def put_in(text: str, file: str, contract: Contract) -> Placed:
    """The text of a profile with the contract: into the entry of the same id or number, else as a new one.

    Raises `UnusableFile` where the file is written in a way into which no line can be put.
    """
    import yaml

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    editor = _Editor(text, file)
    if root is None:
        return Placed(editor.add_section(contract, None), contract.id, ())
    key, value = _pair(root, "contracts")
    if value is None or not isinstance(value, yaml.SequenceNode) or not value.value:
        return Placed(editor.add_section(contract, (key, value) if key is not None else None), contract.id, ())
    known = next((each for each in value.value if _is_same(each, contract)), None)
    if known is not None:
        return editor.add_to(known, contract)
    if value.flow_style:
        raise UnusableFile("`contracts` is written in one line", Where(file, value.start_mark.line + 1), _BY_HAND)
    taken = {_scalar(_pair(each, "id")[1]) for each in value.value}
    number, identity = 2, contract.id
    while identity in taken:
        identity, number = f"{contract.id}-{number}", number + 1
    return Placed(editor.add_entry(value, dataclasses.replace(contract, id=identity)), identity, ())


class _Editor:
    def __init__(self, text: str, file: str) -> None:
        self.text = text if text.endswith("\n") or not text else f"{text}\n"
        self.file = file
        self.edits: list[_Edit] = []
        self.notes: list[str] = []

    def add_section(self, contract: Contract, pair: tuple[Any, Any] | None) -> str:
        lines = "".join(f"{each}\n" for each in ("contracts:", *write_entry(contract)))
        if pair is None:
            return f"{self.text}\n{lines}" if self.text else lines
        start, end = pair[0].start_mark.index, self._line_end(max(pair[0].end_mark.index, pair[1].end_mark.index))
        comment = self.text[pair[1].end_mark.index : end].strip()
        head, rest = lines.split("\n", 1)
        return f"{self.text[:start]}{head}{f'  {comment}' if comment.startswith('#') else ''}\n{rest}{self.text[end:].lstrip(chr(10))}"

    def add_entry(self, sequence: Any, contract: Contract) -> str:
        indent = self._dash(sequence.value[-1]) - 2
        lines = "".join(_shifted(write_entry(contract), indent))
        at = self._line_end(_last(sequence)) + 1
        return f"{self.text[:at]}{lines}{self.text[at:]}"

    def add_to(self, node: Any, contract: Contract) -> Placed:
        where = Where(self.file, node.start_mark.line + 1)
        if node.flow_style:
            raise UnusableFile("this contract is written in one line", where, _BY_HAND)
        indent = node.value[0][0].start_mark.column
        for name in _FIELDS:
            self._set(node, name, getattr(contract, name), indent)
        documents = [each for each in contract.documents if not self._holds(node, each.name)]
        self._extend(node, "documents", [write_flow(each) for each in documents], indent)
        self._extend(node, "clauses", [write_flow(each) for each in self._new(node, contract)], indent)
        text = self.text
        for edit in sorted(self.edits, key=lambda each: each.start, reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return Placed(text, _scalar(_pair(node, "id")[1]) or contract.id, tuple(self.notes))

    def _set(self, node: Any, name: str, value: object, indent: int) -> None:
        written = write_scalar(value) if value not in (None, "") else ""
        if written in _OPEN:
            return
        key, known = _pair(node, name)
        if key is None:
            # Behind the first key: what follows the last one may be a list.
            at = self._line_end(_last(node.value[0][1])) + 1
            self.edits.append(_Edit(at, at, f"{' ' * indent}{name}: {written}\n"))
        elif _scalar(known) in _OPEN:
            start = known.start_mark.index if known.value else key.end_mark.index + 1
            end = known.end_mark.index if known.value else start
            self.edits.append(_Edit(start, end, written if known.value else f" {written}"))
        elif _plain(_scalar(known)) != _plain(written):
            self.notes.append(f"`{name}` says {_scalar(known)} and was left; the document says {written}")

    def _new(self, node: Any, contract: Contract) -> list[StatedClause]:
        known: dict[tuple[str, str], tuple[str, str]] = {}
        listed = _pair(node, "clauses")[1]
        for each in listed.value if listed is not None and isinstance(listed.value, list) else ():
            stands = _stated(each)
            known[number_of(stands[0]), stands[2]] = stands[1], _scalar(_pair(each, "present")[1]) or "yes"
        new = []
        for each in contract.clauses if isinstance(contract.clauses, tuple) else ():
            version, present = known.get((number_of(each.clause), each.alternate), ("", ""))
            read = str(each.version or "")
            if not present:
                new.append(each)
            elif month_of(version or "unknown") != month_of(read or "unknown") or present != each.present:
                stood = f"stands there with `{version or 'no date'}`, present: {present}, and was left"
                said = f"the document says {read or 'no date'}, present: {each.present}"
                self.notes.append(f"{each.clause} {stood}; {said}")
        return new

    def _holds(self, node: Any, name: str) -> bool:
        listed = _pair(node, "documents")[1]
        items = listed.value if listed is not None and isinstance(listed.value, list) else ()
        return any(_scalar(_pair(each, "name")[1]) == name for each in items)

    def _extend(self, node: Any, name: str, written: Sequence[str], indent: int) -> None:
        if not written:
            return
        key, listed = _pair(node, name)
        if key is None:
            at = self._line_end(_last(node)) + 1
            lines = (f"{' ' * indent}{name}:\n", *(f"{' ' * indent}  - {each}\n" for each in written))
            self.edits.append(_Edit(at, at, "".join(lines)))
        elif isinstance(listed.value, list) and listed.value:
            if listed.flow_style:
                raise UnusableFile(
                    f"`{name}` is written in one line", Where(self.file, key.start_mark.line + 1), _BY_HAND
                )
            at = self._line_end(_last(listed)) + 1
            dash = self._dash(listed.value[-1])
            self.edits.append(_Edit(at, at, "".join(f"{' ' * dash}- {each}\n" for each in written)))
        else:
            start, end = key.end_mark.index + 1, max(listed.end_mark.index, key.end_mark.index + 1)
            below = "".join(f"\n{' ' * indent}  - {each}" for each in written)
            after = self.text[end : self._line_end(end)]
            self.edits.append(_Edit(start, end + len(after), f"{'  ' + after.strip() if after.strip() else ''}{below}"))

    def _dash(self, item: Any) -> int:
        start = self.text.rfind("\n", 0, item.start_mark.index) + 1
        return self.text.index("-", start) - start

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end


def _shifted(lines: Iterable[str], indent: int) -> Iterable[str]:
    for each in lines:
        yield f"{' ' * indent if indent > 0 else ''}{each[-min(indent, 0) :]}\n"


def _pair(node: Any, name: str) -> tuple[Any, Any]:
    for key, value in node.value if isinstance(node.value, list) and node.id == "mapping" else ():
        if key.value == name:
            return key, value
    return None, None


def _scalar(node: Any) -> str:
    return node.value if node is not None and isinstance(node.value, str) else ""


def _last(node: Any) -> int:
    """Where the last thing in a node ends; the node itself ends only before the next one."""
    if not isinstance(node.value, list) or not node.value or node.flow_style:
        return int(node.end_mark.index)
    last = node.value[-1]
    if isinstance(last, tuple):
        return max(int(last[0].end_mark.index), _last(last[1])) if last[1].value else int(last[0].end_mark.index)
    return _last(last)


def _is_same(node: Any, contract: Contract) -> bool:
    if _scalar(_pair(node, "id")[1]) == contract.id:
        return True
    piid = contract.piid if isinstance(contract.piid, str) else ""
    known = _scalar(_pair(node, "piid")[1])
    return bool(piid and known) and examine_piid(piid).value == examine_piid(known).value and not contract.order_numbers


def _stated(node: Any) -> tuple[str, str, str]:
    if isinstance(node.value, str):
        return split_clause(node.value)
    clause, version, alternate = (_scalar(_pair(node, name)[1]) for name in ("clause", "version", "alternate"))
    return clause, version, alternate


def _plain(text: str) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        return text.strip("\"'").replace("-", "").upper()
