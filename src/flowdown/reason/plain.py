"""Plain clusters, in which norms meet cell by cell: equal cells are ruled on once."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.base.period import Days, each
from flowdown.orders.norm import Modality
from flowdown.reason.alike import Classes
from flowdown.reason.assemble import Claim, Place
from flowdown.reason.cluster import Cluster
from flowdown.reason.component import Component, Demand
from flowdown.reason.divide import Draft, divide
from flowdown.reason.repair_scope import Scoped, list_scopes
from flowdown.reason.scene import Cell, Scene
from flowdown.reason.spot import Spot

_DEMANDS = {
    Modality.MUST: Demand.DUTY,
    Modality.MUST_NOT: Demand.BAN,
    Modality.MAY: Demand.LEAVE,
    Modality.NEED_NOT: Demand.RELIEF,
}
_Signature = tuple[tuple[tuple[int, Days], ...], tuple[str, ...], str]


class PlainAssembly:
    """Gathers the cells of a plain cluster in which something can clash, equal ones together."""

    def __init__(self, scene: Scene, cluster: Cluster, classes: Classes) -> None:
        self._scene = scene
        self._classes = classes
        self._norms = [scene.norm(name) for name in classes.norms]
        self._duties, self._bans, self._leaves, self._reliefs = (
            sum(1 << number for number, norm in enumerate(self._norms) if norm.modality is modality)
            for modality in _DEMANDS
        )
        self._scopes: dict[str, list[Scoped]] = list_scopes(scene.index, classes.norms)
        # Norms that are carved by context, or may be by a move, see each leaf for itself.
        self._by_leaf = 0
        for number, name in enumerate(classes.norms):
            carved = (*scene.carve_outs(name), *(scoped.carved for scoped in self._scopes.get(name, ())))
            if any(each_.contexts is not None for each_ in carved):
                self._by_leaf |= 1 << number

    def components(self) -> Iterator[tuple[Component, tuple[tuple[Place, ...], ...]]]:
        """The components, each of one cell, with all places that the cell stands for."""
        alike: dict[_Signature, list[Place]] = {}
        cells: dict[_Signature, Cell] = {}
        for places_here, cell, picked in self._contested():
            signature = self._sign(cell, picked)
            if signature is not None:
                alike.setdefault(signature, []).extend(places_here)
                cells.setdefault(signature, cell)
        for signature, places in alike.items():
            claims = [
                Claim(self._classes.norms[number], _DEMANDS[self._norms[number].modality], (places[0],), days)
                for number, days in signature[0]
            ]
            draft = Draft((cells[signature],), {places[0]: 0}, claims, [], [], {})
            component = divide(self._scene, draft)
            if component is not None:
                yield component, (tuple(places),)

    def _contested(self) -> Iterator[tuple[list[Place], Cell, int]]:
        """The places where norms that can clash are picked together, with these norms; leaves that are alike at once."""
        classes = self._classes
        masks = [someone.picked_by for someone in classes.actors]
        for thing, something in enumerate(classes.things):
            picked_here = something.picked_by
            if not self._can_clash(picked_here):
                continue
            decisive = picked_here & (self._bans | self._reliefs)
            for actor, mask in enumerate(masks):
                if mask & decisive and self._can_clash(mask & picked_here):
                    yield from self._by_leaves(actor, thing, mask & picked_here)

    def _by_leaves(self, actor: int, thing: int, both: int) -> Iterator[tuple[list[Place], Cell, int]]:
        classes = self._classes
        someone, something = classes.actors[actor].first, classes.things[thing].first
        alike: dict[tuple[int, int], list[int]] = {}
        for leaf, somewhere in enumerate(classes.leaves):
            picked = both & somewhere.picked_by
            if self._can_clash(picked):
                alike.setdefault((picked, leaf if picked & self._by_leaf else -1), []).append(leaf)
        for (picked, _), leaves in alike.items():
            action = self._norms[(picked & -picked).bit_length() - 1].action
            for toward in classes.counterparties:
                places = [Place(actor, action, thing, leaf, toward) for leaf in leaves]
                yield places, Cell(someone, action, something, int(classes.leaves[leaves[0]].first), toward), picked

    def _can_clash(self, picked: int) -> bool:
        bans, duties = picked & self._bans, picked & self._duties
        return bool((bans and (duties or picked & self._leaves)) or (duties and picked & self._reliefs))

    def _sign(self, cell: Cell, picked: int) -> _Signature | None:
        """The norms that bind the cell with their days, and the open moves that would suspend one of them there."""
        spot = Spot(cell.actor, (cell.thing,), cell.leaf, cell.toward)
        claims: list[tuple[int, Days]] = []
        bound = 0
        moves: list[str] = []
        for number in each(picked):
            name = self._classes.norms[number]
            days = self._scene.days(name, spot)
            if days:
                claims.append((number, days))
                bound |= 1 << number
                moves += [scoped.move for scoped in self._scopes.get(name, ()) if scoped.carved.covers(spot)]
        return (tuple(claims), tuple(moves), cell.action) if self._can_clash(bound) else None
