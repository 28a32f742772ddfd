"""The SQL by which the arcs of a day are read: what is plain goes straight into arrays, the rest is told by its id."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flowdown.evidence.predicate import SHAPES, Family, Leaning, Predicate
from flowdown.graph.known import Sayings
from flowdown.graph.row import COLUMNS, Row
from flowdown.scan.sighting import Strength

LEANING = tuple(each.value for each, shape in SHAPES.items() if shape.family is Family.DEPENDENCE)
"""The predicates by which one side falls with the other."""
TURNED = tuple(each.value for each, shape in SHAPES.items() if shape.leaning is Leaning.OBJECT)
"""Those of which the object leans on the subject."""
STRAIGHT = tuple(each for each in LEANING if each not in TURNED)
BESIDE = (Predicate.MAY_USE.value, Predicate.ALTERNATIVE_TO.value, Predicate.VALUED.value, Predicate.DESCRIBED.value)
"""What is told beside: hints of use, what could stand in, money, and what is not known."""
UNKNOWN = "text:unknown"
CONTRACTED = (Predicate.SUPPLIES.value, Predicate.SUBCONTRACTOR_OF.value)
"""Those which a qualifier `contract` ties to one contract."""
CODE_ONLY = '["basis","library"]'
"""In the qualifiers of a use: only code of the vendor is used, and nothing of it is called (contracts.md, section 1)."""
SPARED_USES = tuple(
    f'["strength","{each}"]' for each in (Strength.RUNTIME_OPTIONAL, Strength.DEV_TOOLING, Strength.TEST_ONLY)
)
"""In the qualifiers of a use: whoever uses it goes on without it, as far as is seen (contracts.md, section 2)."""
TELLING = ('["group",', '["contract",', CODE_ONLY, *SPARED_USES)
"""In qualifiers that can say more than that one leans on the other."""
_SET_APART = "stance <> 'supports' OR predicate IN ('read', 'retracts', 'assesses', 'same-as', 'not-same-as')"
"""As the index `claim_apart` has it, word for word."""


def quote(words: Iterable[str]) -> str:
    """Words of a closed set as a list in SQL."""
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"


def each_of(dialect: str) -> str:
    """A list of any length as a subquery of one parameter, in JSON."""
    if dialect == "postgresql":
        # Texts of the store are compared by their bytes, whatever the language of the database.
        return '(SELECT each.word COLLATE "C" AS word FROM jsonb_array_elements_text(CAST(? AS jsonb)) AS each(word))'
    return "(SELECT value AS word FROM json_each(?))"


def write_list(words: Iterable[str]) -> str:
    """The parameter of `each_of`."""
    return json.dumps(sorted(set(words)), ensure_ascii=False)


def contract_in(qualifiers: Mapping[str, str]) -> str:
    """The contract for which alone something is supplied, as a node; empty where none is named."""
    word = str(qualifiers.get("contract", ""))
    return word if not word or word.startswith("contract:") else f"contract:{word}"


@dataclass(frozen=True, slots=True)
class Query:
    """A statement and its parameters."""

    text: str
    parameters: tuple[str, ...]


def ask_apart(last_moment: str) -> Query:
    """Every claim about claims and names, and every one that takes a stance against something."""
    text = f"SELECT {COLUMNS} FROM claim WHERE ({_SET_APART}) AND predicate <> '{Predicate.READ}' AND recorded_at <= ?"
    return Query(text, (last_moment,))


def ask_documents(scopes: Sequence[Query]) -> Query:
    """The documents of the claims in the scopes."""
    text = " UNION ".join(f"SELECT document FROM claim WHERE {scope.text}" for scope in scopes)
    return Query(text, tuple(each for scope in scopes for each in scope.parameters))


def ask_readings(dialect: str, last_moment: str, documents: Iterable[str] | None) -> Query:
    """Every reading of these documents (None: of all)."""
    if documents is None:
        # As the index `claim_apart` has it.
        text = f"({_SET_APART}) AND predicate = '{Predicate.READ}'"
        return Query(f"SELECT {COLUMNS} FROM claim WHERE {text} AND recorded_at <= ?", (last_moment,))
    text = f"subject IN {each_of(dialect)} AND predicate = '{Predicate.READ}'"
    parameters = (write_list(documents), last_moment)
    return Query(f"SELECT {COLUMNS} FROM claim WHERE {text} AND recorded_at <= ?", parameters)


def ask_arcs(
    dialect: str, day: datetime.date, last_moment: str, sayings: Sayings, opposing: Iterable[Row], scope: Query
) -> Query:
    """What supports something on a day: subject, predicate, object, and two texts that are empty (None) for most rows.

    The first are the qualifiers where they can say more than that one leans on the other, the second the id of what may
    not stand after all.
    """
    doubt = _doubt(dialect, sayings, opposing)
    on = day.isoformat()
    # It may be so for more than is meant: whoever reads the qualifiers knows.
    says_more = " OR ".join(f"replace(qualifiers, '{word}', '') <> qualifiers" for word in TELLING)
    with_all = quote((Predicate.VALUED, Predicate.DESCRIBED))
    text = (
        "SELECT subject, predicate, object, "
        f"CASE WHEN predicate IN {with_all} THEN qualifiers "
        f"WHEN qualifiers <> '[]' AND ({says_more}) THEN qualifiers END, {doubt.text} "
        f"FROM claim WHERE {scope.text} AND stance = 'supports' AND recorded_at <= ? AND valid_from <= ? "
        "AND (valid_until = '' OR valid_until > ?)"
    )
    return Query(text, (*doubt.parameters, *scope.parameters, last_moment, on, on))


def everything() -> Query:
    """The scope of the whole store."""
    beside = f"predicate IN {quote(BESIDE[:-1])} OR (predicate = '{Predicate.DESCRIBED}' AND object = '{UNKNOWN}')"
    return Query(f"(predicate IN {quote(LEANING)} OR {beside})", ())


def everything_at(run: tuple[int, int | None]) -> Query:
    """The scope of a run of places of an SQLite store: the first and the last, None for no end."""
    first, last = run
    if first == 1 and last is None:
        return everything()
    text = f"{everything().text} AND rowid >= ?"
    return Query(text, (str(first),)) if last is None else Query(f"{text} AND rowid <= ?", (str(first), str(last)))


def everything_of(places: Iterable[int]) -> Query:
    """The scope of single places of an SQLite store."""
    return Query(f"{everything().text} AND rowid IN (SELECT value FROM json_each(?))", (json.dumps(list(places)),))


def around(dialect: str, nodes: Iterable[str]) -> Query:
    """The scope of what these nodes lean on, and what is told beside of them but for what is paid."""
    some = write_list(nodes)
    straight = f"predicate IN {quote((*STRAIGHT, *BESIDE))} AND subject IN {each_of(dialect)}"
    turned = f"predicate IN {quote((*TURNED, *BESIDE[:2]))} AND object IN {each_of(dialect)}"
    is_open = f"(predicate <> '{Predicate.DESCRIBED}' OR object = '{UNKNOWN}')"
    return Query(f"(({straight}) OR ({turned})) AND {is_open}", (some, some))


def spend() -> Query:
    """The scope of all that is paid, as the index `claim_spend` has it."""
    text = f"predicate = '{Predicate.VALUED}' AND replace(qualifiers, '[\"of\",\"spend\"]', '') <> qualifiers"
    return Query(text, ())


def _doubt(dialect: str, sayings: Sayings, opposing: Iterable[Row]) -> Query:
    """The id of what another claim or reading may take back or dispute; it may be so for more than is meant."""
    parts, parameters = list[str](), list[str]()
    listed = each_of(dialect)
    if sayings.ids:
        parts.append(f"id IN {listed}")
        parameters.append(write_list(sayings.ids))
    opposed = {
        f"{row.subject} {row.predicate} {row.object}" for row in opposing if row.predicate in (*LEANING, *BESIDE)
    }
    if opposed:
        parts.append(f"subject || ' ' || predicate || ' ' || object IN {listed}")
        parameters.append(write_list(opposed))
    if sayings.documents:
        # INVARIANT: the length keeps two pairs apart that read the same one after the other.
        pairs = (f"{len(document)}:{document}{revision}" for document, revision in sayings.standing)
        pair = "CAST(length(document) AS TEXT) || ':' || document || revision"
        parts.append(f"({pair} NOT IN {listed} AND document IN {listed})")
        parameters.extend((write_list(pairs), write_list(sayings.documents)))
    if not parts:
        return Query("NULL", ())
    return Query(f"CASE WHEN {' OR '.join(parts)} THEN id END", tuple(parameters))
