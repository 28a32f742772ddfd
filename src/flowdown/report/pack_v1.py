"""What installing a pack of orders changed, as other programs read it: `flowdown.installed-pack/1`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class InstalledPackV1:
    """A pack that counts now. `left` are orders of it that the program's own library has followed further, and keeps."""

    schema: Literal["flowdown.installed-pack/1"]
    name: str
    made: str
    came: str
    folder: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    left: tuple[str, ...]
