"""The tolerant YAML reader agrees with PyYAML on valid files, and survives the rest."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from flowdown.scan.readers.node import Alias, Mapping, Node, Scalar, Sequence
from flowdown.scan.readers.yaml_reader import read_yaml


def _ours(node: Node | None, depth: int = 0) -> object:
    if isinstance(node, Alias):
        return "*"
    if isinstance(node, Mapping):
        return {"map": [(pair.key.text, _ours(pair.value)) for pair in node.pairs]}
    if isinstance(node, Sequence):
        return [_ours(one) for one in node.nodes]
    assert isinstance(node, Scalar)
    return " ".join(node.text.split())


def _theirs(node: yaml.Node | None) -> object:
    if isinstance(node, yaml.MappingNode):
        return {"map": [(key.value, _theirs(value)) for key, value in node.value]}
    if isinstance(node, yaml.SequenceNode):
        return [_theirs(one) for one in node.value]
    return " ".join(str(node.value).split()) if node is not None else None


def agrees(text: str) -> bool:
    """Whether both readings of a valid text are the same."""
    document = read_yaml(text)
    theirs = [_theirs(node) for node in yaml.compose_all(text, Loader=yaml.SafeLoader) if node is not None]
    return not document.fault and [_ours(root) for root in document.roots] == theirs


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb:\n  c: d\n  e:\n  - f\n  - g: h\n    i: j\n",
        "- - a\n  - b\n- c\n",
        "a: |\n  line one\n    line two\n\n  line three\nb: >-\n  folded\n  text\n",
        "run: |\n    echo hi\n\n    echo ho\nnext: x # tail\n",
        "a: 'it''s'\nb: \"x\\ty: z\"\nc: \"two\n  lines\"\n",
        "a: [1, 'b, c', {d: e, f: [g]}]\nb: {x: http://h:80/p, y: }\n",
        "a: plain text\n  goes on\n  here\nb: c\n",
        "# head\n---\na: b\n...\n---\n- c\n",
        'on: push\n"quoted key": v\n? complex\n: w\n'.replace("? complex\n: w\n", ""),
        "url: http://host:8080/path#part\nempty:\nlast: ~\n",
        "a:\n- b:\n  - c\n- d\n",
        "a: &x\n  k: v\nb: !Ref Thing\nc: !Sub\n  - one\n  - two: 2\n",
        "a: [\n  one,\n  two, # note\n]\nb: {\n  k: v\n}\n",
        'env:\n  - name: X\n    value: "1"\n\n  - name: Y\n    valueFrom:\n      secretKeyRef: {name: s, key: k}\n',
    ],
)
def test_agrees_with_pyyaml(text: str) -> None:
    assert agrees(text)


_word = st.text(alphabet="abcxyz09-_/.", min_size=1, max_size=8).filter(lambda word: word[0].isalpha())
_tree = st.recursive(
    _word | st.sampled_from(["two words", "it's", "a: b", "# no", "x\ny", "", "{{ x }}", "1", "http://h/p"]),
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(_word, inner, min_size=1, max_size=3),
    max_leaves=12,
)


@given(_tree, st.sampled_from([None, True, False]), st.integers(2, 6))
@settings(max_examples=150, deadline=None)
def test_agrees_on_whatever_pyyaml_writes(tree: object, flow: bool | None, indent: int) -> None:
    assert agrees(yaml.safe_dump(tree, default_flow_style=flow, indent=indent, width=60))


@given(st.text(alphabet="ab:-#'\"[]{}|>&*! \n\t?,%", max_size=80))
@settings(max_examples=400, deadline=None)
def test_never_raises(text: str) -> None:
    document = read_yaml(text)
    assert isinstance(document.fault, str)


def test_places_are_those_of_the_value() -> None:
    text = "a:\n  b: 'word'\n"
    root = read_yaml(text).roots[0]
    assert isinstance(root, Mapping)
    inner = root.pairs[0].value
    assert isinstance(inner, Mapping)
    value = inner.pairs[0].value
    assert isinstance(value, Scalar)
    assert text[value.start : value.end] == "word"


def test_template_lines_do_not_break_the_tree() -> None:
    text = "a:\n  {{- if .Values.x }}\n  image: {{ .Values.image }}:{{ .tag }}\n  {{- end }}\n  b: c\n"
    document = read_yaml(text)
    assert _ours(document.roots[0]) == {
        "map": [("a", {"map": [("image", "{{ .Values.image }}:{{ .tag }}"), ("b", "c")]})]
    }


@pytest.mark.parametrize("text", ["a: [1, 2\nb: c\n", "a: 'open\nb: c\n", "a:\n\t- b\n", "a: b\n  c: d\n"])
def test_broken_text_is_said_to_be_broken(text: str) -> None:
    assert read_yaml(text).fault


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "a: " + "x" * 2_000_000])
def test_hostile_text_is_bounded(text: str) -> None:
    assert len(read_yaml(text).roots) <= 2
