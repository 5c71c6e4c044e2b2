"""Lemmas: undoing endings, what was seen, words that dictionaries do not know."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from iopmine.errors import ModelError
from iopmine.nlp.components.lemmatizing import Lemmatizer
from iopmine.nlp.tagging.endings import applied, candidates, listed_lemmas, normal_form
from iopmine.nlp.tagging.lemmas import LemmaModel
from iopmine.nlp.tagging.wordlist import alternation
from iopmine.nlp.training.conllu import read_conllu
from iopmine.nlp.training.lemmas import learn_lemmas

GOLD = Path(__file__).parent / "words.conllu"
PLURAL = "Case=Nom|Definite=Def|Gender=Com|Number=Plur"
SINGULAR = "Case=Nom|Definite=Def|Gender=Com|Number=Sing"
words = st.text(alphabet="abdeknorstuåäö", min_size=1, max_size=10)


@pytest.fixture(scope="module")
def model() -> LemmaModel:
    return learn_lemmas(read_conllu(GOLD))


@given(words, words)
def test_a_rule_undoes_the_form_it_was_made_from(form: str, lemma: str) -> None:
    rule = alternation("x" + form, "x" + lemma)
    assert applied(rule, "x" + form) == "x" + lemma


# The first question loads the word list.
@settings(deadline=None)
@given(words)
def test_the_form_itself_is_always_a_candidate(form: str) -> None:
    assert form in {applied(rule, form) for rule in candidates(form, listed_lemmas(form, ""), ["ar>", "orna>a"])}


@pytest.mark.parametrize(
    ("form", "pos", "written"),
    [
        ("Barnen", "NOUN", "barnen"),
        ("Malmö", "PROPN", "Malmö"),
        ("FN-Förbundet", "NOUN", "FN-förbundet"),
        ("DDT", "NOUN", "DDT"),
        ("KOMMUNEN", "NOUN", "kommunen"),
        ("Barn-frågan", "NOUN", "barn-frågan"),
    ],
)
def test_lemmas_are_written_small_but_for_names_and_initials(form: str, pos: str, written: str) -> None:
    assert normal_form(form, pos) == written


@pytest.mark.parametrize(
    ("form", "pos", "features", "lemma"),
    [
        ("gatorna", "NOUN", PLURAL, "gata"),
        ("Verksamheterna", "NOUN", PLURAL, "verksamhet"),
        ("samverkansavtalen", "NOUN", "Case=Nom|Definite=Def|Gender=Neut|Number=Plur", "samverkansavtal"),
        ("tecknade", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin|Voice=Act", "teckna"),
        ("skrev", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin|Voice=Act", "skriva"),
        ("Göteborgs", "PROPN", "Case=Gen", "Göteborg"),
        ("Göteborg", "PROPN", "Case=Nom", "Göteborg"),
        ("och", "CCONJ", "", "och"),
        ("mitt", "PRON", "", "jag"),
        ("—", "PUNCT", "", "—"),
    ],
)
def test_words_get_the_lemma_that_their_part_of_speech_asks_for(
    model: LemmaModel, form: str, pos: str, features: str, lemma: str
) -> None:
    assert model.lemma(form, pos, features) == lemma


def test_without_features_the_part_of_speech_is_enough(model: LemmaModel) -> None:
    assert model.lemma("föreningarna", "NOUN", "") == "förening"


def test_what_was_saved_gives_the_same_lemmas(model: LemmaModel, tmp_path: Path) -> None:
    model.save(tmp_path / "lemmas.npz")
    again = LemmaModel.load(tmp_path / "lemmas.npz")
    assert again.seen == model.seen
    assert again.rules == model.rules
    assert again.lemma("gatorna", "NOUN", PLURAL) == "gata"
    (tmp_path / "lemmas.npz").write_bytes(b"PK")
    with pytest.raises(ModelError, match=r"lemmas\.npz"):
        LemmaModel.load(tmp_path / "lemmas.npz")


def test_the_component_knows_the_words_of_the_field(model: LemmaModel) -> None:
    nlp = spacy.blank("sv")
    doc = Doc(nlp.vocab, words=["IOP:er", "idéburna", "föreningen", "\n"], pos=["NOUN", "ADJ", "NOUN", "SPACE"])
    doc[2].set_morph(SINGULAR)
    assert [token.lemma_ for token in Lemmatizer(nlp, model)(doc)] == ["iop", "idéburen", "förening", "\n"]


def test_a_lemmatizer_without_lemmas_says_so() -> None:
    nlp = spacy.blank("sv")
    nlp.add_pipe("iop_lemmatizer")
    with pytest.raises(ModelError, match="no lemmas"):
        nlp("Hej")
