"""Arguments that several commands take."""

from __future__ import annotations

import argparse
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
