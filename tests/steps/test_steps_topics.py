"""``iopmine topics`` over a debate that is known: what it says of topics and shifts, and of bad input."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iopmine.errors import TopicError, UsageError
from iopmine.records import CalibrationRow, Held, TopicNumber
from iopmine.steps.calibrate import calibrate
from iopmine.steps.topics import TopicOptions, topics
from iopmine.steps.what_if import try_settings
from iopmine.store import Store
from tests.debate import FRAME, PULSE, SUBJECTS, article, debate, stored

FEW = TopicOptions(number=3)


@pytest.fixture
def known(place):
    stored(place.store, debate(240))
    return place


def of_kind(result, kind):
    return [each for each in result.further if type(each).__name__ == kind]


def test_topics_are_the_subjects_and_are_described(known):
    result = topics(known, FEW)
    subjects = {frozenset(words) for name, words in SUBJECTS.items() if name != "unga"}
    assert {max(subjects, key=lambda words: len(words & set(t.terms))) for t in result.topics} == subjects
    for topic in result.topics:
        rows = [each for each in result.further if getattr(each, "topic_id", None) == topic.id]
        counts = {kind: sum(getattr(row, "kind", "") == kind for row in rows) for kind in ("document", "sentence")}
        assert counts == {"document": 5, "sentence": 3}
        assert any(type(row).__name__ == "TopicMatter" and row.kind == "area" for row in rows)
    assert not of_kind(result, "TopicEvent"), "there was no run before"
    assert not of_kind(result, "TopicNumber"), "the number was given"


def test_the_numbers_that_were_tried_are_kept_with_their_uncertainty(known):
    result = topics(known)
    tried = of_kind(result, "TopicNumber")
    assert sum(each.chosen for each in tried) == 1
    assert len(tried) > 2
    assert all(0 <= each.stability <= 1 and each.spread >= 0 for each in tried)
    with Store.open(known.store, read_only=True) as store:
        assert store.of_run(result.run, TopicNumber) == tried


def test_a_grown_corpus_keeps_its_topics_and_tells_of_the_new_one(known):
    before = {topic.id: set(topic.terms) for topic in topics(known, FEW).topics}
    stored(known.store, debate(90, first=1000, years=range(2016, 2020), only="unga"))
    result = topics(known, TopicOptions(number=4))
    fates = of_kind(result, "TopicEvent")
    assert sorted(each.kind for each in fates) == ["born", "kept", "kept", "kept"]
    for each in fates:
        if each.kind == "kept":
            (now,) = (topic for topic in result.topics if topic.id == each.new[0])
            assert each.old == each.new
            assert len(before[now.id] & set(now.terms)) >= 5
    (born,) = (each.new[0] for each in fates if each.kind == "born")
    assert born not in before
    (emerging,) = of_kind(result, "EmergingTopic")
    assert emerging.topic_id == born
    assert emerging.share_last > emerging.share_first


def test_a_shift_has_its_receipts(known):
    result = topics(known, FEW)
    (shift,) = (each for each in result.shifts if each.key == FRAME)
    assert shift.family == "pulse"
    assert int(shift.begin[:4]) in {PULSE[0] - 1, *PULSE}
    by_kind = {what: [r for r in result.receipts if r.key == FRAME and r.what == what] for what in ("word", "document")}
    assert len(by_kind["document"]) == 5
    assert all(r.of_inside and r.inside is not None for r in by_kind["word"])


def test_words_that_come_into_a_subject_are_told_of(place):
    old = debate(200, only="aldre", years=range(2008, 2014))
    new = debate(200, first=200, only="aldre", years=range(2014, 2020))
    told = [
        replace(each, tokens=tuple(replace(t, lemma="surfplatta") if t.lemma == "telefon" else t for t in each.tokens))
        for each in new
    ]
    stored(place.store, [*old, *told])
    drift = [each for each in topics(place).drift if (each.kind, each.key) == ("area", "aldre")]
    assert {each.word for each in drift} == {"telefon", "surfplatta"}
    assert all(each.date[:4] in {"2013", "2014"} for each in drift)


def test_topics_may_begin_from_words_areas_and_labelled_documents(known, tmp_path):
    path = tmp_path / "kända.csv"
    rows = [f"a{number:04},Äldres vardag" for number in range(0, 60, 3)]
    path.write_text("document_id,topic\n" + "\n".join(rows) + "\n", encoding="utf-8")
    options = TopicOptions(number=4, anchors=("Tak över huvudet=härbärge, Natt", "area:integration"), labelled=path)
    result = topics(known, options)
    terms = {topic.label: set(topic.terms) for topic in result.topics}
    assert {"Tak över huvudet", "Integration och etablering", "Äldres vardag"} <= set(terms)
    assert len(terms["Tak över huvudet"] & set(SUBJECTS["hemloshet"])) >= 5
    assert len(terms["Äldres vardag"] & set(SUBJECTS["aldre"])) >= 5
    assert topics(known, options) == result


@pytest.mark.parametrize(
    ("anchors", "csv", "said"),
    [
        (("härbärge",), None, "no topic to begin from"),
        (("=härbärge",), None, "no topic to begin from"),
        (("Namn=",), None, "no topic to begin from"),
        (("area:finns.inte",), None, "there is no such area"),
        (("frame:lov",), None, "no such frame"),
        (("area:lss",), None, "there is no such area"),
        ((), "document_id,topic\n", "labels no document"),
        ((), "document_id,topic\na0001,\n", "line 2"),
        ((), "document_id,topic\nzzz,Namn\n", "no document 'zzz'"),
        ((), b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_a_wrong_beginning_is_told_in_a_line(known, tmp_path, anchors, csv, said):
    path = tmp_path / "x.csv" if csv is not None else None
    if path is not None:
        path.write_bytes(csv if isinstance(csv, bytes) else csv.encode())
    with pytest.raises(UsageError, match=said):
        topics(known, TopicOptions(number=3, anchors=anchors, labelled=path))


def test_what_if_says_in_how_many_settings_a_shift_holds(known):
    result = topics(known, FEW)
    said: list[str] = []
    tried = try_settings(known, progress=said.append)
    (held,) = (each for each in tried.held if each.key == FRAME)
    assert held.main
    assert held.settings == len(tried.settings) >= 8
    assert held.held >= held.settings - 1
    assert len(said) >= held.settings
    assert tried.settings[0].name == held.setting == "topics=3 seed=0 unit=stories"
    with Store.open(known.store, read_only=True) as store:
        assert store.of_run(result.run, Held) == sorted(tried.held, key=lambda h: (h.kind, h.key, h.family, h.date))
        assert store.verify() == []
    assert try_settings(known) == tried


def test_what_if_needs_a_run(place):
    stored(place.store, debate(3))
    with pytest.raises(UsageError, match="no run whose shifts"):
        try_settings(place)


def test_a_calibration_is_kept_with_its_run(known):
    run = topics(known, FEW).run
    found = calibrate(known, simulations=2)
    with Store.open(known.store, read_only=True) as store:
        kept = store.of_run(run, CalibrationRow)
    assert sorted(kept, key=repr) == sorted(found.rows, key=repr)


def undated(count):
    return [article(n, year=2012, subject=sorted(SUBJECTS)[n % 3], pulse=False, published=None) for n in range(count)]


def in_one_month(count):
    return [
        article(n, year=2012, subject=sorted(SUBJECTS)[n % 3], pulse=n % 2 == 0, published="2012-05")
        for n in range(count)
    ]


def identical(count):
    text = "Kommunen stöder härbärget med bostad och plats varje natt i vinter."
    return [article(n, year=2010 + n % 8, subject="hemloshet", pulse=False, text=text) for n in range(count)]


@pytest.mark.parametrize(
    "corpus",
    [
        debate(1),
        identical(60),
        undated(60),
        in_one_month(60),
        [article(0, year=2012, subject="unga", pulse=True, text="…")],
    ],
    ids=["one document", "identical documents", "no dates", "one month", "no words"],
)
def test_a_corpus_that_says_little_gives_no_shift_and_no_fault(place, corpus):
    stored(place.store, corpus)
    result = topics(place)
    assert result.shifts == ()
    assert topics(place) == result
    with Store.open(place.store, read_only=True) as store:
        assert store.verify() == []
        told = [issue.message for issue in store.issues() if issue.stage == "topics"]
    assert result.topics or told, "without topics there is a reason"
    assert try_settings(place).held == ()


def test_more_topics_than_the_texts_carry_is_told_and_leaves_the_run_before(known):
    before = topics(known, FEW)
    for wrong in (TopicOptions(number=200), TopicOptions(number=3, anchors=("Tomt=finnsingenstans",))):
        with pytest.raises(TopicError, match=r"asked for|example"):
            topics(known, wrong)
    with Store.open(known.store, read_only=True) as store:
        assert store.latest_run() == before.run


def test_a_run_made_once_more_keeps_what_was_computed_after_it(known):
    run = topics(known, FEW).run
    held = try_settings(known).held
    assert held
    assert topics(known, FEW).run == run
    with Store.open(known.store, read_only=True) as store:
        assert len(store.of_run(run, Held)) == len(held)
