"""The entry of the command line: finds the command, runs it, shows every error in one place."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flowdown import __version__
from flowdown.cli.exit import Exit

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST_LINE = 2000


_COLLECT_EVERY = 200_000
"""Objects that are made before the collector of cycles looks for garbage: a scan makes millions and hardly a cycle."""


def entry() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:2] != ["--version"]:
        import gc

        from flowdown.base.deferred import defer

        gc.set_threshold(_COLLECT_EVERY, 20, 50)
        # Dataclasses import the one, and with it six other modules, and `urllib` the other, for what ours never need.
        defer("inspect")
        defer("ipaddress")
        from flowdown.base import late_methods, late_patterns

        late_methods.install()
        late_patterns.install(_cache_folder)
    _leave(main(sys.argv[1:]))


def _cache_folder() -> Path | None:
    from flowdown.cli.surroundings import cache_folder

    return cache_folder()


def _leave(code: int) -> None:
    """Leave; where no other thread runs and nobody measures, without taking everything apart first, which takes as long as a small scan."""
    threading = sys.modules.get("threading")
    is_watched = sys.getprofile() is not None or sys.gettrace() is not None
    if is_watched or (threading is not None and threading.active_count() > 1):
        sys.exit(code)
    import atexit
    import os

    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # closed, or its reader went away
        sys.exit(code)
    os._exit(code)


def main(arguments: Sequence[str]) -> int:
    """Run one command; return its exit code. Errors are shown on standard error, one line each."""
    if list(arguments[:1]) == ["--version"]:
        print(f"flowdown {__version__}")
        return Exit.OK
    from flowdown.base.errors import FlowdownError

    try:
        return _run(arguments)
    except FlowdownError as error:
        from flowdown.cli.surroundings import printable
        from flowdown.report.words import shorten

        for line in str(error).splitlines():
            print(f"flowdown: {shorten(printable(line), _LONGEST_LINE)}", file=sys.stderr)
        return Exit.UNUSABLE
    except KeyboardInterrupt:
        print("flowdown: interrupted", file=sys.stderr)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader went away (`| head`): nothing is wrong with the run, and nothing more can be said.
        sys.stderr.close()
        return Exit.OK


def _run(arguments: Sequence[str]) -> int:
    from flowdown.cli.parser import build_parser

    parser = build_parser(arguments)
    chosen = parser.parse_args(list(arguments))
    if not hasattr(chosen, "run"):
        parser.print_help()
        return Exit.OK
    code = int(chosen.run(chosen))
    sys.stdout.flush()
    return code
