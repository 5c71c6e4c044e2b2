"""What a single line of a press-archive export is: ruler, page, medium, byline, copyright, or text.

The forms are those that Retriever (Mediearkivet, Atekst) prints, in Swedish and Norwegian.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, cast

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
MEDIUM = (
    r"(?:publicera[dt]|pu ?blisert|sän[dt]|sändes) (?:i|på) (?:print|tryck|trykk|papper|webb?|nett?|internet|radio|tv"
    r"|app|podd|sociala medier)\b"
)
_NAME = r"(?-i:[A-ZÅÄÖÉ][\wåäöé.'’-]*)(?: (?:af|av|de|von|van))?(?: (?-i:[A-ZÅÄÖÉ][\wåäöé.'’-]*)){1,3}(?:/TT)?"
_BYLINE = (
    r"(?:av|text|foto|bild|text (?:och|&|/) ?(?:foto|bild)|reporter|skribent|författare|journalist)(?: av)?:? ?"
    rf"{_NAME}(?:(?:,| och| &|/) ?{_NAME}){{0,3}}[,.]? ?(?:\S{{1,40}}@\S{{1,40}})?"
)
_PROFILE = r"(?:sök)?profil(?:er)?(?: ?:|,| .{0,80}\b(?:webbsök|nyhetstext)).{0,200}"
_LINK = (
    r"(?:(?:läs|se|les|öppna|visa|till) (?:hela |hele )?(?:artikeln|artikkelen|nyheten|webb?artikeln|originalartikeln"
    r"|inslaget|notisen)(?: i sin helhet)?(?: (?:på|hos|här))?|länk(?: till artikeln)?|webbadress|url):? ?"
    r"(?:[(\"]{0,2}https?://\S+)?\.?"
)
_WHOLE = re.compile(
    rf"(?P<page>{PAGE}\.?)|(?P<medium>{MEDIUM}.{{0,120}})|(?P<profile>{_PROFILE})|(?P<byline>{_BYLINE})"
    rf"|(?P<link>{_LINK})|(?P<address><?(?:https?://|www\.)\S+>?)",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"(?:©|\(c\) |copyright\b|alla artiklar är skyddade|artik(?:lar|eln?) (?:får (?:ej|inte)|är skydda)"
    r"|om inte annat följer av|(?:allt )?(?:materialet|innehållet) (?:är skydda|skyddas|omfattas av upphovsrätt)"
    r"|(?:utdraget|exporten|utskriften) (?:är )?(?:gjor[dt]|kommer|hämta[dt]) (?:ur|från|i) (?:retriever|medie))",
    re.IGNORECASE,
)
# Whatever could be a day: a quick look before the exact and slow one.
_DAY_LIKE = re.compile(
    r"(?:19|20)\d\d[-/. ]\d\d|\d[\w:.]{0,3}[ |./-]{1,3}(?:[^\W\d]{3,9}\.?,?[ |-]{1,3}|\d{1,2}[./ -])(?:19|20)\d\d"
    r"|[^\W\d]{3,9}\.? \d{1,2}\w{0,2},? (?:19|20)\d\d"
)
# No export without one of these, beside a contents list.
_SIGNS = re.compile(
    rf"^[ \t]*(?:{MEDIUM}|{PAGE}|källa:|tidning:|medi(?:um|a):|©|copyright\b|alla artiklar är)|ret\.nu/",
    re.IGNORECASE | re.MULTILINE,
)
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
        """Whether a day could stand on the line: it is short and holds figures in such an order."""
        return len(self.text) <= MAX_LINE and _DAY_LIKE.search(self.text) is not None


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
    found = _WHOLE.fullmatch(text)
    if found:
        return cast("Kind", found.lastgroup)
    return "legal" if _LEGAL.match(text) else "text"


def shows_signs(lines: Sequence[str]) -> bool:
    """Tell whether anything in the lines is as archives print it, by a quick look at all of them."""
    return _SIGNS.search("\n".join(lines)) is not None


def words(text: str) -> str:
    """Return the text as compared: its words in lower case, each with a space on both sides."""
    return f" {_NOT_WORD.sub(' ', text).strip().casefold()} "
