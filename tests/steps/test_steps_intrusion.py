"""From stored topics to a test for people, and from its answers to scores."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from iopmine.config import Workspace
from iopmine.errors import StoreError, UsageError
from iopmine.records import Document, Extraction, Share, Token, Topic
from iopmine.report.annotation.intrusion import read_intrusion
from iopmine.steps.intrusion import intrusion, intrusion_scores
from iopmine.store import Store
from iopmine.text.normal import sha256

THEMES = (
    "jour boende kvinna skydd våld stöd barn", "vinst bolag utdelning tak kapital ränta avkastning",
    "skola elev lärare rektor betyg lektion klass", "härbärge hemlös natt säng bostad soppa gata",
    "idrott bad match lag träning hall boll",
)  # fmt: skip
PERSON = "Ylva Påhittsdotter"


def made(number: int) -> tuple[Document, Extraction]:
    """A document on two themes that names a person; every third repeats the one before as a story."""
    one, other = THEMES[number % 5].split(), THEMES[(number + 1) % 5].split()
    sentences = [f"{word.capitalize()} och {other[i]} säger {PERSON} här." for i, word in enumerate(one)]
    text = f"Rubrik {number} av {PERSON}\n" + " ".join(sentences)
    key = f"d{number:02}"
    document = Document(
        id=key, url="", source="Bladet", kind="news", title=text.split("\n")[0], text=text, published=None,
        published_precision=None, date_source=None, modified=None, language="sv", story_id=f"d{number // 3 * 3:02}",
        sha256=sha256(text),
    )  # fmt: skip
    tokens, spans, at = [], [], 0
    while (at := text.find(PERSON, at)) >= 0:
        spans.append((at, at + len(PERSON)))
        at += 1
    at = 0
    for word in text.replace("\n", " ").split(" "):
        tokens.append(Token(key, at, at + len(word.rstrip(".")), word.rstrip(".").lower(), "NOUN"))
        at += len(word) + 1
    return document, Extraction(document, tokens=tuple(tokens), person_spans=tuple(spans))


@pytest.fixture
def filled(place: Workspace) -> Workspace:
    topics = [Topic("r", n, theme.split()[0], tuple(theme.split()), None) for n, theme in enumerate(THEMES)]
    shares = []
    with Store.ensure(place.store) as store:
        for number in range(30):
            document, extraction = made(number)
            store.add(document, raw_sha256=sha256(document.id), added_at="2026-01-01T00:00:00Z")
            store.save_extraction(extraction, pipeline="p")
            shares += [Share("r", document.id, number % 5, 0.6), Share("r", document.id, (number + 1) % 5, 0.4)]
        store.set_stories({f"d{n:02}": f"d{n // 3 * 3:02}" for n in range(30)})
        store.save_run("r", "{}", topics, shares, [], [])
    return place


def answered(path: Path, copy: Path, *, right: bool, topics: bool = True) -> Path:
    """A copy in which all answers are right or wrong, or some left blank."""
    shutil.copy(path, copy)
    sheet = read_intrusion(path)
    book = openpyxl.load_workbook(copy)
    for name, items in (("Ord", sheet.words), ("Ämnen", sheet.topics if topics else ())):
        for row, item in enumerate(items, start=2):
            book[name][f"H{row}"].value = "ABCDEF"[item.intruder if right else (item.intruder + 1) % 3]
    book.save(copy)
    return copy


def test_topics_of_the_store_become_a_test_and_answers_become_scores(filled, tmp_path):
    out = tmp_path / "test.xlsx"
    drawn = intrusion(filled, out, texts=7, seed=3)
    assert (drawn.words, drawn.documents) == (5, 7)
    sheet = read_intrusion(out)
    assert len({item.document_id for item in sheet.topics}) == 7
    assert {int(item.document_id[1:]) % 3 for item in sheet.topics} == {0}, "one document a story"
    for item in sheet.topics:
        number = int(item.document_id[1:])
        assert {number % 5, (number + 1) % 5} == set(item.topics) - {item.topics[item.intruder]}
        assert len(item.excerpt.split()) <= 25
        assert item.title.startswith(f"Rubrik {number} ")
        assert "Påhittsdotter" not in item.excerpt + item.title
    again = tmp_path / "igen.xlsx"
    intrusion(filled, again, texts=7, seed=3)
    assert again.read_bytes() == out.read_bytes()
    intrusion(filled, again, texts=7, seed=3, persons=True)
    assert any("Påhittsdotter" in item.excerpt for item in read_intrusion(again).topics)

    right = answered(out, tmp_path / "a.xlsx", right=True)
    alone = intrusion_scores([right])
    assert (alone.words.share, alone.words.items, alone.topics.share) == (1.0, 5, 1.0)
    assert alone.words.interval is not None
    assert alone.words.interval[0] == pytest.approx(5 / (5 + 1.959964**2), abs=1e-3)
    assert (alone.log_odds, alone.coders, alone.word_alpha) == (0.0, 1, None)
    assert [row.name.split(":")[0] for row in alone.by_topic] == ["0", "1", "2", "3", "4"]

    wrong = answered(out, tmp_path / "b.xlsx", right=False, topics=False)
    both = intrusion_scores([right, wrong])
    assert (both.coders, both.words.share, both.words.items, both.topics.items) == (2, 0.5, 5, 7)
    assert both.word_alpha is not None
    assert both.word_alpha < 0.1
    three = intrusion_scores([right, right, right])
    assert (three.word_alpha, three.topic_alpha, three.words) == (1.0, 1.0, alone.words)


def test_what_cannot_be_tested_or_scored(place, filled, tmp_path):
    with pytest.raises(UsageError, match=r"csv"):
        intrusion(filled, tmp_path / "x.csv")
    intrusion(filled, tmp_path / "x.xlsx", seed=1)
    with pytest.raises(UsageError, match="Nobody has answered"):
        intrusion_scores([tmp_path / "x.xlsx"])
    intrusion(filled, tmp_path / "y.xlsx", seed=2)
    with pytest.raises(UsageError, match="no copy of"):
        intrusion_scores([tmp_path / "x.xlsx", tmp_path / "y.xlsx"])
    with Store.open(place.store) as store:
        store.save_run("s", "{}", [], [], [], [])
    with pytest.raises(UsageError, match="no topics") as refused:
        intrusion(filled, tmp_path / "z.xlsx")
    assert "iopmine topics" in refused.value.hint
    assert not (tmp_path / "z.xlsx").exists()


def test_without_a_store_there_is_nothing_to_test(place, tmp_path):
    with pytest.raises(StoreError):
        intrusion(place, tmp_path / "x.xlsx")
