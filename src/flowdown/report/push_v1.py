"""What became of a scan that was pushed, as other programs read it: `flowdown.push/1`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class PushV1:
    """A scan that the server keeps. `digest` is the SHA-256 of what was pushed; `is_new` is false where it was there before.

    `new` counts claims; `trees` are called as the server keeps them; `strays` are those that its profile does not name.
    """

    schema: Literal["flowdown.push/1"]
    digest: str
    is_new: bool
    new: int
    trees: tuple[str, ...]
    strays: tuple[str, ...]
