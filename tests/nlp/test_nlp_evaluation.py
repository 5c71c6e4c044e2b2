"""Scores: what counts as found, what as an error, and what the intervals hold."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.nlp.evaluation import Matching, Tally, evaluate
from iopmine.nlp.evaluation.context import in_context
from iopmine.nlp.evaluation.tally import f1, interval, share_of
from iopmine.records import AreaHit, Document, Evidence, Extraction, FrameHit, Mention, PartnershipReading, Party

TEXT = "Ekdala kommun och Åsens förening i Norrvik, säger Bo Ek."


def document(text: str = TEXT, **values: object) -> Document:
    plain = Document("d", "", "", "", text.split("\n")[0], text, None, None, None, None, "sv")
    return replace(plain, **values)  # type: ignore[arg-type]


def mention(words: str, label: str = "ORG", entity: str = "", canonical: str = "") -> Mention:
    start = TEXT.index(words)
    return Mention("d", label, start, start + len(words), words, entity, canonical or words, "r", 1.0)  # type: ignore[arg-type]


def scored(row: dict[str, object], *mentions: Mention, matching: Matching | None = None, **found: object):
    extraction = Extraction(document(), mentions=mentions, **found)  # type: ignore[arg-type]
    return evaluate([{"id": "d"} | row], [extraction], matching)


def test_names_exact_and_lenient():
    row = {"orgs": [{"text": "Ekdala kommun"}, {"text": "Åsens förening"}], "locs": [{"text": "Norrvik"}]}
    result = scored(
        row, mention("Ekdala kommun"), mention("förening"), mention("Norrvik", "ORG"), mention("Bo Ek", "PER")
    )
    assert result.names.totals("ORG") == (1, 2, 1)
    assert result.names.totals("LOC") == (0, 0, 1)
    assert result.by_name.lenient.totals("ORG") == (2, 1, 0)
    assert result.names.totals("PER") == (0, 0, 0), "the line has no persons, so none are scored"
    kinds = {(fault.kind, fault.words) for fault in result.faults}
    assert kinds == {("boundary", "förening"), ("label", "Norrvik")}


def test_an_empty_list_says_none_and_an_absent_one_nothing():
    assert scored({"persons": []}, mention("Bo Ek", "PER")).names.totals() == (0, 1, 0)
    untouched = scored({}, mention("Bo Ek", "PER"), areas=(AreaHit("d", "vard", 0, 3, "r", 1.0),))
    for tally in (untouched.names, untouched.areas, untouched.frames, untouched.pairs, untouched.relevance):
        assert tally.documents == []
    assert untouched.documents == 1
    assert scored({"challenge_areas": []}, areas=(AreaHit("d", "vard", 0, 3, "r", 1.0),)).areas.totals() == (0, 1, 0)


def test_what_touches_optional_forms_only_is_left_out():
    row = {"orgs": [{"text": "Ekdala kommun"}], "optional": [{"text": "Norrvik"}]}
    assert scored(row, mention("Norrvik"), mention("Ekdala kommun")).names.totals() == (1, 0, 0)


def test_links_are_right_wrong_or_missing():
    matching = Matching(bodies={"ekdala kommun": "kommun:1", "åsen": "org:asen"}, known={"kommun:1", "org:asen"})
    row = {"orgs": [{"text": "Ekdala kommun", "canonical": "Ekdala kommun"}]}

    def links(entity: str, canonical: str) -> tuple[int, int, int]:
        found = scored(row, mention("Ekdala kommun", "ORG", entity, canonical), matching=matching)
        return found.by_name.links.totals()

    assert links("kommun:1", "Ekdala stad") == (1, 0, 0), "the id decides"
    assert links("org:egen", "Ekdala kommuns") == (1, 0, 0), "or the name"
    assert links("org:asen", "Åsen") == (0, 1, 0)
    assert links("", "Kommunen") == (0, 0, 1)
    assert links("org:pahittad", "Kommunen") == (0, 0, 1), "an entity made up for an unknown name is no link"
    none = scored({"orgs": [{"text": "Ekdala kommun"}]}, mention("Ekdala kommun"), matching=matching)
    assert none.by_name.links.totals() == (0, 0, 0), "gold without a canonical name says nothing of links"


def test_gold_may_list_mentions_for_their_links_alone():
    row = {
        "mentions": [
            {"text": "Ekdala kommun", "label": "ORG", "entity_id": "kommun:1"},
            {"text": "Norrvik", "label": "LOC", "entity_id": None},
            {"text": "Bo Ek", "label": "LOC", "entity_id": "ort:ek"},
        ]
    }

    def links(*entities: str) -> tuple[int, int, int]:
        found = (mention("Ekdala kommun", "ORG", entities[0]), mention("Norrvik", "LOC", entities[1]))
        result = scored(row, *found)
        assert result.names.documents == [], "what else stands in the text is not judged"
        return result.by_name.links.totals()

    assert links("kommun:1", "") == (2, 0, 0)
    assert links("", "ort:norrvik") == (0, 1, 1)
    assert links("kommun:2", "") == (1, 1, 0)


def test_areas_and_frames_are_counted_by_id_and_kin_are_the_same():
    hits = tuple(AreaHit("d", key, 0, 6, "r", 1.0) for key in ("hemloshet.harbarge", "vard"))
    result = scored(
        {"challenge_areas": ["tak över huvudet", "skola"]},
        areas=hits,
        matching=Matching({"tak över huvudet": ["hemloshet"]}),
    )
    assert result.areas.totals("hemloshet") == (1, 0, 0)
    assert result.areas.totals("skola") == (0, 0, 1)
    assert result.areas.totals("vard") == (0, 1, 0)
    assert [f.context for f in result.faults if f.kind == "spurious"] == [
        "[Ekdala] kommun och Åsens förening i Norrvik, sä…"
    ]
    frames = scored({"frames": ["tillit"]}, frames=(FrameHit("d", "tillit", 0, 3, "r", 1.0),))
    assert frames.frames.totals("tillit") == (1, 0, 0)


def reading(**values: object) -> PartnershipReading:
    plain = PartnershipReading(
        "d", (Party("kommun:1", "Ekdala kommun"),), (Party("org:asen", "Åsen"),), ("vard.barn",), "Ekdala kommun",
        "signed", "2018-04", "2021", "month", None, 400_000, "per_year", "r", (Evidence("start", 0, 6),),
    )  # fmt: skip
    return replace(plain, **values)  # type: ignore[arg-type]


AGREEMENT = {"public": ["Ekdala kommuns"], "idea_based": ["Åsen"]}


@pytest.mark.parametrize(
    ("gold", "told", "counts"),
    [
        ({"start": "2018"}, {}, (1, 0, 0)),
        ({"start": "2018-04-03"}, {}, (1, 0, 0)),
        ({"start": "2019"}, {}, (0, 1, 1)),
        ({"start": None}, {}, (0, 1, 0)),
        ({"start": "2018"}, {"start": None}, (0, 0, 1)),
        ({"start": None}, {"start": None}, (0, 0, 0)),
        ({}, {}, (0, 0, 0)),
        ({"area": "vard"}, {}, (1, 0, 0)),
        ({"area": "skola"}, {}, (0, 1, 1)),
        ({"area": "vard"}, {"areas": ()}, (0, 0, 1)),
        ({"place": "Ekdala"}, {}, (1, 0, 0)),
        ({"place": "Norrvik"}, {}, (0, 1, 1)),
        ({"status": "signed"}, {"status": "unclear"}, (0, 0, 1)),
        ({"duration": 3}, {"duration": 3.0}, (1, 0, 0)),
        ({"duration_years": 3}, {"duration": 2.5}, (0, 1, 1)),
        ({"amount_sek": 400_000, "amount_basis": "total"}, {}, (1, 1, 1)),
    ],
)
def test_fields_are_scored_among_the_pairs_found(gold, told, counts):
    matching = Matching(bodies={"ekdala kommun": "kommun:1"}, places={"ekdala": "kommun:1"})
    result = scored({"partnerships": [AGREEMENT | gold]}, partnerships=(reading(**told),), matching=matching)
    assert result.pairs.totals() == (1, 0, 0)
    assert result.fields.totals() == counts
    apart = scored({"partnerships": [AGREEMENT | gold | {"idea_based": ["Annan"]}]}, partnerships=(reading(**told),))
    assert apart.pairs.totals() == (0, 1, 1)
    assert apart.fields.totals() == (0, 0, 0), "no pair, no fields"


def test_an_error_in_a_field_shows_where_it_was_read():
    result = scored({"partnerships": [AGREEMENT | {"start": "2019"}]}, partnerships=(reading(),))
    (fault,) = result.faults
    assert (fault.kind, fault.label, fault.words) == ("wrong", "field start", "2018-04 ≠ 2019")
    assert fault.context.startswith("[Ekdala]")


def test_relevance_topic_and_date():
    told = document(
        iop_relevant=True, topic="iop", published="2018-03-12", published_precision="day", date_source="text"
    )
    row = {"id": "d", "iop_relevant": False, "topic": "ovrigt", "date": "2018-03-12"}
    result = evaluate([row], [Extraction(told)])
    assert result.relevance.totals() == (0, 1, 0)
    assert (result.topics.totals("iop"), result.topics.totals("ovrigt")) == ((0, 1, 0), (0, 0, 1))
    assert result.dates.totals() == (1, 0, 0)
    invented = evaluate([row | {"date": None}], [Extraction(told)])
    assert invented.dates.totals() == (0, 1, 0)


def test_context_is_marked_and_on_one_line():
    assert in_context("å" * 50 + "\n🙂Åsen\r\nslut", 51, 56) == "…" + "å" * 39 + " [🙂Åsen] slut"


def tally(*documents: tuple[int, int, int]) -> Tally:
    made = Tally()
    for hits, alarms, misses in documents:
        made.open()
        made.hit("x", hits)
        made.alarm("x", alarms)
        made.miss("x", misses)
    return made


def test_the_interval_is_that_of_a_bootstrap_done_by_hand():
    counts = tally((3, 1, 0), (0, 2, 2), (5, 0, 1), (1, 1, 1)).counts()
    generator = np.random.default_rng(7)
    values = []
    for _ in range(4000):
        drawn = counts[generator.integers(0, 4, size=4)].sum(axis=0)
        values.append(2 * drawn[0] / (2 * drawn[0] + drawn[1] + drawn[2]))
    by_hand = np.percentile(values, (2.5, 97.5))
    assert interval(counts, f1, seed=1, resamples=4000) == pytest.approx(tuple(by_hand), abs=0.02)
    assert interval(counts, f1, seed=1) == interval(counts, f1, seed=1)


def test_an_interval_of_nothing_is_none():
    assert interval(tally((0, 0, 0)).counts(), f1, seed=1) is None
    assert interval(np.zeros((0, 3)), f1, seed=1) is None


@given(st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=1, max_size=12))
def test_the_interval_lies_in_zero_to_one_and_in_order(documents):
    counts = tally(*documents).counts()
    for statistic in (f1, share_of(0)):
        found = interval(counts, statistic, seed=3, resamples=50)
        if counts.any():
            assert found is not None
            assert 0 <= found[0] <= found[1] <= 1
        else:
            assert found is None


def test_time_grows_with_the_text():
    def seconds(times: int) -> float:
        text = "Ekdala kommun möter Norrvik. " * times
        found = tuple(Mention("d", "ORG", 29 * i, 29 * i + 6, "Ekdala", "", "", "r", 1.0) for i in range(times))
        row = {"id": "d", "orgs": [{"text": "Ekdala kommun"}], "locs": [{"text": "Norrvik"}]}
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            evaluate([row], [Extraction(document(text), mentions=found)])
            best = min(best, time.perf_counter() - start)
        return best

    assert seconds(4000) < 4 * 2 * seconds(1000) + 0.1
