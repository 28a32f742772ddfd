"""Keeps what was brought, by whom, and what became of it."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowdown.server.accounts.database import Database

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was brought; `told` is what was said of it, as the JSON that programs got."""

    id: str
    person: str
    at: str
    name: str
    size: str
    digest: str
    fate: str
    told: str


def add_upload(database: Database, organisation: str, upload: Upload) -> None:
    """Keep one."""
    identity, *rest = astuple(upload)
    with database.write() as run:
        run("INSERT INTO upload VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (identity, organisation, *rest))


def list_uploads(database: Database, organisation: str) -> tuple[Upload, ...]:
    """The latest of an organisation."""
    statement = (
        "SELECT id, person, at, name, size, digest, fate, told FROM upload WHERE organisation = ?"
        f" ORDER BY at DESC, id LIMIT {MOST_SHOWN}"
    )
    return tuple(Upload(*row) for row in database.read(statement, (organisation,)))
