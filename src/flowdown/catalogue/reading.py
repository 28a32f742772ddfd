"""What the catalogue says of one value: the hits of a look-up, the reading of a model id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from flowdown.catalogue.kinds import Basis, SignatureKind


# A NamedTuple, since thousands are read back at every start and a frozen dataclass costs three times as much.
class Hit(NamedTuple):
    """A vendor's product, or a route, recognised by one signature.

    `vendor` is empty for a route that its user runs himself; `product` is empty for a route. A route's operator is
    the vendor, on the basis `host`.
    """

    vendor: str
    product: str
    basis: Basis
    route: str
    kind: SignatureKind
    signature: str

    @property
    def order(self) -> tuple[str, str, str, str, str]:
        """The key by which hits of equal precision are sorted: products before routes."""
        return ("1" if not self.product else "0", self.vendor, self.product, self.route, self.signature)


@dataclass(frozen=True, slots=True)
class ModelReading:
    """Whose a model is.

    `makers` made the named artefact; where its last editor is not in the catalogue, the nearest makers in its line
    stand here and `why` says so. `vendors` are the makers and every ancestor that the name or the catalogue states.
    `routes` are those that the id itself names. `family` is the signature that decided. `is_by_namespace`: no family
    of the catalogue is fully named, only an organisation whose models these would be.
    `hits` holds one hit a vendor, makers first, each on the basis `model`. `is_edited`: somebody who is not in the
    catalogue changed what the makers made (a fine-tune, a merge), so that they are its ancestors only.
    """

    makers: tuple[str, ...]
    vendors: tuple[str, ...]
    routes: tuple[str, ...]
    family: str
    is_by_namespace: bool
    hits: tuple[Hit, ...]
    why: tuple[str, ...]
    is_edited: bool = False
