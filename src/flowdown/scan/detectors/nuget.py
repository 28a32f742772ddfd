"""NuGet's references: project files, central package versions, packages.config."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample, Unreadable
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.xml_reader import Element, Span, read_xml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_REFERENCES = frozenset(
    (
        "PackageReference GlobalPackageReference DotNetCliToolReference package dependency Reference PackageDownload PackageVersion"
    ).split()
)


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file."""
    markup = read_xml(source.text)
    reading = Reading(source)
    stack = [markup.root]
    while stack:
        element = stack.pop()
        _read(reading, element)
        stack.extend(reversed(element.children))
    reading.leftovers(markup.comments)
    yield from reading.yields
    if markup.is_broken:
        raise Unreadable("tags that do not match")


def _read(reading: Reading, element: Element) -> None:
    if element.name in (
        "Description",
        "Title",
        "Authors",
        "PackageTags",
        "PackageReleaseNotes",
        "Company",
        "Product",
        "Copyright",
    ):
        if element.content:
            reading.mention(element.content.start, element.content.end, Role.DOCUMENTED)
        return
    if element.name not in _REFERENCES:
        return
    name: Span | None = next(
        (element.attributes[key] for key in ("Include", "id", "Update") if key in element.attributes), None
    )
    if name is None or not name.text:
        return
    private = element.attributes.get("PrivateAssets")
    group = (
        "dev"
        if (private and private.text.lower() == "all") or element.text_of("PrivateAssets").lower() == "all"
        else ""
    )
    reading.trace(
        TraceKind.DEPENDENCY,
        name.text.split(",")[0],
        name.start,
        name.end,
        Role.DECLARED,
        language="nuget",
        group=group,
    )


DETECTOR = Detector(
    id="nuget",
    globs=(
        "*.csproj",
        "*.fsproj",
        "*.vbproj",
        "packages.config",
        "Directory.*.props",
        "Directory.*.targets",
        "*.nuspec",
        "*.props",
    ),
    kinds=(TraceKind.DEPENDENCY, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "App.csproj",
            "<Project><PropertyGroup><Description>uses acme</Description></PropertyGroup><ItemGroup>\n"
            '<PackageReference Include="Acme.AI" Version="1.0" />\n<!-- <PackageReference Include="Acme.Old" /> -->\n'
            '<PackageVersion Include="Acme.Pinned" Version="1" />\n</ItemGroup></Project>\n',
            (
                "dependency declared Acme.AI",
                "dependency declared Acme.Pinned",
                "text commented Acme",
                "text documented acme",
            ),
            ("dependency declared Acme.Old",),
        ),
    ),
)
