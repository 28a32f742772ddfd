"""What the command line takes from its surroundings: the clock, the screen, the user's cache folder."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument, clip
from flowdown.cli.exit import Exit
from flowdown.report.format import Look

if TYPE_CHECKING:
    from flowdown.base.stages import Stages
    from flowdown.report.report import Report


def today() -> datetime.date:
    """The day on which the command runs, in the machine's time zone."""
    return datetime.date.today()


def who() -> str:
    """Who runs the command: as `FLOWDOWN_BY` says, else the name of the account; empty where neither tells."""
    named = os.environ.get("FLOWDOWN_BY", "").strip()
    if named:
        return named
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def cache_folder() -> Path | None:
    """The user's cache folder for compiled tables; None when there is none that can be written."""
    base = os.environ.get("XDG_CACHE_HOME") or (str(Path.home() / ".cache") if os.environ.get("HOME") else "")
    if not base:
        return None
    folder = Path(base) / "flowdown"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def look(shows_all: bool = False, shows_counts: bool = False) -> Look:
    """How the reader's screen is."""
    is_terminal = sys.stdout.isatty()
    width = 100
    if is_terminal:
        width = os.get_terminal_size(sys.stdout.fileno()).columns or width
    elif os.environ.get("COLUMNS", "").isdigit():
        width = int(os.environ["COLUMNS"])
    has_colour = (is_terminal and "NO_COLOR" not in os.environ) or bool(os.environ.get("FORCE_COLOR"))
    return Look(min(max(width, 60), 160), has_colour, shows_all, shows_counts)


def progress() -> Callable[[str, int, int], None] | None:
    """A line on a terminal's standard error that says how far a long scan is, how fast, and how long it may take.

    None elsewhere. How many files there are is known before they are walked where git or an earlier run counted them;
    else the rate alone is told.
    """
    if not sys.stderr.isatty():
        return None
    started = time.monotonic()
    last = 0.0

    def show(path: str, files: int, expected: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - started > 0.5 and now - last > 0.1:
            last = now
            rate = files / (now - started)
            shown = path.encode("ascii", "replace").decode()[-50:]
            of = f" of {expected}" if expected > files else ""
            left = f", {(expected - files) / rate:,.0f} s left" if expected > files else ""
            sys.stderr.write(f"\r\x1b[2Kreading {files}{of} files, {rate:,.0f} a second{left}  {shown}")
            sys.stderr.flush()

    return show


def page_progress() -> Callable[[int, int], None] | None:
    """A line on a terminal's standard error that says how far the reading of a document is; None elsewhere."""
    if not sys.stderr.isatty():
        return None
    started = time.monotonic()
    last = 0.0

    def show(page: int, pages: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - started > 0.5 and now - last > 0.1:
            last = now
            sys.stderr.write(f"\r\x1b[2Kreading page {page:,} of {pages:,}")
            sys.stderr.flush()

    return show


def import_progress() -> Callable[[str, int, int], None] | None:
    """A line on a terminal's standard error that says which document an import reads; None elsewhere."""
    if not sys.stderr.isatty():
        return None
    started = time.monotonic()

    def show(name: str, documents: int, claims: int) -> None:
        if time.monotonic() - started > 0.5:
            shown = name.encode("ascii", "replace").decode()[-50:]
            sys.stderr.write(f"\r\x1b[2K{documents:,} documents, {claims:,} claims; reading {shown}")
            sys.stderr.flush()

    return show


def fleet_progress() -> Callable[[int, int, int], None] | None:
    """A line on a terminal's standard error that says how far a sweep is; None elsewhere."""
    if not sys.stderr.isatty():
        return None
    started = time.monotonic()

    def show(done: int, failed: int, expected: int) -> None:
        passed = time.monotonic() - started
        left = passed / max(done + failed, 1) * (expected - done - failed)
        sys.stderr.write(f"\r\x1b[2K{done:,} of {expected:,} trees scanned, {failed:,} failed, {left:,.0f} s left")
        sys.stderr.flush()

    return show


def end_progress() -> None:
    """Take the progress line away."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[2K")
        sys.stderr.flush()


def stages(arguments: argparse.Namespace) -> Stages | None:
    """What notes the time by stage, where `--stats` asks for it."""
    if not getattr(arguments, "stats", False):
        return None
    from flowdown.base.stages import Stages

    noted = Stages(time.process_time if not hasattr(os, "times") else _processor_time)
    noted.enter("loading tables")
    return noted


def _processor_time() -> float:
    """Seconds of this process and of those that it has waited for."""
    return sum(os.times()[:4])


def tell_stages(noted: Stages | None, report: Report) -> None:
    """Say on standard error what was read, and where the time went: a report itself carries no time."""
    if noted is None:
        return
    noted.enter("")
    coverage = report.scan.coverage
    hit = sum(number for _, number in coverage.by_detector)
    counts = (
        f"{coverage.bytes:,} bytes in {coverage.read:,} of {coverage.files:,} files read, {hit:,} times by detectors; "
        f"{noted.recalled:,} files seen by an earlier run"
    )
    sys.stderr.write(f"flowdown: {counts}\n")
    for name, seconds in noted.seconds.items():
        sys.stderr.write(f"flowdown: {seconds:8.2f} s CPU {name}\n")


def tell_lost(report: Report) -> Exit:
    """Say of each of several trees that could not be scanned why; 2 if there is one."""
    from flowdown.pipeline.effort import lost_trees

    gone = lost_trees(report)
    for root, reason in gone:
        sys.stderr.write(f"flowdown: {printable(root)}: {printable(reason)}\n")
    return Exit.UNUSABLE if gone else Exit.OK


def printable(text: str) -> str:
    """A text with everything that a terminal could take for a command escaped."""
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)


def write(text: str, out: str) -> None:
    """Write a finished text to standard output or into a file."""
    write_parts((text,), out)


def write_parts(parts: Iterable[str], out: str) -> None:
    """Write a text that comes in parts to standard output or into a file."""
    if out in ("", "-"):
        for part in parts:
            try:
                sys.stdout.write(part)
            except UnicodeEncodeError:
                sys.stdout.flush()
                sys.stdout.buffer.write(part.encode("utf-8", "backslashreplace"))
        return
    try:
        with Path(out).open("w", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(parts)
    except OSError as error:
        raise UnusableArgument(f"cannot write `{out}`: {error.strerror}") from None


def write_bytes(content: bytes, out: str) -> None:
    """Write what is bytes, as a patch of files in any encoding, to standard output or into a file."""
    if out in ("", "-"):
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        Path(out).write_bytes(content)
    except OSError as error:
        raise UnusableArgument(f"cannot write `{out}`: {error.strerror}") from None


def parse_date(text: str) -> datetime.date:
    """A day written YYYY-MM-DD; raises the parser's own error for anything else."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    # Python reads other forms of ISO 8601, too, and so would take a slip for another day.
    if day is None or day.isoformat() != text:
        raise argparse.ArgumentTypeError(f"`{clip(text)}` is no day written YYYY-MM-DD")
    return day


_SPANS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def parse_span(text: str) -> float:
    """A span of time written `90s`, `15m`, `6h` or `1d`, in seconds; raises the parser's own error for anything else."""
    number, unit = text[:-1], text[-1:]
    if not (number.isascii() and number.isdigit() and 0 < int(number) < 100_000 and unit in _SPANS):
        raise argparse.ArgumentTypeError(f"`{clip(text)}` is no span of time (as `15m`, `6h`, `1d`)")
    return int(number) * _SPANS[unit]
