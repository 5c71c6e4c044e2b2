"""Press-archive exports: each article of the list a document, outlet and day right, the archive's own words gone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from iopmine.reading import Draft, RowProblem, pdf, plain, rtf, word
from iopmine.records import Issue
from tests.reading.press.exports import (
    OUTLETS,
    TERMS,
    Export,
    Layout,
    Score,
    as_docx,
    as_pdf,
    as_rtf,
    as_text,
    invented,
    laid_out,
    score,
    shown_day,
)

TODAY = date(2026, 11, 22)
LAYOUTS = {
    "as observed": Layout(dates="timed", foot="glued", width=85),
    "numbered": Layout(contents="numbered", dates="words"),
    "two lines": Layout(contents="two_lines", header="dashes", foot="link_below"),
    "page dots": Layout(contents="dotted", heading="Innehållsförteckning", header="split", separator="break"),
    "day first": Layout(contents="day_first", header="piped", separator="dashes", dates="dotted"),
    "outlet first": Layout(header="outlet_first", separator="gap", dates="weekday"),
    "labelled": Layout(header="labelled", contents="numbered", foot="copyright"),
    "medium and day": Layout(header="medium_day", foot="link"),
    "no contents list": Layout(contents="none", separator="break"),
    "no medium": Layout(medium=False, separator="gap", foot="none"),
    "neither medium nor list": Layout(medium=False, contents="none", header="dashes"),
}
Printer = Callable[[Export], bytes]


@pytest.fixture
def printed(make_pdf):
    """Return for each format how it is printed and how it is read."""
    return {
        "text": (as_text, plain.read),
        "rtf": (as_rtf, rtf.read),
        "docx": (as_docx, word.read),
        "docx without empty lines": (lambda export: as_docx(export, gaps=False), word.read),
        "pdf": (lambda export: as_pdf(export, make_pdf), pdf.read),
    }


@pytest.mark.parametrize("form", ["text", "rtf", "docx", "docx without empty lines", "pdf"])
def test_every_article_with_its_outlet_and_day(form, printed):
    write, read = printed[form]
    total = Score()
    for seed, layout in enumerate(LAYOUTS.values()):
        export = laid_out(invented(Random(seed), 9), layout)
        total += score(export, layout, read(write(export), TODAY))
    assert total.found == total.expected == 9 * len(LAYOUTS), total.problems
    for right, least in ((total.outlets, 0.98), (total.days, 0.98), (total.links, 0.98)):
        assert right >= least * total.expected, total.problems
    # A headline that a page break divides is found whole only with the help of a contents list.
    for right in (total.titles, total.bodies):
        assert right >= (0.95 if form == "pdf" else 0.98) * total.expected, total.problems


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_alone_as_text(name):
    export = laid_out(invented(Random(name), 20), LAYOUTS[name])
    result = score(export, LAYOUTS[name], plain.read(as_text(export), TODAY))
    assert result.problems == []


@pytest.mark.parametrize(
    ("encoding", "newline"), [("utf-16", "\r\n"), ("utf-8", "\n"), ("cp1252", "\r\n"), ("utf-8-sig", "\r")]
)
def test_encodings_and_line_ends(encoding, newline):
    layout = Layout()
    export = laid_out(invented(Random(5), 6), layout)
    assert score(export, layout, plain.read(as_text(export, encoding, newline), TODAY)).problems == []


def test_exports_on_disk_become_documents(tmp_path, read, make_pdf):
    articles = [article for article in invented(Random(3), 9) if article.paragraphs]
    export = laid_out(articles, Layout())
    files = {"a.txt": as_text(export), "b.rtf": as_rtf(export), "c.docx": as_docx(export)}
    for name, content in {**files, "d.pdf": as_pdf(export, make_pdf)}.items():
        (tmp_path / name).write_bytes(content)
    documents, issues = read(tmp_path)
    assert issues == []
    assert [d.id for d in documents] == [f"{stem}#{n}" for stem in "abcd" for n in range(1, len(articles) + 1)]
    assert [(d.source, d.published, d.published_precision, d.date_source) for d in documents] == 4 * [
        (article.outlet, article.day.isoformat(), "day", "text") for article in articles
    ]
    assert all(document.text.startswith(document.title) for document in documents)
    assert not any("upphovsrätt" in d.text or "ret.nu" in d.text or "Publicerat i print" in d.text for d in documents)


def test_two_readings_give_the_same():
    content = as_text(laid_out(invented(Random(8), 12), Layout()))
    assert plain.read(content, TODAY) == plain.read(content, TODAY)


def test_print_and_web_copies_have_the_same_text():
    [article] = [a for a in invented(Random(1), 1) if a.paragraphs]
    articles = [replace(article, medium="print", page="4"), replace(article, medium="webb", page="", time="05:12")]
    first, second = plain.read(as_text(laid_out(articles, Layout(dates="timed"))), TODAY)
    assert first.text == second.text


def items_of(text: str) -> tuple[list[Draft], list[RowProblem]]:
    read = plain.read(text.encode(), TODAY)
    items = read if isinstance(read, list) else [read]
    return [x for x in items if isinstance(x, Draft)], [x for x in items if isinstance(x, RowProblem)]


def test_an_article_that_the_list_names_and_the_file_lacks_is_reported():
    articles = [a for a in invented(Random(4), 8) if a.paragraphs][:5]
    export = laid_out(articles, Layout())
    whole = as_text(export, "utf-8", "\n").decode()
    blocks = whole.split("=" * 78)
    drafts, problems = items_of(("=" * 78).join(blocks[:3] + blocks[4:]))
    assert len(drafts) == 4
    [problem] = problems
    assert "number 4" in problem.message
    assert articles[3].title in problem.message


def test_an_article_that_the_list_does_not_name_is_read_and_reported():
    articles = [a for a in invented(Random(4), 8) if a.paragraphs][:5]
    whole = as_text(laid_out(articles, Layout()), "utf-8", "\n").decode()
    listed = f"> {articles[2].title}, {articles[2].outlet}, "
    drafts, [problem] = items_of("\n".join(line for line in whole.split("\n") if not line.startswith(listed)))
    assert len(drafts) == 5
    assert "5 articles" in problem.message
    assert "names 4" in problem.message


def test_outlet_and_day_that_cannot_be_read_are_taken_from_the_list():
    articles = [a for a in invented(Random(4), 8) if a.paragraphs][:5]
    whole = as_text(laid_out(articles, Layout()), "utf-8", "\n").decode()
    source = f"{articles[2].outlet}, {articles[2].day.isoformat()}"
    start = whole.rindex(f"\n{source}\n")
    drafts, problems = items_of(f"{whole[:start]}\n{articles[2].outlet}, utan dag\n{whole[start + len(source) + 2 :]}")
    assert problems == []
    assert [(d.source, d.date.published) for d in drafts] == [(a.outlet, a.day.isoformat()) for a in articles]


def test_an_article_without_text_keeps_its_place_and_says_so():
    articles = [
        replace(a, paragraphs=() if n == 1 else a.paragraphs or ("Text.",))
        for n, a in enumerate(invented(Random(6), 3))
    ]
    drafts, problems = items_of(as_text(laid_out(articles, Layout()), "utf-8").decode())
    assert [draft.key for draft in drafts] == ["1", "2", "3"]
    assert drafts[1].text == articles[1].title
    assert drafts[1].url == articles[1].link
    assert "no text" in drafts[1].notices[0]
    assert problems == []


def test_a_day_that_cannot_be_is_left_empty():
    text = as_text(laid_out(invented(Random(6), 3), Layout()), "utf-8", "\n").decode()
    year = text[text.index(", 20") + 2 :][:4]
    drafts, _ = items_of(text.replace(f", {year}-", ", 2031-"))
    future = [draft for draft in drafts if draft.date.published is None]
    assert future
    assert all("2031" in draft.notices[0] for draft in future)


OBSERVED = """\
Södra Högskolan BIBSAM (Kungsvik)
Datum 2026-11-20

Nyheter:

> Huset får vara kvar, Vikbladet, 2019-09-24 07:00

> Nytt hopp för kvällshuset i hamnen. Föreningen fick som den ville, Vikbladet, 2019-09-23

> Nytt hopp för kvällshuset, Vikbladet, 2019-09-22 19:15


Huset får vara kvar
Vikbladet, 2019-09-24 07:00
Publicerat på webb.

Kvällshuset blir kvar i hamnen till nästa sommar, säger nämnden …

©Vikbladet<br>Alla artiklar är skyddade enligt upphovsrättslagen. Om inte annat följer av gällande avtalslicens får \
artiklar inte vidaredistribueras.

Se webartikeln på http://ret.nu/aB3dE6
==============================================================================

Nytt hopp för kvällshuset i hamnen. Föreningen fick som den ville
Vikbladet, 2019-09-23
LJUNGDAL BO-GÖRAN
Sida 10#11
Publicerat i print.

Föreningen Kajen får driva kvällshuset i två år till. Det blev klart på måndagen när
kommunen och föreningen skrev under ett avtal.

Ungdomarna som hänger där har samlat namn hela våren, och nu är de nöjda. Men det är
inte gratis: hyran delas lika, säger ordföranden.- Det är värt varje krona, säger hon.
Bildtext: Kvällshuset i hamnen. Foto: Siv Äppelqvist©Vikbladet<br>Alla artiklar är skyddade enligt upphovsrättslagen.

Läs hela artikeln på
http://ret.nu/Cd4Fg7
==============================================================================

Nytt hopp för kvällshuset
Vikbladet, 2019-09-22 19:15
Publicerat på webb.

Förhandlingarna om kvällshuset går vidare på måndag.
© Vikbladet

Se webartikeln på http://ret.nu/Hi8Jk9
"""


def test_the_form_that_researchers_have():
    drafts, problems = items_of(OBSERVED)
    assert problems == []
    assert [(d.source, d.date.published, d.url) for d in drafts] == [
        ("Vikbladet", "2019-09-24", "http://ret.nu/aB3dE6"),
        ("Vikbladet", "2019-09-23", "http://ret.nu/Cd4Fg7"),
        ("Vikbladet", "2019-09-22", "http://ret.nu/Hi8Jk9"),
    ]
    assert drafts[0].text == (
        "Huset får vara kvar\n\nKvällshuset blir kvar i hamnen till nästa sommar, säger nämnden …"
    )
    assert "måndagen när kommunen" in drafts[1].text
    assert "LJUNGDAL" not in drafts[1].text
    assert drafts[1].text.endswith("Foto: Siv Äppelqvist")


def test_norwegian_exports_and_company_lines():
    drafts, _ = items_of(
        "Nyhetsklipp:\n\n> Huset åpner igjen, Fjordbladet, 14.02.2018\n\n> Ny avtale, Cisionwire, 15.02.2018\n\n\n"
        f"Huset åpner igjen\n{'-' * 78}\nFjordbladet, 14.02.2018\nSide 9\nPublisert på trykk. \n\n\n"
        "Huset er åpent.\n© Fjordbladet\n\n"
        f"Les hele nyheten på http://ret.nu/Ab1\n{'=' * 78}\n\n"
        "Ny avtale\nStiftelsen Kajen\nCisionwire, 15.02.2018\nPublisert på nett. \n\nStiftelsen har en ny avtale.\n"
    )
    assert [(d.title, d.source, d.date.published) for d in drafts] == [
        ("Huset åpner igjen", "Fjordbladet", "2018-02-14"),
        ("Ny avtale", "Cisionwire", "2018-02-15"),
    ]
    assert drafts[0].text == "Huset åpner igjen\n\nHuset er åpent."
    assert drafts[1].text == "Ny avtale\n\nStiftelsen Kajen\n\nStiftelsen har en ny avtale."


def test_a_headline_that_the_list_cuts_off_is_still_known():
    drafts, problems = items_of(
        "Innehållsförteckning\n\n1. Kommunen vill att föreningen driver huset …, VLT, 2018-06-07\n"
        "2. Kort besked, VLT, 2018-06-08\n\n\n"
        "Kommunen vill att föreningen driver huset vidare efter jul\nVLT, 2018-06-07\nSida 4\n\nText ett.\n\n"
        "Kort besked\nVLT, 2018-06-08\nSida 5\n\nText två.\n"
    )
    assert [draft.title for draft in drafts] == [
        "Kommunen vill att föreningen driver huset vidare efter jul", "Kort besked",
    ]  # fmt: skip
    assert problems == []


def test_outlets_with_commas_digits_and_brackets_are_names():
    assert {"Barometern, Oskarshamns-Tidningen", "24Kalmar", "Upsala Nya Tidning (UNT)"} <= set(OUTLETS)
    for outlet in OUTLETS:
        articles = [replace(article, outlet=outlet, paragraphs=("Text.",)) for article in invented(Random(outlet), 3)]
        drafts, _ = items_of(as_text(laid_out(articles, Layout(contents="none")), "utf-8").decode())
        assert [draft.source for draft in drafts] == [outlet] * 3


@pytest.mark.parametrize(
    "layout", [Layout(separator="gap", foot="none"), Layout(contents="none", foot="none", separator="break")]
)
def test_a_place_and_a_day_that_close_a_text_are_no_header(layout):
    articles = [
        replace(article, paragraphs=("Vi vill ha huset kvar.", "Malmö", f"Malmö, {shown_day(article.day, 'words')}"))
        for article in invented(Random(9), 6)
    ]
    export = laid_out(articles, layout)
    assert score(export, layout, plain.read(as_text(export), TODAY)).problems == []


def test_the_terms_of_use_are_recognised_in_the_middle_of_nothing():
    article = replace(
        invented(Random(2), 1)[0], paragraphs=("Hon säger att alla artiklar i avtalet ska gälla.", "Slut.")
    )
    drafts, _ = items_of(as_text(laid_out([article] * 2, Layout(contents="none")), "utf-8").decode())
    assert drafts[0].text.endswith("ska gälla.\n\nSlut.")
    assert TERMS not in drafts[0].text


def test_issues_reach_the_user(tmp_path, read):
    whole = as_text(laid_out([a for a in invented(Random(4), 8) if a.paragraphs][:3], Layout()), "utf-8", "\n").decode()
    (tmp_path / "x.txt").write_text(("=" * 78).join(whole.split("=" * 78)[:2]), encoding="utf-8")
    documents, issues = read(tmp_path)
    assert len(documents) == 2
    assert [isinstance(issue, Issue) and issue.level for issue in issues] == ["warning"]
