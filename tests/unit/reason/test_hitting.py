"""The cheapest moves that satisfy clauses."""

import random

from flowdown.reason.hitting import Search, optimise


def clause(*words):
    return frozenset((word.lstrip("!"), not word.startswith("!")) for word in words)


def test_no_clause_costs_nothing():
    assert Search({"a": 1}).cheapest() == frozenset()


def test_the_cheapest_choice_hits_every_clause():
    search = Search({"a": 3, "b": 1, "c": 1})
    search.add(clause("a", "b"))
    search.add(clause("a", "c"))
    assert search.cheapest() == {"b", "c"}


def test_a_barred_choice_does_not_come_back():
    search = Search({"a": 1, "b": 2})
    search.add(clause("a", "b"))
    search.bar(frozenset({"a"}))
    assert search.cheapest() == {"b"}


def test_nothing_works_when_clauses_contradict():
    search = Search({"a": 1})
    search.add(clause("a"))
    search.add(clause("!a"))
    assert search.cheapest() is None


def test_search_and_optimiser_agree_on_the_cost():
    for seed in range(40):
        chance = random.Random(seed)
        costs = {f"m{number}": chance.randrange(0, 6) for number in range(8)}
        search = Search(costs)
        clauses = [
            frozenset((move, chance.random() < 0.8) for move in chance.sample(sorted(costs), 3)) for _ in range(10)
        ]
        for each in clauses:
            search.add(each)
        direct, planned = search.cheapest(), optimise(clauses, costs, sorted(costs))
        assert (direct is None) == (planned is None)
        if direct is not None and planned is not None:
            assert search.cost(direct) == search.cost(planned)
