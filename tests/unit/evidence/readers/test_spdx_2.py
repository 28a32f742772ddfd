"""SPDX 2: what its relations mean, how files stand for packages, what it breaks, and what hostile documents come to."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from flowdown.base.errors import FlowdownError
from flowdown.evidence.claim import Claim
from tests.unit.evidence.readers.spdx_documents import Told, document_2, file_2, package_2, read, relate


@pytest.mark.parametrize(
    ("word", "edge"),
    [
        ("DEPENDS_ON", "a depends-on b"),
        ("DEPENDENCY_OF", "b depends-on a"),
        ("RUNTIME_DEPENDENCY_OF", "b depends-on a"),
        ("CONTAINS", "a contains b"),
        ("CONTAINED_BY", "b contains a"),
        ("GENERATED_FROM", "a derives-from b"),
        ("GENERATES", "b derives-from a"),
        ("ANCESTOR_OF", "b derives-from a"),
        ("DESCENDANT_OF", "a derives-from b"),
        ("STATIC_LINK", "a depends-on b"),
        ("BUILD_TOOL_OF", "b depends-on a"),
        ("HAS_PREREQUISITE", "a depends-on b"),
        ("DOCUMENTATION_OF", ""),
        ("VARIANT_OF", ""),
    ],
)
def test_relations_mean(tmp_path: Path, word: str, edge: str) -> None:
    told = read(tmp_path, document_2(packages=[package_2("a"), package_2("b")], relationships=[relate("a", word, "b")]))
    assert not told.violations
    assert {each.replace("product:", "") for each in told.edges} == ({edge} if edge else set())


def test_scope_of_a_dependency_is_kept(tmp_path: Path) -> None:
    relation = relate("b", "TEST_DEPENDENCY_OF", "a")
    told = read(tmp_path, document_2(packages=[package_2("a"), package_2("b")], relationships=[relation]))
    assert [each.qualifier("scope") for each in told.claims if each.predicate == "depends-on"] == ["test"]


def test_of_who_made_first_what_another_supplies_it_is_code_alone(tmp_path: Path) -> None:
    both = package_2("a") | {"supplier": "Organization: Quay Parts", "originator": "Organization: Brook Works"}
    one = package_2("b") | {"originator": "Organization: Brook Works"}
    told = read(tmp_path, document_2(packages=[both, one]))
    made = {(each.subject.rpartition("/")[2], each.qualifier("role"), each.qualifier("basis")) for each in _made(told)}
    assert made == {("a", "supplier", ""), ("a", "originator", "library"), ("b", "originator", "")}


def _made(told: Told) -> list[Claim]:
    return [each for each in told.claims if each.predicate == "made-by"]


def test_files_stand_for_the_packages_that_hold_them(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        document_2(
            packages=[package_2("a"), package_2("b")],
            files=[file_2("folder"), file_2("inner"), file_2("source"), file_2("lone")],
            relationships=[
                relate("a", "CONTAINS", "folder"),
                relate("folder", "CONTAINS", "inner"),
                relate("b", "CONTAINS", "source"),
                relate("inner", "GENERATED_FROM", "source"),
                relate("inner", "DEPENDS_ON", "folder"),
                relate("lone", "GENERATED_FROM", "source"),
            ],
        ),
    )
    lone = "product:lone (sha1:0123456789abcdef0123456789abcdef01234567)"
    assert told.edges == {
        "product:a derives-from product:b",
        f"{lone} derives-from product:b",
    }


def test_what_is_not_told_or_not_there_is_left_out_and_said(tmp_path: Path) -> None:
    relations = [
        relate("a", "DEPENDS_ON", "NOASSERTION"),
        relate("a", "CONTAINS", "NONE"),
        relate("a", "DEPENDS_ON", "gone"),
        relate("a", "DEPENDS_ON", "DocumentRef-other:SPDXRef-x"),
        relate("a", "OTHER", "a"),
    ]
    told = read(tmp_path, document_2(packages=[package_2("a")], relationships=relations))
    says = " / ".join(each.says for each in told.unread)
    assert "it is not told what `a` depends on" in says
    assert "`SPDXRef-gone` is not in this document" in says
    assert "`DocumentRef-other:SPDXRef-x` is not in this document" in says
    assert "1 relations are of a kind that is not defined" in says
    assert len(told.unread) == 4
    assert [each.says for each in told.grave] == ["`DocumentRef-other` is not among `externalDocumentRefs`"]


def test_document_is_about_what_nothing_else_in_it_holds(tmp_path: Path) -> None:
    names = ("root", "part", "stray", "one", "other")
    told = read(
        tmp_path,
        document_2(
            packages=[package_2(each) for each in names],
            documentDescribes=["SPDXRef-root"],
            relationships=[
                relate("root", "DEPENDS_ON", "part"),
                relate("one", "DEPENDS_ON", "other"),
                relate("other", "DEPENDS_ON", "one"),
            ],
        ),
        about="system:mine",
    )
    held = {each.partition("product:")[2] for each in told.edges if each.startswith("system:mine contains")}
    assert held == {"root", "stray", "one"}


def test_no_mail_password_or_token_gets_into_a_claim(tmp_path: Path) -> None:
    package = package_2(
        "a",
        supplier="Person: Ann Example (ann@mail.example)",
        originator="Organization: Lamp Works <info@lamp.example>",
        downloadLocation="https://user:secret@files.example/a.tgz?token=abcdef",
        externalRefs=[
            {
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": "pkg:npm/a@1?vcs_url=git%2Bhttps://user:secret@git.example/a.git%3Ftoken=abcdef",
            }
        ],
    )
    bare = package_2("b", downloadLocation="https://user:secret@files.example/b.tgz?token=abcdef")
    told = read(tmp_path, document_2(packages=[package, bare]))
    said = repr(told.claims)
    assert not [word for word in ("secret", "abcdef", "mail.example", "info@") if word in said]
    assert "person:ann-example/" in said
    assert "organisation:lamp-works" in said


@pytest.mark.parametrize(
    ("change", "says", "place"),
    [
        ({"spdxVersion": 2}, "`spdxVersion` is not a text", "spdxVersion"),
        ({"spdxVersion": "SPDX-2.9"}, "is no version of SPDX 2", "spdxVersion"),
        ({"dataLicense": "MIT"}, "is not `CC0-1.0`", "dataLicense"),
        ({"documentNamespace": "lamp#1"}, "is no address without `#`", "documentNamespace"),
        ({"SPDXID": "SPDXRef-other"}, "is not `SPDXRef-DOCUMENT`", "SPDXID"),
        ({"creationInfo": {"created": "yesterday", "creators": ["Tool: x"]}}, "is no date", "creationInfo/created"),
        ({"creationInfo": {"created": "2026-01-05T10:00:00Z", "creators": []}}, "has no `creators`", "creationInfo"),
        ({"packages": [package_2("a"), package_2("a")]}, "is there twice", "packages/1/SPDXID"),
        ({"packages": [{"SPDXID": "SPDXRef-a", "name": "a"}]}, "has no `downloadLocation`", "packages/0"),
        ({"packages": [package_2("a", licenseConcluded="MIT AND (")]}, "is no licence expression", "packages/0"),
        ({"packages": [package_2("a", supplier="Lamp Works")]}, "does not start with `Person:`", "packages/0/supplier"),
        ({"packages": [package_2("a", checksums=[{"algorithm": "SHA1", "checksumValue": "ab"}])]}, "is no SHA1", ""),
        ({"packages": [package_2("a", colour="red")]}, "there is no `colour` in a package", "packages/0/colour"),
        ({"packages": {"a": 1}}, "`packages` is no list", "packages"),
        ({"relationships": [relate("DOCUMENT", "ADORES", "DOCUMENT")]}, "is not a word for this", "relationships/0"),
    ],
)
def test_rules_are_checked_with_place(tmp_path: Path, change: dict[str, object], says: str, place: str) -> None:
    told = read(tmp_path, document_2(**change))
    assert [each for each in told.grave if says in each.says and each.where.path.startswith(place)], told.grave


def test_small_departures_are_told_once_and_refuse_nothing(tmp_path: Path) -> None:
    bare = [{"SPDXID": f"SPDXRef-{name}", "name": name, "downloadLocation": "NONE"} for name in ("a", "b")]
    told = read(
        tmp_path,
        document_2(packages=bare, creationInfo={"created": "2026-01-05T10:00:00.123Z", "creators": ["Tool: x"]}),
    )
    assert not told.grave
    assert {each.says for each in told.violations} == {
        "`created` is not written YYYY-MM-DDThh:mm:ssZ",
        "a package has no `licenseConcluded` (2 times)",
        "a package has no `licenseDeclared` (2 times)",
        "a package has no `copyrightText` (2 times)",
    }


def test_package_url_comes_from_a_registry_too(tmp_path: Path) -> None:
    package = package_2("steam", downloadLocation="https://registry.npmjs.org/steam/-/steam-0.2.0.tgz")
    told = read(tmp_path, document_2(packages=[package]))
    assert {each.subject for each in told.claims} == {"package:pkg:npm/steam@0.2.0"}


@pytest.mark.parametrize(
    ("purl", "node"),
    [
        ("pkg:nuget/Lamp.Core%406.0.0", "package:pkg:nuget/Lamp.Core@6.0.0"),
        ("pkg:npm/%40lamp/core@1.0", "package:pkg:npm/%40lamp/core@1.0"),
        ("pkg:npm/%40lamp/core", "package:pkg:npm/%40lamp/core"),
        ("lamp", "product:a"),
    ],
)
def test_package_urls_are_written_one_way(tmp_path: Path, purl: str, node: str) -> None:
    reference = {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl}
    told = read(tmp_path, document_2(packages=[package_2("a", externalRefs=[reference])]))
    assert {each.subject for each in told.claims} == {node}


def test_same_name_from_two_places_is_not_one_package(tmp_path: Path) -> None:
    places = ("https://one.example/main.zip", "https://other.example/main.zip")
    packages = [package_2("main", SPDXID=f"SPDXRef-{n}", downloadLocation=place) for n, place in enumerate(places)]
    told = read(tmp_path, document_2(packages=packages))
    assert len({each.subject for each in told.claims}) == 2


HEADING = "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: lamp\n"


def test_text_without_end_is_refused_at_its_start(tmp_path: Path) -> None:
    with pytest.raises(FlowdownError, match="`DocumentComment` has no end") as caught:
        read(tmp_path, f"{HEADING}DocumentComment: <text>on and on\n" + "and on\n" * 100_000, "lamp.spdx")
    assert caught.value.where is not None
    assert caught.value.where.line == 5


def test_tags_are_told_with_their_lines(tmp_path: Path) -> None:
    told = read(tmp_path, f"{HEADING}Colour: red\nPackageComment: none\nwords\nDocumentName: again\n", "lamp.spdx")
    assert [(each.where.line, each.says) for each in told.violations[:4]] == [
        (5, "there is no tag `Colour`"),
        (6, "`PackageComment` stands outside of its package"),
        (7, "`words` has no tag"),
        (8, "`DocumentName` is there twice"),
    ]


def test_blocks_of_text_end_where_they_say(tmp_path: Path) -> None:
    block = "DocumentComment: <text>one\r\nDocumentName: no\r\n</text> stray\r\n# Colour: red\r\nColour: red\r\n"
    told = read(tmp_path, HEADING + block, "lamp.spdx")
    assert [(each.where.line, each.says) for each in told.violations[:2]] == [
        (7, "`stray` has no tag"),
        (9, "there is no tag `Colour`"),
    ]


@pytest.mark.parametrize("coding", ["utf-16", "utf-8-sig", "utf-16-be"])
def test_codings_with_a_mark_are_read(tmp_path: Path, coding: str) -> None:
    mark = b"\xfe\xff" if coding == "utf-16-be" else b""
    told = read(tmp_path, mark + json.dumps(document_2(packages=[package_2("a")])).encode(coding))
    assert not told.violations
    assert told.claims


XML = (
    "<Document><SPDXID>SPDXRef-DOCUMENT</SPDXID><spdxVersion>SPDX-2.3</spdxVersion>"
    "<packages><name>%s</name><SPDXID>SPDXRef-a</SPDXID></packages></Document>"
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('<!DOCTYPE d [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + XML % "&c;", "declares a document type"),
        ('<!DOCTYPE d SYSTEM "http://dtd.example/d.dtd">' + XML % "a", "declares a document type"),
        (XML % "&other;", "is no XML"),
        (XML % ("<a>" * 5000), "is nested deeper"),
        ("<Document><spdxVersion>SPDX-2.3</spdxVersion>", "is no XML"),
    ],
)
def test_unsafe_xml_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(FlowdownError, match=says):
        read(tmp_path, text, "lamp.spdx.xml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: &a [x, x]\nb: &b [*a, *a]\n", "anchors or aliases"),
        ("packages: " + "[" * 5000, "nest"),
        ("packages: !!python/object:os.system {}\n\t", "is no YAML"),
        ("packages: []\n---\nname: again\n", "more than one document"),
    ],
)
def test_unsafe_yaml_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(FlowdownError, match=says):
        read(tmp_path, f"SPDXID: SPDXRef-DOCUMENT\nspdxVersion: SPDX-2.3\n{text}", "lamp.spdx.yaml")


def test_circles_long_chains_and_many_holders_end(tmp_path: Path) -> None:
    count = 3000
    files = [file_2(f"f{number}") for number in range(count)]
    chain = [relate(f"f{number}", "CONTAINS", f"f{(number + 1) % count}") for number in range(count)]
    packages = [package_2(f"p{number}") for number in range(100)]
    holders = [relate(f"p{number}", "CONTAINS", f"f{end}") for number in range(100) for end in (1, 2)]
    start = time.process_time()
    told = read(
        tmp_path,
        document_2(packages=packages, files=files, relationships=[*chain, *holders, relate("f1", "DEPENDS_ON", "f2")]),
        about="system:mine",
    )
    assert time.process_time() - start < 20
    assert len(told.claims) < 1000
    assert [each for each in told.unread if "are held by more than 16 packages" in each.says]


def test_huge_texts_stay_bounded(tmp_path: Path) -> None:
    huge = "x" * 2_000_000
    package = package_2("a") | {
        "name": huge,
        "versionInfo": huge,
        "supplier": f"Organization: {huge}",
        "downloadLocation": f"https://{huge}",
        "licenseConcluded": "(" * 1_000_000,
    }
    told = read(tmp_path, document_2(packages=[package]))
    assert max(len(each.subject) + len(each.object) for each in told.claims) < 5000
    told = read(tmp_path, f"{HEADING}PackageName: a\nPackageChecksum: {'a:' * 500_000} x\n", "lamp.spdx")
    assert [each for each in told.violations if "is not how `PackageChecksum` is written" in each.says]


def test_rdf_of_circles_and_nothing(tmp_path: Path) -> None:
    space = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://spdx.org/rdf/terms#"'
    inner = (
        '<SpdxDocument rdf:about="https://lamp.example/1#SPDXRef-DOCUMENT"><specVersion>SPDX-2.3</specVersion>'
        '<creationInfo rdf:nodeID="a"/></SpdxDocument>'
        '<rdf:Description rdf:nodeID="a"><creationInfo rdf:nodeID="a"/><checksum rdf:nodeID="a"/></rdf:Description>'
    )
    told = read(tmp_path, f"<rdf:RDF {space}>{inner}</rdf:RDF>", "lamp.rdf.xml")
    assert told.reader == "spdx-2"
    assert told.grave
    with pytest.raises(FlowdownError, match="has no `SpdxDocument`"):
        read(tmp_path, f"<rdf:RDF {space}><Package/></rdf:RDF>", "lamp.rdf.xml")
