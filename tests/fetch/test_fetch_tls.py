"""Secure connections: verified against the name, refused without a second try, and never replaced by plain ones."""

from __future__ import annotations

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from tests.fetch.servers import ARTICLE, QUICK, Reply, fetcher, names, raw, refusal, web

NAME = "ekdala.example"
ROUTES = {"/robots.txt": Reply(404), "/a": Reply()}


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


def serving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def asking(site, authority):
    return fetcher(site, trust=trusting(authority), resolve=names(ekdala_example="127.0.0.1"))


def test_a_valid_certificate_is_accepted(authority):
    with web(ROUTES, tls=serving(authority.issue_cert(NAME))) as site, asking(site, authority) as fetch:
        page = fetch.get(f"https://{NAME}:{site.port}/a", source="x")
        assert page.body == ARTICLE


def certificates(authority):
    yesterday = datetime.now(UTC) - timedelta(days=1)
    return {
        "expired": (
            authority.issue_cert(NAME, not_before=yesterday - timedelta(days=9), not_after=yesterday),
            "expired",
        ),
        "wrong host": (authority.issue_cert("fors.example"), NAME),
        "unknown authority": (trustme.CA().issue_cert(NAME), "certificate"),
    }


@pytest.mark.parametrize("kind", ["expired", "wrong host", "unknown authority"])
def test_a_certificate_that_is_not_valid_is_refused(kind, authority):
    certificate, word = certificates(authority)[kind]
    with web(ROUTES, tls=serving(certificate)) as site, asking(site, authority) as fetch:
        error = refusal(fetch, f"https://{NAME}:{site.port}/a")
        assert error.outcome == "later"
        assert site.log == [], "no request goes out, not even for robots.txt"
        assert word in error.message


def test_a_self_signed_certificate_is_refused(authority):
    alone = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    alone.issue_cert(NAME).configure_cert(context)
    with web(ROUTES, tls=context) as site, asking(site, authority) as fetch:
        assert refusal(fetch, f"https://{NAME}:{site.port}/a").outcome == "later"
        assert site.log == []


def test_a_plain_server_behind_a_secure_address_is_not_asked_in_plain(authority):
    with web(ROUTES) as site, asking(site, authority) as fetch:
        assert refusal(fetch, f"https://{NAME}:{site.port}/a").outcome == "later"
        assert site.log == []


def test_a_host_that_never_finishes_the_handshake_is_given_up(authority):
    limits = replace(QUICK, connect=0.2)
    with raw(lambda _: None) as site, fetcher(site, limits=limits, trust=trusting(authority)) as fetch:
        assert refusal(fetch, f"https://127.0.0.1:{site.port}/a").outcome == "later"
