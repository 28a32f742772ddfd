"""A program that delivers what waits and is killed at a given step: run by a test, never imported by one.

Usage: kill_sender.py LEDGER RECEIVERS before|after
"""

from __future__ import annotations

import datetime
import os
import signal
import sys
from pathlib import Path

from flowdown.watch import deliver as delivering
from flowdown.watch.ledger import open_ledger
from flowdown.watch.read_receivers import read_receivers

ledger_file, receivers_file, step = sys.argv[1:]
send = delivering._send


def send_and_die(*arguments: object) -> None:
    """Die right before a message leaves, or right after it left and before that is noted."""
    if step == "after":
        send(*arguments)  # type: ignore[arg-type]
    os.kill(os.getpid(), signal.SIGKILL)


delivering._send = send_and_die  # type: ignore[assignment]
post = delivering.Post(read_receivers(Path(receivers_file)), os.environ, lambda: datetime.datetime.now(datetime.UTC))
with open_ledger(Path(ledger_file)) as ledger:
    delivering.deliver(ledger, post)
