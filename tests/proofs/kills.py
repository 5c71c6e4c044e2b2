"""Gathering is killed at random points: nothing that was stored is lost, nothing is there twice, no host is rushed."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from iopmine.store import Store
from tests.harness import ENVIRONMENT, command
from tests.web import Knobs, Outside, catalogue, gaps

DEPENDS_ON = (
    "iopmine/fetch/*.py",
    "iopmine/store/*.py",
    "iopmine/steps/gather.py",
    "iopmine/steps/asking.py",
    "iopmine/steps/hosts.py",
    "iopmine/steps/lanes.py",
    "iopmine/steps/outcomes.py",
)
PAUSE = 0.1
SITES = ("nyheter", "wordpress", "arkivet", "mynewsdesk", "kommun", "riksdagen")
READERS = 2
# What a kill can cost: a page under way at each host and in each reader, and the two queues that are four pages a
# reader deep (answers not taken yet, pages not read yet), which fill up where the machine reads slower than it asks.
UNDER_WAY = len(SITES) + READERS + 2 * 4 * READERS
# From just after the start to where pages are under way, in seconds.
EARLIEST, LATEST = 0.6, 4.5


def prove(kills: int, *, seed: int = 1, lifetime: float = 3000.0) -> dict[str, object]:
    """Kill so many runs, let one end, and return what was counted.

    Raises:
        AssertionError: something was lost, is there twice, or a host was asked too soon.
    """
    draw = random.Random(seed)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        # So many pages that the last kills still find work.
        knobs = Knobs(pages=max(12, 5 * kills), late=0)
        with Outside(folder, knobs=knobs, only=SITES, lifetime=lifetime) as web:
            place = _workspace(folder / "arbete", web)
            struck, held = 0, set[str]()
            while struck < kills:
                if _killed(place, draw.uniform(EARLIEST, LATEST)):
                    struck += 1
                held = _still_held(place, held)
            _finish(place)
            _still_held(place, held)
            return {"kills": struck, **_judged(place, web, struck)}


def _workspace(folder: Path, web: Outside) -> Path:
    folder.mkdir()
    files = catalogue.write(folder / "corpus" / "sources", web.bases, pages_per_run=100_000)
    ids = ", ".join(f'"{path.stem}"' for path in files)
    ports = sorted(port for _, port in web.addresses)
    (folder / "iopmine.toml").write_text(
        f'[gather]\ncontact = "prov@example.org"\npause = {PAUSE}\nreaders = {READERS}\nsources = [{ids}]\n'
        f'loopback_ports = {ports}\npages_per_source = 100000\n[watch]\nnames = ["Bräcke diakoni"]\n',
        encoding="utf-8",
    )
    return folder


def _start(place: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command("gather", "-w", place, "-q"), env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def _killed(place: Path, seconds: float) -> bool:
    """Start a run and kill it after a time; False if it had ended before."""
    process = _start(place)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    finally:
        if process.stdout is not None:
            process.stdout.close()
    return False


def _finish(place: Path) -> None:
    # Pages that failed while the web was rushed would be asked for again an hour later; none may have failed.
    process = _start(place)
    said, _ = process.communicate(timeout=1800)
    assert process.returncode in {0, 1}, said.decode("utf-8", "replace")


def _still_held(place: Path, held: set[str]) -> set[str]:
    """Check that all documents that were there still are, and the store is sound; return those that are there now."""
    path = place / "corpus" / "iop.sqlite"
    if not path.exists():
        assert not held
        return held
    with Store.open(path) as store:
        now = {document.id for document in store.documents()}
        assert held <= now, f"lost: {sorted(held - now)[:5]}"
        assert store.verify() == []
    return now


def _judged(place: Path, web: Outside, kills: int) -> dict[str, object]:
    with Store.open(place / "corpus" / "iop.sqlite", read_only=True) as store:
        texts = Counter(document.url for document in store.documents())
        assert max(texts.values()) == 1
        wrong = []
        for truth in web.truths():
            address = store.address(truth.url)
            if truth.kept != (address is not None and address.state == "kept"):
                wrong.append(truth.url)
        assert not wrong, wrong[:5]
    hits = web.hits()
    pages = Counter((hit.site, hit.path) for hit in hits if hit.status == 200 and _is_page(hit.path))
    twice = sum(times - 1 for times in pages.values())
    # What was under way when a run was killed is asked for again, and nothing else.
    assert twice <= kills * UNDER_WAY, twice
    least = min(min(gaps(web.hits(site)), default=PAUSE) for site in SITES)
    assert least >= PAUSE - 0.001, least
    return {
        "documents": len(texts),
        "documents_lost": 0,
        "requests": len(hits),
        "pages_asked_again": twice,
        "least_gap_seconds": round(least, 3),
        "pause_seconds": PAUSE,
    }


def _is_page(path: str) -> bool:
    return not any(
        part in path for part in ("robots.txt", "rss", "atom", "feed", "wp-json", "sitemap", "dokumentlista", "?")
    )


def main(kills: int = 200) -> tuple[dict[str, object], tuple[str, ...]]:
    """Run the whole proof."""
    started = time.monotonic()
    figures = prove(kills)
    return {**figures, "minutes": round((time.monotonic() - started) / 60, 1)}, DEPENDS_ON
