"""Write a first `flowdown.yaml` from answers, exports and what is found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import FlowdownError, UnusableArgument, UnusableFile, Where
from flowdown.evidence.profile.draft import Candidate, Draft
from flowdown.evidence.profile.party import Organisation
from flowdown.evidence.profile.profile import NAME, Profile
from flowdown.pipeline.interview import Ask, Tell, interview
from flowdown.scan.run import Progress

if TYPE_CHECKING:
    from flowdown.evidence.tables.intake import Intake

OLD = f"{NAME}.old"
"""Where the file is kept that `--force` writes over."""


@dataclass(frozen=True, slots=True)
class InitRequest:
    """What a profile is made of: the folder looked at, who you are, tables to read, whether the code is scanned.

    `ask` puts questions to a person; without it nothing is asked.
    """

    folder: Path
    is_forced: bool = False
    organisation: Organisation = field(default_factory=Organisation)
    contracts: tuple[Path, ...] = ()
    suppliers: tuple[Path, ...] = ()
    equipment: tuple[Path, ...] = ()
    scans: bool = True
    ask: Ask | None = None
    tell: Tell = field(default=print)


@dataclass(frozen=True, slots=True)
class Initial:
    """The text of a first profile, what it holds, what was noticed, and rows of tables that could not be read."""

    text: str
    profile: Profile
    candidates: tuple[Candidate, ...]
    notes: tuple[str, ...]
    faults: tuple[FlowdownError, ...]


def name_us(name: str, uei: str, cage: str) -> Organisation:
    """Who asks. Raises `UnusableArgument` for what is no identifier."""
    from flowdown.evidence.profile.identifier import examine_cage, examine_uei

    verdicts = [examine(text) for examine, text in ((examine_uei, uei), (examine_cage, cage)) if text]
    for each in verdicts:
        if each.fault:
            raise UnusableArgument(each.fault, hint=each.hint)
    return Organisation(name=name, uei=uei.strip().upper(), cage=cage.strip().upper())


def draw_up_profile(request: InitRequest, cache: Path | None = None, progress: Progress | None = None) -> Initial:
    """Draw up a profile; nothing is written. Raises `UnusableFile` where one is there already, unless forced."""
    from flowdown.catalogue import load
    from flowdown.evidence.profile.read_profile import read_profile
    from flowdown.evidence.profile.write_draft import write_draft
    from flowdown.pipeline.survey import find_candidates, find_repositories

    file = request.folder / NAME
    if not request.folder.is_dir():
        raise UnusableFile("no such folder", Where(str(request.folder)))
    if (file.exists() or file.is_symlink()) and not request.is_forced:
        hint = f"`flowdown profile` reads it; `--force` writes it anew and keeps this one as {OLD}"
        raise UnusableFile("is there already", Where(str(file)), hint)
    taken = _take_in(request)
    found = replace(
        taken.profile,
        organisation=_organisation(request, taken.profile.organisation),
        repositories=find_repositories(request.folder),
    )
    candidates = find_candidates(request.folder, cache, progress) if request.scans else ()
    profile = interview(found, request.ask, request.tell) if request.ask is not None else found
    profile = replace(profile, organisation=_named(profile.organisation, request.folder))
    text = write_draft(Draft(profile, candidates, _waivers_of(file)))
    # What is written is read as it will be: nothing that could not be read back is ever left behind.
    stated = read_profile(text.encode(), str(file), load((), cache))
    return Initial(text, profile, candidates, (*taken.notes, *stated.notes), taken.faults)


def write_profile(request: InitRequest, initial: Initial) -> Path:
    """Write what was drawn up, whole or not at all; a file that is written over is kept beside it."""
    from flowdown.base.write_file import write_whole

    file = request.folder / NAME
    if request.is_forced and file.is_file():
        old = file.read_text(encoding="utf-8", errors="surrogateescape")
        if old != initial.text:
            write_whole(request.folder / OLD, old, replaces=True)
    write_whole(file, initial.text, replaces=request.is_forced)
    _make_private(request.folder / ".flowdown")
    return file


def _take_in(request: InitRequest) -> Intake:
    from flowdown.evidence.tables.intake import take_in_tables

    return take_in_tables(request.contracts, request.suppliers, request.equipment, request.organisation)


def _organisation(request: InitRequest, read: Organisation) -> Organisation:
    given = request.organisation
    return replace(
        read,
        name=given.name or read.name,
        uei=given.uei or read.uei,
        cage=given.cage or read.cage,
    )


def _named(us: Organisation, folder: Path) -> Organisation:
    from flowdown.evidence.profile.read_profile import make_id
    from flowdown.pipeline.survey import find_owner

    return us if us.id else replace(us, id=make_id(us.name or find_owner(folder) or folder.resolve().name) or "us-inc")


def _waivers_of(file: Path) -> str:
    """The waivers of a file that is written over, word for word."""
    if not file.is_file():
        return ""
    text = file.read_text(encoding="utf-8-sig", errors="replace")
    match = re.search(r"^waivers:.*\n?(?:(?:[ \t#-].*)?\n?)*", text, re.MULTILINE)
    return match[0] if match else ""


def _make_private(folder: Path) -> None:
    """The folder in which claims will be kept: nobody else's, and unseen by git."""
    if folder.exists() or folder.is_symlink():
        return
    try:
        folder.mkdir(mode=0o700)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError:
        return
