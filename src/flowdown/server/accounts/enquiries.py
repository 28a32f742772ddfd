"""Questions to suppliers behind a link: signed, until a day, for one answer, and for nothing else."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument
from flowdown.server.accounts.audit import Doer, note
from flowdown.server.accounts.invitations import NoLink
from flowdown.server.accounts.people import check_name
from flowdown.server.accounts.secret import is_same, make_id, sign, stamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowdown.server.accounts.database import Database

MOST_DAYS, MOST_VENDORS = 180, 60
_LINK = re.compile(r"([0-9a-f]{16})\.([0-9a-f]{64})")
_COLUMNS = "id, organisation, supplier, firm, vendors, note, made_by, made_at, ends_at, answered_at, ended_at"


@dataclass(frozen=True, slots=True)
class Enquiry:
    """Which supplier is asked (`firm` is its name) of which vendors, by whom, until when."""

    id: str
    organisation: str
    supplier: str
    firm: str
    vendors: tuple[str, ...]
    note: str
    made_by: str
    made_at: str
    ends_at: str
    answered_at: str
    ended_at: str

    def is_open(self, now: datetime.datetime) -> bool:
        """Whether it can be answered."""
        return not self.answered_at and not self.ended_at and stamp(now) < self.ends_at

    def link(self, secret: str) -> str:
        """What stands in the address: which enquiry, signed with the day of its end."""
        return f"{self.id}.{sign(secret, 'enquiry', self.id, self.ends_at)}"


def add_enquiry(
    database: Database,
    supplier: str,
    firm: str,
    vendors: Sequence[str],
    remark: str,
    days: int,
    doer: Doer,
    now: datetime.datetime,
) -> str:
    """Make an enquiry; return its id."""
    named = tuple(dict.fromkeys(check_name(each) for each in vendors if each.strip()))
    if not 1 <= len(named) <= MOST_VENDORS:
        raise UnusableArgument(f"an enquiry asks of 1 to {MOST_VENDORS} vendors")
    if not 1 <= days <= MOST_DAYS:
        raise UnusableArgument(f"an enquiry lasts 1 to {MOST_DAYS} days")
    identity, ends = make_id(), stamp(now + datetime.timedelta(days=days))
    values = (identity, doer.organisation, supplier, check_name(firm), json.dumps(named), remark, doer.person)
    with database.write() as run:
        run("INSERT INTO enquiry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '')", (*values, stamp(now), ends))
        note(run, doer, "make enquiry", supplier, now, ", ".join(named))
    return identity


def find_enquiry(database: Database, secret: str, link: str, now: datetime.datetime) -> Enquiry:
    """The enquiry of a link that can be answered; raises `NoLink`, whatever it is that is wrong."""
    match = _LINK.fullmatch(link)
    rows = database.read(f"SELECT {_COLUMNS} FROM enquiry WHERE id = ?", (match[1],)) if match else []
    if match and rows:
        found = _enquiry(rows[0])
        if is_same(found.link(secret), link) and found.is_open(now):
            return found
    raise NoLink("this link was answered, or has ended", hint="ask whoever sent it for another one")


def close_enquiry(database: Database, enquiry: Enquiry, doer: Doer, now: datetime.datetime, *, is_answer: bool) -> bool:
    """Note that it was answered or ended; False where somebody else did in this moment."""
    column = "answered_at" if is_answer else "ended_at"
    statement = (
        f"UPDATE enquiry SET {column} = ? WHERE id = ? AND organisation = ? AND answered_at = '' AND ended_at = ''"
    )
    with database.write() as run:
        if not run(statement, (stamp(now), enquiry.id, enquiry.organisation)):
            return False
        note(run, doer, "answer enquiry" if is_answer else "end enquiry", enquiry.supplier, now, enquiry.id)
    return True


def list_enquiries(database: Database, organisation: str) -> tuple[Enquiry, ...]:
    """Those of an organisation, the newest first."""
    statement = f"SELECT {_COLUMNS} FROM enquiry WHERE organisation = ? ORDER BY made_at DESC, id LIMIT 2000"
    return tuple(map(_enquiry, database.read(statement, (organisation,))))


def _enquiry(row: tuple[str, ...]) -> Enquiry:
    identity, organisation, supplier, firm, vendors, *rest = row
    return Enquiry(identity, organisation, supplier, firm, tuple(json.loads(vendors)), *rest)
