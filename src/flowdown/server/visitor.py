"""Who asks: a person who is signed in, a program with a token, or whoever sits at this machine."""

from __future__ import annotations

from dataclasses import dataclass, field

from flowdown.server.rights import RIGHTS, Right, Role


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody, in which organisation, with which rights; `key` is what the tokens of their forms are bound to."""

    person: str
    name: str
    organisation: str = ""
    rights: frozenset[Right] = frozenset({Right.NOTHING})
    way: str = "nobody"
    key: str = field(default="", repr=False)
    role: str = ""

    def may(self, right: Right) -> bool:
        """Whether this is allowed."""
        return right in self.rights

    @property
    def is_program(self) -> bool:
        """True for what comes with a token: no browser sends it by itself."""
        return self.way.startswith("token")


NOBODY = Visitor("", "")


def visitor_with(role: Role, person: str, name: str, organisation: str, way: str, key: str = "") -> Visitor:
    """A visitor with all rights of a role."""
    return Visitor(person, name, organisation, RIGHTS[role], way, key, role.value)
