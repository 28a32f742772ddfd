"""The start of a document, as far as it takes to tell its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flowdown.base.cached import cached_property

SIZE = 256 * 1024
"""Bytes of a document that are looked at to tell its kind."""
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(:?)|([\[{])|([\]}])', re.DOTALL)
_SCALAR = re.compile(r'\s*(?:"((?:[^"\\]|\\.){0,400})"|([\w.+-]{1,40}))')
_ELEMENT = re.compile(r"<(?:(?P<prefix>[\w.-]+):)?(?P<name>[A-Za-z_][\w.-]*)(?P<rest>[^>]{0,4000})>", re.DOTALL)
_SPACE = re.compile(r"""xmlns(?::(?P<prefix>[\w.-]+))?\s*=\s*["'](?P<uri>[^"']{0,400})["']""")
_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(frozen=True)
class Head:
    """A document's name and its first bytes."""

    name: str
    start: bytes
    is_whole: bool = True

    @cached_property
    def suffixes(self) -> tuple[str, ...]:
        """The endings of its name in small letters: `.spdx`, `.json`."""
        return tuple(f".{each}" for each in self.name.rpartition("/")[2].lower().split(".")[1:])

    @cached_property
    def text(self) -> str:
        """The start as text, whatever its coding; what cannot be decoded is replaced."""
        coding = next((name for bom, name in _BOMS if self.start.startswith(bom)), "utf-8-sig")
        return self.start.decode(coding, "replace").lstrip("\ufeff")

    @cached_property
    def is_binary(self) -> bool:
        """True if a NUL stands in it and it is no UTF-16."""
        return b"\0" in self.start and not self.start.startswith((b"\xff\xfe", b"\xfe\xff"))

    @cached_property
    def first_sign(self) -> str:
        """The first character that is no space: `{`, `[`, `<` tell JSON and XML."""
        return self.text.lstrip()[:1]

    @cached_property
    def json_keys(self) -> dict[str, str]:
        """The keys of the outermost object that stand in the start, with their values where those are plain.

        Of a list of objects (or of JSON lines): those of its first object.
        """
        return _keys_of(self.text) if self.first_sign in "{[" and self.first_sign else {}

    @cached_property
    def json_is_list(self) -> bool:
        """True if the outermost value is a list."""
        return self.first_sign == "["

    @cached_property
    def xml_root(self) -> tuple[str, str]:
        """The namespace and name of the outermost element; empty if it is no XML."""
        if self.first_sign != "<":
            return "", ""
        text = re.sub(r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>", "", self.text, flags=re.DOTALL)
        found = _ELEMENT.search(text)
        if not found:
            return "", ""
        spaces = {each["prefix"] or "": each["uri"] for each in _SPACE.finditer(found["rest"])}
        return spaces.get(found["prefix"] or "", ""), found["name"]

    @cached_property
    def first_lines(self) -> tuple[str, ...]:
        """The first lines that hold something, at most twenty."""
        lines = (each.strip() for each in self.text[:65536].splitlines())
        return tuple(each for each in lines if each)[:20]

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The cells of the first line as a table's headings: small letters and digits only."""
        if not self.first_lines:
            return ()
        first = self.first_lines[0]
        separator = max(",;\t|", key=first.count)
        cells = (cell.strip().strip('"') for cell in first.split(separator))
        return tuple(
            "".join(each for each in cell.casefold().replace("#", "number") if each.isalnum()) for cell in cells
        )


def _keys_of(text: str) -> dict[str, str]:
    keys: dict[str, str] = {}
    level, wanted = 0, 0
    for token in _TOKEN.finditer(text):
        if token[3]:
            level += 1
            if not wanted and token[3] == "{":
                wanted = level
        elif token[4]:
            level -= 1
            if wanted and level < wanted:
                break
        elif token[2] and level == wanted and wanted:
            scalar = _SCALAR.match(text, token.end())
            keys.setdefault(token[1], (scalar[1] or scalar[2] or "") if scalar else "")
    return keys
