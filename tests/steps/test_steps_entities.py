"""Candidates for the lexicon, and decisions that the next extraction obeys."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from iopmine.config import Workspace, find_workspace
from iopmine.errors import StoreError, UsageError
from iopmine.lexicon.decisions import written
from iopmine.records import Mention
from iopmine.steps.add import add
from iopmine.steps.entities import alias, entities, merge, not_this, split
from iopmine.steps.extract import ExtractOptions, extract_store
from iopmine.steps.init import init
from iopmine.steps.opening import open_store
from tests.harness import NOW, TODAY

SHELTER = """\
Nytt härbärge i Ekdala

Ekdala kommun och Stiftelsen Fyrbåken tecknar avtal om ett härbärge. Maja Lindgren, ordförande i Stiftelsen Fyrbåken,
nås på maja@example.org. Enligt Samordningsförbundet räcker pengarna. Föreningen Åsen hjälper till.
"""
CAFE = """\
Kafé i Norrviken

På tisdag öppnar Fyrbåkens Vänförening ett kafé. Föreningen Åsen bakar. Famna och Nytida kommer på besök.
"""


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two texts, extracted; not to be changed."""
    base = tmp_path_factory.mktemp("namn")
    (base / "texter").mkdir()
    (base / "texter" / "harbarge.txt").write_text(SHELTER, encoding="utf-8")
    (base / "texter" / "kafe.txt").write_text(CAFE, encoding="utf-8")
    init(base / "arbete")
    place = opened(base / "arbete")
    list(add(place, [base / "texter"], today=TODAY, now=NOW))
    list(extract_store(place, ExtractOptions()))
    return place.root


@pytest.fixture
def study(extracted: Path, tmp_path: Path) -> Path:
    return shutil.copytree(extracted, tmp_path / "studie")


def stored(folder: Path) -> list[Mention]:
    """Return the store's mentions of organisations."""
    with open_store(opened(folder), read_only=True) as store:
        return [m for m in store.mentions() if m.label == "ORG"]


@pytest.fixture
def read(study: Path) -> Callable[[], list[Mention]]:
    """Extract what is new, and return the mentions."""

    def read() -> list[Mention]:
        list(extract_store(opened(study), ExtractOptions()))
        return stored(study)

    return read


def opened(folder: Path) -> Workspace:
    return find_workspace(folder, current=folder)


def ids(mentions: list[Mention]) -> dict[tuple[str, str], str]:
    return {(m.document_id, m.text): m.entity_id for m in mentions}


def test_unknown_bodies_are_listed_with_an_example(study: Path) -> None:
    found = entities(opened(study))
    listed = {c.id: (c.name, c.mentions, c.documents) for c in found.unknown}
    assert listed["org:stiftelsen-fyrbaken"] == ("Stiftelsen Fyrbåken", 2, 1)
    assert listed["org:foreningen-asen"] == ("Föreningen Åsen", 2, 2)
    assert "org:famna" not in listed
    # The one in most documents first.
    assert found.unknown[0].id == "org:foreningen-asen"
    assert len(entities(opened(study), limit=1).unknown) == 1
    example = next(c.example for c in found.unknown if c.id == "org:stiftelsen-fyrbaken")
    assert (example.document_id, example.name) == ("harbarge", "Stiftelsen Fyrbåken")
    assert example.left.endswith("Ekdala kommun och ")


def test_what_stays_unresolved_is_listed(study: Path) -> None:
    assert [(c.id, c.name, c.mentions) for c in entities(opened(study)).unresolved] == [("", "Samordningsförbundet", 1)]


def test_no_example_shows_a_person(study: Path) -> None:
    found = entities(opened(study))
    shown = " ".join(f"{c.name} {c.example.left}{c.example.name}{c.example.right}" for c in found.unknown)
    assert "[person]" in shown + str(found.unresolved)
    for personal in ("Maja", "Lindgren", "maja@"):
        assert personal not in str(found)


def test_two_bodies_become_one(study: Path, read: Callable[[], list[Mention]]) -> None:
    before = ids(stored(study))
    assert before["kafe", "Fyrbåkens Vänförening"] == "org:fyrbakens-vanforening"
    merge(opened(study), "org:fyrbakens-vanforening", "org:stiftelsen-fyrbaken")
    merge(opened(study), "org:foreningen-asen", "org:famna")
    after = read()
    assert ids(after)["kafe", "Fyrbåkens Vänförening"] == "org:stiftelsen-fyrbaken"
    assert {m.canonical for m in after if m.text == "Fyrbåkens Vänförening"} == {"Stiftelsen Fyrbåken"}
    assert ids(after)["harbarge", "Föreningen Åsen"] == ids(after)["kafe", "Famna"] == "org:famna"


def test_a_name_gets_its_body(study: Path, read: Callable[[], list[Mention]]) -> None:
    alias(opened(study), "org:famna", "Samordningsförbundet")
    alias(opened(study), "Stiftelsen Fyrbåken", "Fyrbåkens Vänförening")
    after = ids(read())
    assert after["harbarge", "Samordningsförbundet"] == "org:famna"
    assert after["kafe", "Fyrbåkens Vänförening"] == "org:stiftelsen-fyrbaken"
    assert not entities(opened(study)).unresolved
    with open_store(opened(study), read_only=True) as store:
        (body,) = [e for e in store.entities() if e.id == "org:stiftelsen-fyrbaken"]
    assert (body.canonical, body.side) == ("Stiftelsen Fyrbåken", "ideburen")


def test_a_name_stands_for_itself(study: Path, read: Callable[[], list[Mention]]) -> None:
    assert ids(stored(study))["kafe", "Nytida"] == "org:ambea"
    split(opened(study), "Nytida")
    assert ids(read())["kafe", "Nytida"] == "org:nytida"


def test_a_false_alarm_stays_one(study: Path, read: Callable[[], list[Mention]]) -> None:
    not_this(opened(study), "Famna")
    not_this(opened(study), "Föreningen Åsen", document="kafe")
    after = ids(read())
    assert ("kafe", "Famna") not in after
    assert ("kafe", "Föreningen Åsen") not in after
    assert ("harbarge", "Föreningen Åsen") in after


def test_a_decision_outlives_reruns_and_writing_it_again_changes_nothing(
    study: Path, read: Callable[[], list[Mention]]
) -> None:
    first = merge(opened(study), "org:fyrbakens-vanforening", "org:stiftelsen-fyrbaken", note="samma förening")
    content = first.path.read_bytes()
    mentions = read()
    # The body that gave way is no longer in the store, and is still known.
    again = merge(opened(study), "org:fyrbakens-vanforening", "org:stiftelsen-fyrbaken")
    assert (first.new, again.new) == (True, False)
    assert first.path.read_bytes() == content
    assert read() == mentions
    assert [row.note for row in written(first.path.parent)] == ["samma förening"]


def test_a_second_decision_on_an_unlisted_body_stands_by_itself(study: Path, read: Callable[[], list[Mention]]) -> None:
    alias(opened(study), "org:stiftelsen-fyrbaken", "Huset Fyren")
    path = alias(opened(study), "org:stiftelsen-fyrbaken", "Fyrens Vänner").path
    assert {row.name for row in written(path.parent)} == {"Stiftelsen Fyrbåken"}
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if "Huset" not in line) + "\n", encoding="utf-8")
    read()


REFUSED = [
    (lambda w: merge(w, "org:finns-inte", "org:famna"), "'org:finns-inte' is no entity"),
    (lambda w: merge(w, "org:famna", "Okända Huset"), "'Okända Huset' is no entity"),
    (lambda w: merge(w, "SKR", "org:famna"), "several have that name"),
    (lambda w: merge(w, "org:famna", "org:famna"), "come back to where it began"),
    (lambda w: (merge(w, "org:famna", "org:bris"), merge(w, "org:bris", "org:famna")), "come back to where it began"),
    (lambda w: (merge(w, "org:famna", "org:bris"), merge(w, "org:famna", "org:mind")), "one merge of an id"),
    (lambda w: (alias(w, "org:famna", "Åsen"), split(w, "åsen")), "one decision on a name"),
    (lambda w: (not_this(w, "Åsen"), alias(w, "org:famna", "Åsen")), "one decision on a name"),
    (lambda w: split(w, "Famna"), "not the full name"),
    (lambda w: alias(w, "org:famna", " "), "is no name"),
    (lambda w: not_this(w, "Åsen", document="x9"), "no document 'x9'"),
]


@pytest.mark.parametrize(("call", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_what_cannot_stand_is_refused_and_not_written(
    study: Path, call: Callable[[Workspace], object], said: str
) -> None:
    path = study / "corpus" / "lexicon" / "decisions.csv"
    with pytest.raises(UsageError, match=said.replace("(", r"\(")) as raised:
        call(opened(study))
    assert raised.value.hint
    assert not path.exists() or len(written(path.parent)) == 1


def test_decisions_need_a_workspace_and_a_list_needs_a_store(tmp_path: Path, workspace: Path) -> None:
    with pytest.raises(UsageError, match="workspace"):
        split(find_workspace(None, current=tmp_path), "Nytida")
    with pytest.raises(StoreError, match="no store"):
        entities(opened(workspace))
    # Without a store, what the packaged lexicon lists can be decided on.
    assert split(opened(workspace), "Nytida").new
