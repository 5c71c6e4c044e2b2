"""Corpora with known themes: every word of a theme is its own, and some words belong to all."""

from __future__ import annotations

import hashlib

import numpy as np

from iopmine.topics.matrix import TokenisedDocument

_LETTERS = "abcdefghijklmnopqrstuvwx"


def planted(count, *, themes, seed, only=None, prefix="d"):
    """Documents of some 50 words, a mixture of few themes each (or of one, ``only``)."""
    draw = np.random.default_rng(seed)
    documents = []
    for index in range(count):
        mixture = draw.dirichlet(np.full(themes, 0.15)) if only is None else np.eye(themes)[only]
        lemmas = tuple(_word(draw, mixture) for _ in range(draw.poisson(50)))
        digest = hashlib.sha256(" ".join(lemmas).encode()).hexdigest()
        documents.append(TokenisedDocument(f"{prefix}{index:04}", digest, lemmas))
    return documents


def _word(draw, mixture):
    theme = "alla" if draw.random() < 0.4 else "tema" + _LETTERS[draw.choice(len(mixture), p=mixture)]
    # Few words are frequent and many are rare.
    return theme + _LETTERS[int(len(_LETTERS) * draw.random() ** 2)] * 2
