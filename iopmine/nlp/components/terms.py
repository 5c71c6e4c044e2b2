"""``iop_areas`` and ``iop_frames``: challenge areas and debate frames as spans with evidence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from iopmine.lexicon import load
from iopmine.nlp.analysis import Analysis, analyse
from iopmine.nlp.extensions import register, text_of
from iopmine.nlp.spans import SpanIndex
from iopmine.nlp.terms import TermIndex, unmasked
from iopmine.nlp.weighing import Layout, Weighed, weigh

# Frame terms that a text uses whatever its frame. The first group occurs in at least 2 % of the interpellations of
# the Swedish parliament (1994-2024), the second in most texts on IOP: alone they frame nothing.
_BROAD = frozenset(
    """utredning* lagstift* långsiktig* kvalitet* proposition* effekter utvärder* samverkan* remiss* uppfölj* beredskap*
    oberoende dialog* besparing* småföretag* upphandl* kartlägg* nedskär* pandemi* samhällsekonomisk*""".split()
) | frozenset(
    """tillit* överenskommelsen föreningsbidrag* verksamhetsbidrag* treårig* femårig* samverkansmodell* ömsesidig*
    självständig* långsiktighet*""".split()
)
_BROAD_WEIGHT = 0.5

# Best F1 over the demo gold and the seeds together; flat around these values.
AREA_THRESHOLD = 0.32
AREA_SHARE = 0.5
FRAME_THRESHOLD = 0.23
FRAME_SHARE = 0.0
# Characters around a mention of IOP that speak of the partnership: about a sentence on either side.
NEAR = 150


def frame_breadth(term: str) -> float:
    """Return the weight of a frame term: one half for words that stand nearly everywhere, one for the rest."""
    return _BROAD_WEIGHT if term in _BROAD else 1.0


class TermComponent:
    """Finds the terms of one taxonomy and writes the hits of the keys that pass into ``doc.spans``."""

    def __init__(
        self,
        group: str,
        triggers: Sequence[tuple[str, str]],
        near_misses: Sequence[tuple[str, str]],
        *,
        threshold: float,
        share: float,
        parents: dict[str, str] | None = None,
    ) -> None:
        register()
        self._group = group
        self._triggers = TermIndex(triggers)
        self._near_misses = TermIndex(near_misses)
        self._threshold = threshold
        self._share = share
        self._parents = parents

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.spans[group]``: one span a hit, label = key, with rule and score."""
        spans = self._spans(doc, self.weighed(analyse(text_of(doc))))
        doc.spans[self._group] = SpanGroup(doc, name=self._group, spans=spans)
        return doc

    def weighed(self, analysis: Analysis) -> list[Weighed]:
        """Return the hits of the areas or frames that a text is about, in text order."""
        hits = unmasked(self._triggers.find(analysis.words), self._near_misses.find(analysis.words))
        return weigh(
            hits,
            layout_of(analysis),
            threshold=self._threshold,
            share=self._share,
            breadth=frame_breadth if self._group == "frames" else lambda _term: 1.0,
            parents=self._parents,
        )

    def _spans(self, doc: Doc, weighed: list[Weighed]) -> list[Span]:
        spans = []
        for item in weighed:
            span = doc.char_span(item.hit.start, item.hit.end, label=item.hit.key, alignment_mode="expand")
            if span is not None:
                span._.rule = f"term:{item.hit.term}@{item.place}"
                span._.score = item.score
                span._.offsets = (item.hit.start, item.hit.end)
                spans.append(span)
        return spans


def layout_of(analysis: Analysis) -> Layout:
    """Return where the title ends, what the marked passages are, and which stretches speak of the partnership."""
    near = SpanIndex((max(0, start - NEAR), end + NEAR) for start, end in analysis.iop)
    return Layout(analysis.title_end, analysis.marked, near)


@Language.factory(
    "iop_areas",
    default_config={"lexicon": None, "extensions": [], "threshold": AREA_THRESHOLD, "share": AREA_SHARE},
    assigns=["doc.spans"],
)
def create_areas(
    nlp: Language, name: str, lexicon: str | None, extensions: list[str], threshold: float, share: float
) -> TermComponent:
    """Make the component for challenge areas."""
    areas = load(Path(lexicon) if lexicon else None, *map(Path, extensions)).areas
    return TermComponent(
        "areas",
        [(area.id, term) for area in areas for term in area.triggers],
        [(area.id, term) for area in areas for term in area.near_misses],
        threshold=threshold,
        share=share,
        parents={area.id: area.parent for area in areas},
    )


@Language.factory(
    "iop_frames",
    default_config={"lexicon": None, "extensions": [], "threshold": FRAME_THRESHOLD, "share": FRAME_SHARE},
    assigns=["doc.spans"],
)
def create_frames(
    nlp: Language, name: str, lexicon: str | None, extensions: list[str], threshold: float, share: float
) -> TermComponent:
    """Make the component for debate frames."""
    frames = load(Path(lexicon) if lexicon else None, *map(Path, extensions)).frames
    return TermComponent(
        "frames",
        [(frame.id, term) for frame in frames for term in frame.indicators],
        [(frame.id, term) for frame in frames for term in frame.counters],
        threshold=threshold,
        share=share,
    )
