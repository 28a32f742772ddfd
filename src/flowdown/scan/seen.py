"""What was seen in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowdown.scan.gap import Gap
    from flowdown.scan.trace import Yield


class Look:
    """What was seen in a file, or in all members of an archive, and how much was read for it.

    `files`: those read, an archive's members instead of itself. `is_complete`: all of it could be read. `body`: what was kept of an earlier run and is not unpacked yet; `yields`
    and `gaps` are empty until then. `digest`: of the very bytes that were looked at, where something was seen in them
    and they were all at hand. `is_recalled`: an earlier run saw it.
    """

    __slots__ = (
        "binary",
        "body",
        "bytes",
        "detectors",
        "digest",
        "files",
        "gaps",
        "is_complete",
        "is_recalled",
        "read",
        "yields",
    )

    def __init__(
        self,
        *,
        files: int = 1,
        bytes: int = 0,
        read: int = 0,
        binary: int = 0,
        detectors: tuple[str, ...] = (),
        body: bytes = b"",
    ) -> None:
        self.yields: list[Yield] = []
        self.gaps: list[Gap] = []
        self.detectors = list(detectors)
        self.files = files
        self.bytes = bytes
        self.read = read
        self.binary = binary
        self.is_complete = True
        self.is_recalled = False
        self.body = body
        self.digest = b""
