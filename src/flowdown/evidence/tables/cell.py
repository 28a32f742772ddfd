"""Reads what stands in cells: days, amounts, countries, answers."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal, InvalidOperation

from flowdown.evidence.profile.field import Answer

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?\Z")
_YEAR_FIRST = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?: .*)?\Z")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?: .*)?\Z")
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: .*)?\Z")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})\Z")
_DAY_MONTH = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ ,-]+(\d{4}|\d{2})\Z")
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\Z")
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?\Z")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIRST_SERIAL = datetime.date(1899, 12, 30)
_YEARS = range(1950, 2101)
_NOTHING = frozenset({"", "-", "n/a", "na", "none", "null", "tbd", "unknown", "?", "not available", "nan"})
_YES = frozenset({"y", "yes", "true", "1", "t", "x"})
_NO = frozenset({"n", "no", "false", "0", "f"})
_COUNTRIES = {
    "united states": "US", "united states of america": "US", "usa": "US", "u.s.": "US", "u.s.a.": "US",
    "canada": "CA", "can": "CA", "mexico": "MX", "mex": "MX", "united kingdom": "GB", "gbr": "GB", "uk": "GB",
    "great britain": "GB", "england": "GB", "germany": "DE", "deu": "DE", "france": "FR", "fra": "FR",
    "italy": "IT", "ita": "IT", "spain": "ES", "esp": "ES", "netherlands": "NL", "nld": "NL", "belgium": "BE",
    "bel": "BE", "switzerland": "CH", "che": "CH", "austria": "AT", "aut": "AT", "sweden": "SE", "swe": "SE",
    "norway": "NO", "nor": "NO", "denmark": "DK", "dnk": "DK", "finland": "FI", "fin": "FI", "poland": "PL",
    "pol": "PL", "ireland": "IE", "irl": "IE", "israel": "IL", "isr": "IL", "india": "IN", "ind": "IN",
    "china": "CN", "chn": "CN", "people's republic of china": "CN", "hong kong": "HK", "hkg": "HK",
    "taiwan": "TW", "twn": "TW", "japan": "JP", "jpn": "JP", "south korea": "KR", "korea, republic of": "KR",
    "kor": "KR", "singapore": "SG", "sgp": "SG", "australia": "AU", "aus": "AU", "new zealand": "NZ", "nzl": "NZ",
    "russia": "RU", "russian federation": "RU", "rus": "RU", "iran": "IR", "irn": "IR", "north korea": "KP",
    "prk": "KP", "brazil": "BR", "bra": "BR", "malaysia": "MY", "mys": "MY", "vietnam": "VN", "vnm": "VN",
}  # fmt: skip


def is_nothing(text: str) -> bool:
    """True for a cell that says nothing."""
    return text.strip().lower() in _NOTHING


def read_day(text: str, *, day_first: bool = False) -> datetime.date | None:
    """A day, however programs write it; None for an empty cell. Raises `ValueError` for what is no day.

    Slashes are read month first, as federal exports write them, unless that cannot be or `day_first`.
    """
    text = text.strip()
    if is_nothing(text):
        return None
    day = _read_day(text, day_first)
    if day is None or day.year not in _YEARS:
        raise ValueError(f"`{text}` is no day that can be read")
    return day


def _read_day(text: str, day_first: bool) -> datetime.date | None:
    for pattern in (_ISO, _YEAR_FIRST, _COMPACT):
        if match := pattern.match(text):
            return _date(*map(int, match.groups()))
    if match := _DOTS.match(text):
        return _date(int(match[3]), int(match[2]), int(match[1]))
    if match := _SLASHES.match(text):
        one, two, year = int(match[1]), int(match[2]), _year(match[3])
        month, day = (two, one) if day_first or one > 12 else (one, two)
        return _date(year, month, day)
    for pattern, order in ((_DAY_MONTH, (3, 2, 1)), (_MONTH_DAY, (3, 1, 2))):
        if (match := pattern.match(text)) and (name := match[order[1]].lower()[:3]) in _MONTHS:
            return _date(_year(match[order[0]]), _MONTHS.index(name) + 1, int(match[order[2]]))
    if _SERIAL.match(text):
        return _FIRST_SERIAL + datetime.timedelta(days=int(float(text)))
    return None


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)


def is_day_first(texts: list[str]) -> bool:
    """True if a column's days with slashes can only be read with the day first."""
    found = [match for text in texts if (match := _SLASHES.match(text.strip()))]
    return any(int(match[1]) > 12 for match in found) and not any(int(match[2]) > 12 for match in found)


def read_amount(text: str) -> Decimal | None:
    """An amount with or without currency and separators, `(12.50)` being negative; None for an empty cell."""
    if is_nothing(text):
        return None
    bare = re.sub(r"[^\d.,()+-]", "", text)
    negative = bare.startswith(("-", "(")) or text.strip().endswith("-")
    bare = bare.strip("()+-")
    if "," in bare and "." in bare:
        bare = bare.replace(",", "") if bare.rfind(".") > bare.rfind(",") else bare.replace(".", "").replace(",", ".")
    elif "," in bare:
        head, _, tail = bare.rpartition(",")
        bare = bare.replace(",", "") if len(tail) == 3 or "," in head else f"{head}.{tail}"
    try:
        amount = Decimal(bare)
    except InvalidOperation:
        raise ValueError(f"`{text}` is no amount") from None
    return -amount if negative else amount


def read_country(text: str) -> str:
    """A country in two letters; empty for one that is not known here."""
    word = text.strip()
    if len(word) == 2 and word.isalpha() and word.isascii():
        return word.upper()
    return _COUNTRIES.get(word.lower(), "")


def read_answer(text: str) -> Answer:
    """Yes, no, or not known."""
    word = text.strip().lower()
    return Answer.YES if word in _YES else Answer.NO if word in _NO else Answer.UNKNOWN


def read_number(amount: Decimal) -> int | float:
    """An amount as a profile writes it."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def clip(text: str, most: int = 200) -> str:
    """A text as long as a profile holds it, without what cannot be shown."""
    shown = "".join(each for each in text if each.isprintable())
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"
