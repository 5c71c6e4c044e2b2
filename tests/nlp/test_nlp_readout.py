"""What the read-out promises, whatever the text."""

from __future__ import annotations

import time

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from iopmine.errors import ModelError
from iopmine.nlp import pipeline
from iopmine.records import Mention
from tests.nlp.reading import document, extract, swedish

WORDS = st.sampled_from(
    [
        *"Göteborgs Stad Bräcke diakoni Forum IOP IOP:er SKR:s EU-migranter Lund kommun Kvinnojouren Linnean".split(),
        *"och samt / & , . – Anna Ek säger vara Vara 2015–2020 650 000 kr e\u0301".split(),
        "\n",
        "\r\n",
        "idéburet offentligt partnerskap",
    ]
)
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)


def spans(mentions: tuple[Mention, ...]) -> list[tuple[int, int, str]]:
    return [(m.start, m.end, m.label) for m in mentions]


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_offsets_slice_to_the_text_and_never_overlap(text: str) -> None:
    extraction = extract(text)
    last = 0
    for mention in extraction.mentions:
        assert text[mention.start : mention.end] == mention.text
        assert last <= mention.start < mention.end
        last = mention.end
    for hit in (*extraction.areas, *extraction.frames):
        assert 0 <= hit.start < hit.end <= len(text)
    for reading in extraction.partnerships:
        assert all(0 <= e.start < e.end <= len(text) for e in reading.evidence)


@settings(deadline=None, max_examples=30)
@given(TEXTS)
def test_names_alone_are_the_same_names(text: str) -> None:
    alone = next(pipeline.extract(pipeline.build(only_entities=True), [document(text)], persons=True))
    assert spans(alone.mentions) == spans(extract(text).mentions)


@given(TEXTS)
@settings(deadline=None, max_examples=30)
def test_two_readings_are_equal(text: str) -> None:
    assert extract(text) == extract(text)


def test_twice_the_text_costs_at_most_a_little_more_than_twice() -> None:
    page = (
        "Göteborgs Stad och Bräcke diakoni har tecknat ett idéburet offentligt partnerskap om härbärge. "
        "– Vi är glada, säger Anna Ek, ordförande i Föreningen Vändpunkten.\n"
    )

    def cost(text: str) -> float:
        times = []
        for _ in range(3):
            start = time.process_time()
            extract(text)
            times.append(time.process_time() - start)
        return min(times)

    # Doubled three times, so that a busy machine does not decide.
    assert cost(page * 800) <= 2.3**3 * cost(page * 100)


@pytest.mark.parametrize("text", ["a" * 200_000, " " * 100_000, "1" * 100_000, "Aa " * 30_000, "Aa och " * 20_000])
def test_odd_texts_do_not_take_for_ever(text: str) -> None:
    start = time.process_time()
    extract(text)
    assert time.process_time() - start < 20


def test_the_components_work_in_a_plain_pipeline() -> None:
    nlp = spacy.blank("sv")
    for pipe in ("iop_sentences", "iop_names", "iop_areas", "iop_frames", "iop_relevance", "iop_partnerships"):
        nlp.add_pipe(pipe)
    doc = nlp("Göteborgs Stad och Bräcke diakoni har tecknat ett idéburet offentligt partnerskap.")
    assert [(e.text, e.label_, e._.entity_id) for e in doc.ents] == [
        ("Göteborgs Stad", "ORG", "kommun:1480"),
        ("Bräcke diakoni", "ORG", "org:bracke-diakoni"),
    ]
    assert doc._.iop_relevance.relevant
    assert len(doc._.partnerships) == 1
    assert not nlp.analyze_pipes()["problems"]["iop_names"]


def test_a_model_that_is_not_there_or_not_swedish_is_refused() -> None:
    with pytest.raises(ModelError, match="no_such_model"):
        pipeline.build(model="no_such_model")


def test_the_fingerprint_names_what_decides() -> None:
    assert pipeline.fingerprint(swedish()) == pipeline.fingerprint(pipeline.build())
    assert pipeline.fingerprint(swedish()) != pipeline.fingerprint(pipeline.build(only_entities=True))
