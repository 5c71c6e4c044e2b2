"""One GET: what is sent, what comes back as a page, and what comes back as an error."""

from __future__ import annotations

import hashlib

import pytest

from iopmine.errors import ConfigError
from iopmine.fetch import Fetcher, Limits
from iopmine.fetch.headers import request_headers
from iopmine.records.web import Validators
from tests.fetch.servers import AGENT, ARTICLE, QUICK, SLACK, QuickClock, RealClock, Reply, fetcher, refusal, web


def test_a_page_comes_as_it_was_sent():
    headers = {
        "Content-Type": 'Text/HTML; Charset="ISO-8859-1"',
        "ETag": '"v1"',
        "Last-Modified": "Mon, 02 Mar 2026 09:30:00 GMT",
    }
    with web({"/a": Reply(headers=headers)}) as site, fetcher(site) as fetch:
        page = fetch.get(site.base + "/a", source="ekdala")
    assert (page.url, page.final_url, page.source, page.status) == (site.base + "/a", site.base + "/a", "ekdala", 200)
    assert (page.media_type, page.encoding) == ("text/html", "iso-8859-1")
    assert (page.body, page.sha256) == (ARTICLE, hashlib.sha256(ARTICLE).hexdigest())
    assert (page.etag, page.last_modified) == ('"v1"', "Mon, 02 Mar 2026 09:30:00 GMT")
    assert page.reservation == ""
    assert page.fetched_at.endswith("Z")
    assert len(page.fetched_at) == 20


def test_the_host_learns_who_asks():
    with web({"/a": Reply()}) as site, fetcher(site) as fetch:
        fetch.get(site.base + "/a", source="ekdala")
        assert site.paths() == ["/robots.txt", "/a"]
        for seen in site.log:
            assert seen.headers["user-agent"] == AGENT
            assert seen.headers["from"] == "gard@example.org"
            assert seen.headers["accept-encoding"] == "gzip, deflate"
            assert "cookie" not in seen.headers


@pytest.mark.parametrize("contact", ["+gard@example.org", "gard@example.org", "+mailto:gard@example.org"])
def test_the_from_field_holds_the_bare_address(contact):
    assert ("From", "gard@example.org") in request_headers(f"iopmine/0.0 ({contact})", "ekdala.se", "page", None)


def test_a_plus_within_the_contact_stays():
    fields = dict(request_headers("iopmine/0.0 (+gard+robot@example.org)", "ekdala.se", "page", None))
    assert fields["From"] == "gard+robot@example.org"


def test_a_web_address_as_contact_sends_no_from_field():
    with web({"/a": Reply()}) as site, fetcher(site, agent="iopmine/0.0 (+https://example.org/)") as fetch:
        fetch.get(site.base + "/a", source="ekdala")
        assert "from" not in site.log[0].headers


@pytest.mark.parametrize("agent", ["", "iopmine", "iop mine/1", "iopmine/1 (+gård)", "iopmine/1\r\nX: y"])
def test_an_agent_that_cannot_be_sent_is_refused(agent):
    with pytest.raises(ConfigError):
        Fetcher(agent=agent, clock=RealClock())


@pytest.mark.parametrize("address", ["10.0.0.1", "8.8.8.8", "localhost"])
def test_only_loopback_can_be_let_in(address):
    with pytest.raises(ConfigError, match=address):
        fetcher(allow_private=frozenset({(address, 80)}))


def test_what_has_not_changed_comes_without_a_body():
    def answer(headers):
        return Reply(304 if "if-modified-since" in headers else 200, headers={"ETag": '"v1"'})

    with web({"/a": answer}) as site, fetcher(site) as fetch:
        first = fetch.get(site.base + "/a", source="ekdala")
        known = Validators(etag=first.etag, last_modified="Mon, 02 Mar 2026 09:30:00 GMT")
        again = fetch.get(site.base + "/a", source="ekdala", validators=known)
        assert (first.status, again.status, again.body, again.sha256) == (200, 304, b"", "")
        assert site.log[-1].headers["if-none-match"] == '"v1"'
        # A field that no header can carry is left out instead of breaking the request.
        odd = Validators(etag='"v1"\r\nX-Own: 1', last_modified="")
        assert fetch.get(site.base + "/a", source="ekdala", validators=odd).status == 200


def test_not_modified_without_being_asked_is_no_page():
    with web({"/a": Reply(304)}) as site, fetcher(site) as fetch:
        assert refusal(fetch, site.base + "/a").outcome == "failed"
        assert refusal(fetch, site.base + "/a", validators=Validators()).outcome == "failed"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(404, "gone"), (410, "gone"), (400, "failed"), (401, "failed"), (403, "failed"), (204, "failed"), (206, "failed")],
)
def test_other_answers_become_errors(status, outcome):
    body = b"" if status == 204 else ARTICLE
    with web({"/a": Reply(status, body)}) as site, fetcher(site) as fetch:
        error = refusal(fetch, site.base + "/a")
        assert (error.outcome, error.status) == (outcome, status)
        assert site.paths().count("/a") == 1


def test_a_server_error_is_asked_again_twice_and_then_reported():
    answers = iter([Reply(500), Reply(502), Reply(), Reply(500), Reply(500), Reply(500), Reply()])
    with web({"/a": lambda _: next(answers)}) as site, fetcher(site) as fetch:
        assert fetch.get(site.base + "/a", source="ekdala").body == ARTICLE
        error = refusal(fetch, site.base + "/a")
        assert (error.outcome, error.status) == ("failed", 500)
        assert site.paths().count("/a") == 6


def test_backoff_grows_and_is_the_same_twice():
    def waits(site):
        clock = QuickClock()
        with fetcher(site, clock=clock, limits=Limits(pause=0.0, backoff=2.0)) as fetch:
            refusal(fetch, site.base + "/a")
        return clock.slept

    with web({"/robots.txt": Reply(404), "/a": Reply(500)}) as site:
        first, second = waits(site)
        assert 2.0 - SLACK <= first <= 3.0
        assert 4.0 - SLACK <= second <= 6.0
        assert waits(site) == [pytest.approx(first, abs=SLACK), pytest.approx(second, abs=SLACK)]


def test_a_host_that_keeps_failing_is_left_alone_for_the_run():
    routes = {"/robots.txt": Reply(404), "/ok": Reply(), "/gone": Reply(404)}
    routes |= {f"/{n}": Reply(500) for n in range(9)}
    with web(routes) as site, fetcher(site) as fetch:
        for n in range(4):
            assert refusal(fetch, f"{site.base}/{n}").outcome == "failed"
        # Any answer, a missing page too, shows that the host is alive.
        assert refusal(fetch, site.base + "/gone").outcome == "gone"
        for n in range(5):
            assert refusal(fetch, f"{site.base}/{n}").outcome == "failed"
        asked = len(site.log)
        error = refusal(fetch, site.base + "/ok")
        assert error.outcome == "later"
        assert "5 times in a row" in error.message
        assert len(site.log) == asked


def test_a_host_that_is_not_there_fails():
    with web({}) as site:
        gone = site.here
    with fetcher(allow_private=frozenset({gone})) as fetch:
        error = refusal(fetch, f"http://127.0.0.1:{gone[1]}/a")
        # Its robots.txt cannot be read, so nothing may be asked for now.
        assert error.outcome == "later"
        assert error.not_before


def test_pictures_and_films_are_not_downloaded():
    film = Reply(body=b"x" * 1000, headers={"Content-Type": "video/mp4"})
    with web({"/a": film}) as site, fetcher(site) as fetch:
        error = refusal(fetch, site.base + "/a")
        assert error.outcome == "failed"
        assert "video/mp4" in error.message
        assert len(fetch.get(site.base + "/a", source="ekdala", expect="any").body) == 1000


@pytest.mark.parametrize(
    ("headers", "reservation"),
    [
        ({"X-Robots-Tag": "noarchive"}, "noarchive"),
        ({"X-Robots-Tag": "nofollow, NoIndex"}, "noarchive"),
        ({"X-Robots-Tag": "none"}, "noarchive"),
        ({"X-Robots-Tag": "iopmine: noarchive"}, "noarchive"),
        ({"X-Robots-Tag": "otherbot: noarchive"}, ""),
        ({"X-Robots-Tag": "unavailable_after: 25 Jun 2030 15:00:00 GMT, noarchive"}, "noarchive"),
        ({"X-Robots-Tag": "max-snippet:50, nofollow"}, ""),
        ({"X-Robots-Tag": "max-snippet:50, noarchive"}, "noarchive"),
        ({"TDM-Reservation": "1", "X-Robots-Tag": "noarchive"}, "tdm"),
        ({"TDM-Reservation": "0"}, ""),
        ({}, ""),
    ],
)
def test_reservations_are_recorded(headers, reservation):
    with web({"/a": Reply(headers=headers)}) as site, fetcher(site) as fetch:
        assert fetch.get(site.base + "/a", source="ekdala").reservation == reservation


def test_what_is_sent_depends_on_what_is_expected():
    with web({"/a": Reply()}) as site, fetcher(site) as fetch:
        for expect, wanted in (("page", "text/html"), ("feed", "atom+xml"), ("pdf", "application/pdf")):
            fetch.get(site.base + "/a", source="ekdala", expect=expect)
            assert wanted in site.log[-1].headers["accept"]


def test_non_ascii_addresses_are_sent_percent_encoded_once():
    path = "/nyheter/%C3%A5%20%C3%A4?q=%C3%B6"
    with web({path: Reply()}) as site, fetcher(site) as fetch:
        assert fetch.get(f"{site.base}/nyheter/å%20ä?q=ö", source="ekdala").final_url == site.base + path


def test_limits_are_a_table_that_can_be_replaced():
    with web({"/a": Reply(body=b"x" * 101)}) as site, fetcher(site, limits=Limits(pause=0, page_bytes=100)) as fetch:
        assert "100" in refusal(fetch, site.base + "/a").message
    assert QUICK.retries == Limits().retries == 2
