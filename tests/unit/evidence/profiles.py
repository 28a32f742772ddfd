"""Small profiles for tests."""

from __future__ import annotations

import functools

from flowdown.base.errors import Problems, UnusableFile
from flowdown.catalogue import load
from flowdown.catalogue.catalogue import Catalogue
from flowdown.evidence.profile.profile import StatedProfile
from flowdown.evidence.profile.read_profile import read_profile

US = "organisation: {id: us-inc}\n"


@functools.cache
def catalogue() -> Catalogue:
    """The built-in catalogue, loaded once."""
    return load()


def read(text: str) -> StatedProfile:
    """The profile in a text."""
    return read_profile(text.encode(), "flowdown.yaml", catalogue())


def faults(text: str) -> list[str]:
    """Every fault of a text, as it is shown; none for a sound one."""
    try:
        read(text)
    except Problems as error:
        return [str(each) for each in error.problems]
    except UnusableFile as error:
        return [str(error)]
    return []


def contract(**fields: str) -> str:
    """A profile with one contract; the values are YAML."""
    lines = [f"    {key}: {value}\n" for key, value in fields.items()]
    return US + "contracts:\n  - id: c1\n" + "".join(lines)
