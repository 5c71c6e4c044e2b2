"""``python -m tests.proofs NAME … [--data FOLDER]``: run proofs as a whole and write their figures."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

from tests.proofs.record import made_of, write

NAMES = ("kills", "false_alarms", "power", "known_events")
ON_DATA = ("known_events",)
"""Proofs on texts that are not in the repository; without their folder they are skipped."""


def run(names: list[str], data: Path | None = None) -> None:
    """Run the named proofs; what they depend on may not change meanwhile."""
    for name in names:
        proof = import_module(f"tests.proofs.{name}")
        before = made_of(proof.DEPENDS_ON)
        figures, depends_on = proof.main(data) if name in ON_DATA else proof.main()
        if not figures:
            print(f"{name}: skipped, it needs --data FOLDER.")
            continue
        if made_of(depends_on) != before:
            sys.exit(f"{name}: what it depends on changed while it ran; run it again.")
        path = write(name, figures, depends_on)
        print(f"{path.name}: " + ", ".join(f"{figure} {value}" for figure, value in figures.items()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.proofs", description="Run proofs and write their figures.")
    parser.add_argument("names", nargs="+", choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--data", type=Path, help="folder with the texts that some proofs run on")
    chosen = parser.parse_args()
    run(chosen.names, chosen.data)
