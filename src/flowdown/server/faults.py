"""What the server says when it cannot answer: one line, a status, perhaps what may help."""

from __future__ import annotations

from flowdown.base.errors import FlowdownError, Problems, UnusableArgument
from flowdown.pipeline.profile_change import ChangedMeanwhile
from flowdown.pipeline.pushed_scan import NoScan
from flowdown.report.view_v1 import FaultV1
from flowdown.server.accounts.identities import NotKnown
from flowdown.server.accounts.invitations import NoLink
from flowdown.server.accounts.limits import TooMany
from flowdown.server.accounts.sessions import NotLetIn
from flowdown.server.signon.errors import NotVouched


class NotHere(FlowdownError):
    """Something of this name is not there."""


class NotReady(FlowdownError):
    """The answer is being worked out."""


class NotSignedIn(FlowdownError):
    """Nobody is signed in."""


class NotAllowed(FlowdownError):
    """Whoever it is may not do this."""


class NotTaken(FlowdownError):
    """What was sent is no good."""


class TooLarge(FlowdownError):
    """More was sent than is taken."""


class Busy(FlowdownError):
    """Too much is under way; the same may be asked again in a moment."""


def fault(status: int, error: str, hint: str = "") -> FaultV1:
    """A fault as it is told."""
    return FaultV1("flowdown.fault/1", status, error, hint)


def fault_of(error: FlowdownError) -> FaultV1:
    """What is said of an error: a name that leads nowhere is 404, another bad word 400, the server's own files 503."""
    match error:
        case NotHere() | NoLink():
            status = 404
        case NotSignedIn() | NotLetIn() | NotVouched() | NotKnown():
            status = 401
        case NotAllowed():
            status = 403
        case ChangedMeanwhile():
            status = 409
        case TooLarge():
            status = 413
        case TooMany():
            status = 429
        case UnusableArgument() | NoScan() | NotTaken():
            status = 400
        case _:
            status = 503
    words = "; ".join(str(each) for each in error.problems[:5]) if isinstance(error, Problems) else error.message
    where = f"{error.where}: " if error.where and not isinstance(error, Problems) else ""
    return fault(status, " ".join(f"{where}{words}".split()), error.hint)
