"""`flowdown serve`: shows everything in a browser."""

from __future__ import annotations

import argparse
import ipaddress
from pathlib import Path

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit

_PORT = 8471
_LOCAL = "127.0.0.1"


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.store_options import about_store
    from flowdown.cli.surroundings import parse_span

    parser.add_argument(
        "--profile",
        type=Path,
        metavar="FILE",
        help="what the organisation says of itself (default: flowdown.yaml of the current folder)",
    )
    parser.add_argument("--store", default="", metavar="FILE|URL", help=about_store())
    parser.add_argument(
        "--host", default=_LOCAL, metavar="ADDRESS", help=f"the address to listen at (default: {_LOCAL})"
    )
    parser.add_argument("--port", type=_port, default=_PORT, metavar="NUMBER", help=f"the port (default: {_PORT})")
    parser.add_argument(
        "--host-name",
        action="append",
        default=[],
        metavar="NAME",
        help="a name by which browsers may ask for it; may be repeated (always: localhost and the address)",
    )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="serve organisations with accounts, all of them below this folder; with `--store URL` their claims and accounts"
        " are schemas of that database",
    )
    parser.add_argument(
        "--invite",
        metavar="ORGANISATION",
        help="with `--data`: print a link that works once and makes an admin of it (`new`: of a new one), and end",
    )
    parser.add_argument(
        "--trusted-proxy",
        default="",
        metavar="ADDRESS",
        help="the address of a proxy in front, which says where requests come from (`X-Forwarded-For`)",
    )
    parser.add_argument(
        "--log",
        choices=("text", "json"),
        default="text",
        help="text: faults only; json: every request and fault as a line, without addresses, names or secrets",
    )
    parser.add_argument(
        "--watch-every",
        type=parse_span,
        default=0.0,
        metavar="SPAN",
        help="tell what changed, as `flowdown watch` does, so often (`1h`): to whom stands in flowdown-watch.yaml beside a profile",
    )
    parser.add_argument(
        "--without-accounts",
        action="store_true",
        help="listen where others can reach it, although it has no accounts: whoever reaches it sees everything",
    )


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"`{text[:20]}` is no port (1 to 65535)")
    return int(text)


def _run(arguments: argparse.Namespace) -> int:
    import importlib
    import sys

    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.shared import home_of_packs
    from flowdown.cli.surroundings import cache_folder, printable, who

    if arguments.invite is not None and arguments.data is None:
        raise UnusableArgument("`--invite` needs `--data`")
    try:
        # INVARIANT: no command imports the server, which may be missing, and is heavy: it is started by name.
        server = importlib.import_module("flowdown.server.serve")
    except ImportError as error:
        if error.name is None or error.name.startswith("flowdown"):
            raise
        raise UnusableArgument("the server is not installed", hint='pip install "flowdown[server]"') from None

    def tell(text: str) -> None:
        sys.stderr.write(f"flowdown: {printable(text)}\n")
        sys.stderr.flush()

    serving = server.Serving(
        arguments.host,
        arguments.port,
        tuple(arguments.host_name),
        arguments.trusted_proxy,
        arguments.log == "json",
        arguments.watch_every,
        home_of_packs(),
    )
    if arguments.data is not None:
        url = _url_of(arguments)
        if arguments.invite is not None:
            sys.stdout.write(f"{server.invite_to_house(serving, arguments.data, url, arguments.invite)}\n")
        else:
            server.serve_house(serving, arguments.data, url, cache_folder(), tell)
        return Exit.OK
    profile, target = _one_of(arguments)
    server.serve_profile(serving, profile, target, cache_folder(), who() or "somebody here", tell)
    return Exit.OK


def _url_of(arguments: argparse.Namespace) -> str:
    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.store_options import USUAL, target_of

    if arguments.profile is not None or arguments.without_accounts:
        raise UnusableArgument("`--data` goes neither with `--profile` nor with `--without-accounts`")
    target = target_of(arguments)
    if isinstance(target, Path) and target != USUAL:
        hint = "give a postgresql:// URL, or nothing: then each organisation has a file of its own"
        raise UnusableArgument("with `--data` a store is no file", hint=hint)
    return target if isinstance(target, str) else ""


def _one_of(arguments: argparse.Namespace) -> tuple[Path, Path | str]:
    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.keeping_options import USUAL_PROFILE
    from flowdown.cli.store_options import refuse_link, target_of
    from flowdown.pipeline.profile import usual_profile

    profile = arguments.profile or USUAL_PROFILE
    if usual_profile(profile) is None:
        raise UnusableArgument(f"`{profile}` holds only waivers", hint="`flowdown init` writes a profile")
    if not _is_loopback(arguments.host) and not arguments.without_accounts:
        hint = "serve with accounts (`--data DIR`), or say `--without-accounts` where all who can reach it may see everything"
        raise UnusableArgument(f"others can reach `{arguments.host}`", hint=hint)
    target = target_of(arguments)
    refuse_link(arguments, target)
    return profile, target


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


COMMAND = Command(
    id="serve",
    help="Show everything in a browser: vendors, orders, contracts, systems, deadlines, claims, with evidence and exports.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown serve",
        "flowdown serve --profile examples/harbor-parts/flowdown.yaml --port 8080",
        "flowdown serve --store postgresql://flowdown@db.example/flowdown",
        "flowdown serve --data /var/lib/flowdown --host-name flowdown.example",
        "flowdown serve --data /var/lib/flowdown --invite new",
    ),
)
