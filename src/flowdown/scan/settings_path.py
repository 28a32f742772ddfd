"""The path by which a program takes a setting out of what it has loaded from a file: `config["chat"]["model"]`."""

from __future__ import annotations

import re

_ROOT = r"(?:(?:self|this|app|cls)\.)?(?:\w+\.)?\w*(?i:config|configuration|conf|cfg|settings?)(?:\(\))?"
_STEP = r"""\[\s*["']([\w.:\-]+)["']\s*\]|\??\.(?:get|GetValue<\w+\??>|GetSection)\(\s*["']([\w.:\-]+)["']\s*(?:,[^()]*)?\)"""
_PATH = re.compile(rf"{_ROOT}(?:{_STEP})+")
_ASKED = re.compile(r"""\\?(?:config|Config::get)\(\s*["']([\w-]+(?:\.[\w-]+)+)["']\s*(?:,\s*["']([^"']*)["']\s*)?\)""")
"""A framework's own function that takes a setting by its whole path."""
_STEPS = re.compile(_STEP)
_DEFAULT = re.compile(r""",\s*["']([^"']+)["']\s*\)\Z""")
_LOADED = re.compile(r"(?i)(?:config|configuration|conf|cfg|settings?)\Z")
_OWN = frozenset(("self", "this", "cls", "app"))
_LONGEST = 160


def setting_of(text: str) -> tuple[str, str | None] | None:
    """The dotted path of a setting that an expression takes, and the literal that stands for it where it is not set."""
    if len(text) > _LONGEST or text[-1:] not in ("]", ")"):
        return None
    asked = _ASKED.fullmatch(text)
    if asked is not None:
        return asked.group(1), asked.group(2) or None
    if _PATH.fullmatch(text) is None:
        return None
    keys = [one or other for one, other in _STEPS.findall(text)]
    default = _DEFAULT.search(text)
    return ".".join(keys).replace(":", "."), default.group(1) if default is not None else None


def setting_of_member(name: str) -> str:
    """The dotted path of a setting that a name takes as a member: `config.chat.model`; empty if it takes none."""
    parts = [part for part in re.split(r"[.:>]+", name) if part not in _OWN]
    return ".".join(parts[1:]) if len(parts) > 1 and _LOADED.search(parts[0]) else ""
