"""What the packaged pipeline is, told without loading it: a run that has nothing new to do ends at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import iopmine
from iopmine.lexicon.tables import digest as lexicon_digest
from iopmine.nlp.integrity import digest
from iopmine.resources import lexicon_folder, models_folder

# A list that lags behind costs time, not truth: the fingerprint then matches none, and the pipeline is loaded.
_PIPES: Final = (
    "iop_sentences",
    "iop_tagger",
    "iop_lemmatizer",
    "iop_ner",
    "iop_names",
    "iop_areas",
    "iop_frames",
    "iop_relevance",
    "iop_partnerships",
    "iop_counts",
)


def packaged_fingerprint(lexicon_extensions: tuple[Path, ...] = ()) -> str | None:
    """Return what ``pipeline.fingerprint`` says of the packaged pipeline; None where its folder does not tell."""
    folder = models_folder() / "sv_iop"
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        name, version = f"{meta['lang']}_{meta['name']}", meta["version"]
    except (OSError, ValueError, KeyError):
        return None
    lexicon = lexicon_digest((lexicon_folder(), *lexicon_extensions))
    return fingerprint_of((name, version, digest(folder)), _PIPES, lexicon)


def fingerprint_of(model: Iterable[str], pipes: Iterable[str], lexicon: str) -> str:
    """Return one hash of what decides a pipeline's results: package version, model, pipes and the lexicon's hash."""
    parts = (iopmine.__version__, *model, ",".join(pipes), lexicon)
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]
