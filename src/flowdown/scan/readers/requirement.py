"""Read one requirement of Python (PEP 508, loosely) or of another package manager's command line."""

from __future__ import annotations

import re

_PYTHON = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*(?=[<>=!~@;,(\s#]|\Z)")
_NPM = re.compile(r"((?:@[\w.~-]+/)?[\w.~-]+?)(?:@[^/\s]*)?\Z")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._-]+)")
_HOSTED = re.compile(r"(?:git\+)?(?:https?|ssh|git)://[^\s#]+?/([A-Za-z0-9._-]+?)(?:\.git)?(?:@[^\s#/]+)?(?:#.*)?\Z")


def python_name(text: str) -> tuple[str, int, int] | None:
    """The package's name in a requirement and its span, or None."""
    found = _PYTHON.match(text)
    if found:
        return found.group(1), found.start(1), found.end(1)
    egg = _EGG.search(text)
    if egg:
        return egg.group(1), egg.start(1), egg.end(1)
    hosted = _HOSTED.search(text)
    return (hosted.group(1), hosted.start(1), hosted.end(1)) if hosted else None


def npm_name(text: str) -> str | None:
    """The package's name in `name@range`, or None for paths and addresses."""
    if text.startswith((".", "/", "-", "http:", "https:", "git", "file:", "$")):
        return None
    text = text.removeprefix("npm:")
    found = _NPM.match(text)
    return found.group(1) if found else None
