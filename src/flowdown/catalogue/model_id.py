"""Reads a model id in any spelling: its makers, its line, the routes it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from flowdown.catalogue.kinds import Basis, SignatureKind
from flowdown.catalogue.model_table import LETTERS, Family, ModelTable, Space
from flowdown.catalogue.model_words import MERGES, TOKEN, Part, looks_like_a_model, part_of
from flowdown.catalogue.reading import Hit, ModelReading

LENGTH_LIMIT = 256
"""Characters; a longer text is no model id."""
_MEMORY = 8192
_SHAPE = re.compile(r"[\w.@~/-][\w./:@+~!-]*")
_CLOUD_FORM = re.compile(r"(?:[a-z]{2,6}(?:-gov)?\.)?([a-z0-9]+)\.([a-z][\w.-]*?(?:-v\d+(?::\d+\w*)?|:\d+\w*))")
_AFTER_NAME = frozenset(
    ("main", "resolve", "blob", "tree", "raw", "versions", "version", "deployments", "invoke", "converse")
)
_PATH_WORDS = frozenset(
    ("models", "model", "projects", "locations", "publishers", "endpoints", "accounts", "library", "deployments")
)
_SHORT = 3
"""Letters; the stems that short must be written exactly."""
_STRANGERS = 2
"""Unknown words in front of a name, separated by slashes; more than these is a path."""
_SURE = frozenset({Part.SIZE, Part.PACKING, Part.TUNING})
"""What only a model's name says."""


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    family: Family


@dataclass(slots=True)
class _Place:
    """What stands before a model's name: routes, the last known organisation, what nobody knows."""

    routes: list[str] = field(default_factory=list)
    space: Space | None = None
    is_space_a_segment: bool = False
    strangers: list[str] = field(default_factory=list)
    is_hub_needed: bool = False
    is_stated: bool = False

    @property
    def is_trusted(self) -> bool:
        """Whether something besides the name says that this is a model's id."""
        return self.is_stated or self.space is not None or bool(self.routes)


class ModelMatcher:
    """Reads model ids with the tables of one catalogue. Holds nothing but tables and a memory of past answers."""

    def __init__(self, table: ModelTable) -> None:
        self.table = table
        self._heads = frozenset(table.families)
        self._tails: dict[str, re.Pattern[str]] = {}
        self._memory: dict[tuple[str, bool], ModelReading | None] = {}

    def read(self, text: str, is_model: bool = False) -> ModelReading | None:
        """What a model id says, or None when it is none of the catalogue's.

        `is_model`: the place says that this is a model's id (an argument `model`), so that its form need not.
        """
        if len(text) > LENGTH_LIMIT:
            return None
        low = text.lower()
        if self._heads.isdisjoint(LETTERS.findall(low)) and not self._has_space(low):
            return None
        key = (text, is_model)
        if key in self._memory:
            return self._memory[key]
        reading = self._read(text, is_model) if text.isascii() and _SHAPE.fullmatch(text) else None
        if len(self._memory) >= _MEMORY:
            self._memory.clear()
        self._memory[key] = reading
        return reading

    def _has_space(self, low: str) -> bool:
        """Whether an organisation of the catalogue is named as such."""
        if "/" in low:
            return not self.table.spaces.keys().isdisjoint(low.replace("_", "-").split("/"))
        return "." in low and _CLOUD_FORM.fullmatch(low) is not None

    def _read(self, text: str, is_model: bool) -> ModelReading | None:
        place = _Place(is_stated=is_model)
        segments = self._segments(text, place)
        names = [segment.lower().replace("_", "-") for segment in segments]
        for index in range(len(segments) - 1, -1, -1):
            is_variable = not is_model and _is_variable(text)
            matches = self._matches(segments[index], segments[index].lower() if is_variable else names[index])
            if matches:
                break
        else:
            return self._read_by_stem(names, place) or self._read_by_space(names, place)
        after = [token for name in names[index + 1 :] if name not in _AFTER_NAME for token in TOKEN.findall(name)]
        if any(part_of(token) is Part.FOREIGN for token in after):
            return None
        self._walk(names[:index], place)
        if place.is_hub_needed and not place.routes:
            return None
        name = names[index]
        lead = self._lead(name[: matches[0].start], place)
        matches = [match for match in matches if match is matches[0] and not lead or not _is_generic(match.family)]
        if not matches:
            return None
        return _conclude(name, matches, lead, place) if _is_plausible(name, matches, lead, place) else None

    def _segments(self, text: str, place: _Place) -> list[str]:
        """Cut a text at its slashes and at the colon behind a provider's word; open up addresses and ARNs."""
        scheme, mark, rest = text.partition("://")
        if mark:
            place.is_hub_needed = scheme.lower() in ("http", "https")
            text = rest
        fields = text.split(":", 5)
        if fields[0].lower() == "arn" and len(fields) == 6:
            text = f"{fields[2]}/{fields[5]}"
        segments: list[str] = []
        for segment in text.strip("/~").split("/"):
            head, mark, tail = segment.partition(":")
            word = head.lower().replace("_", "-")
            if mark and (word in self.table.prefixes or word in self.table.spaces) and tail.lstrip(":"):
                segments += [head, tail.lstrip(":")]
            elif mark and word == "ft":
                # `ft:base:organisation:suffix:id`
                segments.append(tail.partition(":")[0])
            else:
                segments.append(segment)
        return segments

    def _matches(self, segment: str, name: str) -> list[_Match]:
        """The families that a name states, from left to right, the longest at each place."""
        if len(segment) <= _SHORT and not segment.islower():
            return []  # `O3` is a level of optimisation
        found: list[_Match] = []
        at = 0
        for run in LETTERS.finditer(name):
            families = self.table.families.get(run.group())
            if families is None or run.start() < at:
                continue
            best: _Match | None = None
            for family in families:
                end = self._end(family, segment, name, run.start() - family.head_at)
                if end and (best is None or end > best.end):
                    best = _Match(run.start() - family.head_at, end, family)
            if best is not None:
                found.append(best)
                at = best.end
        return found

    def _end(self, family: Family, segment: str, name: str, start: int) -> int:
        """Where a family's stem and tail end in a name, if they stand at `start`; else 0."""
        stem = family.stem
        if start < 0 or not name.startswith(stem, start) or (start and name[start - 1].isalnum()):
            return 0
        end = start + len(stem)
        if not family.tail:
            return 0 if end < len(name) and name[end].isalpha() else end
        pattern = self._tails.get(family.tail)
        if pattern is None:
            pattern = self._tails[family.tail] = re.compile(family.tail)
        # Short stems are common letters elsewhere: they must stand as makers write them (`phi_2` is a variable).
        match = pattern.match(name, end) if len(stem) > _SHORT else None
        if match is None and (len(stem) <= _SHORT or "_" in segment):
            match = pattern.match(segment.lower(), end)
        return match.end() if match else 0

    def _walk(self, names: Sequence[str], place: _Place) -> None:
        """Sort what stands before the name into routes, organisations and strangers."""
        index = 0
        while index < len(names):
            for prefix, route in self.table.prefixes.get(names[index], ()):
                if tuple(names[index : index + len(prefix)]) == prefix:
                    place.routes.append(route)
                    length = len(prefix)
                    break
            else:
                length = 0
            space = self.table.spaces.get(names[index + max(length, 1) - 1])
            if space is not None:
                # Where a route is called like its operator, the word says how the model is reached.
                place.space, place.is_space_a_segment = space, not length
            elif not length and names[index] not in _PATH_WORDS:
                place.strangers.append(names[index])
            index += max(length, 1)

    def _lead(self, lead: str, place: _Place) -> list[str]:
        """Take routes and organisations off the text before a family; return the parts that nobody knows."""
        for text, route in self.table.leads:
            if lead.startswith(text):
                place.routes.append(route)
                if text[:-1] not in self.table.spaces:
                    lead = lead[len(text) :]
        lead = lead.strip("-.:~")
        strangers: list[str] = []
        while lead:
            known, rest = self._known_beginning(lead)
            if known is not None:
                if place.space is None:
                    place.space = known
                lead = rest
                continue
            token = TOKEN.match(lead)
            if token is None:
                break
            strangers.append(token.group())
            lead = lead[token.end() :].lstrip("-.:~")
        return strangers

    def _known_beginning(self, lead: str) -> tuple[Space | None, str]:
        """The longest organisation or route at the beginning of a lead, and what follows it."""
        tokens = [*TOKEN.finditer(lead)][:3]
        for token in reversed(tokens):
            word = lead[: token.end()]
            rest = lead[token.end() :].lstrip("-.:~")
            if word in self.table.spaces:
                return self.table.spaces[word], rest
        return None, lead

    def _read_by_stem(self, names: Sequence[str], place: _Place) -> ModelReading | None:
        """Read an id that is a family's bare stem, or its parts as folders, where the place says that it is a model."""
        for index in range(len(names)):
            before = _Place(is_stated=place.is_stated, is_hub_needed=place.is_hub_needed)
            self._walk(names[:index], before)
            if not before.is_trusted or before.strangers:
                continue
            name = "-".join(names[index:])
            family = self.table.stems.get(name.partition(":")[0])
            if family is not None and len(family.stem) > 2:
                return _conclude(name, [_Match(0, len(family.stem), family)], (), before)
            matches = self._matches(name, name) if index < len(names) - 1 else self._own_family(name, before)
            if matches and not matches[0].start and _is_plausible(name, matches, (), before):
                return _conclude(name, matches, (), before)
        return None

    def _own_family(self, name: str, place: _Place) -> list[_Match]:
        """The family with whose stem a name begins, if the organisation before it is its maker."""
        for token in TOKEN.finditer(name):
            family = self.table.stems.get(name[: token.end()])
            if family is not None and place.space is not None and family.vendor == place.space.vendor:
                return [_Match(0, token.end(), family)]
        return []

    def _read_by_space(self, names: Sequence[str], place: _Place) -> ModelReading | None:
        """Read an id that names no family, but an organisation."""
        name = names[-1]
        self._walk(names[:-1], place)
        form = _CLOUD_FORM.fullmatch(name)
        if form and form.group(1) in self.table.spaces:
            self._lead(name[: form.start(2)], place)
            place.space = self.table.spaces[form.group(1)]
        elif place.is_trusted and "." in name and name.partition(".")[0] in self.table.spaces:
            place.space = self.table.spaces[name.partition(".")[0]]
        elif (
            len(names) < 2
            or names[-2] not in self.table.spaces
            or place.strangers
            or not (place.is_stated or place.routes or _has_form(name))
        ):
            return None
        if place.space is None or (place.is_hub_needed and not place.routes):
            return None
        space = place.space
        why = (f"`{space.signature.partition(':')[2]}` is an organisation of {space.vendor}",)
        routes = tuple(dict.fromkeys(place.routes))
        hit = Hit(space.vendor, space.product, Basis.MODEL, _first(routes), SignatureKind.NAMESPACE, space.signature)
        return ModelReading((space.vendor,), (space.vendor,), routes, space.signature, True, (hit,), why)


def _has_form(name: str) -> bool:
    """Whether a name behind an organisation has the form of a model's; `name:1.2.3` is an image's."""
    body, _, tag = name.partition(":")
    return looks_like_a_model(body) and not any(map(str.isdigit, tag))


def _is_variable(text: str) -> bool:
    """Whether a text is a variable's name as much as an id (`nova_3`): its underscores then stand for themselves."""
    return (
        "_" in text and text.replace("_", "").isalnum() and Part.SIZE not in map(part_of, TOKEN.findall(text.lower()))
    )


def _is_generic(family: Family) -> bool:
    """Whether a family is called by a word that makers use for variants of other families (`tts-1`, `embed-v4`)."""
    token = TOKEN.match(family.stem)
    return token is not None and part_of(token.group()) is Part.VARIANT


def _first(routes: Sequence[str]) -> str:
    return routes[0] if routes else ""


def _rest(name: str, matches: Sequence[_Match]) -> list[str]:
    """The parts of a name behind its first family that belong to no family."""
    tokens: list[str] = []
    ends = [match.end for match in matches]
    starts = [match.start for match in matches[1:]] + [len(name)]
    for start, end in zip(ends, starts, strict=True):
        tokens += TOKEN.findall(name[start:end])
    return tokens


def _is_plausible(name: str, matches: Sequence[_Match], lead: Sequence[str], place: _Place) -> bool:
    """Whether a text that names a family is an id, not the name of a program or a book about it."""
    if place.is_stated:
        return True
    first = matches[0]
    behind = [part_of(token) for token in _rest(name, matches)]
    parts = {*map(part_of, lead), *behind}
    if Part.SOFTWARE in parts:
        is_own = place.space is not None and place.space.vendor == first.family.vendor
        return is_own or (place.is_trusted and Part.SIZE in parts)
    if place.is_trusted or not _SURE.isdisjoint(map(part_of, TOKEN.findall(name))):
        return True
    if len(place.strangers) > _STRANGERS:
        return False
    has_version = Part.NUMBER in behind or any(map(str.isdigit, name[first.start :]))
    foreign = behind.count(Part.FOREIGN)
    if lead:
        return not foreign and has_version and len(first.family.stem) > 2 and len(lead) <= 2
    if not first.family.tail:
        # A family without a tail is a word of its own, which nobody else uses.
        return foreign + len(place.strangers) <= _STRANGERS + has_version
    return foreign == 0 or (foreign == 1 and not place.strangers and (has_version or Part.VARIANT in behind))


def _conclude(name: str, matches: Sequence[_Match], lead: Sequence[str], place: _Place) -> ModelReading:
    """Name makers and line from the families and the organisation that an id states."""
    rest = _rest(name, matches)
    owners = list(dict.fromkeys(match.family.vendor for match in matches))
    parts = [part_of(token) for token in (*lead, *rest)]
    is_changed = Part.FOREIGN in parts or Part.TUNING in parts
    space = place.space
    why = [
        f"`{name[match.start : match.end]}` is of the family `{match.family.stem}` of {match.family.vendor}"
        for match in matches
    ]
    if space is not None and space.vendor in owners:
        makers = [space.vendor]
    elif space is not None and is_changed and place.is_space_a_segment:
        makers = [space.vendor]
        why.append(f"changed and published by {space.vendor}")
    elif len(owners) > 1 and MERGES & {*lead, *rest}:
        makers = owners
        why.append("a merge of several")
    else:
        makers = owners[:1]
        if is_changed and (place.strangers or lead) and space is None:
            editor = (place.strangers or list(lead))[-1]
            why.append(f"`{editor}` is not in the catalogue: the makers of what it was made from are named")
    vendors = list(dict.fromkeys((*makers, *owners)))
    for match in matches:
        for ancestor in match.family.derived_from:
            if ancestor not in vendors:
                vendors.append(ancestor)
                why.append(f"`{match.family.stem}` derives from a model of {ancestor}")
    return _reading(sorted(makers), vendors, matches, place, why)


def _reading(
    makers: Sequence[str], vendors: Sequence[str], matches: Sequence[_Match], place: _Place, why: Sequence[str]
) -> ModelReading:
    routes = tuple(dict.fromkeys(place.routes))
    products = {match.family.vendor: match.family for match in reversed(matches)}
    hits = []
    for vendor in vendors:
        family = products.get(vendor)
        if family is not None:
            product, kind, signature = family.product, SignatureKind.MODEL, family.signature
        elif place.space is not None and place.space.vendor == vendor:
            product, kind, signature = place.space.product, SignatureKind.NAMESPACE, place.space.signature
        else:
            product, kind, signature = "", SignatureKind.MODEL, matches[0].family.signature
        hits.append(Hit(vendor, product, Basis.MODEL, _first(routes), kind, signature))
    rest = sorted(set(vendors) - set(makers))
    return ModelReading(
        tuple(makers), (*makers, *rest), routes, matches[0].family.signature, False, tuple(hits), tuple(why)
    )
