"""What the columns of award data are called, in the downloads of all years and in the answers of the interface."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

Cells = Mapping[str, str]

AWARD_KEY = (
    "contractawarduniquekey assistanceawarduniquekey generateduniqueawardid generatedinternalid uniqueawardkey".split()
)
PIID = "awardidpiid awardidfain piid fain awardid awardiduri uri".split()
PARENT = "parentawardidpiid idvpiid parentawardpiid parentawardid".split()
TOTAL = (
    "totalobligatedamount totaldollarsobligated awardamount totalobligation obligatedamount totalfundingamount".split()
)
ACTION = "federalactionobligation dollarsobligated".split()
ACTION_KEY = "contracttransactionuniquekey assistancetransactionuniquekey uniquetransactionid".split()
CURRENT = "currenttotalvalueofaward baseexercisedoptions".split()
POTENTIAL = "potentialtotalvalueofaward baseandalloptions".split()
ACTION_DAY = "actiondate signeddate awardlatestactiondate".split()
AWARDED = "awardbaseactiondate datesigned baseobligationdate".split()
MODIFICATION = "modificationnumber modnumber".split()
BASE_DAY = "actiondate signeddate".split()
BASE_STARTS = ["effectivedate"]
STARTS = "periodofperformancestartdate startdate".split()
ENDS = (
    "periodofperformancecurrentenddate periodofperformanceenddate enddate currentcompletiondate "
    "orderingperiodenddate lastdatetoorder"
).split()
AGENCY = "awardingagencyname awardingagencytoptieragencyname awardingagency majagencycat".split()
SUB_AGENCY = (
    "awardingsubagencyname awardingagencysubtieragencyname awardingsubagency awardingsubtieragencyn "
    "contractingofficeagencyid"
).split()
OFFICE = "awardingofficename awardingagencyofficeagencyname contractingofficeid".split()
DESCRIPTION = (
    "primeawardbasetransactiondescription transactiondescription description descriptionofcontractrequirement "
    "awarddescription"
).split()
KIND = "awardtype contractawardtype assistancetypedescription typedescription idvtype contractactiontype".split()

NAME = "recipientname recipientrecipientname vendorlegalorganizationname vendorname".split()
UEI = "recipientuei recipientrecipientuei".split()
DUNS = "recipientduns recipientdunsnumber recipientrecipientuniqueid dunsnumber".split()
CAGE = "cagecode recipientcagecode".split()
COUNTRY = (
    "recipientcountrycode recipientlocationlocationcountrycode recipientlocationcountrycode vendorcountrycode".split()
)
PARENT_NAME = "recipientparentname recipientparentrecipientname modparent".split()
PARENT_UEI = "recipientparentuei recipientparentrecipientuei".split()
PARENT_DUNS = "recipientparentduns recipientparentrecipientuniqueid parentdunsnumber".split()

PRIME_KEY = "primeawarduniquekey primeawardgeneratedinternalid uniqueawardkey".split()
PRIME_PIID = "primeawardpiid primeawardfain primeawardid awardid".split()
PRIME_PARENT = "primeawardparentpiid parentawardid".split()
PRIME_TOTAL = "primeawardamount awardamount".split()
PRIME_AWARDED = ["primeawardbaseactiondate"]
PRIME_STARTS = ["primeawardperiodofperformancestartdate"]
PRIME_ENDS = ["primeawardperiodofperformancecurrentenddate"]
PRIME_AGENCY = "primeawardawardingagencyname awardingagency awardingagencyname".split()
PRIME_SUB_AGENCY = "primeawardawardingsubagencyname awardingsubagency awardingsubtieragencyn".split()
PRIME_OFFICE = "primeawardawardingofficename awardingofficename".split()
PRIME_DESCRIPTION = "primeawardbasetransactiondescription primeawardprojecttitle awarddescription".split()
PRIME_NAME = "primeawardeename primerecipientname awardeeorrecipientlegal".split()
PRIME_UEI = "primeawardeeuei primeawardrecipientuei awardeeorrecipientuei".split()
PRIME_DUNS = "primeawardeeduns awardeeorrecipientuniqu".split()
PRIME_COUNTRY = "primeawardeecountrycode legalentitycountrycode".split()
PRIME_PARENT_NAME = "primeawardeeparentname ultimateparentlegalenti".split()
PRIME_PARENT_UEI = "primeawardeeparentuei ultimateparentuei".split()
PRIME_PARENT_DUNS = "primeawardeeparentduns ultimateparentuniqueide".split()

SUB_NUMBER = "subawardnumber subawardid".split()
SUB_AMOUNT = ["subawardamount"]
SUB_DAY = "subawardactiondate subactiondate subawarddate".split()
SUB_REPORT = "subawardsamreportid internalid id".split()
SUB_DESCRIPTION = "subawarddescription".split()
SUB_NAME = "subawardeename subawardeeorrecipientlegal".split()
SUB_UEI = "subawardeeuei subrecipientuei subawardeeorrecipientuei".split()
SUB_DUNS = "subawardeeduns subawardeeorrecipientuniqu".split()
SUB_COUNTRY = "subawardeecountrycode subrecipientlocationlocationcountrycode sublegalentitycountrycode".split()
SUB_PARENT_NAME = "subawardeeparentname subultimateparentlegalenti".split()
SUB_PARENT_UEI = "subawardeeparentuei subultimateparentuei".split()
SUB_PARENT_DUNS = "subawardeeparentduns subultimateparentuniqueide".split()

READ = frozenset(
    heading
    for name, headings in tuple(globals().items())
    if isinstance(headings, list) and name.isupper()
    for heading in headings
)
"""Every column that is read."""

_CODED = re.compile(r"[\w.-]{1,12}: (.+)")
_AMOUNT = re.compile(r"\(?-?\$?\d{1,3}(?:,\d{3})+(?:\.\d+)?\)?|\(?-?\$?\d{1,20}(?:\.\d{1,10})?\)?", re.ASCII)
_US_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.ASCII)
_KEY = re.compile(r"CONT_(?:AWD|IDV)_(?P<piid>[^_]+)_[^_]+(?:_(?P<parent>[^_]+)_[^_]+)?")
_NO_PARENT = "-NONE-"


def pick(cells: Cells, headings: Iterable[str]) -> str:
    """The first of these cells that holds something."""
    for heading in headings:
        if value := cells.get(heading):
            return value
    return ""


def pick_name(cells: Cells, headings: Iterable[str]) -> str:
    """The same, without the code that stands before a name in older downloads: `2044: UNITED STATES MINT`."""
    value = pick(cells, headings)
    found = _CODED.fullmatch(value)
    return found[1].strip() if found else value


def pick_code(cells: Cells, headings: Iterable[str]) -> str:
    """The same, only the code that stands before a name."""
    return pick(cells, headings).partition(":")[0].strip()


def pick_amount(cells: Cells, headings: Iterable[str]) -> Decimal | None:
    """A sum of money, with its sign; None where none is told."""
    value = pick(cells, headings).replace(" ", "")
    if not _AMOUNT.fullmatch(value):
        return None
    is_negative = value.startswith(("(", "-", "$-")) or "-" in value
    number = Decimal(re.sub(r"[^\d.]", "", value))
    return -number if is_negative else number


def pick_day(cells: Cells, headings: Iterable[str]) -> datetime.date | None:
    """A day, as 2024-05-01 or 5/1/2024; what follows it is left out."""
    value = pick(cells, headings)
    found = _US_DAY.match(value)
    try:
        if found:
            return datetime.date(int(found[3]), int(found[1]), int(found[2]))
        return datetime.date.fromisoformat(value[:10]) if len(value) >= 10 else None
    except ValueError:
        return None


def split_key(key: str) -> tuple[str, str]:
    """The number of a contract and of the one that it is ordered under, from the key that USAspending gives it."""
    found = _KEY.fullmatch(key)
    if not found:
        return "", ""
    parent = found["parent"] or ""
    return found["piid"], "" if parent == _NO_PARENT else parent
