"""Which addresses are asked at all, and which networks are never connected to."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.fetch.addresses import is_public, next_target, target_of
from iopmine.fetch.faults import RefusedError
from tests.fetch.servers import Reply, fetcher, refusal, web

PRIVATE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "169.254.169.254", "172.16.0.1",
    "192.168.1.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "fe80::1", "fe80::1%eth0", "fc00::1",
    "fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "64:ff9b:1::1", "100::1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "192.71.244.10", "2a00:801::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
REFUSED = [
    "ftp://example.se/", "file:///etc/passwd", "gopher://example.se/", "javascript:alert(1)", "data:text/html,x",
    "//example.se/", "/a", "", "http:///a", "http://", "http://user@example.se/", "http://user:pass@example.se/",
    "http://example.se\\@127.0.0.1/", "http://exa mple.se/", "http://example.se:0/", "http://example.se:99999/",
    "http://example.se:x/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://127.1/",
    "http://0177.0.0.1/", "http://1.2.3.4.5/", "http://256.1.1.1/", "http://example.0x1/", "http://[::1/",
    "http://[v1.x]/", "http://a..se/", "http://.se/", "http://exa%6Dple.se/", "http://a\x1b[2Jb.se/",
    "http://\u202eexample.se/", "http://" + "a" * 64 + ".se/", "http://exa<mple.se/", "http://[fe80::1%25eth0]/",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_networks_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_networks_are(address):
    assert is_public(address)


@pytest.mark.parametrize("url", REFUSED)
def test_addresses_that_are_never_asked(url):
    with fetcher() as fetch:
        assert refusal(fetch, url).outcome == "refused"


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("http://EXAMPLE.se", "http://example.se/"),
        ("https://example.se:443/a#del", "https://example.se/a"),
        ("http://example.se:8080/a?b=c&d", "http://example.se:8080/a?b=c&d"),
        ("https://skövde.se/å", "https://xn--skvde-kua.se/%C3%A5"),
        ("https://example.se/%C3%A5%2F", "https://example.se/%C3%A5%2F"),
        ("http://[2A00:801::1]:81/", "http://[2a00:801::1]:81/"),
        ("http://example.se./", "http://example.se/"),
    ],
)
def test_addresses_are_brought_into_one_form(url, plain):
    assert target_of(url).url == plain
    assert target_of(plain).url == plain


@pytest.mark.parametrize(
    ("location", "where"),
    [
        ("/b", "https://example.se/b"),
        ("b?x=1#del", "https://example.se/mapp/b?x=1"),
        ("//annan.se/b", "https://annan.se/b"),
        ("http://annan.se", "http://annan.se/"),
        ("?sida=2", "https://example.se/mapp/a?sida=2"),
        ("/två ord", "https://example.se/tv%C3%A5%20ord"),
        (" /b ", "https://example.se/b"),
    ],
)
def test_redirects_lead_where_a_browser_would_go(location, where):
    assert next_target(target_of("https://example.se/mapp/a"), location).url == where


@pytest.mark.parametrize(
    "location",
    ["ftp://a.se/", "javascript:x", "http:\\\\127.0.0.1", "http://a\\@b.se/", "https://u@b.se/", "http://["],
)
def test_redirects_that_lead_nowhere(location):
    with pytest.raises(RefusedError):
        next_target(target_of("https://example.se/"), location)


@given(st.text(max_size=60) | st.text("http:/@[]\\.%#?0x1a ", max_size=30).map(lambda rest: "http://" + rest))
def test_any_text_is_an_ascii_address_or_refused(text):
    said: list[str] = []
    for make in (target_of, lambda text: next_target(target_of("http://example.se/a"), text)):
        try:
            target = make(text)
        except RefusedError as error:
            said.append(str(error))
            continue
        assert target.url.isascii()
        assert target.url.isprintable()
        assert target_of(target.url) == target
    assert all(message.isprintable() for message in said)


@given(st.ip_addresses())
def test_every_numeric_address_is_judged(address):
    judged = is_public(str(address))
    if judged:
        assert not address.is_loopback
        assert not address.is_link_local
        assert not address.is_multicast


TARGETS = ["127.0.0.9", "[::1]", "[::ffff:127.0.0.9]", "localhost", "169.254.169.254", "10.0.0.1", "0.0.0.0"]


@pytest.mark.parametrize("host", TARGETS)
def test_private_hosts_are_refused_without_a_connection(host, monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("connected"))
    with fetcher() as fetch:
        assert refusal(fetch, f"http://{host}/a").outcome == "refused"


@pytest.mark.parametrize("host", TARGETS)
def test_a_redirect_to_a_private_host_is_refused(host):
    with web({"/a": Reply(302, headers={"Location": f"http://{host}/b"})}) as site, fetcher(site) as fetch:
        assert refusal(fetch, site.base + "/a").outcome == "refused"


def test_only_the_allowed_port_of_loopback_is_open():
    with web({"/a": Reply()}) as open_site, web({"/a": Reply()}) as closed, fetcher(open_site) as fetch:
        assert fetch.get(open_site.base + "/a", source="x").status == 200
        assert refusal(fetch, closed.base + "/a").outcome == "refused"
        assert closed.log == []


def test_a_name_that_means_another_address_the_second_time_gains_nothing(monkeypatch):
    """DNS rebinding: each resolution is judged, and the judged address itself is connected to."""
    asked, connected = [], []
    answers = iter(["93.184.215.14", "127.0.0.1", "93.184.215.14", "10.0.0.1"])

    def resolve(host, _port):
        asked.append(host)
        return [next(answers)]

    def connect(_socket, address):
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    with fetcher(resolve=resolve) as fetch:
        for _ in range(2):
            refusal(fetch, "http://flyttar.example/a")
    assert connected == ["93.184.215.14"] * 2, "one connection for one resolution, and none to the private ones"
    assert len(asked) == 4


def test_a_host_with_one_private_address_is_refused_whole(monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("connected"))
    with fetcher(resolve=lambda *_: ["93.184.215.14", "10.0.0.1"]) as fetch:
        assert refusal(fetch, "http://delad.example/a").outcome == "refused"


def test_the_system_s_resolver_is_judged_too(monkeypatch):
    private = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.0.7", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: private)
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("connected"))
    with fetcher() as fetch:
        assert refusal(fetch, "http://inne.example/a").outcome == "refused"


def test_a_second_address_is_tried_when_the_first_does_not_answer():
    with web({"/a": Reply()}) as site:
        allowed = frozenset({("127.0.0.7", site.port), site.here})
        with fetcher(allow_private=allowed, resolve=lambda *_: ["127.0.0.7", "127.0.0.1"]) as fetch:
            assert fetch.get(f"http://dubbel.example:{site.port}/a", source="x").status == 200


def test_proxies_of_the_environment_are_ignored(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with web({"/a": Reply()}) as site, fetcher(site) as fetch:
        assert fetch.get(site.base + "/a", source="x").status == 200
