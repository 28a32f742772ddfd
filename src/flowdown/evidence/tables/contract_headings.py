"""The headings under which exports of contracts write what we look for; letters and digits only, best first."""

from __future__ import annotations

PIID = (
    "awardidpiid", "piid", "primeawardpiid", "awardid", "contractid", "contractnumber", "contractno", "primecontractnumber",
    "primecontract", "contractawardnumber", "procurementinstrumentidentifier", "primeawardid",
)  # fmt: skip
NUMBER = (
    "subawardnumber", "subawardid", "subcontractnumber", "subcontractno", "subcontract", "ponumber", "purchaseordernumber", "purchaseorder",
    "internalnumber", "number",
)  # fmt: skip
PARENT = (
    "parentawardidpiid",
    "primeawardparentpiid",
    "parentawardid",
    "idvpiid",
    "referencedidvpiid",
    "referencedidvid",
)
AGENCY = (
    "awardingsubagencyname", "primeawardawardingsubagencyname", "contractingagencyname", "contractingagency", "agency",
    "awardingagencyname", "primeawardawardingagencyname", "awardingagency", "agencyname", "department", "departmentname", "modagency", "majagencycat",
)  # fmt: skip
DEPARTMENT = ("awardingagencyname", "primeawardawardingagencyname", "awardingagency", "majagencycat", *AGENCY)
OFFICE = ("awardingofficename", "primeawardawardingofficename", "contractingofficename", "contractingoffice", "office")
OFFICE_CODE = ("awardingofficecode", "primeawardawardingofficecode", "contractingofficeid", "contractingofficecode")
AWARDED = (
    "awardbaseactiondate", "subawardactiondate", "subawarddate", "datesigned", "signeddate", "awarddate", "awarded", "dateofaward",
    "baseobligationdate", "actiondate",
)  # fmt: skip
SOLICITED = ("solicitationdate", "solicitationissuedate", "solicited", "dateofsolicitation")
STARTS = ("periodofperformancestartdate", "startdate", "starts", "effectivedate", "popstart", "start")
ENDS = (
    "periodofperformancecurrentenddate", "currentcompletiondate", "enddate", "ends", "completiondate", "popend",
    "periodofperformancepotentialenddate", "ultimatecompletiondate", "expirationdate", "end",
)  # fmt: skip
VALUE = (
    "currenttotalvalueofaward", "awardamount", "contractvalue", "totalobligatedamount", "totaldollarsobligated", "value",
    "subawardamount", "baseandexercisedoptionsvalue", "baseandalloptionsvalue", "amount",
)  # fmt: skip
ACTION_VALUE = ("federalactionobligation", "dollarsobligated", "actionobligation")
MODIFICATION = ("modificationnumber", "modnumber", "modification")
TITLE = (
    "transactiondescription", "primeawardbasetransactiondescription", "subawarddescription", "descriptionofcontractrequirement",
    "title", "description", "contracttitle", "contractname",
)  # fmt: skip
CUSTOMER = (
    "primeawardeename",
    "primerecipientname",
    "primecontractor",
    "prime",
    "customer",
    "customername",
    "buyer",
    "client",
)
HOLDER = (
    "subawardeename",
    "subrecipientname",
    "recipientname",
    "vendorname",
    "contractorname",
    "awardeename",
    "holder",
)
HOLDER_UEI = ("subawardeeuei", "recipientuei", "vendoruei", "awardeeuei", "uei", "ueisam", "uniqueentityid")
HOLDER_CAGE = ("cagecode", "cage", "vendorcage")
KIND = ("awardtype", "contractawardtype", "contractactiontype", "instrument", "contracttype", "typeofaward", "kind")
TIER = ("tier", "subcontracttier")
CLAUSES = ("clauses", "farclauses", "dfarsclauses", "clause", "flowdowns", "flowdownclauses")
HEADINGS: frozenset[str] = frozenset().union(
    PIID, NUMBER, PARENT, AGENCY, OFFICE, OFFICE_CODE, AWARDED, SOLICITED, STARTS, ENDS, VALUE, ACTION_VALUE,
    MODIFICATION, TITLE, CUSTOMER, HOLDER, HOLDER_UEI, HOLDER_CAGE, KIND, TIER, CLAUSES,
)  # fmt: skip
"""Every heading by which a table of contracts is known."""
