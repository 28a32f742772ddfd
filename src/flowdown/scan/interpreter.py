"""Which detector reads a program whose name does not say its language: the one of the interpreter on its first line."""

from __future__ import annotations

import re

_FIRST_LINE = re.compile(
    r"#![ \t]*/\S*?(?:env[ \t]+(?:-S[ \t]*)?(?:-\w+[ \t]+|\w+=\S*[ \t]+)*)?([a-zA-Z]+)[\d.]*(?=\s|\Z)([^\n]*)"
)
_LONGEST = 200
"""Characters of a first line that are looked at; systems read no more of it."""
_DETECTORS = {
    "python": "python",
    "pypy": "python",
    "uv": "python",
    "ruby": "ruby",
    "jruby": "ruby",
    "node": "javascript",
    "nodejs": "javascript",
    "deno": "javascript",
    "bun": "javascript",
    "tsx": "javascript",
    "zx": "javascript",
    "php": "php",
    "Rscript": "r",
    "elixir": "elixir",
    "pwsh": "powershell",
    "groovy": "jvm",
    "jbang": "jvm",
    "swift": "swift",
    "lua": "lua",
    "luajit": "lua",
    "nvim": "lua",
    "sh": "script-file",
    "bash": "script-file",
    "zsh": "script-file",
    "dash": "script-file",
    "ksh": "script-file",
    "ash": "script-file",
}


def detector_of(path: str, text: str) -> str:
    """The id of the detector that reads a file without a suffix which says what it is run by; empty if none does."""
    if not text.startswith("#!") or "." in path.rpartition("/")[2].lstrip("."):
        return ""
    match = _FIRST_LINE.match(text[:_LONGEST])
    if match is None:
        return ""
    # `env -S uv run --script` and `bundle exec ruby` name what runs what runs it.
    named = (match.group(1), *re.findall(r"[a-zA-Z]+", match.group(2)))
    return next((_DETECTORS[word] for word in named if word in _DETECTORS), "")
