"""Draws from all that was seen in a tree what it depends on: follows names over files, identifies, weighs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from flowdown.scan.area import area_of
from flowdown.scan.follow import follow
from flowdown.scan.global_using import has_global, open_globally
from flowdown.scan.ground import Ground
from flowdown.scan.identify import identify
from flowdown.scan.own_keys import own_key_beginnings
from flowdown.scan.own_modules import (
    is_of_own_module,
    is_of_own_namespace,
    is_of_own_package,
    is_of_own_swift,
    is_own,
    is_own_import,
    own_module,
    own_namespaces,
    own_packages,
    published_name,
    swift_modules,
    top_modules,
)
from flowdown.scan.reliance import Reliance, suffix_of
from flowdown.scan.sighting import Question, Sighting
from flowdown.scan.strength import Weighed, weigh
from flowdown.scan.surroundings import Surroundings
from flowdown.scan.tables import Tables
from flowdown.scan.trace import Trace, TraceKind, Yield
from flowdown.scan.tree import File
from flowdown.scan.tree_source import TreeSource
from flowdown.scan.unreached import doubt_unreached


class Conclusion:
    """What a tree depends on, as far as it was read; `is_interrupted`: following was broken off."""

    __slots__ = ("is_interrupted", "questions", "sightings")

    def __init__(self, sightings: list[Sighting], questions: list[Question], *, is_interrupted: bool) -> None:
        self.sightings = sightings
        self.questions = questions
        self.is_interrupted = is_interrupted


def conclude(
    tree: str,
    source: TreeSource,
    files: Sequence[File],
    yields: list[Yield],
    tables: Tables,
    around: Surroundings | None,
    enter: Callable[[str], None] = lambda _: None,
    *,
    is_interrupted: bool,
    reliance: Reliance | None = None,
) -> Conclusion:
    """Weigh what was yielded in the files of a tree; nothing is followed after an interrupt.

    `enter` is told of every stage, `reliance` of what is taken from the contents of files.
    """
    known, lexers = tables.known, tables.lexers
    code_files = [file for file in files if suffix_of(file.path) in lexers]
    areas = Counter(
        area_of(file.path) for file in files if suffix_of(file.path) in lexers or file.path.endswith(".ipynb")
    )
    if not is_interrupted:
        enter("following names over files")
        try:
            opened = list(open_globally(yields, files, known, lexers, source.reader()))
            if reliance is not None:
                reliance.opens_globally = has_global(yields)
            yields = [*yields, *opened]
            yields = [
                *yields,
                *follow(
                    yields,
                    code_files,
                    known,
                    lexers,
                    source.reader(),
                    tables.looks if around else None,
                    source.followed,
                    reliance,
                ),
            ]
        except KeyboardInterrupt:
            is_interrupted = True
    modules = frozenset(top_modules(code_files)) | (around.modules if around else frozenset())
    published, made_for = _published(source, tables)
    own = modules, published
    spaces = own_namespaces(source)
    packages = own_packages(code_files)
    swift = swift_modules(code_files)
    module = own_module(source)
    if not (module and tables.known.package("golang", module)):
        module = ""  # called after nobody: what its packages give is nobody's, and hides what others give by that name
    yields = [
        each
        for each in yields
        if not (
            isinstance(each, Trace)
            and (
                is_own(each, own)
                or is_own_import(each, spaces)
                or is_of_own_namespace(each, spaces)
                or is_of_own_package(each, packages)
                or is_of_own_swift(each, swift)
                or is_of_own_module(each, module)
            )
        )
    ]
    enter("identifying")
    ground = Ground(yields, known, own_key_beginnings(source, known.index))
    identified = identify(ground)
    naming = reliance.naming if reliance is not None else None
    candidates = list(identified) if around else doubt_unreached(identified, code_files, source, naming)
    enter("weighing")
    weighed = weigh(
        candidates,
        ground.built,
        around.areas if around else areas,
        known.names_of,
        (file.path for file in files),
        made_for,
        known.runtimes,
    )
    sightings = list(_sightings(tree, weighed))
    return Conclusion(sightings, list(map(_masked, ground.questions)), is_interrupted=is_interrupted)


def _published(source: TreeSource, tables: Tables) -> tuple[str, frozenset[str]]:
    """The module of the package that a tree publishes and the vendors it serves, if the catalogue knows that package."""
    name = published_name(source)
    hits = tables.known.package("pypi", name.replace("_", "-")) if name else ()
    return (name if hits else "", frozenset(hit.vendor for hit in hits if hit.vendor and not hit.route))


_SECRET = re.compile(r"//[^/@\s]*@")
_QUERY = re.compile(r"(://[^\s?`'\"]+)\?[^\s`'\"]+")


def without_secrets(step: str) -> str:
    """A step in words without the credentials and queries of the addresses that it quotes."""
    return _QUERY.sub(r"\1", _SECRET.sub("//", step))


def shown(value: str) -> str:
    """A value as it is kept: without credentials and queries of URLs, at most 200 characters."""
    text = _SECRET.sub("//", value)
    if "://" in text:
        text = text.split("?", 1)[0]
    return text if len(text) <= 200 else text[:197] + "..."


def _masked(question: Question) -> Question:
    steps = tuple(map(without_secrets, question.because))
    return replace(question, asks=without_secrets(question.asks), because=steps)


def _sightings(tree: str, weighed: Sequence[Weighed]) -> Iterator[Sighting]:
    seen: set[tuple[object, ...]] = set()
    # What is both used and only named in one line is used.
    for each in sorted(weighed, key=lambda each: not each.candidate.is_use):
        candidate = each.candidate
        place = candidate.trace.place
        # A key that is handed on stands twice in its line, once as it is set and once as it is read.
        spot = candidate.value if candidate.kind is TraceKind.ENV_KEY else place.column
        key = (place.path, place.line, spot, candidate.vendor, candidate.product, each.basis, candidate.kind)
        if key in seen:
            continue
        seen.add(key)
        yield Sighting(
            tree,
            candidate.vendor,
            candidate.product,
            each.basis,
            candidate.route,
            candidate.kind,
            place,
            candidate.trace.role,
            candidate.is_use,
            each.strength,
            shown(candidate.value),
            candidate.signature,
            tuple(dict.fromkeys(map(without_secrets, candidate.because))),
            candidate.is_ancestor,
        )
