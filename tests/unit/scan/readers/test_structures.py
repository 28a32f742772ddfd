"""The readers of JSON, TOML, INI, XML and HCL: values, places, faults, and no text that breaks them."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowdown.scan.readers.flow_reader import read_json
from flowdown.scan.readers.hcl_reader import Quoted, read_hcl
from flowdown.scan.readers.ini_reader import read_ini, read_properties
from flowdown.scan.readers.node import Alias, Mapping, Node, Scalar, Sequence, child, text_of
from flowdown.scan.readers.toml_reader import read_toml
from flowdown.scan.readers.xml_reader import read_xml

_NOISE = st.text(alphabet="ab=:{}[]()<>\"'`$#/*\\|,.&!-? \n\t\r", max_size=120)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=15,
)


def _plain(node: Node) -> object:
    if isinstance(node, Mapping):
        return {pair.key.text: _plain(pair.value) for pair in node.pairs}
    if isinstance(node, Sequence):
        return [_plain(one) for one in node.nodes]
    assert not isinstance(node, Alias)
    return node.text


def _texts(value: object) -> object:
    """A parsed value with all scalars but texts as they would be written."""
    if isinstance(value, dict):
        return {key: _texts(held) for key, held in value.items()}
    if isinstance(value, list):
        return [_texts(held) for held in value]
    return value if isinstance(value, str) else json.dumps(value, default=str)


@given(_JSON)
@settings(max_examples=200, deadline=None)
def test_json_agrees_with_the_standard_library(value: object) -> None:
    document = read_json(json.dumps(value, indent=1))
    assert not document.fault
    assert _plain(document.roots[0]) == _texts(value)


def test_json_reads_comments_trailing_commas_and_bare_keys() -> None:
    text = '{\n  // one\n  a: 1, /* two */ "b": [1, 2,],\n}\n'
    document = read_json(text)
    assert _plain(document.roots[0]) == {"a": "1", "b": ["1", "2"]}
    assert [text[start:end] for start, end in document.comments] == ["// one", "/* two */"]


@pytest.mark.parametrize("text", ['{"a": [1, 2}', '{"a": "b', '{"a" "b" ]'])
def test_json_says_that_it_is_broken(text: str) -> None:
    assert read_json(text).fault


_TOML = """
title = "x" # note
[a]
b.c = 'lit\\eral'
d = [1, "two", { e = "f" }, [ "g" ]]
long = \"\"\"
one
two\"\"\"
[[t]]
n = 1
[[t]]
n = 2
[t.deep]
k = "v"
["quoted key"]
x = 1979-05-27
"""


def test_toml_agrees_with_the_standard_library() -> None:
    document = read_toml(_TOML)
    theirs = _texts(tomllib.loads(_TOML))
    theirs["quoted key"]["x"] = "1979-05-27"  # type: ignore[index]
    assert not document.fault
    assert _plain(document.roots[0]) == theirs
    assert [_TOML[start:end] for start, end in document.comments] == ["# note"]


def test_ini_keeps_continuation_lines_and_their_places() -> None:
    text = "[options]\nrequires =\n    one\n    two\nother: x ; note\n"
    document = read_ini(text)
    requires = child(document.roots[0], "options", "requires")
    assert isinstance(requires, Scalar)
    assert text[requires.start : requires.end] == "one\n    two"
    assert text_of(child(document.roots[0], "options", "other")) == "x"


def test_properties_keep_dotted_keys() -> None:
    document = read_properties("# c\na.b.c = d\ne=f\\\n  g\n")
    assert text_of(child(document.roots[0], "a.b.c")) == "d"
    assert document.comments == [(0, 3)]


def test_xml_gives_attributes_and_text_with_places() -> None:
    text = '<a><!-- x --><b k="v > w">t &amp; u</b><c/></a>'
    markup = read_xml(text)
    inner = markup.root.child("a", "b")
    assert inner is not None
    assert inner.content is not None
    assert (inner.attributes["k"].text, inner.content.text, markup.is_broken) == ("v > w", "t & u", False)
    assert text[inner.attributes["k"].start :].startswith("v > w")


def test_xml_says_that_tags_do_not_match() -> None:
    assert read_xml("<a><b></a>").is_broken


def test_hcl_reads_blocks_heredocs_and_interpolated_strings() -> None:
    body = read_hcl(
        'a "b" "c" {\n  d = "x${var.y == "z" ? 1 : 2}w" # e\n  f = <<-EOT\n    g\n  EOT\n  h { i = [1, "j"] }\n}\n'
    )
    block = body.root.blocks[0]
    first, heredoc = block.attribute("d"), block.attribute("f")
    assert (block.type, [label.text for label in block.labels], body.fault) == ("a", ["b", "c"], "")
    assert isinstance(first, Quoted)
    assert first.text == 'x${var.y == "z" ? 1 : 2}w'
    assert isinstance(heredoc, Quoted)
    assert heredoc.text == "    g\n"
    assert block.blocks[0].attribute("i") is not None


@pytest.mark.parametrize("text", ['a "b" {\n  c = 1\n', 'x = "y\n', "= =\n"])
def test_hcl_says_that_it_is_broken(text: str) -> None:
    assert read_hcl(text).fault


@given(_NOISE)
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_a_reader(text: str) -> None:
    for read in (read_json, read_toml, read_ini, read_properties):
        assert isinstance(read(text).roots, list)
    assert read_hcl(text).root.type == ""
    assert read_xml(text).root.name == ""


@pytest.mark.parametrize("unit", ["[", "{", "a={", '"', "<a>", 'a "b" {\n', "[[a]]\n", "a.", "(", "/*", "\\"])
def test_hostile_text_is_read_in_bounded_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    for read in (read_json, read_toml, read_ini, read_properties):
        read(text)
    assert read_hcl(text).root.type == ""
    assert read_xml(text).root.name == ""
