"""A saved model comes back as it was; damaged or foreign files are named."""

import json
import pickle

import numpy as np
import pytest

from iopmine.errors import OutputError, TopicError
from iopmine.topics.matrix import document_term_matrix
from iopmine.topics.model import fit
from iopmine.topics.persist import load, save


@pytest.fixture
def model(corpus):
    return fit(document_term_matrix(corpus), topics=3, seed=2)


def test_round_trip(model, tmp_path):
    save(model, tmp_path / "new" / "folder")
    again = load(tmp_path / "new" / "folder")
    assert (again.ids, again.vocabulary, again.seed) == (model.ids, model.vocabulary, 2)
    assert again.shares.tobytes() == model.shares.tobytes()
    assert again.terms() == model.terms()
    assert (again.names, again.stability, again.chosen) == (model.names, model.stability, model.chosen)


def test_same_model_same_bytes(model, tmp_path):
    save(model, tmp_path / "one")
    save(model, tmp_path / "two")
    for name in ("model.json", "model.npz"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_damage_is_named(model, tmp_path):
    with pytest.raises(TopicError, match="missing or damaged"):
        load(tmp_path)
    save(model, tmp_path)
    whole = (tmp_path / "model.npz").read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], b"no archive"):
        (tmp_path / "model.npz").write_bytes(damaged)
        with pytest.raises(TopicError, match="missing or damaged") as error:
            load(tmp_path)
        assert "iopmine topics" in error.value.hint


def test_pickles_are_refused(model, tmp_path):
    save(model, tmp_path)
    np.savez(
        tmp_path / "model.npz", components=np.array([pickle], dtype=object)[:0], shares=np.array([{}], dtype=object)
    )
    with pytest.raises(TopicError):
        load(tmp_path)


def test_files_of_two_models_or_of_another_version_are_refused(model, tmp_path):
    save(model, tmp_path)
    names = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    for change, message in (
        ({"vocabulary": ["a"]}, "do not belong together"),
        ({"names": ["en"]}, "do not belong together"),
        ({"chosen": [[10**6]] * len(model.chosen)}, "do not belong together"),
        ({"chosen": None}, "missing or damaged"),
        ({"format": 99}, "format 99"),
    ):
        (tmp_path / "model.json").write_text(json.dumps(names | change), encoding="utf-8")
        with pytest.raises(TopicError, match=message):
            load(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(model, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="could not be written"):
        save(model, tmp_path / "file" / "folder")
