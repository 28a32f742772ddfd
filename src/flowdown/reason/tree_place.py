"""Trees as places of use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flowdown.base.truth import Truth
from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.kinds import ProductClass
from flowdown.evidence.from_scan import Gathered
from flowdown.graph.view import View
from flowdown.reason.doubts import Unread, open_questions
from flowdown.reason.place import Place, by_thing
from flowdown.reason.uses import see
from flowdown.scan.gap import Gap
from flowdown.scan.sighting import Question, Scan


def makers_of_models(catalogue: Catalogue) -> frozenset[str]:
    """The vendors with a model of their own, or a service that may run one: the cloud of a maker of devices is none."""
    model, service, device = (each.value for each in (ProductClass.MODEL, ProductClass.SERVICE, ProductClass.DEVICE))
    return frozenset(
        brief.id
        for brief in catalogue.briefs()
        if model in brief.classes or (service in brief.classes and device not in brief.classes)
    )


def tree_places(scan: Scan, view: View, catalogue: Catalogue) -> dict[str, Place]:
    """A place for each tree of a scan, by the tree's id."""
    gaps = {tree.id: tuple(gap for gap in scan.gaps if gap.tree in ("", tree.id)) for tree in scan.trees}
    questions = {tree.id: open_questions(scan, tree.id) for tree in scan.trees}
    return place_trees(scan, view, catalogue, gaps, questions)


def place_trees(
    scan: Scan,
    view: View,
    catalogue: Catalogue,
    gaps: Mapping[str, Sequence[Gap]],
    questions: Mapping[str, Sequence[Question]],
    gathered: Gathered | None = None,
) -> dict[str, Place]:
    """A place for each tree, with what was not read of it and what is open in it; `gathered` are the scan's claims."""
    sightings = (gathered or Gathered(scan)).sightings
    makers = makers_of_models(catalogue)
    places: dict[str, Place] = {}
    for tree in scan.trees:
        uses, hints = by_thing(see(view, f"tree:{tree.id}"))
        unread = Unread(
            tree.id,
            not scan.coverage.read,
            tuple(questions.get(tree.id, ())),
            tuple(gaps.get(tree.id, ())),
            hints,
            makers,
        )
        places[tree.id] = Place(
            f"tree:{tree.id}", tree.id, uses, hints, unread.doubts, sightings[tree.id], Truth.UNKNOWN
        )
    return places
