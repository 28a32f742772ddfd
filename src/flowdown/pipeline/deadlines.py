"""What is due: the clocks of every duty in every contract of a profile, or for an event without one."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument, clip
from flowdown.base.moment import Moment, parse_moment
from flowdown.orders.context import ContextForest
from flowdown.orders.duty import Event

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.evidence.profile.profile import Profile
    from flowdown.orders.load import Library
    from flowdown.reason.deadlines import Deadlines
    from flowdown.reason.occurrence import Met, Occurrence
    from flowdown.reason.setting import Setting

NOW = "event"
"""The id of what happened by the command line."""
ANY_CONTRACT = "any contract"
"""The setting where no profile says which contracts there are."""


@dataclass(frozen=True, slots=True)
class DeadlinesRequest:
    """What is asked: whose contracts, what happened, on which day, by which orders.

    `events` are pairs of an event and a moment; `log` is the inquiry log in which reviews may stand.
    """

    profile: Path | None
    as_of: datetime.date
    known_at: datetime.date
    events: tuple[tuple[Event, Moment], ...] = ()
    vendor: str = ""
    contracts: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    order_folders: tuple[Path, ...] = ()
    stance: str = "in_force"
    given: Mapping[str, bool] | None = None
    readings: tuple[str, ...] = ()
    log: Path | None = None


def usual_place(profile: Path | None) -> tuple[Path | None, Path | None]:
    """The profile that is meant (that of the current folder, unless one is named) and its log; None for none."""
    from flowdown.evidence.profile.profile import NAME
    from flowdown.pipeline.inquiry_log import log_file
    from flowdown.pipeline.profile import usual_profile

    usual = Path(NAME)
    found = profile or (usual_profile(usual) if usual.is_file() else None)
    return found, log_file(found) if found is not None else None


def parse_event(text: str) -> tuple[Event, Moment]:
    """Read `identification=2026-07-03T16:00`. Raises `UnusableArgument` for anything else."""
    word, equals, moment = text.partition("=")
    words = [each.value for each in Event if each is not Event.UNKNOWN]
    if not equals:
        raise UnusableArgument(f"`{clip(text)}` is no event", hint="as `identification=2026-07-03T16:00`")
    if word not in words:
        near = difflib.get_close_matches(word, words, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(words)}"
        raise UnusableArgument(f"`{clip(word)}` is no event", hint=hint)
    return Event(word), parse_moment(moment)


def list_deadlines(request: DeadlinesRequest, cache: Path | None = None) -> Deadlines:
    """Every clock that runs. Raises `Problems` for a broken profile, `UnusableArgument` for what names nothing."""
    from flowdown.catalogue import load as load_catalogue
    from flowdown.orders.load import load as load_orders

    return count_deadlines(request, load_orders(request.order_folders, cache), load_catalogue((), cache))


def count_deadlines(
    request: DeadlinesRequest, library: Library, catalogue: Catalogue, read: Profile | None = None
) -> Deadlines:
    """The same with a library and a catalogue, perhaps a profile, that were read before."""
    from flowdown.evidence.profile.profile import Profile
    from flowdown.pipeline.check import choose, read_as, settle
    from flowdown.pipeline.profile import load_profile
    from flowdown.reason.court import Asked
    from flowdown.reason.deadlines import find_deadlines
    from flowdown.reason.occurrence import occurrences_of
    from flowdown.reason.setting import settings_of
    from flowdown.reason.stance import Stance

    if request.profile is None and not request.events:
        hint = "`flowdown init` writes a profile; or say what happened: `--event identification=2026-07-03T16:00`"
        raise UnusableArgument("nothing to count: no profile, and no event", hint=hint)
    if (request.vendor or request.contracts) and not request.events:
        raise UnusableArgument("`--vendor` and `--contract` say what an `--event` is about")
    orders = choose(library, request.orders)
    profile = read or Profile()
    if read is None and request.profile is not None:
        profile = load_profile(request.profile, catalogue).profile
    given = {**read_as(orders, request.readings), **settle(orders, request.given or {})}
    settings = settings_of(profile.contracts) if request.profile is not None else (_any_contract(library),)
    occurrences = occurrences_of(profile, catalogue)
    if request.events:
        occurrences = (*occurrences, _happened(request, profile, catalogue, settings))
    asked = Asked(request.as_of, request.known_at, Stance(request.stance), (), given)
    met = (*_reviews(profile), *_logged(request.log))
    return find_deadlines(orders, library, catalogue, settings, occurrences, met, asked)


def _any_contract(library: Library) -> Setting:
    """A contract of which nothing is known: every clause may be in it."""
    from flowdown.reason.setting import Setting

    forest = ContextForest.of(library.contexts)
    mask = forest.mask(("federal_contract_performance",))
    leaves = tuple(leaf for index, leaf in enumerate(forest.leaves) if mask >> index & 1)
    return Setting(ANY_CONTRACT, leaves, is_open=True)


def _happened(
    request: DeadlinesRequest, profile: Profile, catalogue: Catalogue, settings: Sequence[Setting]
) -> Occurrence:
    from flowdown.evidence.profile.maker import Makers
    from flowdown.evidence.profile.profile import OWN_BUSINESS
    from flowdown.reason.occurrence import Met, Occurrence

    known = [each.id for each in profile.contracts]
    for name in request.contracts:
        if name not in (*known, OWN_BUSINESS):
            near = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean `{near[0]}`?" if near else "`flowdown profile` lists them"
            raise UnusableArgument(f"`{clip(name)}` is no contract of the profile", hint=hint)
    zone = profile.organisation.time_zone
    found = Makers(catalogue).recognise(request.vendor) if request.vendor else None
    moments: dict[Event, Moment | None] = {}
    met: list[Met] = []
    for event, stated in request.events:
        moment = stated.with_zone("" if zone == "unknown" else zone)
        if event is Event.SUBMISSION:
            met.append(Met("", moment))
        moments[event] = moment
    return Occurrence(
        NOW,
        f"something of {request.vendor}" if request.vendor else "what happened",
        moments,
        found.vendor if found is not None and found.is_sure else "",
        request.vendor,
        request.contracts,
        () if request.contracts else tuple(each.id for each in settings),
        tuple(met),
    )


def _reviews(profile: Profile) -> tuple[Met, ...]:
    from flowdown.evidence.profile.discovery import moment_of
    from flowdown.reason.occurrence import Met

    zone = profile.organisation.time_zone
    return tuple(Met(each.duty, moment_of(each.on, zone), each.contract, each.note) for each in profile.reviews)


def _logged(log: Path | None) -> tuple[Met, ...]:
    """Reviews that the inquiry log holds."""
    from flowdown.pipeline.inquiry_log import read_log
    from flowdown.reason.occurrence import Met

    if log is None or not log.is_file():
        return ()
    entries = read_log(log).entries
    return tuple(
        Met(each.duty, Moment(each.moment.date()), each.contract, f"entry {each.number} of the log")
        for each in entries
        if each.duty
    )
