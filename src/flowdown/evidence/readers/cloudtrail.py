"""Reads what AWS logs of Amazon Bedrock: CloudTrail events and model invocation logs, as use of models by roles.

Who called is kept as account and role (`service:aws/ACCOUNT/ROLE`); names of users and sessions, addresses, keys,
prompts and answers are not looked at. Events that call no model (listing, settings) say nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.reader import Reader, ReaderExample, Unread, Yield
from flowdown.evidence.sayings import ReadingMode
from flowdown.evidence.usage.days import day_of
from flowdown.evidence.usage.records import Record, read_records, text
from flowdown.evidence.usage.tally import Call, Tally, service

_CALLS = re.compile(r"(Invoke|Converse|StartAsyncInvoke|CreateModelInvocationJob|RetrieveAndGenerate)")
_SOURCES = ("bedrock.amazonaws.com", "bedrock-runtime.amazonaws.com")
_ROLE = re.compile(r"arn:[\w-]+:(?:sts|iam)::(\w+):(?:assumed-role/([^/]+)|role/(?:[^/]+/)*([^/]+)$)")
_ACCOUNT = re.compile(r"arn:[\w-]+:\w+:[\w-]*:(\w+):")
_ROUTE = "bedrock"


def _recognise(head: Head) -> str:
    keys = head.json_keys
    if "Records" in keys and '"eventSource"' in head.text and '"eventVersion"' in head.text:
        return "AWS CloudTrail JSON"
    if {"eventVersion", "eventSource", "eventName"} <= set(keys):
        return "AWS CloudTrail JSON lines"
    if keys.get("schemaType") == "ModelInvocationLog":
        return "Amazon Bedrock model invocation log"
    return ""


def _read(incoming: Incoming) -> Iterator[Yield]:
    tally = Tally(incoming)
    for found in read_records(incoming, "Records"):
        if isinstance(found, Unread):
            yield found
        elif call := _call(found[1], found[0]):
            tally.add(call)
    yield from tally.tell()


def _call(record: Record, place: str) -> Call | None:
    if text(record, "schemaType") == "ModelInvocationLog":
        user = _user(text(record, "identity", "arn"), text(record, "accountId"))
        failed = bool(text(record, "errorCode"))
        return Call(
            user, place, day_of(record.get("timestamp")), text(record, "modelId"), provider=_ROUTE, failed=failed
        )
    if text(record, "eventSource") not in _SOURCES or not _CALLS.match(text(record, "eventName")):
        return None
    arn = text(record, "userIdentity", "sessionContext", "sessionIssuer", "arn") or text(record, "userIdentity", "arn")
    return Call(
        _user(arn, text(record, "userIdentity", "accountId") or text(record, "recipientAccountId")),
        place,
        day_of(record.get("eventTime")),
        text(record, "requestParameters", "modelId") or text(record, "requestParameters", "modelArn"),
        provider=_ROUTE,
        failed=bool(text(record, "errorCode")),
    )


def _user(arn: str, account: str) -> str:
    role = _ROLE.match(arn)
    if role:
        return service("aws", role[1], role[2] or role[3])
    said = _ACCOUNT.match(arn)
    return service("aws", account or (said[1] if said else ""))


READER = Reader(
    id="cloudtrail",
    about="logs of AWS: which role called which model on Amazon Bedrock",
    formats=("AWS CloudTrail JSON", "AWS CloudTrail JSON lines", "Amazon Bedrock model invocation log"),
    recognise=_recognise,
    read=_read,
    mode=ReadingMode.OBSERVES,
    examples=(
        ReaderExample(
            "trail.json",
            '{"Records":[{"eventVersion":"1.11","eventTime":"2026-01-05T10:00:00Z","eventSource":"bedrock.amazonaws.com",'
            '"eventName":"Converse","userIdentity":{"type":"AssumedRole","accountId":"111122223333",'
            '"arn":"arn:aws:sts::111122223333:assumed-role/Claims-Desk/ann.lee@example.com"},'
            '"requestParameters":{"modelId":"us.anthropic.claude-sonnet-4-5-20250929-v1:0"}},'
            '{"eventVersion":"1.11","eventTime":"2026-01-05T10:00:00Z","eventSource":"s3.amazonaws.com",'
            '"eventName":"GetObject","userIdentity":{"type":"Root"}}]}',
            says=(
                "service:aws/111122223333/Claims-Desk uses model:us.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "service:aws/111122223333/Claims-Desk uses vendor:amazon",
                "model:us.anthropic.claude-sonnet-4-5-20250929-v1:0 made-by vendor:anthropic",
            ),
            never=("service:aws/111122223333/ann",),
        ),
        ReaderExample("records.json", '{"Records": [{"name": "a"}]}', never=("service:",)),
    ),
    tried_on=(
        "panther-labs/panther-analysis, test events of rules/aws_bedrockmodelinvocation_rules and aws_cloudtrail_rules (commit daa10c88, 2026-07-01)",
        "crowdsecurity/hub, .tests/aws-cloudtrail and aws-cloudtrail-postexploit (commit b03cb59b, 2026-08-22): no event of Bedrock in them",
    ),
)
