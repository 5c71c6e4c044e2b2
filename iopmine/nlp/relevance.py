"""Is this text about idéburet offentligt partnerskap? A score with reasons.

The letters IOP also mean intraocular pressure, the Institute of Physics and interoperability; *partnerskap* also
means registered partnership, a sponsor deal, or an EU agreement. The evidence is summed on a log-odds scale.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import NamedTuple

from iopmine.records import TopicName


class Evidence(NamedTuple):
    """A reason for or against, in log-odds."""

    reason: str
    weight: float


_SPELLED = re.compile(
    r"\bid[eé](?:buret|burna|ellt|ella)[\s-]+(?:och\s+)?offentlig(?:t|a)?[\s-]+partnerskap\w*|\bid[eé]buret\s+partnerskap"
    r"|\bideellt[\s-]+offentligt[\s-]+partnerskap|\bpartnerskap\w*\s+mellan\s+(?:det\s+)?(?:offentlig\w+|kommun\w+)\s+och\s+"
    r"(?:den\s+|de\s+|det\s+)?id[eé]bur\w+",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<![\w-])IOP(?::?(?:er|erna|ers|et|en|n|t|s))?(?![\w])(?!-\w*(?:test|publish))")
_CONTEXT = re.compile(
    r"\bid[eé]bur\w+|\bcivilsamhäll\w+|\bideell\w*\s+(?:förening|organisation|sektor)\w*|\bföreningsliv\w*|\bförening(?:en|ar|arna)?\b"
    r"|\bkommun(?:en|ens|er|erna)?\b|\bregion(?:en|ens|er|erna)?\b|\bsamverkan\w*",
    re.IGNORECASE,
)
_OTHER_MEANING = re.compile(
    r"""\b(?=\w\w)(?: ögontryck\w* | intraokul\w+ | glaukom\w* | grön\sstarr | mmHg\b | ögonläkar\w* | ögonklinik\w*
      | Institute\sof\sPhysics | IOP\sPublishing | fysiktidskrift\w* | open\saccess | publiceringsavtal\w*
      | interoperab\w+ | registrerat\spartnerskap | pride\b | huvudpartner | sponsor\w*
      | vetenskapliga\stidskrifter | läsavtal\w* )""",
    re.IGNORECASE | re.VERBOSE,
)
_PROFIT = re.compile(
    r"""\bvinst(?:er|en|erna)?\si\s(?:väl|skol|vård)\w+
      | \bvinst(?:tak|begräns|förbud|uttag|utdelning|jakt|fråga|debatt|intress)\w* | \bvälfärdsvinst\w*
      | \briskkapital\w* | \breepalu\w*""",
    re.IGNORECASE | re.VERBOSE,
)
_BIAS = -3.0


@dataclass(frozen=True, slots=True)
class Relevance:
    """Probability that a text speaks of IOP, the topic that follows, and the reasons."""

    probability: float
    topic: TopicName
    reasons: tuple[Evidence, ...]

    @property
    def relevant(self) -> bool:
        """Whether the probability is at least one half."""
        return self.probability >= 0.5


def assess(text: str, *, parties: bool = False) -> Relevance:
    """Return the relevance of a text in matching form; ``parties``: it names a public and an idea-based body."""
    reasons = tuple(_evidence(text, parties=parties))
    log_odds = _BIAS + sum(reason.weight for reason in reasons)
    probability = round(1.0 / (1.0 + math.exp(-log_odds)), 4)
    return Relevance(probability, _topic(text, probability), reasons)


def _evidence(text: str, *, parties: bool) -> list[Evidence]:
    spelled = len(_SPELLED.findall(text))
    short = len(_SHORT.findall(text))
    context = len(set(map(str.casefold, _CONTEXT.findall(text))))
    other = len(_OTHER_MEANING.findall(text))
    found = []
    if spelled:
        found.append(Evidence("spelled out", 6.0 + min(spelled, 3)))
    if short:
        found.append(Evidence("IOP with public and idea-based words", min(short, 3) * 0.5 + min(context, 4) * 1.1))
    if short and parties and not other:
        found.append(Evidence("IOP beside a public and an idea-based body", 3.0))
    if other and not spelled:
        found.append(Evidence("another meaning", -2.0 * min(other, 4)))
    return found


def _topic(text: str, probability: float) -> TopicName:
    if probability >= 0.5:
        return "iop"
    return "valfardsdebatt" if len(_PROFIT.findall(text)) >= 2 else "ovrigt"


def iop_terms(text: str) -> list[tuple[int, int]]:
    """Return the offsets of every mention of IOP, spelled out or short, in text order."""
    found = [m.span() for pattern in (_SPELLED, _SHORT) for m in pattern.finditer(text)]
    return sorted(found)
