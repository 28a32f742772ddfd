"""Lines that end in two characters, told in one: readers know one end of a line."""

from __future__ import annotations

_GOES_ON = {"ps1": ("`", "\\"), "psm1": ("`", "\\"), "bat": ("^",), "cmd": ("^",)}
"""By a file's ending, the signs by which a line goes on in the next."""
_USUAL = ("\\",)


def with_plain_ends(text: str, path: str) -> str:
    """A text of the same length, each line's first end a blank; a line that goes on in the next still does."""
    for sign in _GOES_ON.get(path.rsplit(".", 1)[-1].lower(), _USUAL):
        text = text.replace(f"{sign}\r\n", f" {sign}\n")
    return text.replace("\r\n", " \n")
