"""What kind of text a document is: news, press release, opinion, minutes, report or guide page.

Each kind has marks, formulas of the trade: at the head (*Debatt:*, *Protokoll*), as lines of their own (*Presskontakt*,
*Sammanfattning*), or anywhere (*§ 14*, *fyll i blanketten*). Marks are weighed and the heaviest kind wins; a text
without marks is news.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

Kind = Literal["news", "press", "opinion", "minutes", "report", "guide"]

# What decides must be more than one weak mark.
_ENOUGH = 2.0
# The head: title, vignette and first line. Of a long text its beginning and its end are read, where the formulas
# stand. A mark is counted at most three times.
_HEAD = 220
_BEGINNING = 2000
_END = 1000
_MOST = 3


class Mark(NamedTuple):
    """Formulas that speak for a kind, each with a weight; ``head``: they count at the head of the text only."""

    kind: Kind
    weight: float
    pattern: re.Pattern[str]
    head: bool = False


def _mark(kind: Kind, weight: float, formulas: str, *, head: bool = False) -> Mark:
    """Make a mark of lower-case formulas with ``;`` between them: ``^`` = at the start of a line, ``~`` = any ending.

    Every branch opens with letters or a line break, so that the engine can skip all other characters.
    """
    branches = (_formula(" ".join(formula.split())) for formula in formulas.split(";"))
    return Mark(kind, weight, re.compile("|".join(branches)), head)


def _formula(written: str) -> str:
    start = r"\n[ \t]{0,8}" if written.startswith("^") else ""
    end = "" if written.endswith("~") else r"\b"
    return start + written.removeprefix("^").removesuffix("~") + end


MARKS: Final = (
    _mark("minutes", 3.0, "protokoll~; föredragningslista~; tjänsteskrivelse~", head=True),
    _mark(
        "minutes",
        1.5,
        r"""^§ ?\d{1,3}; § ?\d{1,3}; dnr; yrkande~; yrkar; justeras?:~; ^justera[ts]; reservation(?:er)?:~;
        ^reservation(?:er)?; reserverar sig; beslutsgång; vid protokollet; beslutet skickas""",
    ),
    _mark(
        "minutes",
        1.0,
        r"""styrelsens (?:arbetsutskott|beslut|förslag till beslut); nämndens (?:arbetsutskott|beslut); motionären;
        utskottets? (?:beslut|förslag); läggs till handlingarna; ^närvarande""",
    ),
    _mark(
        "opinion",
        4.0,
        r"""^(?:debatt(?:artikel|inlägg)?|insändare|ledare|(?:gäst)?krönika|kolumn)(?: ?[:.,|–-]|[ ]{0,3}\n)~;
        ^(?:(?:slut)?replik|opinion|kommentar|signerat)(?: ?[:.,|–-]|[ ]{0,3}\n)~; ledarredaktionen""",
        head=True,
    ),
    _mark("opinion", 1.5, "vi som skriver; undertecknade; ^svar till; detta är en (?:debattartikel|ledare)"),
    _mark("press", 3.0, "pressmeddelande~; pressinbjudan", head=True),
    _mark(
        "press",
        2.0,
        r"""presskontakt~; pressansvarig~; visa på mynewsdesk; media är välkom~;
        för (?:mer|ytterligare) information[^\n]{0,40}kontakta""",
    ),
    _mark("press", 1.0, "pressbild~; bilder finns att ladda; inbjudan; tillgänglig för intervju~; pressmeddelande~"),
    _mark(
        "report",
        2.5,
        r"""rapport; rapporten; utvärdering~; kartläggning~; examensarbete; uppsats; avhandling; manual; sou \d{4};
        årsredovisning~; verksamhetsberättelse~""",
        head=True,
    ),
    _mark(
        "report",
        1.0,
        r"""kapitel \d~; tabell \d~; bilaga \d~; figur \d~; ^(?:sammanfattning|slutsatser|metod|referenser|innehåll);
        ^(?:inledning|rekommendationer|författare); studien (?:omfattar|bygger|undersöker); materialet (?:är|består);
        syftet med (?:uppsatsen|studien|rapporten); författarna; this paper; we measured; intervjuer;
        rapporten redovisar""",
    ),
    _mark(
        "guide",
        2.5,
        r"""^vad (?:är|innebär); ^så (?:ansöker|söker|gör|fungerar|testar|tecknar); ^vanliga frågor; ^frågor och svar;
        ^riktlinje~; ^checklista; ^mall; ^ansök; ^bli; ^stöd och bidrag; ^ordlista; ^guide; ^handledning;
        ^information till""",
        head=True,
    ),
    _mark(
        "guide",
        1.0,
        r"""på (?:den )?här sidan; här (?:kan|hittar|tecknar|får) (?:du|ni); fyll i; ladda ned; blankett~; steg \d~;
        mallen; dessa riktlinjer; vill (?:du|ni); handläggar~; kontakta \w{2,30}(?:en|et|an); senast uppdaterad;
        tänk på; din förening; ansökan""",
    ),
)


def kind_of(text: str) -> Kind:
    """Return the kind of a text: the one whose marks weigh most, news where nothing speaks for another."""
    if len(text) > _BEGINNING + _END:
        text = f"{text[:_BEGINNING]}\n{text[-_END:]}"
    text = f"\n{text.lower()}"
    weights: dict[Kind, float] = {}
    for mark in MARKS:
        end = min(len(text), _HEAD) if mark.head else len(text)
        found = 0
        for _ in mark.pattern.finditer(text, 0, end):
            found += 1
            if found == _MOST:
                break
        weights[mark.kind] = weights.get(mark.kind, 0.0) + mark.weight * found
    best = max(weights, key=lambda kind: (weights[kind], kind))
    return best if weights[best] >= _ENOUGH else "news"
