"""Press-archive exports with known truth: invented articles in the layouts and formats that archives print.

Everything is drawn from one seed. Newspapers are real, persons, events and sentences are invented.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from iopmine.reading.drafts import Draft

OUTLETS = (
    "Göteborgs-Posten", "ETC Göteborg", "P4 Halland", "Dagens Nyheter", "Dagens Samhälle", "svt.se", "Altinget.se",
    "Nya Wermlands-Tidningen", "24Kalmar", "8 Sidor", "Borås Tidning Premium", "VLT", "Tidningen Syre",
    "Barometern, Oskarshamns-Tidningen", "Arbetsmarknad & Socialt", "Kuriren.nu", "Upsala Nya Tidning (UNT)",
)  # fmt: skip
PLACES = ("Skövde", "Örebro", "Åmål", "Växjö", "Härnösand", "Malmö", "Umeå", "Ängelholm", "Karlskoga", "Söderhamn")
BODIES = (
    "Stadsmissionen",
    "Röda Korset",
    "Hyresgästföreningen",
    "Verdandi",
    "Fryshuset",
    "Rädda Barnen",
    "Kyrkans hus",
)
PERSONS = ("Alva Brunnsäter", "Tore Klintmark", "Siv Äppelqvist", "Bo-Göran Ljungdal", "Mirja von Tallås")
_HEADLINES = (
    "{body} öppnar mötesplats i {place}",
    "Avtal om nattjour klart: {place} satsar {n} miljoner",
    "”Vi hinner inte med” – {body} larmar från {place}",
    "{place} säger ja till partnerskap, {body} får lokaler",
    "Därför vill {place} att {body} driver huset vidare efter årsskiftet trots kritiken från oppositionen i nämnden",
    "Hårda ord om vinst i välfärden",
    "{n} unga fick sommarjobb genom {body} i {place}",
    "Insändare: Låt {body} vara med från början",
)
_SENTENCES = (
    "Kommunstyrelsen i {place} sade på tisdagen ja till ett avtal med {body} om {n} platser.",
    "Föreningen har drivit huset i {n} år, och nu får den ett bidrag som räcker till nästa vår.",
    "Det är första gången som {body} och kommunen delar på ansvaret, säger {person}.",
    "Enligt {person} handlar det inte om att köpa en tjänst utan om att göra något tillsammans.",
    "Oppositionen i {place} är mer tveksam och vill se siffror innan pengarna betalas ut.",
    "Varje kväll kommer ett {n}-tal ungdomar hit för att äta, läsa läxor eller bara prata.",
    "Beslutet gäller från den 1 januari 2019 och kan förlängas om båda parter vill det.",
    "På sidan om står den gamla frågan: vem tar över när projektet är slut?",
    "Överenskommelsen omfattar {n} 000 kronor om året, skriver {body} i sin ansökan.",
)
_TRAPS = (
    ["Fakta", "- ett hus i {place}", "- {n} anställda", "- öppet alla dagar"],
    ["=" * 40],
    ["{place}, 7 juni 2018"],
    ["Läs mer på sidan {n} i dagens tidning."],
    ["1. Bättre skola i {place}", "2. Fler bostäder"],
    ["Publicerat material från {body} visar samma sak."],
)  # fmt: skip
_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
_WEEKDAYS = "måndag tisdag onsdag torsdag fredag lördag söndag".split()
RULE = "=" * 78
TERMS = (
    "Alla artiklar är skyddade av upphovsrättslagen. Artiklar får ej distribueras utanför den egna organisationen utan "
    "godkännande från Retriever eller den enskilda utgivaren."
)


@dataclass(frozen=True)
class Article:
    """What an export says of an article, and what reading it must give back."""

    title: str
    outlet: str
    day: date
    time: str
    medium: str
    page: str
    byline: str
    link: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """How an export is printed; each field is one choice."""

    contents: str = "marked"
    """marked (> …), numbered, two_lines, dotted, day_first, none"""
    heading: str = "Nyheter:"
    header: str = "plain"
    """plain (headline, outlet and day), dashes, outlet_first, split, labelled, medium_day, piped"""
    dates: str = "iso"
    """iso, timed, words, weekday, dotted"""
    separator: str = "rule"
    """rule, dashes, break, gap"""
    foot: str = "full"
    """full, link, link_below, glued (to the last line of the text), copyright, none"""
    medium: bool = True
    width: int = 0


@dataclass
class Export:
    """An export as blocks of lines: (role, text); roles are title, meta, body, foot, rule, break, gap, entry, front."""

    articles: list[Article]
    lines: list[tuple[str, str]] = field(default_factory=list)

    def add(self, role: str, *texts: str) -> None:
        self.lines += [(role, text) for text in texts]


def invented(random: Random, count: int) -> list[Article]:
    """Invent articles; now and then the next one is the web copy of the same text, or has no text."""
    articles: list[Article] = []
    for number in range(count):
        if articles and articles[-1].medium == "print" and articles[-1].paragraphs and random.random() < 0.15:
            before = articles[-1]
            articles.append(_article(random, number, before.title, before.paragraphs, "webb", before.day))
            continue
        words = {
            "place": random.choice(PLACES), "body": random.choice(BODIES), "n": random.randint(2, 90),
            "person": random.choice(PERSONS),
        }  # fmt: skip
        title = random.choice(_HEADLINES).format(**words)
        paragraphs = [
            " ".join(random.choice(_SENTENCES).format(**words) for _ in range(random.randint(1, 5)))
            for _ in range(random.randint(2, 7))
        ]
        if random.random() < 0.35:
            trap = [line.format(**words) for line in random.choice(_TRAPS)]
            at = random.randint(1, len(paragraphs) - 1)
            paragraphs[at:at] = trap
        empty = random.random() < 0.05
        day = date(2015, 1, 1) + timedelta(days=random.randint(0, 4000))
        medium = random.choice(("print", "print", "webb"))
        articles.append(_article(random, number, title, () if empty else tuple(paragraphs), medium, day))
    return articles


def _article(random: Random, number: int, title: str, paragraphs: tuple[str, ...], medium: str, day: date) -> Article:
    page = random.choice(("4", "12", "4, 5", "10#11", "A6", "")) if medium == "print" else ""
    time = f"{random.randint(5, 22):02d}:{random.randint(0, 59):02d}" if medium == "webb" else ""
    byline = random.choice(("", "", f"Av: {random.choice(PERSONS)}", random.choice(PERSONS).upper()))
    link = f"http://ret.nu/{number:04d}aBcX"
    return Article(title, random.choice(OUTLETS), day, time, medium, page, byline, link, paragraphs)


def shown_day(day: date, form: str) -> str:
    match form:
        case "words":
            return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        case "weekday":
            return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"
        case "dotted":
            return f"{day.day:02d}.{day.month:02d}.{day.year}"
    return day.isoformat()


def laid_out(articles: list[Article], layout: Layout) -> Export:
    """Print the articles in a layout."""
    export = Export(articles)
    export.add("front", "Norra Högskolan BIBSAM", "Datum 2026-11-20", "")
    if layout.contents != "none":
        export.add("front", layout.heading, "")
        for number, article in enumerate(articles, start=1):
            export.add("entry", *_entry(article, number, layout))
            export.add("gap", "")
    export.add("break" if layout.separator == "break" else "gap", "")
    for article in articles:
        _print(export, article, layout)
    return export


def _entry(article: Article, number: int, layout: Layout) -> list[str]:
    day = shown_day(article.day, "iso" if layout.dates == "timed" else layout.dates)
    when = f"{day} {article.time}" if layout.dates == "timed" and article.time else day
    match layout.contents:
        case "numbered":
            return [f"{number}. {article.title}, {article.outlet}, {when}"]
        case "two_lines":
            return [f"{number}. {article.title}", f"{article.outlet}, {when}"]
        case "dotted":
            return [f"{article.title}, {article.outlet}, {day} {'.' * 12} {number + 2}"]
        case "day_first":
            return [f"{day} {article.outlet}: {article.title}"]
    return [f"> {article.title}, {article.outlet}, {when}"]


def _print(export: Export, article: Article, layout: Layout) -> None:
    _print_header(export, article, layout)
    export.add("gap", "")
    for paragraph in article.paragraphs:
        wrapped = textwrap.wrap(paragraph, layout.width) if layout.width else [paragraph]
        if layout.foot == "glued" and paragraph is article.paragraphs[-1]:
            wrapped[-1] += f"©{article.outlet}<br>{TERMS}"
        export.add("body", *wrapped)
        export.add("gap", "")
    export.add("foot", *_foot(article, layout))
    between = {"rule": [("rule", RULE)], "dashes": [("rule", "-" * 60)], "break": [("break", "")], "gap": [("gap", "")]}
    export.lines += [*between[layout.separator], ("gap", "")]


def _print_header(export: Export, article: Article, layout: Layout) -> None:
    day = shown_day(article.day, "iso" if layout.dates == "timed" else layout.dates)
    when = f"{day} {article.time}" if layout.dates == "timed" and article.time else day
    page = [f"Sida {article.page}"] if article.page else []
    medium = [f"Publicerat {'i print' if article.medium == 'print' else 'på webb'}. "] if layout.medium else []
    byline = [article.byline] if article.byline else []
    source = f"{article.outlet}, {when}"
    match layout.header:
        case "outlet_first":
            export.add("meta", source, *page, *medium)
            export.add("title", article.title)
            export.add("meta", *(byline if article.byline.startswith("Av") else []))
        case "split":
            export.add("title", article.title)
            export.add("meta", article.outlet, when, *page, *medium)
        case "labelled":
            export.add("meta", f"Rubrik: {article.title}", f"Källa: {article.outlet}", f"Datum: {when}")
            export.add("meta", *(f"Sida: {article.page}" for _ in page), *medium)
        case "medium_day":
            way = "i print" if article.medium == "print" else "på webb"
            export.add("title", article.title)
            export.add("meta", article.outlet, f"Publicerat {way}. {day} {article.time}".strip())
            export.add("meta", "Profil, sajtens sida, nyhetstext, webbsök", *page)
        case "piped":
            export.add("title", article.title)
            export.add("meta", " | ".join([article.outlet, day, *page]), *medium)
        case _:
            export.add("title", article.title)
            export.add("meta", *(["-" * 78] if layout.header == "dashes" else []))
            export.add("meta", source, *(byline if page or medium else []), *page, *medium)


def _foot(article: Article, layout: Layout) -> list[str]:
    verb = "Läs hela artikeln på" if article.medium == "print" else "Se webartikeln på"
    match layout.foot:
        case "full":
            return [f"© {article.outlet}", TERMS, "", f"{verb} {article.link}"]
        case "link" | "glued":
            return [f"{verb} {article.link}"]
        case "link_below":
            return [f"© {article.outlet}<br>{TERMS}", "", verb, article.link]
        case "copyright":
            return [f"© {article.outlet}"]
    return []


def as_text(export: Export, encoding: str = "utf-16", newline: str = "\r\n") -> bytes:
    return newline.join("\f" if role == "break" else text for role, text in export.lines).encode(encoding)


def as_rtf(export: Export) -> bytes:
    out = [r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}\f0\fs20"]
    for role, text in export.lines:
        size = r"\b\fs28 " if role == "title" else r"\b0\fs20 "
        out.append(r"\page" if role == "break" else rf"{size}{_rtf(text)}\par")
    return ("\n".join(out) + "}").encode("ascii")


def _rtf(text: str) -> str:
    pieces = []
    for char in text:
        if char in "\\{}":
            pieces.append(f"\\{char}")
        elif ord(char) < 128:
            pieces.append(char)
        elif char in "åäöÅÄÖ":
            pieces.append(f"\\'{char.encode('cp1252').hex()}")
        else:
            pieces.append(f"\\u{ord(char)}?")
    return "".join(pieces)


def as_docx(export: Export, *, gaps: bool = True) -> bytes:
    import docx

    document = docx.Document()
    for role, text in export.lines:
        if role == "break":
            document.add_page_break()
        elif role == "title":
            document.add_heading(text, level=2)
        elif text or gaps:
            document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_pdf(export: Export, make_pdf: Callable[..., bytes]) -> bytes:
    """Print at 10 points, headlines at 15, 44 lines a page, with a running header and a page count below."""
    pages: list[list[tuple[float, float, float, str]]] = [[]]
    bottom = 760.0
    for role, text in export.lines:
        size, width = (15.0, 58) if role == "title" else (10.0, 90)
        for line in textwrap.wrap(text, width) or [""]:
            step = 1.25 * size if line else 8.0
            if role == "break" or bottom - step < 80:
                pages.append([])
                bottom = 760.0
                if role == "break":
                    break
            bottom -= step
            if line:
                pages[-1].append((size, 60.0, bottom, line))
    for number, page in enumerate(pages, start=1):
        page.insert(0, (8.0, 60.0, 800.0, "Utskrift ur Mediearkivet, Norra Högskolan"))
        page.append((8.0, 480.0, 40.0, f"Sida {number} av {len(pages)}"))
    return make_pdf(*pages)


@dataclass
class Score:
    """How much of what was printed came back right, in articles."""

    expected: int = 0
    found: int = 0
    outlets: int = 0
    days: int = 0
    titles: int = 0
    bodies: int = 0
    links: int = 0
    problems: list[str] = field(default_factory=list)

    def __iadd__(self, other: Score) -> Score:
        for name in ("expected", "found", "outlets", "days", "titles", "bodies", "links"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.problems += other.problems
        return self


def plain(text: str) -> str:
    return " ".join(word for word in text.split() if set(word) - set("=-*_"))


def score(export: Export, layout: Layout, items: object) -> Score:
    """Compare what was read with what was printed, article by article in order."""
    drafts = [item for item in items if isinstance(item, Draft)] if isinstance(items, list) else []
    result = Score(expected=len(export.articles), found=len(drafts))
    if len(drafts) != len(export.articles):
        result.problems.append(f"{len(drafts)} of {len(export.articles)} articles")
    for article, draft in zip(export.articles, drafts, strict=False):
        wanted = plain(" ".join([article.title, *article.paragraphs]))
        got = plain(draft.text)
        link = article.link if layout.foot not in {"copyright", "none"} else ""
        checks = {
            "outlets": (draft.source, article.outlet),
            "days": (draft.date.published, article.day.isoformat()),
            "titles": (draft.title, article.title),
            "bodies": (got, wanted),
            "links": (draft.url, link),
        }
        for name, (is_, should) in checks.items():
            setattr(result, name, getattr(result, name) + (is_ == should))
            if is_ != should:
                result.problems.append(f"{draft.key} {name}: {is_!r} != {should!r}")
    return result
