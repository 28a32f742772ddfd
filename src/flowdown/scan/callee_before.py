"""The name that is called where a text ends."""

from __future__ import annotations

import re

_CALLEE_REVERSED = re.compile(r"[\w$!@]+(?:(?:\.\??|::|>-|\.\)\()[\w$!@]+)*")


def callee_before(ahead: str) -> str:
    """The dotted name that a text ends with, without type arguments; empty if it ends with none."""
    text = ahead.rstrip()
    text = text.removesuffix("?.").removesuffix("::")
    if text.endswith(">") and not text.endswith(("=>", "->")):
        text = text[: text.rfind("<")] if "<" in text else text
        text = text.removesuffix("::").rstrip()
    match = _CALLEE_REVERSED.match(text[::-1])
    return match.group()[::-1] if match else ""
