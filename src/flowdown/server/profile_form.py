"""The form in which the profile is edited."""

from __future__ import annotations

from flowdown.server.page import Field, Form


def profile_form(text: str, base: str, why: str = "") -> Form:
    """The form with a text; `base` is the digest of the profile that it began from."""
    fields = (
        Field("text", "flowdown.yaml", text, kind="area", is_needed=True, rows=28, most=4_000_000),
        Field("base", "", base, kind="hidden"),
        Field("why", "Why, for those who look later", why),
    )
    return Form("/profile", "Check and save", fields, "The text", does=True)
