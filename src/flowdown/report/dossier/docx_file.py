"""Writes a document as a Word file that people edit: headings, tables whose heads repeat, blanks highlighted."""

from __future__ import annotations

import datetime
import io
import itertools
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flowdown.report.dossier.blocks import leads_on, parse, text_of
from flowdown.report.dossier.docx_table import write_table
from flowdown.report.dossier.marks import pieces
from flowdown.report.dossier.paper import Drawing

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

    from flowdown.report.dossier.blocks import Node

_EPOCH = (1980, 1, 1, 0, 0, 0)
_WIDTH = 6.9
"""The width of the text in inches."""
_MONO = "Consolas"


def write_docx(marked: str, title: str, foot: str, drawings: Mapping[str, Drawing], day: datetime.date) -> bytes:
    """The file; same words, same bytes."""
    from docx import Document

    document = Document()
    _set_up(document, title, foot, day)
    writer = _Writer(document, drawings)
    writer.blocks(parse(marked))
    buffer = io.BytesIO()
    document.save(buffer)
    return _without_times(buffer.getvalue())


def _set_up(document: WordDocument, title: str, foot: str, day: datetime.date) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Inches, Pt

    moment = datetime.datetime.combine(day, datetime.time())
    told = document.core_properties
    told.title, told.author, told.last_modified_by, told.comments = title, "", "", ""
    told.created = told.modified = moment
    told.revision, told.language = 1, "en-US"
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(0.8)
    section.top_margin = section.bottom_margin = Inches(0.8)
    _write_foot(section.footer.paragraphs[0], foot)
    styles: Any = document.styles
    for name, size in (
        ("Normal", 10.5),
        ("Heading 1", 17),
        ("Heading 2", 13),
        ("Heading 3", 11.5),
        ("Heading 4", 10.5),
    ):
        style = styles[name]
        style.font.name, style.font.size = "Georgia" if name == "Normal" else "Calibri", Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(attribute), style.font.name)
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
    styles["Normal"].paragraph_format.space_after = Pt(6)


def _write_foot(paragraph: Paragraph, foot: str) -> None:
    """What stands at the foot of each page, with its number: fields, which Word counts."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Inches, Pt

    paragraph.paragraph_format.tab_stops.add_tab_stop(Inches(_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    paragraph._p.style = "Normal"
    for text, field in ((f"{foot}\tpage ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(text).font.size = Pt(8)
        for tag, word in (
            ("fldChar", "begin"),
            ("instrText", field),
            ("fldChar", "separate"),
            ("t", "1"),
            ("fldChar", "end"),
        ):
            run = paragraph.add_run()
            run.font.size = Pt(8)
            part = OxmlElement(f"w:{tag}")
            if tag == "fldChar":
                part.set(qn("w:fldCharType"), word)
            else:
                part.text = word
            run._r.append(part)


def _without_times(content: bytes) -> bytes:
    """The parts of a zip file in the order of their names, each of the same time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        # The first part of such a file tells what the others are.
        for name in sorted(source.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type, part.external_attr, part.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            target.writestr(part, source.read(name))
    return buffer.getvalue()


class _Writer:
    def __init__(self, document: WordDocument, drawings: Mapping[str, Drawing]) -> None:
        self._document = document
        self._drawings = drawings

    def blocks(self, node: Node, style: str = "", level: int = 1) -> None:
        for each, after in itertools.zip_longest(node.children, node.children[1:]):
            if leads_on(each, after):
                paragraph = self._paragraph(style)
                paragraph.paragraph_format.keep_with_next = True
                self._line(each, paragraph)
            else:
                self._block(each, style, level)

    def _block(self, node: Node, style: str, level: int) -> None:
        match node.type:
            case "heading":
                self._line(node, self._paragraph(f"Heading {min(int(node.tag[1]), 4)}"))
            case "bullet_list" | "ordered_list":
                kind = "List Bullet" if node.type == "bullet_list" else "List Number"
                for item in node.children:
                    self._item(item, kind, level)
            case "blockquote":
                self.blocks(node, "Quote", level)
            case "table":
                self._table(node)
            case "fence" | "code_block":
                self._run(self._document.add_paragraph(), node.content, is_code=True)
            case "hr":
                self._document.add_paragraph("_" * 40)
            case _:
                self._line(node, self._paragraph(style))

    def _paragraph(self, style: str) -> Paragraph:
        """A paragraph in a style, by the id that it has in the library's own template: looking it up is slow."""
        paragraph = self._document.add_paragraph()
        if style:
            paragraph._p.style = style.replace(" ", "")
        return paragraph

    def _item(self, item: Node, kind: str, level: int) -> None:
        style = kind if level == 1 else f"{kind} {min(level, 3)}"
        is_first = True
        for each in item.children:
            if each.type in ("bullet_list", "ordered_list"):
                self._block(each, "", level + 1)
            else:
                self._block(each, style if is_first else "List Continue", level)
            is_first = False

    def _table(self, node: Node) -> None:
        from docx.oxml import parse_xml
        from docx.shared import Pt

        self._document._body._element._insert_tbl(parse_xml(write_table(node, _WIDTH, _MONO)))
        self._document.add_paragraph().paragraph_format.space_after = Pt(2)

    def _line(self, node: Node, paragraph: Paragraph, *, is_strong: bool = False, is_slanted: bool = False) -> None:
        for each in node.children:
            match each.type:
                case "inline" | "link":
                    self._line(each, paragraph, is_strong=is_strong, is_slanted=is_slanted)
                case "strong":
                    self._line(each, paragraph, is_strong=True, is_slanted=is_slanted)
                case "em":
                    self._line(each, paragraph, is_strong=is_strong, is_slanted=True)
                case "hardbreak":
                    paragraph.add_run().add_break()
                case "image":
                    self._picture(each, paragraph)
                case _:
                    is_code = each.type == "code_inline"
                    self._run(paragraph, text_of(each), is_code=is_code, is_strong=is_strong, is_slanted=is_slanted)

    def _run(
        self,
        paragraph: Paragraph,
        text: str,
        *,
        is_code: bool = False,
        is_strong: bool = False,
        is_slanted: bool = False,
    ) -> None:
        from docx.enum.text import WD_COLOR_INDEX

        for each in pieces(text):
            run = paragraph.add_run(each.text)
            run.bold, run.italic = is_strong or None, is_slanted or None
            if is_code:
                run.font.name = _MONO
            if each.is_blank:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW

    def _picture(self, node: Node, paragraph: Paragraph) -> None:
        from docx.shared import Inches

        from flowdown.report.dossier.pdf_file import draw_picture

        drawing = self._drawings.get(str(node.attrs.get("src", "")).removesuffix(".svg"))
        if drawing is None:
            self._run(paragraph, text_of(node))
            return
        shape = paragraph.add_run().add_picture(io.BytesIO(draw_picture(drawing)), width=Inches(_WIDTH))
        shape._inline.docPr.set("descr", drawing.alt)
