"""What a detector yields: traces, the values they carry, and the bindings that give names their values.

Nothing here knows a vendor: a trace is a kind and a value at a place, with the role it plays there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from flowdown.base.quick_state import quicken


class TraceKind(StrEnum):
    """What sort of evidence stands at a place (contracts.md section 5)."""

    DEPENDENCY = "dependency"
    LOCK = "lock"
    IMPORT = "import"
    CLIENT = "client"
    CALL = "call"
    MODEL_ID = "model-id"
    ENDPOINT = "endpoint"
    ENV_KEY = "env-key"
    CONFIG = "config"
    ACTION = "action"
    IMAGE = "image"
    RESOURCE = "resource"
    WEIGHTS = "weights"
    AGENT_CONFIG = "agent-config"
    CLI = "cli"
    DEVICE = "device"
    TEXT = "text"


class Role(StrEnum):
    """The part that a trace plays at its place (contracts.md section 5)."""

    CALLED = "called"
    IMPORTED = "imported"
    CONSTRUCTED = "constructed"
    DECLARED = "declared"
    CONFIGURED = "configured"
    READ = "read"
    LISTED = "listed"
    COMPARED = "compared"
    DOCUMENTED = "documented"
    COMMENTED = "commented"
    TESTED = "tested"


MENTION_ROLES = frozenset({Role.LISTED, Role.COMPARED, Role.DOCUMENTED, Role.COMMENTED})
"""Roles that by themselves are never a use."""


TEST_GROUP = "test"
"""The group of a trace in the tests that a file of product code ends with."""
KEPT = "kept as "
"""Before a key: the name by which the address is bound that a file's maps keep under it."""
SENDER = "address of "
"""Before a function's name: the name by which the address is bound to which that function sends requests."""
CONNECTOR = "connectorOf"
"""Behind `SENDER`, before a class: the name by which the address is bound to which the connector sends that it has or is."""
HEADER = "header"
"""The name of a trace of configuration that is a header of requests."""
CASE = "case of "
"""Before an enumeration and its member: the name by which the text is bound that the member stands for."""
SUPER = "super of "
"""Before a class: the name by which the client is bound that it extends."""
FAKED_GROUP = "faked"
"""The group of a trace in a part of a test that puts something else in the place of what it names."""


class Space(StrEnum):
    """Where a name is looked up."""

    CODE = "code"  # a variable, constant, attribute or parameter of a program
    ENV = "env"  # an environment variable
    VARIABLE = "variable"  # a variable of a deployment language (Terraform `var.x`, `local.x`, Helm `.Values.x`)
    FILE = "file"  # a file of the tree by its path
    SETTING = "setting"  # a setting of a file that a program loads, by its path in that (`chat.model`)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A location in a file: lines and columns count from 1, columns in code points."""

    path: str
    line: int
    column: int
    end_line: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A literal."""

    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A name whose value stands elsewhere; `default` is taken when nothing sets it."""

    space: Space
    name: str
    default: Value | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values; the first is taken when nothing is set."""

    options: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """Values written one after another (concatenation, interpolation)."""

    parts: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """An expression that is not understood; its text is kept."""

    text: str


Value: TypeAlias = Text | Reference | Choice | Join | Unknown


@dataclass(frozen=True, slots=True)
class Argument:
    """A value given to a call, by name or (name = "0", "1", ...) by position."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Trace:
    """A kind and a value seen at a place.

    `language` says in which name space the value stands: a purl type for packages (`pypi`, `npm`, ...), a
    language for imports and calls (`python`, `javascript`, `go`, `jvm`, `dotnet`, `rust`, `ruby`, `php`,
    `swift`, `dart`, `elixir`, ...), empty elsewhere.
    `name` is the key, argument or variable at which the value stands; `callee` the dotted function or
    constructor that it is given to, with import aliases resolved; `receiver` the variable on which a method is
    called; `binds` the variable that receives what is built.
    `group` is the dependency group or extra (`dev`, `test`, an extra's name); `is_optional` marks what must be
    chosen to take effect (extra, profile that is off, fallback branch); `is_default` a value taken when
    nothing is set. `because` are steps in words. `branch`: a name and the literal that it must equal for the place to be
    reached. `scope`: the function in which the place lies. `block`: the first and last line of the function whose own
    the name is that `binds` or `name` says; (0, 0) for a name of a whole file or object. `is_offered`: a row of a table of models,
    used if the tree's code loads the file that holds it.
    """

    kind: TraceKind
    value: Value
    place: Place
    role: Role
    language: str = ""
    name: str = ""
    callee: str = ""
    receiver: str = ""
    binds: str = ""
    arguments: tuple[Argument, ...] = ()
    group: str = ""
    is_optional: bool = False
    is_default: bool = False
    because: tuple[str, ...] = ()
    branch: tuple[str, str] | None = None
    scope: str = ""
    block: tuple[int, int] = (0, 0)
    is_offered: bool = False


@dataclass(frozen=True, slots=True)
class Binding:
    """A name that is given a value: a constant, an `.env` line, a Terraform default, a workflow's `env`.

    `module` is the file's importable name (`app.settings`) in code, the folder of the module in Terraform, and
    empty for environment variables. `is_default` marks a value that something else may override;
    `is_template` a line of an example file (`.env.example`) that sets nothing by itself. `scope` is the function whose
    own name it is; empty for what a whole file or object holds; `block` the lines of that function.
    """

    space: Space
    name: str
    value: Value
    place: Place
    module: str = ""
    is_default: bool = False
    is_template: bool = False
    scope: str = ""
    block: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Consumption:
    """A place where a name is used in a way that says what it holds: read, passed as a model, as a host."""

    space: Space
    name: str
    place: Place
    kind: TraceKind
    module: str = ""
    name_there: str = ""
    callee: str = ""


Yield: TypeAlias = Trace | Binding | Consumption

# Thousands of them are read back at each run.
for _kind in (Place, Text, Reference, Choice, Join, Unknown, Argument, Trace, Binding, Consumption):
    quicken(_kind)


def literal(value: Value) -> str | None:
    """The text of a literal value, else None."""
    return value.text if isinstance(value, Text) else None
