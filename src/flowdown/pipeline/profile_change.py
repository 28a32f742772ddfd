"""Changes the profile: checked as a whole, every version kept, who changed it and why a claim."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import FlowdownError, UnusableArgument, UnusableFile, Where, clip
from flowdown.base.strict_yaml import SIZE_LIMIT
from flowdown.pipeline.claims import Target
from flowdown.pipeline.profile import read_content

if TYPE_CHECKING:
    from flowdown.evidence.profile.profile import StatedProfile

_VERSIONS = Path(".flowdown") / "profiles"
_OF = "profile-version"
_MODE, _FILE_MODE = 0o700, 0o600


class ChangedMeanwhile(FlowdownError):
    """The profile is not the one any more that somebody began to change."""


@dataclass(frozen=True, slots=True)
class ProfileVersion:
    """A version of the profile that was kept: its digest, when it began, who made it so, and why."""

    digest: str
    at: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Changing:
    """Whose profile is changed, by whom, why, when."""

    profile: Path
    target: Target
    who: str
    why: str
    moment: datetime.datetime
    cache: Path | None = None


def read_text(profile: Path) -> tuple[str, str]:
    """The text of the profile, and its digest."""
    content = read_content(profile)
    try:
        return content.decode("utf-8-sig"), digest_of(content)
    except UnicodeDecodeError:
        raise UnusableFile("is no UTF-8 text", Where(str(profile))) from None


def digest_of(content: bytes) -> str:
    """The digest of a profile's bytes."""
    return hashlib.sha256(content).hexdigest()


def save_text(changing: Changing, text: str, base: str) -> str:
    """Put a text in the place of the profile and keep what it says; return the id of the claim that says who did.

    Raises `Problems` with everything that is wrong with it, and `ChangedMeanwhile` where the profile is not of the
    digest `base` any more. On the disk when this returns.
    """
    from flowdown.base.write_file import write_whole
    from flowdown.catalogue import load
    from flowdown.evidence.from_profile import gather_profile, read_profile_at
    from flowdown.evidence.profile.read_profile import read_profile
    from flowdown.evidence.profile.statement import document_of
    from flowdown.graph import open_store
    from flowdown.graph.reading import leave_out_known
    from flowdown.pipeline.brought import remark

    content = text.encode("utf-8", "replace")
    if len(content) > SIZE_LIMIT:
        raise UnusableArgument(f"larger than {SIZE_LIMIT // 1024 // 1024} MiB")
    before = read_content(changing.profile)
    if digest_of(before) != base:
        raise ChangedMeanwhile(
            "somebody else changed the profile meanwhile", hint="load it again, and repeat the change"
        )
    catalogue = load((), changing.cache)
    stated = read_profile(content, changing.profile.name, catalogue)
    for each in (before, content):
        _keep(changing.profile, each)
    node = document_of(stated)
    why = (("change", clip(changing.why)),) if changing.why else ()
    said = remark(node, _OF, digest_of(content), changing.who, changing.moment, why)
    write_whole(changing.profile, text, replaces=True)
    claims = (*gather_profile(stated, catalogue), read_profile_at(stated, changing.moment))
    with open_store(changing.target) as store:
        store.add((*leave_out_known(store, claims), said), changing.moment)
    return said.id


def change_text(changing: Changing, change: Callable[[str, StatedProfile], str]) -> str:
    """Change the profile as it stands at this moment; return the id of the claim that says who did."""
    from flowdown.catalogue import load
    from flowdown.pipeline.profile import load_profile

    text, base = read_text(changing.profile)
    stated = load_profile(changing.profile, load((), changing.cache))
    return save_text(changing, change(text, stated), base)


def answer_point(changing: Changing, subject: str, of: str, value: str) -> str:
    """Fill in what the profile leaves open, as `flowdown profile` asks it."""
    from flowdown.evidence.profile.open_point import find_open_points
    from flowdown.evidence.profile.put_value import put_value

    def change(text: str, stated: StatedProfile) -> str:
        for point in find_open_points(stated.profile):
            if (point.subject, point.of) == (subject, of):
                # A time zone is asked of the office as a whole.
                is_zone = point.path[-1] == "office"
                path = (*point.path, "time_zone") if is_zone else point.path
                try:
                    return put_value(text, changing.profile.name, path, value)
                except UnusableArgument:
                    if not is_zone:
                        raise
                    raise UnusableArgument("the profile has no `office` there yet", hint="edit the profile") from None
        raise UnusableArgument(f"`{clip(of)}` of {clip(subject)} is not open", hint="somebody may have answered it")

    return change_text(changing, change)


def record_submission(changing: Changing, discovery: str, fields: dict[str, str]) -> str:
    """Note in the profile that a report went out, which starts the clock of the next one."""
    from flowdown.evidence.profile.put_value import add_to_list

    def change(text: str, stated: StatedProfile) -> str:
        ids = [each.id for each in stated.profile.discoveries]
        if discovery not in ids:
            hint = f"one of {', '.join(ids)}" if ids else "write it into `discoveries` of the profile first"
            raise UnusableArgument(f"nothing that was found is called `{clip(discovery)}`", hint=hint)
        path = ("discoveries", ids.index(discovery))
        return add_to_list(text, changing.profile.name, path, "submitted", fields)

    return change_text(changing, change)


def list_versions(profile: Path, target: Target, moment: datetime.datetime) -> tuple[ProfileVersion, ...]:
    """The versions that were kept, the newest first."""
    import json

    from flowdown.graph import open_store
    from flowdown.graph.row import last_moment_of
    from flowdown.graph.store import is_there

    if not is_there(target):
        return ()
    with open_store(target, writes=False) as store:
        statement = (
            "SELECT object, qualifiers, attribution, recorded_at FROM claim WHERE predicate = 'described'"
            " AND qualifiers LIKE ? AND recorded_at <= ? ORDER BY recorded_at DESC, id"
        )
        rows = store.backend.read(statement, (f'%["of","{_OF}"]%', last_moment_of(moment)))
    found = []
    for text, qualifiers, attribution, at in rows:
        pairs = dict(json.loads(qualifiers))
        who = ", ".join(json.loads(attribution)).removeprefix("person:")
        found.append(ProfileVersion(text.removeprefix("text:"), at, who, pairs.get("change", "")))
    return tuple(found)


def read_version(profile: Path, digest: str) -> str:
    """The text of a version that was kept; raises `UnusableArgument`."""
    file = profile.parent / _VERSIONS / f"{digest}.yaml"
    if not digest.isalnum() or not file.is_file():
        raise UnusableArgument(f"no version `{clip(digest)}` was kept")
    return file.read_text(encoding="utf-8-sig")


def _keep(profile: Path, content: bytes) -> None:
    folder = profile.parent / _VERSIONS
    folder.mkdir(mode=_MODE, parents=True, exist_ok=True)
    file = folder / f"{digest_of(content)}.yaml"
    if not file.exists():
        file.touch(mode=_FILE_MODE)
        file.write_bytes(content)
