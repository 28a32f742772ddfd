"""What the relations of SPDX mean: who leans on whom, and how.

Relations that say no dependence (documents, licences, evidence, tests of a thing, variants, vulnerabilities) are left
out; `OTHER` says nothing that is defined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flowdown.evidence.predicate import Predicate


@dataclass(frozen=True, slots=True)
class Meaning:
    """The predicate of a relation. `is_turned` if the second leans on the first; `scope` is when it matters."""

    predicate: Predicate
    is_turned: bool = False
    scope: str = ""


_DEPENDS, _CONTAINS, _DERIVES = Predicate.DEPENDS_ON, Predicate.CONTAINS, Predicate.DERIVES_FROM


def _turned(predicate: Predicate, scope: str = "") -> Meaning:
    return Meaning(predicate, is_turned=True, scope=scope)


OF_VERSION_2: Mapping[str, Meaning] = MappingProxyType(
    {
        "CONTAINS": Meaning(_CONTAINS),
        "CONTAINED_BY": _turned(_CONTAINS),
        "PACKAGE_OF": _turned(_CONTAINS),
        "FILE_ADDED": _turned(_CONTAINS),
        "OPTIONAL_COMPONENT_OF": _turned(_CONTAINS, "optional"),
        "DEPENDS_ON": Meaning(_DEPENDS),
        "DEPENDENCY_OF": _turned(_DEPENDS),
        "BUILD_DEPENDENCY_OF": _turned(_DEPENDS, "build"),
        "DEV_DEPENDENCY_OF": _turned(_DEPENDS, "development"),
        "OPTIONAL_DEPENDENCY_OF": _turned(_DEPENDS, "optional"),
        "PROVIDED_DEPENDENCY_OF": _turned(_DEPENDS, "provided"),
        "TEST_DEPENDENCY_OF": _turned(_DEPENDS, "test"),
        "RUNTIME_DEPENDENCY_OF": _turned(_DEPENDS, "runtime"),
        "PREREQUISITE_FOR": _turned(_DEPENDS),
        "HAS_PREREQUISITE": Meaning(_DEPENDS),
        "DYNAMIC_LINK": Meaning(_DEPENDS),
        "STATIC_LINK": Meaning(_DEPENDS),
        "DATA_FILE_OF": _turned(_DEPENDS),
        "BUILD_TOOL_OF": _turned(_DEPENDS, "build"),
        "DEV_TOOL_OF": _turned(_DEPENDS, "development"),
        "TEST_TOOL_OF": _turned(_DEPENDS, "test"),
        "GENERATES": _turned(_DERIVES),
        "GENERATED_FROM": Meaning(_DERIVES),
        "DESCENDANT_OF": Meaning(_DERIVES),
        "ANCESTOR_OF": _turned(_DERIVES),
        "COPY_OF": Meaning(_DERIVES),
        "EXPANDED_FROM_ARCHIVE": Meaning(_DERIVES),
        "FILE_MODIFIED": Meaning(_DERIVES),
        "PATCH_APPLIED": _turned(_DERIVES),
    }
)
"""The relations of SPDX 2."""

WITHOUT_DEPENDENCE_2 = frozenset(
    {
        "DESCRIBES",
        "DESCRIBED_BY",
        "DEPENDENCY_MANIFEST_OF",
        "EXAMPLE_OF",
        "VARIANT_OF",
        "DISTRIBUTION_ARTIFACT",
        "PATCH_FOR",
        "FILE_DELETED",
        "TEST_CASE_OF",
        "TEST_OF",
        "DOCUMENTATION_OF",
        "METAFILE_OF",
        "AMENDS",
        "REQUIREMENT_DESCRIPTION_FOR",
        "SPECIFICATION_FOR",
        "OTHER",
    }
)
"""The other relations of SPDX 2."""

OF_VERSION_3: Mapping[str, Meaning] = MappingProxyType(
    {
        "contains": Meaning(_CONTAINS),
        "hasAddedFile": Meaning(_CONTAINS),
        "hasOptionalComponent": Meaning(_CONTAINS, scope="optional"),
        "dependsOn": Meaning(_DEPENDS),
        "hasOptionalDependency": Meaning(_DEPENDS, scope="optional"),
        "hasProvidedDependency": Meaning(_DEPENDS, scope="provided"),
        "hasPrerequisite": Meaning(_DEPENDS),
        "hasDynamicLink": Meaning(_DEPENDS),
        "hasStaticLink": Meaning(_DEPENDS),
        "hasDataFile": Meaning(_DEPENDS),
        "hasHost": Meaning(_DEPENDS, scope="build"),
        "hasInput": Meaning(_DEPENDS),
        "usesTool": Meaning(_DEPENDS),
        "testedOn": Meaning(_DEPENDS, scope="test"),
        "generates": _turned(_DERIVES),
        "hasOutput": _turned(_DERIVES),
        "descendantOf": Meaning(_DERIVES),
        "ancestorOf": _turned(_DERIVES),
        "copiedTo": _turned(_DERIVES),
        "expandsTo": _turned(_DERIVES),
        "packagedBy": _turned(_DERIVES),
        "modifiedBy": Meaning(_DERIVES),
        "patchedBy": Meaning(_DERIVES),
        "trainedOn": Meaning(_DERIVES),
    }
)
"""The relations of SPDX 3."""
