from __future__ import annotations

from flowdown.catalogue.keyword import Keyword
from flowdown.catalogue.keywords import gather_keywords
from flowdown.catalogue.kinds import SignatureKind as K
from flowdown.catalogue.match import Index


def test_a_short_stem_counts_only_behind_a_quote() -> None:
    assert gather_keywords([(K.MODEL, "o1", "")]) == (Keyword("o1", right_bound=False, needs_quote=True),)


def test_what_must_follow_a_stem_is_searched_with_it() -> None:
    keywords = gather_keywords([(K.MODEL, "orbit", r"-(?:large|small)|[.:]\d")])
    assert [keyword.text for keyword in keywords] == ["orbit-", "orbit.", "orbit:"]


def test_the_weakest_conditions_of_several_kinds_hold() -> None:
    (keyword,) = gather_keywords([(K.PYPI, "orbit", ""), (K.MODEL, "orbit", "")])
    assert not keyword.right_bound


def test_a_package_is_searched_in_its_spellings() -> None:
    texts = {keyword.text for keyword in gather_keywords([(K.PYPI, "acme-sdk", "")])}
    assert texts == {"acme-sdk", "acme_sdk"}


def test_symbols_keys_and_brands_keep_their_case() -> None:
    keywords = gather_keywords([(K.SYMBOL, "AcmeClient", ""), (K.ENV_KEY, "ACME_API_KEY", ""), (K.WORD, "Acme", "")])
    assert [keyword.text for keyword in keywords if keyword.caseless] == []


def test_a_key_may_be_part_of_a_longer_word() -> None:
    (keyword,) = gather_keywords([(K.ENV_KEY, "ACME_API_KEY", "")])
    assert (keyword.left_bound, keyword.right_bound) == (False, False)


def test_stars_are_not_searched() -> None:
    texts = {
        keyword.text
        for keyword in gather_keywords([(K.HOST, "*.acme.example/v1", ""), (K.IMAGE, "ghcr.io/acme/*", "")])
    }
    assert texts == {"acme.example", "ghcr.io/acme"}


def test_keywords_are_sorted_and_unique(index: Index) -> None:
    keywords = index.keywords()
    assert list(keywords) == sorted(set(keywords))
