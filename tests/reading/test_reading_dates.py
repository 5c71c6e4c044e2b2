"""Publication dates: every form seen on Swedish pages, and everything that must not become one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.reading.dateforms import parse_date
from iopmine.reading.dates import publication_date
from iopmine.reading.readings import DateReading, best_reading
from iopmine.reading.url_dates import date_from_url

TODAY = date(2026, 11, 22)
BODY = (
    "Kommunen och föreningen går in i ett partnerskap som ska ge fler unga någonstans att vara på kvällarna. Båda "
    "parter bidrar med personal och lokaler, och en styrgrupp följer arbetet.\n\n"
    "– Vi har väntat länge på det här, säger föreståndaren och visar den nymålade salen på andra våningen i huset.\n"
)
TITLE = "Nytt partnerskap för unga i Ekdala\n"


def top(line: str) -> str:
    return f"{TITLE}{line}\n\n{BODY}"


def end(line: str) -> str:
    return f"{TITLE}\n{BODY}\n{line}\n"


# form number, page, published, precision, modified
FORMS = [
    ("1", top("24 okt | 2017"), "2017-10-24", "day", None),
    ("1", top("05 jun | 2018"), "2018-06-05", "day", None),
    ("1", f"{TITLE}Foto: Lisa Ek\n04 maj | 2017\n{BODY}", "2017-05-04", "day", None),
    ("2", top("14 mars 2024"), "2024-03-14", "day", None),
    ("2", f"{TITLE}\n1 juni 2023\n{BODY}", "2023-06-01", "day", None),
    ("3", end("Sidansvarig Publicerad: on 04 jan 2017."), "2017-01-04", "day", None),
    ("4", top("Publicerad: 8 december 2017"), "2017-12-08", "day", None),
    ("4", top("Publicerad 31 augusti 2022"), "2022-08-31", "day", None),
    ("5", end("Publicerad: 29 november 2022"), "2022-11-29", "day", None),
    ("6", top("Publicerad"), None, None, None),
    ("6", f"{TITLE}Publicerad\n\n{BODY}\nKonferensen\n17 september 2020\n", None, None, None),
    ("6", f"{TITLE}Publicerad\nDela\n17 september 2020\n{BODY}", None, None, None),
    ("7", top("Publicerat:"), None, None, None),
    ("7", end("Utgivningsdatum:"), None, None, None),
    ("8", top("Uppdaterad 19 januari 2021"), None, None, "2021-01-19"),
    ("8", end("Senast uppdaterad den 21 augusti 2023"), None, None, "2023-08-21"),
    ("8", end("Senast uppdaterad: 2020-07-02"), None, None, "2020-07-02"),
    ("8", top("Senast uppdaterad 2022-08-26"), None, None, "2022-08-26"),
    ("9", end("Senast uppdaterad: 6 april, 2017 - 15:52"), None, None, "2017-04-06"),
    ("10", top("Uppdaterad\n2021-11-25"), None, None, "2021-11-25"),
    ("10", top("Publicerad\n2021-11-25"), "2021-11-25", "day", None),
    ("11", end("Sidan uppdaterades: 27 oktober 2023"), None, None, "2023-10-27"),
    ("12", top("2018-10-24 08:40Pressmeddelande"), "2018-10-24", "day", None),
    ("13", top("Pressmeddelande \u00a0 •  \u00a0Nov 18, 2011 10:00 CET"), "2011-11-18", "day", None),
    ("13", top("Pressmeddelanden   •   Sep 06, 2018 08:58 CEST"), "2018-09-06", "day", None),
    ("14", top("Pressmeddelande -"), None, None, None),
    ("15", top("Tue, 08 Sep 2026 07:00:00 +0200"), "2026-09-08", "day", None),
    ("15", top("Mon, 08 Sep 2026 07:00:00 +0200"), "2026-09-08", "day", None),
    ("16", top("27 juni 2012 kl 13:18\nDenna artikel publicerades för 8 år sedan"), "2012-06-27", "day", None),
    (
        "17",
        "Start\nNyheter\nJuridik\nKrönikor\nDebatt\nPodd\nOm oss\nAnnonsera\nSök\n| 2025-02-25\n" + top(""),
        "2025-02-25",
        "day",
        None,
    ),
    ("17", top("Start Nyheter Juridik Debatt Podd Annonsera E-tidning Om oss | 2022-03-16"), "2022-03-16", "day", None),
    ("18", top("Fredag 3 juni 2022"), "2022-06-03", "day", None),
    ("19", top("Idag (onsdag 24 oktober) möttes parterna i folkets hus."), None, None, None),
    ("20", top("Torsdag 29 oktober"), None, None, None),
    ("21", f"PRESSINBJUDAN\n{top('Fredag 24 augusti, kl. 13.00')}", None, None, None),
    ("21", f"Pressinbjudan: visning\n{top('Fredag 24 augusti 2018, kl. 13.00')}", None, None, None),
    ("21", top("När?\nFredag 24 augusti 2018\nPlats: Folkets hus"), None, None, None),
    ("21", top("Tid: 24 augusti 2018 kl. 13.00–15.00"), None, None, None),
    ("22", top("I torsdags (30 juni, 2022) undertecknades avtalet."), None, None, None),
    ("22", top("13 september 2023 arrangerade föreningarna en dag om samverkan."), None, None, None),
    ("23", top("Avtalet slöts på skottdagen 29 februari"), None, None, None),
    ("24", end("Alvik den 16 juni 2020"), "2020-06-16", "day", None),
    ("24", top("Alvik den 16 juni 2020"), "2020-06-16", "day", None),
    ("25", top("1. februari 2023"), "2023-02-01", "day", None),
    ("25", top("7. februar 2023"), "2023-02-07", "day", None),
    ("26", end("publicerad 2021 06 13 / uppdaterat 2021 08 16"), "2021-06-13", "day", "2021-08-16"),
    ("27", top("Utskriftsdatum: 03 April 2020"), None, None, None),
    ("28", f" date 2018-12 \n{top('')}", "2018-12", "month", None),
    ("30", top("Den 17 september 2020 anordnade kommunen en dialogdag."), None, None, None),
    ("30", top("1 januari 2022 – 31 december 2023"), None, None, None),
    ("30", top("2015 – 2020"), None, None, None),
    ("30", end("Avtalet gäller t.o.m. 31 december 2026"), None, None, None),
    ("30", top("Avtalet sträcker sig till 31 maj 2024"), None, None, None),
    ("31", top("Mellan den 1 oktober 2019 och den 30 november 2021 var hon minister"), None, None, None),
    ("31", top("Innehållet publicerades under perioden 21 januari 2019 och 8 juli 2021"), None, None, None),
    ("32", f"{TITLE}10 jan | 2017\n{BODY}\nSenast uppdaterad 2017-01-21", "2017-01-10", "day", "2017-01-21"),
    ("33", f"{TITLE}27 maj 2021\nFår en kommun göra så?\n2 juni 2021\n{BODY}", "2021-05-27", "day", None),
    (
        "34",
        f"Motion 2023/24:99\nInlämnad 2023-10-03\nGranskad 2023-10-04\nHänvisad 2023-10-12\n{BODY}",
        "2023-10-03",
        "day",
        None,
    ),
    ("34", f"Betänkande 2021/22:Xu1\nInlämnad 2022-03-10\nBeslutat 2 juni 2022\n{BODY}", "2022-06-02", "day", None),
    ("34", f"Interpellation 1993/94:9\nInlämning 1994-01-25\n{BODY}", "1994-01-25", "day", None),
    (
        "35",
        top("Högsta förvaltningsdomstolen, 2020-03-11, Mål nummer 3165-19, (HFD 2020 ref. 15)"),
        "2020-03-11",
        "day",
        None,
    ),
    ("36", top("Academic year: 2022"), None, None, None),
    ("36", top("Uppladdad för 6 år sedan"), None, None, None),
    ("37", top("Örebro kommun |2020-04-14| |Ks 1121/2017|"), "2020-04-14", "day", None),
    ("38", top("Maj 2022"), "2022-05", "month", None),
    ("38", top("Januari, 2016"), "2016-01", "month", None),
    ("38", top("höst 2022"), "2022", "year", None),
    ("38", top("no 4 – 2017"), "2017", "year", None),
    ("39", end("Publicerad av: Lisa Ekman Berg, den 10 november 2021."), "2021-11-10", "day", None),
]


@pytest.mark.parametrize(("form", "page", "published", "precision", "modified"), FORMS)
def test_printed_forms(form, page, published, precision, modified):
    source = "text" if published else None
    assert publication_date(page, today=TODAY) == DateReading(published, precision, source, modified), form


@pytest.mark.parametrize(
    ("line", "year", "published"),
    [
        ("Torsdag 29 oktober", 2020, "2020-10-29"),
        ("Torsdag 29 oktober", 2019, None),  # it was a Tuesday
        ("Idag (onsdag 24 oktober) möttes parterna i folkets hus.", 2018, "2018-10-24"),
        ("Idag (onsdag 24 oktober) möttes parterna i folkets hus.", 2017, None),
        ("Fredag 24 augusti, kl. 13.00\nPlats: Folkets hus", 2018, None),
    ],
)
def test_a_year_known_for_certain_completes_a_day(line, year, published):
    assert publication_date(top(line), today=TODAY, year=year).published == published


@pytest.mark.parametrize(
    ("path", "published", "precision"),
    [
        ("/2022/07/02/", "2022-07-02", "day"),
        ("/2024/03/25/ett-nytt-avtal/", "2024-03-25", "day"),
        ("/pressmeddelanden/2018/06/ett-avtal/", "2018-06", "month"),
        ("/aktuellt/nyheter/2021/09/", "2021-09", "month"),
        ("/nyheter/2022-11-29-avtal-klart.html", "2022-11-29", "day"),
        ("/2021-01-19-avtal.html", "2021-01-19", "day"),
        ("/2023/9-oktober-2023/avtal/", "2023-10-09", "day"),
        ("/arkiv/16-mars-2017/", "2017-03-16", "day"),
        ("/nyheter/2022/iop-i-ekdala/", "2022", "year"),
        ("/publikationer/iop--rapport-2023/", None, None),
        ("/avtal/2015-2020/", None, None),
        ("/2031/01/02/", None, None),
        ("/2022/13/40/", "2022", "year"),
        ("/artikel/20221/", None, None),
        ("", None, None),
    ],
)
def test_form_29_addresses(path, published, precision):
    reading = date_from_url(f"https://www.ekdala.example{path}", today=TODAY)
    assert (reading.published, reading.precision) == (published, precision)


@pytest.mark.parametrize(
    "page",
    [
        top("30–31 maj 2022"),
        top("Konferens den 3 maj 2022"),
        top("Kulturhuset den 3 maj 2022"),
        top("Undertecknad den 3 maj 2022"),
        top("Sista anmälningsdag: 3 maj 2022"),
        top("© 2026 Ekdala kommun"),
        top("Rapporten publicerades 8 april 2019 och visar att många trivs."),
        top("24 oktober 2031"),
        top("Publicerad 1 januari 1970"),
        top("31 februari 2020"),
        top("Dnr KS 2017-0101"),
        top("04/05/2017"),
        top("Samråd 1 januari 2022"),
        f"{TITLE}{BODY}{BODY}\n17 september 2020\n\n{BODY}",
        f"{TITLE}Nyhet ett\n3 maj 2020\nNyhet två\n4 maj 2020\nNyhet tre\n5 maj 2020\n",
        end('"Så är det." (Affärsvärlden den 20 oktober 1999)'),
        end("(Affärsvärlden den 20 oktober 1999)"),
        end("Fler nyheter\nPublicerad 3 maj 2020\nPublicerad 4 april 2020"),
        "Sommaren 2019\n\n" + BODY,
        "",
        "\n\n",
    ],
)
def test_no_date_is_invented(page):
    assert publication_date(page, today=TODAY).published is None


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Av Lisa Ek | 3 maj 2020", "2020-05-03"),
        ("Text: Lisa Ek Foto: Bo Berg 2020-05-03", "2020-05-03"),
        ("Ekdala, 10 oktober 2017", "2017-10-10"),
        ("PRESSMEDDELANDE. Ekdala 7 februari 2012", "2012-02-07"),
        ("Ekdalsposten · Debatt · 3 juni 2022 · Lästid 3 min", "2022-06-03"),
        ("Publicerad 2020-05-03 10:15 · Uppdaterad 2020-05-04", "2020-05-03"),
        ("May 3, 2020", "2020-05-03"),
        ("3/5 2020", "2020-05-03"),
        ("Utgiven 2019", "2019"),
        ("Anslaget på kommunens anslagstavla 2016-05-03. Anslaget tas ned 2016-05-25.", "2016-05-03"),
    ],
)
def test_other_date_lines(line, published):
    assert publication_date(top(line), today=TODAY).published == published


def test_line_ends_and_spaces_do_not_matter():
    page = top("24 okt | 2017").replace(" ", "\u00a0").replace("\n", "\r\n")
    assert publication_date(page, today=TODAY).published == "2017-10-24"


@pytest.mark.parametrize(
    ("value", "parsed"),
    [
        ("2018", ("2018", "year")),
        ("2018-06", ("2018-06", "month")),
        ("2018-06-07T10:00:00", ("2018-06-07", "day")),
        ("7 juni 2018", ("2018-06-07", "day")),
        ("2018-02-31", None),
        ("okänt", None),
    ],
)
def test_cells_keep_their_precision(value, parsed):
    assert parse_date(value) == parsed


def test_the_first_source_wins_unless_a_later_one_says_the_same_more_precisely():
    month = DateReading("2022-05", "month", "text")
    assert best_reading(month, DateReading("2022-05-12", "day", "url")).published == "2022-05-12"
    assert best_reading(month, DateReading("2022-06-12", "day", "url")) == month
    assert best_reading(DateReading(modified="2023-01-01"), month).modified == "2023-01-01"


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2026, 11, 22)))
def test_every_day_is_read_in_every_spelling(day):
    months = "jan feb mars april maj juni juli augusti sept okt nov dec".split()
    for line in (
        f"{day.day} {months[day.month - 1]} {day.year}",
        f"Publicerad: {day.isoformat()}",
        f"{day.day:02d} {months[day.month - 1].upper()[:3]} | {day.year}",
    ):
        assert publication_date(top(line), today=TODAY).published == day.isoformat()


@given(st.text(max_size=400))
def test_any_text_gives_a_possible_date_or_none(text):
    published = publication_date(text, today=TODAY).published
    assert published is None or "1990" <= published <= "2026-11-24"


@given(st.text(alphabet="abc ,.:-|/0123456789majokt\n", max_size=300))
def test_date_like_noise_never_raises(text):
    publication_date(text, today=TODAY, year=2020)
    date_from_url(f"https://x.example/{text}", today=TODAY)
    parse_date(text)
