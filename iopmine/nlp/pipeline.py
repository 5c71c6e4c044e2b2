"""The pipeline as a whole: open it, run it over documents, name its version."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import spacy
from spacy.about import __version__ as spacy_version
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import is_compatible_version, is_package

from iopmine.errors import ModelError
from iopmine.lexicon import load
from iopmine.nlp import integrity
from iopmine.nlp.batches import batches
from iopmine.nlp.components import (
    count_claims,
    lemmatizing,
    names,
    partnerships,
    recognition,
    relevance,
    sentences,
    tagging,
    terms,
)
from iopmine.nlp.identity import fingerprint_of
from iopmine.nlp.readout import read_out
from iopmine.records import Document, Extraction
from iopmine.resources import models_folder
from iopmine.text.normal import Aligned, aligned

# Importing the modules registers the factories, also where the package's entry points are not installed.
COMPONENTS = (sentences, tagging, lemmatizing, recognition, names, terms, relevance, partnerships, count_claims)

MODEL: Final = "sv_iop"
STATISTICAL: Final = ("iop_tagger", "iop_lemmatizer", "iop_ner")
"""The trained components: general Swedish, without the lists and rules of the domain."""
DOMAIN: Final = ("iop_names", "iop_areas", "iop_frames", "iop_relevance", "iop_partnerships", "iop_counts")
"""The components on top: lists, rules and judgements about partnerships."""
_LEXICON_PIPES: Final = ("iop_names", "iop_areas", "iop_frames", "iop_partnerships")
_NOT_FOR_NAMES: Final = ("iop_tagger", "iop_lemmatizer")
_HINT: Final = "iopmine extract without --model uses the packaged one; iopmine train makes one."


def build(
    *, model: str | None = None, lexicon_extensions: tuple[Path, ...] = (), only_entities: bool = False
) -> Language:
    """Return the Swedish pipeline.

    ``model`` names an installed spaCy pipeline or a folder that takes the place of the packaged trained part (its own
    tagger, lemmatizer and names); ``only_entities`` leaves out all that is not needed for names.

    Raises:
        ModelError: the model is not installed, not for Swedish, damaged, or made for another version of spaCy.
    """
    nlp = _opened(model, exclude=(*DOMAIN, *(_NOT_FOR_NAMES if only_entities else ())))
    if "iop_sentences" not in nlp.pipe_names:
        nlp.add_pipe("iop_sentences", first=True)
    extensions = [str(path) for path in lexicon_extensions]
    for pipe in DOMAIN[:1] if only_entities else DOMAIN:
        nlp.add_pipe(pipe, config={"extensions": extensions} if pipe in _LEXICON_PIPES else {})
    # One very long report must not stop the batch; nothing here builds a parse that costs memory per character.
    nlp.max_length = 20_000_000
    return nlp


def _opened(model: str | None, *, exclude: Sequence[str]) -> Language:
    """Open the trained part, some components left out."""
    folder = models_folder() / MODEL if model is None else Path(model)
    if folder.is_dir():
        _check_folder(folder)
    known = "a folder or an installed package" if model is None or not is_package(model) else "an installed package"
    shown = model or str(folder)
    try:
        nlp = spacy.load(folder if folder.is_dir() else shown, exclude=exclude)
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ModelError(f"The model {shown!r} could not be opened as {known}: {reason}", hint=_HINT) from error
    if nlp.lang != "sv":
        raise ModelError(f"The model {shown!r} is for the language {nlp.lang!r}, Swedish ('sv') is needed.", hint=_HINT)
    nlp.meta["sha256"] = integrity.digest(folder) if folder.is_dir() else ""
    return nlp


def _check_folder(folder: Path) -> None:
    """See that a model folder is whole and made for this minor version of spaCy, before anything in it is opened."""
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{folder} is no spaCy pipeline: its meta.json could not be read ({error}).", hint=_HINT
        ) from error
    if any((folder / name).is_dir() for name in STATISTICAL) and not integrity.digest(folder):
        raise ModelError(f"The model {folder} has no {integrity.SUMS} to compare its files with.", hint=_HINT)
    integrity.check(folder)
    wanted = str(meta.get("spacy_version", ""))
    if wanted and not is_compatible_version(spacy_version, wanted):
        raise ModelError(
            f"The model {folder} was made for spaCy {wanted}, but spaCy {spacy_version} is installed.",
            hint="Install that version, or train the model anew: iopmine train.",
        )


def describe(nlp: Language) -> dict[str, str]:
    """Return the model's name, version and digest (the sha256 of its checksums), as manifests tell them."""
    meta = nlp.meta
    return {"name": f"{nlp.lang}_{meta['name']}", "version": meta["version"], "sha256": meta.get("sha256", "")}


def fingerprint(nlp: Language, lexicon_extensions: tuple[Path, ...] = ()) -> str:
    """Return what decides the pipeline's results: package version, model, pipes and the lexicon's hash."""
    return fingerprint_of(describe(nlp).values(), nlp.pipe_names, load(None, *lexicon_extensions).sha256)


def extract(
    nlp: Language, documents: Iterable[Document], *, persons: bool = False, tokens: bool = True
) -> Iterator[Extraction]:
    """Yield the extraction of each document, in order; ``tokens`` tells whether its words are wanted too.

    Documents are worked on in small batches, so memory does not grow with their number.
    """
    for some in batches(documents):
        batch = [(document, aligned(document.text)) for document in some]
        docs = [_made(nlp, document, view) for document, view in batch]
        for _, component in nlp.pipeline:
            docs = list(component.pipe(docs)) if hasattr(component, "pipe") else [component(doc) for doc in docs]
        for (document, view), doc in zip(batch, docs, strict=True):
            yield read_out(doc, document, view, persons=persons, tokens=tokens)


def _made(nlp: Language, document: Document, view: Aligned) -> Doc:
    doc = nlp.make_doc(view.form)
    doc._.document_id = document.id
    doc._.published = document.published
    return doc
