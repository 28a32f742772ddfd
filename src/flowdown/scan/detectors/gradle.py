"""Gradle and sbt builds: dependency notations, plugins, version catalogues."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan import vocabulary
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.address import addresses
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.node import Document, Mapping, Scalar, child, pairs_of, resolved, text_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.toml_reader import read_toml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Reference, Role, Space, Text, TraceKind, Value, Yield

_COMMENT = re.compile(r"(?<![:\"'\w])//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_CONFIGURATION = (
    r"\b((?:\w*(?:[iI]mplementation|[aA]pi|[cC]ompileOnly|[rR]untimeOnly"
    r"|[aA]nnotationProcessor|[kK]apt|[kK]sp|[cC]lasspath|[pP]rocessor))"
    r"|compile|testCompile|runtime|provided|platform|enforcedPlatform|api|detektPlugins|mavenBom)\b"
)
_SCOPE = r"(?:[\"']\s*+[(,]\s*+)?+[\s(]*+"
_WRAPPED = r"(?:(?:enforcedPlatform|platform|project|kotlin|libs|create|dependencies\.create)[\s(]*+)?+"
_NOTATION = re.compile(_CONFIGURATION + _SCOPE + _WRAPPED + r"[\"']([\w.${}-]++:[\w.${}-]++)(?::[^\"'\n]*+)?[\"']")
_BY_NAMES = re.compile(
    _CONFIGURATION
    + r"[\s(]*+(?:group\s*+[:=]\s*+)?+[\"']([\w.-]+)[\"']\s*+,\s*+(?:name\s*+[:=]\s*+)?+[\"']([\w.-]+)[\"']"
)
_BY_ALIAS = re.compile(_CONFIGURATION + r"[\s(]*+(?:(?:enforcedPlatform|platform)\s*+\(\s*+)?+\b(libs(?:\.\w+)+)")
_SBT = re.compile(r"[\"']([\w.-]+)[\"']\s*%%?%?\s*[\"']([\w.-]+)[\"']\s*%[^,\n)]*")
_STRING = re.compile(r"\b(\w+)\s*=\s*[\"']([\w.-]+)[\"']")
_NAMED = re.compile(r"\$\{?(\w+)\}?")
_MODULE = re.compile(r"([\w.-]+):([\w.-]+)")
_PLUGIN = re.compile(r"\b(?:id|apply[\s(]+plugin[ \t]*[:=])[\s(]+[\"']([\w.-]+)[\"']")


_BUILD_FIELD = re.compile(
    r"\b[bB]uildConfigField[\s(]+(?:type\s*=\s*)?[\"'](?:java\.lang\.)?String[\"']\s*,\s*(?:name\s*=\s*)?[\"'](?P<name>\w+)[\"']\s*,"
    r"\s*(?:value\s*=\s*)?(?P<value>[^\n]*)"
)
_HELD_WORD = re.compile(r"[\"']\\?[\"']([\w.:/-]+)\\?[\"'][\"']\)?")


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of a build file or of a version catalogue."""
    reading = Reading(source)
    if source.name.endswith(".toml"):
        document = read_toml(source.text)
        _read_catalogue(reading, document.roots[0])
        return finish(reading, document)
    text = source.text
    comments = [found.span() for found in _COMMENT.finditer(text)]
    plain = _blanked(text, comments)
    strings = {found.group(1): found.group(2) for found in _STRING.finditer(plain)}
    for pattern in (_NOTATION, _BY_NAMES):
        for found in pattern.finditer(plain):
            parts = found.groups()[1:]
            name = _NAMED.sub(lambda one: strings.get(one.group(1), one.group()), ":".join(parts))
            _depend(reading, name, found.start(2), found.end(len(parts) + 1), _group(found.group(1)))
    for found in _BY_ALIAS.finditer(plain):
        if reading.has_hit(*found.span(2)):
            alias = Reference(Space.VARIABLE, found.group(2).removesuffix(".get"))
            _depend(reading, alias, found.start(2), found.end(2), _group(found.group(1)))
    if source.name.endswith((".sbt", ".sc", ".scala")):
        for found in _SBT.finditer(plain):
            group = "test" if re.search(r"%\s*\"?(?:[tT]est|it)\b", found.group()) else ""
            _depend(reading, f"{found.group(1)}:{found.group(2)}", found.start(1), found.end(2), group)
    _read_build_fields(reading, plain)
    for found in _PLUGIN.finditer(plain):
        if reading.has_hit(*found.span(1)):
            reading.trace(
                TraceKind.DEPENDENCY, found.group(1), *found.span(1), Role.DECLARED, language="maven", group="build"
            )
    return finish(reading, Document(comments=comments))


def _read_build_fields(reading: Reading, plain: str) -> None:
    """The constants that a build writes for its program: keys, addresses, models."""
    if "uildConfigField" not in plain:
        return
    for found in _BUILD_FIELD.finditer(plain):
        name = found.group("name")
        if reading.has_hit(*found.span("name")):
            reading.trace(TraceKind.ENV_KEY, name, *found.span("name"), Role.CONFIGURED)
        value = found.span("value")
        for address in addresses(plain, *value):
            reading.trace(
                TraceKind.ENDPOINT, address.value, address.start, address.end, Role.CONFIGURED, name=f"{name}.url"
            )
        word = _HELD_WORD.fullmatch(found.group("value").strip())
        if word is not None and vocabulary.is_model_key(name) and reading.has_hit(*value):
            start = value[0] + found.group("value").index(word.group(1))
            reading.trace(
                TraceKind.MODEL_ID, word.group(1), start, start + len(word.group(1)), Role.CONFIGURED, name=name
            )


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with comments made blank, offsets kept."""
    parts, at = [], 0
    for start, end in spans:
        parts.append(text[at:start])
        parts.append(re.sub(r"[^\n]", " ", text[start:end]))
        at = end
    parts.append(text[at:])
    return "".join(parts)


def _group(configuration: str) -> str:
    lower = configuration.lower()
    if "test" in lower:
        return "test"
    return "build" if "classpath" in lower or "processor" in lower or lower in ("kapt", "ksp", "detektplugins") else ""


def _depend(reading: Reading, name: Value | str, start: int, end: int, group: str, is_optional: bool = False) -> None:
    reading.trace(
        TraceKind.DEPENDENCY, name, start, end, Role.DECLARED, language="maven", group=group, is_optional=is_optional
    )


def _read_catalogue(reading: Reading, root: Mapping | Scalar | object) -> None:
    if not isinstance(root, Mapping):
        return
    for pair in pairs_of(child(root, "libraries")):
        value = resolved(pair.value)
        holder = resolved(child(value, "module")) if isinstance(value, Mapping) else value
        reading.cover(pair.key.start, pair.key.end)
        if isinstance(holder, Scalar):
            found = _MODULE.match(holder.text)
            if found:
                _list(reading, pair.key, found.group(), holder.start, holder.start + found.end())
        elif isinstance(value, Mapping):
            name, group = resolved(child(value, "name")), resolved(child(value, "group"))
            if isinstance(name, Scalar):
                _list(reading, pair.key, f"{text_of(group)}:{name.text}", name.start, name.end)
            if isinstance(group, Scalar):
                reading.cover(group.start, group.end)


def _list(reading: Reading, alias: Scalar, name: str, start: int, end: int) -> None:
    """A module of a version catalogue, under the name by which build files take it."""
    _depend(reading, name, start, end, "catalog")
    accessor = "libs." + re.sub(r"[-_]", ".", alias.text)
    reading.bind(Space.VARIABLE, accessor, Text(name), start, end)


DETECTOR = Detector(
    id="gradle",
    globs=("*.gradle", "*.gradle.kts", "*.versions.toml", "*.sbt", "Dependencies.scala", "build.sc"),
    kinds=(TraceKind.DEPENDENCY, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "build.gradle.kts",
            'dependencies {\n    implementation("com.acme:acme-java:1.0") // acme\n'
            '    // implementation("com.acme:acme-old:1")\n'
            '    testImplementation(platform("com.acme:acme-bom:$v"))\n}\n',
            ("dependency declared com.acme:acme-java", "dependency declared com.acme:acme-bom", "text commented acme"),
            ("dependency declared com.acme:acme-old",),
        ),
        DetectorExample(
            "app/build.gradle",
            'ext.v = "1.0"\ndef frame = "dev.frame"\ndependencies {\n  implementation "$frame:frame-acme:${v}"\n'
            '  implementation group: "com.acme", name: "acme-a", version: v\n  implementation("com.acme", "acme-b", v)\n'
            '  add("implementation", "com.acme:acme-c:$v")\n  "runtimeOnly"("com.acme:acme-d:1") { transitive = false }\n'
            "  implementation(\n      'com.acme:acme-e-spring-boot-starter:1'\n  )\n  api(libs.acme.java)\n"
            "  testImplementation(platform(libs.acme.bom))\n}\n",
            (
                "dependency declared dev.frame:frame-acme",
                "dependency declared com.acme:acme-a",
                "dependency declared com.acme:acme-b",
                "dependency declared com.acme:acme-c",
                "dependency declared com.acme:acme-d",
                "dependency declared com.acme:acme-e-spring-boot-starter",
                "dependency declared ${libs.acme.java}",
                "dependency declared ${libs.acme.bom}",
            ),
            ("text",),
        ),
        DetectorExample(
            "gradle/libs.versions.toml",
            '[libraries]\nacme = { module = "com.acme:acme-java", version.ref = "x" }\n'
            'b = { group = "com.acme", name = "acme-b" }\n',
            (
                "dependency declared com.acme:acme-java",
                "dependency declared com.acme:acme-b",
                "binding libs.acme=com.acme:acme-java",
            ),
            ("config",),
        ),
        DetectorExample(
            "build.sbt",
            'libraryDependencies ++= Seq("com.acme" %% "acme-scala" % "1.0" % Test)\n',
            ("dependency declared com.acme:acme-scala",),
            ("text",),
        ),
    ),
)
