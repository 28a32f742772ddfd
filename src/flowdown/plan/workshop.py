"""Makes the pieces of work, each once: what several ways out need is the same piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from flowdown.catalogue.replacement import Offer, RouteFacts, Substitute
from flowdown.plan.effort import Effort
from flowdown.plan.estimate import (
    Estimate,
    estimate_client,
    estimate_drop,
    estimate_model,
    is_of_client,
    places_beside,
    places_of,
    prompt_files,
    rounded,
)
from flowdown.plan.use import PlannedUse
from flowdown.plan.work import Work, WorkKind
from flowdown.scan.sighting import Sighting
from flowdown.scan.trace import TraceKind


class Workshop:
    """All work by its id. `names` are the vendors' names by their ids."""

    def __init__(self, effort: Effort, done: Iterable[str] = (), names: Mapping[str, str] | None = None) -> None:
        self.effort = effort
        self._names = names or {}
        self.done = frozenset(done)
        self.works: dict[str, Work] = {}

    def name_of(self, vendor: str) -> str:
        """What a vendor is called."""
        return self._names.get(vendor, vendor)

    def add(self, work: Work) -> str:
        """Take a piece of work up, with the user's own days, and what is done as done; returns its id."""
        if work.id in self.effort.steps:
            work = replace(work, days=rounded(self.effort.steps[work.id]), counted="as you say")
        if work.id in self.done:
            work = replace(work, days=0.0, wait=0, is_done=True)
        held = self.works.get(work.id)
        if held is not None:
            places = tuple(dict.fromkeys((*held.places, *work.places)))
            more = work if work.days > held.days else held
            work = replace(held, places=places, days=more.days, counted=more.counted)
        self.works[work.id] = work
        return work.id

    def account(self, route: RouteFacts) -> str:
        """An account, or a runtime of one's own."""
        effort, own = self.effort, route.is_own
        return self.add(
            Work(
                f"account:{route.route}",
                WorkKind.ACCOUNT,
                f"set up {route.name}" if own else f"open an account for {route.name}, and ask for access to the model",
                effort.own_runtime if own else effort.account,
                "a runtime of your own" if own else "an account",
                effort.own_runtime_wait if own else effort.account_wait,
                undo="close it once the old way is back for good; it does no harm to keep it as a second way",
                is_safe=True,
            )
        )

    def connect(self, use: PlannedUse, route: RouteFacts, needs: Sequence[str]) -> str:
        """A tree's credentials and settings for a route."""
        tree = use.place.name
        return self.add(
            Work(
                f"connect:{tree}:{route.route}",
                WorkKind.CONNECT,
                f"give {tree} credentials, settings and a deployment for {route.name}, behind a switch",
                self.effort.connect,
                "a tree and a route",
                needs=tuple(needs),
                tree=tree,
                undo="turn the switch back; take the settings out later",
                is_safe=True,
            )
        )

    def client(
        self, use: PlannedUse, route: RouteFacts, hosted: Sequence[Sighting], needs: Sequence[str], *, same: bool
    ) -> str:
        """A tree's clients and calls brought to a route; empty where the tree has none."""
        tree, vendor = use.place.name, use.vendor
        found = [each for each in (*use.all_sightings, *hosted) if is_of_client(each)]
        estimate = estimate_client(found, self.effort, has_same_api=same)
        if not found:
            return ""
        how = "point the clients" if same else "move the clients and calls"
        return self.add(
            Work(
                f"client:{tree}:{vendor}:{route.route}",
                WorkKind.CLIENT,
                f"{how} of {tree} from {self.name_of(vendor)} to {route.name}",
                estimate.days,
                estimate.counted,
                needs=tuple(needs),
                tree=tree,
                places=(*places_of(found), *places_beside(tree, filter(is_of_client, use.beside))),
                undo="keep the old client behind the switch until the order is settled; turn the switch back",
            )
        )

    def compare(self, use: PlannedUse, model: Substitute, offer: Offer, needs: Sequence[str]) -> str:
        """Answers of the old and the new model put side by side: once for all that a repository does with the old one."""
        repository = use.place.name.partition("/")[0]
        return self.add(
            Work(
                f"compare:{repository}:{use.vendor}:{use.workload}:{model.id}@{offer.route}",
                WorkKind.COMPARE,
                f"put answers of {model.name} beside those of {self.name_of(use.vendor)}'s model, for what {repository} asks",
                self.effort.evaluation,
                "a comparison",
                needs=tuple(needs),
                undo="nothing to take back: keep the comparison, it serves the way back too",
                is_safe=True,
            )
        )

    def model(self, use: PlannedUse, model: Substitute, offer: Offer, needs: Sequence[str]) -> str:
        """A model's ids, prompts and tests."""
        tree = use.place.name
        estimate = estimate_model(use.sightings, use.shared, self.effort)
        before = ", ".join(dict.fromkeys(each.value for each in _naming(use) if each.value))
        return self.add(
            Work(
                f"model:{use.id}:{model.id}@{offer.route}",
                WorkKind.MODEL,
                f"change {tree} from {self.name_of(use.vendor)}'s model to `{offer.id}`; try its prompts with it, and change them",
                estimate.days,
                estimate.counted,
                needs=tuple(needs),
                tree=tree,
                places=(
                    *_model_places(use),
                    *places_beside(tree, _named(use.beside)),
                ),
                undo=f"set the model back{f' to {_short(before)}' if before else ''}, with the prompts of that time",
            )
        )

    def reindex(self, use: PlannedUse, needs: Sequence[str]) -> str:
        """Stored vectors made anew."""
        return self.add(
            Work(
                f"reindex:{use.id}",
                WorkKind.REINDEX,
                f"make the stored vectors of {use.place.name} anew: those of two models do not fit together",
                self.effort.reindex,
                "an index",
                needs=tuple(needs),
                tree=use.place.name,
                undo="keep the old index beside the new one until the order is settled",
            )
        )

    def isolate(self, use: PlannedUse) -> str:
        """A deployment of its own for the work that must do without."""
        kept = [each.partition(":")[2] or each.replace("-", " ") for each in use.subjects]
        days = self.effort.isolate + self.effort.per_kept_apart * len(kept)
        name = use.place.name
        return self.add(
            Work(
                f"isolate:{use.where}",
                WorkKind.ISOLATE,
                f"run the work for {', '.join(kept)} apart, without what {name} uses of {self.name_of(use.vendor)}",
                days,
                f"a deployment, {len(kept)} kept apart",
                tree=name if use.sightings else "",
                places=places_of(use.all_sightings)[:12],
                undo="turn the switch back and run one deployment again",
                is_safe=True,
            )
        )

    def drop(self, use: PlannedUse) -> str:
        """A feature taken out."""
        estimate = estimate_drop(use.all_sightings, self.effort)
        return self.add(
            Work(
                f"drop:{use.id}",
                WorkKind.DROP,
                f"take out what {use.place.name} does with {self.name_of(use.vendor)}",
                estimate.days,
                estimate.counted,
                tree=use.place.name,
                places=(*places_of(use.all_sightings), *places_beside(use.place.name, use.beside)),
                undo="take back the commit that took it out",
            )
        )

    def simple(
        self, identity: str, kind: WorkKind, title: str, estimate: Estimate, *, wait: int = 0, undo: str = ""
    ) -> str:
        """Work without places in code."""
        return self.add(Work(identity, kind, title, rounded(estimate.days), estimate.counted, wait, undo=undo))

    def check(self, use: PlannedUse, needs: Sequence[str]) -> str:
        """The place looked at again, for the record: once after all that takes as long to come."""
        wait = max((self.wait_of(each) for each in needs), default=0)
        identity = f"check:{use.id}" + (f":after-{wait}-days" if wait else "")
        held = self.works.get(identity)
        if held is not None:
            self.works[identity] = replace(held, needs=tuple(dict.fromkeys((*held.needs, *needs))))
            return identity
        return self.add(
            Work(
                identity,
                WorkKind.CHECK,
                f"check that {use.place.name} is clear of {self.name_of(use.vendor)} (`flowdown check`), and keep the answer",
                self.effort.check,
                "a check",
                wait,
                needs=tuple(needs),
                tree=use.place.name if use.sightings else "",
            )
        )

    def wait_of(self, identity: str) -> int:
        """The calendar days until a piece of work can begin: its own, or of what it needs."""
        work = self.works[identity]
        return max([work.wait, *(self.wait_of(each) for each in work.needs)])


def _naming(use: PlannedUse) -> list[Sighting]:
    """The lines that name the model."""
    return _named(use.sightings)


def _model_places(use: PlannedUse) -> Iterator[str]:
    """The lines that name the model, and the files whose prompts it is tried with."""
    named = _naming(use)
    yield from places_of(named)
    files = {each.place.path for each in named}
    yield from (each for each in prompt_files(use.sightings, use.shared) if each not in files)


def _named(sightings: Iterable[Sighting]) -> list[Sighting]:
    return [each for each in sightings if each.kind is TraceKind.MODEL_ID]


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."
