"""The closed set of what claims can say: kinds of nodes, predicates, and which fits which.

A new member changes what the program means: name its shape here, and what reads it where `Family` is matched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class NodeKind(StrEnum):
    """What a node is; its name is `kind:id`."""

    ORGANISATION = "organisation"
    SUPPLIER = "supplier"
    VENDOR = "vendor"
    PERSON = "person"
    CONTRACT = "contract"
    CLAUSE = "clause"
    ORDER = "order"
    SYSTEM = "system"
    REPOSITORY = "repository"
    TREE = "tree"
    PRODUCT = "product"
    MODEL = "model"
    PACKAGE = "package"
    SERVICE = "service"
    DEVICE = "device"
    DOCUMENT = "document"
    CLAIM = "claim"
    REVISION = "revision"
    IDENTIFIER = "identifier"
    PLACE = "place"
    DAY = "day"
    AMOUNT = "amount"
    TEXT = "text"


class Predicate(StrEnum):
    """What a claim says of its subject and object."""

    USES = "uses"
    MENTIONS = "mentions"
    MAY_USE = "may-use"
    DEPENDS_ON = "depends-on"
    SUPPLIES = "supplies"
    MADE_BY = "made-by"
    CONTAINS = "contains"
    INSTALLED_IN = "installed-in"
    DERIVES_FROM = "derives-from"
    ALTERNATIVE_TO = "alternative-to"
    OWNS = "owns"
    CONTROLS = "controls"
    HOLDS = "holds"
    SERVES = "serves"
    PARTY_TO = "party-to"
    SUBCONTRACTOR_OF = "subcontractor-of"
    AWARDED_BY = "awarded-by"
    ADMINISTERED_BY = "administered-by"
    CARRIES = "carries"
    LISTS_ORDER = "lists-order"
    WORKS_FOR = "works-for"
    KNOWS_USE_OF = "knows-use-of"
    SAME_AS = "same-as"
    NOT_SAME_AS = "not-same-as"
    IDENTIFIED_BY = "identified-by"
    NAMED = "named"
    DATED = "dated"
    VALUED = "valued"
    LOCATED_IN = "located-in"
    DESCRIBED = "described"
    READ = "read"
    ASSESSES = "assesses"
    RETRACTS = "retracts"


class Family(StrEnum):
    """What a predicate is good for."""

    DEPENDENCE = "dependence"
    """One side falls when the other does."""
    OWNERSHIP = "ownership"
    """Who holds or directs whom."""
    MENTION = "mention"
    """Named, without depending."""
    ASSIGNMENT = "assignment"
    """What belongs to which contract, clause, organisation or person."""
    IDENTITY = "identity"
    """A named person's judgement whether two nodes are one."""
    ATTRIBUTE = "attribute"
    """A value of one node."""
    ABOUT_CLAIMS = "about-claims"
    """Said of claims and documents, not of the world."""


class Leaning(StrEnum):
    """Which side of a claim leans on the other."""

    SUBJECT = "subject"
    """The subject leans on the object: it falls with it."""
    OBJECT = "object"
    """The object leans on the subject."""
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a predicate means, which kinds of nodes it joins, and which qualifiers have a meaning of their own."""

    about: str
    family: Family
    subjects: frozenset[NodeKind]
    objects: frozenset[NodeKind]
    leaning: Leaning = Leaning.NEITHER
    qualifiers: tuple[str, ...] = ()


def _kinds(*kinds: NodeKind) -> frozenset[NodeKind]:
    return frozenset(kinds)


_K = NodeKind
_WHO = _kinds(_K.ORGANISATION, _K.SUPPLIER, _K.VENDOR, _K.PERSON)
_FIRMS = _kinds(_K.ORGANISATION, _K.SUPPLIER, _K.VENDOR)
_THINGS = _kinds(_K.PRODUCT, _K.MODEL, _K.PACKAGE, _K.SERVICE, _K.DEVICE)
_OURS = _kinds(_K.SYSTEM, _K.REPOSITORY, _K.TREE)
_USERS = _OURS | _THINGS | _FIRMS | _kinds(_K.CONTRACT)
_NAMED = _USERS | _WHO | _kinds(_K.CLAUSE, _K.ORDER, _K.DOCUMENT, _K.PLACE)
_DOCUMENTS = _kinds(_K.DOCUMENT, _K.TREE, _K.REPOSITORY)
_F, _L, _P = Family, Leaning, Predicate

SHAPES: Mapping[Predicate, Shape] = MappingProxyType(
    {
        _P.USES: Shape("uses something of it", _F.DEPENDENCE, _USERS, _FIRMS | _THINGS, _L.SUBJECT),
        _P.MENTIONS: Shape("names it without using it", _F.MENTION, _USERS, _FIRMS | _THINGS),
        _P.MAY_USE: Shape("hints at a use that is not seen", _F.MENTION, _USERS, _FIRMS | _THINGS),
        _P.DEPENDS_ON: Shape(
            "needs it; claims with the same `group` are alternatives of which `need` must stay",
            _F.DEPENDENCE,
            _USERS,
            _USERS,
            _L.SUBJECT,
            ("group", "need"),
        ),
        _P.SUPPLIES: Shape(
            "sells or gives to it; with `contract`, only in that contract's chain",
            _F.DEPENDENCE,
            _FIRMS | _kinds(_K.PERSON),
            _FIRMS | _OURS | _kinds(_K.CONTRACT),
            _L.OBJECT,
            ("contract", "what"),
        ),
        _P.MADE_BY: Shape("is made or published by it", _F.DEPENDENCE, _THINGS | _OURS, _WHO, _L.SUBJECT),
        _P.CONTAINS: Shape("has it as a part", _F.DEPENDENCE, _USERS, _THINGS | _OURS, _L.SUBJECT),
        _P.INSTALLED_IN: Shape(
            "is installed in it", _F.DEPENDENCE, _THINGS, _OURS | _FIRMS | _kinds(_K.DEVICE), _L.OBJECT
        ),
        _P.DERIVES_FROM: Shape("was made from it", _F.DEPENDENCE, _THINGS, _THINGS, _L.SUBJECT),
        _P.ALTERNATIVE_TO: Shape("could stand in for it", _F.ASSIGNMENT, _THINGS | _FIRMS, _THINGS | _FIRMS),
        _P.OWNS: Shape(
            "holds `share` per cent of it; shares of different `class` add up",
            _F.OWNERSHIP,
            _WHO,
            _FIRMS,
            qualifiers=("share", "class"),
        ),
        _P.CONTROLS: Shape("directs it, whatever it owns", _F.OWNERSHIP, _WHO, _FIRMS),
        _P.HOLDS: Shape("has it in its hands", _F.ASSIGNMENT, _FIRMS, _THINGS | _OURS),
        _P.SERVES: Shape(
            "is used for it; for an organisation: for its own business",
            _F.DEPENDENCE,
            _OURS | _THINGS,
            _FIRMS | _OURS | _kinds(_K.CONTRACT),
            _L.OBJECT,
        ),
        _P.PARTY_TO: Shape("is a party to it", _F.ASSIGNMENT, _FIRMS, _kinds(_K.CONTRACT), qualifiers=("role",)),
        _P.SUBCONTRACTOR_OF: Shape(
            "works under it",
            _F.DEPENDENCE,
            _FIRMS | _kinds(_K.CONTRACT),
            _FIRMS | _kinds(_K.CONTRACT),
            _L.OBJECT,
            ("contract", "paragraph"),
        ),
        _P.AWARDED_BY: Shape("was awarded by it", _F.ASSIGNMENT, _kinds(_K.CONTRACT), _FIRMS),
        _P.ADMINISTERED_BY: Shape("is administered by it", _F.ASSIGNMENT, _kinds(_K.CONTRACT), _FIRMS),
        _P.CARRIES: Shape(
            "contains the clause, in the wording of `version` (a month or day)",
            _F.ASSIGNMENT,
            _kinds(_K.CONTRACT),
            _kinds(_K.CLAUSE),
            qualifiers=("version", "modification"),
        ),
        _P.LISTS_ORDER: Shape(
            "names the order, from the start or by `modification`",
            _F.ASSIGNMENT,
            _kinds(_K.CONTRACT),
            _kinds(_K.ORDER),
            qualifiers=("modification",),
        ),
        _P.WORKS_FOR: Shape("works for it in a `role`", _F.ASSIGNMENT, _kinds(_K.PERSON), _FIRMS, qualifiers=("role",)),
        _P.KNOWS_USE_OF: Shape("says that it uses it", _F.ASSIGNMENT, _FIRMS, _FIRMS | _THINGS),
        _P.SAME_AS: Shape("is the same as it", _F.IDENTITY, _NAMED, _NAMED),
        _P.NOT_SAME_AS: Shape("is not the same as it", _F.IDENTITY, _NAMED, _NAMED),
        _P.IDENTIFIED_BY: Shape(
            "carries the identifier (`identifier:scheme/value`)", _F.ATTRIBUTE, _NAMED, _kinds(_K.IDENTIFIER)
        ),
        _P.NAMED: Shape("is called so", _F.ATTRIBUTE, _NAMED, _kinds(_K.TEXT)),
        _P.DATED: Shape("has this day as its `event`", _F.ATTRIBUTE, _NAMED, _kinds(_K.DAY), qualifiers=("event",)),
        _P.VALUED: Shape(
            "is worth this (`amount:12.50`) in `currency`",
            _F.ATTRIBUTE,
            _NAMED,
            _kinds(_K.AMOUNT),
            qualifiers=("currency", "of"),
        ),
        _P.LOCATED_IN: Shape("is there", _F.ATTRIBUTE, _NAMED, _kinds(_K.PLACE), qualifiers=("time-zone",)),
        _P.DESCRIBED: Shape("has this text as its `of`", _F.ATTRIBUTE, _NAMED, _kinds(_K.TEXT), qualifiers=("of",)),
        _P.READ: Shape(
            "was read in this revision; `mode` says whether it observes a state or states facts",
            _F.ABOUT_CLAIMS,
            _DOCUMENTS,
            _kinds(_K.REVISION),
            qualifiers=("mode",),
        ),
        _P.ASSESSES: Shape(
            "takes a stance on the claim", _F.ABOUT_CLAIMS, _WHO | _DOCUMENTS, _kinds(_K.CLAIM), qualifiers=("reason",)
        ),
        _P.RETRACTS: Shape(
            "takes the claim back", _F.ABOUT_CLAIMS, _WHO | _DOCUMENTS, _kinds(_K.CLAIM), qualifiers=("reason",)
        ),
    }
)
"""The shape of every predicate."""


def kind_of(node: str) -> str:
    """The kind in a node's name."""
    return node.partition(":")[0]
