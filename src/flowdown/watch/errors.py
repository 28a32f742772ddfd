"""Why a message was not delivered."""

from __future__ import annotations

from flowdown.base.errors import FlowdownError


class WatchError(FlowdownError):
    """A look that cannot be kept or compared."""


class NotDelivered(FlowdownError):
    """A message that did not arrive. `is_final`: trying again would not help; `wait`: not before so many seconds."""

    def __init__(self, message: str, *, is_final: bool = False, wait: float = 0.0) -> None:
        super().__init__(message)
        self.is_final = is_final
        self.wait = wait
