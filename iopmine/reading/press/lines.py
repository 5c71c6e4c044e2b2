"""What a single line of a press-archive export is: ruler, page, medium, byline, copyright, or text.

The forms are those that Retriever (Mediearkivet, Atekst) prints, in Swedish and Norwegian.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from iopmine.reading.dateforms import MAX_LINE, WEEKDAY, normalised

Kind = Literal["text", "blank", "break", "rule", "page", "medium", "byline", "profile", "legal", "link", "address"]
PAGE_BREAK = "\f"
GAPS = frozenset(("blank", "break"))
FOOTERS = frozenset(("legal", "link", "address"))
# What stands in a header beside headline, outlet and day.
HEADER_PARTS = frozenset(("page", "medium", "byline", "profile"))

_RULE = re.compile(r"[=_*~#–—-]{10,}")
_COUNTED_PAGE = re.compile(r"(?:sida |sid\.? |page )?\d{1,4} ?(?:(?:av|of) ?\d{1,4}|\(\d{1,4}\))", re.IGNORECASE)
PAGE = r"(?:sid(?:a|an|or|orna|e)?|s)\b[.:]? ?[A-Z]?\d{1,3}(?:(?: ?[-–,#+&/] ?| och )[A-Z]?\d{1,3}){0,20}"
_PAGE = re.compile(rf"{PAGE}\.?", re.IGNORECASE)
MEDIUM = (
    r"(?:publicera[dt]|pu ?blisert|sän[dt]|sändes) (?:i|på) (?:print|tryck|trykk|papper|webb?|nett?|internet|radio|tv"
    r"|app|podd|sociala medier)\b"
)
_MEDIUM = re.compile(rf"{MEDIUM}.{{0,120}}", re.IGNORECASE)
_PROFILE = re.compile(r"(?:sök)?profil(?:er)?(?: ?:|,| .*\b(?:webbsök|nyhetstext)).{0,200}", re.IGNORECASE)
_NAME = r"(?-i:[A-ZÅÄÖÉ][\wåäöé.'’-]*)(?: (?:af|av|de|von|van))?(?: (?-i:[A-ZÅÄÖÉ][\wåäöé.'’-]*)){1,3}(?:/TT)?"
_BYLINE = re.compile(
    rf"(?:av|text|foto|bild|text (?:och|&|/) ?(?:foto|bild)|reporter|skribent|författare|journalist)(?: av)?:? ?"
    rf"{_NAME}(?:(?:,| och| &|/) ?{_NAME}){{0,3}}[,.]? ?(?:\S{{1,40}}@\S{{1,40}})?",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"(?:©|\(c\) |copyright\b|alla artiklar är skyddade|artik(?:lar|eln?) (?:får (?:ej|inte)|är skydda)"
    r"|om inte annat följer av|(?:allt )?(?:materialet|innehållet) (?:är skydda|skyddas|omfattas av upphovsrätt)"
    r"|(?:utdraget|exporten|utskriften) (?:är )?(?:gjor[dt]|kommer|hämta[dt]) (?:ur|från|i) (?:retriever|medie))",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:(?:läs|se|les|öppna|visa|till) (?:hela |hele )?(?:artikeln|artikkelen|nyheten|webb?artikeln|originalartikeln"
    r"|inslaget|notisen)(?: i sin helhet)?(?: (?:på|hos|här))?|länk(?: till artikeln)?|webbadress|url):? ?"
    r"(?:https?://\S+)?\.?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+>?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOT_WORD = re.compile(r"[\W_]+")
_LABEL = re.compile(
    r"(rubrik|titel|källa|tidning|medium|media|utgivare|datum|publicera[dt]|publiceringsdatum|publiceringsdag|dag|sida"
    r"|sidor|byline|författare|skribent)\s*:\s*",
    re.IGNORECASE,
)
WEEKDAY_END = re.compile(rf"(?:\b{WEEKDAY} ?)?(?:\bden ?)?$", re.IGNORECASE)


class Row(NamedTuple):
    """One line: its text without odd spaces, what it is, and the label it begins with (``källa``), if any."""

    text: str
    kind: Kind
    label: str = ""

    @property
    def may_hold_day(self) -> bool:
        """Whether a day could stand on the line: it is short and holds a year."""
        return len(self.text) <= MAX_LINE and _YEAR.search(self.text) is not None


def rows_of(lines: Iterable[str]) -> list[Row]:
    """Classify the lines of a file, one row each."""
    return [_row(line) for line in lines]


def _row(line: str) -> Row:
    if PAGE_BREAK in line and not line.strip():
        return Row("", "break")
    if len(line) > 4 * MAX_LINE:
        return Row(line.strip(), "legal" if _LEGAL.match(line.lstrip()[:MAX_LINE]) else "text")
    text = normalised(line)
    label = _LABEL.match(text)
    if label:
        return Row(text[label.end() :], _labelled(label[1].casefold()), label[1].casefold())
    return Row(text, _kind(text))


def _labelled(label: str) -> Kind:
    if label in {"sida", "sidor"}:
        return "page"
    return "byline" if label in {"byline", "författare", "skribent"} else "text"


def _kind(text: str) -> Kind:
    if not text or _COUNTED_PAGE.fullmatch(text):
        return "blank"
    if _RULE.fullmatch(text.replace(" ", "")):
        return "rule"
    whole: Sequence[tuple[re.Pattern[str], Kind]] = (
        (_PAGE, "page"),
        (_MEDIUM, "medium"),
        (_PROFILE, "profile"),
        (_BYLINE, "byline"),
        (_LINK, "link"),
        (_ADDRESS, "address"),
    )
    found = next((kind for pattern, kind in whole if pattern.fullmatch(text)), None)
    return found or ("legal" if _LEGAL.match(text) else "text")


def words(text: str) -> str:
    """Return the text as compared: its words in lower case, each with a space on both sides."""
    return f" {_NOT_WORD.sub(' ', text).strip().casefold()} "
