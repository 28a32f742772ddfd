"""Reads the lines of web proxies: Squid's own format, the combined format with a host (nginx), Envoy's default format.

Who called is kept as a network (IPv4: /24, IPv6: /48) or domain; user names, addresses, paths and what browsers say of
themselves are not. What a proxy denied or a host answered with an error only hints at a use. Hosts that the catalogue
does not know are counted, not named. The log of a server that calls nobody (no host stands in it) is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.reader import Reader, ReaderExample, Unread, Yield
from flowdown.evidence.sayings import ReadingMode
from flowdown.evidence.usage.client import network_of
from flowdown.evidence.usage.days import day_of
from flowdown.evidence.usage.meaning import is_private
from flowdown.evidence.usage.tally import Call, Tally

_SQUID = re.compile(
    r"(?:.*? )?(?P<at>\d{9,10}\.\d{3}) +\d+ (?P<client>\S+) (?P<did>[A-Z_]+)/(?P<status>\d{3}) \d+ (?P<how>[A-Z_-]+) (?P<url>\S+) "
)
_COMBINED = re.compile(
    r'(?:(?P<virtual>[\w.-]+\.[a-z]{2,}(?::\d+)?) )?(?P<client>[\w.:]+) \S+ (?:\S+|".*?") \[(?P<at>[^\]]{10,40})\] '
    r'"(?P<request>(?:[^"\\]|\\.)*)" (?P<status>\d{3}) (?:\d+|-)(?: "(?:[^"\\]|\\.)*" "(?:[^"\\]|\\.)*")?(?P<rest>.*)'
)
_ENVOY = re.compile(r'\[(?P<at>\d{4}-\d\d-\d\dT[^\]]{5,30})\] "(?P<request>[^"]*)" (?P<status>\d{1,3}) (?P<rest>.*)')
_REQUEST = re.compile(r"(?P<how>[A-Z]+) (?P<url>\S+)")
_URL = re.compile(r"(?:\w+://)?(?:[^/@]*@)?(?P<host>[\w.-]+)(?::\d+)?(?P<path>/[^?]*)?")
_KEYED = re.compile(
    r"\b(?:upstream_host|proxy_host|upstream|host|server_name|authority)[=:] ?\"?(?:https?://)?([\w.-]+)"
)
_QUOTED = re.compile(r'"([^"]*)"')
_BARE = re.compile(r"(?<![\w./@-])((?:[a-z0-9-]+\.)+[a-z]{2,24})(?::\d+)?(?![\w./@-])")


def _recognise(head: Head) -> str:
    if head.is_binary or head.first_sign in "{<" or not head.first_sign:
        return ""
    lines = head.first_lines
    if any(_SQUID.match(line) for line in lines[:3]):
        return "Squid access.log"
    if any(_ENVOY.match(line) for line in lines[:3]):
        return "Envoy access log"
    calls = [call for line in lines if (call := _call(line, ""))]
    return "combined log with a host" if any(call.host for call in calls) else ""


def _read(incoming: Incoming) -> Iterator[Yield]:
    tally = Tally(incoming)
    bad = first = 0
    for number, line in incoming.lines():
        if not line.strip():
            continue
        call = _call(line[:16384].decode("utf-8", "replace"), f"line {number}")
        if call is None:
            bad, first = bad + 1, first or number
        else:
            tally.add(call)
    yield from tally.tell("requests")
    if bad:
        yield Unread(f"{bad:,} lines are of another form, this the first", incoming.where(line=first))


def _call(line: str, place: str) -> Call | None:
    if found := _SQUID.match(line):
        host, path = _address(found["url"])
        failed = "DENIED" in found["did"] or int(found["status"]) >= 400
        return Call(network_of(found["client"]), place, day_of(found["at"]), host=host, path=path, failed=failed)
    if found := _ENVOY.match(line):
        said = _QUOTED.findall(found["rest"])
        client = said[0].partition(",")[0] if said and len(said) > 3 else ""
        _, path = _asked(found["request"])
        host = said[3] if len(said) > 3 else ""
        failed = int(found["status"]) >= 400 or found["status"] == "0"
        return Call(network_of(client), place, day_of(found["at"]), host=host, path=path, failed=failed)
    if found := _COMBINED.match(line):
        host, path = _asked(found["request"])
        host = host or _named(found["rest"]) or (found["virtual"] or "").partition(":")[0]
        failed = int(found["status"]) >= 400
        return Call(network_of(found["client"]), place, day_of(found["at"]), host=host, path=path, failed=failed)
    return None


def _asked(request: str) -> tuple[str, str]:
    found = _REQUEST.match(request)
    if not found:
        return "", ""
    if found["url"].startswith("/"):
        return "", found["url"].partition("?")[0]
    return _address(found["url"])


def _address(url: str) -> tuple[str, str]:
    found = _URL.match(url)
    return (found["host"].lower(), found["path"] or "") if found else ("", "")


def _named(rest: str) -> str:
    """The host that stands after the combined part, by a key or bare."""
    keyed = [host for host in _KEYED.findall(rest) if not is_private(host)]
    if keyed:
        return str(keyed[0]).lower()
    bare = _BARE.search(rest)
    return bare[1] if bare else ""


READER = Reader(
    id="proxy-log",
    about="access logs of web proxies: which networks reach the hosts of vendors",
    formats=("Squid access.log", "combined log with a host", "Envoy access log"),
    recognise=_recognise,
    read=_read,
    mode=ReadingMode.OBSERVES,
    examples=(
        ReaderExample(
            "access.log",
            "1767312000.123    512 10.20.30.40 TCP_TUNNEL/200 4711 CONNECT api.openai.com:443 ann HIER_DIRECT/203.0.113.9 -\n"
            "1767312001.123      1 10.20.30.41 TCP_DENIED/403 400 CONNECT api.deepseek.com:443 bob HIER_NONE/- text/html\n",
            says=(
                "system:network-10.20.30.0/24 uses vendor:openai",
                "system:network-10.20.30.0/24 may-use vendor:deepseek",
            ),
            never=("system:network-10.20.30.0/24 uses vendor:deepseek",),
        ),
        ReaderExample(
            "gateway.log",
            '10.1.2.3 - ann [02/Jan/2026:10:00:00 +0000] "POST /v1/messages HTTP/1.1" 200 512 "-" "curl/8" upstream_host=api.anthropic.com\n',
            says=("system:network-10.1.2.0/24 uses vendor:anthropic",),
        ),
        ReaderExample(
            "served.log",
            '10.1.2.3 - - [02/Jan/2026:10:00:00 +0000] "GET /index.html HTTP/1.1" 200 512 "-" "curl/8"\n',
            never=("system:",),
        ),
    ),
    tried_on=(
        "elastic/integrations, some lines of packages/squid/.../test-access.log (commit 7c8c614a)",
        "crowdsecurity/hub, .tests/nginx_http-logs and nginx-http-open-proxy (commit b03cb59b, 2026-08-22)",
    ),
)
