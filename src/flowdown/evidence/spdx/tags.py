"""The tags of SPDX 2 in its tag-value form, and the field of the JSON form that each fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Form(StrEnum):
    """How the text after a tag is written."""

    TEXT = "text"
    FLAG = "flag"
    CHECKSUM = "checksum"
    VERIFICATION = "verification"
    REFERENCE = "reference"
    REFERENCE_COMMENT = "reference-comment"
    EXTERNAL_DOCUMENT = "external-document"
    RELATIONSHIP = "relationship"
    BYTES = "bytes"
    LINES = "lines"
    ID = "id"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Tag:
    """Where a tag's text goes: the kind of part, its field, and whether the field is a list."""

    part: str
    field: str
    form: Form = Form.TEXT
    is_list: bool = False
    opens: bool = False
    """True if it starts a new part of its kind."""


def _texts(part: str, **fields: str) -> dict[str, Tag]:
    return {tag: Tag(part, name.lstrip("*"), is_list=name.startswith("*")) for tag, name in fields.items()}


TAGS: Mapping[str, Tag] = MappingProxyType(
    {
        "SPDXID": Tag("", "SPDXID", Form.ID),
        **_texts(
            "document",
            SPDXVersion="spdxVersion",
            DataLicense="dataLicense",
            DocumentName="name",
            DocumentNamespace="documentNamespace",
            DocumentComment="comment",
        ),
        "ExternalDocumentRef": Tag("document", "externalDocumentRefs", Form.EXTERNAL_DOCUMENT, is_list=True),
        **_texts(
            "creation",
            Creator="*creators",
            Created="created",
            CreatorComment="comment",
            LicenseListVersion="licenseListVersion",
        ),
        "Relationship": Tag("relationship", "", Form.RELATIONSHIP, opens=True),
        "RelationshipComment": Tag("relationship", "comment"),
        "Annotator": Tag("annotation", "annotator", opens=True),
        "SPDXREF": Tag("annotation", "", Form.TARGET),
        **_texts(
            "annotation",
            AnnotationDate="annotationDate",
            AnnotationType="annotationType",
            AnnotationComment="comment",
        ),
        "Reviewer": Tag("review", "reviewer", opens=True),
        **_texts("review", ReviewDate="reviewDate", ReviewComment="comment"),
        "PackageName": Tag("package", "name", opens=True),
        "FilesAnalyzed": Tag("package", "filesAnalyzed", Form.FLAG),
        "PackageChecksum": Tag("package", "checksums", Form.CHECKSUM, is_list=True),
        "PackageVerificationCode": Tag("package", "packageVerificationCode", Form.VERIFICATION),
        "ExternalRef": Tag("package", "externalRefs", Form.REFERENCE, is_list=True),
        "ExternalRefComment": Tag("package", "externalRefs", Form.REFERENCE_COMMENT),
        **_texts(
            "package",
            PackageVersion="versionInfo",
            PackageFileName="packageFileName",
            PackageSupplier="supplier",
            PackageOriginator="originator",
            PackageDownloadLocation="downloadLocation",
            PackageHomePage="homepage",
            PackageSourceInfo="sourceInfo",
            PackageLicenseConcluded="licenseConcluded",
            PackageLicenseInfoFromFiles="*licenseInfoFromFiles",
            PackageLicenseDeclared="licenseDeclared",
            PackageLicenseComments="licenseComments",
            PackageCopyrightText="copyrightText",
            PackageSummary="summary",
            PackageDescription="description",
            PackageComment="comment",
            PackageAttributionText="*attributionTexts",
            PrimaryPackagePurpose="primaryPackagePurpose",
            BuiltDate="builtDate",
            ReleaseDate="releaseDate",
            ValidUntilDate="validUntilDate",
        ),
        "FileName": Tag("file", "fileName", opens=True),
        "FileChecksum": Tag("file", "checksums", Form.CHECKSUM, is_list=True),
        **_texts(
            "file",
            FileType="*fileTypes",
            LicenseConcluded="licenseConcluded",
            LicenseInfoInFile="*licenseInfoInFiles",
            LicenseComments="licenseComments",
            FileCopyrightText="copyrightText",
            FileComment="comment",
            FileNotice="noticeText",
            FileContributor="*fileContributors",
            FileAttributionText="*attributionTexts",
            FileDependency="*fileDependencies",
        ),
        "ArtifactOfProjectName": Tag("artefact", "name", opens=True),
        **_texts("artefact", ArtifactOfProjectHomePage="homePage", ArtifactOfProjectURI="projectUri"),
        "SnippetSPDXID": Tag("snippet", "SPDXID", opens=True),
        "SnippetByteRange": Tag("snippet", "ranges", Form.BYTES, is_list=True),
        "SnippetLineRange": Tag("snippet", "ranges", Form.LINES, is_list=True),
        **_texts(
            "snippet",
            SnippetFromFileSPDXID="snippetFromFile",
            SnippetLicenseConcluded="licenseConcluded",
            LicenseInfoInSnippet="*licenseInfoInSnippets",
            SnippetLicenseComments="licenseComments",
            SnippetCopyrightText="copyrightText",
            SnippetComment="comment",
            SnippetName="name",
            SnippetAttributionText="*attributionTexts",
        ),
        "LicenseID": Tag("licence", "licenseId", opens=True),
        **_texts(
            "licence",
            ExtractedText="extractedText",
            LicenseName="name",
            LicenseCrossReference="*seeAlsos",
            LicenseComment="comment",
        ),
    }
)

LISTS: Mapping[str, str] = MappingProxyType(
    {
        "relationship": "relationships",
        "review": "revieweds",
        "package": "packages",
        "file": "files",
        "snippet": "snippets",
        "licence": "hasExtractedLicensingInfos",
    }
)
"""The list of the document in which the parts of a kind are."""
