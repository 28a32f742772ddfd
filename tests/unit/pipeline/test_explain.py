"""Explanations of places: what is seen there and why, or why nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.pipeline.explain import ExplainRequest, explain_places
from flowdown.report.explanation import Account, Explanation

FILES = {
    "settings.py": 'import os\n\nMODEL = os.environ.get("MODEL", "deepseek-chat")\n',
    "chat.py": (
        "from openai import OpenAI\n\n\n\n\n"
        'client = OpenAI(base_url="https://api.deepseek.com")\n'
        'client.chat.completions.create(model="deepseek-chat")\n'
    ),
    "tests/test_chat.py": 'import anthropic\n\nanthropic.Anthropic().messages.create(model="claude-3-haiku")\n',
    "README.md": "# Chat\n\nOnce it used Claude.\n",
    "plain.py": "print(1)\n",
    "picture.bin": "\0\0\0gpt-4o",
    "notes.xyz": "nothing\ngpt-4o\n",
    "cache/.gitignore": "*\n",
    "cache/secret.py": 'MODEL = "gpt-4o"\n',
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small tree with a use, a test, a mention, and files in which nothing is seen."""
    root = tmp_path_factory.mktemp("trees") / "service"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def explain(tree: Path, place: str, *vendors: str) -> Explanation:
    (explanation,) = explain_places(ExplainRequest((place,), tree, vendors)).explanations
    return explanation


def one(tree: Path, place: str, vendor: str, basis: str) -> Account:
    """The account of the client that is built at a place."""
    (found,) = [
        each
        for each in explain(tree, place).accounts
        if (each.sighting.vendor, each.sighting.basis, each.sighting.kind) == (vendor, basis, "client")
    ]
    return found


def test_a_use_says_whose_it_is_and_on_what_basis(tree: Path) -> None:
    account = one(tree, "chat.py:6", "deepseek", "service")
    assert account.why_use == "code builds a client here"
    assert account.why_vendor == "`api.deepseek.com` is an address of DeepSeek API, run by DeepSeek"
    assert account.why_basis == "it is a service that DeepSeek runs itself"


def test_a_client_pointed_elsewhere_is_only_its_makers_code(tree: Path) -> None:
    account = one(tree, "chat.py:6", "openai", "library")
    assert account.why_basis.endswith("is pointed at another host")


def test_the_steps_begin_at_the_place(tree: Path) -> None:
    account = one(tree, "chat.py:6", "deepseek", "service")
    assert account.steps[0].startswith("chat.py:6:")
    assert "its `base_url` is `https://api.deepseek.com`" in account.steps


def test_a_signature_leads_to_its_file_and_sources(tree: Path) -> None:
    origin = one(tree, "chat.py:6", "deepseek", "service").origin
    assert origin is not None
    assert (origin.signature, origin.file) == ("host:api.deepseek.com", "flowdown/catalogue/vendors/deepseek.yaml")
    assert origin.sources


def test_strength_of_a_test_comes_from_its_path(tree: Path) -> None:
    accounts = explain(tree, "tests/test_chat.py:1").accounts
    assert {each.why_strength for each in accounts} == {"by its path the file is a test or an evaluation"}


def test_a_mention_says_why_it_is_none(tree: Path) -> None:
    account = explain(tree, "README.md:3").accounts[0]
    assert (account.sighting.is_use, account.why_use) == (False, "it stands in text for readers")
    assert account.why_strength == "a mention carries no dependence"


def test_the_nearest_within_two_lines_is_told(tree: Path) -> None:
    explanation = explain(tree, "chat.py:4")
    assert (explanation.line, explanation.nearest) == (4, 6)


def test_three_lines_away_is_not_near(tree: Path) -> None:
    explanation = explain(tree, "README.md:6")
    assert (explanation.nearest, explanation.accounts) == (0, ())


def test_a_whole_file_has_every_sighting(tree: Path) -> None:
    assert {each.sighting.place.line for each in explain(tree, "chat.py").accounts} == {1, 6, 7}


def test_a_column_is_taken_and_ignored(tree: Path) -> None:
    assert explain(tree, "chat.py:6:10").accounts == explain(tree, "chat.py:6").accounts


def test_other_vendors_are_counted(tree: Path) -> None:
    explanation = explain(tree, "chat.py:6", "openai")
    assert {each.sighting.vendor for each in explanation.accounts} == {"openai"}
    assert explanation.others > 0


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("plain.py:1", "no keyword of the catalogue stands in it"),
        ("picture.bin", "it is binary"),
        ("notes.xyz", "no detector reads files ending in `.xyz`"),
        ("chat.py:999", "it has only 7 lines"),
    ],
)
def test_where_nothing_is_seen_it_is_said_what_was_done(tree: Path, place: str, says: str) -> None:
    explanation = explain(tree, place)
    assert explanation.accounts == ()
    assert says in explanation.file.says


def test_a_keyword_that_hit_is_told_with_its_line(tree: Path) -> None:
    assert [(hit.line, hit.vendors) for hit in explain(tree, "notes.xyz:2").file.keywords] == [(2, ("openai",))]


def test_a_file_that_no_detector_reads_is_a_gap_at_its_place(tree: Path) -> None:
    assert [gap.reason for gap in explain(tree, "notes.xyz").gaps] == ["no detector reads this kind of file"]


def test_an_ignored_file_is_said_to_be_ignored(tree: Path) -> None:
    explanation = explain(tree, "cache/secret.py:1")
    assert not explanation.file.was_read
    assert "an ignore rule" in explanation.file.says


def test_without_git_and_root_only_the_folder_is_scanned(tree: Path) -> None:
    (explanation,) = explain_places(ExplainRequest((str(tree / "tests/test_chat.py"),))).explanations
    assert explanation.is_folder_only
    assert (explanation.tree, explanation.path) == ("tests", "test_chat.py")


def test_no_step_quotes_a_secret_of_an_address(tmp_path: Path) -> None:
    address = "https://user:hidden@api.deepseek.com/v1?key=hidden"
    text = f'from openai import OpenAI\n\nclient = OpenAI(base_url="{address}")\n'
    (tmp_path / "chat.py").write_text(text, encoding="utf-8")
    said = [step for each in explain(tmp_path, "chat.py:3").accounts for step in each.steps]
    assert "its `base_url` is `https://api.deepseek.com/v1`" in said
    assert not [step for step in said if "hidden" in step]


def test_a_name_may_end_like_a_line(tmp_path: Path) -> None:
    (tmp_path / "notes:3").write_text("gpt-4o\n", encoding="utf-8")
    assert [(each.path, each.line) for each in (explain(tmp_path, "notes:3"), explain(tmp_path, "notes:3:1"))] == [
        ("notes:3", 0),
        ("notes:3", 1),
    ]


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("chat.py:0", "lines count from 1"),
        ("", "which file"),
        ("absent.py:3", "no such file"),
        ("tests", "is a folder"),
        ("a\0b", "no such file"),
        ("../y", "no such file"),
    ],
)
def test_what_is_not_there_is_one_clear_line(tree: Path, place: str, says: str) -> None:
    with pytest.raises(UnusableArgument, match=says):
        explain(tree, place)


def test_a_file_outside_the_root_is_refused(tree: Path) -> None:
    outside = tree.parent / "outside.py"
    outside.write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(UnusableArgument, match="is not in the tree"):
        explain(tree, str(outside))


def test_an_unknown_vendor_is_refused_with_the_nearest(tree: Path) -> None:
    with pytest.raises(UnusableArgument, match="did you mean `openai`"):
        explain(tree, "chat.py", "opnai")


def test_a_link_is_said_to_be_one(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "real.py").write_text('MODEL = "gpt-4o"\n')
    (tmp_path / "link.py").symlink_to(tmp_path / "real.py")
    assert "it is a link" in explain(tmp_path, "link.py").file.says
