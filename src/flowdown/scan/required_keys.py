"""Lists of the environment's variables that a program goes through: each of them is read there."""

from __future__ import annotations

import re

from flowdown.scan.code_file import CodeFile
from flowdown.scan.context import Context

_REACH = 300
"""Characters behind the head of a loop in which a variable is read ..."""
_BEFORE_REACH = 120
"""... and before that of a comprehension."""
_NAME = re.compile(r"[\w$]+\Z")
_LOOP = r"\bfor\s*\(?\s*(?:const\s+|let\s+|var\s+)?(?P<one>[\w$]+)\s+(?:in|of)\s+"
_MAPPED = r"\s*\.(?:filter|forEach|some|every|find|map|reduce)\(\s*(?:function\s*)?\(?\s*(?P<one>[\w$]+)"
_TAKEN = r"(?:\[[\w.$]+\]|\.get\([^()\n]*\))!?(?:\s*(?:\?\?|\|\||or)\s*[\[(]\s*[\])])?\)?"
"""What takes the list of one key out of a map, or an empty one."""
_BEFORE = re.compile(_LOOP + r"\Z")
_BEHIND = re.compile(_MAPPED)


def is_gone_through(file: CodeFile, context: Context, start: int) -> bool:
    """Whether a list that holds a place is gone through, and the environment asked for each of its members."""
    masked = file.masked
    frames = file.frames.around(start, 1)
    if not frames or frames[0].opener < 0 or "env" not in masked:
        return False
    opener, close = frames[0].opener, file.frames.close_of(frames[0].opener)
    found = _BEFORE.search(masked, max(0, opener - 60), opener) or _BEHIND.match(masked, close + 1)
    if found is not None:
        return _reads(masked, found.group("one"), opener, close)
    target = context.target.rpartition(".")[2]
    if not _NAME.match(target) or context.callee or len(context.keys) > 1:
        return False
    # In a map each list is gone through that stands under what is asked for: `(KEYS[vendor] ?? []).some(...)`.
    name = re.escape(target) + (_TAKEN if context.keys else "")
    goes = re.compile(rf"{_LOOP}(?:self\.|this\.)?{name}(?!\w)|(?<![\w$]){name}{_MAPPED}".replace("(?P<one>", "(", 2))
    return any(_reads(masked, match.group(1) or match.group(2), *match.span()) for match in goes.finditer(masked))


def _reads(masked: str, name: str, start: int, end: int) -> bool:
    """Whether the environment is asked for a name round a loop's head: behind it, or before it in a comprehension."""
    before = masked.rfind("\n", 0, masked.rfind("\n", 0, start) + 1 or start) + 1
    before = max(before, start - _BEFORE_REACH, masked.rfind(":\n", 0, start) + 1)
    one = re.escape(name)
    asks = rf"env(?:iron)?(?:\.get|\.has)?\s*[\[(]\s*{one}\s*[\]),]|getenv\(\s*{one}\b|(?<!\w){one}\s+(?:not\s+)?in\s+(?:\w+\.)?environ\b"
    return re.search(asks, masked[before : end + _REACH]) is not None
