"""The pipeline as a whole: build it, run it over documents, name its version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import is_package

import iopmine
from iopmine.errors import ModelError
from iopmine.lexicon import load
from iopmine.nlp.components import lemmas, names, partnerships, relevance, sentences, terms
from iopmine.nlp.readout import read_out
from iopmine.records import Document, Extraction
from iopmine.text.normal import aligned

# Importing the modules registers the factories, also where the package's entry points are not installed.
COMPONENTS = (sentences, lemmas, names, terms, relevance, partnerships)
_NAMES_ONLY = ("iop_sentences", "iop_names")
_LEXICON_PIPES = ("iop_names", "iop_areas", "iop_frames", "iop_partnerships")


def build(
    *, model: str | None = None, lexicon_extensions: tuple[Path, ...] = (), only_entities: bool = False
) -> Language:
    """Return the Swedish pipeline.

    ``model`` names an installed spaCy pipeline or a folder whose tagger and lemmatizer take the place of the
    dictionary; ``only_entities`` leaves out all that is not needed for names.

    Raises:
        ModelError: the named model is not installed, or not for Swedish.
    """
    nlp = _base(model)
    extensions = [str(path) for path in lexicon_extensions]
    pipes = _NAMES_ONLY if only_entities else _all_pipes(nlp)
    for pipe in pipes:
        config = {"extensions": extensions} if pipe in _LEXICON_PIPES else {}
        nlp.add_pipe(pipe, config=config)
    # One very long report must not stop the batch; nothing here builds a parse that costs memory per character.
    nlp.max_length = 20_000_000
    return nlp


def _base(model: str | None) -> Language:
    if model is None:
        return spacy.blank("sv")
    try:
        nlp = spacy.load(model)
    except (OSError, ValueError) as error:
        known = "an installed package" if is_package(model) else "a folder or an installed package"
        raise ModelError(f"The model {model!r} could not be opened as {known}: {str(error).splitlines()[0]}") from error
    if nlp.lang != "sv":
        raise ModelError(f"The model {model!r} is for the language {nlp.lang!r}, Swedish ('sv') is needed.")
    return nlp


def _all_pipes(nlp: Language) -> tuple[str, ...]:
    lemmatised = any(pipe in nlp.pipe_names for pipe in ("lemmatizer", "trainable_lemmatizer"))
    lemma_pipe = () if lemmatised else ("iop_lemmas",)
    return ("iop_sentences", *lemma_pipe, "iop_names", "iop_areas", "iop_frames", "iop_relevance", "iop_partnerships")


def fingerprint(nlp: Language, lexicon_extensions: tuple[Path, ...] = ()) -> str:
    """Return what decides the pipeline's results: package version, model, pipes and the lexicon's hash."""
    parts = (
        iopmine.__version__,
        f"{nlp.meta.get('lang')}-{nlp.meta.get('name')}-{nlp.meta.get('version')}",
        ",".join(nlp.pipe_names),
        load(None, *lexicon_extensions).sha256,
    )
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def extract(nlp: Language, documents: Iterable[Document], *, persons: bool = False) -> Iterator[Extraction]:
    """Yield the extraction of each document, in order, one at a time: memory does not grow with their number."""
    for document in documents:
        view = aligned(document.text)
        doc = nlp.make_doc(view.form)
        doc._.document_id = document.id
        for _, component in nlp.pipeline:
            doc = component(doc)
        yield read_out(doc, document, view, persons=persons)
