"""Names that no list and no pattern knows, told apart by the company they keep.

A capital inside a sentence makes a name; prepositions, roles and what a name is listed with tell its kind. One good
context is enough, and speaks for the same name wherever it stands in the text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple

from iopmine.nlp.analysis import Analysis
from iopmine.nlp.candidates import Candidate
from iopmine.nlp.consistency import occurrences
from iopmine.nlp.name_words import FUNCTION_WORDS, PLACE_ENDING, SP, either
from iopmine.nlp.spans import SpanIndex
from iopmine.nlp.vocabulary import is_common_word
from iopmine.records import Label
from iopmine.text.inflection import WORD_END, WORD_START

UNKNOWN_PRIORITY = 4
# How far from a known name a list of unknown ones is followed.
_LIST_DEPTH = 8
# How often a word must have a capital inside sentences to be a name.
_TIME_AFTER_TIME = 3
# "EU-projekt" is a word with a name in it, "Ekstrand-Ito" a name with two parts.
_WORD = r"[A-ZÅÄÖÉÜ][\wåäöéü]*+(?:-[A-ZÅÄÖ][\wåäöéü]*+)*+"
_RUN = re.compile(
    rf"{WORD_START}(?P<name>{_WORD}(?:{SP}{_WORD}){{0,3}})(?P<at>{SP}i{SP}{_WORD}(?:{SP}{_WORD})?)?"
    rf"{WORD_END}(?![-‑])"
)
_FUNCTION = frozenset(FUNCTION_WORDS.split())
# Definite compounds are events and models as often as places: "Göteborgsfallet".
_DEFINITE = re.compile(r"(?:en|et|an|na)s?$")
_STREET = re.compile(
    rf"{WORD_START}[A-ZÅÄÖ][a-zåäö]{{1,20}}?"
    r"(?:gatan|vägen|torget|gränd|promenaden|allén|kajen|stigen|backen|parken)(?!\w)"
)
_IN = re.compile(
    r"(?:^|[\s(–-])(?:[Ii]|[Uu]tanför|[Kk]ring|[Rr]unt|[Cc]entrala|[Nn]orra|[Ss]ödra|[Öö]stra|[Vv]ästra) $"
)
_TOWARDS = re.compile(r"(?:^|[\s(–-])(?:[Ff]rån|[Tt]ill|[Pp]å|[Nn]ära|[Gg]enom) $")
_DATELINE = re.compile(r"^(?P<name>[A-ZÅÄÖ]{4,20}(?: [A-ZÅÄÖ]{3,20})?)(?=\.\s| [–-] )", re.MULTILINE)
_WITH = re.compile(r"(?:^|\s)(?:[Mm]ed|[Hh]os|[Mm]ellan|[Mm]ot|[Aa]v|[Tt]illsammans med|[Vv]ia) $")
# Letters follow "med" and "av" for laws and methods as well: bodies are asked, and worked at.
_AT = re.compile(r"(?:^|\s)(?:[Hh]os|[Ee]nligt|[Tt]illsammans med|[Mm]ellan) $")
# A lone adjective is the start of a longer name: "Svenska institutet".
_ADJECTIVE = re.compile(r"(?:ska|liga|iga|ella|ala|ra|na)$")
_ROLE_AT = re.compile(
    r"(?:ordförande|chef|ledare|medlem(?:mar)?|vd|styrelsen?|anställda?|direktor|sekreterare|föreståndare|grundare)"
    r"(?:n|en|na)?(?:,| (?:i|för|på|vid|av|hos)) $",
    re.IGNORECASE,
)
_OFFICES = either(
    """ordförande generalsekreterare direktor direktör vd verksamhetschef verksamhetsledare grundare styrelse medlemmar
    stadgar årsmöte föreståndare rektor teknikchef pressansvarig talesperson gruppledare kansli lokaler volontärer
    anställda verksamhet"""
)
_ROLE_OF = re.compile(rf" (?:[a-zåäö]{{1,15}} )?{_OFFICES}(?!\w)")
_AND = re.compile(r"(?:,| och| samt| &|/)\s?$")
_AND_AFTER = re.compile(r"(?:,| och| samt| &|/)\s?")
# Letters that stand for laws, benefits and technology are not bodies.
_NOT_BODIES = frozenset(
    """IOP IOPT IPP LOU LOV LOF LSS LVU LVM LAS HSL SOL SFB OSL PBL GDPR PUL SFI HVB BUP SIP PTSD ADHD NPF HBTQ HBTQI
    VD IT TV AI PDF DNR BNP SOU DS PROP HFD CSR ESG COVID PR HR ID KS KF SN AB HB OBS PM OK USB SMS FAQ GPS NR KL TKR
    MKR SEK EUR AM NPM ESF ROI SROI SRHR VM EM OS""".split()
)


class _Run(NamedTuple):
    """A row of capitalised words: its offsets, its base form, and whether its capital needs a name to explain it."""

    start: int
    end: int
    form: str
    named: bool


def unknown_names(analysis: Analysis, known: list[Candidate]) -> Iterator[Candidate]:
    """Yield organisations and places among the names that ``known`` (sorted, chosen) leaves over."""
    runs = list(_runs(analysis, SpanIndex((c.start, c.reach) for c in known)))
    labels = _labels(analysis.text, runs, known)
    for form, start, end, reach in occurrences(analysis, labels):
        label = labels[form]
        rule = "context:org" if label == "ORG" else "context:place"
        kind = "" if label == "ORG" else "ort"
        yield Candidate(start, end, reach, label, (), rule, 0.6, UNKNOWN_PRIORITY, kind)


def _winner(votes: Counter[Label]) -> Label:
    return "ORG" if votes["ORG"] >= votes["LOC"] else "LOC"


def _runs(analysis: Analysis, known: SpanIndex) -> Iterator[_Run]:
    text = analysis.text
    for found in _RUN.finditer(text):
        start, end = found.span("name")
        words = found.group("name").split()
        opens = start in analysis.sentence_starts
        # The first word of a sentence, where it is a word, is left outside: "Enligt Fadderverket Mitt".
        if words[0] in _FUNCTION or (opens and len(words) > 1 and is_common_word(words[0]) and words[0][-1] != "s"):
            start += len(words[0]) + 1
            words, opens = words[1:], False
        if not words or any(word in _FUNCTION for word in words) or known.touches(start, end):
            continue
        at = found.group("at") or ""
        if at and len(words) > 1 and _is_wordy(words) and not opens:
            yield _Run(start, found.end("at"), text[start : found.end("at")], True)
        yield _Run(start, end, _base(text[start:end], analysis.printed), not opens or len(words) > 1)


def _base(name: str, printed: Collection[str]) -> str:
    """Return a name without the genitive: after a definite ending, or where the text has the bare word too."""
    if not name.endswith("s") or len(name) < 4:
        return name
    bare = name[:-1].rpartition(" ")[2] in printed
    return name[:-1] if bare or name.endswith(("ens", "ets", "ans", "nas")) else name


def _is_wordy(words: list[str]) -> bool:
    """Tell whether a name is made of words of the language, as names of bodies are and names of persons are not."""
    return any(is_common_word(word) for word in words)


def _labels(text: str, runs: list[_Run], known: list[Candidate]) -> dict[str, Label]:
    """Return the label of each form that some context speaks for; what is told speaks for its neighbours in turn."""
    ends = {c.reach: c.label for c in known}
    starts = {c.start: c.label for c in known}
    labels: dict[str, Label] = {}
    for _ in range(_LIST_DEPTH):
        votes: dict[str, Counter[Label]] = defaultdict(Counter)
        for run in runs:
            if run.named and run.form not in labels:
                votes[run.form].update(_contexts(text, run, starts, ends))
        told = {form: _winner(counted) for form, counted in votes.items() if counted}
        if not told:
            break
        labels |= told
        for run in runs:
            if run.form in told:
                starts.setdefault(run.start, told[run.form])
                ends.setdefault(run.end, told[run.form])
    for form in _words_as_names(runs):
        labels.setdefault(form, "ORG")
    return labels


def _words_as_names(runs: list[_Run]) -> Iterator[str]:
    """Yield common nouns that keep a capital inside sentences, time after time: bodies by their short name (Forum)."""
    times = Counter(run.form for run in runs if run.named)
    for form, count in times.items():
        wordlike = form.isalpha() and len(form) > 3 and not form.isupper() and is_common_word(form)
        if count >= _TIME_AFTER_TIME and wordlike and not _ADJECTIVE.search(form):
            yield form


def _contexts(text: str, run: _Run, starts: dict[int, Label], ends: dict[int, Label]) -> Iterator[Label]:
    """Yield a label for each context of a name that speaks for one."""
    before = text[max(0, run.start - 30) : run.start]
    words = run.form.split()
    beside = set(_neighbours(text, run, starts, ends))
    if words[0].isupper() and len(words) == 1:
        if _is_abbreviation(run.form) and ("ORG" in beside or _AT.search(before) or _ROLE_AT.search(before)):
            yield "ORG"
        return
    placelike = PLACE_ENDING.search(run.form) is not None
    wordy, lone = _is_wordy(words), len(words) == 1
    somewhere = _IN.search(before) or (lone and "LOC" in beside) or (placelike and _TOWARDS.search(before))
    if somewhere and not wordy and (placelike or (lone and not _DEFINITE.search(run.form))):
        yield "LOC"
    if lone and _ADJECTIVE.search(run.form):
        return
    if _ROLE_AT.search(before) or (text[run.end - 1] == "s" and _ROLE_OF.match(text, run.end)):
        yield "ORG"
    if (lone or wordy) and "ORG" in beside and "LOC" not in beside:
        yield "ORG"
    if wordy and not lone and _WITH.search(before):
        yield "ORG"


def _is_abbreviation(form: str) -> bool:
    return 2 <= len(form) <= 6 and form.isalpha() and form not in _NOT_BODIES


def _neighbours(text: str, run: _Run, starts: dict[int, Label], ends: dict[int, Label]) -> Iterator[Label]:
    """Yield the labels of the known names that a name is co-ordinated with: like is listed with like."""
    before = _AND.search(text, max(0, run.start - 7), run.start)
    if before and before.start() in ends:
        yield ends[before.start()]
    after = _AND_AFTER.match(text, run.end)
    if after and after.end() in starts:
        yield starts[after.end()]


def streets(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of streets and squares: ``Slussgatan``."""
    yield from (found.span() for found in _STREET.finditer(text))


def datelines(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of places in capitals that open a report: ``SILLNÄS. Kommunen …``."""
    for found in _DATELINE.finditer(text):
        if not any(is_common_word(word) for word in found.group("name").split()):
            yield found.span("name")
