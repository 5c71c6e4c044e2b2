"""A debate that is known: invented articles over twelve years, four subjects, and a frame that passes.

What the pipeline would have found is put into the store as it is, so that nothing but topics and trends is tested.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from iopmine.records import AreaHit, Document, Extraction, FrameHit, Mention, Token
from iopmine.store import Store
from iopmine.text.normal import sha256
from tests.harness import NOW

SUBJECTS = {
    "hemloshet": "härbärge natt bostad plats uteliggare vinter tak säng soppkök hyra vräkning gata".split(),
    "unga": "skola läxa elev fritid ungdom fotboll lov kamrat lärare läger ledare klass".split(),
    "aldre": "ensamhet måltid besök promenad samtal kaffe hiss trygghet telefon minne boende hemtjänst".split(),
    "integration": "språk kafé mentor praktik arbete nätverk svenska kurs vän yrke intyg utbildning".split(),
}
COMMON = "kommun förening avtal stöd år möte verksamhet förslag person insats".split()
PULSE = (2014, 2015)
FRAME = "vinster"
BODY = ("org:fyrbaken", "Fyrbåken")


def article(
    number: int, *, year: int, subject: str, pulse: bool, published: str | None = "", text: str = ""
) -> Extraction:
    """Return an article about one subject, with what was found in it."""
    draw = random.Random(number * 7919 + len(subject))
    words = draw.choices(SUBJECTS[subject], k=30) + draw.choices(COMMON, k=12)
    if pulse:
        words += ["aktieägare", "utdelning", "koncern"]
    draw.shuffle(words)
    sentences = [words[start : start + 8] for start in range(0, len(words), 8)]
    text = text or "\n".join(" ".join(sentence).capitalize() + "." for sentence in sentences)
    date = f"{year}-{1 + draw.randrange(12):02}-{1 + draw.randrange(28):02}" if published == "" else published
    precision = {10: "day", 7: "month", 4: "year"}.get(len(date or ""))
    document = Document(
        f"a{number:04}",
        f"https://example.se/{number}",
        ("bladet", "kuriren", "posten")[number % 3],
        "news",
        f"Rubrik {number}",
        text,
        date,
        precision,  # type: ignore[arg-type]
        "meta" if date else None,
        None,
        "sv",
        sha256=sha256(text),
    )
    return Extraction(
        document,
        mentions=(Mention(document.id, "ORG", 0, 5, text[:5], *BODY, "list", 1.0),) if number % 4 == 0 else (),
        areas=(AreaHit(document.id, subject, 0, 5, "term:x@text", 0.9),),
        frames=(FrameHit(document.id, FRAME, 0, 5, "term:x@text", 0.9),) if pulse else (),
        tokens=tuple(_tokens(document.id, text)),
    )


def _tokens(document: str, text: str) -> Iterable[Token]:
    at = 0
    for line in text.split("\n"):
        for word in line.split(" "):
            plain = word.rstrip(".")
            if plain:
                yield Token(document, at, at + len(plain), plain.lower(), "NOUN")
            at += len(word) + 1


def debate(count: int, *, first: int = 0, years: Sequence[int] = range(2008, 2020), only: str = "") -> list[Extraction]:
    """Return so many articles, spread over years and subjects; the frame is in most of two years and in few others."""
    names = sorted(SUBJECTS)[:3]
    found = []
    for number in range(first, first + count):
        year = years[number % len(years)]
        pulse = number % 10 < (7 if year in PULSE else 1)
        found.append(article(number, year=year, subject=only or names[number % len(names)], pulse=pulse))
    return found


def stored(path: Path, extractions: Iterable[Extraction]) -> Path:
    """Put articles into a store, made if missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Store.ensure(path) as store:
        for found in extractions:
            store.add(found.document, raw_sha256=found.document.sha256, added_at=NOW)
            store.save_extraction(found, pipeline="p")
    return path
