"""`flowdown push`: uploads a scan to a server."""

from __future__ import annotations

import argparse
from pathlib import Path

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit

_URL, _TOKEN = "FLOWDOWN_SERVER", "FLOWDOWN_TOKEN"


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path", metavar="SCAN|PATH", help="a scan as JSON (`-`: from standard input), or a folder, which is scanned"
    )
    parser.add_argument(
        "--server", default="", metavar="URL", help=f"the server: https, or this machine (default: ${_URL})"
    )
    parser.add_argument(
        "--token-env", default=_TOKEN, metavar="NAME", help=f"the variable that holds the token (default: {_TOKEN})"
    )
    parser.add_argument(
        "--repository", default="", metavar="ID", help="the repository of the server's profile that it is"
    )
    parser.add_argument(
        "--ca-file", default="", metavar="FILE", help="trust these certificates (default: the system's)"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text, or json for programs")


def _run(arguments: argparse.Namespace) -> int:
    import os
    import sys
    import time

    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.surroundings import end_progress, printable, write
    from flowdown.pipeline.push_scan import NotPushed, Server, push_scan
    from flowdown.report.json_text import write_json

    url, token = arguments.server or os.environ.get(_URL, ""), os.environ.get(arguments.token_env, "")
    if not url:
        raise UnusableArgument("which server?", hint=f"`--server URL`, or {_URL}")
    if not token:
        raise UnusableArgument(
            f"the variable {arguments.token_env} holds no token", hint="the server makes one for a pipeline"
        )
    scan, name = _read(arguments.path)
    end_progress()

    def rest(seconds: float) -> None:
        sys.stderr.write(f"flowdown: the server did not take it; again in {seconds:.0f} s\n")
        sys.stderr.flush()
        time.sleep(seconds)

    try:
        told = push_scan(Server(url, token, arguments.repository, arguments.ca_file), scan, name, rest)
    except NotPushed as error:
        sys.stderr.write(f"flowdown: {printable(str(error))}\n")
        return Exit.BREACH
    if arguments.format == "json":
        write(write_json(told), "")
    else:
        kept = f"kept, {told.new:,} new claims" if told.is_new else "was there before"
        write(f"{printable(', '.join(told.trees)) or 'the scan'}: {kept}\n", "")
    for stray in told.strays:
        sys.stderr.write(
            f"flowdown: `{printable(stray)}` is no repository of the server's profile: `--repository ID`\n"
        )
    return Exit.OK


def _read(path: str) -> tuple[bytes, str]:
    """The scan, and what it is called in messages."""
    import sys

    from flowdown.base.errors import UnusableFile, Where
    from flowdown.cli.surroundings import cache_folder, progress, today
    from flowdown.pipeline.scan import scan_paths
    from flowdown.report.json_text import write_json
    from flowdown.report.shape_json import shape

    if path == "-":
        return sys.stdin.buffer.read(), "standard input"
    if Path(path).is_dir():
        return write_json(shape(scan_paths([Path(path)], (), today(), cache_folder(), progress()))).encode(), path
    try:
        return Path(path).read_bytes(), path
    except OSError as error:
        raise UnusableFile(f"cannot be read: {error.strerror}", Where(path)) from None


COMMAND = Command(
    id="push",
    help="Upload a scan to a Flowdown server, from a pipeline or by hand; sent again it changes nothing.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown push . --server https://flowdown.example.org --repository harbor-parts",
        "flowdown push scan.json --token-env CI_FLOWDOWN_TOKEN --format json",
    ),
)
