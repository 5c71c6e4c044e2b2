"""The trained parts put together into one spaCy pipeline folder."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.about import __version__ as spacy_version

from iopmine.nlp import integrity
from iopmine.nlp.chain.names import NameModel
from iopmine.nlp.components.lemmatizing import Lemmatizer
from iopmine.nlp.components.recognition import Recogniser
from iopmine.nlp.components.tagging import Tagger
from iopmine.nlp.pipeline import DOMAIN, STATISTICAL
from iopmine.nlp.tagging.lemmas import LemmaModel
from iopmine.nlp.tagging.model import TaggingModel


@dataclass(frozen=True, slots=True)
class TrainedParts:
    """What training gives: the models behind the statistical components."""

    tagging: TaggingModel
    lemmas: LemmaModel
    names: NameModel


def assemble(parts: TrainedParts, folder: Path, meta: Mapping[str, Any]) -> str:
    """Write the pipeline, the domain's components on top, with its checksums; return the folder's digest.

    An older pipeline in the folder is replaced once the new one is whole.
    """
    nlp = spacy.blank("sv", meta={**meta, "spacy_version": _this_minor_version()})
    for name in ("iop_sentences", *STATISTICAL, *DOMAIN):
        nlp.add_pipe(name)
    trained = {
        "iop_tagger": Tagger(nlp, parts.tagging),
        "iop_lemmatizer": Lemmatizer(nlp, parts.lemmas),
        "iop_ner": Recogniser(parts.names),
    }
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    nlp.to_disk(fresh, exclude=list(trained))
    for name, component in trained.items():
        component.to_disk(fresh / name)
    digest = integrity.seal(fresh)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return digest


def _this_minor_version() -> str:
    """Return the versions of spaCy that the folder will open under: this one and later ones of the minor version."""
    major, minor = spacy_version.split(".")[:2]
    return f">={spacy_version},<{major}.{int(minor) + 1}.0"
