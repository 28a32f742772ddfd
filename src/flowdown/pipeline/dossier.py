"""Draw up the papers that orders make an organisation write, into a folder with a manifest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument, clip
from flowdown.report.dossier_v1 import AbsentV1, DocumentV1, DossierV1, FileV1

if TYPE_CHECKING:
    from flowdown.pipeline.check import CheckRequest
    from flowdown.report.dossier.cover import Cover
    from flowdown.report.dossier.facts import Facts
    from flowdown.report.dossier.paper import Paper, Sheet
    from flowdown.report.dossier.redact import Redactor
    from flowdown.report.dossier.template import Templates
    from flowdown.scan.run import Progress

FORMATS = ("html", "pdf", "docx", "markdown", "json")
MACHINE_FORMATS = ("cyclonedx", "sarif")
_WORDS = {"html": "HTML", "pdf": "PDF", "docx": "Word (DOCX)", "markdown": "Markdown", "json": "JSON"}
MANIFEST, SIGNATURE, LOG = "manifest.json", "manifest.dsse.json", "inquiry-log.jsonl"


@dataclass(frozen=True, slots=True)
class DossierRequest:
    """What is asked: whose papers, into which folder, in which formats, by whose templates; `key` signs them."""

    check: CheckRequest
    folder: Path
    formats: tuple[str, ...] = FORMATS
    templates: Path | None = None
    is_redacted: bool = False
    key: Path | None = None
    log: Path | None = None


@dataclass(frozen=True, slots=True)
class _Filled:
    paper: Paper
    sheet: Sheet
    marked: str
    blanks: int


def draw_up(request: DossierRequest, cache: Path | None = None, progress: Progress | None = None) -> DossierV1:
    """Write the dossier; raises `UnusableArgument` for a folder that holds something, and what a check raises."""
    from flowdown.pipeline.dossier_facts import gather_facts
    from flowdown.report.dossier.template import Templates

    _refuse(request.folder)
    templates = Templates(request.templates)
    facts = gather_facts(request, cache, progress)
    return write_dossier(facts, request, templates)


def parse_formats(text: str) -> tuple[str, ...]:
    """Formats as `html,pdf`. Raises `UnusableArgument` for one that is none."""
    named = tuple(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))
    named = tuple("markdown" if each == "md" else each for each in named)
    for each in named:
        if each not in (*FORMATS, *MACHINE_FORMATS):
            raise UnusableArgument(f"`{clip(each)}` is no format", hint=f"of {', '.join((*FORMATS, *MACHINE_FORMATS))}")
    return named or FORMATS


def list_papers() -> Mapping[str, Paper]:
    """Every paper there is, by id."""
    from flowdown.report.dossier.paper import load_papers

    return load_papers()


def make_key(file: Path) -> str:
    """Make a key for signing; its id. Raises `UnusableFile` for a file that is there."""
    from flowdown.base.envelope import new_key

    return new_key(file)


def _refuse(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UnusableArgument(f"`{folder}` is no folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise UnusableArgument(f"`{folder}` is not empty", hint="name a new folder: nothing is overwritten")


def write_papers(facts: Facts, request: DossierRequest) -> DossierV1:
    """The same from facts that were gathered before."""
    from flowdown.report.dossier.template import Templates

    _refuse(request.folder)
    return write_dossier(facts, request, Templates(request.templates))


def write_dossier(facts: Facts, request: DossierRequest, templates: Templates) -> DossierV1:
    """Fill every paper from the facts and write the folder."""
    from flowdown.report.dossier.cover import cover_of
    from flowdown.report.dossier.index import index_sheet
    from flowdown.report.dossier.redact import Redactor

    redactor = Redactor(facts) if request.is_redacted else None
    cover = cover_of(facts, redacted=request.is_redacted)
    filled, absent = _fill(facts, templates, cover, redactor)
    words = tuple(_WORDS[each] for each in request.formats if each in _WORDS)
    told = [(each.paper, each.sheet, each.blanks) for each in filled]
    index = _clean(index_sheet(facts, told, absent, words, is_signed=request.key is not None), redactor)
    files = dict(
        _files(facts, request, filled, _Filled(_INDEX, index, templates.fill("index", index, cover), 0), cover)
    )
    if request.log is not None and request.log.is_file() and not request.is_redacted:
        files[LOG] = request.log.read_bytes()
    manifest = _manifest(facts, request, templates, filled, absent, files, redactor)
    _write(request, files, manifest)
    return manifest


def _fill(
    facts: Facts, templates: Templates, cover: Cover, redactor: Redactor | None
) -> tuple[list[_Filled], list[tuple[Paper, str]]]:
    from flowdown.report.dossier.marks import count_blanks
    from flowdown.report.dossier.paper import Absent, load_papers

    filled: list[_Filled] = []
    absent: list[tuple[Paper, str]] = []
    for paper in sorted(load_papers().values(), key=lambda each: (each.rank, each.id)):
        built = paper.build(facts)
        if isinstance(built, Absent):
            absent.append((paper, built.why))
            continue
        for sheet in (_clean(each, redactor) for each in built):
            marked = templates.fill(paper.id, sheet, cover)
            filled.append(_Filled(paper, sheet, marked, count_blanks(marked)))
    return filled, absent


def _clean(sheet: Sheet, redactor: Redactor | None) -> Sheet:
    if redactor is None:
        return sheet
    drawings = {name: redactor.all(each) for name, each in sheet.drawings.items()}
    return replace(sheet, title=redactor.text(sheet.title), context=redactor.all(sheet.context), drawings=drawings)


def _files(
    facts: Facts, request: DossierRequest, filled: list[_Filled], index: _Filled, cover: Cover
) -> Iterator[tuple[str, bytes]]:
    for each in (index, *filled):
        yield from _of_document(facts, request, each, cover)
    for name in request.formats:
        if name in MACHINE_FORMATS and not request.is_redacted:
            from flowdown.report.format import Look, load_format

            form = load_format(name)
            yield (
                f"scan{form.suffix}",
                form.render(facts.report, Look(shows_all=True)).encode("utf-8", "backslashreplace"),
            )


def _of_document(facts: Facts, request: DossierRequest, each: _Filled, cover: Cover) -> Iterator[tuple[str, bytes]]:
    from flowdown.report.dossier.marks import without_marks

    name, title, drawings = each.sheet.name, each.sheet.title, each.sheet.drawings
    if "html" in request.formats:
        from flowdown.report.dossier.html_file import write_html

        yield f"{name}.html", write_html(each.marked, title, drawings, "" if name == "index" else "index.html").encode()
    if "pdf" in request.formats:
        from flowdown.report.dossier.pdf_file import write_pdf

        yield f"{name}.pdf", write_pdf(each.marked, title, cover.foot, drawings, facts.as_of)
    if "docx" in request.formats:
        from flowdown.report.dossier.docx_file import write_docx

        yield f"{name}.docx", write_docx(each.marked, title, cover.foot, drawings, facts.as_of)
    if "markdown" in request.formats:
        yield f"{name}.md", without_marks(each.marked).encode()
        for drawing, drawn in drawings.items():
            yield f"{drawing}.svg", drawn.svg.encode()
    yield f"{name}.json", _as_json(facts, request, each)


def _as_json(facts: Facts, request: DossierRequest, each: _Filled) -> bytes:
    """What the document is filled with; it is always there, as two dossiers are compared by it."""
    from flowdown.base.canonical import to_json
    from flowdown.report.dossier_v1 import PaperV1
    from flowdown.report.json_text import write_json

    context = to_json(each.sheet.context)
    assert isinstance(context, dict)
    shape = PaperV1(
        "flowdown.paper/1",
        each.paper.id,
        each.sheet.name,
        each.sheet.title,
        facts.organisation,
        facts.as_of,
        facts.check.known_at,
        request.is_redacted,
        context,
    )
    return write_json(shape).encode()


def digest_of(content: bytes) -> str:
    """The digest of a file's bytes."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _manifest(
    facts: Facts,
    request: DossierRequest,
    templates: Templates,
    filled: list[_Filled],
    absent: list[tuple[Paper, str]],
    files: Mapping[str, bytes],
    redactor: Redactor | None,
) -> DossierV1:
    from flowdown.pipeline.dossier_facts import inputs_of

    manifest = DossierV1(
        "flowdown.dossier/1",
        facts.report.tool,
        facts.organisation,
        facts.as_of,
        facts.check.known_at,
        _arguments(request),
        request.is_redacted,
        tuple(inputs_of(facts, request, templates)),
        tuple(DocumentV1(each.paper.id, each.sheet.name, each.sheet.title, each.blanks) for each in filled),
        tuple(AbsentV1(paper.id, paper.title, why) for paper, why in absent),
        tuple(FileV1(name, digest_of(content), len(content), True) for name, content in sorted(files.items())),
    )
    return redactor.all(manifest) if redactor is not None else manifest


def _arguments(request: DossierRequest) -> dict[str, object]:
    check = request.check
    return {
        "orders": list(check.orders),
        "stance": check.stance.value,
        "readings": list(check.readings),
        "given": dict(sorted((check.given or {}).items())),
        "formats": list(request.formats),
        "templates": request.templates.name if request.templates is not None else "",
        "redact": request.is_redacted,
    }


def _write(request: DossierRequest, files: Mapping[str, bytes], manifest: DossierV1) -> None:
    """The files, then the manifest: a dossier without one was not finished."""
    from flowdown.base.envelope import sign
    from flowdown.report.dossier_v1 import PAYLOAD_TYPE
    from flowdown.report.json_text import write_json

    payload = write_json(manifest).encode()
    last = {MANIFEST: payload}
    if request.key is not None:
        last[SIGNATURE] = sign(PAYLOAD_TYPE, payload, request.key).encode()
    try:
        request.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        request.folder.chmod(0o700)
        for name, content in (*sorted(files.items()), *last.items()):
            descriptor = os.open(request.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(content)
    except OSError as error:
        raise UnusableArgument(f"cannot write into `{request.folder}`: {error.strerror}") from None


def _no_documents(_: Facts) -> tuple[Sheet, ...]:
    return ()


def _make_index() -> Paper:
    from flowdown.report.dossier.paper import Paper

    return Paper("index", "Dossier", "everybody", "what is in it", 0, _no_documents)


_INDEX = _make_index()
