"""A sighting in the making: what the catalogue says of a trace, before the whole tree has been weighed."""

from __future__ import annotations

from dataclasses import dataclass

from flowdown.catalogue.kinds import Basis
from flowdown.catalogue.reading import Hit
from flowdown.scan.trace import Trace, TraceKind


@dataclass(frozen=True, slots=True)
class Candidate:
    """One vendor (or None) seen in one trace.

    `is_decisive`: the place itself says which product is used (a model, a host, a deployment), not only that one could
    be; `is_default`: nothing has to be chosen for it. `client` is the key of the client through which it goes.
    """

    trace: Trace
    vendor: str | None
    product: str
    basis: Basis
    route: str
    kind: TraceKind
    value: str
    signature: str
    is_use: bool
    is_decisive: bool = False
    is_default: bool = True
    client: str = ""
    because: tuple[str, ...] = ()
    is_ancestor: bool = False


def signature_words(hit: Hit) -> str:
    """A signature as it is shown: `kind:value`."""
    return hit.signature
