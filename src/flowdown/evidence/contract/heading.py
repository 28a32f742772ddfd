"""The parts of a clause's heading: its number, the month of its version, alternates, deviations, boxes."""

from __future__ import annotations

import re

NUMBER = re.compile(r"(?<![\d.-])(\d{0,2}52)\.\s?(\d{3})\s?-\s?\n?\s?(\d{1,4})(?![\d-])(?!\.\d)")
"""A clause of the FAR or one of its supplements; a number that is split over two lines is one."""
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
VERSION = re.compile(
    rf"(?<![A-Za-z0-9])(?:(?P<month>{_MONTH})\.?[\s,/-]{{0,3}}(?:(?P<year>(?:19|20)\d\d)|'?(?P<short>\d\d))(?![\d,-])"
    r"|(?P<iso>(?:19|20)\d\d-(?:0[1-9]|1[0-2]))(?![\d-])|(?<![\d/])(?P<digits>(?:0?[1-9]|1[0-2])/(?:19|20)\d\d)(?![\d/]))",
    re.IGNORECASE,
)
DEVIATION = re.compile(
    r"(?:\(\s*(?:class\s+)?deviation(?![A-Za-z])|\bdeviation\b(?=[\s:#-]*(?:no\.?\s*)?(?:[A-Z]{0,6}-?)?(?:19|20)\d\d-))[\s:#-]*(?:no\.?\s*)?"
    r"(?P<number>(?:[A-Z]{0,6}-?)?(?:19|20)\d\d-?[A-Z]{0,2}\d{2,5}(?![\d/])(?:,?\s*rev(?:ision)?\.?\s*\d+)?)?",
    re.IGNORECASE,
)
_ROMAN = r"(?P<alternate>I{1,3}|IV|VI{0,3}|[1-5](?=[\s,.;:)]))"
ALTERNATE = re.compile(
    rf"\balt(?:ernate|\.)?\s+{_ROMAN}(?![A-Za-z0-9])(?!\s*(?:and|or|,)\s+I)"
    r"(?!\s*(?:\([^)]*\))?\s*(?:of|to)\s+(?:FAR\s*)?\d)",
    re.IGNORECASE,
)
ALTERNATE_OF = re.compile(
    rf"\balt(?:ernate|\.)?\s+{_ROMAN}(?![A-Za-z0-9])\s*(?:\((?P<date>{_MONTH}\.?\s+\d{{4}})\))?\s*(?:,\s*)?"
    r"(?:of|to)\s*(?:FAR\s*)?$",
    re.IGNORECASE,
)
RESERVED = re.compile(r"^[\s,.:|-]*[\[(]\s*reserved\s*[\])]|^[\s,.:|-]+reserved\b", re.IGNORECASE)
_REGULATION = (
    r"(?:48\s*C\.?F\.?R\.?\s*|(?-i:(?!(?:TO|OF|AND|OR|THE|IN|WITH|SEE|AT|BY|PER|FOR|UNDER|FROM|ADDENDUM)\b)[A-Z]{2,9}(?:/[A-Z]{1,4})?)\s+(?=clause|provision|\Z)|(?:D?FARS?|GSAR|GSAM|GSAM/R|HSAR|NFS|VAAR|DEAR|HHSAR)\b\s*"
    r"|(?:Federal|Defense)[A-Za-z ]{0,40}Regulation(?: Supplement)?\s*(?:\(\s*[A-Z]{3,5}\s*\))?\s*)"
)
_ENUMERATOR = (
    r"(?:\(\s*[A-Za-z0-9]{1,5}\s*\)|[A-Za-z]?\d{1,3}(?:\.\d{1,3})*[.)]?(?=\s|\Z)|[A-Z](?:[.-]\d{1,3})+[.)]?"
    r"|[A-Za-z][.)](?=\s|\Z)|[ivxl]{1,6}[.)](?=\s|\Z))"
)
_MARK = r"(?:[*#|>•●▪·o☒☐§~_-]|\[\s*[xX]?\s*\]|\(\s+\)|(?<![A-Za-z0-9])X{1,2}(?![A-Za-z0-9])|\\)"
_COLUMN = r"(?:(?:clause|provision|number|no|title|date|effective|variation|reference|source|name|description|contract)s?\b\.?)"
# Atomic, so that no line, however it is made, is tried in more ways than one.
_BEFORE = re.compile(
    rf"(?>{_REGULATION}|(?:FAR |DFARS )?(?:clause|provision)s?\b[.:]?(?!\s+effective)|(?:{_COLUMN}[\s*|]+){{2,8}}+"
    rf"|add(?:ed)?:|(?:new|no)\b\.?:?|{_ENUMERATOR}|{_MARK}|\s)*+",
    re.IGNORECASE,
)
_LONGEST_LEAD = 200
_TICKED = re.compile(
    r"☒|\[\s*[xX]\s*\]|(?<![A-Za-z0-9(])_*[xX]{1,2}_*(?![A-Za-z0-9)])|\(X\)(?=.*\()|_[xX]_|\byes\b", re.DOTALL
)
_BLANK = re.compile(r"☐|\[\s*\]|_{1,}|\(\s{1,4}\)")
_ITEM = re.compile(r"^[\s|*☒☐_\[\]xX\\]*\(\s*[A-Za-z0-9]{1,5}\s*\)|☒|☐|__|\[\s*[xX]?\s*\]")
_BOX_ALONE = re.compile(r"[\s_\[\]()xX☒☐|]+")


def find_version(text: str) -> re.Match[str] | None:
    """The first date that is a version: the number of a deviation may look like one."""
    numbers = [each.span() for each in DEVIATION.finditer(text) if each["number"]]
    for match in VERSION.finditer(text):
        if not any(start <= match.start() < end for start, end in numbers):
            return match
    return None


def month_words(match: re.Match[str]) -> str:
    """The month of a version as headings write it: `Nov 2021`."""
    if match["month"]:
        year = match["year"] or ("20" if int(match["short"]) < 70 else "19") + match["short"]
        return f"{match['month'][:3].capitalize()} {year}"
    year, month = (match["iso"].split("-")) if match["iso"] else reversed(match["digits"].split("/"))
    names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return f"{names[int(month) - 1]} {year}"


def roman(alternate: str) -> str:
    """An alternate as its heading has it: `II` for what somebody wrote as `2`."""
    return ("I", "II", "III", "IV", "V")[int(alternate) - 1] if alternate.isdigit() else alternate.upper()


def opens_item(before: str) -> bool:
    """True if nothing but marks, enumerators and the name of the regulation stands before a number."""
    return len(before) <= _LONGEST_LEAD and _BEFORE.fullmatch(before) is not None


def is_marked_item(before: str) -> bool:
    """True if a number stands in a list of items with enumerators or boxes."""
    return _ITEM.search(before) is not None


def box_of(before: str, line_before: str) -> bool | None:
    """Whether the box before a number is ticked; None where no box is seen."""
    for text in (before, line_before if _BOX_ALONE.fullmatch(line_before) else ""):
        if _TICKED.search(text):
            return True
        if _BLANK.search(text):
            return False
    return None
