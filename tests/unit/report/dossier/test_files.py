"""HTML, Word and PDF of a document: nothing is loaded, everything is escaped, blanks stand out, same bytes."""

from __future__ import annotations

import datetime
import io
import itertools
import re
import zipfile
from html.parser import HTMLParser

import pypdfium2
import pytest

from flowdown.report.dossier.docx_file import write_docx
from flowdown.report.dossier.html_file import write_html
from flowdown.report.dossier.paper import Drawing
from flowdown.report.dossier.pdf_file import for_print, write_pdf
from tests.unit.report.contrast import contrast

DAY = datetime.date(2026, 7, 3)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 20" width="100" height="20" role="img" aria-labelledby="title desc">'
    '<title id="title">Over time</title><desc id="desc">Two bars.</desc>'
    "<style>text { font-family: system-ui; }\n@media (prefers-color-scheme: dark) {\ntext { fill: #ffffff; }\n}\n</style>"
    '<rect width="50" height="10" fill="url(#none)"/><text x="1" y="15">a</text></svg>'
)
DRAWINGS = {"bars": Drawing(SVG, "Two bars over time")}
MARKED = """\
# A title

Words, `a/long/path/of/code.py:12`, \ue000the number\ue001 and **bold**. <script>alert(1)</script> #let x = 1

![Two bars over time](bars.svg)

## Part

| Field | Value |
| --- | --- |
| one \\| two | \ue000who\ue001 |

## Part

| | |
| --- | --- |
| From | us |

- point
  - below
1. first

> quoted [elsewhere](https://example.org/x) and [here](other.md)

---
"""


class Reader(HTMLParser):
    """Notes tags with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def page() -> str:
    return write_html(MARKED, "A title", DRAWINGS)


@pytest.fixture(scope="module")
def tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = Reader()
    reader.feed(page)
    return reader.tags


def test_page_loads_nothing(page: str, tags: list[tuple[str, dict[str, str | None]]]) -> None:
    loading = {"script", "link", "img", "iframe", "object", "embed", "source", "video", "audio", "base", "form"}
    assert not loading & {tag for tag, _ in tags}
    assert not [
        value
        for _, attributes in tags
        for value in attributes.values()
        if value and value.startswith(("http:", "https:", "//")) and "w3.org" not in value
    ]
    assert "@import" not in page
    assert re.findall(r"url\((?!#)", page) == []
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page


def test_html_in_the_words_is_text(page: str) -> None:
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_headings_are_in_order_and_ids_are_told_apart(tags: list[tuple[str, dict[str, str | None]]]) -> None:
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_cells_of_heads_say_what_they_head(tags: list[tuple[str, dict[str, str | None]]]) -> None:
    scopes = [attributes.get("scope") for tag, attributes in tags if tag == "th"]
    assert scopes == ["col", "col", "row", "row"]
    regions = [attributes for _, attributes in tags if attributes.get("role") == "region"]
    assert all(each["tabindex"] == "0" and each["aria-label"] for each in regions)


def test_drawing_has_words_and_ids_of_its_own(page: str) -> None:
    assert 'aria-labelledby="d1-title d1-desc"' in page
    assert '<title id="d1-title">Over time</title>' in page
    assert "url(#d1-none)" in page


def test_blank_is_marked_and_links_stay_inside(page: str) -> None:
    assert '<mark class="blank">[to be filled in: the number]</mark>' in page
    assert '<a href="other.html">here</a>' in page
    assert "elsewhere (https://example.org/x)" in page


def test_colours_of_the_page_can_be_read() -> None:
    from pathlib import Path

    import flowdown.report.dossier as package

    style = (Path(package.__file__).parent / "page.css").read_text(encoding="utf-8")
    schemes = re.findall(r":root \{([^}]*)\}", style)
    assert len(schemes) == 3
    for scheme in schemes:
        colour = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", scheme))
        for ink, ground in (
            ("ink", "paper"),
            ("faint", "paper"),
            ("link", "paper"),
            ("ink", "head"),
            ("blank-ink", "blank"),
            ("ink", "code"),
        ):
            assert contrast(colour[ink], colour[ground]) >= 4.5, (ink, ground)


def test_pdf_says_it_all_and_is_the_same_again() -> None:
    content = write_pdf(MARKED, "A title", "Pier Works", DRAWINGS, DAY)
    assert content == write_pdf(MARKED, "A title", "Pier Works", DRAWINGS, DAY)
    document = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", " ")
    for words in (
        "A title",
        "[to be filled in: the number]",
        "#let x = 1",
        "<script>alert(1)</script>",
        "one | two",
        "Pier Works",
        "a/long/path/of/code.py:12",
    ):
        assert words in text, words


def test_pdf_breaks_a_long_name_at_its_points_inside_its_column() -> None:
    head = "| Place | Whose | Name | Role | How |\n| --- | --- | --- | --- | --- |\n"
    filler = "many words that take room in a column " * 8
    row = (
        f"| {filler} | {filler} | `Components.LocalEmbeddings.SemanticKernelThing` | neighbour {filler} | {filler} |\n"
    )
    page = pypdfium2.PdfDocument(write_pdf(f"# A\n\n{head}{row}", "A", "Pier", {}, DAY))[0].get_textpage()
    text = page.get_text_range()
    name, beside = text.index("SemanticKernelThing"), text.index("neighbour")
    right = max(page.get_charbox(index)[2] for index in range(name, name + len("SemanticKernelThing")))
    assert right <= page.get_charbox(beside)[0]


def test_pdf_breaks_a_digest_that_has_no_joints_inside_its_column() -> None:
    digest = "C70A33F52171DCD96D28F8F41BC45DE1FA3D8FAF38030F5E"
    row = f"| `{digest}` | neighbour | many words that take room | many words that take room |\n" * 2
    marked = f"# A\n\n| Place | Whose | Role | How |\n| --- | --- | --- | --- |\n{row}"
    page = pypdfium2.PdfDocument(write_pdf(marked, "A", "Pier", {}, DAY))[0].get_textpage()
    text = page.get_text_range()
    start, beside = text.index(digest[:20]), text.index("neighbour")
    right = max(page.get_charbox(index)[2] for index in range(start, beside) if text[index].strip())
    assert right <= page.get_charbox(beside)[0]


def last_page(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return str(document[len(document) - 1].get_textpage().get_text_range())


@pytest.mark.parametrize("lines", range(28, 46, 2))
def test_pdf_never_ends_in_a_page_with_the_foot_alone(lines: int) -> None:
    """However many lines stand above: heading, table and foot go on together."""
    body = "\n\n".join(f"Line {number}." for number in range(lines))
    marked = f"# A\n\n{body}\n\n## Signature\n\n| | |\n| --- | --- |\n| Name | Ann |\n| Day | one |\n\n---\n\nDrawn up by us.\n"
    told = last_page(write_pdf(marked, "A", "Pier", {}, DAY))
    assert all(word in told for word in ("Signature", "Ann", "Drawn up by us."))


def test_pdf_and_word_keep_what_leads_to_a_table_with_it_and_break_no_small_one() -> None:
    body = "\n\n".join(f"Line {number}." for number in range(36))
    marked = f"# A\n\n{body}\n\nThese:\n\n| One | Two |\n| --- | --- |\n| a | b |\n| c | d |\n| e | f |\n\nAfter.\n"
    document = pypdfium2.PdfDocument(write_pdf(marked, "A", "Pier", {}, DAY))
    pages = [str(page.get_textpage().get_text_range()) for page in document]
    (page,) = [each for each in pages if "These:" in each]
    assert "e f" in " ".join(page.split())
    with zipfile.ZipFile(io.BytesIO(write_docx(marked, "A", "Pier", {}, DAY))) as parts:
        told, foot = (parts.read(f"word/{name}.xml").decode() for name in ("document", "footer1"))
    # Three cells of two columns keep with the next row, and so does the line before them.
    assert told.count("<w:keepNext/>") == 3 * 2 + 1
    assert "NUMPAGES" in foot


def test_pdf_takes_any_text() -> None:
    nasty = "\\ \" ' # $ @ ~ * _ ` [ ] { } /* */ // <b> \u4e2d\u6587 \u202e é ß €"
    content = write_pdf(f"# {nasty}\n\n{nasty}\n", nasty, nasty, {}, DAY)
    text = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    assert "\\u{4e2d}" in text
    assert "\\u{202e} é ß €" in text


def test_print_keeps_no_dark_colours() -> None:
    assert "prefers-color-scheme" not in for_print(SVG)
    assert "Libertinus" in for_print(SVG)


def test_word_file_says_it_all_and_is_the_same_again() -> None:
    from docx import Document
    from docx.enum.text import WD_COLOR_INDEX

    content = write_docx(MARKED, "A title", "Pier Works", DRAWINGS, DAY)
    assert content == write_docx(MARKED, "A title", "Pier Works", DRAWINGS, DAY)
    document = Document(io.BytesIO(content))
    assert [each.text for each in document.paragraphs if each.style.name.startswith("Heading")] == [
        "A title",
        "Part",
        "Part",
    ]
    runs = [run for each in document.paragraphs for run in each.runs]
    marked = [run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert marked == ["[to be filled in: the number]"]
    table, plain = document.tables
    assert [cell.text for cell in table.rows[1].cells] == ["one | two", "[to be filled in: who]"]
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert [cell.text for cell in plain.rows[0].cells] == ["From", "us"]
    assert 'descr="Two bars over time"' in document.element.xml
    assert (document.core_properties.author, document.core_properties.title) == ("", "A title")


def test_word_file_carries_no_time_of_its_making() -> None:
    content = write_docx(MARKED, "A title", "Pier Works", {}, DAY)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert {each.date_time for each in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
