"""Which addresses are one page, and which are not although they look alike."""

from __future__ import annotations

import time
import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopmine.urls import canonical_url, identity, url_id
from tests.text.test_text_urls import ADDRESSES

ONE_PAGE = [
    pytest.param(
        "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/motion/om-nattharbargen_H902777/",
        "https://riksdagen.se/sv/dokument-lagar/dokument/motion/om-nattharbargen_h902777",
        "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/motion/om-nattharbargen_H902777/html/",
        "http://data.riksdagen.se/dokument/H902777.html",
        "https://data.riksdagen.se/dokument/H902777.text",
        "https://data.riksdagen.se/dokument/h902777",
        "https://data.riksdagen.se/dokumentstatus/H902777.xml",
        id="one dok_id of riksdagen",
    ),
    pytest.param(
        "https://www.ekdala.se/stod/iop.4.1ae1741f15db936d02b54024.html",
        "https://ekdala.se/arkiv/partnerskap.4.1ae1741f15db936d02b54024.html?open.12_36b5b5ba17e21f6b7e8ed4b4=true",
        "https://www.ekdala.se/4.1ae1741f15db936d02b54024.html?print=true",
        id="a Sitevision node under two paths, opened, printed",
    ),
    pytest.param(
        "https://ekdala.se/download/18.1ae1741f15db936d02b54024/1600000000/avtal.pdf",
        "https://ekdala.se/download/18.1ae1741f15db936d02b54024/1700000000/avtal%202.pdf",
        id="a Sitevision file, put there again",
    ),
    pytest.param(
        "https://ekdala.se/foreningar/partnerskap/?open.12_36b5b5ba17e21f6b7e8ed4b4=true",
        "https://ekdala.se/foreningar/partnerskap",
        id="a Sitevision page with a part opened",
    ),
    pytest.param(
        "https://ekdala.se/wps/portal/press/arkivet/aktuellt/113ff623-eb1d-41b8-bc9f-d72a2baae24b/!ut/p/z0/04_Sj9CP/",
        "https://ekdala.se/wps/portal/press/arkivet/aktuellt/113ff623-eb1d-41b8-bc9f-d72a2baae24b/!ut/p/z1/hY7BDo/dz/d5",
        "https://ekdala.se/wps/portal/press/arkivet/aktuellt/113ff623-eb1d-41b8-bc9f-d72a2baae24b",
        id="WebSphere state",
    ),
    pytest.param(
        "https://www.mynewsdesk.com/se/ekdala/pressreleases/oeppet-igen-1242666",
        "http://www.mynewsdesk.com/se/ekdala/pressreleases/nu-oeppet-igen-1242666?utm_source=rss",
        "https://ekdala.mynewsdesk.com/pressreleases/oeppet-igen-1242666",
        id="a release at Mynewsdesk",
    ),
    pytest.param(
        "https://news.cision.com/se/ekdala-kommun/r/oppet-igen,c2599573",
        "http://news.cision.com/se/ekdala/r/nu-oppet,c2599573/",
        id="a release at Cision",
    ),
    pytest.param(
        "https://bladet.se/nyheter/hamnen/",
        "https://amp.bladet.se/nyheter/hamnen",
        "https://www.bladet.se/amp/nyheter/hamnen/",
        "https://bladet.se/nyheter/hamnen/amp/",
        "https://bladet.se/nyheter/hamnen?amp=1",
        "https://bladet.se/nyheter/hamnen/?amp",
        "https://bladet.se/nyheter/hamnen/?outputType=amp",
        "https://m.bladet.se/nyheter/hamnen/",
        id="AMP and mobile",
    ),
    pytest.param(
        "https://bladet.se/nyheter/hamnen",
        "https://bladet.se/nyheter/hamnen/print/",
        "https://bladet.se/nyheter/hamnen?print=1",
        "https://bladet.se/nyheter/hamnen?utskrift=true",
        "https://bladet.se/nyheter/hamnen/utskrift",
        "https://bladet.se/nyheter/hamnen?view=print",
        id="print",
    ),
    pytest.param(
        "http://bladet.se/nyheter/h%C3%A4rb%C3%A4rge",
        "https://www.bladet.se/nyheter/härbärge",
        "https://bladet.se/nyheter/h%E4rb%E4rge",
        "https://bladet.se/nyheter/ha%CC%88rba%CC%88rge",
        unicodedata.normalize("NFD", "https://bladet.se/nyheter/härbärge"),
        "https://bladet.se./nyheter/h%c3%a4rb%c3%a4rge/#kommentarer",
        "https://BLADET.se:443/nyheter/härbärge?utm_source=brev&fbclid=1&mc_eid=2",
        id="spellings",
    ),
    pytest.param("https://örtagården.se/", "https://xn--rtagrden-d0a9n.se", id="a host with å ä ö"),
    pytest.param(
        "https://bladet.se/om/index.html",
        "https://bladet.se/om/",
        "https://bladet.se/om/Default.aspx",
        id="a folder's page",
    ),
    pytest.param(
        "https://bladet.se/x;jsessionid=0A1B2C?id=7",
        "https://bladet.se/x?id=7",
        "https://bladet.se/x?PHPSESSID=9&id=7",
        id="sessions",
    ),
]

TWO_PAGES = [
    pytest.param(
        "https://fso.se/Nyheter.html?news=44447", "https://fso.se/Nyheter.html?news=44448", id="number in query"
    ),
    pytest.param("https://urt.cc/?q=node/203", "https://urt.cc/?q=node/204", id="path in query"),
    pytest.param(
        "https://rattsdata.se/prop?page=38&post_id=1", "https://rattsdata.se/prop?page=38&post_id=2", id="post_id"
    ),
    pytest.param(
        "https://liu.diva.se/record.jsf?pid=diva2:11", "https://liu.diva.se/record.jsf?pid=diva2:12", id="DiVA"
    ),
    pytest.param(
        "https://ekdala.se/iop.4.1ae1741f15db936d02b54024.html",
        "https://ekdala.se/iop.4.1ae1741f15db936d02b54025.html",
        id="two nodes",
    ),
    pytest.param(
        "https://ekdala.se/iop.4.1ae1741f15db936d02b54024.html",
        "https://alvmark.se/iop.4.1ae1741f15db936d02b54024.html",
        id="a node of another host",
    ),
    pytest.param(
        "https://ekdala.se/iop.4.1ae1741f15db936d02b54024.html?sv.12.7f.route=/nyhet/1",
        "https://ekdala.se/iop.4.1ae1741f15db936d02b54024.html?sv.12.7f.route=/nyhet/2",
        id="a node's routes",
    ),
    pytest.param(
        "https://ekdala.se/wps/portal/!ut/p/z0/04_Sj9CP/",
        "https://ekdala.se/wps/portal/!ut/p/z0/hY7BDo/",
        id="state only",
    ),
    pytest.param(
        "https://riksdagen.se/sv/dokument-lagar/dokument/motion/x_H902777",
        "https://riksdagen.se/sv/dokument-lagar/dokument/motion/x_H902778",
        id="two motions",
    ),
    pytest.param(
        "https://riksdagen.se/sv/ledamoter/anna_i902777/",
        "https://data.riksdagen.se/dokument/i902777",
        id="no document",
    ),
    pytest.param(
        "https://www.mynewsdesk.com/se/ekdala/pressreleases/a-1",
        "https://www.mynewsdesk.com/se/ekdala/pressreleases/a-2",
        id="two releases",
    ),
    pytest.param(
        "https://news.cision.com/se/ekdala/r/a,c1", "https://news.cision.com/se/ekdala/r/a,c2", id="two at Cision"
    ),
    pytest.param("https://www.mynewsdesk.com/se/ekdala", "https://www.mynewsdesk.com/se/alvmark", id="two rooms"),
    pytest.param("https://bladet.se/pressreleases/a-1", "https://bladet.se/pressreleases/b-1", id="another host's"),
    pytest.param(
        "https://data.riksdagen.se/dokument/H902777.html",
        "https://data.riksdagen.se/dokument/H902777.html/bilaga",
        id="more behind a document",
    ),
    pytest.param(
        "https://riksdagen.se/sv/dokument-lagar/sa_funkar/",
        "https://riksdagen.se/sv/dokument-lagar/har_funkar/",
        id="a word is no dok_id",
    ),
    pytest.param("https://bladet.se/a%2Fb", "https://bladet.se/a/b", id="an encoded slash"),
    pytest.param("https://bladet.se/IOP", "https://bladet.se/iop", id="letter case"),
    pytest.param("https://bladet.se/amp/", "https://bladet.se/", id="a page named amp"),
    pytest.param("https://bladet.se/print/", "https://bladet.se/", id="a page named print"),
    pytest.param("https://bladet.se/x?print=2018", "https://bladet.se/x", id="print with a number of its own"),
    pytest.param("https://bladet.se/x?open=12", "https://bladet.se/x", id="open that is no Sitevision"),
    pytest.param("https://bladet.se:8080/x", "https://bladet.se/x", id="ports"),
    pytest.param("https://press.bladet.se/x", "https://bladet.se/x", id="hosts below"),
    pytest.param("https://amp.se/x", "https://se/x", id="a site named amp"),
]


@pytest.mark.parametrize("addresses", [pytest.param(list(p.values), id=p.id) for p in ONE_PAGE])
def test_one_page(addresses):
    assert {identity(address) for address in addresses} == {identity(addresses[0])}


@pytest.mark.parametrize(("first", "second"), TWO_PAGES)
def test_two_pages(first, second):
    assert identity(first) != identity(second)


def test_the_address_that_is_asked_for_stays_as_it_was_found():
    """A rule of identity never makes up an address that the host may not answer."""
    for url in (
        "http://www.bladet.se/nyheter/hamnen/amp/",
        "https://bladet.se/index.html?print=1",
        "https://ekdala.se/wps/portal/a/b/c/!ut/p/z0/x/",
        "https://ekdala.se/x.html?open.12_36b5b5ba17e21f6b7e8ed4b4=true",
        "https://riksdagen.se/sv/dokument-lagar/dokument/motion/x_H902777",
    ):
        assert canonical_url(url) == url


@pytest.mark.parametrize(
    ("url", "document"),
    [
        ("https://www.example.se/iop?b=2&a=1", "p536ecf86181e3647"),
        ("http://example.se", "p70a308c494894eaf"),
        ("https://www.example.se/iop?b=2&a=1&utm_source=brev", "p536ecf86181e3647"),
    ],
)
def test_ids_are_those_of_earlier_versions(url, document):
    assert url_id(url) == document


@settings(deadline=None)
@given(ADDRESSES)
def test_an_address_and_its_canonical_form_are_one_page(url):
    assert identity(canonical_url(url)) == identity(url)
    assert identity(url.replace("https://", "http://www.", 1)) == identity(url)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_path_has_an_identity(text):
    url = f"https://example.se/{quote(text)}?x={quote(text)}"
    assert identity(url) == identity(canonical_url(url)) == identity(url + "#" + quote(text))


@settings(deadline=None)
@given(
    st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["news", "id", "p", "pid", "page", "artikel", "q"])
)
def test_numbers_in_the_query_are_never_merged(one, other, name):
    first, second = (f"https://example.se/Nyheter.html?{name}={number}&print=1" for number in (one, other))
    assert (identity(first) == identity(second)) == (one == other)


def test_letters_of_older_encodings_survive():
    assert canonical_url("https://example.se/s%E5?q=%E5") == "https://example.se/s%E5?q=%E5"


def test_hosts_that_are_numbers():
    assert canonical_url("http://127.0.0.1:8080/x#y") == "http://127.0.0.1:8080/x"
    assert identity("http://127.0.0.1:8080/x") == "127.0.0.1:8080/x"


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "https://example.se/" + "/wps/portal/a/b/c" * n,
        lambda n: "https://riksdagen.se/sv/dokument" + "_h9" * n + "!",
        lambda n: "https://news.cision.com/" + "/r/a,c1" * n + "!",
        lambda n: "https://www.mynewsdesk.com/se/ekdala/news/" + "-1" * n + "!",
        lambda n: "https://example.se/" + ".4.1ae1741f15db936d" * n,
        lambda n: "https://example.se/" + "%C3%A5" * n,
        lambda n: "https://example.se/?" + "open.12_1ae1741f=true&" * n,
        lambda n: "https://example.se/" + "amp/" * n,
    ],
)
def test_twice_the_address_takes_about_twice_the_time(make):
    def seconds(size):
        url = make(size)
        spent = []
        for _ in range(7):
            start = time.perf_counter()
            identity(url)
            spent.append(time.perf_counter() - start)
        return min(spent)

    assert seconds(8000) <= 3.2 * seconds(4000) + 0.01
