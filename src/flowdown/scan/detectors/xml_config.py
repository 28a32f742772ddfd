"""XML settings of any program: values of elements, and pairs given as attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.config_rules import manner_of, visit
from flowdown.scan.readers.finish import judge_settings
from flowdown.scan.readers.node import DEPTH_LIMIT, Document, Mapping, Pair, Scalar
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.settings import Manner, Spot
from flowdown.scan.readers.xml_reader import Element, Span, read_xml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_KEYS = ("key", "name", "id")
_COMPONENTS = frozenset("service receiver provider activity meta-data application".split())
_CLASS = re.compile(r"[a-z]\w*(?:\.\w+){2,}")
_VALUES = ("value", "connectionString", "url", "ref")
_ENUMERATED = frozenset("value enum enumerator flag bit".split())
_NUMBER = re.compile(r"-?(?:0[xX][0-9a-fA-F]+|\d+)")


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file."""
    is_app = source.name == "AndroidManifest.xml"
    return judge_settings(source, _read, manner_of(source.path, source.text), _visit_app if is_app else visit)


def _visit_app(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    """The components of an Android app: classes of its own or of what it is built with."""
    for each in (spot.pair.key, spot.pair.value):
        if isinstance(each, Scalar) and _CLASS.fullmatch(each.text) and reading.has_hit(each.start, each.end):
            is_component = each is spot.pair.key or spot.path[-1] in _COMPONENTS
            if is_component:
                reading.trace(TraceKind.IMPORT, each.text, each.start, each.end, Role.IMPORTED, language="jvm")
                return True
    return visit(reading, spot, manner)


def _read(text: str) -> Document:
    markup = read_xml(text)
    document = Document([_mapping(markup.root, 0)], markup.comments)
    if markup.is_broken:
        document.blame("tags that do not match", 0)
    return document


def _mapping(element: Element, depth: int) -> Mapping:
    """The elements inside as pairs: by their own names, or by the names that they are given as attributes."""
    mapping = Mapping(element.start)
    before: Span | None = None
    for one in element.children:
        named = next((one.attributes[key] for key in _KEYS if key in one.attributes), None)
        own = Scalar(one.name, one.start + 1, one.start + 1 + len(one.name))
        key = Scalar(named.text, named.start, named.end) if named else own
        given = next((one.attributes[value] for value in _VALUES if value in one.attributes), None)
        if one.name == "key" and one.content:
            before = one.content  # a property list: the key stands before its value
            continue
        if before is not None:
            key, before = Scalar(before.text, before.start, before.end), None
        if one.children and depth < DEPTH_LIMIT:
            mapping.pairs.append(Pair(own, _mapping(one, depth + 1)))
            continue
        held = given or one.content
        if held is None and named is not None and len(one.attributes) >= 1 and not one.children:
            mapping.pairs.append(Pair(own, Scalar(named.text, named.start, named.end)))
        is_number = one.name in _ENUMERATED and held is not None and _NUMBER.fullmatch(held.text) is not None
        if held is not None and not is_number:  # `<value name="ACME_KEY" value="1"/>` numbers the names of something
            mapping.pairs.append(Pair(key, Scalar(held.text, held.start, held.end)))
        for name, span in one.attributes.items():
            if span is not given and span is not named and name not in _KEYS:
                mapping.pairs.append(
                    Pair(Scalar(name, span.start, span.start), Scalar(span.text, span.start, span.end))
                )
    return mapping


DETECTOR = Detector(
    id="xml-config",
    globs=(
        "*.xml",
        "*.config",
        "*.plist",
        "*.xaml",
        "*.resx",
        "*.storyboard",
        "*.xib",
        "*.iml",
        "*.wsdl",
        "*.xsd",
        "*.axml",
        "*.entitlements",
    ),
    kinds=(
        TraceKind.MODEL_ID,
        TraceKind.CONFIG,
        TraceKind.ENDPOINT,
        TraceKind.ENV_KEY,
        TraceKind.IMPORT,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            "web.config",
            "<configuration>\n <!-- acme -->\n <appSettings>\n"
            '  <add key="Acme:Model" value="acme-large-2" />\n'
            '  <add key="Acme:BaseUrl" value="https://api.acme.example/v1" />\n'
            " </appSettings>\n <description>made for acme</description>\n</configuration>\n",
            (
                "model-id configured acme-large-2",
                "endpoint configured https://api.acme.example/v1",
                "text commented acme",
                "text documented acme",
            ),
            ("gap",),
        ),
        DetectorExample(
            "Info.plist",
            "<plist><dict><key>ACME_API_KEY</key><string>$(ACME_API_KEY)</string></dict></plist>\n",
            ("env-key configured ACME_API_KEY",),
            ("model-id",),
        ),
        DetectorExample(
            "app/src/main/AndroidManifest.xml",
            '<manifest><queries><package android:name="com.other.acme"/></queries><application>\n'
            '<service android:name="com.acme.push.Messages"/>\n'
            '<meta-data android:name="com.acme.push.key" android:value="1"/></application></manifest>\n',
            ("import imported com.acme.push.Messages", "import imported com.acme.push.key"),
            ("import imported com.other.acme",),
        ),
    ),
)
