"""The pipeline as a whole: which models it takes, what its fingerprint depends on, what it leaves in a document."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from iopmine.errors import ModelError
from iopmine.nlp import pipeline
from iopmine.nlp.extensions import text_of
from tests.nlp.reading import document, swedish

ROW = "entity_id,name,kind,side,parent_id,kommunkod,lan_kod,orgnr,url,valid_from,valid_to,note,provenance\n"


@pytest.fixture
def extension(tmp_path: Path) -> Path:
    folder = tmp_path / "lexicon"
    folder.mkdir()
    body = "org:zonk,Zonk,idéburen förening,ideburen,,,,,,,,,general knowledge\n"
    (folder / "organisations.csv").write_text(ROW + body, encoding="utf-8")
    return folder


def test_a_lexicon_of_ones_own_adds_names_and_changes_the_fingerprint(extension: Path) -> None:
    nlp = pipeline.build(lexicon_extensions=(extension,))
    (mention,) = next(pipeline.extract(nlp, [document("Zonk är med.")])).mentions
    assert mention.entity_id == "org:zonk"
    assert pipeline.fingerprint(nlp, (extension,)) != pipeline.fingerprint(swedish())


def test_a_pipeline_for_another_language_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "english")
    with pytest.raises(ModelError, match="Swedish"):
        pipeline.build(model=str(tmp_path / "english"))


def test_a_swedish_pipeline_can_take_the_place_of_the_blank_one(tmp_path: Path) -> None:
    spacy.blank("sv").to_disk(tmp_path / "model")
    nlp = pipeline.build(model=str(tmp_path / "model"))
    assert next(pipeline.extract(nlp, [document("Famna är med.")])).mentions


def test_sentences_and_lemmas_are_set() -> None:
    doc = swedish()("Två IOP:er tecknas. Föreningarna är nöjda.")
    assert [sentence.text for sentence in doc.sents] == ["Två IOP:er tecknas.", "Föreningarna är nöjda."]
    lemmas = {token.text: token.lemma_ for token in doc}
    assert lemmas["Föreningarna"] == "förening"
    assert lemmas["IOP:er"] == "iop"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "a"])
def test_next_to_nothing_is_read_without_complaint(text: str) -> None:
    extraction = next(pipeline.extract(swedish(), [document(text)]))
    assert extraction.mentions == ()
    assert extraction.partnerships == ()


def test_the_text_is_put_together_once_and_again_for_another_document() -> None:
    doc = swedish().make_doc("Ett  två\nGo\u0308teborg")
    assert text_of(doc) == doc.text
    assert text_of(doc) is text_of(doc)
    other = swedish().make_doc("Längre text än så")
    other.user_data.update(doc.user_data)
    assert text_of(other) == other.text


def test_documents_come_in_order_and_a_batch_at_a_time() -> None:
    seen: list[int] = []

    def documents():
        for number in range(200):
            seen.append(number)
            yield document(f"Text {number}")

    stream = pipeline.extract(swedish(), documents())
    assert next(stream).document.text == "Text 0"
    assert len(seen) < 100
    assert [e.document.text for e in stream] == [f"Text {n}" for n in range(1, 200)]
