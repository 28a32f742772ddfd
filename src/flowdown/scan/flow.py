"""Carries values over a tree: what a name, an environment variable or a variable holds where it is used."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from flowdown.scan import visibility
from flowdown.scan.homes import Homes, letters_of
from flowdown.scan.imported import IMPORTED
from flowdown.scan.settings_path import setting_of_member
from flowdown.scan.trace import (
    KEPT,
    SENDER,
    Binding,
    Choice,
    Consumption,
    Join,
    Place,
    Reference,
    Space,
    Text,
    TraceKind,
    Unknown,
    Value,
)
from flowdown.scan.vocabulary import is_host_key, words_of

_JOINTS = re.compile(r"[.:>]")

OPEN = "{?}"
"""Stands in a resolved text for a part that is not known."""
_DEPTH = 8
_STEPS = 400
"""Expressions that are looked at for one answer: names that are bound all over a tree must not cost without end."""
_MOST = 12
_MOST_HOMES = 3
"""Files that may bind a name which is still followed from another."""
_GENERIC = frozenset(
    (
        "model name model_name model_id modelname modelid client llm url base_url baseurl api_key key value id type config "
        "options default provider text data params args result response self this endpoint host apiurl api_url baseurl apibase api_base"
    ).split()
)
_GENERIC_METHODS = frozenset(
    "build builder from of copy clone apply accept map filter equals hashcode tostring isequalto isnotequalto".split()
)
"""Methods that the objects of any builder, stream or test have: of a function called so, calls elsewhere say nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One value that an expression can have, the steps that lead there, and whether it is taken when nothing is set."""

    text: str
    steps: tuple[str, ...] = ()
    is_default: bool = True
    is_template: bool = False

    @property
    def is_open(self) -> bool:
        """Whether a part of the value is not known."""
        return OPEN in self.text


class Flow:
    """The bindings and consumptions of one tree."""

    def __init__(self, bindings: Iterable[Binding], consumptions: Iterable[Consumption]) -> None:
        self._open: set[tuple[Space, str, str]] = set()
        self._steps_left = 0
        self._scope = ""
        self._line = 0
        self._homes: dict[str, Homes] = {}
        self._by_name: dict[tuple[Space, str], list[Binding]] = defaultdict(list)
        for binding in bindings:
            self._by_name[binding.space, _last(binding.name) if binding.space is Space.CODE else binding.name].append(
                binding
            )
        for bound in self._by_name.values():
            bound.sort(key=lambda each: (each.is_template, each.place))
        self._aliases: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._members: dict[tuple[str, str], list[Binding]] = defaultdict(list)
        for name_bound in self._by_name.values():
            for binding in name_bound:
                if isinstance(binding.value, Reference):
                    self._aliases[binding.place.path, _last(binding.value.name)].add(binding.name)
                owner, dot, _ = binding.name.rpartition(".")
                if dot and binding.space is Space.CODE:
                    self._members[binding.place.path, owner].append(binding)
        self._consumed: dict[tuple[Space, str], list[Consumption]] = defaultdict(list)
        for consumption in consumptions:
            name = _last(consumption.name) if consumption.space is Space.CODE else consumption.name
            self._consumed[consumption.space, name].append(consumption)
        for seen in self._consumed.values():
            seen.sort(key=lambda each: each.place)

    def answers(self, value: Value, path: str, scope: str = "", line: int = 0) -> tuple[Answer, ...]:
        """Every value that an expression in a function of a file can have; empty when nothing is known of it."""
        self._steps_left = _STEPS
        self._open.clear()
        self._scope, self._line = scope, line
        return tuple(self._resolve(value, path, 0))[:_MOST]

    def consumption_of(self, space: Space, name: str, path: str, block: tuple[int, int] = (0, 0)) -> Consumption | None:
        """The best evidence that what `name` holds is used: as a model or host before anything else.

        `block` are the lines of the function whose own the name is.
        """
        key = _last(name) if space is Space.CODE else name
        seen = self._consumed.get((space, key), [])
        near = [each for each in seen if space is not Space.CODE or self._means(each, name, path, block)]
        told = [each for each in near if each.kind in (TraceKind.MODEL_ID, TraceKind.ENDPOINT)]
        return next(iter(told or near), None)

    def member_consumption_of(self, name: str, path: str) -> Consumption | None:
        """Where a member of the list that `name` holds in a file is used as a model, under the name that it has there."""
        for alias in sorted(self._aliases.get((path, _last(name)), ())):
            for each in self._consumed.get((Space.CODE, _last(alias)), ()):
                if each.place.path == path and each.kind is TraceKind.MODEL_ID:
                    return each
        return None

    def bindings_of(self, space: Space, name: str) -> tuple[Binding, ...]:
        """What gives this name a value, real settings before template files."""
        return tuple(self._by_name.get((space, _last(name) if space is Space.CODE else name), ()))

    def settings(self) -> Iterator[Binding]:
        """The constants by which programs choose a provider or model, of no function's own."""
        for (space, _), bound in self._by_name.items():
            for each in bound if space is Space.CODE else ():
                if not each.block[1] and not each.scope and _last(each.name).isupper() and _chooses(_last(each.name)):
                    yield each

    def imported(self, path: str, name: str) -> tuple[str, str] | None:
        """The file from which another one imports what it calls by this name, and the name that it has there."""
        for binding in self._by_name.get((Space.FILE, f"{path}{IMPORTED}{name}"), ()):
            if isinstance(binding.value, Text):
                home, _, there = binding.value.text.partition("\n")
                return home, there
        return None

    def members_of(self, name: str, path: str) -> Iterator[Binding]:
        """What is assigned to members of a variable of a file: `config.BaseURL = ...`."""
        yield from self._members.get((path, name), ())

    def _resolve(self, value: Value, path: str, depth: int) -> list[Answer]:
        self._steps_left -= 1
        if depth > _DEPTH or self._steps_left < 0:
            return []
        match value:
            case Text(text):
                return [Answer(text)]
            case Unknown():
                return []
            case Choice(options):
                return self._choice(options, path, depth)
            case Join(parts):
                return self._join(parts, path, depth)
            case Reference():
                return self._reference(value, path, depth)

    def _choice(self, options: tuple[Value, ...], path: str, depth: int) -> list[Answer]:
        answers: list[Answer] = []
        for index, option in enumerate(options[:_MOST]):
            for answer in self._resolve(option, path, depth + 1):
                answers.append(Answer(answer.text, answer.steps, answer.is_default and index == 0, answer.is_template))
        return answers

    def _join(self, parts: tuple[Value, ...], path: str, depth: int) -> list[Answer]:
        built = [Answer("")]
        for part in parts:
            options = self._resolve(part, path, depth + 1) or [Answer(OPEN)]
            built = [
                Answer(left.text + right.text, left.steps + right.steps, left.is_default and right.is_default)
                for left in built
                for right in options[:4]
            ][:_MOST]
        return [answer for answer in built if answer.text.replace(OPEN, "").strip("/:")]

    def _reference(self, reference: Reference, path: str, depth: int) -> list[Answer]:
        answers: list[Answer] = []
        here = (reference.space, reference.name, path)
        if here in self._open:
            return []  # a name that is made of itself
        self._open.add(here)
        bound = self._bound(reference, path) or self._loaded(reference, path)
        has_setting = False
        for binding in bound[:_MOST]:
            if binding.value == reference:
                continue
            where = f"{binding.place.path}:{binding.place.line}"
            sender = reference.name.removeprefix(SENDER)
            is_sender = sender != reference.name
            step = f"`{sender}` sends at {where}" if is_sender else f"`{sender.removeprefix(KEPT)}` is set at {where}"
            outer = self._scope, self._line
            self._scope, self._line = binding.scope, binding.place.line
            found = self._resolve(binding.value, binding.place.path, depth + 1)
            self._scope, self._line = outer
            for answer in found:
                is_default = answer.is_default and not binding.is_template
                has_setting = has_setting or is_default
                answers.append(
                    Answer(answer.text, (step, *answer.steps), is_default, binding.is_template or answer.is_template)
                )
        if reference.default is not None:
            step = f"default of `{reference.name}`"
            for answer in self._resolve(reference.default, path, depth + 1):
                is_default = answer.is_default and not (has_setting and reference.space is Space.ENV)
                answers.append(Answer(answer.text, (step, *answer.steps), is_default, answer.is_template))
        self._open.discard(here)
        return answers

    def _bound(self, reference: Reference, path: str) -> list[Binding]:
        if reference.space is Space.SETTING:
            return []
        if reference.space is not Space.CODE:
            bound = self._by_name.get((reference.space, reference.name), [])
            bound = [each for each in bound if not visibility.is_of_tests(each.place.path, path)]
            if reference.space is Space.VARIABLE:
                folder = path.rpartition("/")[0]
                near = [each for each in bound if folder in (each.module or None, each.place.path.rpartition("/")[0])]
                return near or bound[:3]
            return bound
        if _JOINTS.split(reference.name, maxsplit=1)[0] in _GLOBALS:
            return []
        homes = self._homes_of(_last(reference.name))
        here = homes.by_path.get(path, [])
        if reference.name.startswith(KEPT):
            return here if len(here) == 1 else []  # of several maps any could be meant
        there = None if here or _JOINTS.search(reference.name) else self.imported(path, reference.name)
        if there is not None:
            held = self._homes_of(there[1]).by_path.get(there[0], [])
            return [each for each in held if not each.block[1]]
        owners = {letters_of(part) for part in re.split(r"[.:>]+", reference.name)[:-1]} - _NO_OWNERS
        held = homes.owned_by(owners) or ([] if here else homes.akin(owners, path))
        owned = [each for each in held if not visibility.is_apart(each.place.path, path)]
        if owned and not any(each.name == reference.name for each in here):
            return owned
        if not (here or reference.name.endswith("()")):
            # A property: a function that is called by its bare name.
            made = self._homes_of(f"{_last(reference.name)}()")
            given = made.owned_by(owners) if owners else made.by_path.get(path, [])
            if given:
                return given
        if owners and not here:
            kept = self._kept_under(_last(reference.name), path, is_bound=bool(homes.bound))
            if kept is not None:
                return [kept]
        is_member = len(owners) == 1 and path.endswith(".go")
        if not here and (is_member or not owners) and is_of_package(reference.name, path):
            folder = path.rpartition("/")[0]
            near = [each for each in homes.bound if each.place.path.rpartition("/")[0] == folder]
            near = [each for each in near if not (each.block[1] or visibility.is_apart(each.place.path, path))]
            return near if len({each.place.path for each in near}) == 1 else []
        if here or is_generic(reference.name):
            exact = [each for each in here if each.name == reference.name] or here
            seen = [each for each in exact if visibility.is_seen(each.place, each.block, path, self._line)]
            local = [each for each in seen if each.scope == self._scope] if self._scope else []
            if _is_own_member(reference.name) and any(not each.scope for each in seen):
                local = []  # a function's own variable of that name is no member: `let url = self.url + "/v1"`
            if not local and self._line and _JOINTS.search(reference.name) is None:
                # What a member is given in a function is the function's own of that name: `self.url = url`.
                local = [each for each in seen if each.block[1]]
            return local or [each for each in seen if not each.scope] or seen
        if not (owners or is_distinctive(reference.name)):
            return []
        if (
            owners
            and visibility.family_of(path) in ("jvm", "dotnet")
            and _SAID_BY_ALL.issuperset(words_of(_last(reference.name)))
        ):
            return []  # a member that the settings of every service have
        # A name from elsewhere: only when it is told apart by itself, and not bound all over the tree.
        reached = [home for home in homes.by_path if not visibility.is_apart(home, path)]
        if len(reached) > (1 if reference.name.startswith(SENDER) else _MOST_HOMES):
            return []
        if _is_own_member(reference.name):
            reached = [home for home in reached if not _are_siblings(home, path)]
        return [each for home in reached for each in homes.by_path[home] if not each.block[1]]

    def _means(self, each: Consumption, name: str, path: str, block: tuple[int, int]) -> bool:
        """Whether a place where a name is used can mean the one that a file binds."""
        there = each.place
        if there.path == path:
            return not block[1] or block[0] <= there.line <= block[1]
        if block[1] or visibility.is_apart(path, there.path):
            return False
        return not is_generic(name) or self.imported(there.path, _last(each.name)) == (path, _last(name))

    def _loaded(self, reference: Reference, path: str) -> list[Binding]:
        """What files of settings give a setting that a program takes by its path; nothing where many say something else."""
        is_member = reference.space is Space.CODE
        name = setting_of_member(reference.name) if is_member else reference.name
        if not name or reference.space not in (Space.CODE, Space.SETTING) or not ("." in name or is_distinctive(name)):
            return []
        bound = [each for each in self._by_name.get((Space.SETTING, name), ()) if each.place.path != path]
        seen = [each for each in bound if not visibility.is_of_tests(each.place.path, path)]
        return seen if len({each.place.path for each in seen}) <= _MOST_HOMES else []

    def _kept_under(self, name: str, path: str, *, is_bound: bool) -> Binding | None:
        """The address that the only map or struct of a file keeps under a member's name, or of the tree if it is told apart."""
        kept = self._homes_of(KEPT + name)
        here = kept.by_path.get(path, [])
        if here:
            return here[0] if len(here) == 1 else None
        if is_bound or not is_distinctive(name) or len(kept.bound) != 1:
            return None
        return None if visibility.is_apart(kept.bound[0].place.path, path) else kept.bound[0]

    def _homes_of(self, name: str) -> Homes:
        if name not in self._homes:
            self._homes[name] = Homes(self._by_name.get((Space.CODE, name), []))
        return self._homes[name]


@lru_cache(maxsize=4096)
def _chooses(name: str) -> bool:
    return not _CHOOSERS.isdisjoint(words_of(name))


_CHOOSERS = frozenset("model provider backend engine llm service client tts stt asr embedder translator".split())
"""Words of the names of settings by which a program chooses who serves it."""
_GLOBALS = frozenset("window globalThis document location navigator console sys os Math JSON Object".split())
"""Objects of a language or browser: no file of a tree gives their members a value that is meant by them elsewhere."""
_NO_OWNERS = frozenset({"", "self", "this", "cls"})


_OWN_MEMBER = ("self.", "this.", "@", "$this->")
_SHARED_STEMS = frozenset("base abstract common core client config settings mixin shared util utils init main".split())
"""Words of the names of files whose classes others of their folder extend."""


def _is_own_member(name: str) -> bool:
    return name.startswith(_OWN_MEMBER)


def _are_siblings(home: str, path: str) -> bool:
    """Whether two files lie side by side, and the first does not say by its name that the other extends what it holds."""
    folder, _, name = home.rpartition("/")
    return folder == path.rpartition("/")[0] and _SHARED_STEMS.isdisjoint(words_of(name.rpartition(".")[0]))


_SAID_BY_ALL = frozenset("base api service address url uri endpoint host default model name id key".split())
"""Words of members that settings of any service may have."""


def _last(name: str) -> str:
    return _JOINTS.split(name.rstrip("!?"))[-1]


def is_generic(name: str) -> bool:
    """Whether a name says too little to be followed from one file into another."""
    last = _last(name)
    bare = last.removesuffix("()")
    low = bare.lower()
    return len(bare) < 4 or low in _GENERIC or (bare != last and low in _GENERIC_METHODS)


def is_of_package(name: str, path: str) -> bool:
    """Whether a name that says little is an address that all files of a package share, in languages that import no names of it."""
    last = _last(name)
    return visibility.family_of(path) in ("go", "r") and len(last) > 3 and is_host_key(last) and is_generic(last)


def is_distinctive(name: str) -> bool:
    """Whether a name is worth looking for in other files: a constant, a compound or a function's name."""
    last = _last(name)
    return not is_generic(name) and (
        "_" in last.strip("_") or last.isupper() or any(char.isupper() for char in last[1:]) or last.endswith("()")
    )


def origin_steps(place: Place, consumption: Consumption) -> tuple[str, ...]:
    """In words: where what stands at `place` is used."""
    there = consumption.place
    how = {TraceKind.MODEL_ID: "as a model", TraceKind.ENDPOINT: "as a host"}.get(consumption.kind, "")
    where = f"{there.path}:{there.line}"
    by = f" by `{consumption.callee}`" if consumption.callee else ""
    return (f"`{consumption.name}` is used{' ' + how if how else ''}{by} at {where}",)
