"""What a backup holds, as it says itself and other programs read it: `flowdown.backup/1`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class BackupV1:
    """A backup. `files` holds a digest for each; `database` says where a database was that is in it (empty: none)."""

    schema: Literal["flowdown.backup/1"]
    tool: str
    made_at: str
    database: str
    files: Mapping[str, str]
