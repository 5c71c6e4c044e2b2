"""Names that a statistical model has marked in a document, as candidates beside those of lists and patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from spacy.tokens import Doc, Span

from iopmine.nlp.analysis import Analysis, genitive_reach
from iopmine.nlp.candidates import Candidate
from iopmine.nlp.consistency import occurrences
from iopmine.nlp.name_words import FUNCTION_WORDS
from iopmine.nlp.persons import is_role
from iopmine.nlp.vocabulary import is_common_word
from iopmine.records import Label

# What pipelines for Swedish call the three kinds: iopmine's own, SUC's (sv_core_news) and OntoNotes'.
_KINDS_OF_NAMES: Final[Mapping[Label, str]] = {
    "ORG": "ORG ORGANIZATION INST",
    "LOC": "LOC GPE LOCATION PLC",
    "PER": "PER PRS PERSON",
}
_LABELS: Final = {name: label for label, names in _KINDS_OF_NAMES.items() for name in names.split()}
MODEL_PRIORITY: Final = 3
# A row of more tokens is a list or a damaged text, not a name.
_LONGEST: Final = 15
# In a headline in capitals a longer row is the headline itself.
_LONGEST_SHOUTED: Final = 3
# The probability that must be behind a name before it is looked for again.
_HEARD: Final = 0.7
_KINDS: Final[Mapping[Label, str]] = {"ORG": "", "LOC": "ort", "PER": "person"}
# What is named after a place or person in one word with its own noun is a case, a bridge or a law: "Göteborgsfallet".
_AFFAIR = re.compile(
    r"(?:fallet|modellen|projektet|avtalet|affären|matchen|målet|mötet|rapporten|utredningen|programmet|lagen|veckan"
    r"|dagarna|priset|debatten|krisen|bron|satsningen|metoden|processen|principen)s?$"
)
_FUNCTION = frozenset(FUNCTION_WORDS.split())


def recognised(doc: Doc, analysis: Analysis) -> Iterator[Candidate]:
    """Yield the entities of a document as candidates; other labels (works, times) are left out."""
    printed = {word.text for word in analysis.words}
    for ent in doc.ents:
        label = _LABELS.get(ent.label_)
        if label is None or not _is_named(ent):
            continue
        start, reach = ent.start_char + _title(ent, label), ent.end_char
        end = reach - _ending(analysis.text, start, reach, printed)
        score = ent._.score or 0.5
        reach = genitive_reach(analysis.text, reach) if end == reach else reach
        yield Candidate(start, end, reach, label, (), "model", score, MODEL_PRIORITY, _KINDS[label])


def _is_named(ent: Span) -> bool:
    """Tell whether an entity can be a name here: affairs, headlines, letters of parties and small words are none."""
    form = ent.text
    if len(ent) > (_LONGEST_SHOUTED if form.isupper() else _LONGEST) or _AFFAIR.search(form):
        return False
    return sum(c.isalpha() for c in form) > 1 and not form.islower()


def _title(ent: Span, label: Label) -> int:
    """Return how many characters at the start of a person are a title: ``Försvarsminister Peter Hultqvist``."""
    titled = label == "PER" and len(ent) > 1 and is_role(ent[0].text)
    return int(ent[1].idx - ent.start_char) if titled else 0


def again(analysis: Analysis, names: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the other mentions of bodies that the model recognised with some certainty somewhere in the text.

    What opens a sentence may be a word of the language and is left. Places are not looked for again: one wrong
    reading would spread.
    """
    heard: dict[str, float] = {}
    for name in names:
        form = analysis.text[name.start : name.end]
        heard[form] = heard.get(form, 0.0) + (name.score if name.label == "ORG" else -name.score)
    for form, start, end, reach in occurrences(analysis, [form for form, sum_ in heard.items() if sum_ >= _HEARD]):
        if start not in analysis.sentence_starts or not is_common_word(form):
            yield Candidate(start, end, reach, "ORG", (), "model:again", 0.6, MODEL_PRIORITY)


def _ending(text: str, start: int, reach: int, printed: set[str]) -> int:
    """Return how many letters of a name are its genitive ending.

    A last s is the ending where the name stands without it elsewhere in the text, or where what it owns follows:
    a common word in small letters.
    """
    name = text[start:reach]
    for mark in (":s", "'s", "’s"):
        if name.endswith(mark):
            return len(mark)
    last = name.split()[-1]
    if not last.endswith("s") or len(last) < 4 or last[-2] in "sxz" or last.isupper():
        return 0
    if last[:-1] in printed:
        return 1
    following = text[reach : reach + 30].lstrip().split(" ")[0].rstrip(".,;:!?")
    owned = following[:1].islower() and following not in _FUNCTION and is_common_word(following)
    return int(owned and not is_common_word(last))
