"""A sample of the proof that a killed gathering loses nothing; the whole: ``python -m tests.proofs kills``."""

from __future__ import annotations

import sys

import pytest

from tests.proofs import kills, record


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a matter of POSIX systems")
def test_a_few_kills_lose_nothing_and_rush_nobody() -> None:
    figures = kills.prove(3, seed=7)
    assert (figures["kills"], figures["documents_lost"]) == (3, 0)


def test_the_stored_kills_lost_nothing() -> None:
    figures = {name: float(row["value"]) for name, row in record.read("kills").items()}
    assert figures["kills"] >= 100
    assert figures["documents_lost"] == 0
    assert figures["least_gap_seconds"] >= figures["pause_seconds"]
