"""What can go wrong with a store of claims."""

from __future__ import annotations

from flowdown.base.errors import FlowdownError


class StoreError(FlowdownError):
    """A store of claims that cannot be opened, read or written; nothing of the call that raised it was kept."""


class StoreAway(StoreError):
    """A store that is not there, or takes nothing, for now: the same may be said to it again."""


class UnsoundClaim(FlowdownError):
    """A claim that says what no claim may say."""
