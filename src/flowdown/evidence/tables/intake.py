"""Takes in tables of contracts, suppliers and equipment as parts of a profile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from flowdown.base.errors import FlowdownError, UnusableFile, Where
from flowdown.evidence.profile.party import Organisation
from flowdown.evidence.profile.profile import OWN_BUSINESS, US, Profile
from flowdown.evidence.profile.read_profile import make_id
from flowdown.evidence.tables.table import SIZE_LIMIT, Row, Table, read_table


@dataclass(frozen=True, slots=True)
class Intake:
    """What tables gave: a part of a profile, what was noticed, and the rows that could not be read."""

    profile: Profile = field(default_factory=Profile)
    notes: tuple[str, ...] = ()
    faults: tuple[FlowdownError, ...] = ()


@dataclass(slots=True)
class Tray:
    """Where the reading of tables keeps what it finds."""

    organisation: Organisation
    notes: list[str] = field(default_factory=list)
    faults: list[FlowdownError] = field(default_factory=list)
    taken: set[str] = field(default_factory=lambda: {US, OWN_BUSINESS, "unknown"})

    def refuse(self, table: Table, row: Row, message: str) -> None:
        """Keep why a row is left out."""
        self.faults.append(UnusableFile(f"{message}; the row is left out", Where(table.file, row.line)))

    def note(self, table: Table, message: str, row: Row | None = None) -> None:
        """Keep something noticed."""
        self.notes.append(f"{Where(table.file, row.line if row else 0)}: {message}")

    def name(self, *wanted: str) -> str:
        """A free id made of the first of these that gives one."""
        first = next((name for each in wanted if (name := make_id(each)[:60].strip("-"))), "entry")
        number, free = 2, first
        while free in self.taken:
            free, number = f"{first}-{number}", number + 1
        self.taken.add(free)
        return free


def take_in_tables(
    contracts: Sequence[Path], suppliers: Sequence[Path], equipment: Sequence[Path], organisation: Organisation
) -> Intake:
    """Read tables; a row that cannot be read is told with its number, and the others are read.

    Raises `Problems` or `UnusableFile` for files that are no tables.
    """
    from flowdown.evidence.tables.contract_headings import HEADINGS as OF_CONTRACTS
    from flowdown.evidence.tables.contracts import take_contracts
    from flowdown.evidence.tables.equipment import HEADINGS as OF_EQUIPMENT
    from flowdown.evidence.tables.equipment import take_equipment
    from flowdown.evidence.tables.suppliers import HEADINGS as OF_SUPPLIERS
    from flowdown.evidence.tables.suppliers import take_suppliers

    tray = Tray(organisation)
    profile = Profile(organisation=organisation)
    for table in _tables(contracts, OF_CONTRACTS):
        held, customers = take_contracts(table, tray, profile)
        profile = replace(
            profile,
            organisation=tray.organisation,
            contracts=(*profile.contracts, *held),
            customers=(*profile.customers, *customers),
        )
    for table in _tables(suppliers, OF_SUPPLIERS):
        profile = replace(profile, suppliers=(*profile.suppliers, *take_suppliers(table, tray, profile)))
    for table in _tables(equipment, OF_EQUIPMENT):
        profile = replace(profile, equipment=take_equipment(table, tray, profile))
    faults = sorted(tray.faults, key=lambda fault: (fault.where or Where(""), fault.message))
    return Intake(profile, tuple(tray.notes), tuple(faults))


def _tables(files: Iterable[Path], headings: frozenset[str]) -> Iterable[Table]:
    return [read_table(_read(file), str(file), headings) for file in files]


def _read(file: Path) -> bytes:
    where = Where(str(file))
    try:
        if not file.is_file():
            raise UnusableFile("no such file", where)
        with file.open("rb") as opened:
            content = opened.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise UnusableFile(f"cannot be read: {error.strerror}", where) from None
    if len(content) > SIZE_LIMIT:
        raise UnusableFile(f"larger than {SIZE_LIMIT // 1024 // 1024} MiB", where)
    return content
