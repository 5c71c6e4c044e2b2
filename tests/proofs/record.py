"""Figures of a proof, and what they were made on."""

from __future__ import annotations

import csv
import hashlib
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent.parent
COLUMNS = ("figure", "value", "commit", "made_of")


def made_of(patterns: Iterable[str]) -> str:
    """Return a hash of the files that a proof depends on (patterns below the root, for example ``iopmine/fetch``)."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def write(name: str, figures: Mapping[str, object], patterns: Iterable[str]) -> Path:
    """Write the figures of a proof beside this file and return where."""
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    commit, hashed = head.stdout.strip()[:12] or "unknown", made_of(patterns)
    path = FOLDER / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        rows.writerows((figure, value, commit, hashed) for figure, value in figures.items())
    return path


def read(name: str) -> dict[str, dict[str, str]]:
    """Return the stored rows of a proof by figure."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row["figure"]: row for row in csv.DictReader(file)}
