"""Read what an organisation says of itself."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableFile, Where
from flowdown.base.strict_yaml import SIZE_LIMIT
from flowdown.pipeline.claims import Target

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.evidence.profile.open_point import OpenPoint
    from flowdown.evidence.profile.profile import StatedProfile


@dataclass(frozen=True, slots=True)
class ProfileReading:
    """A profile that was read: what it holds, what it leaves open, what of it could not be checked."""

    stated: StatedProfile
    open_points: tuple[OpenPoint, ...]
    claims: int
    new: int | None = None
    """Claims that the store did not hold before; None where nothing was kept."""


def usual_profile(file: Path) -> Path | None:
    """The file, if it states more than waivers."""
    from flowdown.evidence.profile.read_profile import states_profile

    return file if states_profile(read_content(file)) else None


def read_content(file: Path) -> bytes:
    """The bytes of an authored file; raises `UnusableFile` for one that is missing or too large."""
    where = Where(str(file))
    try:
        if not file.is_file():
            raise UnusableFile("no such file", where, "`flowdown init` writes one")
        with file.open("rb") as opened:
            content = opened.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise UnusableFile(f"cannot be read: {error.strerror}", where) from None
    if len(content) > SIZE_LIMIT:
        raise UnusableFile(f"larger than {SIZE_LIMIT // 1024 // 1024} MiB", where)
    return content


def load_profile(file: Path, catalogue: Catalogue) -> StatedProfile:
    """The profile in a file; raises `Problems` with everything that is wrong with it."""
    from flowdown.evidence.profile.read_profile import read_profile

    content = read_content(file)
    key = (hashlib.sha256(content).hexdigest(), str(file), catalogue.digest)
    found = _READ.get(key)
    if found is None:
        found = read_profile(content, str(file), catalogue)
        _READ[key] = found
        while len(_READ) > _MOST_READ:
            _READ.pop(next(iter(_READ)), None)
    return found


_READ: dict[tuple[str, str, str], StatedProfile] = {}
_MOST_READ = 4
"""Profiles that are kept as they were read: that of a large organisation takes a second, and a server needs it for each upload."""


def open_points(stated: StatedProfile) -> tuple[OpenPoint, ...]:
    """Everything that a profile leaves open, in the order of its sections."""
    from flowdown.evidence.profile.open_point import find_open_points

    return find_open_points(stated.profile)


def take_in_profile(file: Path, cache: Path | None, target: Target | None, moment: datetime.datetime) -> ProfileReading:
    """Read a profile and, with a `target`, keep what it says there."""
    from flowdown.catalogue import load
    from flowdown.evidence.from_profile import gather_profile, read_profile_at
    from flowdown.evidence.profile.open_point import find_open_points
    from flowdown.graph import open_store
    from flowdown.graph.reading import leave_out_known

    catalogue = load((), cache)
    stated = load_profile(file, catalogue)
    claims = gather_profile(stated, catalogue)
    new = None
    if target is not None:
        with open_store(target) as store:
            new = store.add(leave_out_known(store, (*claims, read_profile_at(stated, moment))), moment).new
    return ProfileReading(stated, find_open_points(stated.profile), len(claims), new)
