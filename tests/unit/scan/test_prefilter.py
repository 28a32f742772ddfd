"""What the prefilter finds, the same with every engine."""

from __future__ import annotations

import stat
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowdown.catalogue.keyword import Keyword
from flowdown.scan import prefilter
from flowdown.scan.prefilter import Hit, Prefilter, tune

hyperscan = pytest.importorskip("hyperscan")

Build = Callable[[Sequence[Keyword]], Prefilter]


def quick(keywords: Sequence[Keyword]) -> Prefilter:
    return Prefilter.build(keywords, None)


def tuned(keywords: Sequence[Keyword]) -> Prefilter:
    return tune(keywords, None, b"some text " * 10)


@pytest.fixture(params=[quick, tuned, Prefilter.fallback], ids=["quick", "tuned", "fallback"])
def build(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Build:
    monkeypatch.setattr(prefilter, "PADDINGS", (0, 10))
    chosen: Build = request.param
    return chosen


def found(build: Build, keyword: Keyword, text: bytes) -> list[tuple[int, int]]:
    return [(start, end) for _, start, end in build([keyword]).hits(text)]


def expected(keywords: Sequence[Keyword], text: bytes) -> list[Hit]:
    """The definition, by brute force."""
    hits = []
    word = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
    for number, keyword in enumerate(keywords):
        literal = keyword.text.encode()
        for start in range(len(text) - len(literal) + 1 if literal else 0):
            end = start + len(literal)
            there, before, after = text[start:end], text[start - 1 : start] if start else b"", text[end : end + 1]
            if (
                (there.lower() == literal.lower() if keyword.caseless else there == literal)
                and not (keyword.left_bound and before and before[0] in word)
                and not (keyword.right_bound and after and after[0] in word)
                and (not keyword.needs_quote or before in (b"'", b'"', b"`"))
            ):
                hits.append((start, -end, number))
    return [(number, start, -end) for start, end, number in sorted(hits)]


def test_a_hit_has_its_number_start_and_end(build: Build) -> None:
    assert build([Keyword("beta"), Keyword("alpha")]).hits(b"x alpha beta") == [(1, 2, 7), (0, 8, 12)]


def test_an_empty_text_has_no_hits(build: Build) -> None:
    assert build([Keyword("alpha")]).hits(b"") == []
    assert build([Keyword("alpha")]).hits(memoryview(b"")) == []


@pytest.mark.parametrize("keywords", [(), (Keyword(""),)])
def test_no_keywords_have_no_hits(keywords: tuple[Keyword, ...]) -> None:
    assert Prefilter.build(keywords, None).hits(b"text") == []


def test_case_counts_only_where_it_should(build: Build) -> None:
    assert found(build, Keyword("alpha"), b"Alpha ALPHA") == [(0, 5), (6, 11)]
    assert found(build, Keyword("ALPHA", caseless=False), b"Alpha ALPHA alpha") == [(6, 11)]


def test_case_folds_in_ascii_only(build: Build) -> None:
    assert found(build, Keyword("größe"), "GRößE GRÖSSE GRÖßE".encode()) == [(0, 7)]


@pytest.mark.parametrize("text", ["alpha", "a-very-long-keyword-indeed"])
def test_word_bounds_hold_at_word_characters(build: Build, text: str) -> None:
    keyword = Keyword(text)
    body = text.encode()
    for around in (b"x%s", b"%sx", b"_%s", b"%s_", b"%s9"):
        assert found(build, keyword, around % body) == []
    for around in (b"-%s", b"%s-", b" %s.", b"(%s)", b"\xc3%s\xa9"):
        assert len(found(build, keyword, around % body)) == 1


@pytest.mark.parametrize("text", ["@a", "@scope/a-very-long-package-name/"])
def test_word_bounds_hold_at_other_characters(build: Build, text: str) -> None:
    keyword, body = Keyword(text, right_bound=False), text.encode()
    assert found(build, keyword, b"x" + body) == []
    assert found(build, keyword, b"/" + body) == [(1, 1 + len(body))]
    assert found(build, keyword, body) == [(0, len(body))]
    keyword = Keyword("a/", left_bound=False)
    assert found(build, keyword, b"xa/b") == []
    assert found(build, keyword, b"xa/-") == [(1, 3)]
    assert found(build, keyword, b"xa/") == [(1, 3)]


def test_bounds_are_asked_for_one_by_one(build: Build) -> None:
    assert found(build, Keyword("gpt-4", right_bound=False), b"gpt-4o xgpt-4") == [(0, 5)]
    assert found(build, Keyword("gpt-4", left_bound=False), b"gpt-4o xgpt-4") == [(8, 13)]


@pytest.mark.parametrize("text", ["o1", "a-long-provider-name"])
def test_a_quote_mark_must_stand_before(build: Build, text: str) -> None:
    keyword, body = Keyword(text, needs_quote=True), text.encode()
    assert found(build, keyword, body + b" x" + body) == []
    assert found(build, keyword, b"'%s' \"%s\" `%s`" % (body, body, body)) == [
        (1, 1 + len(body)),
        (4 + len(body), 4 + 2 * len(body)),
        (7 + 2 * len(body), 7 + 3 * len(body)),
    ]


def test_overlapping_hits_come_longest_first(build: Build) -> None:
    keywords = [Keyword("gpt"), Keyword("gpt-4"), Keyword("4-turbo"), Keyword("gpt-4-turbo")]
    assert build(keywords).hits(b" gpt-4-turbo") == [(3, 1, 12), (1, 1, 6), (0, 1, 4), (2, 5, 12)]


def test_one_literal_under_two_conditions_hits_twice(build: Build) -> None:
    keywords = [Keyword("alpha"), Keyword("Alpha", caseless=False), Keyword("alpha", left_bound=False)]
    assert build(keywords).hits(b"Alpha xalpha") == [(0, 0, 5), (1, 0, 5), (2, 0, 5), (2, 7, 12)]


def test_a_memoryview_is_as_good_as_bytes(build: Build) -> None:
    assert build([Keyword("alpha")]).hits(memoryview(bytearray(b"x alpha y"))[2:7]) == [(0, 0, 5)]


def test_what_expressions_mean_is_literal_here(build: Build) -> None:
    keyword = Keyword("a.b*[c]\\d\n$^\x00", left_bound=False, right_bound=False)
    assert found(build, keyword, b"axb a.b*[c]\\d\n$^\x00") == [(4, 17)]


LETTERS = st.text(st.sampled_from("abAB_1-/@. é"), min_size=1, max_size=9)
KEYWORDS = st.lists(
    st.builds(Keyword, LETTERS, st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    min_size=1,
    max_size=8,
    unique=True,
)
TEXT = st.text(st.sampled_from("aaabbbABAB__11--//@. '\"`é\n"), max_size=60).map(str.encode)


@settings(max_examples=150, deadline=None)
@given(KEYWORDS, st.lists(TEXT, min_size=1, max_size=5))
def test_every_engine_finds_what_the_definition_says(keywords: list[Keyword], texts: list[bytes]) -> None:
    engines = [quick(keywords), Prefilter.fallback(keywords), tune(keywords, None, b"some text")]
    for text in texts:
        wanted = expected(keywords, text)
        assert [engine.hits(text) for engine in engines] == [wanted] * 3


def test_every_engine_finds_the_same_in_real_files() -> None:
    files = sorted(Path(__file__).parents[3].glob("src/flowdown/*/*.py"))
    words = sorted({word for file in files[::3] for word in file.read_text().split() if len(word) > 1})[::7]
    keywords = [Keyword(word, bool(at % 3), bool(at % 2), bool(at % 5), at % 11 == 0) for at, word in enumerate(words)]
    one, other = quick(keywords), Prefilter.fallback(keywords)
    hits = [(one.hits(file.read_bytes()), other.hits(file.read_bytes())) for file in files]
    assert sum(len(left) for left, _ in hits) > 1000
    assert all(left == right for left, right in hits)


KEYWORDS_TO_KEEP = [Keyword("alpha"), Keyword("o1", needs_quote=True)]


def stored(folder: Path) -> Path:
    (file,) = folder.glob("*.db")
    return file


def test_a_database_is_kept_and_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Prefilter.build(KEYWORDS_TO_KEEP, tmp_path / "new")
    monkeypatch.setattr(prefilter, "compile_vectorscan", None)
    assert Prefilter.build(KEYWORDS_TO_KEEP, tmp_path / "new").hits(b"alpha 'o1'") == [(0, 0, 5), (1, 7, 9)]
    assert stat.S_IMODE(stored(tmp_path / "new").stat().st_mode) == 0o600


def test_a_tuned_database_replaces_the_quick_one(tmp_path: Path) -> None:
    assert not Prefilter.build(KEYWORDS_TO_KEEP, tmp_path).is_tuned
    tune(KEYWORDS_TO_KEEP, tmp_path, b"text")
    after = Prefilter.build(KEYWORDS_TO_KEEP, tmp_path)
    assert after.is_tuned and after.hits(b"alpha") == [(0, 0, 5)]


def test_other_keywords_never_meet_a_stored_database(tmp_path: Path) -> None:
    Prefilter.build(KEYWORDS_TO_KEEP, tmp_path)
    other = [Keyword("alpha", right_bound=False), Keyword("o1", needs_quote=True)]
    assert Prefilter.build(other, tmp_path).hits(b"alphabet") == [(0, 0, 5)]


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "foreign", "swapped"])
def test_a_damaged_database_changes_no_answer(tmp_path: Path, damage: str) -> None:
    Prefilter.build(KEYWORDS_TO_KEEP, tmp_path)
    file = stored(tmp_path)
    content = bytearray(file.read_bytes())
    match damage:
        case "empty":
            content = bytearray()
        case "cut":
            content = content[:-9]
        case "flipped":
            content[len(content) // 2] ^= 1
        case "foreign":
            content = bytearray(b"something else")
        case "swapped":
            Prefilter.build([Keyword("other")], tmp_path / "second")
            content = bytearray(stored(tmp_path / "second").read_bytes())
    file.write_bytes(bytes(content))
    assert Prefilter.build(KEYWORDS_TO_KEEP, tmp_path).hits(b"alpha other") == [(0, 0, 5)]


def test_a_cache_that_cannot_be_written_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert Prefilter.build(KEYWORDS_TO_KEEP, tmp_path / "file").hits(b"alpha") == [(0, 0, 5)]


def test_old_databases_are_dropped(tmp_path: Path) -> None:
    for number in range(9):
        Prefilter.build([Keyword(f"word{number}")], tmp_path)
    assert len([*tmp_path.iterdir()]) == 5


def test_a_tuned_database_is_on_no_cliff() -> None:
    keywords = [Keyword(f"{chr(97 + at % 26)}{at * 7919 % 1000:03}-model-{at}") for at in range(1400)]
    sample = b"".join(file.read_bytes() for file in sorted(Path(prefilter.__file__).parent.glob("*.py"))) * 4
    best = tune(keywords, None, sample)
    seconds = []
    for _ in range(5):
        start = time.process_time()
        best.hits(sample)
        seconds.append(time.process_time() - start)
    # A tenth of what is usual, so that a busy machine does not matter.
    assert len(sample) / min(seconds) > 100_000_000
