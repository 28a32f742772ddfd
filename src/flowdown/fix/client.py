"""Reads all that a program does with its clients of a kind: how they are made, what they are asked, where the model's id stands."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from flowdown.catalogue.replacement import Substitute
from flowdown.fix.client_kind import ClientKind
from flowdown.fix.edit import Refusal, Why
from flowdown.fix.python_program import FUNCTION, PythonProgram, dotted, is_text

_ENVIRONMENT = ("os.getenv", "os.environ.get")


class NotSure(Exception):
    """What a program does with a client is not wholly seen; says why."""

    def __init__(self, why: Why, words: str, node: ast.AST | None = None) -> None:
        super().__init__(words)
        self.why, self.words, self.node = why, words, node

    def refusal(self, path: str) -> Refusal:
        """The same with the place."""
        place = f" ({path}:{self.node.lineno})" if isinstance(self.node, ast.expr | ast.stmt) else ""
        return Refusal(self.why, self.words + place)


@dataclass(slots=True)
class Seen:
    """What a program's clients hang on: the ids of their models, the names of their keys; `unkeyed` and
    `unnamed` take a key or a model by default; `shared` is what other files could use."""

    made: list[tuple[ClientKind, ast.Call]] = field(default_factory=list)
    unkeyed: list[ast.Call] = field(default_factory=list)
    unnamed: list[ast.Call] = field(default_factory=list)
    models: list[ast.Constant] = field(default_factory=list)
    keys: list[ast.Constant] = field(default_factory=list)
    addresses: dict[ast.Call, ast.Constant] = field(default_factory=dict)
    asks: list[ast.Call] = field(default_factory=list)
    shared: set[str] = field(default_factory=set)


def see_clients(program: PythonProgram, made: Iterable[tuple[ClientKind, int]], model: Substitute) -> Seen:
    """All of the clients that are made at some lines; raises `NotSure` where anything of it is not seen."""
    seen = Seen()
    seen.made = [(kind, _construction(program, kind, line)) for kind, line in made]
    for kind, call in seen.made:
        _see_construction(program, kind, call, model, seen)
    for kind, call in seen.made:
        if kind.asks:
            _see_asks(program, kind, call, model, seen)
    return seen


def _construction(program: PythonProgram, kind: ClientKind, line: int) -> ast.Call:
    names = {each.rpartition(".")[2] for each in kind.constructors}
    found = [
        each
        for each in program.nodes()
        if isinstance(each, ast.Call) and each.lineno == line and dotted(each.func).rpartition(".")[2] in names
    ]
    if len(found) != 1:
        raise NotSure(Why.CALLS, "how its client is made is not plain")
    return found[0]


def _see_construction(program: PythonProgram, kind: ClientKind, call: ast.Call, model: Substitute, seen: Seen) -> None:
    if call.args:
        raise NotSure(Why.CALLS, "its client takes something that is not named", call)
    own = (kind.address, *kind.keys, *kind.bears)
    given = {each.arg: each.value for each in call.keywords if each.arg is not None}
    if len(given) != len(call.keywords):
        raise NotSure(Why.CALLS, "what its client takes is put together elsewhere", call)
    for name, value in given.items():
        if name in kind.keys:
            seen.keys.append(_key(program, value))
        elif name == kind.address:
            seen.addresses[call] = _address(value)
        elif name not in own and kind.asks:
            raise NotSure(Why.PARAMETERS, f"its client takes `{name}`, which others may not", call)
    if not any(name in given for name in kind.keys):
        seen.unkeyed.append(call)
    if not kind.asks:
        rest = {name: value for name, value in given.items() if name not in own}
        _see_given(program, kind, rest, call, model, seen)


def _address(value: ast.expr) -> ast.Constant:
    if isinstance(value, ast.Constant) and is_text(value):
        return value
    raise NotSure(Why.ADDRESS, "where its client is pointed is put together elsewhere", value)


def _key(program: PythonProgram, value: ast.expr) -> ast.Constant:
    found = _from_environment(value)
    if found is None and (name := dotted(value)):
        bound = program.values(name)
        found = _from_environment(bound[0]) if len(bound) == 1 and bound[0] is not None else None
        if found is not None and not all(_only_asks_whether(program, each) for each in program.reads(name)):
            raise NotSure(Why.KEY, f"`{name}` goes to more than its client", value)
    if found is None:
        raise NotSure(Why.KEY, "where its key comes from is not seen there", value)
    return found


def _from_environment(value: ast.expr) -> ast.Constant | None:
    """The name of the variable that an expression reads, if it reads one and nothing stands in for it."""
    first: ast.expr | None = None
    if isinstance(value, ast.Call) and dotted(value.func) in _ENVIRONMENT and len(value.args) == 1:
        first = value.args[0] if not value.keywords else None
    elif isinstance(value, ast.Subscript) and dotted(value.value) == "os.environ":
        first = value.slice
    return first if isinstance(first, ast.Constant) and is_text(first) else None


def _only_asks_whether(program: PythonProgram, node: ast.expr) -> bool:
    """Whether a key is read to be given to a client, or to see whether it is there at all."""
    parent = program.parents[node]
    if isinstance(parent, ast.UnaryOp) or (isinstance(parent, ast.Compare) and len(parent.comparators) == 1):
        parent = program.parents[parent]
    return isinstance(parent, ast.keyword | ast.If)


def _see_asks(program: PythonProgram, kind: ClientKind, call: ast.Call, model: Substitute, seen: Seen) -> None:
    parent = program.parents[call]
    if isinstance(parent, ast.Attribute):
        _see_ask(program, kind, call, model, seen)
        return
    target = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
    name = dotted(target) if target is not None else ""
    if not name or ("." in name and not name.startswith("self.")):
        raise NotSure(Why.CALLS, "its client is handed on", call)
    constructions = [each for _, each in seen.made]
    if any(value not in constructions for value in program.values(name)):
        raise NotSure(Why.CALLS, f"`{name}` is not its client alone", call)
    if program.is_top(call) or "." in name:
        seen.shared.add(name.rpartition(".")[2])
    for read in program.reads(name):
        if not _is_printed(program, read):
            _see_ask(program, kind, read, model, seen)


def _is_printed(program: PythonProgram, read: ast.expr) -> bool:
    parent = program.parents[read]
    return isinstance(parent, ast.Call) and dotted(parent.func) == "print"


def _see_ask(program: PythonProgram, kind: ClientKind, client: ast.expr, model: Substitute, seen: Seen) -> None:
    node: ast.AST = client
    for attribute in kind.asks:
        node = program.parents[node]
        if not isinstance(node, ast.Attribute) or node.attr != attribute:
            raise NotSure(Why.CALLS, "its client is asked for more than others answer, or handed on", client)
    call = program.parents[node]
    if not isinstance(call, ast.Call) or call.func is not node:
        raise NotSure(Why.CALLS, "its client is handed on", client)
    if call in seen.asks:
        return
    seen.asks.append(call)
    if call.args:
        raise NotSure(Why.CALLS, "something is given that is not named", call)
    given: dict[str, ast.expr] = {}
    for each in call.keywords:
        given |= {each.arg: each.value} if each.arg is not None else _settings(program, kind, each.value, seen)
    _see_given(program, kind, given, call, model, seen)


def _settings(program: PythonProgram, kind: ClientKind, value: ast.expr, seen: Seen) -> dict[str, ast.expr]:
    """What a dictionary gives that is written down once and given to nothing else."""
    name = value.id if isinstance(value, ast.Name) else ""
    bound = program.values(name) if name else []
    table = bound[0] if len(bound) == 1 else None
    if not isinstance(table, ast.Dict) or not all(is_text(key) for key in table.keys):
        raise NotSure(Why.CALLS, "what is given is put together elsewhere", value)
    if not all(_is_spread(program, kind, read) for read in program.reads(name)):
        raise NotSure(Why.CALLS, f"`{name}` is used for more", value)
    if program.is_top(table):
        seen.shared.add(name)
    return {
        str(key.value): each
        for key, each in zip(table.keys, table.values, strict=True)
        if isinstance(key, ast.Constant)
    }


def _is_spread(program: PythonProgram, kind: ClientKind, read: ast.expr) -> bool:
    parent = program.parents[read]
    return isinstance(parent, ast.keyword) and parent.arg is None and _is_ask(program, kind, program.parents[parent])


def _is_ask(program: PythonProgram, kind: ClientKind, node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if kind.asks:
        return dotted(node.func).endswith("." + ".".join(kind.asks))
    return dotted(node.func).rpartition(".")[2] in {each.rpartition(".")[2] for each in kind.constructors}


def _see_given(
    program: PythonProgram,
    kind: ClientKind,
    given: dict[str, ast.expr],
    call: ast.Call,
    model: Substitute,
    seen: Seen,
) -> None:
    ids = [value for name, value in given.items() if name in kind.models]
    if not ids and not kind.asks:
        seen.unnamed.append(call)
    elif len(ids) != 1:
        raise NotSure(Why.CALLS, "which model it asks is not said there", call)
    for name, value in given.items():
        if name in (*kind.models, *kind.gives) or _is_neutral(kind, name, value):
            continue
        ability = kind.needs.get(name, "")
        if not (ability and getattr(model, ability)):
            raise NotSure(
                Why.ABILITY if ability else Why.PARAMETERS, f"`{name}` is given, which others may not take", call
            )
    for value in ids:
        seen.models += _ids(program, kind, value, seen)


def _is_neutral(kind: ClientKind, name: str, value: ast.expr) -> bool:
    return name in kind.neutral and isinstance(value, ast.Constant) and value.value == kind.neutral[name]


def _ids(program: PythonProgram, kind: ClientKind, value: ast.expr, seen: Seen) -> Iterator[ast.Constant]:
    """The strings that a model's id can be."""
    if isinstance(value, ast.Constant) and is_text(value):
        yield value
    elif isinstance(value, ast.IfExp):
        yield from _ids(program, kind, value.body, seen)
        yield from _ids(program, kind, value.orelse, seen)
    elif isinstance(value, ast.Name):
        yield _bound_id(program, kind, value, seen)
    else:
        raise NotSure(Why.CALLS, "which model it asks is put together elsewhere", value)


def _bound_id(program: PythonProgram, kind: ClientKind, value: ast.Name, seen: Seen) -> ast.Constant:
    default = _default(program, value, seen)
    bound = program.values(value.id)
    found = default or (bound[0] if len(bound) == 1 else None)
    if not isinstance(found, ast.Constant) or not is_text(found):
        raise NotSure(Why.CALLS, "which model it asks is not said in one place", value)
    if not all(_is_model(program, kind, read) for read in program.reads(value.id)):
        raise NotSure(Why.CALLS, f"`{value.id}` is used for more", value)
    if default is None and program.is_top(found):
        seen.shared.add(value.id)
    return found


def _is_model(program: PythonProgram, kind: ClientKind, read: ast.expr) -> bool:
    parent = program.parents[read]
    return (
        isinstance(parent, ast.keyword)
        and parent.arg in kind.models
        and _is_ask(program, kind, program.parents[parent])
    )


def _default(program: PythonProgram, value: ast.Name, seen: Seen) -> ast.expr | None:
    """What a function takes if it is given nothing, where nobody gives it anything."""
    for function in program.functions_of(value):
        taken = function.args
        names = [each.arg for each in (*taken.posonlyargs, *taken.args)]
        if value.id not in names:
            continue
        at = names.index(value.id) - len(names)
        if len(program.values(value.id)) != 1 or -at > len(taken.defaults) or function.decorator_list:
            raise NotSure(Why.CALLS, "which model it asks is said by whoever calls it", value)
        if any(_gives(call, value.id, names) for call in _calls_of(program, function)):
            raise NotSure(Why.CALLS, "which model it asks is said by whoever calls it", value)
        seen.shared.add(function.name)
        return taken.defaults[at]
    return None


def _calls_of(program: PythonProgram, function: FUNCTION) -> Iterator[ast.Call]:
    for each in program.nodes():
        if isinstance(each, ast.Name | ast.Attribute) and dotted(each).rpartition(".")[2] == function.name:
            call = program.parents[each]
            if not isinstance(call, ast.Call) or call.func is not each:
                raise NotSure(Why.CALLS, f"`{function.name}` is handed on", each)
            yield call


def _gives(call: ast.Call, name: str, names: list[str]) -> bool:
    at = names.index(name) - (names[0] in ("self", "cls"))
    if any(isinstance(each, ast.Starred) for each in call.args) or len(call.args) > at:
        return True
    return any(each.arg in (name, None) for each in call.keywords)
