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
    measure: str = field(
        metadata=doc(
            "count or share (of the stories of the period); count_placements or share_placements (reprints counted);"
            " share_standardised (each source as large a part of the period as of the corpus);"
            " sources (how many were seen in the period)."
        )
    )
    period: str = field(metadata=doc("Year, quarter (2018-Q2) or month (2018-06)."))
    value: float = field(metadata=doc("The count or share, by stories."))
    low: float | None = field(metadata=doc("Lower end of the 95 % interval."))
    high: float | None = field(metadata=doc("Upper end of the 95 % interval."))
    documents: int = field(metadata=doc("Placements: documents counted, reprints included."))
    stories: int = field(metadata=doc("Stories counted: reprints of one text are one."))


@dataclass(frozen=True, slots=True)
class Shift:
    """A tested change in a series."""

    kind: str = field(metadata=doc("What is followed: topic, area, frame or entity."))
    key: str = field(metadata=doc("Which one."))
    family: str = field(metadata=doc("Form of change that fits best: level, pulse, trend or season."))
    date: str = field(
        metadata=doc("Most likely date: begin of a level, middle of a pulse or trend, latest peak of a season.")
    )
    date_low: str = field(metadata=doc("Earliest date the data allow (90 % interval)."))
    date_high: str = field(metadata=doc("Latest date the data allow (90 % interval)."))
    effect: float = field(
        metadata=doc(
            "Share after minus before (pulse: inside minus outside; trend: end minus begin; season: peak minus trough),"
            " compared within sources."
        )
    )
    p_value: float = field(metadata=doc("Permutation p-value of this series alone, over all forms of change."))
    q_value: float = field(metadata=doc("p-value after correction for all series tested (Holm)."))
    evidence: str = field(metadata=doc("What was compared with what."))
    begin: str = field(default="", metadata=doc("First day of the stretch compared with the rest."))
    end: str = field(default="", metadata=doc("Last day of that stretch."))
    effect_low: float | None = field(default=None, metadata=doc("Lower end of the 95 % interval of the effect."))
    effect_high: float | None = field(default=None, metadata=doc("Upper end of the 95 % interval."))
    inside: float | None = field(
        default=None, metadata=doc("Share inside the stretch (trend: fitted at the end; season: at the peak).")
    )
    outside: float | None = field(
        default=None, metadata=doc("Share outside it (trend: fitted at the begin; season: at the trough).")
    )
    stories_inside: int | None = field(default=None, metadata=doc("Stories inside the stretch."))
    stories: int | None = field(default=None, metadata=doc("Stories compared."))
    form_p_value: float | None = field(default=None, metadata=doc("Permutation p-value of this form of change alone."))
    form_share: float | None = field(
        default=None, metadata=doc("How clearly it is this form and not another of those tested for (0-1).")
    )
    scope: str = field(
        default="",
        metadata=doc("Empty: tested over the whole time. Else first/last day: exploratory, within a part of it."),
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    """One thing that shows what a shift rests on."""

    kind: str = field(metadata=doc("What is followed: topic, area, frame or entity."))
    key: str = field(metadata=doc("Which one."))
    date: str = field(metadata=doc("Date of the shift."))
    what: str = field(metadata=doc("word, document, organisation, or event (a coincidence in time, not a cause)."))
    id: str = field(metadata=doc("Id of the document, organisation or event; the word itself."))
    text: str = field(metadata=doc("What it shows, in words."))
    value: float = field(
        metadata=doc("Word: log ratio; document: contribution; organisation: change of its share; event: 0.")
    )
    inside: float | None = field(
        default=None, metadata=doc("How often the word, or in how many stories the organisation, stands inside.")
    )
    outside: float | None = field(default=None, metadata=doc("How often outside."))
    of_inside: int | None = field(
        default=None, metadata=doc("Words, or stories that have what is followed, inside the stretch.")
    )
    of_outside: int | None = field(default=None, metadata=doc("The same outside it."))
    g2: float | None = field(default=None, metadata=doc("Log-likelihood ratio of the word."))


@dataclass(frozen=True, slots=True)
class WordDrift:
    """A word that became more or less frequent within the stories of one topic, area or frame."""

    kind: str = field(metadata=doc("What the stories have in common: topic, area or frame."))
    key: str = field(metadata=doc("Topic number, area id or frame id."))
    word: str = field(metadata=doc("The word (lemma)."))
    date: str = field(metadata=doc("Day at which before and after differ most."))
    before: float = field(metadata=doc("Share of the stories before that day that have the word."))
    after: float = field(metadata=doc("Share of the stories from that day on that have it."))
    stories: int = field(metadata=doc("Stories of the whole time that have it."))
    p_value: float = field(metadata=doc("Permutation p-value, corrected for all words and days of the topic."))
