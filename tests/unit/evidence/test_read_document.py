"""Documents are read with their places, and bad ones are answered in one line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableFile
from flowdown.evidence.document import docx as docx_reader
from flowdown.evidence.document.document import Unit, plain
from flowdown.evidence.document.read_document import read_document
from tests.unit.evidence.documents import docx, encrypted, paragraph, pdf, scanned, table


def _write(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def _refusal(file: Path) -> str:
    with pytest.raises(UnusableFile) as refused:
        read_document(file)
    assert "\n" not in str(refused.value)
    return refused.value.message


def test_lines_of_a_pdf_know_their_page(tmp_path: Path) -> None:
    read = read_document(_write(tmp_path, "a.pdf", pdf([["one"], ["two", "three"]])))
    assert (read.kind, read.unit, read.size, read.unread) == ("PDF", Unit.PAGE, 2, ())
    assert [(line.text, line.number) for line in read.lines if line.text] == [("one", 1), ("two", 2), ("three", 2)]


def test_scanned_pdf_asks_for_text_recognition(tmp_path: Path) -> None:
    assert _refusal(_write(tmp_path, "a.pdf", scanned(3))) == "holds no text: 3 pages of images"


def test_pages_without_text_are_told(tmp_path: Path) -> None:
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for part in (pdf([["text"]]), scanned(2)):
        whole.import_pages(pypdfium2.PdfDocument(part))
    whole.save(tmp_path / "a.pdf")
    read = read_document(tmp_path / "a.pdf")
    assert read.unread[0].startswith("pages 2-3 without text (an image?)")


def test_encrypted_pdf_is_told(tmp_path: Path) -> None:
    assert _refusal(_write(tmp_path, "a.pdf", encrypted())) == "is encrypted: a password is needed to open it"


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"%PDF-1.7\n" + bytes(range(256)) * 40])
def test_damaged_pdf_is_told(tmp_path: Path, content: bytes) -> None:
    said = "is damaged: no page of it can be read, and its end is missing"
    assert _refusal(_write(tmp_path, "a.pdf", content)) == said


def test_pdf_that_is_cut_off_is_told(tmp_path: Path) -> None:
    content = pdf([[f"page {number}"] for number in range(9)])
    assert "its end is missing" in _refusal(_write(tmp_path, "a.pdf", content[: len(content) // 2]))
    read = read_document(_write(tmp_path, "b.pdf", content[: content.rindex(b"%%EOF")]))
    assert read.notes == ("the file lacks its end: it may be cut off",)


def test_two_thousand_pages_are_read_and_told(tmp_path: Path) -> None:
    file = _write(tmp_path, "a.pdf", pdf([[f"This is page {number}."] for number in range(1, 2001)]))
    told: list[tuple[int, int]] = []
    read = read_document(file, lambda page, pages: told.append((page, pages)))
    assert read.size == 2000
    assert told[-1] == (2000, 2000)
    assert read.lines[-2].text == "This is page 2000."


def test_rows_of_a_table_stand_on_one_line(tmp_path: Path) -> None:
    body = paragraph("before") + table([["52.204-25", "Title", "NOV 2021"]]) + paragraph("after")
    read = read_document(docx(tmp_path / "a.docx", body))
    assert (read.unit, read.size) == (Unit.PARAGRAPH, 3)
    assert [line.text for line in read.lines] == ["before", "52.204-25 | Title | NOV 2021", "after"]


def test_what_is_struck_out_in_word_is_not_read(tmp_path: Path) -> None:
    body = "<w:p><w:del><w:r><w:delText>old</w:delText><w:t>gone</w:t></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>"
    read = read_document(docx(tmp_path / "a.docx", body))
    assert [line.text for line in read.lines] == ["new"]
    assert "tracked changes" in read.notes[0]


@pytest.mark.parametrize(
    ("value", "shown"), [('<w:checked w:val="1"/>', "☒ x"), ('<w:checked w:val="0"/>', "☐ x"), ("", "☐ x")]
)
def test_boxes_of_word_forms_are_read(tmp_path: Path, value: str, shown: str) -> None:
    box = f"<w:r><w:fldChar><w:ffData><w:checkBox>{value}</w:checkBox></w:ffData></w:fldChar></w:r>"
    read = read_document(docx(tmp_path / "a.docx", f"<w:p>{box}<w:r><w:t> x</w:t></w:r></w:p>"))
    assert [line.text for line in read.lines] == [shown]


def test_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_reader, "_LIMIT", 1 << 20)
    file = docx(tmp_path / "a.docx", paragraph("a") * 200_000)
    assert file.stat().st_size < 1 << 17
    assert _refusal(file) == "unpacks to more than 1 MiB of text"


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    whole = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert _refusal(docx(tmp_path / "a.docx", "", whole)) == "declares entities, as no word processor does"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xd0\xcf\x11\xe0old", "is an old Office file, not a PDF, DOCX or text"),
        (b"{\\rtf1 a}", "is an RTF file, not a PDF, DOCX or text"),
        (b"\x89PNG\r\n", "is an image, not a PDF, DOCX or text"),
        (b"PK\x03\x04broken", "is damaged, or encrypted: no sound DOCX"),
        (b"\x00\x01\x02binary", "is no PDF, DOCX or text"),
        (b"  \n \n", "holds no text"),
    ],
)
def test_other_files_are_refused_in_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    assert _refusal(_write(tmp_path, "a", content)) == said


def test_workbook_is_refused_by_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    assert _refusal(tmp_path / "a.xlsx") == "is a workbook, not a PDF, DOCX or text"


def test_nothing_that_steers_a_terminal_is_kept(tmp_path: Path) -> None:
    read = read_document(_write(tmp_path, "a.txt", "52.204\u201125 \x1b[31mred\x07 \u202eback\n".encode()))
    assert read.lines[0].text == "52.204-25 [31mred back"


def test_name_of_a_file_breaks_no_line(tmp_path: Path) -> None:
    assert read_document(_write(tmp_path, "a\nb\x1b.txt", b"text")).file == "ab.txt"


def test_boxes_of_any_font_are_one(tmp_path: Path) -> None:
    assert plain("\uf0fe \u2713 \u25a1\u00a0a\u2013b") == "☒ ☒ ☐ a-b"
