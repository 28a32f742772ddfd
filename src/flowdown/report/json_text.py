"""JSON as text that any parser reads and no terminal obeys."""

from __future__ import annotations

import json
import re

from flowdown.base.canonical import to_json

# DEL, C1 controls, zero-width and direction marks, line separators, tags: legal in JSON, harmful on a screen.
_STEERING = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_json(value: object) -> str:
    """Indented JSON in the order of the fields, ending in a newline.

    Steering characters are written as escapes, so the value is the same. A lone surrogate, which no strict
    parser takes, becomes the visible text of the byte it stands for.
    """
    text = json.dumps(to_json(value), indent=2, ensure_ascii=False)
    text = _SURROGATE.sub(_name_byte, text)
    return _STEERING.sub(_escape, text) + "\n"


def _name_byte(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else "\ufffd"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
