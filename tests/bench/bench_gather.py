"""Gathering against the same extractor in one process: ``python -m tests.bench.bench_gather [PAGES]``.

A site of ours on loopback, in a process of its own, pauses off; both sides in one run. The plain side does the same
for each page where it is, one after the other: it asks with the standard library, reads, judges and stores what is
relevant. It has no prefilter, no address book and no process that can be killed.
"""

from __future__ import annotations

import sys
import time
import urllib.request
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import iopmine.steps.catalogue
from iopmine.config import find_workspace
from iopmine.errors import ReadingError
from iopmine.reading import document_of, html_page
from iopmine.steps.gather import GatherOptions, Settled, gather
from iopmine.steps.interest import Interest
from iopmine.store import Store
from iopmine.urls import url_id
from tests.web import Knobs, Outside, catalogue

TODAY = date(2026, 11, 22)
SITE = "arkivet"


class Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def plain(folder: Path, urls: list[str]) -> tuple[float, int]:
    """Return seconds and kept texts of the plain way."""
    start, kept, interest = time.monotonic(), 0, Interest(())
    with Store.create(folder / "plain.sqlite") as store:
        for url in urls:
            with urllib.request.urlopen(url) as answer:
                body = answer.read()
            try:
                document = document_of(html_page.read(body, TODAY, url), url_id(url))
            except ReadingError:
                continue
            if interest.judge(document.text).kept:
                store.add(document, raw_sha256=document.sha256, added_at="2026-11-22T09:00:00Z")
                kept += 1
    return time.monotonic() - start, kept


def gathered(folder: Path, web: Outside) -> tuple[float, int, int]:
    """Return seconds, pages kept and pages left out of a gathering into a new store."""
    files = catalogue.write(folder / "corpus" / "sources", web.bases, pages_per_run=100_000)
    ports = sorted(port for _, port in web.addresses)
    (folder / "iopmine.toml").write_text(
        f'[gather]\ncontact = "prov@example.org"\npause = 0.0\nloopback_ports = {ports}\npages_per_source = 100000\n'
        f'sources = ["{files[0].stem}"]\n',
        encoding="utf-8",
    )
    start = time.monotonic()
    events = gather(find_workspace(folder, current=folder), GatherOptions(), clock=Clock())
    outcomes = [event.outcome for event in events if isinstance(event, Settled)]
    return time.monotonic() - start, outcomes.count("kept"), outcomes.count("left_out")


def compare(pages: int, relevant: float) -> None:
    """Print both sides for a site of so many pages, of which such a share is about IOP."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        knobs = Knobs(sizes={SITE: pages}, relevant=relevant, late=0)
        with Outside(folder, knobs=knobs, only=[SITE]) as web:
            urls = [truth.address for truth in web.truths()]
            alone, read = plain(folder, urls)
            spent, kept, left_out = gathered(folder, web)
            print(
                f"{pages} pages, {relevant:.0%} relevant: plain {alone:.1f} s ({read} kept), gather {spent:.1f} s "
                f"({kept} kept, {left_out} left out): {alone / spent:.2f} x as fast"
            )


def main() -> None:
    """Compare with every page kept, and with most left out."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    iopmine.steps.catalogue.sources_folder = lambda: Path("/nonexistent")
    for relevant in (1.0, 0.05):
        compare(pages, relevant)


if __name__ == "__main__":
    main()
