import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iopmine.errors import UsageError
from iopmine.store.folding import Positions, fold

VARIANTS = {
    "plain": "Ett idéburet offentligt partnerskap i Umeå.",
    "soft": "Ett idé\u00adburet offent\u00adligt partner\u00adskap i Umeå.",
    "space": "Ett idéburet\u00a0offentligt\npartnerskap i Umeå.",
    "accent": "Ett ideburet offentligt partnerskap i Umeå.",
    "marks": unicodedata.normalize("NFD", "Ett idéburet offentligt partnerskap i Umeå."),
    "capitals": "ETT IDÉBURET OFFENTLIGT PARTNERSKAP I UMEÅ.",
}


def ids(hits):
    return sorted(hit.document_id for hit in hits)


@pytest.fixture
def variants(store, add):
    for name, text in VARIANTS.items():
        add(name, text)
    return store


@pytest.mark.parametrize(
    "query", ['"idéburet offentligt partnerskap"', "ideburet umeå", "IDÉBURET", "”ideburet offentligt”"]
)
def test_every_way_to_write_it_is_found(variants, query):
    for form in ("NFC", "NFD"):
        assert ids(variants.search(unicodedata.normalize(form, query))) == sorted(VARIANTS)


def test_offsets_point_into_the_text_itself(variants):
    for hit in variants.search('"idéburet offentligt partnerskap"'):
        (line,) = hit.lines
        text = VARIANTS[hit.document_id]
        assert text[line.start : line.end] == line.keyword
        assert unicodedata.normalize("NFC", line.keyword.replace("\u00ad", "")).lower().startswith(("idé", "ide"))
        assert line.keyword.lower().endswith("skap")
        assert line.left.endswith(("tt ", "TT "))
        assert "\n" not in line.left + line.right


def test_swedish_letters_are_letters_of_their_own(store, add):
    for name, text in (("sheep", "Ett får."), ("father", "Min far."), ("care", "God vård."), ("host", "En vard.")):
        add(name, text)
    for query, name in (("får", "sheep"), ("far", "father"), ("vård", "care"), ("vard", "host"), ("FÅR", "sheep")):
        assert ids(store.search(query)) == [name]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("IOP:er", ["plural"]),
        ("iop", ["plural", "single"]),
        ("iop -avtal", ["plural"]),
        ('iop -"ett avtal"', ["plural"]),
        ("partner*", ["plural"]),
        ('"nya partner*"', ["plural"]),
        ('"nya partner"*', ["plural"]),
        ("partner", []),
        ('"iop och"', ["single"]),
        ('"och iop"', []),
        ('iop "avtal', ["single"]),
        ("EU-migranter", ["single"]),
        ("eu migranter", ["single"]),
        ("iop AND avtal", []),
        ("text:iop", []),
        ("-avtal", []),
        ("", []),
        ('"', []),
        ("* - \"\" ''", []),
        ("iop *", ["plural", "single"]),
        ("biopsi", ["other"]),
    ],
)
def test_queries(store, add, query, found):
    add("plural", "Flera IOP:er och nya partnerskap")
    add("single", "En IOP och ett avtal för EU-migranter")
    add("other", "En biopsi")
    assert ids(store.search(query)) == found


def test_the_better_match_comes_first(store, add):
    add("a", "partnerskap " + "och annat " * 50)
    add("b", "partnerskap om partnerskap och partnerskap")
    add("c", "inget alls")
    hits = store.search("partnerskap")
    assert [hit.document_id for hit in hits] == ["b", "a"]
    assert hits[0].score > hits[1].score
    assert [len(hit.lines) for hit in hits] == [3, 1]
    assert [len(hit.lines) for hit in store.search("partnerskap", limit=1, lines=2)] == [2]


def test_bounds_and_kinds(store, add):
    add("year", "ord", published="2018", published_precision="year")
    add("month", "ord", published="2018-06", published_precision="month", kind="press")
    add("day", "ord", published="2018-06-07")
    add("undated", "ord", published=None)
    assert ids(store.search("ord")) == ["day", "month", "undated", "year"]
    assert ids(store.search("ord", since="2018-06-07")) == ["day", "month", "year"]
    assert ids(store.search("ord", since="2018-06-08")) == ["month", "year"]
    assert ids(store.search("ord", since="2018-07")) == ["year"]
    assert ids(store.search("ord", since="2019")) == []
    assert ids(store.search("ord", until="2018")) == ["day", "month", "year"]
    assert ids(store.search("ord", until="2018-06-06")) == ["month", "year"]
    assert ids(store.search("ord", until="2018-05")) == ["year"]
    assert ids(store.search("ord", kind="press", since="2018", until="2018-06")) == ["month"]


@pytest.mark.parametrize(
    "wrong", [{"limit": 0}, {"lines": -1}, {"since": "i fjol"}, {"until": "2018-6"}, {"since": "٢٠١٨"}]
)
def test_wrong_bounds_are_refused(store, wrong):
    with pytest.raises(UsageError):
        store.search("ord", **wrong)


_queries = st.one_of(
    st.text(max_size=40),
    st.text(st.sampled_from("abåäöé\"*-+^:(){}[]'\\ \x00\x01\u00adANDORNOTEAR,"), max_size=40),
    st.lists(
        st.sampled_from(["AND", "OR", "NOT", "NEAR(", ")", '"', "*", "-", "iop", "text:", "^", "+", "{", "}"])
    ).map(" ".join),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_queries)
def test_no_query_raises(variants, query):
    for hit in variants.search(query, since="2000"):
        for line in hit.lines:
            assert VARIANTS[hit.document_id][line.start : line.end] == line.keyword


@pytest.mark.parametrize(
    "query", ["ord " * 5000, '"' * 999, "-x " * 999 + "ord", "(" * 2000, "a" * 100_000, "\ud800", "x\ud800*"]
)
def test_long_and_broken_queries_do_not_raise(variants, query):
    assert isinstance(variants.search(query), list)


@given(st.text(st.one_of(st.characters(), st.sampled_from("aåeé\u0301\u030a\u00ad\u200b\u0958"))))
def test_every_folded_character_has_its_place(text):
    folded, positions = fold(text), Positions(text)
    assert fold(folded) == folded
    spans = [positions.span(at, at + 1) for at in range(len(folded))]
    assert spans == sorted(spans)
    assert all(fold(text[start:end]) for start, end in spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_a_rebuilt_index_finds_the_same(variants):
    before = variants.search("ideburet")
    variants.rebuild_index()
    assert variants.search("ideburet") == before
    assert variants.verify() == []
