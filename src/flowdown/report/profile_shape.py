"""Shapes a profile that was read for other programs."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from flowdown.base.strict_yaml import format_path
from flowdown.evidence.profile.open_point import OpenPoint
from flowdown.evidence.profile.profile import Profile, StatedProfile
from flowdown.report.profile_v1 import OpenPointV1, ProfileV1


def shape_profile(stated: StatedProfile, points: Sequence[OpenPoint], claims: int, new: int | None) -> ProfileV1:
    """`flowdown.profile/1`."""
    document = stated.document
    open_ = tuple(
        OpenPointV1(each.subject, each.of, each.asks, format_path(each.path), document.where(each.path).line)
        for each in points
    )
    organisation = stated.profile.organisation.id
    return ProfileV1(
        "flowdown.profile/1",
        document.file,
        stated.digest,
        organisation,
        count_sections(stated.profile),
        open_,
        stated.notes,
        claims,
        new,
    )


def count_sections(profile: Profile) -> Mapping[str, int]:
    """How many there are of everything that a profile lists."""
    lists = {field.name: getattr(profile, field.name) for field in dataclasses.fields(profile)}
    return {name: len(value) for name, value in lists.items() if isinstance(value, tuple) and name != "waivers"}
