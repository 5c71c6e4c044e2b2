"""RIS, BibTeX and address lists: texts where there is an abstract, addresses to fetch where there is none."""

import json
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopmine.reading import read_paths
from iopmine.reading.address_rows import leads_in, web_address
from iopmine.reading.bibtex import BibEntry, BrokenEntry
from iopmine.reading.bibtex import entries as bib_entries
from iopmine.reading.latex import plain_address, plain_text
from iopmine.reading.ris import entries as ris_entries
from iopmine.records import Document, Issue, Lead
from iopmine.urls import url_id

TODAY = date(2026, 11, 22)
ABSTRACT = (
    "Studien följer tre idéburna offentliga partnerskap i Ekdala, Åby och Östervik under fyra år. Den visar att avtal "
    "förlängs när båda parter delar risken, och att föreningarna sällan får betalt för samordningen."
)
RIS = f"""TY  - NEWS
ID  - a7
TI  - Nytt avtal om unga
T2  - Ekdalsposten
DA  - 2018/06/07/
PY  - 2018
AB  - {ABSTRACT[:90]}
{ABSTRACT[90:]}
UR  - https://www.ekdala.example/nytt?utm_source=ris
ER  -

TY  - JOUR
T1  - Enbart adress
Y1  - 2019/03//
DO  - 10.1234/ek.2019<7>
ER  -
TY  - JOUR
TI  - Ingenting
AB  - För kort.
"""
BIB = r"""% Exporterad lista
@string{posten = "Ekdalspo" # "sten"}
@comment{ignored}
@article{asen2018,
  title   = {{Nytt} avtal i {\"O}stervik om \"{a}ldre},
  journal = posten,
  year = 2018, month = jun, day = 7,
  abstract = "ABSTRACT",
  url = {https://www.ekdala.example/nytt\_avtal/~x}
}
@techreport{r1, title = "Rapport {"}A{"}", year = {2019}, month = "3", doi = {10.1234/r-1}}
@misc{tom, title = {Ingenting}}
@article{trasig, title = {Utan slut,
  year = 2020
}
@online(sist, title = {Sist}, url = "https://b.example/", date = {2021-05})
""".replace("ABSTRACT", ABSTRACT)


def items(path, content, encoding="utf-8"):
    path.write_bytes(content.encode(encoding))
    return list(read_paths([path], today=TODAY))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_ris_gives_texts_leads_and_problems(encoding, ends, tmp_path):
    text, lead, issue = items(tmp_path / "lista.ris", RIS.replace("\n", ends).replace("<7>", ""), encoding)
    assert isinstance(text, Document)
    assert (text.id, text.title, text.source, text.kind) == ("lista#a7", "Nytt avtal om unga", "Ekdalsposten", "news")
    assert text.text == f"Nytt avtal om unga\n\n{ABSTRACT[:90]}\n{ABSTRACT[90:]}"
    assert (text.published, text.published_precision, text.date_source) == ("2018-06-07", "day", "meta")
    assert text.url == "https://www.ekdala.example/nytt"
    assert lead == Lead("https://doi.org/10.1234/ek.2019", "lista", "ris", "Enbart adress", "2019-03")
    assert isinstance(issue, Issue)
    assert (issue.level, "'3'" in issue.message) == ("warning", True)


def test_ris_keeps_repeated_values_and_survives_a_lost_end():
    first, second = ris_entries(["\ufeffTY  - JOUR", "AU  - A", "AU  - B", "TY  - BOOK", "TI  - C", "", " mer"])
    assert first.all("AU") == ("A", "B")
    assert (second.line, second.first("TI")) == (4, "C\n\n mer")


def test_a_file_without_references_is_refused(tmp_path):
    for name, content in (("a.ris", "hej\n"), ("a.bib", "hej\n"), ("a.urls", "# bara en anmärkning\n")):
        (tmp_path / "x").mkdir(exist_ok=True)
        [issue] = items(tmp_path / "x" / name, content)
        assert issue.level == "error"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_bibtex_gives_texts_leads_and_problems(encoding, ends, tmp_path):
    text, report, nothing, broken, last = items(tmp_path / "l.bib", BIB.replace("\n", ends), encoding)
    assert (text.id, text.title, text.source) == ("l#asen2018", "Nytt avtal i Östervik om äldre", "Ekdalsposten")
    assert text.text.endswith(ABSTRACT)
    assert (text.published, text.published_precision) == ("2018-06-07", "day")
    assert text.url == "https://www.ekdala.example/nytt_avtal/~x"
    assert report == Lead("https://doi.org/10.1234/r-1", "l", "bibtex", 'Rapport "A"', "2019-03")
    assert "'tom'" in nothing.message
    assert (broken.level, "line 13" in broken.message) == ("error", True)
    assert last == Lead("https://b.example/", "l", "bibtex", "Sist", "2021-05")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (r"G{\"o}teborg", "Göteborg"),
        (r"G\"oteborg", "Göteborg"),
        (r"G\"{o}teborg", "Göteborg"),
        (r"{\AA}by och {\aa}r", "Åby och år"),
        (r"\AA by, \aa r", "Åby, år"),
        (r"\r{a}r, \r a", "år, å"),
        (r"Andr{\'e} \v{S}koda \c{c} na\"{\i}v", "André Škoda ç naïv"),
        (r"\o st og {\ae}ble, Stra{\ss}e", "øst og æble, Straße"),
        (r"30~\% \& mer \_ \{x\} \$5", "30 % & mer _ {x} $5"),
        (r"2018--2020 --- ``s{\aa}''", "2018–2020 — “så”"),
        (r"\emph{idéburet} \textbf{offentligt}", "idéburet offentligt"),
        (r"{IOP}:er i {Malm{\"{o}}}", "IOP:er i Malmö"),
        ("redan åäö", "redan åäö"),
        ("a\u0308ldre", "äldre"),
        (r"\uppsala \u{a}", "ă"),
    ],
)
def test_latex_becomes_what_is_printed(typed, printed):
    assert plain_text(typed).strip() == printed


def test_addresses_keep_tildes_and_dashes():
    assert plain_address(r"{https://a.example/\~{}x--y\_z?b=1\&c=2\%20}") == "https://a.example/~x--y_z?b=1&c=2%20"


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters='{}"\\'), max_size=40)


@st.composite
def bodies(draw):
    """Values with braces in balance."""
    parts = [draw(WORDS) for _ in range(3)]
    return draw(st.sampled_from(["{0}{1}", "{0}{{{1}{{{2}}}}}", "{{{0}}}{{{1}}}{2}"])).format(*parts)


@settings(deadline=None)
@given(st.lists(st.tuples(bodies(), bodies()), min_size=1, max_size=4), st.booleans())
def test_what_is_written_is_read(values, quoted):
    mark = '"{}"' if quoted else "{{{}}}"
    written = "".join(
        f"@Article {{k{n},\n TITLE = {mark.format(one)},note={{{two}}} # {{!}}\n}}\n"
        for n, (one, two) in enumerate(values)
    )
    read = list(bib_entries(written.splitlines(keepends=True)))
    if any("@" in one + two for one, two in values):
        assert read
        return
    assert [(e.kind, e.key, dict(e.fields)) for e in read] == [
        ("article", f"k{n}", {"title": one, "note": f"{two}!"}) for n, (one, two) in enumerate(values)
    ]


@settings(deadline=None)
@given(st.text(st.sampled_from('@{}"=,#\\ \nabc1'), max_size=200))
def test_no_text_breaks_the_grammars(text):
    lines = text.splitlines(keepends=True)
    assert all(isinstance(entry, BibEntry | BrokenEntry) for entry in bib_entries(["@a{k,\n", *lines]))
    plain_text(text)
    plain_address(text)
    list(ris_entries(["TY  - X", *lines]))


@pytest.mark.parametrize(
    "unit", ["@a{k, t = {", "@a{k, t = {x}\n", "{", '\\"{', "t = {{},", "TY  - a\nAB  - b\n", "--~", "a # "]
)
def test_time_grows_with_the_file_and_no_faster(unit):
    def seconds(count):
        text = "@a{k,\n" + unit * count
        started = time.process_time()
        list(bib_entries(text.splitlines(keepends=True)))
        list(ris_entries(text.splitlines(keepends=True)))
        plain_text(text)
        return time.process_time() - started

    if seconds(20_000) > 0.2:
        assert min(seconds(40_000) for _ in range(3)) < 3 * max(seconds(20_000), 0.01)


def test_lists_of_addresses_in_their_three_forms(tmp_path):
    first, second = "https://a.example/x?utm_source=y", "http://b.example/ö"
    leads = [
        Lead("https://a.example/x", "l", "addresses"),
        Lead("http://b.example/%C3%B6", "l", "addresses"),
    ]
    for folder, name, content in (
        ("a", "l.txt", f"\ufeff{first}\r\n\r\n  {second}  \r\n"),
        ("b", "l.urls", f"# mina adresser\n{first}\n\n{second}\n"),
        ("c", "l.csv", f"nr;länk\n1;{first}\n2;{second}\n"),
    ):
        (tmp_path / folder).mkdir()
        assert items(tmp_path / folder / name, content) == leads
    [issue, lead] = items(tmp_path / "fel.urls", "ftp://a.example\nhttps://b.example/\n")
    assert "Line 1" in issue.message
    assert lead.url == "https://b.example/"


def test_a_text_with_one_line_of_prose_is_no_list(tmp_path):
    [document] = items(tmp_path / "l.txt", "Läs mer:\nhttps://a.example/x\n")
    assert isinstance(document, Document)


def test_rows_with_an_address_and_no_text_are_leads(tmp_path):
    head = "title;url;published;text\n"
    table = items(tmp_path / "t.csv", f"{head}Ett;https://a.example/1;2018-06;\nTvå;;;\nTre;;;{ABSTRACT}\n")
    assert table[0] == Lead("https://a.example/1", "t", "addresses", "Ett", "2018-06")
    assert "Row 2" in table[1].message
    assert table[2].title == "Tre"
    rows = [{"url": "https://a.example/2", "rubrik": "Fyra"}, {"antal": 1}]
    lead, issue = items(tmp_path / "t2.jsonl", "\n".join(json.dumps(row) for row in rows))
    assert (lead.title, lead.url) == ("Fyra", "https://a.example/2")
    assert "Line 2" in issue.message


def test_references_in_an_archive_are_read(tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("lista.ris", RIS)
        archive.writestr("l.urls", "https://a.example/x\n")
    found = list(read_paths([tmp_path], today=TODAY))
    assert [item.id for item in found if isinstance(item, Document)] == ["x#lista.ris#a7"]
    assert [(item.source, item.entry) for item in found if isinstance(item, Lead)] == [("x", "ris"), ("x", "addresses")]


@given(st.text(st.one_of(st.sampled_from("[]:%/?#&=.-@xn01。．\ud800"), st.characters()), max_size=20))
def test_odd_addresses_are_no_addresses_and_never_break(rest):
    url = web_address(f"http://{rest}")
    assert url == "" or url_id(url)
    leads_in(f"https://{rest}\nhttp:{rest}")
