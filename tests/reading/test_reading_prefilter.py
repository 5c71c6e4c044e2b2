"""The prefilter: no page that prints the phrase is turned away, whatever its encoding and markup."""

import time
import unicodedata
from html import escape
from html.entities import codepoint2name

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopmine.reading import byte_filter

PHRASE = "idéburet offentligt partnerskap"
HOLDS = byte_filter([PHRASE, "IOP", "välfärdsvinst"])


def entities(text):
    return "".join(f"&{codepoint2name[ord(c)]};" if ord(c) in codepoint2name else c for c in text)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "mac_roman", "cp850"])
@pytest.mark.parametrize("written", [str, str.upper, str.title])
def test_encodings_and_capitals(encoding, written):
    text = f"<html><body><p>Ett {written(PHRASE)}et i Ekdala.</p></body></html>" + "<p>Mer om annat.</p>" * 20
    assert HOLDS(text.encode(encoding))


@pytest.mark.parametrize(
    "text",
    [
        entities(PHRASE),
        PHRASE.replace("é", "&#233;"),
        PHRASE.replace("é", "&#xE9;"),
        unicodedata.normalize("NFD", PHRASE),
        PHRASE.replace(" ", "&nbsp;"),
        PHRASE.replace(" ", "\u00a0"),
        PHRASE.replace(" ", "\r\n\t  "),
        PHRASE.replace(" ", "</b> <i class='x'>"),
        PHRASE.replace("offent", "of\u00adfent&shy;<wbr>"),
        PHRASE.replace(" ", "-"),
        "IOP:er",
        "”IOP-avtal",
        "V&Auml;LFÄRDSVINSTER",
    ],
)
def test_markup_entities_and_hyphenation(text):
    assert HOLDS(f"<p>Ett {text} här</p>".encode())


@pytest.mark.parametrize(
    "text", ["", "biopsi och utopi", "offentligt partnerskap", "idéburet. Ett offentligt partnerskap", "välfärd"]
)
def test_other_texts_are_turned_away(text):
    assert not HOLDS(f"<p>{escape(text)}</p>".encode())


def test_no_phrase_holds_nowhere():
    assert not byte_filter([])(b"IOP")


@settings(deadline=None)
@given(
    st.text(st.sampled_from("åäöéÅÄÖabcxyz"), min_size=1, max_size=8),
    st.text(st.sampled_from("åäöÉabc <>&;\n"), max_size=30),
    st.sampled_from(["utf-8", "cp1252", "utf-16"]),
)
def test_a_phrase_that_is_printed_is_found(phrase, around, encoding):
    assert byte_filter([phrase])(f"{around} {phrase.upper()} {around}".encode(encoding))


@pytest.mark.parametrize("unit", [b"id\xc3\xa9buret ", b"<", b"offentligt <b> ", b"iop", b"&nbsp;", b"- ", b"\xc3"])
def test_time_grows_with_the_page_and_no_faster(unit):
    def seconds(count):
        content = b"partnerskap offentligt iop" + unit * count
        started = time.process_time()
        HOLDS(content)
        return time.process_time() - started

    if seconds(20_000) > 0.05:
        assert min(seconds(40_000) for _ in range(3)) < 3 * max(seconds(20_000), 0.01)
