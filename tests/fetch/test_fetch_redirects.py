"""Redirects: five at most, each hop an address of its own."""

from __future__ import annotations

import pytest

from iopmine.records.web import Validators
from tests.fetch.servers import ARTICLE, Reply, fetcher, refusal, web


def chain(hops, status=302):
    routes = {f"/{n}": Reply(status, headers={"Location": f"/{n + 1}"}) for n in range(hops)}
    return routes | {f"/{hops}": Reply()}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_five_redirects_are_followed(status):
    with web(chain(5, status)) as site, fetcher(site) as fetch:
        page = fetch.get(site.base + "/0", source="x")
        assert (page.url, page.final_url, page.body) == (site.base + "/0", site.base + "/5", ARTICLE)


def test_a_sixth_is_not_and_the_message_shows_the_chain():
    with web(chain(6)) as site, fetcher(site) as fetch:
        error = refusal(fetch, site.base + "/0")
        assert (error.outcome, error.status) == ("failed", 302)
        assert all(f"/{n} → " in error.message for n in range(6))
        assert site.paths()[1:] == [f"/{n}" for n in range(6)]


def test_a_circle_is_noticed_at_once():
    routes = {
        "/loop": Reply(302, headers={"Location": "/loop"}),
        "/a": Reply(302, headers={"Location": "/b"}),
        "/b": Reply(302, headers={"Location": "/a"}),
    }
    with web(routes) as site, fetcher(site) as fetch:
        assert "circle" in refusal(fetch, site.base + "/loop").message
        assert "circle" in refusal(fetch, site.base + "/a").message
        assert site.paths() == ["/robots.txt", "/loop", "/a", "/b"]


def test_a_redirect_without_a_destination_is_no_page():
    routes = {"/a": Reply(302, headers={}), "/b": Reply(300, headers={}), "/c": Reply(302, headers={"Location": " "})}
    with web(routes) as site, fetcher(site) as fetch:
        assert refusal(fetch, site.base + "/a").outcome == "failed"
        assert refusal(fetch, site.base + "/b").outcome == "failed"
        assert refusal(fetch, site.base + "/c").outcome == "failed"


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://a.se/", "javascript:x"])
def test_other_schemes_are_refused(location):
    with web({"/a": Reply(302, headers={"Location": location})}) as site, fetcher(site) as fetch:
        assert refusal(fetch, site.base + "/a").outcome == "refused"


@pytest.mark.parametrize("location", ["http://127.9/", "http://2130706441/", "http://0x7f000009/", "//[::1]/", "//0/"])
def test_other_spellings_of_a_private_address_are_refused(location):
    with web({"/a": Reply(302, headers={"Location": location})}) as site, fetcher(site) as fetch:
        assert refusal(fetch, site.base + "/a").outcome == "refused"


def test_validators_go_with_every_hop_and_nothing_else_is_carried_over():
    with web({"/b": Reply()}) as two, web({}) as one, fetcher(one, two) as fetch:
        one.routes["/a"] = Reply(302, headers={"Location": two.base + "/b", "Set-Cookie": "a=b"})
        fetch.get(one.base + "/a", source="x", validators=Validators(etag='"v1"'))
        seen = two.log[-1].headers
        assert "cookie" not in seen
        assert "referer" not in seen
        assert seen["host"] == f"127.0.0.1:{two.port}"
        assert one.log[-1].headers["if-none-match"] == seen["if-none-match"] == '"v1"'
