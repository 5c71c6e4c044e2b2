"""What one sentence says about an agreement: who stands in it, and whether it concludes, wishes or denies.

A sentence is read with the paragraph and the list it stands in; bodies that merely speak, pay or study are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from iopmine.nlp.analysis import Analysis
from iopmine.nlp.names import NameReading
from iopmine.nlp.org_patterns import side_of
from iopmine.nlp.spans import SpanIndex
from iopmine.nlp.status import concluded, is_denied, is_purchase, is_wish
from iopmine.nlp.vocabulary import is_common_word

_PACT = re.compile(
    r"\b(?:partnerskap\w*|(?:iop-)?avtal(?:et|en|s|ets)?\b|överenskommelse\w*|samarbetsavtal\w*|samverkansavtal\w*"
    r"|partner(?:n|s)?\b|part(?:en|er|erna)?\b|gått samman|uppgörelse\w*|samarbete\w*|tillsammans med)",
    re.IGNORECASE,
)
_PARTNERSHIP = re.compile(r"\bpartnerskap\w*", re.IGNORECASE)
# A role of a body that is no party: it speaks, pays, studies, made the model, or somebody works there.
_ROLE_BEFORE = re.compile(
    r"""(?: säger | enligt | skriver | menar | berättar | forskar(?:e|na) | rapport\w*\sfrån | finansier\w+\sav
          | stöd\sfrån | professor | docent | modell\w*\s(?:av|från) | utveckla\w+\sav | framtag\w+\sav | tog\sfram
          | utvärder\w+\sav | granska\w+\sav | överklaga\w+\still | medlem\w*\si | intresseorganisation\w*
          | medlemmar\sfrån | anmäl\w+\sav | anmälan\sfrån | intervju\w*\smed | (?:talat|pratat)\smed
          | (?:gratulationer|grattis|lyckönskningar|hälsning\w*)\sfrån )[\s\w,]{0,40}$""",
    re.IGNORECASE | re.VERBOSE,
)
_ROLE_TITLE = re.compile(
    r"""(?: generalsekreterare | projektledare | expert | ordförande | direktor | verksamhetschef | chef | handläggare
          | pressansvarig | talesperson | verksamhetsledare | föreståndare )\w{0,3}
        (?:\s(?:för|på|i|vid|hos|från))?\s?,?\s?$""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_PARTY_AFTER = re.compile(
    r"\s(?:är|var|blir)\s(?:inte|ingen)\s(?:\w+\s)?(?:avtals)?part"
    # Whoever congratulates, praises or is interviewed looks on.
    r"|\s(?:gratulera(?:r|de)|grattar|hylla(?:r|de)|applådera(?:r|de)|lyckönska(?:r|de)|berömmer|intervjua(?:s|des))\b",
    re.IGNORECASE,
)
_PUBLIC_ROLE = re.compile(
    r"\b(?:kommunen|staden|regionen|\w{0,30}nämnden|kommunstyrelsen|kommunfullmäktige|regionstyrelsen)s?\b",
    re.IGNORECASE,
)
_IDEA_ROLE = re.compile(
    r"\b(?:\w{0,30}(?:föreningen|stiftelsen|missionen|jouren|organisationen|kooperativet|församlingen|byalaget|förbundet)"
    r"|föreningarna|organisationerna|aktörerna)s?\b"
)
# A bullet, a number, or a row of a table: what stands there is an item of a list. A dash opens speech as well, and
# an item only where a body follows it at once.
_ITEM = re.compile(
    r"^(?:[ \t]{0,20}(?:[•*·▪◦]\s|\d{1,2}[.)]\s)|[^\n\t|]{1,80}?(?:\t| {3}| \| )[ \t]{0,60}\S)", re.MULTILINE
)
_DASH = re.compile(r"^[ \t]{0,20}[–-]\s", re.MULTILINE)
# What stands behind a body at the head of a line: a dash or a colon and what the body does.
_SUBJECT = re.compile(r"(?:[ \t][–—-]|:)[ \t](?=[A-ZÅÄÖa-zåäö])")
# Two towns named as municipalities: "Lunds och Malmö kommuner", "Kommunerna Sorsele, Malå och Storuman".
_TOWNS_BEFORE = re.compile(r"\bkommunerna\s$", re.IGNORECASE)
_TOWNS_AFTER = re.compile(r"\skommuner\b")
_NEXT_TOWN = re.compile(r"(?:,|\soch|\ssamt)\s")
# Government and courts decide over agreements and are parties of none.
STATE = re.compile(
    r"\A(?:regering|riksdag|stat)en\b|\b(?:tings|hov|kammar|förvaltnings)rätt(?:en)?\b|\b\w{0,30}domstol(?:en)?\b",
    re.IGNORECASE,
)
_UMBRELLA = frozenset(
    {"paraplyorganisation", "arbetsgivarorganisation", "studieförbund-centralt", "parti", "departement", "medier"}
)
_PUBLIC_KINDS = frozenset({"kommun", "region", "kommunalförbund"})


@dataclass(frozen=True, slots=True)
class Clue:
    """A sentence with its parties and its modality; ``paragraph`` and ``item`` number where it stands."""

    start: int
    end: int
    paragraph: int
    item: bool
    public: tuple[NameReading, ...]
    ideas: tuple[NameReading, ...]
    places: tuple[NameReading, ...]
    public_role: int
    idea_role: bool
    iop: bool
    partnership: bool
    pact: bool
    concluded: bool
    wish: bool
    denied: bool

    @property
    def asserts(self) -> bool:
        """Whether the sentence speaks of a partnership that exists, rather than one wished for or denied."""
        return (self.iop or self.partnership) and not self.denied and (self.concluded or not self.wish)

    @property
    def tells(self) -> bool:
        """Whether the sentence tells that parties made or keep an agreement."""
        if self.denied or not self.concluded:
            return False
        return self.iop or self.partnership or self.pact


def is_public(reading: NameReading) -> bool:
    """Tell whether a mention is a municipality, a region or a body that signs for them."""
    entity = reading.link.entity
    if reading.candidate.label != "ORG" or entity is None:
        return False
    if entity.id.startswith(("kommun:", "region:")) or entity.kind in _PUBLIC_KINDS:
        return True
    return "samordningsförbund" in entity.canonical.casefold()


def is_idea_based(reading: NameReading) -> bool:
    """Tell whether a mention may be an idea-based party: not an umbrella body, authority, party or company."""
    entity = reading.link.entity
    if reading.candidate.label != "ORG" or STATE.search(reading.link.canonical) is not None:
        return False
    if entity is None:
        # A name that many bodies have is left unlinked: "Pingstkyrkan" is a party by its name.
        return (
            reading.candidate.rule.startswith(("list", "document")) or side_of(reading.candidate.rule)[1] == "ideburen"
        )
    if side_of(reading.candidate.rule)[1] == "ideburen" and not entity.side:
        # Told apart by this mention, "föreningen Lunden", though not by the first: "Lunden".
        return True
    if reading.candidate.rule == "context:org":
        # A word of the language that stands where a name could is rather the name of what is done there.
        return " " in entity.canonical or not is_common_word(entity.canonical)
    return entity.side in {"ideburen", "kooperation"} and entity.kind not in _UMBRELLA


def clues(analysis: Analysis, names: Sequence[NameReading]) -> list[Clue]:
    """Return the clues of a text in order, marked passages (definition boxes, contacts) left out."""
    text = analysis.text
    terms = SpanIndex(analysis.iop)
    found: list[Clue] = []
    index = paragraph = last = 0
    for start, end in analysis.sentences:
        here: list[NameReading] = []
        while index < len(names) and names[index].candidate.start < end:
            if names[index].candidate.start >= start:
                here.append(names[index])
            index += 1
        paragraph += "\n" in text[last:start]
        last = end
        if not analysis.marked.covers(start):
            found.append(_clue(text, (start, end), paragraph, here, terms))
    return found


def _clue(text: str, span: tuple[int, int], paragraph: int, here: Sequence[NameReading], terms: SpanIndex) -> Clue:
    start, end = span
    parties = _without_subject(text, [n for n in here if not _in_role(text, start, n)])
    towns = _towns(text, parties)
    iop = terms.touches(start, end)
    role = _PUBLIC_ROLE.search(text, start, end)
    return Clue(
        start=start,
        end=end,
        paragraph=paragraph,
        item=_is_item(text, text.rfind("\n", 0, start) + 1, parties),
        public=tuple(n for n in parties if is_public(n) or n.candidate.start in towns),
        ideas=tuple(n for n in parties if is_idea_based(n)),
        places=tuple(n for n in here if n.candidate.label == "LOC"),
        public_role=role.start() if role else -1,
        idea_role=_IDEA_ROLE.search(text, start, end) is not None,
        iop=iop,
        partnership=_PARTNERSHIP.search(text, start, end) is not None,
        pact=_PACT.search(text, start, end) is not None,
        concluded=concluded(text, start, end),
        wish=is_wish(text, start, end),
        # Words of buying deny an agreement, unless the sentence calls it by its name: "kallades IOP men …".
        denied=is_denied(text, start, end) or (not iop and is_purchase(text, start, end)),
    )


def _towns(text: str, names: Sequence[NameReading]) -> set[int]:
    """Return where the places stand that the word beside their row names as municipalities."""
    rows: list[list[NameReading]] = []
    for name in names:
        if name.candidate.label != "LOC" or name.link.entity is None or not name.link.entity.id.startswith("kommun:"):
            continue
        start = name.candidate.start
        if rows and _NEXT_TOWN.fullmatch(text, rows[-1][-1].candidate.reach, start):
            rows[-1].append(name)
        else:
            rows.append([name])
    return {name.candidate.start for row in rows if len(row) > 1 and _is_row_of_towns(text, row) for name in row}


def _is_row_of_towns(text: str, row: Sequence[NameReading]) -> bool:
    start = row[0].candidate.start
    before = _TOWNS_BEFORE.search(text, max(0, start - len("kommunerna ") - 1), start)
    return before is not None or _TOWNS_AFTER.match(text, row[-1].candidate.reach) is not None


def _is_item(text: str, line: int, parties: Sequence[NameReading]) -> bool:
    if _ITEM.match(text, line) or any(n.candidate.start == line and _headed(text, n) for n in parties):
        return True
    dash = _DASH.match(text, line)
    return dash is not None and any(name.candidate.start == dash.end() for name in parties)


def _without_subject(text: str, parties: list[NameReading]) -> list[NameReading]:
    """Leave out what stands behind the dash of a headed line: a house or a project, not a partner."""
    first = next((n for n in parties if text[max(0, n.candidate.start - 1) : n.candidate.start] in {"", "\n"}), None)
    if first is None or not _headed(text, first) or text.startswith(":", first.candidate.reach):
        return parties
    line_end = text.find("\n", first.candidate.reach)
    after = len(text) if line_end < 0 else line_end
    return [n for n in parties if n is first or n.candidate.start > after]


def _headed(text: str, name: NameReading) -> bool:
    """Tell whether a line is headed by a body and what its agreement is about: "Lunden Väst – Öppen förskola"."""
    return is_idea_based(name) and _SUBJECT.match(text, name.candidate.reach) is not None


def _in_role(text: str, sentence_start: int, name: NameReading) -> bool:
    """An interviewee's employer, a funder or a researcher's university is not a party."""
    before = text[max(sentence_start, name.candidate.start - 70) : name.candidate.start]
    if _ROLE_BEFORE.search(before) or _ROLE_TITLE.search(before):
        return True
    return _NO_PARTY_AFTER.match(text, name.candidate.reach) is not None
