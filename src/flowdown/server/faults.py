"""What the server says when it cannot answer: one line, a status, perhaps what may help."""

from __future__ import annotations

from flowdown.base.errors import FlowdownError, Problems, UnusableArgument
from flowdown.report.view_v1 import FaultV1


class NotHere(FlowdownError):
    """Something of this name is not there."""


class NotReady(FlowdownError):
    """The answer is being worked out."""


def fault(status: int, error: str, hint: str = "") -> FaultV1:
    """A fault as it is told."""
    return FaultV1("flowdown.fault/1", status, error, hint)


def fault_of(error: FlowdownError) -> FaultV1:
    """What is said of an error: a name that leads nowhere is 404, another bad word 400, the server's own files 503."""
    match error:
        case NotHere():
            status = 404
        case UnusableArgument():
            status = 400
        case _:
            status = 503
    words = "; ".join(str(each) for each in error.problems[:5]) if isinstance(error, Problems) else error.message
    where = f"{error.where}: " if error.where and not isinstance(error, Problems) else ""
    return fault(status, " ".join(f"{where}{words}".split()), error.hint)
