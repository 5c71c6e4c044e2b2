"""The steps over a small store: search, status, report, verify, init, evaluate, and what arrives."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from iopmine.config import MARK, find_workspace
from iopmine.errors import ConfigError, OutputError, StoreDamagedError, StoreError, UsageError
from iopmine.records import Document, Issue
from iopmine.steps.add import add
from iopmine.steps.arriving import arriving
from iopmine.steps.evaluate import evaluate
from iopmine.steps.extract import ExtractOptions, extract_store
from iopmine.steps.init import init
from iopmine.steps.report import report
from iopmine.steps.run import run
from iopmine.steps.search import search
from iopmine.steps.status import status
from iopmine.steps.topics import TopicOptions, topics
from iopmine.steps.verify import verify
from iopmine.store import Store
from tests.harness import ARTICLES, ENVIRONMENT, NOW, SHELTER, TODAY, command


@pytest.fixture
def filled(place, articles):
    list(add(place, [articles], today=TODAY, now=NOW))
    assert sorted(extract_store(place, ExtractOptions())) == sorted(ARTICLES)
    return place


def test_extract_does_what_is_new_or_changed(filled, articles):
    assert list(extract_store(filled, ExtractOptions())) == []
    (articles / "badhus.txt").write_text(ARTICLES["badhus"] + "\nNorrvikens kommun beklagar.\n", encoding="utf-8")
    list(add(filled, [articles], today=TODAY, now=NOW))
    assert list(extract_store(filled, ExtractOptions())) == ["badhus"]
    with Store.open(filled.store) as store:
        assert store.verify() == []


def test_a_changed_lexicon_has_everything_extracted_again(filled):
    extension = filled.root / "corpus" / "lexicon" / "organisations.csv"
    extension.write_text(
        "entity_id,name,kind,side\norg:badhuset,Badhuset i Norrviken,bolag,offentlig\n", encoding="utf-8"
    )
    again = find_workspace(filled.root, current=filled.root)
    assert again.lexicon_extensions == (extension.parent,)
    assert sorted(extract_store(again, ExtractOptions())) == sorted(ARTICLES)
    with Store.open(filled.store) as store:
        assert "org:badhuset" in {mention.entity_id for mention in store.mentions()}


def test_search_shows_words_in_their_context(filled):
    hits = search(filled, "vinsttak")
    assert [hit.document_id for hit in hits] == ["vinster"]
    line = hits[0].lines[0]
    assert (line.keyword, ARTICLES["vinster"][line.start : line.end]) == ("vinsttak", "vinsttak")
    assert line.left.endswith("ska stoppas med ett ")
    assert line.right.startswith(", skriver företrädare")
    assert search(filled, "vinsttak", until="2016") == []
    assert [hit.document_id for hit in search(filled, "partnerskap", since="2018")] == ["harbarge"]
    with pytest.raises(UsageError, match="is not a date"):
        search(filled, "vinsttak", since="i fjol")


def test_search_masks_the_whole_text_before_it_cuts_lines(filled):
    """A word inside an address, or a line that begins inside a name, must not show a part of either."""
    for query in ("linden", "example", "org", "174", "Thelander", "Majken", "nås", "ordförande", "hjälpt"):
        for hit in search(filled, query, lines=9):
            shown = " ".join((hit.title, *(f"{line.left}{line.keyword}{line.right}" for line in hit.lines)))
            for canary in ("linden@", "example.org", "@ex", "174 06", "Thelander", "Majken", "lander"):
                assert canary not in shown, (query, shown)
    (hit,) = search(filled, "linden")
    assert hit.lines[0].keyword == "[e-post]"
    assert SHELTER[hit.lines[0].start : hit.lines[0].end] == "linden"


def test_status_counts_what_is_there(filled):
    found = status(filled).store
    assert (found.counts["documents"], found.counts["extractions"]) == (3, 3)
    assert found.by_year == {"": 1, "2017": 1, "2018": 1}
    assert (found.last_added, found.schema_version) == (NOW, found.schema_version)


def test_status_masks_contact_data_in_names_of_sources(place, tmp_path):
    rows = tmp_path / "rader.csv"
    rows.write_text(
        'text,source\n"A\n\nAvtal.",Anna anna@example.org\n"B\n\nAvtal.",Anna bo@example.org\n', encoding="utf-8"
    )
    list(add(place, [rows], today=TODAY, now=NOW))
    assert status(place).store.by_source == {"Anna [e-post]": 2}


def test_steps_that_need_a_store_say_how_to_make_one(place, tmp_path):
    for step in (lambda p: search(p, "x"), status, verify, report, topics):
        with pytest.raises(StoreError, match="There is no store") as caught:
            step(place)
        assert caught.value.hint == "Put texts into it with: iopmine add PATH."
    with pytest.raises(StoreError) as caught:
        status(find_workspace(None, current=tmp_path))
    assert caught.value.hint == "Run: iopmine run."


def test_run_in_a_workspace_uses_its_own_texts_alone(filled):
    summary = run(filled, today=TODAY, now=NOW, progress=lambda _: None)
    assert (summary.documents, summary.topics, summary.demo) == (3, 0, False)
    assert "Over the workspace: 3 documents" in summary.text
    assert verify(filled).faults == ()
    assert "too few" not in summary.text


def test_too_little_text_for_topics_is_an_issue_and_no_failure(filled):
    assert topics(filled).topics == ()
    with Store.open(filled.store, read_only=True) as store:
        issues = list(store.issues())
    assert [issue.stage for issue in issues if issue.level == "warning"] == ["topics"]
    with pytest.raises(UsageError, match="Unknown period: week"):
        topics(filled, TopicOptions(by=("week",)))


@pytest.mark.parametrize("options", [{}, {"persons": True}, {"texts": True}, {"persons": True, "texts": True}])
def test_verify_remakes_the_report_as_it_was_asked_for(filled, options):
    report(filled, **options)
    assert verify(filled).faults == ()
    documents = (filled.tables / "mentions.csv").read_text(encoding="utf-8-sig")
    assert ("Majken" in documents) is False, "the store keeps no mentions of persons"


def test_verify_without_outputs_checks_the_store_alone(filled):
    checked = verify(filled)
    assert (checked.documents, checked.files, checked.faults) == (3, 0, ())
    assert verify(filled, rebuild=True).faults == ()


def test_verify_finds_a_changed_letter_in_the_store(filled):
    report(filled)
    content = filled.store.read_bytes()
    if (wal := filled.store.with_name("iop.sqlite-wal")).exists():
        wal.unlink()
    at = content.index("bassängen".encode())
    filled.store.write_bytes(content[:at] + b"B" + content[at + 1 :])
    faults = verify(filled).faults
    assert any("badhus" in fault for fault in faults)


def test_every_flipped_byte_in_the_store_is_found_or_harms_nothing(filled):
    content = filled.store.read_bytes()
    with Store.open(filled.store) as store:
        wanted = list(store.documents())
    found, filled_bytes = 0, [at for at, byte in enumerate(content) if byte and at >= 100]
    for at in filled_bytes[:: len(filled_bytes) // 30]:
        damaged = bytearray(content)
        damaged[at] ^= 0x55
        filled.store.write_bytes(bytes(damaged))
        try:
            faults = verify(filled).faults
        except StoreError:
            faults = ("refused",)
        found += bool(faults)
        if not faults:
            with Store.open(filled.store) as store:
                assert list(store.documents()) == wanted
    assert found >= 10, "most of what is not empty is text, rows or index"


def test_verify_sees_a_report_that_is_older_than_the_store(filled, tmp_path):
    report(filled)
    (tmp_path / "ny.txt").write_text("Ett nytt avtal\n\nOm ingenting särskilt.\n", encoding="utf-8")
    list(add(filled, [tmp_path / "ny.txt"], today=TODAY, now=NOW))
    faults = verify(filled).faults
    assert "outputs/tables/documents.csv: differs from what the store gives; run: iopmine report." in faults


def test_init_makes_a_workspace_that_every_step_takes(tmp_path):
    folder = tmp_path / "studie" / "ny"
    made = init(folder)
    assert all(path.is_file() for path in made)
    assert find_workspace(folder, current=tmp_path).settings == find_workspace(None, current=tmp_path).settings
    assert "corpus/iop.sqlite" in (folder / ".gitignore").read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="is a workspace already"):
        init(folder)
    (tmp_path / "fil").touch()
    with pytest.raises(UsageError, match="is a file"):
        init(tmp_path / "fil")
    with pytest.raises(OutputError):
        init(tmp_path / "fil" / "under")


def test_add_in_no_workspace_is_refused_when_one_is_named(tmp_path):
    with pytest.raises(ConfigError, match=f"it has no {MARK}"):
        find_workspace(tmp_path, current=tmp_path)


def test_a_store_that_is_something_else_is_not_touched(place, articles):
    place.store.parent.mkdir(parents=True, exist_ok=True)
    place.store.write_text("<html>")
    with pytest.raises(StoreDamagedError):
        list(add(place, [articles], today=TODAY, now=NOW))
    assert place.store.read_text() == "<html>"


def test_evaluate_scores_against_gold(place, articles, tmp_path):
    gold = tmp_path / "gold.jsonl"
    marked = {
        "orgs": ["Ekdala kommun", "Stiftelsen Fyrbåken"],
        "locs": ["Ekdala"],
        "persons": ["Majken Thelander", "Finns Inte"],
    }
    first = {key: [{"text": text} for text in texts] for key, texts in marked.items()}
    rows = [{"id": "harbarge", "iop_relevant": True, **first}, {"id": "borta", "orgs": []}]
    gold.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    scores = evaluate(place, [gold], articles, today=TODAY, errors=5)
    by_name = {row.name: row for row in scores.rows}
    assert scores.documents == 1
    labels = {"ORG", "LOC", "PER", "names"}
    assert set(by_name) == labels | {f"lenient {label}" for label in labels} | {"relevance"}
    assert scores.without_text == ("borta",)
    for row in scores.rows:
        assert 0 <= row.precision <= 1
        assert row.f1 == pytest.approx(
            2 * row.precision * row.recall / (row.precision + row.recall) if row.tp else 0, abs=1e-3
        )
    assert scores.names_f1 == by_name["names"].f1
    assert 0 < len(scores.errors) <= 5
    with pytest.raises(UsageError, match="None of the 2 gold texts"):
        evaluate(place, [gold], tmp_path / "artiklar" / "borta", today=TODAY)


def test_what_arrives_has_no_half_characters(tmp_path):
    rows = tmp_path / "rader.jsonl"
    rows.write_text(
        '{"id": "a", "text": "Titel\\n\\nEtt \\ud83d avtal", "source": "x\\udce5"}\n'
        '{"id": "b", "text": "Hel\\n\\n🙂"}\n',
        encoding="utf-8",
    )
    issue, half, whole = arriving([rows], today=TODAY, stage="prov")
    assert isinstance(issue, Issue)
    assert (issue.stage, issue.level) == ("prov", "warning")
    assert isinstance(half, Document)
    assert (half.text, half.source) == ("Titel\n\nEtt \ufffd avtal", "xå")
    assert isinstance(whole, Document)
    assert whole.text == "Hel\n\n🙂"


@pytest.mark.skipif(os.name == "nt", reason="POSIX file names")
def test_names_of_files_that_are_no_utf8_are_read_as_windows_letters(tmp_path):
    try:
        (tmp_path / os.fsdecode("möte – kopia".encode("cp1252") + b".txt")).write_text(SHELTER, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (document,) = arriving([tmp_path], today=TODAY, stage="prov")
    assert isinstance(document, Document)
    assert document.id == "möte – kopia"


@pytest.mark.skipif(os.name == "nt", reason="POSIX limits")
def test_a_full_disk_leaves_every_file_of_the_report_whole(filled):
    resource = pytest.importorskip("resource")
    report(filled)
    before = {path: path.read_bytes() for path in filled.outputs.rglob("*") if path.is_file()}
    done = subprocess.run(
        command("report", "-w", filled.root), capture_output=True, text=True, env=ENVIRONMENT, timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "could not be written: File too large. Check that the folder" in done.stderr
    assert {path: path.read_bytes() for path in filled.outputs.rglob("*") if path.is_file()} == before
