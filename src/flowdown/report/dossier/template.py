"""Fills the templates of papers: plain Markdown files that a firm can replace, in which every value is escaped."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowdown.base.cached import cached_property
from flowdown.base.errors import UnusableFile, Where
from flowdown.report.dossier.in_words import in_words
from flowdown.report.dossier.marks import CLOSE, OPEN
from flowdown.report.dossier.paper import Blank, Sheet
from flowdown.report.words import listed, mark_words, visible

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

BUILT_IN = Path(__file__).parents[1] / "papers" / "templates"
_ALWAYS = re.compile(r"([\\`*\[\]<|~])")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LEADING = re.compile(r"^([-+=>#]|\d+(?=[.)](?:\s|\Z)))")
_OWN_CODE = re.compile(r"`([^`]+)`")
_SPACE = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n{3,}")


class Templates:
    """The templates of the papers: a firm's own before the built-in ones."""

    def __init__(self, folder: Path | None = None) -> None:
        if folder is not None and not folder.is_dir():
            raise UnusableFile("no such folder of templates", Where(str(folder)))
        self.folder = folder

    @cached_property
    def _environment(self) -> SandboxedEnvironment:
        from jinja2 import FileSystemLoader, StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        folders = [*([self.folder] if self.folder else []), BUILT_IN]
        environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(folders),
            undefined=StrictUndefined,
            # The values that `write` made are markup already; what is none yet goes through it.
            autoescape=True,
            finalize=write,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters.update(_FILTERS)
        environment.globals["blank"] = Blank
        return environment

    def fill(self, paper: str, sheet: Sheet, cover: object) -> str:
        """A document as marked Markdown. Raises `UnusableFile` for a template that cannot be filled."""
        from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

        context: Any = sheet.context
        values = {each.name: getattr(context, each.name) for each in dataclasses.fields(context)}
        values |= {"cover": cover, "title": sheet.title, "drawings": sheet.drawings}
        parts = []
        for name in ("_head.md", f"{paper}.md", "_foot.md"):
            try:
                parts.append(self._environment.get_template(name).render(values))
            except TemplateNotFound as error:
                raise UnusableFile("no such template", Where(str(error.name or name))) from None
            except TemplateSyntaxError as error:
                raise UnusableFile(_first(error), Where(error.filename or name, error.lineno)) from None
            except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
                raise UnusableFile(f"cannot be filled: {_first(error)}", _place(error, name)) from None
        lines = (line.rstrip() for line in "\n\n".join(part.strip("\n") for part in parts).splitlines())
        return _BLANK_LINES.sub("\n\n", "\n".join(lines)) + "\n"

    def used(self) -> tuple[Path, ...]:
        """The firm's own templates."""
        return tuple(sorted(self.folder.glob("*.md"))) if self.folder is not None else ()


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _place(error: BaseException, name: str) -> Where:
    trace, line, file = error.__traceback__, 0, name
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(".md"):
            line, file = trace.tb_lineno, trace.tb_frame.f_code.co_filename
        trace = trace.tb_next
    return Where(file, line)


def write(value: object) -> str:
    """A value as Markdown that says just what it says; what stands between backticks in our own sentences is code."""
    from markupsafe import Markup

    match value:
        case Markup():
            return value
        case Blank():
            return Markup(f"{OPEN}{escape(value.to_be_filled_in)}{CLOSE}")
        case str():
            return Markup(_words(value))
        case bool():
            return Markup("yes" if value else "no")
        case int():
            return Markup(f"{value:,}")
    from jinja2 import Undefined

    if isinstance(value, Undefined):
        return str(value)  # raises, and says which name it is
    raise TypeError(f"{type(value).__name__} is no text")


def _words(text: str) -> str:
    split = _OWN_CODE.split(text)
    return "".join(escape(part) if index % 2 == 0 else str(_code(part)) for index, part in enumerate(split))


def escape(text: str) -> str:
    """Text in which Markdown takes nothing for a sign of its own; one line, and no pipe is left for a table to break at."""
    text = visible(_SPACE.sub(" ", text))
    text = _UNDERSCORE.sub(r"\\_", _ALWAYS.sub(r"\\\1", text))
    text = _ENTITY.sub("&amp;", text)
    return _LEADING.sub(lambda match: match[1] + "\\" if match[1].isdigit() else "\\" + match[1], text)


def _code(value: object) -> str:
    """A name, path or value as code; one that a code span cannot hold in a table as words."""
    from markupsafe import Markup

    if not isinstance(value, str) or isinstance(value, Markup):
        return write(value)
    text = visible(" ".join(value.split()))
    if not text or "`" in text or "|" in text:
        return Markup(escape(text))
    return Markup(f"`{text}`")


def _list(values: Iterable[object], empty: str = "none", conjunction: str = "and") -> str:
    """Values as prose."""
    from markupsafe import Markup

    return Markup(listed(tuple(str(write(each)) for each in values), conjunction) or escape(empty))


def _codes(values: Iterable[object], empty: str = "none") -> str:
    """Values as code, with commas between them."""
    from markupsafe import Markup

    return Markup(", ".join(str(_code(each)) for each in values) or escape(empty))


def _draw(name: str, drawings: Mapping[str, Any]) -> str:
    """A drawing of the document at this place."""
    from markupsafe import Markup

    return Markup(f"![{escape(drawings[name].alt)}]({name}.svg)")


def _fallback(value: object, what: str) -> object:
    """A blank for what is empty."""
    return Blank(what) if value in ("", None, ()) else value


_FILTERS: Mapping[str, Callable[..., object]] = {
    "code": _code,
    "codes": _codes,
    "listing": _list,
    "draw": _draw,
    "or_blank": _fallback,
    "mark": mark_words,
    "in_words": in_words,
}
