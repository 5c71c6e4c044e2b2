"""Addresses: what may be published as a link, and what identifies a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.urls import canonical_url, host_of, is_web_address, url_id

LABEL = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
ADDRESSES = st.builds(
    lambda scheme, host, port, path, query, fragment: f"{scheme}://{host}{port}{path}{query}{fragment}",
    st.sampled_from(["http", "https", "HTTPS"]),
    st.lists(LABEL, min_size=2, max_size=3).map(".".join),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    st.sampled_from(["", "/", "/nyheter/2018/iop", "/å ä".replace(" ", "%20"), "/a//b", "/a/../b", "/%C3%A5"]),
    st.lists(
        st.sampled_from(["b=2", "a=1", "a=", "utm_source=x", "fbclid=1", "q=å", "q=%C3%A5", "a=1"]), max_size=4
    ).map(lambda parts: "?" + "&".join(parts) if parts else ""),
    st.sampled_from(["", "#del"]),
)


@given(ADDRESSES)
def test_the_canonical_address_is_its_own(url):
    assert is_web_address(url)
    once = canonical_url(url)
    assert canonical_url(once) == once
    assert is_web_address(once)
    assert url_id(once) == url_id(url)
    assert "#" not in once
    assert "utm_" not in once


@given(st.text(max_size=40) | ADDRESSES)
def test_any_text_is_answered(text):
    host_of(text)
    if is_web_address(text):
        assert canonical_url(text).startswith(("http://", "https://"))
    else:
        with pytest.raises(ValueError, match="not an absolute"):
            canonical_url(text)


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.se/x", "/x", "example.se",
     "https://anna@example.se/", "https://anna:ord@example.se/", "https:\\\\example.se", "https://example.se\\x",
     "https://exa mple.se", "https://example.se/\x00", "https://example.se/\u202egp.exe", "http://[::1", "https://",
     "ftp://example.se/", "https://example.se:99999/", "\thttps://example.se/"],
)  # fmt: skip
def test_addresses_that_no_page_may_link(url):
    assert not is_web_address(url)


def test_one_page_has_one_id():
    same = [
        "https://www.example.se/iop?b=2&a=1", "https://www.example.se/iop?a=1&b=2#topp", "https://WWW.example.se/iop?a=1&b=2",
        "https://www.example.se:443/iop?a=1&b=2&utm_source=brev", "https://www.example.se./iop?fbclid=9&a=1&b=2",
    ]  # fmt: skip
    assert len({url_id(url) for url in same}) == 1
    assert url_id(same[0]).startswith("p")
    assert len(url_id(same[0])) == 17
    other = [
        "https://www.example.se/iop?a=1",
        "https://www.example.se/IOP?a=1&b=2",
        "https://example.se:8080/iop?a=1&b=2",
    ]
    assert len({url_id(url) for url in (*same, *other)}) == 4


def test_hosts():
    assert host_of("https://www.example.se/x") == "example.se"
    assert host_of("https://press.example.se:8080/") == "press.example.se"
    assert host_of("ingen adress") == host_of("http://[") == ""
