"""How words are used in running text: groups of words in like company, and how they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from iopmine.nlp.chain.weights import joined, reading, split


@dataclass(frozen=True, slots=True)
class Distribution:
    """What raw text tells about folded words.

    ``clusters`` gives a word its group in several divisions, coarse to fine. ``usage`` tells how it is written inside
    sentences: ``L`` small, ``C`` with a capital, ``M`` mixed, with a digit for how surely.
    """

    clusters: Mapping[str, tuple[int, ...]]
    usage: Mapping[str, str]

    def save(self, path: Path) -> None:
        """Write a compressed ``.npz`` of plain arrays, the same bytes every time."""
        groups = np.array(list(self.clusters.values()), dtype=np.int16).reshape(len(self.clusters), -1)
        codes = sorted(set(self.usage.values()))
        np.savez_compressed(
            path,
            allow_pickle=False,
            words=joined(self.clusters),
            clusters=groups,
            written=joined(self.usage),
            usage=np.array([codes.index(code) for code in self.usage.values()], dtype=np.int8),
            codes=joined(codes),
        )

    @classmethod
    def load(cls, path: Path) -> Distribution:
        """Read what ``save`` wrote.

        Raises:
            ModelError: the file is missing or damaged.
        """
        with reading(path) as arrays:
            groups = [tuple(row) for row in arrays["clusters"].tolist()]
            codes = split(arrays["codes"])
            usage = [codes[index] for index in arrays["usage"].tolist()]
            clusters = dict(zip(split(arrays["words"]), groups, strict=True))
            return cls(clusters, dict(zip(split(arrays["written"]), usage, strict=True)))
