"""Norms decode from files, and say what they cannot mean."""

from dataclasses import dataclass

import pytest

from flowdown.base.errors import Problems
from flowdown.base.strict_yaml import load
from flowdown.base.structure import decode
from flowdown.orders.norm import Bearer, Modality, Norm, Owners, Target

PLAIN = "{id: n, modality: must, bearer: {actor: a}, action: use, object: {thing: t}%s}"


def read(text):
    return decode(Norm, load(text, "norm.yaml"))


def fault(text):
    with pytest.raises(Problems) as raised:
        read(text)
    return str(raised.value)


def test_a_plain_norm():
    norm = read(PLAIN % "")
    assert (norm.modality, norm.bearer.actor, norm.object.thing) == (Modality.MUST, "a", "t")


def test_words_of_the_language_are_plain_keys():
    norm = read(PLAIN % ", from: 2026-01-01, for: {days: 3}")
    assert norm.from_ is not None
    assert norm.for_ is not None


def test_makers_can_be_found_by_ownership():
    norm = read("{id: n, modality: may, bearer: {all: true}, action: use, object: {made_by: {owned_by: [x, y]}}}")
    assert norm.object.made_by == Owners(owned_by=("x", "y"))


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (", to: 2026-01-01, for: {days: 2}", "not both"),
        (", timing: {by: 2026-01-01, within: {days: 2}}", "exactly one of `by`, `within`"),
        (", timing: {within: {days: 2, months: 1}}", "exactly one of `days`"),
        (", timing: {within: {months: 2, count: business}}", "business days are counted"),
        (", timing: {within: {days: -2}}", "below zero"),
        (", moddality: x", "unknown key `moddality`"),
    ],
)
def test_what_cannot_be_meant_is_refused(extra, words):
    assert words in fault(PLAIN % extra)


def test_a_bearer_has_one_selector():
    assert "exactly one of" in fault(PLAIN.replace("actor: a", "actor: a, kind: k") % "")
    assert "exactly one of" in fault(PLAIN.replace("actor: a", "except: [b]") % "")


def test_only_duties_have_alternatives_and_due_days():
    ban = PLAIN.replace("modality: must", "modality: must_not")
    assert "only a `must` can have a `timing`" in fault(ban % ", timing: {by: 2026-01-01}")
    assert "only a `must` can have an object `any_of`" in fault(ban.replace("thing: t", "any_of: [t]") % "")


def test_an_order_can_add_keys_to_a_norm():
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Quoted(Norm):
        quote: str
        source: str

    quoted = Quoted(
        id="n",
        modality=Modality.MAY,
        bearer=Bearer(all=True),
        action="use",
        object=Target(thing="t"),
        quote="may use",
        source="s",
    )
    assert isinstance(quoted, Norm)
