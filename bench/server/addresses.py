"""Addresses at which something is to be seen of the large organisation."""

from __future__ import annotations

PAGES = (
    *(
        "/",
        "/vendors",
        "/vendors/openai",
        "/orders",
        "/orders/us-ndaa26-1532",
        "/contracts",
        "/contracts/contract-0004",
    ),
    *("/systems", "/systems?q=0042", "/systems?vendor=kaspersky&sort=-lines", "/systems/system-00042", "/suppliers"),
    *(
        "/suppliers/supplier-0001",
        "/answers",
        "/answers?outcome=BREACH",
        "/answers?vendor=openai",
        "/answers?q=kaspersky",
    ),
    *(
        "/evidence",
        "/evidence?vendor=openai",
        "/evidence?q=module_3",
        "/evidence?page=1900",
        "/questions",
        "/conflicts",
    ),
    *("/deadlines", "/deadlines?q=report", "/claims", "/claims?node=vendor:openai", "/claims?predicate=uses&page=1500"),
    *(
        "/claims?q=module_3",
        "/claims?q=no-such-word",
        "/node?id=vendor:openai",
        "/impact?node=hikvision",
        "/impact?node=openai",
    ),
    *("/paths?start=contract:contract-0004&end=openai", "/timeline.svg", "/log"),
)
EXPORTS = (
    "/systems?format=csv",
    "/answers?format=csv",
    "/evidence?format=csv",
    "/claims?format=csv",
    "/impact?node=openai&format=json",
)
