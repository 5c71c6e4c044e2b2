"""``iop_areas`` and ``iop_frames``: challenge areas and debate frames as spans with evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from iopmine.lexicon import Lexicon, load
from iopmine.nlp.analysis import Analysis, analyse
from iopmine.nlp.breadth import area_breadth, frame_breadth
from iopmine.nlp.extensions import register, text_of
from iopmine.nlp.genre import kind_of
from iopmine.nlp.names import NameReading
from iopmine.nlp.spans import SpanIndex
from iopmine.nlp.terms import MaskedTerms, TermHit
from iopmine.nlp.voices import Body, Voices
from iopmine.nlp.weighing import Bar, Layout, Weighed, weigh

# Best F1 over the demo gold and the seeds together; flat around these values.
AREA_THRESHOLD = 0.32
AREA_SHARE = 0.5
AREA_SURVEY = Bar(threshold=0.28, share=0.2, most=6)
FRAME_THRESHOLD = 0.25
FRAME_SHARE = 0.2
# Characters around a mention of IOP that speak of the partnership: about a sentence on either side.
NEAR = 150
# All hits of areas, also those of areas that the text is not about: an agreement of several may be.
EVIDENCE = "iopmine_area_hits"
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)")


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """What is looked for: (key, term) pairs, the terms that mask them, and how keys and terms stand to each other."""

    group: str
    triggers: Sequence[tuple[str, str]]
    near_misses: Sequence[tuple[str, str]]
    parents: Mapping[str, str] = field(default_factory=dict)
    breadth: Callable[[str], float] = lambda _term: 1.0
    # Party letters → entity ids, where it is asked who says it.
    parties: Mapping[str, str] | None = None


class TermComponent:
    """Finds the terms of one taxonomy and writes the hits of the keys that pass into ``doc.spans``."""

    def __init__(self, taxonomy: Taxonomy, bar: Bar, *, survey: Bar | None = None) -> None:
        register()
        self._taxonomy = taxonomy
        self._terms = MaskedTerms(taxonomy.triggers, taxonomy.near_misses)
        self._bar = bar
        self._survey = survey

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.spans[group]``: one span a hit, label = key, with rule, score and (frames) speaker."""
        analysis = analyse(text_of(doc))
        hits = list(self._terms.find(analysis.words))
        weighed = self._weighed(analysis, hits)
        if self._survey is not None:
            doc.user_data[EVIDENCE] = [(hit.key, hit.start, hit.end) for hit in hits]
        spans = [span for item in weighed if (span := _span(doc, item)) is not None]
        doc.spans[self._taxonomy.group] = SpanGroup(doc, name=self._taxonomy.group, spans=spans)
        if self._taxonomy.parties is not None and spans:
            _set_speakers(spans, analysis, doc._.iop_names, self._taxonomy.parties)
        return doc

    def weighed(self, analysis: Analysis) -> list[Weighed]:
        """Return the hits of the areas or frames that a text is about, in text order."""
        return self._weighed(analysis, self._terms.find(analysis.words))

    def _weighed(self, analysis: Analysis, hits: Iterable[TermHit]) -> list[Weighed]:
        return weigh(
            hits,
            layout_of(analysis),
            self._bar,
            survey=self._survey,
            breadth=self._taxonomy.breadth,
            parents=self._taxonomy.parents,
        )


def _span(doc: Doc, item: Weighed) -> Span | None:
    span = doc.char_span(item.hit.start, item.hit.end, label=item.hit.key, alignment_mode="expand")
    if span is not None:
        span._.rule = f"term:{item.hit.term}@{item.place}"
        span._.score = item.score
        span._.offsets = (item.hit.start, item.hit.end)
    return span


def _set_speakers(
    spans: Sequence[Span], analysis: Analysis, names: Sequence[NameReading], parties: Mapping[str, str]
) -> None:
    """Set ``span._.speaker``: who the sentence that a span stands in is attributed to."""
    voices = Voices(analysis.text, analysis.sentences, _bodies(names), parties)
    for span in spans:
        span._.speaker = voices.at(span._.offsets[0])


def _bodies(names: Sequence[NameReading]) -> list[Body]:
    return [
        Body(n.candidate.start, n.candidate.end, n.link.entity.id if n.link.entity else n.link.canonical)
        for n in names
        if n.candidate.label == "ORG"
    ]


def layout_of(analysis: Analysis) -> Layout:
    """Return where the title ends, what the marked passages are, and which stretches speak of the partnership.

    A text of one line has no title: all of it is text. In a guide that opens with what an IOP is, that is no box but
    the subject.
    """
    near = SpanIndex((max(0, start - NEAR), end + NEAR) for start, end in analysis.iop)
    title_end = analysis.title_end if analysis.title_end < len(analysis.text) else 0
    return Layout(title_end, _defining(analysis) or analysis.marked, near)


def _defining(analysis: Analysis) -> SpanIndex | None:
    """Return the marked passages of a guide that opens with a definition, without the definitions."""
    first = next((p.start for p in analysis.passages if p.kind == "definition"), None)
    if first is None or _SENTENCE_END.search(analysis.text, analysis.title_end, first):
        return None
    if kind_of(analysis.text) != "guide":
        return None
    return SpanIndex((p.start, p.end) for p in analysis.passages if p.kind != "definition")


def _loaded(lexicon: str | None, extensions: Sequence[str]) -> Lexicon:
    return load(Path(lexicon) if lexicon else None, *map(Path, extensions))


def _party_letters(lexicon: Lexicon) -> dict[str, str]:
    """Return the letters that stand in parentheses after a politician: ``S`` → ``org:socialdemokraterna``."""
    kinds = {key: body.kind for key, body in lexicon.organisations.items()}
    return {
        name.alias: name.entity_id
        for name in lexicon.organisation_names
        if name.alias.isupper() and kinds.get(name.entity_id) == "parti"
    }


@Language.factory(
    "iop_areas",
    default_config={"lexicon": None, "extensions": [], "threshold": AREA_THRESHOLD, "share": AREA_SHARE},
    assigns=["doc.spans"],
)
def create_areas(
    nlp: Language, name: str, lexicon: str | None, extensions: list[str], threshold: float, share: float
) -> TermComponent:
    """Make the component for challenge areas."""
    areas = _loaded(lexicon, extensions).areas
    taxonomy = Taxonomy(
        "areas",
        [(area.id, term) for area in areas for term in area.triggers],
        [(area.id, term) for area in areas for term in area.near_misses],
        parents={area.id: area.parent for area in areas},
        breadth=area_breadth,
    )
    return TermComponent(taxonomy, Bar(threshold, share), survey=AREA_SURVEY)


@Language.factory(
    "iop_frames",
    default_config={"lexicon": None, "extensions": [], "threshold": FRAME_THRESHOLD, "share": FRAME_SHARE},
    assigns=["doc.spans"],
)
def create_frames(
    nlp: Language, name: str, lexicon: str | None, extensions: list[str], threshold: float, share: float
) -> TermComponent:
    """Make the component for debate frames. Where ``iop_names`` ran before it, a frame knows who speaks."""
    loaded = _loaded(lexicon, extensions)
    taxonomy = Taxonomy(
        "frames",
        [(frame.id, term) for frame in loaded.frames for term in frame.indicators],
        [(frame.id, term) for frame in loaded.frames for term in frame.counters],
        breadth=frame_breadth,
        parties=_party_letters(loaded),
    )
    return TermComponent(taxonomy, Bar(threshold, share, alone=1.0))
