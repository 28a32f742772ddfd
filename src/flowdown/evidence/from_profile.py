"""Claims from a profile: one for every fact that it states, a disputed one for every fact that it leaves open."""

from __future__ import annotations

import datetime

from flowdown.catalogue.catalogue import Catalogue
from flowdown.evidence.claim import Claim
from flowdown.evidence.profile.open_point import find_open_points
from flowdown.evidence.profile.profile import StatedProfile
from flowdown.evidence.profile.state_contract import state_contracts
from flowdown.evidence.profile.state_discovery import state_discoveries
from flowdown.evidence.profile.state_holding import state_holdings
from flowdown.evidence.profile.state_party import state_parties
from flowdown.evidence.profile.statement import Statement, document_of
from flowdown.evidence.sayings import ReadingMode, read


def gather_profile(stated: StatedProfile, catalogue: Catalogue) -> tuple[Claim, ...]:
    """The claims of a profile, each once, sorted by id."""
    statement = Statement(stated, catalogue)
    state_parties(statement)
    state_contracts(statement)
    state_holdings(statement)
    state_discoveries(statement)
    for point in find_open_points(stated.profile):
        statement.open(point)
    return statement.finish()


def read_profile_at(stated: StatedProfile, moment: datetime.datetime) -> Claim:
    """That the profile was read in this revision: what an older one stated no longer stands."""
    return read(document_of(stated), stated.digest, moment, ReadingMode.STATES)
