"""How a clause stands in a document: part of it, chosen or not, taken out, or only named."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """What a document does with a clause; the first of these outweighs the later ones, but for what was taken out."""

    INCORPORATED = "incorporated"
    REMOVED = "removed"
    UNCLEAR = "unclear"
    NOT_TICKED = "not ticked"
    RESERVED = "reserved"
    PASSED_ON = "only to be passed on"
    MENTIONED = "mentioned"


RANK = {each: rank for rank, each in enumerate(Standing)}
