"""The forest of contexts."""

from flowdown.orders.context import Context, ContextForest, find_circle

TREE = (Context(id="work"), Context(id="field", within="work"), Context(id="desk", within="work"), Context(id="home"))


def test_inner_contexts_stand_for_their_leaves():
    forest = ContextForest.of(TREE)
    assert forest.leaves == ("desk", "field", "home")
    assert forest.mask(("work",)) == 0b011


def test_no_list_is_everywhere_and_an_empty_list_nowhere():
    forest = ContextForest.of(TREE)
    assert forest.mask(None) == 0b111
    assert forest.mask(()) == 0


def test_without_contexts_there_is_one():
    assert ContextForest.of(()).leaves == ("any",)


def test_nesting_is_followed_to_the_bottom():
    deep = (Context(id="a"), Context(id="b", within="a"), Context(id="c", within="b"))
    forest = ContextForest.of(deep)
    assert (forest.leaves, forest.mask(("a",))) == (("c",), 1)


def test_a_circle_is_found():
    assert find_circle((Context(id="a", within="b"), Context(id="b", within="a"))) in ("a", "b")
    assert find_circle((Context(id="a", within="a"),)) == "a"
    assert find_circle(TREE) is None
