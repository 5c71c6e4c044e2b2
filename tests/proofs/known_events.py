"""The debate of a real parliament: a known pulse around an election year, and no alarms once dates are shuffled.

``python -m tests.proofs known_events --data FOLDER``: the folder holds ``interpellations.jsonl.gz``, one JSON object a
line with id, date, party and text. Frames are found by the component that ships, parties are the sources.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import spacy

from iopmine.nlp.components import terms  # noqa: F401 - registers the component
from iopmine.records import Shift
from iopmine.trends.observations import DOCUMENTS, Observation
from iopmine.trends.receipts import receipts
from iopmine.trends.shifts import find_shifts
from tests.proofs.false_alarms import DEPENDS_ON as SHARED
from tests.proofs.false_alarms import counted

DEPENDS_ON = (
    *SHARED,
    "iopmine/trends/estimates.py",
    "iopmine/trends/keyness.py",
    "iopmine/trends/receipts.py",
    "iopmine/nlp/components/terms.py",
    "iopmine/nlp/terms.py",
    "iopmine/nlp/weighing.py",
    "corpus/lexicon/debate_frames.csv",
    "tests/proofs/known_events.py",
)
FILE = "interpellations.jsonl.gz"
FRAME = "vinster"
YEAR = "2014"
GONE = 0.8
"""Of the old documents of half the parties, so many are missing where the mix of sources is changed."""


_WORD = re.compile(r"[^\W\d_]{4,}")


class Speech(NamedTuple):
    """A document, when and by whom, its frames, and how often it has which word if the frame asked about is there."""

    id: str
    date: str
    party: str
    title: str
    frames: frozenset[str]
    words: Mapping[str, int]


def speeches(folder: Path) -> list[Speech]:
    """Read the debate and find the frames of each document; without the file an empty list."""
    if not (folder / FILE).is_file():
        return []
    nlp = spacy.blank("sv")
    nlp.max_length = 20_000_000
    nlp.add_pipe("iop_frames")
    found = []
    with gzip.open(folder / FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            doc = nlp(row["text"])
            frames = frozenset(span.label_ for span in doc.spans["frames"])
            words = Counter(_WORD.findall(row["text"].casefold())) if FRAME in frames else Counter()
            found.append(Speech(row["id"], row["date"], row["party"].casefold(), row["title"], frames, words))
    return found


def corpus(spoken: Sequence[Speech], frames: Sequence[frozenset[str]] | None = None) -> list[Observation]:
    """Return the observations; ``frames``: others than the documents' own."""
    seen = []
    for speech, own in zip(spoken, frames or [s.frames for s in spoken], strict=True):
        where = (speech.id, speech.id, speech.date, "day", speech.party)
        seen.append(Observation(*where, DOCUMENTS, "all"))
        seen += [Observation(*where, "frame", frame) for frame in sorted(own)]
    return seen


def shuffled(draw: np.random.Generator, spoken: Sequence[Speech]) -> list[Observation]:
    """Return the corpus with its frames dealt out anew over all documents."""
    return corpus(spoken, [spoken[i].frames for i in draw.permutation(len(spoken))])


def remixed(draw: np.random.Generator, spoken: Sequence[Speech]) -> list[Observation]:
    """Return the corpus with its frames dealt out anew within each party, and old documents of half of them gone."""
    frames = [speech.frames for speech in spoken]
    parties = sorted({speech.party for speech in spoken})
    for party in parties:
        own = [i for i, speech in enumerate(spoken) if speech.party == party]
        for i, j in zip(own, draw.permutation(own), strict=True):
            frames[i] = spoken[j].frames
    losing = set(draw.permutation(parties)[: len(parties) // 2].tolist())
    before = sorted(speech.date for speech in spoken)[int(len(spoken) * draw.uniform(0.3, 0.7))]
    lost = draw.random(len(spoken)) < GONE
    kept = [i for i, s in enumerate(spoken) if not (s.party in losing and s.date < before and lost[i])]
    return corpus([spoken[i] for i in kept], [frames[i] for i in kept])


def prove(spoken: Sequence[Speech], corpora: int, *, seed: int = 1) -> dict[str, object]:
    """Test the debate as it was, and so many corpora without any change.

    The question asked is about one frame, which is tested alone; all frames together are tested besides, at the price
    of a correction for their number.
    """
    asked = [speech._replace(frames=speech.frames & {FRAME}) for speech in spoken]
    shifts, _ = find_shifts(corpus(asked), seed=seed)
    among_all, _ = find_shifts(corpus(spoken), seed=seed)
    years = Counter(speech.date[:4] for speech in asked if speech.frames)
    figures: dict[str, object] = {
        "documents": len(spoken),
        f"{FRAME}_documents": years.total(),
        f"{FRAME}_documents_{YEAR}": years[YEAR],
        f"{FRAME}_shifts": "; ".join(map(_said, shifts)),
        f"{FRAME}_documents_by_year": "; ".join(f"{year} {count}" for year, count in sorted(years.items())),
        f"pulse_over_{YEAR}_found": sum(s.family == "pulse" and s.begin[:4] <= YEAR <= s.end[:4] for s in shifts),
        "lasting_steps_claimed": sum(shift.family != "pulse" for shift in shifts),
        **_receipts(shifts[:1], asked),
        "all_frames_shifts": "; ".join(f"{shift.key}: {_said(shift)}" for shift in among_all),
    }
    for number, (name, make, among, trials) in enumerate(
        (
            ("shuffled", shuffled, asked, corpora),
            ("mix_of_sources", remixed, asked, corpora),
            ("all_frames_shuffled", shuffled, spoken, math.ceil(corpora / 4)),
        )
    ):
        draws = np.random.default_rng([seed, number]).spawn(trials)
        alarms = sum(bool(find_shifts(make(draw, among), seed=i)[0]) for i, draw in enumerate(draws))
        figures |= counted(name, alarms, trials)
    return figures


def _receipts(shifts: Sequence[Shift], spoken: Sequence[Speech]) -> dict[str, object]:
    """Return the words and documents that a shift rests on."""
    words, titles = {s.id: s.words for s in spoken if s.words}, {s.id: s.title for s in spoken}
    rows = [row for shift in shifts for row in receipts(shift, corpus(spoken), words=words, titles=titles)]
    return {
        f"{FRAME}_key_{what}s": "; ".join(row.id for row in rows if row.what == what) for what in ("word", "document")
    }


def _said(shift: Shift) -> str:
    when = f"{shift.date} ({shift.date_low} to {shift.date_high}), from {shift.begin} to {shift.end}"
    return f"{shift.family} {when}, {shift.effect:+.3f}, q {shift.q_value}"


def main(folder: Path | None = None, corpora: int = 600) -> tuple[dict[str, object], tuple[str, ...]]:
    """Run the whole proof; without the folder there are no figures."""
    started = time.monotonic()
    spoken = speeches(folder) if folder else []
    if not spoken:
        return {}, DEPENDS_ON
    figures = prove(spoken, corpora)
    return {**figures, "minutes": round((time.monotonic() - started) / 60, 1)}, DEPENDS_ON
