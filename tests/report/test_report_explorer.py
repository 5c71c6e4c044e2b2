from __future__ import annotations

import dataclasses
import json
import re
import shutil
import subprocess

import altair as alt
import lxml.html
import pytest

from iopmine.errors import OutputError, UsageError
from iopmine.records import Evidence, Series
from iopmine.report.charts import charts
from iopmine.report.curves import curves, other_curves
from iopmine.report.explorer import build_explorer
from iopmine.report.figures import Figures
from iopmine.report.shiftviews import findings, untested
from iopmine.report.strings import strings, table
from iopmine.resources import PACKAGE

ASSETS = PACKAGE / "report" / "assets"
SECTIONS = [
    "tidslinje", "skiften", "partnerskap", "organisationer", "samhallsutmaningar", "debattramar", "amnen", "artiklar",
    "metod",
]  # fmt: skip
HOSTILE = (
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "{{7*7}}",
    "javascript:alert(1)", "]]>--><!--<script>", "\u2028\u2029'\\';alert(1)//", "__proto__", "&lt;b&gt; å ä ö",
)  # fmt: skip


def page(folder):
    return lxml.html.fromstring((folder / "index.html").read_bytes())


def core(folder):
    return json.loads(page(folder).get_element_by_id("core").text_content())


def received(path):
    """The value a data file hands to the page."""
    name, value = re.fullmatch(r'iopmine\.receive\("([\w-]+)", (.*)\);\n', path.read_text("utf-8"), re.DOTALL).groups()
    assert name == path.stem
    return json.loads(value)


def test_the_page_has_its_sections_a_policy_and_no_foreign_address(data, tmp_path):
    build_explorer(tmp_path, data)
    tree = page(tmp_path)
    assert [section.get("id") for section in tree.iter("section")] == SECTIONS
    assert [link.get("href") for link in tree.cssselect(".contents a")] == [f"#{name}" for name in SECTIONS]
    assert all(section.find("h2").text for section in tree.iter("section"))
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for script in tree.iter("script"):
        assert (script.get("src") is None) == (script.get("type") == "application/json")
    sources = [element.get("src") or element.get("href") for element in tree.xpath("//script[@src] | //link[@href]")]
    assert all((tmp_path / source).is_file() for source in sources)
    assert tree.get("lang") == "sv"


def test_the_page_counts_unique_texts_and_stamps_demo_texts(data, tmp_path):
    build_explorer(tmp_path, data)
    tree, value = page(tmp_path), core(tmp_path)
    assert (value["documents"], value["stories"], value["years"]) == (6, 5, ["2017", "2022"])
    assert (value["organisations"], value["places"], value["demo"]) == (3, 1, {"retold": 2, "invented": 2})
    assert "Demotexter: skrivna för iopmine" in tree.get_element_by_id("demo").text_content()
    specs = json.loads(tree.get_element_by_id("specs").text_content())
    assert {spec["title"]["text"] for spec in specs.values()} == {"@demo.stamp"}


def test_own_texts_carry_no_stamp(data, tmp_path):
    own = dataclasses.replace(data, documents=[dataclasses.replace(d, demo="") for d in data.documents])
    build_explorer(tmp_path, own)
    assert not page(tmp_path).cssselect(".demo")
    assert core(tmp_path)["demo"] is None
    assert all(
        "title" not in spec for spec in json.loads(page(tmp_path).get_element_by_id("specs").text_content()).values()
    )


def test_every_figure_leads_to_documents_with_a_quotation(data, tmp_path):
    build_explorer(tmp_path, data)
    value = core(tmp_path)
    links = dict(zip(*received(tmp_path / "data" / "links.js"), strict=True))
    quoted = received(tmp_path / "data" / "quotes-0.js")
    assert links["p0"] == value["partnerships"] * [2, 3]
    for letter, name in (("e", "entities"), ("a", "areas"), ("f", "frames"), ("t", "topics")):
        for number, row in enumerate(value[name]):
            behind = links[f"{letter}{number}"]
            assert behind
            if letter in "eaf":
                assert row[-1] == len(behind)
            for document in behind:
                assert any(key == f"{letter}{number}" and any(words) for key, *words in quoted[document])
    assert all(any(key == "d" for key, *_ in rows) for rows in quoted)


def test_reprints_of_one_text_are_one_agreement(data, tmp_path):
    build_explorer(tmp_path, data)
    value = core(tmp_path)
    (partnership,) = received(tmp_path / "data" / "partnerships.js")
    assert value["partnerships"] == 1
    assert partnership["documents"] == [2, 3]
    assert partnership["conflicts"] == [["amount_sek", [["850000 per_year", 1], ["900000 total", 1]]]]
    assert (partnership["public"], partnership["idea"]) == (["Ekdala kommun"], ["Kvinnojouren Linden"])
    assert ["vald.skyddat_boende", "Skyddat boende", "Sheltered housing", 1, 2] in value["areas"]
    assert ["integration.ukraina", "integration.ukraina", "integration.ukraina", 1, 1] in value["areas"]


def test_articles_link_only_to_real_and_safe_addresses(data, tmp_path):
    build_explorer(tmp_path, data)
    articles = {row[0]: row for row in received(tmp_path / "data" / "articles-0.js")}
    assert {key: row[5] for key, row in articles.items()} == {
        "a1-linden": "https://www.example.se/linden", "a2-linden": "", "b1-vinst": "",
        "c1-norrvik": "https://www.example.se/norrvik", "d1-odaterad": "", "e1-ukraina": "",
    }  # fmt: skip
    assert [row[3] for row in articles.values()] == ["2022-04-01", "2019-09-02", "2018-03-12", "2018-03", "2017", ""]


def test_no_full_text_leaves(data, tmp_path):
    long = "Ekdala kommun och Kvinnojouren Linden samverkar om mycket. " + " ".join(f"ord{n}" for n in range(400))
    texts = [dataclasses.replace(d, text=long) for d in data.documents]
    build_explorer(tmp_path, dataclasses.replace(data, documents=texts, mentions=data.mentions[:1]))
    for rows in received(tmp_path / "data" / "quotes-0.js"):
        for _, *words in rows:
            assert len("".join(words)) <= 200
            assert len("".join(words).split()) <= 25


@pytest.mark.parametrize("hostile", HOSTILE)
def test_foreign_text_stays_text(with_text, tmp_path, hostile):
    data = with_text(hostile)
    build_explorer(tmp_path, data)
    tree = page(tmp_path)
    assert len(list(tree.iter("script"))) == 3 + len(list(ASSETS.glob("*.js")))
    assert not tree.xpath("//*[@*[starts-with(name(), 'on')]]")
    assert not tree.xpath("//svg | //img | //iframe | //*[starts-with(@href, 'javascript')]")
    value = core(tmp_path)
    shown = hostile.replace("\u2028", "\u2028")
    assert value["title"] == [shown, shown]
    assert value["entities"][0][0] == shown
    assert value["events"][0]["url"] == ""
    assert received(tmp_path / "data" / "articles-0.js")[0][1] == shown
    for path in (tmp_path / "data").iterdir():
        assert "<" not in path.read_text("utf-8")


def test_the_same_run_gives_the_same_bytes_in_any_order(data, tmp_path):
    turned = dataclasses.replace(
        data, documents=list(reversed(data.documents)), mentions=list(reversed(data.mentions)),
        entities=list(reversed(data.entities)), areas=list(reversed(data.areas)), series=list(reversed(data.series)),
        partnerships=list(reversed(data.partnerships)), readings=list(reversed(data.readings)),
    )  # fmt: skip
    one = build_explorer(tmp_path / "one", data)
    two = build_explorer(tmp_path / "two", turned)
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_an_empty_run_makes_a_page(tmp_path, data):
    build_explorer(tmp_path, type(data)(documents=[]))
    assert core(tmp_path)["documents"] == 0
    assert len(list(page(tmp_path).iter("section"))) == len(SECTIONS)


def test_texts_are_counted_by_year_where_no_series_is_given(data):
    figures = Figures(dataclasses.replace(data, series=[]))
    made = curves([], figures.documents, figures.stories)
    assert [point[0::4] for point in made[0]["points"]] == [["2017", 1], ["2018", 2], ["2019", 1], ["2022", 1]]
    assert [point[5] for point in made[0]["points"]] == [1, 1, 1, 1]


def test_only_the_largest_names_and_parts_are_curves_of_the_page(data):
    many = [Series("entity", f"org:{n}", "all", "share", "2018", 0.1, 0.0, 0.2, n, n) for n in range(200)]
    parts = [Series("frame", "vinster", f"blad{n}", "share", "2018", 0.1, 0.0, 0.2, n, n) for n in range(50)]
    person = Series("entity", "per:thelander", "all", "share", "2018", 0.9, 0.0, 0.9, 999, 999)
    made = curves([*many, *parts, person], [], [])
    assert {curve["key"] for curve in made if curve["kind"] == "entity"} == {f"org:{n}" for n in range(170, 200)}
    assert {curve["group"] for curve in made if curve["kind"] == "frame"} == {f"blad{n}" for n in range(42, 50)}


def test_other_measures_are_curves_of_files_of_their_own(data, tmp_path):
    counts = [dataclasses.replace(p, measure="count_placements", value=3.0) for p in data.series if p.kind == "frame"]
    every = [*data.series, *counts]
    assert {curve["measure"] for curve in curves(every, [], [])} == {"count", "share"}
    (curve,) = other_curves(every)["count_placements"]
    assert [point[:2] for point in curve["points"]] == [["2017", 3.0], ["2018", 3.0], ["2019", 3.0], ["2022", 3.0]]
    build_explorer(tmp_path, dataclasses.replace(data, series=every))
    assert core(tmp_path)["measures"] == ["count_placements"]
    assert received(tmp_path / "data" / "curves-count_placements.js") == [curve]


def test_receipts_stand_in_the_order_of_the_findings_and_name_no_person(data, tmp_path):
    build_explorer(tmp_path, dataclasses.replace(data, names={"a1-linden": ("Majken Thelander",)}))
    found = received(tmp_path / "data" / "receipts.js")
    assert len(found) == len(core(tmp_path)["shifts"]) == 3
    assert [word for word, _ in found[0]["word"]] == ["vinsttak"]
    assert [name for _, name, _ in found[0]["organisation"]] == ["Stiftelsen Fyrbåken"]
    assert [place for place, _ in found[0]["event"]] == [0, None]
    article = received(tmp_path / "data" / "articles-0.js")[found[0]["document"][0]]
    assert article[0] == "b1-vinst"
    assert not any(found[1].values())


@pytest.mark.parametrize(
    ("shift", "row", "holds"),
    [
        ({}, {}, 9),
        ({"date": "2016"}, {}, 9),
        ({"date_low": "2020", "date_high": "2021"}, {}, None),
        ({}, {"main": False}, None),
    ],
)
def test_a_finding_holds_in_the_settings_of_its_form_and_time(data, shift, row, holds):
    shifts = [dataclasses.replace(data.shifts[0], **shift)]
    held = [(dataclasses.replace(each, **row), told) for each, told in data.held[:1]]
    (found,) = findings(Figures(dataclasses.replace(data, shifts=shifts, held=held)))
    assert (found["held"] and found["held"]["held"]) == holds


def test_what_was_not_tested_stands_by_how_much_there_is(data):
    person = (dataclasses.replace(data.too_few[0][0], kind="entity", key="per:thelander"), ("Majken", "Majken"))
    rows = untested(Figures(dataclasses.replace(data, too_few=[person, *data.too_few])))
    assert [(row["key"], row["present"], row["smallest"]) for row in rows] == [
        ("vinster", 9.0, None), ("integration.ukraina", 4.0, 0.12),
    ]  # fmt: skip


def test_a_topic_is_shown_by_matters_texts_and_masked_sentences(data, tmp_path):
    build_explorer(tmp_path, data)
    (portrait,) = received(tmp_path / "data" / "topics.js")
    articles = received(tmp_path / "data" / "articles-0.js")
    assert portrait["matters"] == [["f0", ["Mer om vinster.", "More on profits."]]]
    assert [articles[number][0] for number in portrait["documents"]] == ["b1-vinst"]
    assert [articles[number][0] for number, _ in portrait["sentences"]] == ["b1-vinst", "a1-linden"]
    assert all(len(text.split()) <= 25 for _, text in portrait["sentences"])
    assert "[person]" in portrait["sentences"][1][1]


def test_persons_are_no_curves_no_names_no_shifts(data):
    person = dataclasses.replace(data.shifts[0], kind="entity", key="per:thelander")
    figures = Figures(dataclasses.replace(data, shifts=[person]))
    assert findings(figures) == []
    assert "Majken Thelander" not in json.dumps(figures.entities(), ensure_ascii=False)


def test_unknown_language_and_unwritable_folder(data, tmp_path):
    with pytest.raises(UsageError, match="fi"):
        build_explorer(tmp_path, data, language="fi")
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="could not be written"):
        build_explorer(tmp_path / "file", data)


def test_every_string_exists_in_both_languages_with_the_same_names():
    for key, (swedish, english) in table().items():
        assert swedish.strip(), key
        assert english.strip(), key
        assert set(re.findall(r"{(\w+)}", swedish)) == set(re.findall(r"{(\w+)}", english)), key


def test_the_page_uses_only_strings_that_exist():
    known = strings("sv")
    used = set()
    for path in ASSETS.glob("*.js"):
        used |= set(re.findall(r"\bt\(\"([\w.]+)\"", path.read_text("utf-8")))
    template = (PACKAGE / "report" / "templates" / "index.html.j2").read_text("utf-8")
    used |= set(re.findall(r"t\[\"([\w.]+)\"\]", template))
    assert len(used) > 60
    assert used <= set(known)


def test_own_scripts_build_no_html_from_text():
    for path in ASSETS.glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|fetch\(", path.read_text("utf-8")
        ), path.name


@pytest.mark.parametrize("name", list(charts(demo=True)))
def test_charts_are_valid_vega_lite(name):
    spec = json.loads(
        re.sub(r"\$[a-z]+\b(?!\.|\w*\":)", "red", json.dumps(charts(demo=True)[name])).replace("redschema", "$schema")
    )
    alt.LayerChart.from_dict({**spec, "datasets": {"rows": [], "events": []}})


def test_the_first_page_is_small(data, tmp_path):
    written = build_explorer(tmp_path, data)
    first = [path for path in written if path.parent.name != "data" and path.name != "vega.js"]
    assert sum(path.stat().st_size for path in first) < 150_000


def test_every_field_of_an_agreement_has_its_sentence_once(data):
    text = data.documents[0].text
    told = ("Ekdala kommun", "Kvinnojouren Linden skriver", "skriver under", "skyddat boende", "850 000 kronor")
    spans = [(text.index(words), text.index(words) + len(words)) for words in told]
    readings = [
        dataclasses.replace(data.readings[0], evidence=tuple(Evidence("status", *span) for span in spans)),
        *data.readings[1:],
    ]
    figures = Figures(dataclasses.replace(data, readings=readings))
    quoted = [row for row in figures.evidence.quotations(data.documents[0], figures.privacy) if row[0] == "p0"]
    assert [row[2] for row in quoted] == ["Ekdala kommun", "850 000 kronor"]


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_a_dash_has_spaces_where_a_date_has():
    line = re.search(r"const interval = .*?;\n", (ASSETS / "sections.js").read_text("utf-8")).group()
    calls = 'console.log([interval("2021", "30 april 2024"), interval("2018", "2020")].join("|"))'
    done = subprocess.run(["node", "-e", line + calls], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.strip() == "2021 – 30 april 2024|2018–2020"
