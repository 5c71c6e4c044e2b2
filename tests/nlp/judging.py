"""The components that judge a text (areas, frames, relevance) behind the names, without any trained part."""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language

from iopmine.nlp import pipeline
from iopmine.records import Extraction
from tests.nlp.reading import document


@cache
def judges() -> Language:
    """Build the pipeline once, as anyone would in a pipeline of their own."""
    nlp = spacy.blank("sv")
    for name in ("iop_names", "iop_areas", "iop_frames", "iop_relevance"):
        nlp.add_pipe(name)
    return nlp


def extract(text: str) -> Extraction:
    """Return all that these components find in a text."""
    return next(pipeline.extract(judges(), [document(text)]))
