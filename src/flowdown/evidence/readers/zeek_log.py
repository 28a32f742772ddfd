"""Reads logs of Zeek: which networks reach vendors' hosts (`ssl.log`, `http.log`), or ask for their names (`dns.log`).

Addresses are kept as their network (IPv4: /24, IPv6: /48). A name that was looked up only hints at a use. Of what was
visited only the host counts, and only where the catalogue knows it; the rest is counted, not named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.reader import Reader, ReaderExample, Refused, Unread, Yield
from flowdown.evidence.sayings import ReadingMode
from flowdown.evidence.usage.client import network_of
from flowdown.evidence.usage.days import day_of
from flowdown.evidence.usage.records import read_records, text
from flowdown.evidence.usage.tally import Call, Tally

_HOSTS = {"dns": "query", "ssl": "server_name", "quic": "server_name", "http": "host"}
_FAILED = ("NXDOMAIN", "SERVFAIL", "REFUSED")


def _recognise(head: Head) -> str:
    kind = _kind(head)
    return f"Zeek {kind}.log {'JSON' if head.first_sign == '{' else 'TSV'}" if kind else ""


def _kind(head: Head) -> str:
    if head.first_sign == "{":
        keys = set(head.json_keys)
        if "ts" not in keys or not {"id.orig_h", "id_orig_h"} & keys:
            return ""
        said = head.json_keys.get("_path", "")
        return said if said in _HOSTS else next((kind for kind, key in _HOSTS.items() if key in keys), _by_shape(keys))
    for line in head.first_lines[:20]:
        if line.startswith("#path") and line.split()[-1] in _HOSTS:
            return line.split()[-1]
    return ""


def _by_shape(keys: set[str]) -> str:
    return "ssl" if {"cipher", "established"} <= keys else ""


def _read(incoming: Incoming) -> Iterator[Yield]:
    head = incoming.head()
    kind, is_table = _kind(head), head.first_sign != "{"
    tally = Tally(incoming, hint=kind == "dns")
    for found in _from_table(incoming) if is_table else read_records(incoming):
        if isinstance(found, Unread):
            yield found
            continue
        place, record = found
        host = (
            text(record, _HOSTS[kind])
            if kind
            else next(filter(None, (text(record, key) for key in _HOSTS.values())), "")
        )
        if host in ("", "-", "(empty)"):
            continue
        client = text(record, "id.orig_h") or text(record, "id_orig_h")
        failed = text(record, "rcode_name") in _FAILED
        path = text(record, "uri").partition("?")[0]
        tally.add(Call(network_of(client), place, day_of(record.get("ts")), host=host, path=path, failed=failed))
    yield from tally.tell("look-ups" if kind == "dns" else "connections")


def _from_table(incoming: Incoming) -> Iterator[tuple[str, Mapping[str, object]]]:
    fields: list[str] = []
    for number, line in incoming.lines():
        if line.startswith(b"#"):
            if line.startswith(b"#fields"):
                fields = line.decode("utf-8", "replace").split("\t")[1:]
        elif line:
            if not fields:
                raise Refused("no `#fields` line stands before the first entry", incoming.where(line=number))
            yield f"line {number}", dict(zip(fields, line.decode("utf-8", "replace").split("\t"), strict=False))


READER = Reader(
    id="zeek-log",
    about="network logs of Zeek: which networks reach the hosts of vendors",
    formats=("Zeek ssl.log TSV", "Zeek dns.log TSV", "Zeek http.log TSV", "Zeek JSON logs"),
    recognise=_recognise,
    read=_read,
    mode=ReadingMode.OBSERVES,
    examples=(
        ReaderExample(
            "ssl.log",
            "#separator \\x09\n#path\tssl\n#fields\tts\tuid\tid.orig_h\tid.resp_h\tserver_name\n"
            "1767312000.5\tC1\t10.20.30.40\t203.0.113.9\tapi.openai.com\n"
            "1767312001.5\tC2\t10.20.30.40\t203.0.113.9\twww.example.org\n",
            says=(
                "organisation:us contains system:network-10.20.30.0/24",
                "system:network-10.20.30.0/24 uses vendor:openai",
            ),
            never=("system:network-10.20.30.40",),
        ),
        ReaderExample(
            "dns.log",
            '{"ts":1767312000.5,"id.orig_h":"10.20.30.40","id.resp_h":"10.0.0.1","query":"api.deepseek.com"}\n',
            says=("system:network-10.20.30.0/24 may-use vendor:deepseek",),
            never=("system:network-10.20.30.0/24 uses",),
        ),
        ReaderExample("conn.log", "#path\tconn\n#fields\tts\tuid\n1\tC\n", never=("system:",)),
    ),
    tried_on=(
        "zeek/zeek, dns.log, ssl.log, http.log and quic.log of testing/btest/Baseline (commit a13de64f, 2026-08-21)",
    ),
)
