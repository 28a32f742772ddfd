"""Addresses at which something is to be seen on the bundled example."""

from __future__ import annotations

PAGES = (
    "/",
    "/vendors",
    "/vendors?outcome=UNDETERMINED&sort=-lines",
    "/vendors/deepseek",
    "/vendors/hikvision",
    "/orders",
    "/orders?status=in-force&sort=order",
    "/orders/us-ndaa26-1532",
    "/contracts",
    "/contracts/pump-spares",
    "/contracts/own-business",
    "/systems",
    "/systems/quotes",
    "/suppliers",
    "/suppliers/harbor-hosting",
    "/answers",
    "/answers?vendor=deepseek&seen=yes",
    "/answer?norm=us-ndaa26-1532/a3a_subcontractor&subject=contract:pump-spares",
    "/evidence?system=quotes",
    "/questions",
    "/conflicts",
    "/conflicts?stance=as_threatened",
    "/deadlines",
    "/claims",
    "/claims?node=vendor:deepseek&standing=firm",
    "/node?id=tree:harbor-parts/portal",
    "/impact",
    "/impact?node=deepseek",
    "/paths",
    "/paths?start=contract:pump-spares&end=deepseek",
    "/log",
    "/upload",
    "/profile",
    "/work",
)
"""Pages that are quick to work out."""
SLOW_PAGES = ("/plan", "/plan?vendor=openai", "/dossier", "/dossier?redact=true")
"""Pages that are not."""
DRAWINGS = ("/timeline.svg", "/timeline.svg?order=us-ndaa26-1532", "/impact.svg?node=deepseek", "/plan.svg")
