"""Which part of a tree a file belongs to: product, example, test, developers' own tooling, documentation, vendored."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Area(StrEnum):
    """The part of a tree that a path lies in."""

    PRODUCT = "product"
    EXAMPLE = "example"
    TEST = "test"
    TOOLING = "tooling"
    DOCUMENTATION = "documentation"
    VENDORED = "vendored"


_TEST_FOLDERS = frozenset(
    (
        "test tests testing __tests__ spec specs e2e integration_tests integration-tests integrationtest integrationtests "
        "testdata test_data test-data fixtures __fixtures__ mocks __mocks__ cassettes snapshots __snapshots__ unittests "
        "unit_tests functional_tests evals eval evaluation evaluations benchmarks benchmark androidtest test-utils testutils "
        "testfixtures test-fixtures cypress playwright testing_utils testkit test_utils test-support test_support "
        "tests_integ tests-integ integ_tests it-tests systemtest systemtests acceptance goldens golden _snaps recordings"
    ).split()
)
_TEST_NAME = re.compile(
    r"(?:^tests?_.*|^tests?\.|_test\.|_tests\.|_spec\.|\.test\.|\.tests\.|\.spec\.|\.e2e\.|\.cy\.|\.stories\.|^conftest\.py$"
    r"|^mock_|(?:Test|Tests|TestCase|Spec|IT|Mock)\.(?:java|kt|scala|cs|swift|groovy|php|cpp|cc|mm?)$|[Uu]nit_?[Tt]est|^promptfooconfig|^run_\w*evals?\.|^jest\.|^vitest\.|^pytest\.ini$|^tox\.ini$)"
)
_TEST_FOLDER = re.compile(
    r"^tests?[_.-]|[_.-]tests?$|[a-z]unittests?$|unittests?[_.-]|(?<!con)(?<!pro)tests$|\.(?:integration|functional)tests?$"
)
"""Names of folders that say tests among other words: `tests_integ`, `acme-tests`, `AppUnitTests`, `macaiTests`."""
_TEST_SOURCES = re.compile(r"(?:^|/)src/[a-z][a-zA-Z0-9]*Test(?:Fixtures)?/")
"""Sets of sources that Gradle builds for tests only: `src/commonTest/kotlin`."""
_EXAMPLE_FOLDERS = frozenset(
    (
        "example examples sample samples demo demos tutorial tutorials cookbook cookbooks quickstart quickstarts "
        "playground playgrounds recipes notebooks notebook getting-started getting_started templates_examples starter starters"
    ).split()
)
_DOC_FOLDERS = frozenset("doc docs documentation website site vignettes".split())
_TOOLING_NAMES = re.compile(
    r"^(?:.*\.gitlab-ci[\w.-]*\.ya?ml|\.travis\.ya?ml|azure-pipelines.*\.ya?ml|jenkinsfile.*|.*\.jenkinsfile|bitbucket-pipelines\.ya?ml|\.?appveyor\.ya?ml"
    r"|\.drone\.ya?ml|\.woodpecker[\w.-]*\.ya?ml|\.cirrus\.ya?ml|codemagic\.ya?ml|\.pre-commit-config\.ya?ml|\.?mcp\.json|\w*mcp_\w+\.json|claude_desktop_config\.json|\.aider[\w.-]*|opencode\.jsonc?|gemini-extension\.json"
    r"|\.goosehints|\.roomodes|\.coderabbit\.ya?ml|\.sourcery\.ya?ml|\.pr_agent\.toml|\.?mise[\w.-]*\.toml|\.tool-versions|\.\w+rules|\.?devcontainer\.json|renovate\.json5?"
    r"|dependabot\.ya?ml|agents\.md|\.envrc|.*\.(?:http|hurl))$",
    re.IGNORECASE,
)
_TOOLING_PATH = re.compile(r"(?:^|/)supabase/config\.toml$")
"""Files of a developer's own machine that only their folder tells."""
_VENDORED_FOLDERS = frozenset(
    "node_modules vendor vendors third_party third-party thirdparty site-packages bower_components _vendor external".split()
)


_BUILT_FOLDERS = frozenset("dist build out bundle bundles .next _next assets".split())
_BUNDLE = re.compile(r"(?:-[A-Za-z0-9_]{8}|\.[0-9a-f]{8,20}|\.min|\.bundle|\.chunk)\.(?:m?js|css|map)$")
"""Names that bundlers give to what they make of a tree's own code and of others'."""


@lru_cache(maxsize=65536)
def area_of(path: str) -> Area:
    """The area of a `/`-separated path relative to its tree; the first that applies, from the inside of tests out."""
    archive, inside, member = path.partition("!/")
    if inside:
        # An archive in a folder of the tree is a copy of others' work; one that was named is what is scanned.
        return Area.VENDORED if "/" in archive else area_of(member.replace("!/", "/"))
    # Below `src/main` folders are the words of a package's name: `org/springframework/samples`.
    folders = path.lower().partition("/src/main/")[0].split("/")
    name = path.rsplit("/", 1)[-1]
    if folders[-1] == name.lower():
        folders.pop()
    if folders[:2] == ["src", "main"]:
        folders = folders[:2]
    if any(folder in _VENDORED_FOLDERS for folder in folders) or (
        _BUNDLE.search(name) and not _BUILT_FOLDERS.isdisjoint(folders)
    ):
        return Area.VENDORED
    if any(_is_hidden(folder) for folder in folders) or _TOOLING_NAMES.match(name) or _TOOLING_PATH.search(path):
        return Area.TOOLING
    # Below `src/main` of a build for the JVM the name of a class says nothing: `WatsonxChatModelTest.java`.
    if (
        any(_is_test_folder(folder) for folder in folders)
        or _TEST_SOURCES.search(path) is not None
        or (_TEST_NAME.search(name) and "/src/main/" not in f"/{path.lower()}")
    ):
        return Area.TEST
    if name.lower().endswith(".ipynb"):
        return Area.EXAMPLE
    if any(map(_is_example_folder, folders)):
        return Area.EXAMPLE
    if any(folder in _DOC_FOLDERS for folder in folders):
        return Area.DOCUMENTATION
    return Area.PRODUCT


_DEPLOYMENT_NAME = re.compile(
    r"^(?:dockerfile.*|.*\.dockerfile|.*compose[\w.-]*\.ya?ml|.*\.tf(?:vars)?|values[\w.-]*\.ya?ml|serverless\.ya?ml"
    r"|procfile|app\.yaml|fly\.toml|render\.ya?ml)$"
)
_DEPLOYMENT_FOLDERS = frozenset(
    "k8s kubernetes helm charts terraform infra deploy deployment deployments manifests".split()
)


@lru_cache(maxsize=65536)
def is_deployment(path: str) -> bool:
    """Whether a file sets what runs: an image's recipe, a composition, a chart, a plan of infrastructure."""
    *folders, name = path.lower().split("/")
    if _DEPLOYMENT_NAME.match(name):
        return True
    return name.endswith((".yaml", ".yml")) and not _DEPLOYMENT_FOLDERS.isdisjoint(folders)


_STORED = re.compile(
    r"(?:^|(?<!structured)[_-])(?:results?|outputs?|logs|predictions?|responses?|transcripts?|recordings?|leaderboard|fixtures?|cassettes?"
    r"|snapshots?|goldens?|expected)(?:_*$|[_-]?(?:\d{4}|v?\d+\b))"
)
"""Names of folders and files that hold what a program once gave, or what a test expects it to give."""
_DATA_ENDINGS = (".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".csv", ".tsv", ".xml", ".txt", ".log", ".html", ".har")


@lru_cache(maxsize=65536)
def is_stored_output(path: str) -> bool:
    """Whether a file of data lies among outputs, recordings or expectations, or is called one."""
    if "/src/main/" in path:
        # A build for the JVM packs this into the program.
        return False
    *folders, name = path.lower().split("/")
    stem, _, _ = name.partition(".")
    return name.endswith(_DATA_ENDINGS) and any(_STORED.search(each) for each in (*folders, stem))


def _is_hidden(folder: str) -> bool:
    """Whether a folder is one that editors, coding agents and CI keep for themselves: hidden by a dot."""
    return folder.startswith(".") and folder not in (".", "..")


def _is_example_folder(folder: str) -> bool:
    return (
        folder in _EXAMPLE_FOLDERS
        or folder.startswith(("example", "sample-", "demo-"))
        or folder.endswith(("-example", "-examples", "_example", "_examples", "-sample", "-samples", "_samples"))
    )


def _is_test_folder(folder: str) -> bool:
    return folder in _TEST_FOLDERS or _TEST_FOLDER.search(folder) is not None
