"""Topics, their shares, curves over time and tested changes in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from iopmine.records.fields import doc


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of a fitted model."""

    run: str = field(metadata=doc("Id of the model run."))
    id: int = field(metadata=doc("Number of the topic within the run, largest first."))
    label: str = field(metadata=doc("Its leading words."))
    terms: tuple[str, ...] = field(metadata=doc("Top words, most characteristic first."))
    stability: float | None = field(metadata=doc("Mean overlap (Jaccard) of its top words under resampling (0-1)."))


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a document belongs to a topic."""

    run: str = field(metadata=doc("Id of the model run."))
    document_id: str = field(metadata=doc("Document."))
    topic_id: int = field(metadata=doc("Topic."))
    weight: float = field(metadata=doc("Share of the document (0-1)."))


@dataclass(frozen=True, slots=True)
class Series:
    """One point of a curve, with its uncertainty and what it rests on."""

    kind: str = field(metadata=doc("What is followed: documents, topic, area, frame or entity."))
    key: str = field(metadata=doc("Which one: topic number, area id, frame id, entity id."))
    group: str = field(metadata=doc("Part of the corpus, or 'all'."))
    measure: str = field(metadata=doc("count or share (of the stories of the period)."))
    period: str = field(metadata=doc("Year, quarter (2018-Q2) or month (2018-06)."))
    value: float = field(metadata=doc("The count or share, by stories."))
    low: float | None = field(metadata=doc("Lower end of the 95 % interval (Wilson) of a share."))
    high: float | None = field(metadata=doc("Upper end of the 95 % interval."))
    documents: int = field(metadata=doc("Placements: documents counted, reprints included."))
    stories: int = field(metadata=doc("Stories counted: reprints of one text are one."))


@dataclass(frozen=True, slots=True)
class Shift:
    """A tested change of level in a series."""

    kind: str = field(metadata=doc("What is followed: topic, area, frame or entity."))
    key: str = field(metadata=doc("Which one."))
    family: str = field(metadata=doc("Form of change tested for: level or pulse."))
    date: str = field(metadata=doc("Most likely date of the change."))
    date_low: str = field(metadata=doc("Earliest date the data allow."))
    date_high: str = field(metadata=doc("Latest date the data allow."))
    effect: float = field(
        metadata=doc("Share after the change minus share before (for a pulse: inside minus outside).")
    )
    p_value: float = field(metadata=doc("Permutation p-value of this series alone."))
    q_value: float = field(metadata=doc("p-value after correction for all series and families tested (Holm)."))
    evidence: str = field(metadata=doc("What was compared with what."))
