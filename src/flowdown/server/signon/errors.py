"""Why nobody is let in by the identity provider."""

from __future__ import annotations

from flowdown.base.errors import FlowdownError


class NoProvider(FlowdownError):
    """The identity provider does not answer, or not as its standard says."""


class NotVouched(FlowdownError):
    """What came back does not prove who somebody is; a new attempt may."""
