"""Puts traces to the catalogue: which vendor, product and route each one shows, as a use or as a mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flowdown.catalogue.kinds import Basis
from flowdown.catalogue.reading import Hit
from flowdown.scan import vocabulary
from flowdown.scan.area import Area, area_of, is_stored_output
from flowdown.scan.candidate import Candidate
from flowdown.scan.flow import Answer
from flowdown.scan.ground import Ground
from flowdown.scan.identify_models import candidates_of, identify_model
from flowdown.scan.identify_wire import identify_call, identify_client, identify_endpoint, identify_env_key
from flowdown.scan.readers.provider_name import KEYED
from flowdown.scan.trace import (
    FAKED_GROUP,
    HEADER,
    MENTION_ROLES,
    TEST_GROUP,
    Reference,
    Role,
    Space,
    Trace,
    TraceKind,
    literal,
)

_WIRE = frozenset({Basis.MODEL, Basis.SERVICE, Basis.DEVICE})
_BARE = frozenset({TraceKind.DEPENDENCY, TraceKind.LOCK, TraceKind.IMPORT})
"""Kinds that say which product could be used, and not by themselves which is."""
_SELECTORS = frozenset("type kind client service backend engine vendor platform".split())
_OF_THINGS = frozenset({"vendor"})
"""Keys that mostly say who made a thing; where no model is reached, that is all they say."""
"""Keys that say who serves where the settings round them are those of a service."""
_COMPANY = 2
"""Other vendors whose keys a file takes in the same manner, so that a name means one of their kind."""
_ASKING = frozenset({TraceKind.CLIENT, TraceKind.CALL})
_NAMED = frozenset({TraceKind.MODEL_ID, TraceKind.ENDPOINT, TraceKind.ENV_KEY, TraceKind.CONFIG})
"""Kinds that a test which fakes the rest only names."""


def identify(ground: Ground) -> Iterator[Candidate]:
    """Every candidate of every trace of a tree."""
    for each in ground.traces:
        trace = replace(each, kind=TraceKind.DEPENDENCY) if _is_imported_itself(ground, each) else each
        for candidate in _without_own_hosts(_identify_one(ground, trace)):
            # A route that its user runs himself has no vendor; only what is open has none for another reason.
            if candidate.vendor is None and candidate.signature:
                continue
            why = _named_only(ground, trace) if candidate.is_use else ""
            if why and trace.kind in _ASKING and candidate.vendor not in ground.outside_tests:
                why = ""  # the tree is that vendor's client itself, as far as is seen: only its tests say so
            if why:
                yield replace(candidate, is_use=False, because=(*candidate.because, why))
            else:
                is_kept = not candidate.is_default or _is_chosen(ground, candidate)
                yield candidate if is_kept else replace(candidate, is_default=False)


def _named_only(ground: Ground, trace: Trace) -> str:
    """Why a trace uses nothing where it stands, whatever it names; empty if it does."""
    if trace.group == FAKED_GROUP:
        return "a test fakes what it would reach"
    if trace.kind not in _NAMED:
        return ""
    if trace.group == TEST_GROUP:
        return "named in a test that fakes the rest"
    if not trace.language:
        return "stored output: nothing runs by it" if is_stored_output(trace.place.path) else ""
    if trace.role is Role.CALLED or area_of(trace.place.path) is not Area.TEST:
        return ""
    if trace.kind is TraceKind.CONFIG and vocabulary.is_provider_key(trace.name.rsplit(".", 1)[-1]):
        return "a provider's name in what a test works with"
    if trace.kind is TraceKind.MODEL_ID and not ground.reaches_models:
        return "named in a test of a tree that reaches no model"
    return ""


def _is_imported_itself(ground: Ground, trace: Trace) -> bool:
    """Whether a Go module that is called indirect is one that the program imports: the mark is kept by hand, and goes stale."""
    if trace.kind is not TraceKind.LOCK or trace.language != "golang" or not trace.place.path.endswith("go.mod"):
        return False
    module = literal(trace.value) or ""
    folder = trace.place.path.removesuffix("go.mod")
    return any(
        path.startswith(folder) and (name == module or name.startswith(f"{module}/"))
        for path, name in ground.go_imports
    )


def _identify_one(ground: Ground, trace: Trace) -> Iterator[Candidate]:
    match trace.kind:
        case TraceKind.MODEL_ID | TraceKind.WEIGHTS:
            return identify_model(ground, trace)
        case TraceKind.ENDPOINT:
            return identify_endpoint(ground, trace)
        case TraceKind.CLIENT:
            return identify_client(ground, trace)
        case TraceKind.CALL:
            return identify_call(ground, trace)
        case TraceKind.ENV_KEY:
            return identify_env_key(ground, trace)
        case TraceKind.TEXT:
            return ground.mention(trace, ground.known.any_of(literal(trace.value) or ""))
        case _:
            return _identify_plain(ground, trace)


def _is_chosen(ground: Ground, candidate: Candidate) -> bool:
    """Whether the branch that a candidate stands in is taken when nothing is set; True outside every branch."""
    trace = candidate.trace
    if trace.branch is None:
        return True
    name, word = trace.branch
    # Only a choice among vendors counts: `if __name__ == "__main__"` and the like choose nothing of the kind.
    is_named = bool(candidate.vendor) and (candidate.vendor or "") in word.lower()
    if not (is_named or vocabulary.is_provider_key(name) or ground.index.provider(word) or ground.known.any_of(word)):
        return True
    named = Reference(Space.CODE, name)
    answers = ground.flow.answers(named, trace.place.path, trace.scope, trace.place.line) if name else ()
    if not answers and word in ground.chosen_words:
        return True  # handed over by a caller, from a setting whose value is this very word
    return {answer.text for answer in answers if answer.is_default} == {word}


def _without_own_hosts(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Drop a vendor's mere operation of a route where the same trace shows that its own product is used."""
    listed = list(candidates)
    own = {each.vendor for each in listed if each.is_use and each.basis in _WIRE}
    return (each for each in listed if each.basis is not Basis.HOST or each.vendor not in own)


def _identify_plain(ground: Ground, trace: Trace) -> Iterator[Candidate]:
    """Kinds that are looked up as they stand."""
    for answer in ground.answers(trace):
        hits = _look_up(ground, trace, answer)
        reading = (
            ground.read_model(answer.text, False) if trace.kind is TraceKind.CLI and not (hits or trace.name) else None
        )
        if reading is not None:
            # A word of a command line that is no program: the model that the program is told to use.
            yield from candidates_of(trace, reading, ground.route_of(reading.hits), answer, None, reading.why)
            continue
        if trace.role in MENTION_ROLES:
            yield from ground.mention(trace, hits or ground.known.any_of(answer.text))
            continue
        for hit in hits:
            if trace.name == HEADER and hit.vendor not in ground.addressed:
                # Its manner of speaking alone: whom it is spoken to nothing says.
                yield from ground.mention(trace, (hit,), ("no address of that service was seen",))
                continue
            if trace.name == KEYED and _may_be_others(ground, hit, answer.text, trace.place.path):
                # A key of its name alone: of somebody else who is called so, for all that is seen.
                yield from ground.mention(trace, (hit,), ("nothing else of that vendor was seen",))
                continue
            is_use = trace.kind is not TraceKind.LOCK
            is_decisive = trace.kind not in _BARE and trace.name != HEADER
            yield ground.use(trace, hit, answer, is_use=is_use, is_decisive=is_decisive)


def _may_be_others(ground: Ground, hit: Hit, name: str, path: str) -> bool:
    """Whether a vendor's name is also that of something else, and nothing more of that vendor is seen, nor its company."""
    if not hit.vendor or hit.vendor in ground.shown or not ground.known.is_others_word(name, hit.vendor):
        return False
    return len(ground.keyed_in.get(path, frozenset()) - {hit.vendor}) < _COMPANY


def _look_up(ground: Ground, trace: Trace, answer: Answer) -> tuple[Hit, ...]:
    index, text = ground.index, answer.text
    match trace.kind:
        case TraceKind.DEPENDENCY | TraceKind.LOCK:
            return ground.known.package(trace.language, text)
        case TraceKind.IMPORT:
            return _imported(ground, trace, text)
        case TraceKind.ACTION:
            return index.action(text)
        case TraceKind.IMAGE:
            return index.image(text)
        case TraceKind.RESOURCE:
            hits = index.terraform(text)
            is_told = ":" not in text or any(hit.product for hit in hits)
            return hits if is_told else index.terraform(text.partition(":")[0]) or hits  # of whatever kind
        case TraceKind.CLI:
            program = text.split()[0].rsplit("/", 1)[-1] if text.split() else ""
            return index.cli(f"{program} {trace.name}") or index.cli(program)  # some programs share a name
        case TraceKind.AGENT_CONFIG:
            return index.agent_file(text) or ground.known.any_of(text)
        case TraceKind.CONFIG:
            if trace.name == HEADER:
                return index.header(text)
            if vocabulary.is_provider_key(trace.name.rsplit(".", 1)[-1]):
                return index.provider(text) or index.config_key(text)
            key = trace.name.rsplit(".", 1)[-1].lower()
            is_selected = key in _SELECTORS and (key not in _OF_THINGS or ground.reaches_models)
            return index.config_key(text) or (index.provider(text) if is_selected else ())
        case _:
            return ground.known.any_of(text)


def _imported(ground: Ground, trace: Trace, text: str) -> tuple[Hit, ...]:
    """What an import shows: the module, and classes made for a vendor that it takes out of a module for many."""
    hits = list(ground.index.import_name(trace.language, text))
    if trace.language == "c":
        stem = text.rsplit("/", 1)[-1].partition(".")[0]
        hits.extend(
            hit for hit in ground.known.branded(text) if not _may_be_others(ground, hit, stem, trace.place.path)
        )
    for origin in trace.binds.split(","):
        # The last part of a whole module's name is a class in the languages of the JVM and in Elixir only.
        if not origin or (origin == text and trace.language not in ("jvm", "elixir")):
            continue
        found = ground.known.member_hits(trace.language, text, origin)
        hits.extend(hit for hit in found if hit not in hits)
    return tuple(hits)
