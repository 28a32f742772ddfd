"""Says of what is left of a vendor why no edit takes it away, by what it is and the part that it plays."""

from __future__ import annotations

from flowdown.catalogue.kinds import Basis
from flowdown.fix.edit import NotMade, Refusal, Why
from flowdown.scan.sighting import Sighting, Strength
from flowdown.scan.trace import Role, TraceKind

_MENTIONS = {
    Role.LISTED: Refusal(
        Why.TABLE, "a list or table (prices, limits, choices): whether its line goes or another comes is yours to say"
    ),
    Role.COMPARED: Refusal(Why.BRANCH, "asked for by name: the branch goes with the model"),
    Role.DOCUMENTED: Refusal(Why.COMMENT, "documentation"),
    Role.COMMENTED: Refusal(Why.COMMENT, "a comment"),
    Role.DECLARED: Refusal(Why.UNUSED, "nothing was seen to use it"),
}
_KINDS = {
    TraceKind.DEPENDENCY: Refusal(
        Why.DEPENDENCY, "take it out with your package manager, which makes the lock file anew, once nothing calls it"
    ),
    TraceKind.LOCK: Refusal(Why.LOCK, "a lock file is made anew by its package manager, never edited"),
    TraceKind.IMPORT: Refusal(Why.CALLS, "its own library: what is called with it is written anew"),
    TraceKind.CLIENT: Refusal(Why.CALLS, "its own client: what is called with it is written anew"),
    TraceKind.CALL: Refusal(Why.CALLS, "a call of its own: it is written anew"),
    TraceKind.ENV_KEY: Refusal(Why.KEY, "a name of its key: it goes when nothing reads it any more"),
    TraceKind.ENDPOINT: Refusal(Why.ADDRESS, "its address: what is asked there is its own API"),
    TraceKind.CONFIG: Refusal(Why.PROVIDER, "chosen by its name: what else can be chosen is your program's own"),
    TraceKind.WEIGHTS: Refusal(Why.OWN_WEIGHTS, "weights: another file of them is another size and form"),
    TraceKind.AGENT_CONFIG: Refusal(Why.TOOL, "instructs its assistant for developers"),
    TraceKind.TEXT: Refusal(Why.MENTION, "a mention"),
}
_DEPLOYED = frozenset({TraceKind.ACTION, TraceKind.IMAGE, TraceKind.RESOURCE, TraceKind.CLI, TraceKind.DEVICE})
_STRENGTHS = {
    Strength.TEST_ONLY: Refusal(Why.TEST, "a test: change what it expects together with the code"),
    Strength.DEV_TOOLING: Refusal(Why.TOOL, "a tool of developers: who uses it chooses another"),
    Strength.TRANSITIVE: Refusal(Why.LOCK, "comes with something else; see what needs it"),
}
CHOICE = Refusal(Why.CHOICE, "one of several that can be chosen: take it out rather than call another by its name")


def by_part(sighting: Sighting) -> Refusal | None:
    """Why what plays such a part is never replaced; None for what runs by default."""
    if not sighting.is_use:
        return _MENTIONS.get(sighting.role, Refusal(Why.MENTION, "a mention"))
    if sighting.strength in _STRENGTHS:
        return _STRENGTHS[sighting.strength]
    return CHOICE if sighting.strength is Strength.RUNTIME_OPTIONAL else None


def of_kind(sighting: Sighting) -> Refusal:
    """Why what is of such a kind is left to people."""
    if sighting.kind in _DEPLOYED:
        return Refusal(Why.DEPLOYMENT, "deployed or run as it is: another takes another deployment")
    if sighting.kind is TraceKind.CALL and sighting.basis is Basis.MODEL:
        return Refusal(Why.CALLS, "calls the model by what stands elsewhere")
    return _KINDS.get(sighting.kind, Refusal(Why.MENTION, "left to you"))


def not_made(sighting: Sighting, refusal: Refusal) -> NotMade:
    """What is left at a place, and why."""
    place = sighting.place
    return NotMade(
        place.path, place.line, sighting.kind.value, sighting.value, refusal.why, refusal.words, sighting.is_use
    )
