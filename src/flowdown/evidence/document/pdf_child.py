"""Writes the text of a PDF's pages, one JSON line each: a program of its own, so that a hostile file harms nobody else.

Usage: `python -P pdf_child.py FILE FIRST_PAGE SECONDS MEBIBYTES`. The last line says how many pages there are.
"""

from __future__ import annotations

import contextlib
import json
import sys

import pypdfium2

_PASSWORD = 4
_FORMAT = 3
_FORMS = 2
"""Pages at the start on which a form may stand."""
_MOST_CELLS = 1500


def _limit(seconds: int, mebibytes: int) -> None:
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, mebibytes << 20)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _say(**words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def _cells(shown: pypdfium2.PdfTextPage) -> list[tuple[float, float, float, float, str]]:
    """What stands where on a page."""
    cells = []
    for index in range(min(shown.count_rects(), _MOST_CELLS)):
        edges = shown.get_rect(index)
        cells.append((*edges, shown.get_text_bounded(*edges, errors="replace")))
    return cells


def _read(file: str, first: int) -> None:
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code is None:
            code = _PASSWORD if "assword" in str(error) else _FORMAT
        _say(refused="password" if code == _PASSWORD else "damaged")
        return
    pages = len(document)
    _say(pages=pages)
    has_form = document.get_formtype() != 0
    if has_form:
        document.init_forms()
    for index in range(first, pages):
        try:
            page = document[index]
            if has_form and pypdfium2.raw.FPDFPage_GetAnnotCount(page) > 0:
                # What is typed into a form's fields becomes text of the page.
                pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_NORMALDISPLAY)
                page.close()
                page = document[index]
            shown = page.get_textpage()
            text = shown.get_text_range(errors="replace")
            drawn = 0 if text.strip() else sum(1 for _ in page.get_objects(max_depth=2))
            _say(page=index, text=text, drawn=drawn, cells=_cells(shown) if index < _FORMS else [])
            page.close()
        except pypdfium2.PdfiumError:
            _say(page=index, text="", drawn=-1, cells=[])
    _say(end=True)


if __name__ == "__main__":
    _limit(int(sys.argv[3]), int(sys.argv[4]))
    _read(sys.argv[1], int(sys.argv[2]))
