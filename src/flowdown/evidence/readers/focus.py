"""Reads billing exports in FOCUS 1.x: which account pays for which vendor's service or model, how much a month.

An account is a service of ours (`service:account/PROVIDER/ACCOUNT`, the sub-account where there is one), and each
service that it is billed for a part of it; charges for another maker's model on it are a part of their own, so that
"Claude on Bedrock" is Anthropic's as a model and Amazon's as a host. The publisher says whose a service is, then the
model that names of meter, SKU, service or resource tell. Billed cost (`spend`) and effective cost are summed a
month, account, service, vendor and currency; credits, taxes and corrections count into them, but show no use. What was
paid in the last month holds until a later bill. Tags, regions, quantities, prices and discounts are not taken over.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.billing.charge import NEEDED, Charge, read_charges
from flowdown.evidence.billing.sums import Sums
from flowdown.evidence.reader import Reader, ReaderExample, Yield
from flowdown.evidence.sayings import ReadingMode


def _recognise(head: Head) -> str:
    if head.start.startswith(b"PAR1"):
        return "FOCUS Parquet"
    return "FOCUS CSV" if not head.is_binary and len(set(NEEDED) & set(head.headings)) >= 3 else ""


def _read(incoming: Incoming) -> Iterator[Yield]:
    sums = Sums(incoming)
    for each in read_charges(incoming):
        if isinstance(each, Charge):
            sums.add(each)
        else:
            yield each
    yield from sums.tell()


_HEADINGS = (
    "BilledCost,EffectiveCost,BillingCurrency,ChargeCategory,ChargePeriodStart,BillingAccountId,SubAccountId,SubAccountName,"
    "ProviderName,PublisherName,InvoiceIssuerName,ServiceName,SkuId,ChargeDescription\n"
)

READER = Reader(
    id="focus",
    about="billing exports in FOCUS: which account pays whom, how much a month",
    formats=("FOCUS CSV", "FOCUS Parquet"),
    recognise=_recognise,
    read=_read,
    mode=ReadingMode.OBSERVES,
    examples=(
        ReaderExample(
            "costs.csv",
            _HEADINGS
            + "10.5,10,USD,Usage,2026-01-03T00:00:00Z,900,111122223333,Claims,AWS,Amazon Web Services,Amazon Web Services,"
            "Amazon Bedrock,AB12,Claude 3.5 Sonnet input tokens\n"
            "4.5,4,USD,Usage,2026-01-31T00:00:00Z,900,111122223333,Claims,AWS,Amazon Web Services,Amazon Web Services,"
            "Amazon Bedrock,AB12,Claude 3.5 Sonnet output tokens\n"
            "-1,0,USD,Credit,2026-01-31T00:00:00Z,900,111122223333,Claims,AWS,Amazon Web Services,Amazon Web Services,Amazon S3,S,credit\n",
            says=(
                "organisation:us contains service:account/aws/111122223333",
                "service:account/aws/111122223333 contains service:account/aws/111122223333/amazon-bedrock/anthropic",
                "service:account/aws/111122223333/amazon-bedrock/anthropic uses vendor:anthropic",
                "service:account/aws/111122223333/amazon-bedrock/anthropic uses vendor:amazon",
                "service:account/aws/111122223333/amazon-bedrock/anthropic valued amount:15",
                "service:account/aws/111122223333/amazon-bedrock/anthropic valued amount:14",
                "service:account/aws/111122223333/amazon-s3 valued amount:-1",
            ),
            never=("service:account/aws/111122223333/amazon-s3 uses",),
        ),
        ReaderExample(
            "broken.csv",
            _HEADINGS + "much,10,USD,Usage,2026-01-03,900,1,Claims,AWS,Acme Tools LLC,AWS,Acme,1,x\n",
            breaks=("`much` is no amount of a cost",),
        ),
        ReaderExample("costs.csv", "Date,Cost,Currency\n2026-01-01,1,USD\n", never=("service:",)),
    ),
    tried_on=(
        "FinOps-Open-Cost-and-Usage-Spec/FOCUS-Sample-Data, FOCUS-1.0/focus_sample.csv (commit adbdd17a, 2024-12-11)",
    ),
)
