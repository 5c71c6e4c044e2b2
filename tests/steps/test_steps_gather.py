"""Gathering from the loopback web: what is kept, what is left out, what changes, and how politely it is asked."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from iopmine.config import Workspace, find_workspace
from iopmine.errors import ConfigError, StoreBusyError, UsageError
from iopmine.records import Document, Issue, SourceRun
from iopmine.steps.add import add
from iopmine.steps.gather import GatherOptions, Named, Settled, gather
from iopmine.steps.planning import plan
from iopmine.steps.sources import check_sources, list_sources, new_source
from iopmine.steps.status import status
from iopmine.store import Store
from tests.web import Knobs, Web, catalogue, friendly, gaps

FIRST = datetime(2026, 11, 1, 9, tzinfo=UTC)
LATER = FIRST + timedelta(days=40)


class Clock:
    """A clock that was set to another time; it runs as the real one does."""

    def __init__(self, now: datetime = FIRST) -> None:
        self._start, self._set = time.monotonic(), now

    def now(self) -> datetime:
        return self._set + timedelta(seconds=time.monotonic() - self._start)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@pytest.fixture(autouse=True)
def only_our_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ingen").mkdir()
    monkeypatch.setattr("iopmine.steps.catalogue.sources_folder", lambda: tmp_path / "ingen")


def workspace(
    folder: Path, web: Web, *, pause: float = 0.0, gather: str = "", only: set[str] | None = None
) -> Workspace:
    folder.mkdir(exist_ok=True)
    catalogue.write(folder / "corpus" / "sources", web.bases, only=only)
    ports = sorted(port for _, port in web.addresses)
    (folder / "iopmine.toml").write_text(
        f'[gather]\ncontact = "prov@example.org"\npause = {pause}\nloopback_ports = {ports}\n{gather}\n'
        '[watch]\nnames = ["Bräcke diakoni"]\n',
        encoding="utf-8",
    )
    return find_workspace(folder, current=folder)


def outcomes(events: Iterator[object]) -> Counter[str]:
    return Counter(event.outcome for event in events if isinstance(event, Settled))


def test_two_runs_over_all_platforms(tmp_path: Path) -> None:
    with Web(friendly()) as web:
        place = workspace(tmp_path / "a", web)
        events = list(gather(place, GatherOptions(), clock=Clock()))
        _check_against_truth(place, web)
        runs = {event.source: event for event in events if isinstance(event, SourceRun)}
        assert set(runs) == {source.id for source in catalogue.SOURCES}
        assert all(run.complete and not run.floor_missed for run in runs.values())
        assert outcomes(iter(events)).total() == sum(run.asked + run.disallowed for run in runs.values())
        _no_page_twice(web)

        web.log.clear()
        assert outcomes(gather(place, GatherOptions(), clock=Clock(FIRST + timedelta(minutes=30)))) == {}

        web.change(revision=2)
        web.log.clear()
        third = outcomes(gather(place, GatherOptions(), clock=Clock(LATER)))
        assert third["changed"] >= 8
        assert third["gone"] >= 15
        assert third["unchanged"] >= 40
        _check_against_truth(place, web)
        assert any(hit.status == 304 for hit in web.log.hits())
        _no_page_twice(web)
    with Store.open(place.store) as store:
        assert store.verify() == []
        changed = [d.id for d in store.documents() if store.versions(d.id)]
        assert len(changed) == third["changed"]
    _health_is_told(place)


def _check_against_truth(place: Workspace, web: Web) -> None:
    """Every page that should be kept is, with its title and day; no other is, and each has its reason."""
    with Store.open(place.store, read_only=True) as store:
        for truth in web.truths():
            address = store.address(truth.url)
            kept = address is not None and address.state == "kept"
            assert kept == truth.kept, (truth, address)
            if address is None or not kept:
                continue
            document = store.document(address.document_id)
            assert document is not None
            assert document.relevance is None
            _is_right(document, truth.published, truth.title)


def _is_right(document: Document, published: str | None, title: str) -> None:
    assert title[:40] in document.text, (title, document.text[:200])
    # A day is never invented; where both are known they agree.
    if document.published is not None:
        assert published is not None, document
        short = min(len(published), len(document.published))
        assert document.published[:short] == published[:short], (document.url, document.published, published)


def _no_page_twice(web: Web) -> None:
    pages = Counter((hit.site, hit.path) for hit in web.log.hits() if hit.status == 200)
    assert {page: times for page, times in pages.items() if times > 1} == {}


def _health_is_told(place: Workspace) -> None:
    state = status(place)
    assert {each.source for each in state.sources} == {source.id for source in catalogue.SOURCES}
    assert all(each.last_success and not each.warnings for each in state.sources), state.sources
    assert sum(cell.kept for cell in state.coverage) == state.store.counts["documents"]
    assert sum(cell.seen for cell in state.coverage) > state.store.counts["documents"]


def test_hosts_are_asked_by_one_request_at_a_time_with_the_pause_between(tmp_path: Path) -> None:
    only = ("nyheter", "wordpress", "arkivet")
    with Web(friendly(Knobs(pages=4, late=0), only=only)) as web:
        place = workspace(tmp_path / "a", web, pause=0.25)
        list(gather(place, GatherOptions(), clock=Clock()))
        for site in only:
            hits = web.log.hits(site)
            assert min(gaps(hits)) >= 0.249, (site, sorted(gaps(hits))[:3])
            assert max(hit.open for hit in hits) == 1
            assert {hit.headers["user-agent"].split("/")[0] for hit in hits} == {"iopmine"}
            assert "prov@example.org" in hits[0].headers["user-agent"]
        # Side by side: one after the other they would need the sum of all pauses.
        hits = web.log.hits()
        assert hits[-1].ended - hits[0].began < 0.25 * (len(hits) - 1)


def test_limit_since_and_choice_of_sources(tmp_path: Path) -> None:
    with Web(friendly(only=["nyheter", "wordpress"])) as web:
        place = workspace(tmp_path / "a", web)
        events = list(gather(place, GatherOptions(sources=("nyheter",), limit=3), clock=Clock()))
        runs = [event for event in events if isinstance(event, SourceRun)]
        assert [(run.source, run.asked + run.disallowed) for run in runs] == [("nyheter", 3)]
        assert runs[0].cut == runs[0].leads - 3
        assert not web.log.hits("wordpress")
        planned = {each.source: each for each in plan(place, GatherOptions(), clock=Clock())}
        assert planned["nyheter"].due == runs[0].leads - 3
        assert planned["foreningsbladet"].known == 0
        # What the limit left is asked for by the next run, and nothing else is.
        rest = outcomes(gather(place, GatherOptions(sources=("nyheter",)), clock=Clock()))
        assert rest.total() == runs[0].leads - 3
        day = datetime(2026, 10, 1, tzinfo=UTC).date()
        list(gather(place, GatherOptions(sources=("foreningsbladet",), since=day), clock=Clock()))
        with Store.open(place.store) as store:
            dates = [a.published for a in store.addresses(source="foreningsbladet")]
        assert dates
        assert min(dates) >= "2026-10-01"
        with pytest.raises(UsageError, match="No source has the id 'nyheterna'"):
            list(gather(place, GatherOptions(sources=("nyheterna",)), clock=Clock()))


def test_a_host_that_is_down_loses_nothing_and_is_told(tmp_path: Path) -> None:
    with Web(friendly(only=["nyheter", "wordpress"])) as web:
        place = workspace(tmp_path / "a", web)
        web.change(down=("nyheter",))
        events = list(gather(place, GatherOptions(), clock=Clock()))
        runs = {event.source: event for event in events if isinstance(event, SourceRun)}
        assert runs["foreningsbladet"].kept > 0
        assert (runs["nyheter"].leads, runs["nyheter"].complete) == (0, False)
        assert any(isinstance(e, Issue) and e.source == "nyheter" and e.level == "error" for e in events)
        warnings = {each.source: each.warnings for each in status(place).sources}
        assert warnings["foreningsbladet"] == ()
        assert "has not answered" in warnings["nyheter"][0]
        web.change(down=())
        again = outcomes(gather(place, GatherOptions(), clock=Clock(FIRST + timedelta(days=2))))
        assert again["kept"] > 0


def test_a_listing_with_another_layout_misses_its_floor(tmp_path: Path) -> None:
    with Web(friendly(only=["kommun"])) as web:
        place = workspace(tmp_path / "a", web)
        list(gather(place, GatherOptions(), clock=Clock()))
        web.change(revision=3)
        checked = list(check_sources(place, ["ekdala"], clock=Clock(LATER)))
        assert checked[0].faults
        runs = [e for e in gather(place, GatherOptions(), clock=Clock(LATER)) if isinstance(e, SourceRun)]
        ekdala = next(run for run in runs if run.source == "ekdala")
        assert ekdala.floor_missed or not ekdala.complete


def test_stopping_at_any_event_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    with Web(friendly(only=["nyheter", "wordpress", "kommun"])) as web:
        place = workspace(tmp_path / "a", web)
        stored: set[str] = set()
        for stop_after in (1, 5, 9, 14, 3, 20):
            run = gather(place, GatherOptions(), clock=Clock())
            for number, event in enumerate(run, start=1):
                if isinstance(event, Settled) and event.outcome == "kept":
                    stored.add(event.url)
                if number == stop_after:
                    break
            run.close()
        list(gather(place, GatherOptions(), clock=Clock()))
        _check_against_truth(place, web)
        with Store.open(place.store) as store:
            assert all(store.address(url).state == "kept" for url in stored)  # type: ignore[union-attr]
            assert store.verify() == []


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    with Web(friendly(only=["nyheter"])) as web:
        place = workspace(tmp_path / "a", web)
        run = gather(place, GatherOptions(), clock=Clock())
        next(run)
        with pytest.raises(StoreBusyError, match="at work"):
            next(gather(place, GatherOptions(), clock=Clock()))
        run.close()
        assert list(gather(place, GatherOptions(), clock=Clock()))


def test_nobody_is_asked_without_a_contact_or_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "iopmine.toml").write_text("", encoding="utf-8")
    place = find_workspace(tmp_path, current=tmp_path)
    with pytest.raises(ConfigError, match="site owner"):
        next(gather(place, GatherOptions(), clock=Clock()))
    packaged = find_workspace(None, current=tmp_path / "ingen")
    with pytest.raises(ConfigError, match="workspace of your own"):
        next(gather(packaged, GatherOptions(), clock=Clock()))
    assert not place.store.exists()


def test_local_files_are_a_source_too(tmp_path: Path) -> None:
    exports = tmp_path / "export"
    exports.mkdir()
    (exports / "a.txt").write_text(
        "Avtal\n\nEkdala kommun tecknar ett idéburet offentligt partnerskap.", encoding="utf-8"
    )
    (exports / "b.txt").write_text("Simhallen\n\nSimhallen har öppet hela sommaren.", encoding="utf-8")
    folder = tmp_path / "a"
    with Web(friendly(only=["nyheter"])) as web:
        place = workspace(folder, web, only=set())
    (folder / "corpus" / "sources" / "press.toml").write_text(
        'id = "press"\nname = "Pressarkiv"\nkind = "news"\nhome = "https://www.example.se/"\nfloors = { leads = 0 }\n'
        '[[entries]]\nid = "files"\nplatform = "files"\nurl = "../../../export"\nstatus = "seen"\n',
        encoding="utf-8",
    )
    events = list(gather(place, GatherOptions(), clock=Clock()))
    assert outcomes(iter(events)) == {"kept": 1, "left_out": 1}
    with Store.open(place.store) as store:
        assert [document.id for document in store.documents()] == ["a"]


def test_a_source_is_found_behind_an_address_and_works(tmp_path: Path) -> None:
    with Web(friendly(only=["wordpress"])) as web:
        place = workspace(tmp_path / "a", web, only=set())
        made = new_source(place, web.bases["wordpress"] + "/", clock=Clock())
        assert made.path.is_relative_to(tmp_path / "a" / "corpus" / "sources")
        listed, issues = list_sources(place)
        assert issues == ()
        assert [each.source.id for each in listed] == [made.detection.source.id]
        assert all(each.own for each in listed)
        assert {entry.platform for entry in listed[0].source.entries} >= {"wordpress"}
        assert outcomes(gather(place, GatherOptions(), clock=Clock()))["kept"] > 0


def test_named_before_settled_and_counted_down(tmp_path: Path) -> None:
    with Web(friendly(only=["nyheter"])) as web:
        place = workspace(tmp_path / "a", web)
        events = [e for e in gather(place, GatherOptions(), clock=Clock()) if isinstance(e, Named | Settled)]
    due = next(event.due for event in events if isinstance(event, Named) and event.source == "nyheter")
    waiting = [event.waiting for event in events if isinstance(event, Settled)]
    assert waiting == list(range(due - 1, -1, -1))


def test_pages_left_out_are_looked_at_again_for_a_new_name(tmp_path: Path) -> None:
    with Web(friendly(only=["nyheter", "wordpress"])) as web:
        place = workspace(tmp_path / "a", web)
        settings = (tmp_path / "a" / "iopmine.toml").read_text(encoding="utf-8")
        (tmp_path / "a" / "iopmine.toml").write_text(settings.replace('"Bräcke diakoni"', ""), encoding="utf-8")
        first = outcomes(gather(find_workspace(place.root, current=place.root), GatherOptions(), clock=Clock()))
        (tmp_path / "a" / "iopmine.toml").write_text(settings, encoding="utf-8")
        again = list(gather(place, GatherOptions(), clock=Clock(FIRST + timedelta(minutes=10))))
        assert any(isinstance(e, Issue) and "Bräcke diakoni: not followed before" in e.message for e in again)
        assert outcomes(iter(again)) == {}
        third = outcomes(gather(place, GatherOptions(reread=True), clock=Clock(FIRST + timedelta(minutes=20))))
        assert third["kept"] > 0
        assert third.total() == first["left_out"]
        _check_against_truth(place, web)
        fourth = list(gather(place, GatherOptions(), clock=Clock(FIRST + timedelta(minutes=30))))
        assert not any(isinstance(e, Issue) and "not followed before" in e.message for e in fourth)


def test_a_page_that_two_sources_name_is_asked_for_once_and_counted_once(tmp_path: Path) -> None:
    with Web(friendly(only=["nyheter"])) as web:
        place = workspace(tmp_path / "a", web)
        first = (tmp_path / "a" / "corpus" / "sources" / "nyheter.toml").read_text(encoding="utf-8")
        (tmp_path / "a" / "corpus" / "sources" / "annan.toml").write_text(
            first.replace('id = "nyheter"', 'id = "annan"'), encoding="utf-8"
        )
        runs = [event for event in gather(place, GatherOptions(), clock=Clock()) if isinstance(event, SourceRun)]
        pages = Counter(hit.path for hit in web.log.hits() if hit.path.startswith("/nyheter/"))
        assert set(pages.values()) == {1}
        with Store.open(place.store) as store:
            assert sum(run.kept for run in runs) == store.document_count()


def test_a_text_that_was_added_by_hand_is_no_second_document(tmp_path: Path) -> None:
    with Web(friendly(only=["nyheter"])) as web:
        place = workspace(tmp_path / "a", web)
        truth = next(truth for truth in web.truths() if truth.kept)
        (tmp_path / "egen.csv").write_text(
            f'id,title,text,url\negen,"{truth.title}","Min egen avskrift om ett idéburet offentligt partnerskap.",'
            f"{truth.url}\n",
            encoding="utf-8",
        )
        list(add(place, [tmp_path / "egen.csv"], today=FIRST.date(), now="2026-11-01T08:00:00Z"))
        list(gather(place, GatherOptions(), clock=Clock()))
        with Store.open(place.store) as store:
            same = [document for document in store.documents() if document.url == truth.url]
            assert [document.id for document in same] == ["egen#egen"]
            assert "Min egen avskrift" in same[0].text
            assert store.address(truth.url).document_id == "egen#egen"  # type: ignore[union-attr]


def test_a_list_that_broke_once_is_read_to_its_end_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stood on the page that did not answer must not hide behind a first page that is known by then."""
    with Web(friendly(Knobs(pages=23), only=["wordpress"])) as web:
        place = workspace(tmp_path / "a", web)
        list(gather(place, GatherOptions(limit=1), clock=Clock()))
        with Store.open(place.store) as store:
            known = [address.url for address in store.addresses()]
            assert store.complete_entries("foreningsbladet")
        day = datetime(2026, 9, 1, tzinfo=UTC).date()
        list(gather(place, GatherOptions(limit=1, since=day), clock=Clock(FIRST + timedelta(days=1))))
        with Store.open(place.store) as store:
            assert store.complete_entries("foreningsbladet") == set()
        web.log.clear()
        list(gather(place, GatherOptions(limit=1), clock=Clock(FIRST + timedelta(days=2))))
        lists = [hit.path for hit in web.log.hits("wordpress") if "page=" in hit.path]
        assert len(lists) == -(-len(known) // 5), lists


def test_a_run_that_was_stopped_leaves_no_bad_word_about_sources_it_never_asked(tmp_path: Path) -> None:
    with Web(friendly(only=["nyheter", "wordpress"])) as web:
        place = workspace(tmp_path / "a", web)
        run = gather(place, GatherOptions(), clock=Clock())
        next(event for event in run if isinstance(event, Settled))
        run.close()
        assert all(not each.warnings for each in status(place).sources)
