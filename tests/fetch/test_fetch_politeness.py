"""Politeness, judged from the host's side: one request at a time, pauses kept, wishes remembered across runs."""

from __future__ import annotations

import contextlib
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from iopmine.fetch import Limits, RunMemory
from iopmine.fetch.headers import Headers, retry_after
from iopmine.records.web import HostState
from tests.fetch.servers import (
    QUICK,
    SLACK,
    QuickClock,
    RealClock,
    Reply,
    fetcher,
    names,
    refusal,
    web,
)

OWN = names(ekdala_example="127.0.0.1", www_ekdala_example="127.0.0.1")


def all_open(*bases):
    """A memory in which these hosts have no robots.txt, looked up just now."""
    memory, now = RunMemory(), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for base in bases:
        memory.remember(HostState(base.removeprefix("http://"), robots_outcome="none", robots_at=now))
    return memory


def at_once(*calls):
    """Run the calls in threads of their own and wait for all."""
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


def test_a_host_is_asked_one_request_at_a_time_with_pauses():
    routes = {"/robots.txt": Reply(404, delay=0.05)} | {f"/{n}": Reply(delay=0.05) for n in range(6)}
    with web(routes) as site, fetcher(site, minimum_pause=0.2) as fetch:
        at_once(*(lambda n=n: fetch.get(f"{site.base}/{n}", source=f"källa {n % 3}") for n in range(6)))
        assert sorted(site.paths()) == sorted(routes)
        assert min(site.gaps()) >= 0.2 - SLACK


def test_hosts_are_asked_in_parallel():
    slow = {"/robots.txt": Reply(404), "/a": Reply(delay=0.3)}
    with (
        web(slow) as one,
        web(slow) as two,
        web(slow) as three,
        fetcher(one, two, three) as fetch,
    ):
        at_once(*(lambda site=site: fetch.get(site.base + "/a", source="x") for site in (one, two, three)))
        seen = [site.log[-1] for site in (one, two, three)]
        assert max(each.start for each in seen) < min(each.end for each in seen), "all three were under way at once"


def test_crawl_delay_and_the_source_s_pause_lengthen_the_gap():
    robots = Reply(body=b"User-agent: *\nCrawl-delay: 0.2\n")
    with web({"/robots.txt": robots, "/a": Reply(), "/b": Reply()}) as site, fetcher(site, minimum_pause=0.1) as fetch:
        fetch.get(site.base + "/a", source="x")
        fetch.get(site.base + "/b", source="x")
        assert min(site.gaps()) >= 0.2 - SLACK
        # A source that asks for more speaks for all sources on its host.
        fetch.get(site.base + "/a", source="x", pause=0.3)
        fetch.get(site.base + "/b", source="y")
        assert min(site.gaps()[-2:]) >= 0.3 - SLACK
        assert fetch.robots_delay(site.base + "/c") == 0.2


def test_an_absurd_crawl_delay_is_kept_up_to_the_limit():
    clock = QuickClock()
    robots = Reply(body=b"User-agent: *\nCrawl-delay: 86400\n")
    with web({"/robots.txt": robots, "/a": Reply()}) as site, fetcher(site, clock=clock, limits=Limits()) as fetch:
        fetch.get(site.base + "/a", source="x")
        assert clock.slept == [pytest.approx(300, abs=0.5)]
        assert fetch.robots_delay(site.base + "/a") == 300


def test_redirects_and_robots_of_another_host_keep_its_pause():
    with web({"/b": Reply(), "/c": Reply()}) as two, web({}) as one:
        one.routes["/a"] = Reply(302, headers={"Location": two.base + "/b"})
        with fetcher(one, two, minimum_pause=0.2) as fetch:
            at_once(
                lambda: fetch.get(one.base + "/a", source="x"),
                lambda: fetch.get(two.base + "/c", source="y"),
            )
        assert sorted(two.paths()) == ["/b", "/c", "/robots.txt"]
        assert min(two.gaps()) >= 0.2 - SLACK


def test_two_hosts_that_redirect_to_each_other_do_not_block_each_other():
    with web({}) as one, web({}) as two:
        for n in range(4):
            one.routes[f"/{n}"] = Reply(302, headers={"Location": f"{two.base}/{n}x"})
            two.routes[f"/{n}"] = Reply(302, headers={"Location": f"{one.base}/{n}x"})
            one.routes[f"/{n}x"] = two.routes[f"/{n}x"] = Reply()
        one.routes["/robots.txt"] = Reply(302, headers={"Location": two.base + "/robots.txt"})
        two.routes["/robots.txt"] = Reply(302, headers={"Location": one.base + "/other"})
        one.routes["/other"] = Reply(404)
        with fetcher(one, two, minimum_pause=0.02) as fetch:
            calls = [
                lambda site=site, n=n: fetch.get(f"{site.base}/{n}", source="x")
                for n in range(4)
                for site in (one, two)
            ]
            at_once(*calls)


def test_plain_and_secure_addresses_of_a_host_share_one_turn():
    with fetcher() as fetch:
        keys = {
            fetch._target(url).key for url in ("http://example.se/", "https://EXAMPLE.se./", "http://example.se:80/a")
        }
    assert keys == {"example.se"}


def test_retry_after_is_remembered_by_the_next_run():
    memory = RunMemory()
    busy = Reply(429, headers={"Retry-After": "120"})
    with web({"/a": busy, "/b": Reply()}) as site:
        with fetcher(site, memory=memory) as fetch:
            error = refusal(fetch, site.base + "/a")
            assert (error.outcome, error.status) == ("later", 429)
            left = datetime.fromisoformat(error.not_before) - datetime.now(UTC)
            assert timedelta(seconds=118) < left <= timedelta(seconds=121)
            asked = len(site.log)
            assert refusal(fetch, site.base + "/b").not_before == error.not_before
        with fetcher(site, memory=memory) as fetch:
            assert refusal(fetch, site.base + "/b").not_before == error.not_before
            assert len(site.log) == asked
        clock = QuickClock()
        clock.ahead = 122.0
        with fetcher(site, memory=memory, clock=clock) as fetch:
            assert fetch.get(site.base + "/b", source="x").status == 200
        state = memory.host(f"127.0.0.1:{site.port}")
        assert state is not None
        assert (state.not_before, state.failures) == ("", 0)


@pytest.mark.parametrize(
    ("status", "value", "seconds"),
    [
        (429, "30", 30),
        (503, "30", 30),
        (429, "9" * 41, 3600),
        (429, "0", 0),
        (429, timedelta(seconds=200), 200),
        (503, timedelta(days=4000), 3600),
        (429, "Mon, 02 Mar 2015 09:30:00 GMT", 0),
        (429, "-5", 600),
        (429, "٣", 600),
        (429, "²", 600),
        (429, "1e3", 600),
        (429, "snart", 600),
        (429, "Mon, 99 Mar 99999 09:30:00 GMT", 600),
        (429, "", 600),
        (503, "-5", None),
        (503, "", None),
    ],
)
def test_every_form_of_retry_after(status, value, seconds):
    if isinstance(value, timedelta):
        value = format_datetime(datetime.now(UTC) + value, usegmt=True)
    fields = {"Retry-After": value.encode().decode("latin-1")} if value else {}
    with web({"/a": Reply(status, headers=fields)}) as site, fetcher(site) as fetch:
        before = datetime.now(UTC)
        error = refusal(fetch, site.base + "/a")
        if seconds is None:
            assert (error.outcome, site.paths().count("/a")) == ("failed", 3)
            return
        assert (error.outcome, site.paths().count("/a")) == ("later", 1)
        wait = (datetime.fromisoformat(error.not_before) - before).total_seconds()
        assert seconds - 3.5 <= wait <= seconds + 3.5


def test_a_date_is_measured_on_the_host_s_own_clock():
    fields = {"Date": "Mon, 02 Mar 2015 09:30:00 GMT", "Retry-After": "Mon, 02 Mar 2015 09:35:00 GMT"}
    answer = Headers((name.encode(), value.encode()) for name, value in fields.items())
    assert retry_after(answer, datetime(2026, 11, 22, tzinfo=UTC), 3600.0) == 300.0


def test_the_pause_survives_a_restart():
    memory = RunMemory()
    with web({"/robots.txt": Reply(404), "/a": Reply()}) as site:
        for _ in range(2):
            with fetcher(site, memory=memory, minimum_pause=0.4) as fetch:
                fetch.get(site.base + "/a", source="x")
        assert site.paths() == ["/robots.txt", "/a", "/a"]
        assert min(site.gaps()) >= 0.4 - SLACK


def test_a_known_crawl_delay_holds_before_the_first_request_of_a_run():
    clock = QuickClock()
    with web({"/a": Reply()}) as site:
        memory = RunMemory()
        now = clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        state = HostState(f"127.0.0.1:{site.port}", b"User-agent: *\nCrawl-delay: 50", "rules", now, now)
        memory.remember(state)
        with fetcher(site, memory=memory, clock=clock) as fetch:
            assert fetch.robots_delay(site.base + "/a") == 50.0
            fetch.get(site.base + "/a", source="x")
        assert clock.slept[0] == pytest.approx(50, abs=1.5)
        assert site.paths() == ["/a"]


def test_the_request_is_remembered_before_it_is_sent():
    """A kill in the middle of a request must not make the next run forget that the host was just asked."""
    memory = RunMemory()
    known: list[str] = []

    def answer(_headers):
        known.extend(state.last_request_at for state in memory._states.values())
        return Reply(404)

    with web({"/robots.txt": answer}) as site, fetcher(site, memory=memory) as fetch:
        refusal(fetch, site.base + "/a")
    assert len(known) == 1
    assert known[0] >= datetime.now(UTC).strftime("%Y-%m-%dT%H:")


@pytest.mark.parametrize("field", ["last_request_at", "not_before"])
def test_times_from_a_clock_that_was_wrong_do_not_block_a_host(field):
    clock = QuickClock()
    with web({"/robots.txt": Reply(404), "/a": Reply()}) as site:
        memory = RunMemory()
        memory.remember(HostState(f"127.0.0.1:{site.port}", **{field: "2099-01-01T00:00:00Z"}))
        with fetcher(site, memory=memory, clock=clock, minimum_pause=2.0) as fetch:
            assert fetch.get(site.base + "/a", source="x").status == 200
        assert sum(clock.slept) <= 2 * 2.0 + 1.1


def test_hosts_by_name_share_no_pause():
    clock = RealClock()
    with web({"/robots.txt": Reply(404), "/a": Reply()}) as site:
        resolve = names(ekdala_example="127.0.0.1", fors_example="127.0.0.1")
        with fetcher(site, resolve=resolve, clock=clock, minimum_pause=0.3) as fetch:
            at_once(
                lambda: fetch.get(f"http://ekdala.example:{site.port}/a", source="x"),
                lambda: fetch.get(f"http://fors.example:{site.port}/a", source="x"),
            )
        assert min(site.gaps()) < 0.3 - SLACK
        assert {seen.headers["host"] for seen in site.log} == {
            f"ekdala.example:{site.port}",
            f"fors.example:{site.port}",
        }


def test_a_site_with_and_without_www_is_asked_as_one_host():
    routes = {f"/{n}": Reply(delay=0.05) for n in range(4)}
    with web(routes) as site:
        bare, twin = f"http://ekdala.example:{site.port}", f"http://www.ekdala.example:{site.port}"
        site.routes["/moved"] = Reply(301, headers={"Location": twin + "/0"})
        with fetcher(site, resolve=OWN, memory=all_open(bare, twin), minimum_pause=0.2) as fetch:
            at_once(*(lambda n=n: fetch.get(f"{twin if n % 2 else bare}/{n}", source="x") for n in range(4)))
            fetch.get(bare + "/moved", source="x")
        assert len(site.log) == 6
        assert {seen.headers["host"] for seen in site.log} == {bare[7:], twin[7:]}
        assert min(site.gaps()) >= 0.2 - SLACK


def test_twins_keep_robots_of_their_own():
    def answer(headers):
        closed = headers["host"].startswith("www.")
        return Reply(body=b"User-agent: *\nDisallow: /a\nCrawl-delay: 7\n") if closed else Reply(404)

    clock = QuickClock()
    with web({"/robots.txt": answer, "/a": Reply()}) as site, fetcher(site, resolve=OWN, clock=clock) as fetch:
        assert refusal(fetch, f"http://www.ekdala.example:{site.port}/a").outcome == "disallowed"
        # The longer of two delays holds for both.
        assert fetch.get(f"http://ekdala.example:{site.port}/a", source="x").status == 200
        assert site.paths() == ["/robots.txt", "/robots.txt", "/a"]
        assert clock.slept == [pytest.approx(7, abs=0.5)] * 2


@pytest.mark.parametrize("asked", ["", "www."])
def test_twins_remember_each_other_s_requests_and_wishes(asked):
    other = "www." if not asked else ""
    memory, clock = RunMemory(), QuickClock()
    with web({"/robots.txt": Reply(404), "/a": Reply(), "/b": Reply(429)}) as site:
        one, two = (f"http://{name}ekdala.example:{site.port}" for name in (asked, other))
        with fetcher(site, memory=memory, resolve=OWN, clock=clock, minimum_pause=20.0) as fetch:
            fetch.get(one + "/a", source="x")
        clock.slept.clear()
        with fetcher(site, memory=memory, resolve=OWN, clock=clock, minimum_pause=20.0) as fetch:
            fetch.get(two + "/a", source="x")
            assert clock.slept == [pytest.approx(20, abs=1.5), pytest.approx(20, abs=0.5)]
            until = refusal(fetch, two + "/b").not_before
            assert refusal(fetch, one + "/a").not_before == until
        with fetcher(site, memory=memory, resolve=OWN, clock=clock) as fetch:
            assert refusal(fetch, one + "/a").not_before == until


@pytest.mark.parametrize("pause", [0.0, 1.0, 3.0, 4.0])
def test_no_setting_asks_a_public_host_faster_than_every_three_seconds(pause):
    """The name cannot be resolved, so nobody is asked; the waits between the attempts are those of a public host."""

    def unknown(_host, _port):
        raise OSError("no such name")

    clock = QuickClock()
    limits = Limits(backoff=0.0, retries=3)
    memory = all_open("http://ekdala.example")
    options = {"clock": clock, "limits": limits, "minimum_pause": pause, "memory": memory, "resolve": unknown}
    with fetcher(**options) as fetch:
        assert refusal(fetch, "http://ekdala.example/a", pause=0.5).outcome == "failed"
    assert clock.slept == [pytest.approx(max(3.0, pause), abs=0.05)] * 3


def test_a_loopback_server_may_be_asked_faster():
    clock = QuickClock()
    with web({"/a": Reply()}) as site, fetcher(site, clock=clock, minimum_pause=0.0) as fetch:
        fetch.get(site.base + "/a", source="x")
        fetch.get(site.base + "/a", source="x")
    assert clock.slept == []


def test_a_sleep_that_is_cut_short_ends_the_wait():
    clock = RealClock()
    with web({"/a": Reply()}) as site, fetcher(site, clock=clock, limits=Limits(pause=30.0)) as fetch:
        threading.Timer(0.3, clock.stop.set).start()
        start = time.monotonic()
        error = refusal(fetch, site.base + "/a")
        assert time.monotonic() - start < 1.0
        assert error.outcome == "later"
        assert "stopped" in error.message


def test_closing_ends_a_request_under_way():
    for delay in ({"/robots.txt": Reply(delay=5)}, {"/robots.txt": Reply(404), "/a": Reply(delay=5)}):
        memory = RunMemory()
        with web(delay) as site:
            fetch = fetcher(site, memory=memory, limits=Limits(pause=0.0, retries=0))
            threading.Timer(0.3, fetch.close).start()
            start = time.monotonic()
            error = refusal(fetch, site.base + "/a")
            assert time.monotonic() - start < 1.0
            assert error.outcome == "later"
            assert refusal(fetch, site.base + "/b").outcome == "later"
        # Being stopped is no failure of the host, and no news about its robots.txt.
        state = memory.host(f"127.0.0.1:{site.port}")
        assert state is not None
        assert (state.failures, state.robots_outcome) in {(0, ""), (0, "none")}


def test_being_stopped_at_another_host_is_no_news_about_the_rules_of_this_one():
    memory = RunMemory()
    with web({"/robots.txt": Reply(delay=5)}) as two, web({}) as one:
        one.routes["/robots.txt"] = Reply(302, headers={"Location": two.base + "/robots.txt"})
        fetch = fetcher(one, two, memory=memory, limits=Limits(pause=0.0))
        threading.Timer(0.3, fetch.close).start()
        assert refusal(fetch, one.base + "/a").outcome == "later"
        state = memory.host(f"127.0.0.1:{one.port}")
        assert state is not None
        assert state.robots_outcome == ""


def test_a_later_failure_is_remembered_between_runs():
    memory = RunMemory()
    with web({"/robots.txt": Reply(404), "/a": Reply(500), "/b": Reply()}) as site:
        for _ in range(2):
            with fetcher(site, memory=memory, limits=QUICK) as fetch:
                refusal(fetch, site.base + "/a")
        state = memory.host(f"127.0.0.1:{site.port}")
        assert state is not None
        assert state.failures == 2


def test_no_connection_stays_open():
    with web({"/a": Reply(), "/b": Reply(404), "/c": Reply(500)}) as site, fetcher(site) as fetch:
        fetch.get(site.base + "/a", source="x")
        refusal(fetch, site.base + "/b")
        refusal(fetch, site.base + "/c")
        assert {seen.headers["connection"] for seen in site.log} == {"close"}
        assert [host._line._guard._handles for host in fetch._asker._hosts.values()] == [set()]


def test_a_fetcher_that_many_threads_wait_in_closes_within_a_second():
    clock = RealClock()
    with contextlib.ExitStack() as stack:
        sites = [stack.enter_context(web({"/a": Reply()})) for _ in range(4)]
        fetch = fetcher(*sites, clock=clock, limits=Limits(pause=30.0))
        threads = [
            threading.Thread(target=lambda site=site: refusal(fetch, site.base + "/a")) for site in sites for _ in "xy"
        ]
        for thread in threads:
            thread.start()
        time.sleep(0.3)
        start = time.monotonic()
        fetch.close()
        clock.stop.set()
        for thread in threads:
            thread.join(5)
        assert time.monotonic() - start < 1.0


def test_whoever_waits_goes_by_what_the_host_has_just_said():
    with web({"/robots.txt": Reply(404), "/a": Reply(429, delay=0.1)}) as site, fetcher(site) as fetch:
        errors = []
        at_once(*(lambda: errors.append(refusal(fetch, site.base + "/a")) for _ in range(6)))
        assert [error.outcome for error in errors] == ["later"] * 6
        assert site.paths().count("/a") == 1
