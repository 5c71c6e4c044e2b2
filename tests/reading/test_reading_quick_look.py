"""The quick look at a page: no spelling in markup hides a phrase from it, and it finds the day that the page states."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.reading.quick_look import beginning_of, seen_in, stated_day

TODAY = date(2026, 11, 22)
PHRASE = "idéburet offentligt partnerskap"


@pytest.mark.parametrize(
    "markup",
    [
        "<p>idéburet\n          offentligt\r\n\t\t\tpartnerskap",
        "<p>idéburet offentligt part<wbr>ner<WBR/>skap",
        "<p><span class='anfang'>i</span>déburet offentligt partnerskap",
        "<p>id<b><i>é</i></b>buret <em>offentligt</em> partner<!-- -->skap",
        "<p>id&eacute;<strong>buret</strong> offentligt <a href='/p'>part</a>nerskap",
        "<p>idé&shy;buret offent\u00adligt part&#173;nerskap",
        "<p>ide\u0301buret offentligt&nbsp;&nbsp;<br>&nbsp;partnerskap",
        "<p><span>skola</span><span>idéburet offentligt partnerskap</span><span>barn</span>",
        "<p>idéb</span><span lang=SV>uret offentligt partner</span><span>skap",
        "<ul><li>skola</li><li>idéburet offentligt partnerskap</li></ul>",
        "<h2>idéburet</h2>offentligt<div>partnerskap",
        "<script>if (a < b) { skriv('</p>') }</script>idéburet offentligt partnerskap",
    ],
)
def test_markup_hides_no_phrase(markup):
    seen = seen_in(markup)
    assert f" {PHRASE} " in f" {seen} ".replace("\n", " ")
    assert "<" not in seen


def test_blocks_and_labels_side_by_side_stay_apart():
    assert seen_in("<p>Ekdala</p><p>IOP</p>") == "Ekdala IOP"
    assert "IOP" in seen_in("<a href=/s>Skola</a><a href=/i>IOP</a>").split()


def test_scripts_and_styles_are_not_seen_and_other_markup_is_not_repeated():
    assert seen_in("<style>p {}</style><p>Ett <b>hus</b>.<script>var IOP = 1</script></p>") == "Ett hus."
    assert seen_in("Ett <abbr>hus</abbr>, <mark>två</mark> avtal") == "Ett hus, två avtal"
    assert seen_in("En <article>a</article><address>b</address><iframe>c</iframe><body>d") == "En a b c d"


def test_numbers_that_are_no_characters_are_passed_over():
    assert seen_in(f"Ett &#{'9' * 5000}; hus") == "Ett ; hus"


def test_the_beginning_is_what_a_reader_sees():
    markup = "<nav>Start</nav><h1>Ett <em>nytt</em>\n  hus</h1><aside>Mer</aside><p>V&shy;i s<wbr>es" + " nu" * 900
    assert beginning_of(markup, characters=30) == "Ett nytt hus Vi ses nu nu nu n"


META = '<meta property="article:published_time" content="2018-03-21T23:30:00Z">'


@pytest.mark.parametrize(
    ("markup", "published"),
    [
        (f"<head>{META}</head>", "2018-03-22"),
        ("<META content='2019-05-06' name=datePublished />", "2019-05-06"),
        ("<meta itemprop=datePublished content=2019-05>", "2019-05"),
        ('<script type="application/ld+json">{"datePublished" : "2020-01-02T08:00:00+01:00"}</script>', "2020-01-02"),
        ("<nav><time datetime=2001-01-01></nav><main><time class=d datetime='2021-02-03 10:00'>3 feb", "2021-02-03"),
        ("<time datetime='2021-02-03'>", "2021-02-03"),
        (f"<main><time datetime=2017-01-01></time></main>{META}", "2018-03-22"),
        ('<meta name="datePublished" content="2031-01-01"><main><time datetime="2021-02-03">', "2021-02-03"),
        ('<meta property="article:modified_time" content="2021-02-03">', None),
        ('<meta property="article:published_time" content="">', None),
        ("<main><time>3 februari</time><p>2021-02-03", None),
        ("<p>Publicerad", None),
        (f"<head><style>{'p {} ' * 40_000}</style>{META}</head>", "2018-03-22"),
        (f"{'<p>hus</p>' * 20_000}{META}", None),
    ],
)
def test_the_day_that_a_page_states(markup, published):
    assert stated_day(markup, today=TODAY).published == published


@given(st.text("<>/=\"' -!;&#9apbimetntiwrdshyc\u00ad\n", max_size=200))
def test_any_markup_can_be_looked_at(markup):
    assert "\u00ad" not in seen_in(markup)
    beginning_of(markup, characters=50)
    stated_day(markup, today=TODAY)


@pytest.mark.parametrize(
    "piece",
    ["<", "<b", "a<b>", "<!--", "<b ", "a<b>;", "<time ", "<meta ", "<meta name=datePublished content=", "&shy;",
     "<nav>", "<wbr>", '"datePublished":', "<script>", "</script>", "&#9"],
)  # fmt: skip
def test_the_look_takes_time_by_the_length_of_the_page(piece):
    def seconds(times):
        started = time.process_time()
        markup = piece * times
        seen_in(markup)
        beginning_of(markup, characters=1000)
        stated_day(markup, today=TODAY)
        return time.process_time() - started

    assert seconds(40_000) < 3 * max(seconds(20_000), 0.05)
