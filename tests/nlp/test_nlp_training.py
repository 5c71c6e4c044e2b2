"""Training: corpora read, names swapped, chains learnt, adapted and put together."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.errors import ModelError, ReadingError
from iopmine.nlp import pipeline
from iopmine.nlp.chain.names import NameModel
from iopmine.nlp.training import corpora
from iopmine.nlp.training.adaptation import adapted
from iopmine.nlp.training.augmentation import NamePools, swapped
from iopmine.nlp.training.corpora import TaggedSentence, spans
from iopmine.nlp.training.from_gold import tagged_sentences
from iopmine.nlp.training.knowledge import file_lists, merged, usage
from iopmine.nlp.training.names import NameSettings, bilou, train_names
from iopmine.nlp.training.project import read_settings
from iopmine.resources import models_folder

LABELS = st.sampled_from(["ORG", "LOC", "PER"])


def sentence(text: str) -> TaggedSentence:
    """``Anna/B-PER bor i Kalmar/B-LOC``."""
    pairs = [word.partition("/") for word in text.split()]
    return TaggedSentence(tuple(w for w, _, _ in pairs), tuple(t or "O" for _, _, t in pairs))


def test_web_news_has_runs_of_a_label(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Anna\tPER\nBerg\tPER\ni 0\nÅ\xadrhus LOC\n\nHej 0\n", encoding="utf-8")
    assert corpora.read_web_news(path) == [sentence("Anna/B-PER Berg/I-PER i Århus/B-LOC"), sentence("Hej")]


def test_suc_is_evened_out(tmp_path: Path) -> None:
    lines = (
        "id-1\n"
        "kommissarie B-person B-PRS\nBo B-person B-PRS\n"
        "Atlas B-inst B-ORG\nCopco B-inst I-ORG\nSverige B-inst B-LOC\nBMW B-product B-OBJ\n"
    ).replace("Bo B-person", "Bo I-person")
    path = tmp_path / "a.txt"
    path.write_text(lines, encoding="utf-8")
    read = corpora.read_suc(path)[0]
    assert read.tags[:2] == ("O", "B-PER")
    assert read.tags[-1] == "O"
    assert spans(read.tags) == {(1, 2, "PER"), (2, 5, "ORG")} or spans(read.tags) == {
        (1, 2, "PER"),
        (2, 4, "ORG"),
        (4, 5, "LOC"),
    }


def test_a_country_that_acts_is_a_place(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Norge B-inst B-LOC\nsäger O O\n\nVolvo B-inst B-ORG\n", encoding="utf-8")
    assert [s.tags[0] for s in corpora.read_suc(path)] == ["B-LOC", "B-ORG"]


def test_iob2_keeps_neighbours_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.iob2"
    path.write_text("# text = x\n1\tEEC\tB-ORG\t-\n2\tFN\tB-ORG\t-\n", encoding="utf-8")
    assert spans(corpora.read_iob2(path)[0].tags) == {(0, 1, "ORG"), (1, 2, "ORG")}


def test_a_missing_corpus_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"nothing\.txt"):
        corpora.read_suc(tmp_path / "nothing.txt")


@given(st.lists(st.tuples(st.integers(1, 3), st.one_of(st.none(), LABELS)), max_size=8))
def test_bilou_tells_the_same_spans(parts: list[tuple[int, str | None]]) -> None:
    tags: list[str] = []
    for length, label in parts:
        tags += ["O"] * length if label is None else [f"B-{label}", *[f"I-{label}"] * (length - 1)]
    back = [t.replace("U-", "B-").replace("L-", "I-") for t in bilou(tags)]
    assert back == tags
    assert spans(tags) == spans(back)


def test_the_use_of_capitals_is_counted_inside_sentences() -> None:
    told = usage(
        [["Huset", "är", "Annas"], ["Hon", "såg", "Anna"], ["Då", "kom", "Anna", "till", "huset"], ["huset"]] * 2
    )
    assert told["anna"] == "C2"
    assert told["huset"] == "L3"
    assert "hon" not in told


def test_other_names_keep_spans_labels_and_genitives() -> None:
    pools = NamePools(("Siv",), ("Ek",), ("Umeå",), ("Sveriges Radio",))
    told = [sentence("Anna/B-PER Berg/I-PER såg Kalmars/B-LOC slott och Volvo/B-ORG"), sentence("Inget här")]
    more = list(swapped(told, pools, frozenset({"Kalmar"}), share=1.0, seed=1))
    assert more == [sentence("Siv/B-PER Ek/I-PER såg Umeås/B-LOC slott och Sveriges/B-ORG Radio/I-ORG")]
    assert list(swapped(told * 20, pools, frozenset(), share=0.5, seed=3)) == list(
        swapped(told * 20, pools, frozenset(), share=0.5, seed=3)
    )


def test_the_packaged_lists_are_clean() -> None:
    folder = models_folder() / "lists"
    for path in folder.glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) == len(set(lines)), path.name
    assert merged(file_lists(folder))["Real Madrid"] == ("club",)
    with pytest.raises(ReadingError):
        file_lists(folder.parent / "configs")


def test_the_settings_name_every_asset_of_the_project() -> None:
    settings = read_settings(models_folder() / "configs" / "sv_iop.toml")
    project = (models_folder() / "project.yml").read_text(encoding="utf-8")
    for names in settings["corpora"].values():
        for name in names:
            assert f'"assets/{name.partition(":")[0]}"' in project
    with pytest.raises(ModelError):
        read_settings(models_folder() / "none.toml")


TOLD = [
    sentence("Vi/O åkte till Kalmar/B-LOC i går"),
    sentence("Hon bor i Umeå/B-LOC nu"),
    sentence("Enligt Anna/B-PER Berg/I-PER är det bra"),
    sentence("Läraren Siv/B-PER Ek/I-PER talade"),
    sentence("Bolaget Volvo/B-ORG säljer bilar"),
    sentence("Bolaget Ericsson/B-ORG säljer telefoner"),
] * 3


@pytest.fixture(scope="module")
def small() -> NameModel:
    pytest.importorskip("pycrfsuite")
    lists = {"Siv": ("given",), "Ek": ("surname",), "Umeå": ("place_sv",), "Volvo": ("company",)}
    return train_names(TOLD, [], lists, NameSettings(swapped=(0.0, 0.5)))


def found(model: NameModel, text: str) -> set[tuple[str, str]]:
    words = text.split()
    return {(" ".join(words[n.start : n.end]), n.label) for n in model.recognise(words, [len(words)])}


def test_a_chain_learns_what_it_is_told(small) -> None:
    for s in TOLD:
        assert {(n.start, n.end, n.label) for n in small.recognise(s.tokens, [len(s.tokens)])} == spans(s.tags)
    assert found(small, "Bolaget Saab säljer plan") == {("Saab", "ORG")}


def test_training_twice_gives_the_same_bytes(small, tmp_path: Path) -> None:
    again = train_names(TOLD, [], small.knowledge.lists, NameSettings(swapped=(0.0, 0.5)))
    small.to_disk(tmp_path / "a")
    again.to_disk(tmp_path / "b")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_adapting_learns_the_new_and_keeps_the_old(small) -> None:
    new = [sentence("Projektet Tussilago/B-ORG startar i mars"), sentence("Projektet Blåsippa/B-ORG startar i maj")] * 4
    assert found(small, "Projektet Vitsippa startar i juni") != {("Vitsippa", "ORG")}
    moved = adapted(small, new)
    assert found(moved, "Projektet Vitsippa startar i juni") == {("Vitsippa", "ORG")}
    assert found(moved, "Hon bor i Kalmar nu") == {("Kalmar", "LOC")}


def test_a_firm_prior_moves_nothing(small) -> None:
    new = [sentence("Projektet Tussilago/B-ORG startar i mars")] * 4
    text = "Projektet Vitsippa startar i juni"
    assert found(adapted(small, new, prior=1e6), text) == found(small, text)


def test_gold_becomes_tagged_sentences() -> None:
    nlp = pipeline.build(only_entities=True)
    text = (
        "Avtalet tecknades av kommunstyrelsens ordförande och av direktorn för Bräcke\ndiakoni i går. "
        "Det sa Anna Berg i Göteborgs hamn."
    )
    row = {
        "id": "a",
        "orgs": [{"text": "Bräcke diakoni"}],
        "persons": [{"text": "Anna Berg"}],
        "locs": [{"text": "Göteborg"}],
    }
    told = list(tagged_sentences(nlp, row, text))
    assert [sorted(spans(s.tags)) for s in told] == [[(9, 11, "ORG")], [(2, 4, "PER"), (5, 6, "LOC")]]
    assert told[0].tokens[9:11] == ("Bräcke", "diakoni")
