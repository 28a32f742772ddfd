"""Puts one value into the text of a `flowdown.yaml`, leaving every other line and comment as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from flowdown.base.errors import UnusableArgument, UnusableFile, Where
from flowdown.base.strict_yaml import Path, format_path

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+/-]*(?::[0-9]{2}[A-Za-z0-9_.+/:-]*)?(?: [A-Za-z]+/[A-Za-z_]+)?", re.ASCII)
_LIST = re.compile(r"\[ *(?:[A-Za-z0-9_.-]+(?: *, *[A-Za-z0-9_.-]+)*)? *\]", re.ASCII)


def put_value(text: str, file: str, path: Path, value: str) -> str:
    """The text with a value at a path: in the place of what stands there, else as a new key. Raises `UnusableFile`."""
    *above, name = path
    node = _find(text, file, tuple(above))
    if not isinstance(name, str) or node is None or node.id != "mapping":
        raise UnusableArgument(f"nothing can be put at `{format_path(path)}`")
    known = _value_of(node, name)
    if known is None:
        return _add(text, node, f"{name}: {_write(value)}")
    if known.id != "scalar":
        raise UnusableFile(
            f"`{name}` holds more than one value",
            Where(file, known.start_mark.line + 1, path=format_path(path)),
            "edit the profile",
        )
    start, end = known.start_mark.index, known.end_mark.index
    # An empty value has no place of its own: it goes behind the colon.
    return f"{text[:start]}{'' if known.value else ' '}{_write(value)}{text[end:]}"


def add_to_list(text: str, file: str, path: Path, name: str, fields: Mapping[str, str]) -> str:
    """The text with one more thing in the list `name` of what stands at a path; the list is begun where there is none."""
    written = "{" + ", ".join(f"{key}: {_write(value)}" for key, value in fields.items() if value) + "}"
    node = _find(text, file, path)
    if node is None or node.id != "mapping":
        raise UnusableArgument(f"nothing can be put at `{format_path(path)}`")
    known = _value_of(node, name)
    if known is None or (known.id == "scalar" and not known.value and not node.flow_style):
        if known is not None:
            start = known.start_mark.index
            return f"{text[:start]} [{written}]{text[start:]}"
        return _add(text, node, f"{name}: [{written}]")
    if known.id != "sequence":
        raise UnusableFile(f"`{name}` is no list", Where(file, known.start_mark.line + 1), "edit the profile")
    if known.flow_style:
        at = known.end_mark.index - 1
        return f"{text[:at].rstrip()}{', ' if known.value else ''}{written}{text[at:]}"
    last = known.value[-1]
    start = text.rfind("\n", 0, last.start_mark.index) + 1
    dash = text.index("-", start) - start
    at = _line_end(text, _last(last))
    return f"{text[:at]}\n{' ' * dash}- {written}{text[at:]}"


def _find(text: str, file: str, path: Path) -> Any:
    import yaml

    node: Any
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        raise UnusableFile("is no YAML", Where(file)) from None
    for step in path:
        if node is None:
            break
        if isinstance(step, int):
            node = node.value[step] if node.id == "sequence" and step < len(node.value) else None
        else:
            node = _value_of(node, step) if node.id == "mapping" else None
    return node


def _value_of(node: Any, name: str) -> Any:
    return next((value for key, value in node.value if key.value == name), None)


def _add(text: str, node: Any, line: str) -> str:
    if node.flow_style:
        at = node.end_mark.index - 1
        return f"{text[:at].rstrip()}{', ' if node.value else ''}{line}{text[at:]}"
    # Behind the first key: what follows the last one may be a list.
    key, value = node.value[0]
    at = _line_end(text, max(int(key.end_mark.index), _last(value)))
    return f"{text[:at]}\n{' ' * key.start_mark.column}{line}{text[at:]}"


def _last(node: Any) -> int:
    """Where the last thing in a node ends; a block itself ends only before the next one."""
    if not isinstance(node.value, list) or not node.value or node.flow_style:
        return int(node.end_mark.index)
    last = node.value[-1]
    if isinstance(last, tuple):
        return max(int(last[0].end_mark.index), _last(last[1])) if last[1].value else int(last[0].end_mark.index)
    return _last(last)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _write(value: str) -> str:
    """A value as it stands in YAML: plain where that is surely the same, else in quotes; `[a, b]` is a list."""
    if _PLAIN.fullmatch(value) or _LIST.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=True)
