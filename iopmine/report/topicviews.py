"""What the section on topics shows: words and reach, what a topic is about, and what became of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from iopmine.records import Topic
from iopmine.report.columns import example_quote
from iopmine.report.evidence import reach
from iopmine.report.figures import Figures, rounded


def topics(figures: Figures) -> list[dict[str, Any]]:
    """Return label, words, stability, growth and reach per topic, in the order of the model."""
    growing = {(each.run, each.topic_id): told for each, told in figures.data.emerging}
    rows = []
    for number, topic in enumerate(figures.data.topics):
        far = reach(figures.links.get(f"t{number}", ()), figures.stories)
        rows.append(
            {
                "id": str(topic.id),
                "label": figures.privacy.clean_words(topic.label),
                "terms": [term for term in topic.terms if figures.privacy.clean_words(term) == term],
                "stability": rounded(topic.stability),
                "growing": figures.said(growing.get((topic.run, topic.id), ()), words=True),
                **asdict(far),
            }
        )
    return rows


def portraits(figures: Figures) -> list[dict[str, list[Any]]]:
    """Return what each topic is about, in the order of ``topics``.

    ``matters``, the most particular first: [key of the figure or None, sentences]; ``documents``: numbers;
    ``sentences``: [number, quotation of at most 25 words].
    """
    return [_portrait(figures, topic) for topic in figures.data.topics]


def _portrait(figures: Figures, topic: Topic) -> dict[str, list[Any]]:
    own = (topic.run, topic.id)
    keys = {("area", key): f"a{number}" for number, key in enumerate(figures.area_ids)}
    keys |= {("frame", key): f"f{number}" for number, key in enumerate(figures.frame_ids)}
    matters = [
        [keys.get((each.kind, each.key)), figures.said(told, words=True)]
        for each, told in sorted(figures.data.matters, key=lambda row: (-row[0].lift, row[0].kind, row[0].key))
        if (each.run, each.topic_id) == own
    ]
    shown = (each for each in figures.data.examples if (each.run, each.topic_id) == own)
    examples = sorted((each for each in shown if each.document_id in figures.order), key=lambda each: each.rank)
    numbers = [(each, figures.order[each.document_id]) for each in examples]
    return {
        "matters": matters,
        "documents": [number for each, number in numbers if each.kind == "document"],
        "sentences": [
            [number, example_quote(each, figures.documents[number], figures.privacy)]
            for each, number in numbers
            if each.kind == "sentence"
        ],
    }


def fates(figures: Figures) -> list[dict[str, Any]]:
    """Return what became of topics since the run before, in words."""
    return [{"kind": each.kind, "told": figures.said(told, words=True)} for each, told in figures.data.fates]


def numbers(figures: Figures) -> dict[str, Any]:
    """Return the numbers of topics that were tried, the smallest first, and what they say."""
    tried = sorted(figures.data.numbers, key=lambda each: each.topics)
    rows = [
        {
            "topics": each.topics,
            "stability": rounded(each.stability),
            "low": rounded(max(0.0, each.stability - each.spread)),
            "high": rounded(min(1.0, each.stability + each.spread)),
            "chosen": each.chosen,
        }
        for each in tried
    ]
    return {"tried": rows, "told": figures.said(figures.data.numbers_text)}
