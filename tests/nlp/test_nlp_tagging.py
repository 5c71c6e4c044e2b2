"""Parts of speech and morphology: the component, its folder, its training, and floors on sentences of our own."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from iopmine.errors import ModelError, ReadingError
from iopmine.nlp.components.lemmatizing import Lemmatizer
from iopmine.nlp.components.tagging import Tagger
from iopmine.nlp.evaluation.words import score_words
from iopmine.nlp.pipeline import build
from iopmine.nlp.tagging.auxiliaries import settled
from iopmine.nlp.tagging.distribution import Distribution
from iopmine.nlp.tagging.lemmas import LemmaModel
from iopmine.nlp.tagging.model import TaggingModel
from iopmine.nlp.tagging.wordlist import paradigm
from iopmine.nlp.tagging.words import WordForms
from iopmine.nlp.training.company import CompanySettings, word_groups
from iopmine.nlp.training.conllu import read_conllu
from iopmine.nlp.training.tagging import train_tagging
from iopmine.resources import models_folder

pytest.importorskip("pycrfsuite")

GOLD = Path(__file__).parent / "words.conllu"


@pytest.fixture(scope="module")
def trained() -> tuple[TaggingModel, LemmaModel]:
    """A tagger that has read a few sentences: enough to see that it learns."""
    sentences = read_conllu(GOLD)
    return train_tagging(sentences, [s.forms for s in sentences])


@pytest.fixture(scope="module")
def small(trained: tuple[TaggingModel, LemmaModel]) -> Language:
    nlp = spacy.blank("sv")
    nlp.add_pipe("iop_sentences")
    tagging, lemmas = trained
    for name, component in (("iop_tagger", Tagger(nlp, tagging)), ("iop_lemmatizer", Lemmatizer(nlp, lemmas))):
        nlp.add_pipe(name).from_bytes(component.to_bytes())
    return nlp


def tags(doc: Doc) -> list[tuple[str, str, str]]:
    return [(token.text, token.pos_, str(token.morph)) for token in doc]


def test_what_was_learnt_is_tagged_on_raw_text_and_on_given_tokens(small: Language) -> None:
    text = "Kommunen skriver ett nytt avtal med föreningen."
    raw = small(text)
    assert [token.pos_ for token in raw] == ["NOUN", "VERB", "DET", "ADJ", "NOUN", "ADP", "NOUN", "PUNCT"]
    assert str(raw[0].morph) == "Case=Nom|Definite=Def|Gender=Com|Number=Sing"
    given = Doc(small.vocab, words=text.replace(".", " .").split())
    for name in ("iop_tagger", "iop_lemmatizer"):
        given = small.get_pipe(name)(given)
    assert tags(given) == tags(raw)
    assert [token.lemma_ for token in given][:2] == ["kommun", "skriva"]


def test_unseen_words_are_read_by_ending_and_word_list(small: Language) -> None:
    found = {token.text: token.pos_ for token in small("Regionerna kan få de nya klinikerna.")}
    assert found["Regionerna"] == found["klinikerna"] == "NOUN"


def test_white_space_is_no_word_and_changes_nothing_around_it(small: Language) -> None:
    plain = tags(small("Vi vill hjälpa. Mötet var bra."))
    spaced = small("Vi vill hjälpa.\n\n  Mötet var bra.\n")
    assert [item for item in tags(spaced) if item[1] != "SPACE"] == plain
    assert {token.pos_ for token in spaced if token.is_space} == {"SPACE"}
    assert all(not str(token.morph) and token.lemma_ == token.text for token in spaced if token.is_space)


@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "Å"])
def test_next_to_nothing_is_tagged(small: Language, text: str) -> None:
    assert len(tags(small(text))) == len(small.make_doc(text))


def test_documents_together_are_tagged_like_one_by_one(small: Language) -> None:
    texts = ["Vi vill hjälpa.", "", "Skolans rektor berättade. Ingen visste.", "\n", "Regnet kom. " * 50]
    assert [tags(doc) for doc in small.pipe(texts, batch_size=3)] == [tags(small(text)) for text in texts]


def test_sentence_bounds_are_heeded_and_not_needed(small: Language) -> None:
    words = "Han ringde Mötet var sent".split()
    bounded = Doc(small.vocab, words=words, sent_starts=[True, False, True, False, False])
    component = small.get_pipe("iop_tagger")
    starts = [token.is_sent_start for token in component(bounded)]
    assert starts == [True, False, True, False, False]
    assert all(token.pos for token in component(Doc(small.vocab, words=words)))


def test_a_part_of_speech_has_only_features_it_was_seen_with(small: Language) -> None:
    seen: dict[str, set[frozenset[str]]] = {}
    for sentence in read_conllu(GOLD):
        for pos, features in zip(sentence.pos, sentence.features, strict=True):
            seen.setdefault(pos, set()).add(frozenset(features.strip("_").split("|")))
    for token in small("Den unga gruppen i Växjö sjöng 12 nya visor; ack, hur vackert det lät!"):
        assert frozenset(str(token.morph).split("|")) in seen[token.pos_]


def test_training_twice_gives_the_same_files(trained: tuple[TaggingModel, LemmaModel], tmp_path: Path) -> None:
    sentences = read_conllu(GOLD)
    again = train_tagging(sentences, [s.forms for s in sentences])
    for name, (tagging, lemmas) in (("a", trained), ("b", again)):
        tagging.to_disk(tmp_path / name)
        lemmas.save(tmp_path / name / "lemmas.npz")
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert len(files) == 4
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_folder_opens_in_another_pipeline(small: Language, tmp_path: Path) -> None:
    small.to_disk(tmp_path / "model")
    text = "Föreningarna drivs av frivilliga."
    assert tags(spacy.load(tmp_path / "model")(text)) == tags(small(text))


def test_a_component_without_weights_says_so() -> None:
    nlp = spacy.blank("sv")
    nlp.add_pipe("iop_tagger")
    with pytest.raises(ModelError, match="no weights"):
        nlp("Hej")


@pytest.mark.parametrize("name", ["pos.npz", "words.npz", "features.npz"])
def test_a_cut_or_missing_file_is_refused(small: Language, tmp_path: Path, name: str) -> None:
    small.get_pipe("iop_tagger").to_disk(tmp_path)
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(ModelError, match=name):
        TaggingModel.from_disk(tmp_path)
    path.unlink()
    with pytest.raises(ModelError, match=name):
        TaggingModel.from_disk(tmp_path)


def test_words_in_like_company_share_a_group() -> None:
    sentences = [[a, verb, b] for a in ("Anna", "Olle") for verb in ("ser", "hör") for b in ("katten", "hunden")] * 4
    settings = CompanySettings(divisions=(3,), dimensions=4)
    groups = word_groups(sentences, seed=1, settings=settings)
    assert list(groups) == sorted(groups)
    assert groups["anna"] == groups["olle"] != groups["ser"] == groups["hör"]
    assert groups["katten"] == groups["hunden"] != groups["anna"]
    assert word_groups([], seed=1) == {}


def test_an_unknown_compound_has_the_company_of_its_head() -> None:
    forms = WordForms(Distribution({"verksamhet": (3, 14)}, {}))
    assert {"h0=3", "h1=14"} <= set(forms.describe("Läxhjälpsverksamhet").core)
    assert {"c0=3", "c1=14"} <= set(forms.describe("verksamhet").core)


def test_the_paradigm_tells_a_noun_from_a_verb() -> None:
    noun = dict(paradigm("bilar"))
    assert {"en", ""} <= set(noun["ar"])
    assert {"de", "r"} <= set(dict(paradigm("kasta"))[""])


def test_a_text_twice_as_long_takes_about_twice_the_time(small: Language) -> None:
    component = small.get_pipe("iop_tagger")

    def seconds(times: int) -> float:
        words = ("Kommunen skriver ett nytt avtal med föreningen . " * times).split()
        best = float("inf")
        for _ in range(3):
            doc = Doc(small.vocab, words=words, sent_starts=[i % 8 == 0 for i in range(len(words))])
            start = time.process_time()
            component(doc)
            best = min(best, time.process_time() - start)
        return best

    seconds(10)
    # Doubled three times, so that a busy machine does not decide.
    assert seconds(8000) <= 2.4**3 * seconds(1000)


def test_conllu_without_ten_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.conllu"
    path.write_text("1\tHej\thej\n", encoding="utf-8")
    with pytest.raises(ReadingError, match=r"Line 1 .* 3 columns"):
        read_conllu(path)
    with pytest.raises(ReadingError):
        read_conllu(tmp_path / "missing.conllu")


def test_conllu_ranges_and_empty_nodes_are_left_out(tmp_path: Path) -> None:
    rows = [
        "# text = i går",
        "1-2\tigår" + "\t_" * 8,
        "1\ti\ti\tADP" + "\t_" * 6,
        "1.1\tx" + "\t_" * 8,
        "2\tgår" + "\t_" * 8,
    ]
    path = tmp_path / "ranges.conllu"
    path.write_text("\n".join(rows).replace("å", "a\u030a"), encoding="utf-8")
    (sentence,) = read_conllu(path)
    assert sentence.forms == ("i", "går")


def test_scores_count_each_layer_on_given_tokens(small: Language) -> None:
    scores = score_words(small, read_conllu(GOLD))
    assert scores.words == sum(map(len, read_conllu(GOLD)))
    wrong = sum(fault.layer == "pos" for fault in scores.faults)
    assert scores.pos == pytest.approx(1 - wrong / scores.words)
    assert scores.pos >= 0.97
    assert score_words(spacy.blank("sv"), read_conllu(GOLD)).pos == 0.0


@pytest.mark.skipif(not (models_folder() / "sv_iop" / "iop_tagger").is_dir(), reason="there is no packaged model")
def test_the_packaged_model_reads_our_sentences() -> None:
    scores = score_words(build(), read_conllu(GOLD))
    assert scores.pos >= 0.96
    assert scores.features >= 0.97
    assert scores.lemma >= 0.98


@pytest.mark.parametrize(
    ("text", "pos"),
    [
        ("har/VERB/Fin ett/DET/ hus/NOUN/", "VERB"),
        ("har/VERB/Fin de/DET/ tre/NUM/ åren/NOUN/ drivit/VERB/Sup", "AUX"),
        ("hade/AUX/Fin han/PRON/ som/PRON/ kommer/VERB/Fin", "VERB"),
        ("får/AUX/Fin stöd/NOUN/ av/ADP/ att/PART/ göra/VERB/Inf", "VERB"),
        ("vill/VERB/Fin inte/PART/ komma/VERB/Inf", "AUX"),
        ("har/AUX/Fin ./PUNCT/ drivit/VERB/Sup", "VERB"),
    ],
)
def test_an_auxiliary_has_another_verb_behind_it(text: str, pos: str) -> None:
    rows = [word.split("/") for word in text.split()]
    forms, tagged, features = ([row[i] for row in rows] for i in range(3))
    features = [f"VerbForm={name}" if name else "_" for name in features]
    assert list(settled(forms, [len(forms)], tagged, features)) == [(0, pos)]
    assert list(settled(forms, [1, len(forms) - 1], tagged, features)) == [(0, "VERB")]
