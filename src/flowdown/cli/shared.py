"""Arguments that several commands take."""

from __future__ import annotations

import argparse
import os
from pathlib import Path


def add_catalogue_argument(parser: argparse.ArgumentParser) -> None:
    """Add `--catalogue`."""
    parser.add_argument(
        "--catalogue",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        help="folder with more `vendors/` and `routes/`",
    )


def add_vendor_argument(parser: argparse.ArgumentParser) -> None:
    """Add `--vendor`."""
    parser.add_argument(
        "--vendor",
        action="append",
        default=[],
        metavar="ID",
        help="show only this vendor, by id or alias; may be repeated (default: every vendor)",
    )


PACKS = "FLOWDOWN_ORDER_PACKS"


def order_folders(arguments: argparse.Namespace) -> tuple[Path, ...]:
    """The folders of `--orders`, after the pack of orders that is installed, if one is."""
    from flowdown.pipeline.order_pack import current_pack

    home = home_of_packs()
    installed = current_pack(home) if home is not None else None
    return (*((installed,) if installed is not None else ()), *arguments.orders)


def home_of_packs() -> Path | None:
    """Where packs of orders are installed: the folder of the environment's variable, else the user's own; None for neither.

    Never one of the current folder, which somebody else may have made.
    """
    if os.environ.get(PACKS):
        return Path(os.environ[PACKS])
    base = os.environ.get("XDG_DATA_HOME") or (str(Path.home() / ".local" / "share") if os.environ.get("HOME") else "")
    return Path(base) / "flowdown" / "orders" if base else None
