"""The profile: everything that an organisation states of itself in one file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from flowdown.base.strict_yaml import Document
from flowdown.evidence.profile.contract import Contract
from flowdown.evidence.profile.discovery import Discovery, Review
from flowdown.evidence.profile.field import said
from flowdown.evidence.profile.holding import Alternative, Equipment, KnownUse, Repository, System
from flowdown.evidence.profile.party import Customer, Firm, Holding, Organisation, Person, Supplier

NAME = "flowdown.yaml"
"""The file that holds a profile."""
OWN_BUSINESS = "own-business"
"""What a system or device serves that serves no contract."""
US = "us"
"""The organisation itself, where an owner or firm is named."""


class Named(Protocol):
    """Anything of a profile that has an id."""

    @property
    def id(self) -> str:
        """The name by which other parts of the file speak of it."""


def ids_of(*groups: Iterable[Named]) -> frozenset[str]:
    """The ids of everything in some lists of a profile; what has none is left out."""
    return frozenset(each.id for group in groups for each in group if each.id)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the organisation states. Every part may be missing."""

    organisation: Organisation = said("who you are", Organisation())
    contracts: tuple[Contract, ...] = said("contracts and subcontracts that you hold", ())
    systems: tuple[System, ...] = said("systems, and what they are used for", ())
    repositories: tuple[Repository, ...] = said("repositories of code", ())
    equipment: tuple[Equipment, ...] = said("devices and what is installed on them", ())
    suppliers: tuple[Supplier, ...] = said("who supplies you, or works under you", ())
    customers: tuple[Customer, ...] = said("primes, agencies and other buyers", ())
    firms: tuple[Firm, ...] = said("other firms, named only as owners or owned", ())
    people: tuple[Person, ...] = said("who has which part", ())
    vendors: tuple[KnownUse, ...] = said("vendors that you know you use", ())
    alternatives: tuple[Alternative, ...] = said("what could take a vendor's place", ())
    ownership: tuple[Holding, ...] = said("who holds how much of whom", ())
    discoveries: tuple[Discovery, ...] = said("what was found of covered vendors, and when: it starts the clocks", ())
    reviews: tuple[Review, ...] = said("reviews and other duties with a day that you met", ())
    waivers: object = said("sightings that somebody lets stand: docs/pull-requests.md", None)


@dataclass(frozen=True, slots=True)
class StatedProfile:
    """A profile that was read and found sound: where its parts stand, and the digest of the file."""

    profile: Profile
    document: Document
    digest: str
    notes: tuple[str, ...] = ()
    """What could not be checked, one sentence each, with its place."""

    @property
    def node(self) -> str:
        """The organisation's node."""
        return f"organisation:{self.profile.organisation.id}"
