"""Maven's pom.xml: dependencies, plugins, properties."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample, Unreadable
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.xml_reader import Element, read_xml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_PROPERTY = re.compile(r"\$\{([\w.-]+)\}")
_PROSE = frozenset("name description url organization developers contributors scm issueManagement".split())
_GROUPS = {"test": "test", "provided": "", "system": "", "runtime": "", "import": ""}


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one project file."""
    markup = read_xml(source.text)
    reading = Reading(source)
    project = markup.root.child("project") or markup.root
    held = project.child("properties")
    properties = {one.name: one.content.text for one in (held.children if held else []) if one.content}
    group = project.text_of("groupId") or (project.child("parent") or project).text_of("groupId")
    properties |= {"project.groupId": group, "pom.groupId": group}
    _read(reading, project, properties, managed=False, is_optional=False)
    reading.leftovers(markup.comments)
    yield from reading.yields
    if markup.is_broken:
        raise Unreadable("tags that do not match")


def _read(reading: Reading, element: Element, properties: dict[str, str], managed: bool, is_optional: bool) -> None:
    stack = [(element, managed, is_optional)]
    while stack:
        at, is_managed, optional = stack.pop()
        if at.name in ("dependency", "plugin", "extension", "parent", "path"):
            _depend(reading, at, properties, is_managed, optional)
        elif at.name in _PROSE and at.content:
            reading.mention(at.content.start, at.content.end, Role.DOCUMENTED)
        is_managed = is_managed or at.name in ("dependencyManagement", "pluginManagement")
        optional = optional or (at.name == "profile" and not _is_active(at))
        stack.extend((one, is_managed, optional) for one in reversed(at.children) if one.name != "exclusions")


def _is_active(profile: Element) -> bool:
    """Whether a profile is on unless another is asked for."""
    activation = profile.child("activation")
    return activation is not None and activation.text_of("activeByDefault") == "true"


def _depend(
    reading: Reading, element: Element, properties: dict[str, str], is_managed: bool, is_optional: bool
) -> None:
    artifact = element.child("artifactId")
    if artifact is None or artifact.content is None:
        return
    group = _resolved(element.text_of("groupId"), properties) or (
        "org.apache.maven.plugins" if element.name == "plugin" else ""
    )
    name = f"{group}:{_resolved(artifact.content.text, properties)}"
    start, end = artifact.content.start, artifact.content.end
    holder = element.child("groupId")
    if holder and holder.content:
        reading.cover(holder.content.start, holder.content.end)
    scope = element.text_of("scope")
    scoped = "build" if element.name in ("plugin", "extension", "parent") else _GROUPS.get(scope, "")
    # A managed version is a pin, not a dependency, unless it brings in a bill of materials.
    role = Role.LISTED if is_managed and scope != "import" else Role.DECLARED
    reading.trace(
        TraceKind.DEPENDENCY,
        name,
        start,
        end,
        role,
        language="maven",
        group=scoped,
        is_optional=is_optional or element.text_of("optional") == "true",
    )


def _resolved(text: str, properties: dict[str, str]) -> str:
    return _PROPERTY.sub(lambda found: properties.get(found.group(1), found.group()), text)


DETECTOR = Detector(
    id="maven",
    globs=("pom.xml", "*.pom", "pom-*.xml"),
    kinds=(TraceKind.DEPENDENCY, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "pom.xml",
            "<project>\n <groupId>example</groupId><name>acme demo</name>\n"
            " <properties><g>com.acme</g></properties>\n <!-- acme -->\n"
            " <dependencyManagement><dependencies>"
            "<dependency><groupId>com.acme</groupId><artifactId>acme-pinned</artifactId></dependency>"
            "</dependencies></dependencyManagement>\n"
            " <dependencies>\n  <dependency>\n   <groupId>${g}</groupId>\n"
            "   <artifactId>acme-java</artifactId>\n   <scope>test</scope>\n  </dependency>\n"
            " </dependencies>\n</project>\n",
            (
                "dependency declared com.acme:acme-java",
                "dependency listed com.acme:acme-pinned",
                "text commented acme",
                "text documented acme",
            ),
            ("dependency declared com.acme:acme-pinned",),
        ),
        DetectorExample(
            "app/pom.xml",
            "<project>\n <profiles>\n  <profile>\n   <id>acme</id>\n"
            "   <activation><activeByDefault>true</activeByDefault></activation>\n   <dependencies><dependency>\n"
            "     <groupId>dev.frame</groupId>\n     <artifactId>frame-acme-spring-boot-starter</artifactId>\n"
            "     <version>${v}</version>\n   </dependency></dependencies>\n  </profile>\n </profiles>\n</project>\n",
            ("dependency declared dev.frame:frame-acme-spring-boot-starter",),
            ("gap",),
        ),
    ),
)
