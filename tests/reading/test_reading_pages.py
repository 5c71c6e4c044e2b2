"""HTML, PDF and Word: the article's own text in NFC with its title first, and dates from where they are stated."""

import io
import sys
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.errors import ReadingError
from iopmine.reading import html_page, pdf, word
from iopmine.reading.html_dates import stamp_day
from iopmine.reading.pdf_lines import join
from iopmine.reading.pdf_words import mended, repaired
from iopmine.records import page_of

TODAY = date(2026, 11, 22)

PARAGRAPHS = (
    "Kommunen och Föreningen Måsen går in i ett idéburet offentligt partnerskap som ger unga någonstans att vara.",
    "Vad är IOP? Idéburet offentligt partnerskap är en modell för samverkan med det offentliga på lika villkor.",
    "– Vi har väntat länge på det här, säger föreståndaren Lisa Ek och visar den nymålade salen på andra våningen.",
)


def page(head="", above="", below="", foot=""):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<html lang=sv><head><title>Nytt partnerskap | Ekdala</title>{head}</head><body><nav><a href=/>Start</a> "
        f"<a href=/n>3 maj 2001</a></nav><main>{above}<h1>Nytt partnerskap i Ekdala</h1>{below}{body}{foot}</main>"
        "<footer>© 2026 Ekdala kommun</footer></body></html>"
    )


def read_page(markup, url=""):
    return html_page.read(markup.encode(), TODAY, url)


def test_text_begins_with_the_title_and_keeps_the_definition():
    draft = read_page(page(above="<p>Socialt</p>"))
    assert draft.title == "Nytt partnerskap i Ekdala"
    assert draft.text.startswith("Nytt partnerskap i Ekdala\n\n")
    assert draft.text.count("Nytt partnerskap i Ekdala") == 1
    assert all(paragraph in draft.text for paragraph in PARAGRAPHS)
    assert "Start" not in draft.text


def test_decomposed_letters_are_composed():
    assert (
        "Ekdala kommun för Måsen"
        in read_page(page(below="<p>Ekdala kommun fo\u0308r Ma\u030asen gör mycket.</p>")).text
    )


META = '<meta property="article:published_time" content="2018-03-21T07:15:00+01:00">'
LINKED = '<script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2011-01-01"},\
{"@type":"NewsArticle","datePublished":"2019-05-06T23:30:00Z","dateModified":"2019-06-01"}]}</script>'


@pytest.mark.parametrize(
    ("parts", "url", "published", "precision", "source"),
    [
        ({"head": META, "below": "<p>24 okt | 2017</p>"}, "", "2018-03-21", "day", "meta"),
        ({"head": META, "below": "<p>Publicerad</p>"}, "", "2018-03-21", "day", "meta"),
        ({"head": LINKED}, "", "2019-05-07", "day", "meta"),
        ({"head": '<meta name="DC.date" content="2018-06">'}, "", "2018-06", "month", "meta"),
        ({"below": "<p>Pressmeddelande -</p>"}, "", None, None, None),
        ({"below": "<p>Publicerad</p><p>Den 17 september 2020 anordnade kommunen en dag.</p>"}, "", None, None, None),
        ({"below": "<p class=date>24 okt | 2017</p>"}, "", "2017-10-24", "day", "text"),
        ({"above": "<div><span>Nyhet</span> | <span>2 maj 2019</span></div>"}, "", "2019-05-02", "day", "text"),
        (
            {"below": '<p>Publicerad <time datetime="2020-03-03T10:00">3 mars</time></p>'},
            "",
            "2020-03-03",
            "day",
            "text",
        ),
        ({"foot": "<footer>Publicerad: 29 november 2022</footer>"}, "", "2022-11-29", "day", "text"),
        ({"below": "<p>Torsdag 29 oktober</p>"}, "https://t.example/2020/10/avtal", "2020-10-29", "day", "text"),
        ({"below": "<p>Maj 2022</p>"}, "https://t.example/2022/05/12/avtal", "2022-05-12", "day", "url"),
        ({}, "https://t.example/nyheter/2022/avtal", "2022", "year", "url"),
        ({"head": '<meta name="date" content="2031-01-01">'}, "", None, None, None),
        (
            {"head": '<script type="application/ld+json">{"@type":"Event","startDate":"2020-01-02"}</script>'},
            "",
            None,
            None,
            None,
        ),
        ({"foot": "<aside><h2>Mer</h2><time datetime=2020-03-03>3 mars 2020</time></aside>"}, "", None, None, None),
    ],
)
def test_dates_of_a_page(parts, url, published, precision, source):
    found = read_page(page(**parts), url).date
    assert (found.published, found.precision, found.source) == (published, precision, source)


def test_published_and_modified_are_kept_apart():
    found = read_page(page(head=LINKED)).date
    assert found.modified == "2019-06-01"
    found = read_page(page(below="<p>10 jan | 2017</p>", foot="<p>Senast uppdaterad 2017-01-21</p>")).date
    assert (found.published, found.modified) == ("2017-01-10", "2017-01-21")


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2022-08-31T22:30:00Z", "2022-09-01"),
        ("2022-12-31T22:30:00Z", "2022-12-31"),
        ("2022-12-31T23:30:00+00:00", "2023-01-01"),
        ("2022-08-31T23:30:00+02:00", "2022-08-31"),
        ("2022-08-31 23:30", "2022-08-31"),
        ("2022-02-31T23:30:00Z", None),
    ],
)
def test_stamps_are_swedish_days(stamp, day):
    assert stamp_day(stamp) == (day and (day, "day"))


def test_origin_of_a_page():
    link = '<link rel=canonical href="https://www.ekdala.example/n?utm_source=x">'
    head = f'{link}<meta property="og:site_name" content="Ekdala">'
    draft = read_page(page(head=head))
    assert (draft.url, draft.source) == ("https://www.ekdala.example/n", "Ekdala")
    assert read_page(page(head='<link rel=canonical href="javascript:alert(1)">')).url == ""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_declared_encodings_are_not_believed(encoding):
    markup = page(head='<meta charset="iso-8859-1">')
    assert "– Vi har väntat länge" in html_page.read(markup.encode(encoding), TODAY).text


@pytest.mark.parametrize("markup", ["<html></html>", "<script>x()</script>", "<p>", "&"])
def test_a_page_without_an_article_is_refused(markup):
    with pytest.raises(ReadingError):
        read_page(markup)


@given(st.text("<>/=\"' pdivh1timescrt&;{}[]@åä\n", max_size=200))
def test_broken_markup_gives_a_draft_or_a_reading_error(markup):
    try:
        draft = read_page(markup)
    except ReadingError:
        return
    assert draft.text.startswith(draft.title)


def lines(*texts, size=11.0, top=700.0, step=14.0, left=60.0):
    return [(size, left, top - step * number, text) for number, text in enumerate(texts)]


ARTICLE = [
    *lines("Prylbiblioteket öppnar för", "alla barn i Ekdala", size=20.0, top=780.0, step=26.0),
    *lines("15 april 2021", top=720.0),
    *lines(
        "Kommunen och de idéburna organisa-",
        "tionerna öppnar ett prylbibliotek (IOP-",
        "avtal) med social- och",
        "fritidsverksamhet under tre år.",
        top=690.0,
    ),
    *lines("En andra paragraf är kort.", top=610.0),
    *lines("Sida 1 (2)", top=40.0),
]


def test_a_pdf_is_unwrapped_into_paragraphs(make_pdf):
    draft = pdf.read(make_pdf(ARTICLE, lines("Sista sidan har text.")), TODAY)
    assert draft.title == "Prylbiblioteket öppnar för alla barn i Ekdala"
    assert draft.text.split("\n\n") == [
        "Prylbiblioteket öppnar för alla barn i Ekdala",
        "15 april 2021",
        (
            "Kommunen och de idéburna organisationerna öppnar ett prylbibliotek (IOP-avtal) med social- och "
            "fritidsverksamhet under tre år."
        ),
        "En andra paragraf är kort.",
        "Sista sidan har text.",
    ]
    assert draft.date.published == "2021-04-15"


SECOND, THIRD = "Andra sidan talar om hamnen.", "Tredje sidan talar om avtalet."


@pytest.mark.parametrize("title", ["", "alla barn i Ekdala", "Kommunen och de idéburna organisationerna öppnar"])
def test_each_page_of_a_pdf_is_known_in_the_text(title, make_pdf, tmp_path, read):
    (tmp_path / "rapport.pdf").write_bytes(make_pdf(ARTICLE, [], lines(SECOND), lines(THIRD), title=title))
    [document], _ = read(tmp_path)
    second, third = document.text.index(SECOND), document.text.index(THIRD)
    assert document.pages == (0, second, second, third)
    assert [page_of(document, start) for start in (5, second - 3, second, third, third + 9)] == [1, 1, 3, 4, 4]


def test_a_heading_inside_that_repeats_the_title_moves_no_page(make_pdf):
    pages = [lines("Rapport", size=9.0), lines("Ett hus vid hamnen", size=20.0), lines(SECOND), lines(THIRD)]
    draft = pdf.read(make_pdf(*pages, title="Ett hus vid hamnen"), TODAY)
    assert [draft.text[start:].split("\n")[0] for start in draft.pages[2:]] == [SECOND, THIRD]
    assert draft.pages[0] == 0


def test_a_damaged_page_keeps_its_number(make_pdf):
    whole = make_pdf(ARTICLE, lines(SECOND), lines(THIRD))
    draft = pdf.read(whole.replace(b"5 0 R 7 0 R 9 0 R", b"5 0 R 3 0 R 9 0 R"), TODAY)
    assert SECOND not in draft.text
    assert draft.pages == (0, draft.text.index(THIRD), draft.text.index(THIRD))


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("alla barn i Ekdala", "alla barn i Ekdala"),
        ("Microsoft Word - utkast3.docx", "Prylbiblioteket öppnar för alla barn i Ekdala"),
        ("En helt annan titel", "Prylbiblioteket öppnar för alla barn i Ekdala"),
    ],
)
def test_the_title_in_the_metadata_counts_if_it_is_printed(stated, title, make_pdf):
    draft = pdf.read(make_pdf(ARTICLE, title=stated), TODAY)
    assert draft.title == title
    assert draft.text.startswith(title)


def test_a_pdf_without_text_needs_ocr(make_pdf):
    with pytest.raises(ReadingError, match="needs OCR"):
        pdf.read(make_pdf([]), TODAY)


def test_a_locked_pdf_says_so(make_pdf):
    with pytest.raises(ReadingError, match="password"):
        pdf.read(make_pdf(ARTICLE, encrypt=True), TODAY)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 garbage", b"hej" * 100])
def test_a_damaged_pdf_says_so(content):
    with pytest.raises(ReadingError, match="damaged"):
        pdf.read(content, TODAY)


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("idé-", "Sverige", "idé-Sverige"),
        ("organisa-", "tionerna", "organisationerna"),
        ("IOP-", "avtal", "IOP-avtal"),
        ("social-", "och hälsovård", "social- och hälsovård"),
        ("2017-", "18", "2017-18"),
        ("slut –", "nu", "slut – nu"),
    ],
)
def test_hyphens_at_line_ends(before, after, joined):
    assert join(before, after) == joined


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("o entligt och ofentliga", "offentligt och offentliga"),
        ("det fnns e ekter", "det finns effekter"),
        ("ﬁnns ﬂera oﬀentliga", "finns flera offentliga"),
        ("era avtal", "era avtal"),  # "era" is a word, although "flera" may have been meant
        ("efter hand", "efter hand"),
        ("Ofciella uppgifter om o ciell statistik", "Officiella uppgifter om officiell statistik"),
        ("yktingar och ickor med fexibel trafk", "flyktingar och flickor med flexibel trafik"),
        ("en konfikt, ett in ytande och de nitionen", "en konflikt, ett inflytande och definitionen"),
        ("fer hus för fera, ertalet flerårigt", "fler hus för flera, flertalet flerårigt"),
        ("fi- nansieringen", "fi- nansieringen"),
        ("fickor i ett refektorium, OFCIELL", "fickor i ett refektorium, OFCIELL"),
        ("grupp a är inte tra k", "grupp a är inte tra k"),
    ],
)
def test_lost_ligatures_are_repaired_only_where_certain(damaged, whole):
    assert repaired(damaged) == whole


@pytest.mark.parametrize(
    ("page", "whole"),
    [
        ("NYKÖP I NGS hamn", "NYKÖPINGS hamn"),
        ("N Y K Ö P I N G", "NYKÖPING"),
        ("NORR I SYD", "NORR I SYD"),
        ("organisa- tionerna och barn- ungdom", "organisationerna och barn- ungdom"),
        ("social- och hälsovård", "social- och hälsovård"),
    ],
)
def test_words_are_made_whole_where_the_text_has_them_whole(page, whole):
    other = "Organisationerna i Nyköping möttes i norr, och social hälsovård var ämnet."
    assert mended([page, other]) == [whole, other]


def test_without_that_word_they_stay_as_they_are():
    assert mended(["NYKÖP I NGS", "organisa- tionerna"]) == ["NYKÖP I NGS", "organisa- tionerna"]


def test_damaged_words_of_a_pdf_are_read_whole(make_pdf):
    pages = [
        lines("N Y K Ö P I N G", "o entliga och idéburna organisa-"),
        lines("tioner i Nyköping möts", "i ofciella rum."),
    ]
    text = pdf.read(make_pdf(*pages), TODAY).text
    assert "NYKÖPING" in text
    assert "offentliga och idéburna" in text
    assert "officiella rum" in text


def test_patterns_for_damaged_words_stay_fast():
    def seconds(text):
        started = time.process_time()
        mended([repaired(text)])
        return time.process_time() - started

    for piece in ("A B ", "ab- cd ", "o entlig ", "AB C", "ickor- "):
        assert seconds(piece * 20_000) < 2.5 * max(seconds(piece * 10_000), 0.02)


def word_file(*paragraphs, title=None):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    if title:
        document.add_paragraph(title, style="Title")
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Belopp", "500 000 kr"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_word_file_through_the_door(tmp_path, read):
    (tmp_path / "avtal.docx").write_bytes(word_file("8 december 2017", *PARAGRAPHS, title="Nytt partnerskap"))
    [document], issues = read(tmp_path)
    assert issues == []
    assert document.text.startswith(f"Nytt partnerskap\n\n8 december 2017\n\n{PARAGRAPHS[0]}")
    assert document.text.endswith("Belopp | 500 000 kr")
    assert (document.id, document.title, document.published) == ("avtal", "Nytt partnerskap", "2017-12-08")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"text"])
def test_a_broken_word_file_is_refused(content):
    with pytest.raises(ReadingError, match="no Word file"):
        word.read(content, TODAY)


def test_without_python_docx_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(ReadingError, match=r"pip install iopmine\[docx\]"):
        word.read(b"x", TODAY)
