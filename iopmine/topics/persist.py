"""A fitted model as two files that hold data only: ``model.json`` and ``model.npz``."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np

from iopmine.errors import OutputError, TopicError
from iopmine.topics.model import TopicModel

FORMAT = 2
_NAMES, _ARRAYS = "model.json", "model.npz"
_HINT = "Fit the model again: iopmine topics."


def save(model: TopicModel, folder: Path) -> None:
    """Write the model into a folder, which is made if it is not there.

    Raises:
        OutputError: the folder cannot be written.
    """
    names = {
        "format": FORMAT,
        "seed": model.seed,
        "names": model.names,
        "stability": model.stability,
        "chosen": model.chosen,
        "ids": model.ids,
        "vocabulary": model.vocabulary,
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(folder / _ARRAYS, components=model.components, shares=model.shares)
        (folder / _NAMES).write_text(json.dumps(names, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"The topic model could not be written to {folder}: {error.strerror}.") from error


def load(folder: Path) -> TopicModel:
    """Read a model that ``save`` wrote. Nothing in the files is executed (no pickles).

    Raises:
        TopicError: a file is missing or damaged, or was written by another version.
    """
    try:
        names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        if names["format"] != FORMAT:
            raise TopicError(f"The topic model in {folder} has format {names['format']}, not {FORMAT}.", hint=_HINT)
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            components, shares = arrays["components"], arrays["shares"]
        model = TopicModel(
            tuple(names["ids"]),
            tuple(names["vocabulary"]),
            components,
            shares,
            int(names["seed"]),
            chosen=tuple(tuple(words) for words in names["chosen"]),
            stability=tuple(names["stability"]),
            names=tuple(names["names"]),
        )
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise TopicError(f"The topic model in {folder} is missing or damaged.", hint=_HINT) from error
    if not _fits(model):
        raise TopicError(f"The two files of the topic model in {folder} do not belong together.", hint=_HINT)
    return model


def _fits(model: TopicModel) -> bool:
    topics, words = len(model.components), len(model.vocabulary)
    return (
        model.components.shape == (topics, words)
        and model.shares.shape == (len(model.ids), topics)
        and len(model.chosen) == len(model.stability) == len(model.names) == topics
        and all(0 <= column < words for chosen in model.chosen for column in chosen)
    )
