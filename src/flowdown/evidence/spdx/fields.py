"""The fields of SPDX 2.0 to 2.3, as its JSON writes them: what each holds, which must be there, which values it takes.

Source: the SPDX specification, clauses 6 to 13, and its JSON schemas (spdx/spdx-spec, tags v2.2.2 and v2.3,
schemas/spdx-schema.json).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

TEXT, FLAG, NUMBER = "text", "flag", "number"


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of one kind of object: each TEXT, FLAG, NUMBER or the name of a shape, after `*` for a list of them.

    `must` are there in every version and `should` in some, or by a rule that the format's own tools do not enforce.
    `older` are names that writers used before the JSON form was settled.
    """

    fields: Mapping[str, str]
    must: tuple[str, ...] = ()
    should: tuple[str, ...] = ()
    older: Mapping[str, str] = field(default_factory=dict)


def _fields(text: str = "", texts: str = "", **others: str) -> Mapping[str, str]:
    return MappingProxyType(
        {
            **dict.fromkeys(text.split(), TEXT),
            **dict.fromkeys(texts.split(), f"*{TEXT}"),
            **others,
        }
    )


_ARTEFACT = "SPDXID comment copyrightText licenseComments licenseConcluded name"
_LICENCES = ("licenseConcluded", "copyrightText")

SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "document": Shape(
            _fields(
                "SPDXID comment dataLicense documentNamespace name spdxVersion",
                "documentDescribes",
                creationInfo="creation",
                annotations="*annotation",
                externalDocumentRefs="*external document",
                hasExtractedLicensingInfos="*licence",
                revieweds="*review",
                packages="*package",
                files="*file",
                snippets="*snippet",
                relationships="*relationship",
            ),
            ("spdxVersion", "dataLicense", "SPDXID", "name", "documentNamespace", "creationInfo"),
        ),
        "creation": Shape(_fields("comment created licenseListVersion", "creators"), ("created", "creators")),
        "annotation": Shape(
            _fields("annotationDate annotationType annotator comment"),
            ("annotationDate", "annotationType", "annotator", "comment"),
        ),
        "review": Shape(_fields("comment reviewDate reviewer"), ("reviewDate",)),
        "checksum": Shape(_fields("algorithm checksumValue"), ("algorithm", "checksumValue")),
        "external document": Shape(
            _fields("externalDocumentId spdxDocument", checksum="checksum"),
            ("externalDocumentId", "spdxDocument", "checksum"),
        ),
        "licence": Shape(
            _fields("comment extractedText licenseId name", "seeAlsos", crossRefs="*cross reference"),
            ("licenseId", "extractedText"),
        ),
        "cross reference": Shape(
            _fields("match timestamp url", isLive=FLAG, isValid=FLAG, isWayBackLink=FLAG, order=NUMBER), ("url",)
        ),
        "external reference": Shape(
            _fields("comment referenceCategory referenceLocator referenceType"),
            ("referenceCategory", "referenceType", "referenceLocator"),
        ),
        "verification code": Shape(
            _fields("packageVerificationCodeValue", "packageVerificationCodeExcludedFiles"),
            ("packageVerificationCodeValue",),
        ),
        "package": Shape(
            _fields(
                f"{_ARTEFACT} builtDate description downloadLocation homepage licenseDeclared originator packageFileName "
                "primaryPackagePurpose releaseDate sourceInfo summary supplier validUntilDate versionInfo",
                "attributionTexts hasFiles licenseInfoFromFiles",
                annotations="*annotation",
                checksums="*checksum",
                externalRefs="*external reference",
                filesAnalyzed=FLAG,
                packageVerificationCode="verification code",
            ),
            ("SPDXID", "name", "downloadLocation"),
            (*_LICENCES, "licenseDeclared"),
            MappingProxyType(
                {
                    "packageName": "name",
                    "packageVersion": "versionInfo",
                    "packageDownloadLocation": "downloadLocation",
                    "packageSupplier": "supplier",
                    "packageOriginator": "originator",
                    "packageLicenseConcluded": "licenseConcluded",
                    "packageLicenseDeclared": "licenseDeclared",
                    "packageCopyrightText": "copyrightText",
                }
            ),
        ),
        "file": Shape(
            _fields(
                f"{_ARTEFACT} fileName noticeText".replace(" name", ""),
                "attributionTexts fileContributors fileDependencies fileTypes licenseInfoInFiles",
                annotations="*annotation",
                artifactOfs="*artefact",
                checksums="*checksum",
            ),
            ("SPDXID", "fileName"),
            (*_LICENCES, "checksums"),
        ),
        "artefact": Shape(_fields("homePage name projectUri")),
        "snippet": Shape(
            _fields(
                f"{_ARTEFACT} snippetFromFile",
                "attributionTexts licenseInfoInSnippets",
                annotations="*annotation",
                ranges="*range",
            ),
            ("SPDXID", "snippetFromFile", "ranges"),
            _LICENCES,
        ),
        "range": Shape(_fields(startPointer="pointer", endPointer="pointer"), ("startPointer", "endPointer")),
        "pointer": Shape(_fields("reference", lineNumber=NUMBER, offset=NUMBER), should=("reference",)),
        "relationship": Shape(
            _fields("comment relatedSpdxElement relationshipType spdxElementId"),
            ("spdxElementId", "relationshipType", "relatedSpdxElement"),
        ),
    }
)

ALGORITHMS: Mapping[str, int] = MappingProxyType(
    {
        "SHA1": 40,
        "SHA224": 56,
        "SHA256": 64,
        "SHA384": 96,
        "SHA512": 128,
        "SHA3-256": 64,
        "SHA3-384": 96,
        "SHA3-512": 128,
        "BLAKE2b-256": 64,
        "BLAKE2b-384": 96,
        "BLAKE2b-512": 128,
        "BLAKE3": 0,
        "MD2": 32,
        "MD4": 32,
        "MD5": 32,
        "MD6": 0,
        "ADLER32": 8,
    }
)
"""The checksums, and how many hexadecimal digits each has; 0: any number."""

CATEGORIES = frozenset("SECURITY PACKAGE-MANAGER PACKAGE_MANAGER PERSISTENT-ID PERSISTENT_ID OTHER".split())
PURPOSES = frozenset(
    (
        "APPLICATION FRAMEWORK LIBRARY CONTAINER OPERATING-SYSTEM OPERATING_SYSTEM DEVICE FIRMWARE SOURCE ARCHIVE FILE "
        "INSTALL OTHER"
    ).split()
)
FILE_TYPES = frozenset("SOURCE BINARY ARCHIVE APPLICATION AUDIO IMAGE TEXT VIDEO DOCUMENTATION SPDX OTHER".split())
ANNOTATION_TYPES = frozenset({"REVIEW", "OTHER"})
