"""The packaged model as spaCy opens it: names, damage, versions, other pipelines."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from iopmine.errors import ModelError
from iopmine.nlp import integrity, pipeline
from iopmine.nlp.recognised import recognised
from iopmine.records import Document
from iopmine.resources import models_folder

MODEL = models_folder() / pipeline.MODEL


@pytest.fixture(scope="module")
def trained():
    return spacy.load(MODEL, exclude=list(pipeline.DOMAIN))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL, tmp_path / "model"))


def names(doc: Doc) -> list[tuple[str, str]]:
    return [(ent.text, ent.label_) for ent in doc.ents]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Hon spelade i Real Madrid innan hon flyttade till Norrköping.",
            [("Real Madrid", "ORG"), ("Norrköping", "LOC")],
        ),
        ("Enligt Barack Obama är läget allvarligt.", [("Barack Obama", "PER")]),
        ("Företaget Ericsson varslar i Kista.", [("Ericsson", "ORG"), ("Kista", "LOC")]),
        ("Hunden sover och katten äter.", []),
    ],
)
def test_general_swedish(trained, text, wanted) -> None:
    assert names(trained(text)) == wanted


def test_a_name_goes_on_over_a_line_break(trained) -> None:
    text = "Avtalet tecknades av kommunstyrelsens ordförande och av direktorn för Bräcke\ndiakoni vid en ceremoni."
    assert names(trained(text)) == [("Bräcke\ndiakoni", "ORG")]


def test_given_tokens_are_tagged_as_they_are(trained) -> None:
    doc = Doc(trained.vocab, words=["Anna", "Lindh", "besökte", "Kiruna", "."])
    for _, component in trained.pipeline:
        doc = component(doc)
    assert names(doc) == [("Anna Lindh", "PER"), ("Kiruna", "LOC")]
    assert [token.pos_ for token in doc] == ["PROPN", "PROPN", "VERB", "PROPN", "PUNCT"]
    assert doc[2].lemma_ == "besöka"
    assert all(0 < ent._.score <= 1 for ent in doc.ents)


def test_the_whole_pipeline_opens_with_spacy_alone() -> None:
    doc = spacy.load(MODEL)("Göteborgs Stad och Bräcke diakoni har tecknat ett idéburet offentligt partnerskap (IOP).")
    assert [(e.text, e._.entity_id) for e in doc.ents if e.label_ == "ORG"] == [
        ("Göteborgs Stad", "kommun:1480"),
        ("Bräcke diakoni", "org:bracke-diakoni"),
    ]
    assert len(doc._.partnerships) == 1
    assert {token.lemma_ for token in doc} >= {"teckna", "idéburen"}


def test_a_document_and_the_components_survive_bytes(trained) -> None:
    doc = trained("Anna Lindh besökte Kiruna.")
    again = Doc(trained.vocab).from_bytes(doc.to_bytes())
    assert names(again) == names(doc)
    other = spacy.blank("sv")
    for name in ("iop_tagger", "iop_lemmatizer", "iop_ner"):
        other.add_pipe(name).from_bytes(trained.get_pipe(name).to_bytes())
    assert names(other("Anna Lindh besökte Kiruna.")) == names(doc)


@pytest.mark.parametrize("name", ["iop_ner/weights.npz", "iop_ner/lists.tsv", "iop_tagger/pos.npz", "tokenizer"])
def test_a_damaged_file_is_named_before_it_is_opened(copy, name) -> None:
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(data)
    with pytest.raises(ModelError, match=f"{name}.*damaged"):
        pipeline.build(model=str(copy))


def test_spacy_itself_meets_the_checksums_too(copy) -> None:
    path = copy / "iop_ner" / "usage.tsv"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(ModelError, match="damaged"):
        spacy.load(copy)


def test_a_missing_file_is_named(copy) -> None:
    (copy / "iop_lemmatizer" / "lemmas.npz").unlink()
    with pytest.raises(ModelError, match=r"lemmas\.npz is missing"):
        pipeline.build(model=str(copy))


def test_another_minor_version_of_spacy_is_refused(copy) -> None:
    meta = json.loads((copy / "meta.json").read_text(encoding="utf-8"))
    meta["spacy_version"] = ">=3.7.0,<3.8.0"
    (copy / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    integrity.seal(copy)
    with pytest.raises(ModelError, match=r"made for spaCy >=3\.7\.0,<3\.8\.0"):
        pipeline.build(model=str(copy))


def test_the_packaged_model_is_whole_and_small() -> None:
    integrity.check(MODEL)
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) < 40_000_000
    assert pipeline.describe(pipeline.build(only_entities=True))["sha256"] == integrity.digest(MODEL)


def test_no_file_of_the_model_is_a_pickle() -> None:
    for path in MODEL.rglob("*"):
        assert path.suffix not in {".pkl", ".pickle", ".joblib"}
        assert path.is_dir() or not path.read_bytes().startswith(b"\x80\x04"), path


def test_only_entities_are_the_entities_of_the_full_run() -> None:
    text = "Real Madrid besökte Kalmar kommun. Anna Lindh talade om Ericsson och Stiftelsen Fyrklövern i Kiruna."
    document = Document("d", "", "", "", "", text, None, None, None, None, "sv")
    full, quick = (
        next(pipeline.extract(pipeline.build(only_entities=only), [document], persons=True)) for only in (False, True)
    )
    assert full.mentions == quick.mentions
    assert full.mentions


def test_entities_of_another_pipeline_count_where_lists_know_nothing() -> None:
    nlp = spacy.blank("sv")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PRS", "pattern": "Zorba Q"}, {"label": "WRK", "pattern": "Röda rummet"}])
    doc = nlp("Zorba Q läste Röda rummet.")
    from iopmine.nlp.analysis import Analysis

    assert [(c.start, c.end, c.label, c.rule) for c in recognised(doc, Analysis(doc.text))] == [(0, 7, "PER", "model")]


def test_a_case_is_no_place() -> None:
    nlp = spacy.blank("sv")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "LOC", "pattern": "Göteborgsfallet"}])
    from iopmine.nlp.analysis import Analysis

    doc = nlp("I Göteborgsfallet prövades avtalet.")
    assert not list(recognised(doc, Analysis(doc.text)))


def found(text: str) -> list[tuple[str, str]]:
    document = Document("d", "", "", "", "", text, None, None, None, None, "sv")
    return [
        (m.text, m.entity_id) for m in next(pipeline.extract(pipeline.build(only_entities=True), [document])).mentions
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "GÖTEBORGS STAD SATSAR PÅ BRÄCKE DIAKONI",
            [("GÖTEBORGS STAD", "kommun:1480"), ("BRÄCKE DIAKONI", "org:bracke-diakoni")],
        ),
        ("KOMMUNEN OCH KYRKAN I NYTT SAMARBETE", []),
        (
            "Rädda Barnen, Röda Korset samt Skyddsvärnet & Stadsmissionen/Fryshuset deltar.",
            [
                ("Rädda Barnen", "org:radda-barnen"),
                ("Röda Korset", "org:svenska-roda-korset"),
                ("Skyddsvärnet", ""),
                ("Stadsmissionen", ""),
                ("Fryshuset", "org:fryshuset"),
            ],
        ),
        (
            "Avtalet gäller Lunds och Malmö kommuner samt Kävlinge kommun.",
            [("Lund", "kommun:1281"), ("Malmö", "kommun:1280"), ("Kävlinge kommun", "kommun:1261")],
        ),
    ],
)
def test_headlines_and_lists(text, wanted) -> None:
    assert found(text) == wanted


def test_a_full_document_survives_bytes() -> None:
    nlp = spacy.load(MODEL)
    doc = nlp("Göteborgs Stad och Bräcke diakoni har tecknat ett idéburet offentligt partnerskap (IOP).")
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.iop_names == doc._.iop_names
    assert again._.partnerships == doc._.partnerships
    assert again._.iop_relevance == doc._.iop_relevance
    assert [ent._.entity_id for ent in again.ents] == [ent._.entity_id for ent in doc.ents]


def test_titles_party_letters_and_umbrella_words_stay_outside() -> None:
    text = "Försvarsminister Osvald Zweigbergk svarade. Regeringens förslag stöds av Alliansen, sade Zweigbergk (m)."
    document = Document("d", "", "", "", "", text, None, None, None, None, "sv")
    mentions = next(pipeline.extract(pipeline.build(only_entities=True), [document], persons=True)).mentions
    assert [(m.text, m.label) for m in mentions] == [("Osvald Zweigbergk", "PER"), ("Zweigbergk", "PER")]


@pytest.mark.parametrize(("sums", "told"), [(None, "has no SHA256SUMS"), ("garbage\n", "are damaged: 'garbage'")])
def test_checksums_themselves_must_be_there(copy, sums, told) -> None:
    path = copy / integrity.SUMS
    path.unlink() if sums is None else path.write_text(sums, encoding="utf-8")
    with pytest.raises(ModelError, match=told):
        pipeline.build(model=str(copy))
