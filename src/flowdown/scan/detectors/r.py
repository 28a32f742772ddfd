"""R source files, and documents that hold R and Python in chunks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers import javascript, python
from flowdown.scan.lexers.r import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, Text, Trace, TraceKind, Yield

_CHUNK = re.compile(
    r"^[ \t]*(?P<fence>```+|~~~+)[ \t]*\{[ \t]*(?P<engine>\w+)[^\n]*\}[^\n]*\n(?P<code>.*?)^[ \t]*(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_ENGINES = {"r": LEXER, "python": python.LEXER, "js": javascript.LEXER, "ojs": javascript.LEXER}


def _detect(source: SourceFile) -> Iterator[Yield]:
    if source.name.lower().endswith(".r"):
        yield from read_code(source, LEXER)
    else:
        yield from _document(source)


def _document(source: SourceFile) -> Iterator[Yield]:
    """A document: its chunks are run when it is rendered, the rest is for people."""
    run: list[tuple[int, int]] = []
    for chunk in _CHUNK.finditer(source.text):
        lexer = _ENGINES.get(chunk.group("engine").lower())
        if lexer is not None and "eval=FALSE" not in chunk.group().partition("\n")[0].replace(" ", ""):
            run.append(chunk.span("code"))
            yield from read_code(source.part(*chunk.span("code")), lexer)
    for start, end in source.hits:
        if not any(at <= start < to for at, to in run):
            words = Text(source.text[start:end])
            yield Trace(TraceKind.TEXT, words, source.place(start, end), Role.DOCUMENTED)


DETECTOR = Detector(
    id="r",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "app.R",
            'library(acme)\n\nreply <- acme::chat(model = "acme-large-2", key = Sys.getenv("ACME_API_KEY"))\n',
            yields=("import imported acme", "env-key read ACME_API_KEY", "model-id configured acme-large-2"),
            never=("text documented acme-large-2",),
        ),
        DetectorExample(
            "api.R",
            'ask <- function(prompt, model = "acme-large-2") {\n  url <- paste0(base_url, "/chat")\n  httr2::request(url) |> req_perform()\n}\n'
            'base_url <- "https://api.acme.example/v1"\nacme::list_models()\nwhich(models == "acme-small-1")\n',
            yields=(
                "model-id configured acme-large-2",
                "endpoint called ${url}",
                "binding url=${base_url}/chat",
                "import imported acme",
                "call called acme.list_models",
                "text compared acme",
            ),
            never=("cli",),
        ),
        DetectorExample(
            "report.Rmd",
            "It's about acme's models.\n\n```{r ask}\nlibrary(acme)\nacme::chat(model = 'acme-large-2')\n```\n\nAcme isn't free.\n"
            "```{python}\nfrom acme import Acme\n```\n```{r, eval=FALSE}\nlibrary(acme.tools)\n```\n",
            yields=(
                "text documented acme",
                "import imported acme",
                "model-id configured acme-large-2",
                "text documented Acme",
            ),
            never=("import imported acme.tools",),
        ),
        DetectorExample("a.R", "# acme\n", yields=("text commented acme",), never=("model-id", "import", "client")),
    ),
)
