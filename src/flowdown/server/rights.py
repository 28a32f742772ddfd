"""What people may do here: rights, and the roles that have them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Right(StrEnum):
    """What a page or an act needs."""

    NOTHING = "nothing"
    """Whoever reaches the server: signing in, a link that was given."""
    READ = "read"
    UPLOAD = "upload"
    """Bring scans and documents."""
    SAY = "say"
    """Confirm, dispute, comment, assign; take back what one said oneself."""
    STATE = "state"
    """Change what the organisation says of itself: profile, reports that went out, links for suppliers."""
    ADMINISTER = "administer"
    """Who may do what; what was done."""


class Role(StrEnum):
    """What somebody is in an organisation."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    COUNSEL = "counsel"
    ADMIN = "admin"


_READER = frozenset({Right.NOTHING, Right.READ})
_CONTRIBUTOR = _READER | {Right.UPLOAD, Right.SAY}
_COUNSEL = _CONTRIBUTOR | {Right.STATE}
RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.READER: _READER,
        Role.CONTRIBUTOR: _CONTRIBUTOR,
        Role.COUNSEL: _COUNSEL,
        Role.ADMIN: _COUNSEL | {Right.ADMINISTER},
    }
)
SCOPES = (Right.READ, Right.UPLOAD, Right.SAY, Right.STATE)
"""What an API token can be given; none can administer."""
