"""The invented articles can be told apart, and their copies cannot."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from tests.web import Truth, Web
from tests.web.stories import edited, shortened, story


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + 5]) for start in range(len(words) - 4)}


def contained(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return len(one & other) / min(len(one), len(other))


@pytest.mark.parametrize("kind", ["iop", "vinst", "unrelated", "other-iop", "watched"])
def test_different_stories_are_told_in_different_words(kind: str) -> None:
    told = [shingles(story("prov", number, kind).text) for number in range(80)]
    assert max(contained(*pair) for pair in combinations(told, 2)) < 0.5


def test_reprints_are_the_same_story() -> None:
    for number, kind in enumerate(("iop", "vinst") * 10):
        told = story("prov", number, kind)
        whole, part, other = (shingles(copy.text) for copy in (told, shortened(told), edited(told)))
        assert contained(whole, part) > 0.97
        assert contained(whole, other) > 0.6
        assert len(shortened(told).text) < 720
        assert {told.key} == {shortened(told).key, edited(told).key}


def test_reprints_share_their_story_across_sites(web: Web) -> None:
    by_story: dict[str, list[Truth]] = {}
    for truth in web.truths():
        by_story.setdefault(truth.story, []).append(truth)
    shared = {key: found for key, found in by_story.items() if len(found) > 1}
    assert len(shared) == 6
    assert all(truth.kept for found in shared.values() for truth in found)
