"""What is known about topics beyond their words: examples, matters, their fate over refits, and tests by people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from iopmine.records.fields import doc

Fate = Literal["kept", "split", "merged", "born", "ended"]


@dataclass(frozen=True, slots=True)
class TopicNumber:
    """A number of topics that was tried, and how stable it is."""

    run: str = field(metadata=doc("Id of the model run."))
    topics: int = field(metadata=doc("Number of topics."))
    stability: float = field(metadata=doc("Mean overlap (Jaccard) of topic words between fits on subsamples (0-1)."))
    spread: float = field(metadata=doc("Standard deviation of that mean over the subsamples."))
    chosen: bool = field(metadata=doc("Whether the model was fitted with it."))


@dataclass(frozen=True, slots=True)
class TopicExample:
    """A document, or a sentence of it, that shows what a topic is about."""

    run: str = field(metadata=doc("Id of the model run."))
    topic_id: int = field(metadata=doc("Topic."))
    kind: Literal["document", "sentence"] = field(metadata=doc("document or sentence."))
    rank: int = field(metadata=doc("Place among the examples of its kind, from 1."))
    document_id: str = field(metadata=doc("Document."))
    start: int = field(metadata=doc("First character of the sentence (0 for a document)."))
    end: int = field(metadata=doc("Character after the last."))
    score: float = field(
        metadata=doc("Share times closeness to the topic; of a sentence the weight of its topic words.")
    )


@dataclass(frozen=True, slots=True)
class TopicMatter:
    """How much more often a challenge area or frame stands in a topic's stories than in the corpus."""

    run: str = field(metadata=doc("Id of the model run."))
    topic_id: int = field(metadata=doc("Topic."))
    kind: Literal["area", "frame"] = field(metadata=doc("area or frame."))
    key: str = field(metadata=doc("Area or frame id."))
    lift: float = field(metadata=doc("Its share within the topic divided by its share in the corpus."))
    within: float = field(metadata=doc("Stories of the topic that have it, each counted by its share in the topic."))
    of: float = field(metadata=doc("Stories of the topic, counted in the same way."))
    stories: int = field(metadata=doc("Stories of the whole corpus that have it."))


@dataclass(frozen=True, slots=True)
class TopicEvent:
    """What became of topics from one fit to the next."""

    run: str = field(metadata=doc("Id of the later model run."))
    earlier_run: str = field(metadata=doc("Id of the earlier model run."))
    kind: Fate = field(metadata=doc("kept, split, merged, born or ended."))
    old: tuple[int, ...] = field(metadata=doc("Topics of the earlier run, by number."))
    new: tuple[int, ...] = field(metadata=doc("Topics of the later run, by number."))
    words: float = field(metadata=doc("Likeness of their words (cosine, 0-1)."))
    documents: float = field(metadata=doc("Likeness of their documents among those that both runs saw (Jaccard, 0-1)."))
    score: float = field(metadata=doc("Mean of the two; of the words alone where no document is common."))


@dataclass(frozen=True, slots=True)
class EmergingTopic:
    """A topic that is new and whose share has been growing in the latest periods."""

    run: str = field(metadata=doc("Id of the model run."))
    topic_id: int = field(metadata=doc("Topic."))
    first: str = field(metadata=doc("First of the latest periods."))
    last: str = field(metadata=doc("Last of the latest periods."))
    share_first: float = field(metadata=doc("Share of the stories of the first period."))
    share_last: float = field(metadata=doc("Share of the stories of the last period."))
    p_value: float = field(metadata=doc("One-sided p-value of the growth, corrected for all new topics (Holm)."))


@dataclass(frozen=True, slots=True)
class WordIntrusion:
    """Words of one topic and one that is foreign to it, in the order shown; ``intruder`` is the foreign one's place."""

    topic_id: int
    words: tuple[str, ...]
    intruder: int


@dataclass(frozen=True, slots=True)
class TopicIntrusion:
    """A document by its title and an excerpt, its topics and one that is not its own, in the order shown.

    ``topics`` are their numbers, ``words`` the leading words of each, ``shares`` how much of the document each has;
    ``intruder`` is the place of the one that is not its own.
    """

    document_id: str
    title: str
    excerpt: str
    topics: tuple[int, ...]
    words: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    intruder: int
