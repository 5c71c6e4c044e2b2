"""What is no export stays one text, and no text takes long."""

import importlib
import pkgutil
import re
import time
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import iopmine.reading.press
from iopmine.reading import Draft, mail_items, pdf, plain, rtf, word
from iopmine.reading.press import read_export
from iopmine.reading.press.wrapping import Paragraphs
from tests.reading.press.exports import Layout, as_text, invented, laid_out

TODAY = date(2026, 11, 22)
DEMO = sorted((Path(__file__).parents[3] / "corpus" / "demo").rglob("*.txt"))

MINUTES = """\
Sammanträdesprotokoll
Socialnämnden
Sammanträdesdatum 2018-06-07
Sida 1 av 4

Innehållsförteckning

§ 41 Val av justerare ........ 2
§ 42 Avtal med Stadsmissionen, dnr 2018/112 ........ 3
§ 43 Ekonomisk uppföljning, 2018-05-31 ........ 4

Sida 2 av 4
§ 41 Val av justerare
Socialnämnden, 2018-06-07
Nämnden utser Tore Klintmark att justera protokollet.

Sida 3 av 4
§ 42 Avtal med Stadsmissionen
Socialnämnden, 2018-06-07
Nämnden beslutar att ingå ett partnerskap med Stadsmissionen.
"""
REPORT = """\
Utvärdering av tre partnerskap

Innehåll

1. Inledning ........ 3
2. Avtalen, 2015-2018 ........ 5
3. Slutsatser ........ 12

1. Inledning

Rapporten bygger på intervjuer. Den första gjordes i Malmö.

Källor

Kommunen tvekar om huset, Sydsvenskan, 2018-06-07
Föreningen växer, Dagens Samhälle, 2018-06-08
Ett år med nattjour, svt.se, 2018-06-09
"""
NEWSLETTER = """\
Nyhetsbrev juni 2018

Innehåll:
Föreningen växer
I pressen
Kalender

Föreningen växer
Vi har nu fler medlemmar än någonsin. Läs mer på https://foreningen.example/medlem

I pressen
> Kommunen tvekar om huset, Sydsvenskan, 2018-06-07
> Ett år med nattjour, svt.se, 2018-06-09

Kalender
Öppet hus, 2018-06-20
Malmö, 7 juni 2018

© Föreningen Kajen
"""
ARTICLE = """\
Avtal om nattjour klart

Publicerat i print 2018-06-07

Malmö, 7 juni 2018
Kommunen och föreningen delar på kostnaden.
"""
RELEASE = (
    "Föreningen får huset\n\nPressmeddelande, 2018-06-07\n\nFöreningen Kajen får huset.\n\n" + "=" * 78 + "\nKontakt\n"
)


@pytest.mark.parametrize("text", [MINUTES, REPORT, NEWSLETTER, ARTICLE, RELEASE], ids=str.split)
def test_other_texts_are_no_exports(text):
    assert isinstance(plain.read(text.encode(), TODAY), Draft)


def test_a_report_as_pdf_and_docx_is_no_export(make_pdf):
    import io

    import docx

    document = docx.Document()
    for line in REPORT.split("\n"):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    assert isinstance(word.read(file.getvalue(), TODAY), Draft)
    lines = [(10.0, 60.0, 780.0 - 14 * number, line) for number, line in enumerate(MINUTES.split("\n")) if line]
    assert isinstance(pdf.read(make_pdf(lines), TODAY), Draft)


def test_the_demo_corpus_holds_no_export():
    assert len(DEMO) > 100
    for path in DEMO:
        assert isinstance(plain.read(path.read_bytes(), TODAY), Draft), path.name


PIECES = st.one_of(
    st.sampled_from(
        [
            "",
            "\f",
            "=" * 78,
            "-" * 40,
            "Nyheter:",
            "Innehållsförteckning",
            "> Rubrik, VLT, 2018-06-07",
            "VLT, 2018-06-07",
            "Sida 4",
            "Publicerat i print.",
            "© VLT",
            "Rubrik",
            "Rubrik: Hej",
            "Källa: VLT",
            "Datum: 2018-06-07",
            "2018-06-07",
            "Läs hela artikeln på http://ret.nu/a",
            "http://ret.nu/b",
            "Av: Siv Äppelqvist",
            "Alla artiklar är skyddade av upphovsrättslagen.",
            "Profil, webbsök",
            "1. Rubrik … 7 juni 2018 ..... 4",
        ]
    ),
    st.text(max_size=30),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_any_lines_are_read_or_left_alone(lines):
    read = read_export(lines, Paragraphs(lines), TODAY)
    drafts = [item for item in read or [] if isinstance(item, Draft)]
    assert (read is None) == (not drafts)
    assert [draft.key for draft in drafts] == [str(number) for number in range(1, len(drafts) + 1)]
    assert all(draft.title and draft.source and draft.text.startswith(draft.title) for draft in drafts)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters="0123456789"), max_size=60), max_size=20))
def test_text_without_figures_is_never_an_export(lines):
    assert read_export(lines, Paragraphs(lines), TODAY) is None


def cpu(call) -> float:
    started = time.process_time()
    call()
    return time.process_time() - started


@pytest.mark.parametrize(
    "make",
    [
        lambda n: as_text(laid_out(invented(Random(1), n), Layout(width=85)), "utf-8"),
        # All of one day and under one heading.
        lambda n: ("Nyheter:\n\n" + "> Rubrik om hus, VLT, 2018-06-07\n" * n + "\n\n"
                   + f"Rubrik om hus\nVLT, 2018-06-07\nSida 4\n\nText.\n{'=' * 78}\n" * n).encode(),
        # A list that nothing follows, and headers without a list.
        lambda n: ("Nyheter:\n\n" + "> Rubrik om hus, VLT, 2018-06-07\n" * 20 * n).encode(),
        lambda n: b"VLT, 2018-06-07\nPublicerat i print.\n" * 20 * n,
        lambda n: "Alla artiklar är skyddade av upphovsrättslagen.\nSida 4\n2018-06-07\n".encode() * 20 * n,
        lambda n: b"VLT, 2018-06-07\n" * n + b",;" * 60_000 + b"2018-06-07",
    ],
    ids=["usual", "one heading", "list only", "headers only", "feet", "long line"],
)  # fmt: skip
def test_twice_the_text_takes_at_most_about_twice_the_time(make):
    short, long = make(70), make(140)
    plain.read(short, TODAY)
    assert min(cpu(lambda: plain.read(long, TODAY)) for _ in range(3)) < 3 * max(
        min(cpu(lambda: plain.read(short, TODAY)) for _ in range(3)), 0.01
    )


def patterns():
    modules = [
        f"iopmine.reading.press.{module.name}" for module in pkgutil.iter_modules(iopmine.reading.press.__path__)
    ]
    for name in [*modules, mail_items.__name__, rtf.__name__]:
        for attribute, value in vars(importlib.import_module(name)).items():
            if isinstance(value, re.Pattern):
                yield pytest.param(value, id=f"{name.rsplit('.', 1)[1]}.{attribute}")


UNITS = [
    "a",
    " ",
    "1",
    "-",
    ".",
    "Av ",
    "Aa ",
    "1 maj ",
    "2020-",
    "© ",
    "Sida 4, ",
    "|A",
    "http://",
    "Profil ",
    "> ",
    "A B, ",
]


@pytest.mark.timeout(30)
@pytest.mark.parametrize("pattern", list(patterns()))
def test_patterns_take_time_in_proportion(pattern):
    for unit in UNITS:
        short, long = (unit * (size // len(unit)) for size in (2_000, 20_000))
        for use in (pattern.search, pattern.fullmatch):
            if cpu(lambda: use(long)) > 0.01:  # noqa: B023 - called at once
                assert min(cpu(lambda: use(long)) for _ in range(3)) < 25 * max(cpu(lambda: use(short)), 0.001), unit  # noqa: B023
