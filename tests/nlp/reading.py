"""The pipeline over one text, for the tests of this room."""

from __future__ import annotations

from functools import cache

from spacy.language import Language

from iopmine.nlp import pipeline
from iopmine.records import Document, Extraction


@cache
def swedish() -> Language:
    """Build the pipeline once."""
    return pipeline.build()


def document(text: str) -> Document:
    """Return a text as a document."""
    return Document("d", "", "", "", text.split("\n")[0], text, None, None, None, None, "sv")


def extract(text: str) -> Extraction:
    """Return all that the pipeline finds, persons included."""
    return next(pipeline.extract(swedish(), [document(text)], persons=True))
