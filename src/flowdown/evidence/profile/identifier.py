"""Examines the numbers by which the Government knows contracts and firms."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

UNIFORM_FROM = datetime.date(2017, 10, 1)
"""From this day on every agency numbers new contracts by FAR 4.1603 (FAR 4.1601(b))."""
BEFORE_UNIFORM = datetime.date(2017, 9, 30)
_SEPARATORS = re.compile(r"[\s\-–]+")
_PIID = re.compile(r"[A-Z0-9]{6}(?P<year>[0-9]{2})(?P<kind>[A-Z])[A-Z0-9]{4,8}")
_NO_INSTRUMENT = frozenset("IO")
_SOLICITATIONS = {"B": "an invitation for bids", "Q": "a request for quotations", "R": "a request for proposals"}
_SOLICITATIONS["U"] = _SOLICITATIONS["Q"]
_CAGE = re.compile(r"[A-HJ-NP-Z0-9]{5}")
_UEI = re.compile(r"[A-HJ-NP-Z1-9][A-HJ-NP-Z0-9]{11}")
_NINE_DIGITS = re.compile(r"[0-9]{9}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """An identifier in its one spelling, and what is wrong with it, or what is remarkable; both empty if all is well."""

    value: str
    fault: str = ""
    note: str = ""
    hint: str = ""


def examine_piid(text: str, awarded: datetime.date | None = None) -> Verdict:
    """A contract's number against FAR 4.1603: six characters of the office, two of the fiscal year, one letter, 4 to 8.

    Older numbers are taken with a note where the award is known to be older than that numbering.
    """
    value = _SEPARATORS.sub("", text.strip().upper())
    fault = _piid_fault(value)
    if not fault:
        year = int(value[6:8])
        if awarded is not None and awarded >= UNIFORM_FROM and year != _fiscal_year(awarded) % 100:
            fault = f"says fiscal year {year:02d}, the award of {awarded.isoformat()} is in fiscal year {_fiscal_year(awarded)}"
            return Verdict(value, note=f"the number `{text.strip()}` {fault}")
        return Verdict(value)
    if not value or not value.isalnum() or not value.isascii() or len(value) > 40:
        return Verdict(value, f"`{text.strip()}` is no contract number: {fault}")
    if awarded is not None and awarded < UNIFORM_FROM:
        return Verdict(value, note=f"`{text.strip()}` is of an older numbering and was not checked ({fault})")
    hint = "your customer's own number goes into `number`"
    if awarded is None:
        hint += "; if it was given before October 2017, state `awarded`"
    return Verdict(value, f"`{text.strip()}` is no contract number by FAR 4.1603: {fault}", hint=hint)


def _piid_fault(value: str) -> str:
    if not 13 <= len(value) <= 17:
        return f"it has {len(value)} characters, not 13 to 17"
    if not (value.isascii() and value.isalnum()):
        return "it holds something else than letters and digits"
    if not value[6:8].isdigit():
        return f"characters 7 and 8 are `{value[6:8]}`, not the two digits of a fiscal year"
    if not value[8].isalpha():
        return f"character 9 is `{value[8]}`, not the letter of a kind of instrument"
    if value[8] in _NO_INSTRUMENT:
        return f"character 9 is `{value[8]}`, a letter that is not used"
    if value[8] in _SOLICITATIONS:
        return f"character 9 is `{value[8]}`: that is the number of {_SOLICITATIONS[value[8]]}, not of a contract"
    return "" if _PIID.fullmatch(value) else "it is not built like one"


def _fiscal_year(day: datetime.date) -> int:
    return day.year + (day.month >= 10)


def examine_uei(text: str) -> Verdict:
    """A unique entity identifier: twelve letters and digits, no O and no I, not starting with 0."""
    value = text.strip().upper()
    if _UEI.fullmatch(value) and not _NINE_DIGITS.search(value):
        return Verdict(value)
    if len(value) == 9 and value.isdigit():
        return Verdict(
            value, f"`{text}` is a DUNS number; the identifier of SAM.gov has 12 characters since April 2022"
        )
    if len(value) != 12:
        why = f"it has {len(value)} characters, not 12"
    elif "O" in value or "I" in value:
        why = "the letters O and I are not used"
    elif value.startswith("0"):
        why = "it does not start with 0"
    elif _NINE_DIGITS.search(value):
        why = "nine digits do not follow one another in it"
    else:
        why = "it holds only letters and digits"
    return Verdict(value, f"`{text}` is no unique entity identifier (UEI): {why}")


def examine_cage(text: str) -> Verdict:
    """A CAGE or NCAGE code: five letters and digits, no O and no I."""
    value = text.strip().upper()
    if _CAGE.fullmatch(value):
        return Verdict(value)
    if len(value) != 5:
        why = f"it has {len(value)} characters, not 5"
        if value.isdigit() and len(value) < 5:
            why += "; a leading 0 may have been lost: put it in quotes"
    elif "O" in value or "I" in value:
        why = "the letters O and I are not used"
    else:
        why = "it holds only letters and digits"
    return Verdict(value, f"`{text}` is no CAGE code: {why}")
