"""A source as TOML: what is written is what is read."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from iopmine.records import Entry, HistoryNote, Source
from iopmine.sources.catalogue import read_source
from iopmine.sources.writing import source_toml

SLUGS = st.from_regex(r"[a-z0-9]{1,8}(?:-[a-z0-9]{1,8}){0,2}", fullmatch=True)
# Composed text: å as one sign; letters that compose with their neighbour are left to the catalogue's own test.
TEXTS = st.text(st.characters(codec="utf-8", max_codepoint=0x17F), min_size=1, max_size=40)
PATTERNS = st.sampled_from(["/nyheter/", r"\.html$", "it's", r"[\"']", "(?i)iop\t", "å", "\x7f"])
OPTIONS = st.dictionaries(
    st.sampled_from(["key", "first", "hosts"]),
    TEXTS
    | st.text(max_size=3).filter(str.isascii)
    | st.integers(-9, 99)
    | st.booleans()
    | st.lists(TEXTS, max_size=3).map(tuple),
)
ENTRIES = st.lists(
    st.builds(
        Entry,
        SLUGS,
        st.sampled_from(["feed", "listing"]),
        st.sampled_from(["https://bladet.se/rss", "http://bladet.se/?sida={page}&q={query}", "https://bladet.se/%22å"]),
        st.sampled_from(["seen", "probable"]),
        OPTIONS,
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda entry: entry.id,
).map(tuple)
SOURCES = st.builds(
    Source,
    id=SLUGS.filter(lambda slug: len(slug) < 40),
    name=TEXTS,
    kind=TEXTS,
    home=st.just("https://bladet.se/"),
    entries=ENTRIES,
    keep=st.lists(PATTERNS, max_size=3).map(tuple),
    drop=st.lists(PATTERNS, max_size=3).map(tuple),
    floor_leads=st.integers(0, 50),
    floor_characters=st.integers(0, 500),
    pages_per_run=st.integers(1, 1000),
    pause=st.floats(0, 3600),
    paywall=st.sampled_from(["", "no", "yes", "unknown"]),
    language=st.sampled_from(["sv", "en", "smj"]),
    note=st.just("") | TEXTS,
    history=st.lists(st.builds(HistoryNote, st.sampled_from(["2026", "2026-11", "2026-11-22"]), TEXTS), max_size=2).map(
        tuple
    ),
)


@settings(deadline=None)
@given(SOURCES)
def test_what_is_written_is_read(source):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        text = source_toml(source, folder)
        path = folder / f"{source.id}.toml"
        path.write_bytes(text.encode())
        again = read_source(path)
        assert again == source
        assert source_toml(again, folder) == text


def test_a_list_beside_the_file_is_written_relative(tmp_path):
    entries = (
        Entry("nära", "addresses", str(tmp_path / "listor" / "a.csv")),
        Entry("fjarran", "addresses", "/annan/plats/b.csv"),
        Entry("nat", "addresses", "https://bladet.se/c.txt"),
    )
    written = tomllib.loads(source_toml(Source("x", "X", "media", "", entries), tmp_path))
    assert [entry["url"] for entry in written["entries"]] == [
        "listor/a.csv", "/annan/plats/b.csv", "https://bladet.se/c.txt",
    ]  # fmt: skip


def test_the_order_of_options_is_none_of_the_user(tmp_path):
    options = {"selector": "h2 a", "first": 0, "hosts": ("b.se", "a.se")}
    texts = {
        source_toml(
            Source("x", "X", "media", "https://x.se/", (Entry("a", "listing", "https://x.se/", "seen", given),)),
            tmp_path,
        )
        for given in (options, dict(reversed(options.items())))
    }
    assert len(texts) == 1
    assert 'first = 0\nhosts = ["b.se", "a.se"]\nselector = "h2 a"' in texts.pop()


def test_what_is_usual_is_left_out(tmp_path):
    text = source_toml(Source("x", "X", "media", "https://x.se/", (Entry("a", "feed", "https://x.se/a"),)), tmp_path)
    assert text == (
        'id = "x"\nname = "X"\nkind = "media"\nhome = "https://x.se/"\nlanguage = "sv"\n\n'
        '[[entries]]\nid = "a"\nplatform = "feed"\nurl = "https://x.se/a"\nstatus = "probable"\n'
    )
