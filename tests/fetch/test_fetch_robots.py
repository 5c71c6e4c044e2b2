"""robots.txt: closed when it cannot be read, obeyed when it can, asked for once a day."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from iopmine.errors import FetchError
from iopmine.fetch import Limits, RunMemory
from iopmine.fetch.rules import Rules
from tests.fetch.servers import QUICK, QuickClock, Reply, fetcher, raw, refusal, web

DISALLOW = "User-agent: *\nDisallow: /stängt\nDisallow: /privat/*.pdf$\n".encode()
TEXT = {"Content-Type": "text/plain"}


def outcome(robots, path="/a", **options):
    """Ask for a page of a host with this robots.txt; return what came of it and what the host saw."""
    with web({"/robots.txt": robots, path: Reply()}) as site, fetcher(site, **options) as fetch:
        try:
            fetch.get(site.base + path, source="x")
        except FetchError as error:
            return error.outcome, site.paths()
        return "page", site.paths()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_no_such_file_means_that_all_may_be_asked(status):
    assert outcome(Reply(status)) == ("page", ["/robots.txt", "/a"])


@pytest.mark.parametrize("status", [429, 500, 502, 503, 599])
def test_a_file_that_cannot_be_read_closes_the_host(status):
    what, paths = outcome(Reply(status))
    assert what == "later"
    assert "/a" not in paths
    assert len(paths) == (1 if status == 429 else 3)


def test_a_silent_host_is_closed():
    with raw(lambda _: None) as site:
        server = site
    limits = replace(QUICK, read=0.2)
    with web({"/robots.txt": Reply(delay=1.0), "/a": Reply()}) as site, fetcher(site, limits=limits) as fetch:
        error = refusal(fetch, site.base + "/a")
        assert error.outcome == "later"
        assert error.not_before
    with fetcher(server) as fetch:
        assert refusal(fetch, server.base + "/a").outcome == "later"


def test_a_robots_txt_that_is_wanted_as_a_page_is_not_asked_for_twice():
    memory, clock = RunMemory(), QuickClock()
    body = DISALLOW + b"Disallow: /robots.txt\nSitemap: http://ekdala.example/karta.xml\n"
    with web({"/robots.txt": Reply(body=body, headers=TEXT), "/a": Reply()}) as site:
        for hours, asked in ((0, 1), (23, 1), (25, 2)):
            clock.ahead = hours * 3600.0
            with fetcher(site, memory=memory, clock=clock) as fetch:
                page = fetch.get(site.base + "/robots.txt", source="x")
                fetch.get(site.base + "/a", source="x")
            assert (page.body, page.status, page.media_type) == (body, 200, "text/plain")
            assert (page.url, page.final_url) == (site.base + "/robots.txt",) * 2
            assert site.paths().count("/robots.txt") == asked
        assert page.fetched_at == memory.host(f"127.0.0.1:{site.port}").robots_at


def test_a_robots_txt_that_is_not_there_is_gone():
    with web({"/a": Reply()}) as site, fetcher(site) as fetch:
        fetch.get(site.base + "/a", source="x")
        assert refusal(fetch, site.base + "/robots.txt").outcome == "gone"
        assert site.paths() == ["/robots.txt", "/a"]


def test_unreachable_is_tried_again_after_an_hour_and_not_before():
    memory, clock = RunMemory(), QuickClock()
    answers = iter([Reply(500)] * 3 + [Reply(404)])
    with web({"/robots.txt": lambda _: next(answers), "/a": Reply()}) as site:
        with fetcher(site, memory=memory, clock=clock) as fetch:
            refusal(fetch, site.base + "/a")
        for ahead, expected in ((10, "later"), (3500, "later"), (3700, "page")):
            clock.ahead = float(ahead)
            with fetcher(site, memory=memory, clock=clock) as fetch:
                if expected == "later":
                    assert refusal(fetch, site.base + "/a").outcome == "later"
                else:
                    assert fetch.get(site.base + "/a", source="x").status == 200
        assert site.paths() == ["/robots.txt"] * 4 + ["/a"]


def test_the_file_is_asked_for_once_a_day():
    memory, clock = RunMemory(), QuickClock()
    with web({"/robots.txt": Reply(body=DISALLOW), "/a": Reply()}) as site:
        for hours in (0, 10, 23, 25):
            clock.ahead = hours * 3600.0
            with fetcher(site, memory=memory, clock=clock) as fetch:
                fetch.get(site.base + "/a", source="x")
                assert refusal(fetch, site.base + "/stängt/b").outcome == "disallowed"
        assert site.paths().count("/robots.txt") == 2
    state = memory.host(f"127.0.0.1:{site.port}")
    assert state is not None
    assert (state.robots, state.robots_outcome) == (DISALLOW, "rules")


def test_a_file_from_the_future_is_not_believed():
    memory, clock = RunMemory(), QuickClock()
    with web({"/a": Reply()}) as site:
        for ahead in (90_000.0, 0.0):
            clock.ahead = ahead
            with fetcher(site, memory=memory, clock=clock) as fetch:
                fetch.get(site.base + "/a", source="x")
        assert site.paths().count("/robots.txt") == 2


@pytest.mark.parametrize(
    ("robots", "path", "expected"),
    [
        (DISALLOW, "/%C3%B6ppet", "page"),
        (DISALLOW, "/st%C3%A4ngt/a", "disallowed"),
        (b"User-agent: *\nDisallow: /st%C3%A4ngt\n", "/st%C3%A4ngt/a", "disallowed"),
        (DISALLOW, "/privat/a.pdf", "disallowed"),
        (DISALLOW, "/privat/a.pdf?b", "page"),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /\r\n", "/a", "disallowed"),
        (b"User-agent: *\rDisallow: /\r", "/a", "disallowed"),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: iopmine\nDisallow: /b\n", "/a", "page"),
        (b"User-agent: *\nDisallow:\n\nUser-agent: IOPmine/1.0 (all)\nDisallow: /\n", "/a", "disallowed"),
        (b"User-agent: iopminer\nDisallow: /\n", "/a", "page"),
        (b"user agent iopmine 2\rdisallow /\r", "/a", "disallowed"),
        (b"User-agent: IOPMINE\nDisallow: /\n", "/a", "disallowed"),
        (b"User-agent: annan\nUser-agent: iopmine\nDisallow: /\n", "/a", "disallowed"),
        (b"User-agent: *\nDisallow: /\nAllow: /a\n", "/a", "page"),
        (b"Disallow: /\n", "/a", "page"),
        (b"<!doctype html><title>Sidan finns inte</title>", "/a", "page"),
        (b"<pre>\nUser-agent: *\nDisallow: /\n</pre>", "/a", "disallowed"),
        (b"\x00\xff\xfe\nUser-agent: *\n\xe5\xe4\nDisallow: /\n", "/a", "disallowed"),
        (b"", "/a", "page"),
    ],
)
def test_what_a_file_says(robots, path, expected):
    assert outcome(Reply(body=robots, headers=TEXT), path)[0] == expected


def test_a_large_file_is_read_to_512_kib_and_never_half_a_line():
    early = b"User-agent: *\nDisallow: /a\n" + b"# prat\n" * 300_000
    assert outcome(Reply(body=early))[0] == "disallowed"
    late = b"User-agent: *\n" + b"# prat\n" * 300_000 + b"Disallow: /a\n"
    assert outcome(Reply(body=late))[0] == "page"
    # The cut falls inside a path: half of it would close more than the host meant.
    head = b"User-agent: *\n#"
    line = b"\nDisallow: /a/hemligt"
    at_the_cut = head + b"x" * (512 * 1024 - len(head) - len(b"\nDisallow: /a")) + line
    assert outcome(Reply(body=at_the_cut))[0] == "page"


def test_redirects_are_followed_five_times_whatever_the_other_host_s_rules_say():
    def chain(hops):
        routes = {"/robots.txt": Reply(302, headers={"Location": "/r1"}), "/a": Reply()}
        for n in range(1, hops):
            routes[f"/r{n}"] = Reply(302, headers={"Location": f"/r{n + 1}"})
        routes[f"/r{hops}"] = Reply(body=b"User-agent: *\nDisallow: /r\n")
        return routes

    for hops, expected in ((5, "page"), (6, "later")):
        with web(chain(hops)) as site, fetcher(site) as fetch:
            if expected == "page":
                assert fetch.get(site.base + "/a", source="x").status == 200
            else:
                assert refusal(fetch, site.base + "/a").outcome == "later"

    with web({"/robots.txt": Reply(body=b"User-agent: *\nDisallow: /a\n")}) as two, web({}) as one:
        one.routes["/robots.txt"] = Reply(301, headers={"Location": two.base + "/robots.txt"})
        with fetcher(one, two) as fetch:
            assert refusal(fetch, one.base + "/a").outcome == "disallowed"


@pytest.mark.parametrize("location", ["http://10.0.0.1/robots.txt", "file:///etc/passwd", "http://127.0.0.9/x"])
def test_a_redirect_into_a_private_network_closes_the_host(location):
    routes = {"/robots.txt": Reply(302, headers={"Location": location}), "/a": Reply()}
    with web(routes) as site, fetcher(site) as fetch:
        assert refusal(fetch, site.base + "/a").outcome == "later"
        asked = len(site.log)
        assert refusal(fetch, site.base + "/a").outcome == "later"
        assert len(site.log) == asked


def test_a_redirect_is_judged_by_the_rules_of_the_host_it_leads_to():
    closed = {"/robots.txt": Reply(body=b"User-agent: *\nDisallow: /b\n"), "/b": Reply()}
    with web(closed) as two, web({}) as one, fetcher(one, two) as fetch:
        one.routes["/a"] = Reply(302, headers={"Location": two.base + "/b"})
        assert refusal(fetch, one.base + "/a").outcome == "disallowed"
        assert two.paths() == ["/robots.txt"]


def test_retry_after_on_the_file_holds_for_the_host():
    memory = RunMemory()
    with web({"/robots.txt": Reply(503, headers={"Retry-After": "100"}), "/a": Reply()}) as site:
        with fetcher(site, memory=memory) as fetch:
            assert refusal(fetch, site.base + "/a").not_before
            assert refusal(fetch, site.base + "/a").outcome == "later"
        assert site.paths() == ["/robots.txt"]
    state = memory.host(f"127.0.0.1:{site.port}")
    assert state is not None
    assert (state.robots_outcome, bool(state.not_before)) == ("", True)


def test_a_hostile_file_takes_no_time():
    """Wildcards by the thousand and an address that nearly matches them."""
    rules = b"User-agent: *\n" + b"".join(b"Disallow: /" + b"a*" * 30 + b"%d$\n" % n for n in range(5000))
    assert outcome(Reply(body=rules), "/" + "a" * 1500, limits=Limits(pause=0, total=5))[0] == "page"


def test_rules_take_time_in_proportion_to_their_length():
    def seconds(size):
        body = b"User-agent" + b" " * size + b"*\nuser-agent:" + b" " * size + b"\n" + b"User-agent: a\n" * (size // 14)
        start = time.perf_counter()
        Rules(body, "iopmine")
        return time.perf_counter() - start

    ratios = []
    for _ in range(5):
        ratios.append(seconds(100_000) / max(seconds(50_000), 1e-4))
        if ratios[-1] < 2.5:
            return
    raise AssertionError(ratios)
