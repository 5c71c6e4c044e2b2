"""Names of topics as a file: what is written comes back, and no text is read differently because of it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopmine.errors import LexiconError
from iopmine.lexicon.facts import TopicLabel
from iopmine.lexicon.tables import check_folder, digest
from iopmine.lexicon.topic_labels import as_csv, topic_labels

WORD = st.text(alphabet="aåÖ \"',-é", min_size=1, max_size=8).map(
    lambda text: " ".join(unicodedata.normalize("NFC", text).split()) or "x"
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.builds(TopicLabel, WORD, st.lists(WORD, min_size=1).map(tuple), st.lists(WORD).map(tuple), WORD)))
def test_what_is_written_comes_back(tmp_path_factory, labels):
    folder = tmp_path_factory.mktemp("lexikon")
    unique = {label.label: label for label in labels}
    (folder / "topic_labels.csv").write_bytes(as_csv(unique.values()))
    assert sorted(topic_labels(folder), key=lambda row: row.label) == [unique[key] for key in sorted(unique)]
    assert as_csv(reversed(unique.values())) == as_csv(unique.values())


def test_the_lexicon_takes_the_file_and_stays_what_it_was(tmp_path: Path) -> None:
    assert topic_labels(tmp_path) == ()
    before = digest((tmp_path,))
    (tmp_path / "topic_labels.csv").write_text("label,words\nHemlöshet,härbärge; bostad\n", encoding="utf-8")
    check_folder(tmp_path)
    assert digest((tmp_path,)) == before
    assert topic_labels(tmp_path) == (TopicLabel("Hemlöshet", ("härbärge", "bostad"), (), ""),)


@pytest.mark.parametrize(
    ("lines", "message"),
    [("label,words\nA,x\nA,y\n", "each label once"), ("label,words\nA,\n", "column words"), ("label\nA\n", "'words'")],
)
def test_a_broken_file_is_named(tmp_path: Path, lines: str, message: str) -> None:
    (tmp_path / "topic_labels.csv").write_text(lines, encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        topic_labels(tmp_path)
