"""Templates: every value says just what it says; a firm's own come first; what is wrong is told with its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowdown.base.errors import UnusableFile
from flowdown.report.dossier.blocks import parse, text_of
from flowdown.report.dossier.cover import Cover
from flowdown.report.dossier.marks import count_blanks, pieces, without_marks
from flowdown.report.dossier.paper import Blank, Sheet, name_sheet
from flowdown.report.dossier.template import Templates, escape, write
from flowdown.report.words import visible

COVER = Cover("Pier Works", "Fri 2026-07-03", "Fri 2026-07-03", "in_force", (), "flowdown 0", "sha256:0", False)


@dataclass(frozen=True, slots=True)
class Context:
    value: object


def fill(folder: Path, text: str, value: object = "x") -> str:
    (folder / "_head.md").write_text("# {{ title }}\n", encoding="utf-8")
    (folder / "_foot.md").write_text("end\n", encoding="utf-8")
    (folder / "deadlines.md").write_text(text, encoding="utf-8")
    return Templates(folder).fill("deadlines", Sheet("deadlines", "Title", Context(value)), COVER)


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Zl", "Zp"]), min_size=1)
    .map(str.strip)
    .filter(bool)
)
def test_what_is_escaped_reads_as_it_was_written(text: str) -> None:
    words = " ".join(visible(text).split())
    assert text_of(parse(f"x {escape(text)} y")) == f"x {words} y"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_value_stays_in_its_cell(text: str) -> None:
    tree = parse(f"| a | b |\n| --- | --- |\n| {write(text)} | z |\n")
    assert [each.type for each in tree.children] == ["table"]
    assert [len(row.children) for part in tree.children[0].children for row in part.children] == [2, 2]
    assert text_of(tree).endswith("z")


def test_value_cannot_forge_a_blank(tmp_path: Path) -> None:
    marked = fill(tmp_path, "{{ value }}\n", "\ue000nothing\ue001")
    assert count_blanks(marked) == 0


def test_blank_stands_out_in_markdown(tmp_path: Path) -> None:
    marked = fill(tmp_path, "Number: {{ value }}\n", Blank("the [number]"))
    assert count_blanks(marked) == 1
    assert "Number: **[to be filled in: the \\[number\\]]**" in without_marks(marked)
    assert [each.is_blank for each in pieces("a \ue000b\ue001")] == [False, True]


def test_own_template_replaces_the_built_in_one(tmp_path: Path) -> None:
    assert fill(tmp_path, "Our own {{ value }}\n") == "# Title\n\nOur own x\n\nend\n"


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("ok\n{{ nobody }}\n", 2, "nobody"),
        ("{% for x in %}\n", 1, "Expected"),
        ("\n\n{{ value.__class__.__mro__ }}\n", 3, "unsafe"),
        ("{{ value | nofilter }}\n", 1, "nofilter"),
    ],
)
def test_fault_of_a_template_is_told_with_its_line(tmp_path: Path, text: str, line: int, word: str) -> None:
    with pytest.raises(UnusableFile) as caught:
        fill(tmp_path, text)
    assert word in str(caught.value)
    assert caught.value.where is not None
    assert caught.value.where.line == line
    assert "\n" not in str(caught.value)


def test_folder_of_templates_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="no such folder"):
        Templates(tmp_path / "nowhere")


def test_names_of_files_are_short_and_told_apart() -> None:
    assert name_sheet("First report", "A/b", "ü") == "first-report--a-b"
    long = [name_sheet("x" * 80, f"{number}" * 40) for number in (1, 2)]
    assert long[0] != long[1]
    assert all(len(each) <= 90 for each in long)
