"""Gathering from hosts that do everything wrong: it ends, stores no rubbish, says why, asks no forbidden address."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from iopmine.config import Workspace, find_workspace
from iopmine.records import Issue, SourceRun
from iopmine.steps.gather import GatherOptions, Settled, gather
from iopmine.store import Store
from iopmine.text.normal import nfc
from tests.steps.test_steps_gather import FIRST, Clock
from tests.web import Web, friendly, nasty
from tests.web.sites.hazards import CHARSETS, ENCODED_TITLE
from tests.web.sites.hostile import FAULTS, ROBOTS

# Slow answers are the matter of tests/fetch, where the deadline is short.
SLOW = ("/trog/", "/oandlig/", "/tungt/")
QUICK = [fault for fault in FAULTS if not fault.path.startswith(SLOW)]


class QuickClock(Clock):
    """A clock that jumps over every wait: hosts that want to be left alone for an hour are, by it."""

    skipped = 0.0

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self.skipped)

    def monotonic(self) -> float:
        return super().monotonic() + self.skipped

    def sleep(self, seconds: float) -> None:
        self.skipped += seconds


@pytest.fixture(autouse=True)
def only_our_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ingen").mkdir()
    monkeypatch.setattr("iopmine.steps.catalogue.sources_folder", lambda: tmp_path / "ingen")


def workspace(folder: Path, web: Web, urls: list[str]) -> Workspace:
    """A workspace whose only source is a list of addresses."""
    sources = folder / "corpus" / "sources"
    sources.mkdir(parents=True)
    (sources / "lista.csv").write_text("url\n" + "\n".join(urls) + "\n", encoding="utf-8")
    (sources / "fientlig.toml").write_text(
        'id = "fientlig"\nname = "Fientlig"\nkind = "other"\nhome = "https://www.example.se/"\n'
        '[[entries]]\nid = "lista"\nplatform = "addresses"\nurl = "lista.csv"\nstatus = "seen"\n',
        encoding="utf-8",
    )
    ports = sorted(port for _, port in web.addresses)
    (folder / "iopmine.toml").write_text(
        f'[gather]\ncontact = "prov@example.org"\npause = 0.0\nloopback_ports = {ports}\n', encoding="utf-8"
    )
    return find_workspace(folder, current=folder)


def test_faults_of_every_kind(tmp_path: Path) -> None:
    with Web(nasty() | friendly(only=["nyheter"])) as web:
        base = web.bases["fientlig"]
        place = workspace(tmp_path / "a", web, [base + fault.path for fault in QUICK])
        words: Counter[str] = Counter()
        for day in range(0, 300, 5):
            # Days later each time: a host that failed five times in a row is left alone for the rest of a run.
            events = list(gather(place, GatherOptions(), clock=QuickClock(FIRST + timedelta(days=day))))
            words.update(event.outcome for event in events if isinstance(event, Settled))
        assert web.log.hits("grannen") == []
        with Store.open(place.store) as store:
            assert store.verify() == []
            _states_are_right(store, base)
            _no_control_characters(store)
            reasons = {issue.url: issue.message for issue in store.issues() if issue.url.startswith(base)}
            for address in store.addresses(states=("failed",)):
                # One that was gone and is listed still waits to be looked for again; nothing is wrong with that.
                assert "Gone since" in address.reason or reasons[address.url], address
        assert words["kept"] > 0


def _states_are_right(store: Store, base: str) -> None:
    allowed = {
        "failed": {"failed", "new"},
        "later": {"new", "failed"},
        "refused": {"cut", "failed", "gone"},
        "gone": {"gone", "failed"},
        "disallowed": {"disallowed"},
        "page": {"kept", "left_out", "failed"},
    }
    for fault in QUICK:
        address = store.address(base + fault.path)
        assert address is not None, fault
        assert address.state in allowed[fault.outcome], (fault, address)
    for path in CHARSETS:
        address = store.address(base + path)
        assert address is not None
        assert address.state == "kept", (path, address)
        document = store.document(address.document_id)
        assert document is not None
        assert document.title == nfc(ENCODED_TITLE), path


def _no_control_characters(store: Store) -> None:
    for document in store.documents():
        shown = document.title + document.source + document.url
        assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in shown), repr(shown)


def test_robots_that_are_out_of_order(tmp_path: Path) -> None:
    cases = [case for case in ROBOTS if case.name != "robots-tyst"]
    with Web(nasty()) as web:
        urls = [f"{web.bases[case.name]}{path}" for case in cases for path in ("/sida", "/stangd")]
        place = workspace(tmp_path / "a", web, urls)
        list(gather(place, GatherOptions(), clock=Clock()))
        expected = {"page": {"kept", "left_out"}, "disallowed": {"disallowed"}, "later": {"new", "disallowed"}}
        with Store.open(place.store) as store:
            for case in cases:
                for path, outcome in (("/sida", case.page), ("/stangd", case.closed)):
                    address = store.address(web.bases[case.name] + path)
                    assert address is not None
                    if outcome != "either":
                        assert address.state in expected[outcome], (case, path, address)
        for case in cases:
            asked = {hit.path for hit in web.log.hits(case.name)}
            if case.page in {"later", "disallowed"}:
                assert not asked & {"/sida", "/stangd"}, case


def test_a_page_that_keeps_a_parser_busy_is_given_up_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from iopmine.reading import Limits

    monkeypatch.setattr("iopmine.steps.asking.Limits", lambda: Limits(seconds=3.0))
    heavy = [fault.path for fault in FAULTS if fault.path.startswith("/tungt/")]
    assert heavy
    with Web(nasty()) as web:
        base = web.bases["fientlig"]
        fine = "/teckenkod/utf8-utan"
        place = workspace(tmp_path / "a", web, [base + path for path in (*heavy, fine)])
        events = list(gather(place, GatherOptions(), clock=Clock()))
        with Store.open(place.store) as store:
            assert store.address(base + fine).state == "kept"  # type: ignore[union-attr]
            stopped = [a for a in store.addresses(states=("failed",)) if "stopped" in a.reason]
            assert stopped
        assert any(isinstance(event, Issue) and "stopped" in event.message for event in events)
        assert sum(isinstance(event, SourceRun) for event in events) == 1
