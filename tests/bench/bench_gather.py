"""Gathering against the same extractor in one process: ``python -m tests.bench.bench_gather [PAGES] [TIMES]``.

A site of ours on loopback, in a process of its own, pauses off; both sides in one run, by turns, each in a fresh
interpreter and timed from its start to its end: loading the parsers is part of the work, on both sides. The plain side
does the same for each page where it is, one after the other: it asks with the standard library, reads, judges and
stores what is relevant. It has no robots.txt, no address book (it is given the addresses), no copy of the page as it
came, no note of what was left out and why, and no process that can be killed.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import iopmine.steps.catalogue
from iopmine.config import find_workspace
from iopmine.errors import ReadingError
from iopmine.steps.gather import GatherOptions, Settled, gather
from iopmine.steps.interest import Interest
from iopmine.store import Store
from iopmine.urls import url_id
from tests.harness import ENVIRONMENT
from tests.web import Knobs, Outside, catalogue

TODAY = date(2026, 11, 22)
SITE = "arkivet"
SHARES = (1.0, 0.05)
"""Of the pages, how many are about IOP."""


class Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def plain(folder: Path) -> int:
    """Gather the plain way and return how many texts were kept."""
    from iopmine.reading import document_of, html_page

    kept, interest = 0, Interest(())
    with Store.create(folder / "plain.sqlite") as store:
        for url in json.loads((folder / "urls.json").read_text(encoding="utf-8")):
            with urllib.request.urlopen(url) as answer:
                body = answer.read()
            try:
                document = document_of(html_page.read(body, TODAY, url), url_id(url))
            except ReadingError:
                continue
            if interest.judge(document.text).kept:
                store.add(document, raw_sha256=document.sha256, added_at="2026-11-22T09:00:00Z")
                kept += 1
    return kept


def gathered(folder: Path) -> int:
    """Gather into a new store and return how many texts were kept."""
    # No sources but ours.
    iopmine.steps.catalogue.sources_folder = lambda: Path("/nonexistent")
    events = gather(find_workspace(folder, current=folder), GatherOptions(), clock=Clock())
    return sum(event.outcome == "kept" for event in events if isinstance(event, Settled))


SIDES = {"plain": plain, "gather": gathered}


def timed(side: str, web: Outside, folder: Path) -> tuple[float, int]:
    """Return seconds and kept texts of one side, in a new process and a new folder."""
    folder.mkdir()
    (folder / "urls.json").write_text(json.dumps([truth.address for truth in web.truths()]), encoding="utf-8")
    files = catalogue.write(folder / "corpus" / "sources", web.bases, pages_per_run=100_000)
    ports = sorted(port for _, port in web.addresses)
    (folder / "iopmine.toml").write_text(
        f'[gather]\ncontact = "prov@example.org"\npause = 0.0\nloopback_ports = {ports}\npages_per_source = 100000\n'
        f'sources = ["{files[0].stem}"]\n',
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "tests.bench.bench_gather", side, str(folder)]
    start = time.monotonic()
    said = subprocess.run(command, env=ENVIRONMENT, stdout=subprocess.PIPE, check=True).stdout
    return time.monotonic() - start, int(said)


def compare(pages: int, relevant: float, times: int) -> float:
    """Print both sides for a site of so many pages, of which such a share is about IOP; return the median ratio."""
    ratios = []
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        knobs = Knobs(sizes={SITE: pages}, relevant=relevant, late=0)
        with Outside(folder, knobs=knobs, only=[SITE], lifetime=3600) as web:
            for number in range(times):
                alone, read = timed("plain", web, folder / f"plain{number}")
                spent, kept = timed("gather", web, folder / f"gather{number}")
                ratios.append(alone / spent)
                print(
                    f"{pages} pages, {relevant:.0%} relevant: plain {alone:.1f} s ({read} kept), "
                    f"gather {spent:.1f} s ({kept} kept): {ratios[-1]:.2f} x as fast",
                    flush=True,
                )
    return statistics.median(ratios)


def main(pages: int = 2000, times: int = 3) -> None:
    """Compare with every page kept, and with most left out."""
    for relevant in SHARES:
        print(f"median {compare(pages, relevant, times):.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in SIDES:
        print(SIDES[sys.argv[1]](Path(sys.argv[2])))
    else:
        main(*map(int, sys.argv[1:]))
