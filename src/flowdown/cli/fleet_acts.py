"""What `flowdown fleet` does for each of its words."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.cli.exit import Exit

if TYPE_CHECKING:
    from flowdown.fleet.sweep import Account
    from flowdown.report.page import Page

VARIABLE = "FLOWDOWN_FLEET"
USUAL = "fleet"
"""The fleet's folder unless something else is said."""


def _scan(arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument

    if arguments.source is None:
        raise UnusableArgument("which trees?", hint="give `--from LIST` or `--from DIR`")
    return _sweep(arguments, arguments.source)


def _retry(arguments: argparse.Namespace) -> int:
    from flowdown.fleet.account import read_rows

    read_rows(_folder(arguments))  # a folder that is no fleet is refused before it becomes one
    return _sweep(arguments, None)


def _sweep(arguments: argparse.Namespace, source: Path | None) -> int:
    from flowdown.cli.store_options import now
    from flowdown.cli.surroundings import cache_folder, end_progress, fleet_progress
    from flowdown.fleet.account import tell_sweep
    from flowdown.fleet.cell import Limits
    from flowdown.fleet.store_keeper import StoreOrders
    from flowdown.fleet.sweep import SweepRequest, sweep
    from flowdown.report.fleet_page import lay_out_fleet

    store = _store(arguments)
    request = SweepRequest(
        source,
        _folder(arguments),
        tuple(arguments.catalogue),
        arguments.engine,
        _jobs(arguments),
        Limits(arguments.time, arguments.memory * 1024**2),
        arguments.tries,
        arguments.strict,
        StoreOrders(store, now(), float(arguments.wait)) if store else None,
        arguments.shared,
    )
    account = sweep(request, cache_folder(), fleet_progress())
    end_progress()
    told = tell_sweep(account)
    _show(lay_out_fleet(told, shows_all=arguments.all), told, arguments)
    return _code(account)


def _code(account: Account) -> Exit:
    if account.is_interrupted:
        return Exit.INTERRUPTED
    is_whole = all(row.status == "done" for row in account.rows) and not (account.keeping and account.keeping.missing)
    return Exit.OK if is_whole and not (account.faults or account.stopped or account.tables_fault) else Exit.UNUSABLE


def _claims(arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.store_options import now
    from flowdown.cli.surroundings import cache_folder
    from flowdown.fleet.cell import Limits
    from flowdown.fleet.prepare import PrepareRequest, prepare_claims
    from flowdown.report.fleet_page import lay_out_fleet_claims

    if arguments.source is None:
        raise UnusableArgument("which documents?", hint="give `--from LIST` or `--from DIR`")
    request = PrepareRequest(
        arguments.source,
        _folder(arguments),
        now(),
        arguments.engine,
        _jobs(arguments),
        Limits(arguments.time, arguments.memory * 1024**2),
        arguments.tries,
        arguments.strict,
        _store(arguments),
    )
    told = prepare_claims(request, cache_folder())
    _show(lay_out_fleet_claims(told, shows_all=arguments.all), told, arguments)
    return Exit.UNUSABLE if told.failures or told.refused or told.unusable else Exit.OK


def _status(arguments: argparse.Namespace) -> int:
    from flowdown.cli.surroundings import cache_folder
    from flowdown.fleet.account import tell_status
    from flowdown.report.fleet_page import lay_out_fleet

    told = tell_status(_folder(arguments), tuple(arguments.catalogue), cache_folder())
    _show(lay_out_fleet(told, shows_all=arguments.all), told, arguments)
    return Exit.OK


def _report(arguments: argparse.Namespace) -> int:
    from flowdown.fleet.account import tell_report
    from flowdown.report.fleet_page import lay_out_fleet

    told = tell_report(_folder(arguments))
    _show(lay_out_fleet(told, shows_all=arguments.all), told, arguments)
    return Exit.UNUSABLE if told.failed or told.waiting else Exit.OK


def _impact(arguments: argparse.Namespace) -> int:
    from flowdown.fleet.impact import find_impact
    from flowdown.pipeline.vendors import choose_vendors, load_catalogue
    from flowdown.report.fleet_page import lay_out_fleet_impact

    vendors = choose_vendors(load_catalogue(arguments.catalogue), arguments.vendors)
    told = find_impact(_folder(arguments), sorted(vendors))
    _show(lay_out_fleet_impact(told, shows_all=arguments.all), told, arguments)
    return Exit.OK


def _check(arguments: argparse.Namespace) -> int:
    from flowdown.cli.shared import order_folders
    from flowdown.cli.surroundings import cache_folder, today
    from flowdown.fleet.check import check_fleet
    from flowdown.pipeline.check import CheckRequest
    from flowdown.pipeline.given import parse_given
    from flowdown.reason.stance import Stance
    from flowdown.report.fleet_page import lay_out_fleet_check

    request = CheckRequest(
        (),
        tuple(arguments.order),
        arguments.as_of or today(),
        arguments.known_at or today(),
        Stance(arguments.stance),
        tuple(arguments.context),
        given=parse_given(arguments.given),
        catalogues=tuple(arguments.catalogue),
        order_folders=order_folders(arguments),
    )
    told = check_fleet(_folder(arguments), request, cache_folder(), _jobs(arguments))
    _show(lay_out_fleet_check(told, shows_all=arguments.all), told, arguments)
    outcomes = {each.outcome.value for each in told.outcomes}
    if "BREACH" in outcomes:
        return Exit.BREACH
    return Exit.UNDETERMINED if told.unread or "UNDETERMINED" in outcomes or not outcomes else Exit.OK


def _jobs(arguments: argparse.Namespace) -> int:
    return arguments.jobs or (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def _folder(arguments: argparse.Namespace) -> Path:
    named = [each for each in arguments.out if "://" not in each]
    return Path(named[-1] if named else os.environ.get(VARIABLE) or USUAL)


def _store(arguments: argparse.Namespace) -> Path | str | None:
    """The store of claims that is meant: a URL in place of a folder, or what `--store` names."""
    named = [each for each in arguments.out if "://" in each]
    given = arguments.store or (named[-1] if named else "")
    if not given:
        return None
    return given if "://" in given else Path(given)


def _show(page: Page, shape: object, arguments: argparse.Namespace) -> None:
    from flowdown.cli.store_options import show

    show(page, shape, arguments)


ACTS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "scan": _scan,
    "status": _status,
    "retry": _retry,
    "report": _report,
    "claims": _claims,
    "impact": _impact,
    "check": _check,
}
"""The acts by name."""
