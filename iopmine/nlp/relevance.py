"""Is this text about idéburet offentligt partnerskap? A calibrated probability with its reasons.

The letters IOP also mean intraocular pressure, the Institute of Physics and interoperability; *partnerskap* also
means registered partnership, a sponsor deal, or an EU agreement. The model written out decides at once; for the bare
letters, what stands around them does: words of the three sides of such an agreement, or of another meaning.

The weights are a logistic regression (L2, C = 10) over the development part of ``corpus/gold/relevance.jsonl`` and the
demo gold, rounded; ``tests/nlp/test_nlp_judgements.py`` fits them anew and holds the calibration on the held-out part.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, NamedTuple

from iopmine.nlp.genre import Kind, kind_of
from iopmine.records import TopicName


class Evidence(NamedTuple):
    """A reason for or against, in log-odds."""

    reason: str
    weight: float


# Written out, in the spellings met: ideburet, ideellt-offentligt, lost ligatures (o entligt, ofentligt), words broken
# at the end of a line, and the names used in English, Danish and Norwegian.
_SPELLED = re.compile(
    r"\bid[eé](?:-\s)?(?:buret|burna|ellt|ella)(?:\s|-){1,3}(?:och\s+)?o\s?f{0,2}ent(?:-\s)?lig(?:t|a)?(?:\s|-){1,3}"
    r"partnersk[ab]\w*|\bid[eé]bur(?:et|na)\s+partnersk[ab]\w*|\boffentlig(?:t|a)?(?:\s|-){1,3}id[eé]bur(?:et|na)\s+partnerskap\w*"
    r"|\bpartnerskap\w*\s+mellan\s+(?:det\s+)?(?:offentlig\w+|kommun\w+)\s+och\s+(?:den\s+|de\s+|det\s+)?id[eé]bur\w+"
    r"|\bpartnerskap\w*\s+mellan\s+(?:den\s+|de\s+|det\s+)?id[eé]bur\w+\s+(?:\w+\s+)?och\s+(?:den\s+|det\s+)?(?:offentlig\w+|kommun\w+)"
    r"|\bidé-?dre(?:vet|vne)\s+offentlige?(?:-private)?\s+partnerskap\w*"
    r"|\bidea-(?:based|driven)\s+public\s+partnership\w*|\bvoluntary\s+and\s+public\s+sector\s+partnership\w*",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<![\w-])IOP(?::?(?:er|erna|ers|et|en|n|t|s))?(?![\w])(?!-\w*(?:test|publish|lins))")
# How Swedish speaks of an agreement: one makes an IOP, with somebody, or has several; pressure is measured.
_AGREED = re.compile(
    r"\b(?:ett|nytt|första|samtliga|flera|två|tre|fyra|fem|in(?:gå\w*|gick)|ställe|teckna\w*|slut(?:a|er|it)|förläng\w*|avslut\w*)"
    r"\s+IOP\b|\bIOP(?::?(?:er|erna|et|t|n))?\s+(?:med|mellan|kring|som\s(?:form|modell))\b|\bIOP:?(?:er|erna)\b"
    r"|\bIOP-(?:avtal|modell|överenskommelse|arbete|handbok|strategi|part|mall|process)\w*"
)
_CIVIL = re.compile(
    r"\b(?:id[eé]bur|ideell|civilsamhäll|förening|stiftelse|volontär|frivillig|diakoni|församling|kooperativ|föreningsliv"
    r"|organisationerna|missionen|famna|fremia|forum)\w*|\b\w{0,30}(?:jouren|missionen|föreningen|huset)\b",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"\b(?:kommun|nämnd|landsting|social(?:tjänst|nämnd|förvaltning)|kommunstyrelse|fullmäktige|samhällsutmaning)\w*"
    r"|\b\w{1,30}nämnden\w?|\bregion(?:en|ens|er|erna)?\b|\bstaden\b",
    re.IGNORECASE,
)
_PACT = re.compile(
    r"\b(?:partnerskap|överenskommelse|samverka|samarbet|upphandl|konkurrensverket|motpart)\w*|\bpart(?:er|erna|en|ernas)?\b"
    r"|\bavtal(?:et|en|ets)?\b",
    re.IGNORECASE,
)
_OTHER_MEANING = re.compile(
    r"""\b(?=\w\w)(?: ögat\b | ögon(?!blick|höjd|kontakt|vittne|bryn|sten)\w{1,20} | intraokul\w+ | intraocular
      | glaukom\w* | glaucoma | gr[öø]nn?\sst(?:arr|ær) | mmHg\b | tonomet\w* | hornhinn\w* | optiker\w* | tryckmät\w*
      | Institute\sof\sPhysics | IOP\sPublishing | fysik\w* | physics | öppet\stillgänglig\w* | open\saccess
      | publicering\w* | tidskrifter\b | läsavtal\w* | manuskript\w* | quantum
      | interoperab\w+ | journalsystem\w* | gränssnitt\w* | testmiljö\w* | input | outbound | kringutrustning\w*
      | registrerat\spartnerskap | pride\b | huvudpartner | sponsor\w* )""",
    re.IGNORECASE | re.VERBOSE,
)
_PROFIT = re.compile(
    r"""\bvinst(?:er|en|erna)?\si\s(?:väl|skol|vård)\w+
      | \bvinst(?:tak|begräns|förbud|uttag|utdelning|jakt|fråga|debatt|intress)\w* | \bvälfärdsvinst\w*
      | \briskkapital\w* | \breepalu\w* | \bskolkoncern\w* | \baktieutdelning\w*""",
    re.IGNORECASE | re.VERBOSE,
)
# What a title or a body says when its subject is an agreement.
_AGREEMENT = re.compile(r"\bpartnerskap\w*|\bavtal(?:et|en|ets)?\b|\böverenskommelse\w*|\bparterna\w*", re.IGNORECASE)
_FIRST_SENTENCE = re.compile(r"[^.!?\n]{40,}")

FEATURES: Final = ("spelled out", "IOP", "IOP as an agreement", "sides of an agreement", "another meaning")
"""The counts of ``features``, in their order: at most 2, 1, 2, 3 and 3."""
BIAS: Final = -4.0
WEIGHTS: Final = (8.0, 3.5, 2.1, 1.9, -4.6)
# A subject is told of at some length: three words of the agreement at least, and one in eighty words.
_TOLD = 3
_WORDS_EACH = 80


@dataclass(frozen=True, slots=True)
class Relevance:
    """How probably a text speaks of IOP, and why; its topic and its kind.

    ``main_subject`` tells whether IOP is what it is about: false where it speaks of IOP in passing, or not at all.
    """

    probability: float
    topic: TopicName
    reasons: tuple[Evidence, ...]
    kind: Kind
    main_subject: bool

    @property
    def relevant(self) -> bool:
        """Whether the probability is at least one half."""
        return self.probability >= 0.5

    def plain(self) -> dict[str, Any]:
        """Return the same as plain data, which spaCy can write to bytes."""
        return {**asdict(self), "reasons": [[reason.reason, reason.weight] for reason in self.reasons]}

    @classmethod
    def restored(cls, kept: Mapping[str, Any]) -> Relevance:
        """Return what ``plain`` made plain."""
        return cls(**{**kept, "reasons": tuple(Evidence(*reason) for reason in kept["reasons"])})


def assess(text: str) -> Relevance:
    """Return the relevance of a text in matching form."""
    counts = features(text)
    reasons = tuple(
        Evidence(reason, round(weight * count, 1))
        for reason, weight, count in zip(FEATURES, WEIGHTS, counts, strict=True)
        if count
    )
    log_odds = BIAS + sum(reason.weight for reason in reasons)
    probability = round(1.0 / (1.0 + math.exp(-log_odds)), 4)
    relevant = probability >= 0.5
    return Relevance(
        probability, _topic(text, relevant=relevant), reasons, kind_of(text), relevant and is_subject(text)
    )


def features(text: str) -> tuple[int, int, int, int, int]:
    """Return what the probability rests on: the counts named by ``FEATURES``.

    The last four are asked of the bare letters only: what is written out needs no surroundings, and without either
    nothing speaks of IOP.
    """
    spelled = _count(_SPELLED, text, 2)
    short = _count(_SHORT, text, 1)
    if not short:
        return spelled, 0, 0, 0, 0
    sides = sum(pattern.search(text) is not None for pattern in (_CIVIL, _PUBLIC, _PACT))
    return spelled, short, _count(_AGREED, text, 2), sides, 0 if spelled else _count(_OTHER_MEANING, text, 3)


def _count(pattern: re.Pattern[str], text: str, most: int) -> int:
    found = 0
    for _ in pattern.finditer(text):
        found += 1
        if found == most:
            break
    return found


def is_subject(text: str) -> bool:
    """Tell whether a text that speaks of IOP is about it, rather than naming it in passing.

    It is when the title names the agreement, when the first full sentence names IOP, or when the words come again.
    """
    title, _, body = text.partition("\n")
    if _AGREEMENT.search(title) or iop_terms(title):
        return True
    first = _FIRST_SENTENCE.search(body)
    if first and iop_terms(first.group()):
        return True
    told = len(iop_terms(body)) + len(_AGREEMENT.findall(body))
    return told >= _TOLD and told * _WORDS_EACH >= body.count(" ")


def _topic(text: str, *, relevant: bool) -> TopicName:
    if relevant:
        return "iop"
    return "valfardsdebatt" if _count(_PROFIT, text, 2) == 2 else "ovrigt"


def may_concern(text: str) -> bool:
    """Tell whether a text in matching form holds any word that could make it relevant or part of the profit debate."""
    return any(pattern.search(text) for pattern in (_SPELLED, _SHORT, _PROFIT))


def iop_terms(text: str) -> list[tuple[int, int]]:
    """Return the offsets of every mention of IOP, spelled out or short, in text order."""
    found = [m.span() for pattern in (_SPELLED, _SHORT) for m in pattern.finditer(text)]
    return sorted(found)
