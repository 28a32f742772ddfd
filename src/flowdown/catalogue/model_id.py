"""Reads a model id in any spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from flowdown.catalogue.kinds import Basis, SignatureKind
from flowdown.catalogue.model_line import Match, conclude, is_plausible
from flowdown.catalogue.model_place import Place, split, strip_lead, walk
from flowdown.catalogue.model_table import LETTERS, Family, ModelTable
from flowdown.catalogue.model_words import TOKEN, Part, looks_like_a_model, part_of
from flowdown.catalogue.reading import Hit, ModelReading

LENGTH_LIMIT = 256
"""Characters; a longer text is no model id."""
_MEMORY = 8192
"""Answers that are kept."""
_SHAPE = re.compile(r"[\w.@~/][\w./:@+~!-]*")
_CLOUD_FORM = re.compile(r"(?:[a-z]{2,6}(?:-gov)?\.)?([a-z0-9]+)\.([a-z][\w.-]*?(?:-v\d+(?::\d+\w*)?|:\d+\w*))")
_AFTER_NAME = frozenset(
    ("main", "resolve", "blob", "tree", "raw", "versions", "version", "deployments", "invoke", "converse")
)
_NO_MODEL = re.compile(r"[-_](?:like|style|compatible)\Z|--\w+\.[A-Z]\w+\Z")
"""What only resembles a model (`acme-2-like`), and a class of the code that lies beside its weights (`acme/large--modeling.Acme`)."""
_SHORT = 3
"""Characters; the stems that short must be written exactly."""


_HUB_FOLDER = re.compile(r"(?:^|/)models--([\w.-]+?)--([\w.-]+)")
_VARIABLE_HEAD = re.compile(r"^\$\{?\w+\}?/")


def _plain(text: str) -> str:
    """A model's path without the variable that it begins with; of a hub's folder, the repository that it holds."""
    if "models--" in text:
        folder = _HUB_FOLDER.search(text)
        if folder is not None:
            return f"{folder.group(1)}/{folder.group(2)}"
    return _VARIABLE_HEAD.sub("", text) if text.startswith("$") else text


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
        text = _plain(text)
        if len(text) > LENGTH_LIMIT:
            return None
        low = text.lower()
        if self._heads.isdisjoint(LETTERS.findall(low)) and not self._has_space(low):
            return None
        key = (text, is_model)
        if key in self._memory:
            return self._memory[key]
        is_shaped = text.isascii() and _SHAPE.fullmatch(text) is not None and _NO_MODEL.search(text) is None
        reading = self._read(text, is_model) if is_shaped else None
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
        place = Place(is_stated=is_model)
        segments = split(text, self.table, place)
        if text[0] == "@" and segments[0].lower() not in self.table.prefixes:
            return None  # a scoped package, not `@cf/...`
        names = [segment.lower().replace("_", "-") for segment in segments]
        is_variable = not is_model and _is_variable(text)
        for index in range(len(segments) - 1, -1, -1):
            segment = segments[index]
            matches = self._matches(segment, segment.lower() if is_variable else names[index])
            if matches or not _is_after_name(names[index]):
                break
        if not matches:
            return self._read_by_stem(names, place) or self._read_by_space(names, place)
        walk(names[:index], self.table, place)
        if place.is_an_address_elsewhere:
            return None
        name = names[index]
        lead = strip_lead(name[: matches[0].start], self.table, place)
        matches = [match for match in matches if (match is matches[0] and not lead) or not match.family.is_generic]
        if not matches or not is_plausible(name, matches, lead, place):
            return None
        return conclude(name, matches, lead, place, self.table)

    def _matches(self, segment: str, name: str) -> list[Match]:
        """The families that a name states, from left to right, the longest at each place."""
        if len(segment) <= _SHORT and not segment.islower():
            return []  # `O3` is a level of optimisation
        found: list[Match] = []
        at = 0
        for run in LETTERS.finditer(name):
            families = self.table.families.get(run.group())
            if families is None or run.start() < at:
                continue
            best: Match | None = None
            for family in families:
                end = self._end(family, segment, name, run.start() - family.head_at)
                if end and (best is None or end > best.end):
                    best = Match(run.start() - family.head_at, end, family)
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

    def _read_by_stem(self, names: Sequence[str], place: Place) -> ModelReading | None:
        """Read a family's bare stem, or a name cut into folders, where the place says that it is a model's id."""
        for index in range(len(names)):
            before = Place(place.is_stated, place.is_hub_needed)
            walk(names[:index], self.table, before)
            if not before.is_trusted or before.strangers:
                continue
            name = "-".join(names[index:])
            family = self.table.stems.get(name.partition(":")[0])
            if family is not None and len(family.stem) > 2:
                return conclude(name, [Match(0, len(family.stem), family)], (), before, self.table)
            is_own = index == len(names) - 1
            matches = self._own_family(name, before) if is_own else self._matches(name, name)
            if matches and not matches[0].start and is_plausible(name, matches, (), before):
                return replace(conclude(name, matches, (), before, self.table), is_by_namespace=is_own)
        return None

    def _own_family(self, name: str, place: Place) -> list[Match]:
        """The family with whose stem a name begins, if the organisation before it is its maker."""
        tokens = [*TOKEN.finditer(name)]
        if any(part_of(token.group()) is Part.SOFTWARE for token in tokens):
            return []
        for token in tokens:
            family = self.table.stems.get(name[: token.end()])
            if family is not None and place.space is not None and family.vendor == place.space.vendor:
                return [Match(0, token.end(), family)]
        return []

    def _read_by_space(self, names: Sequence[str], place: Place) -> ModelReading | None:
        """Read an id that names no family, but an organisation."""
        name = names[-1]
        spaces = self.table.spaces
        walk(names[:-1], self.table, place)
        form = _CLOUD_FORM.fullmatch(name)
        if form and form.group(1) in spaces:
            strip_lead(name[: form.start(2)], self.table, place)
            place.space = spaces[form.group(1)]
        elif place.is_trusted and "." in name and name.partition(".")[0] in spaces:
            place.space = spaces[name.partition(".")[0]]
        elif len(names) < 2 or names[-2] not in spaces or place.strangers or not _has_form(name, place):
            return None
        space = place.space
        if space is None or place.is_an_address_elsewhere:
            return None
        why = (f"`{space.signature.partition(':')[2]}` is an organisation of {space.vendor}",)
        routes = tuple(dict.fromkeys(place.routes))
        product = space.product or self.table.products.get(space.vendor, "")
        route = routes[0] if routes else ""
        hit = Hit(space.vendor, product, Basis.MODEL, route, SignatureKind.NAMESPACE, space.signature)
        return ModelReading((space.vendor,), (space.vendor,), routes, space.signature, True, (hit,), why)


def _is_after_name(name: str) -> bool:
    """Whether a segment can follow a model's name: a folder of a hub, a version, a packing."""
    return name in _AFTER_NAME or all(part_of(token) is not Part.FOREIGN for token in TOKEN.findall(name))


def _has_form(name: str, place: Place) -> bool:
    """Whether a name behind an organisation is a model's by its form or place; `name:1.2.3` is an image's."""
    body, _, tag = name.partition(":")
    return place.is_stated or bool(place.routes) or (looks_like_a_model(body) and not any(map(str.isdigit, tag)))


def _is_variable(text: str) -> bool:
    """Whether a text is a variable's name as much as an id (`nova_3`): its underscores then stand for themselves."""
    if "_" not in text or not text.replace("_", "").isalnum():
        return False
    return Part.SIZE not in map(part_of, TOKEN.findall(text.lower()))
