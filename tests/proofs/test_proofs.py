"""A sample of each proof of shifts, and whether the stored figures still belong to what is here."""

from __future__ import annotations

import csv
import gzip
import json
import math
import subprocess
import sys
from importlib import import_module

import pytest

from tests.proofs import false_alarms, known_events, power, record
from tests.proofs.__main__ import NAMES, run
from tests.proofs.scenarios import QUIET

STORED = [name for name in NAMES if (record.FOLDER / f"{name}.csv").exists()]


def bound(share: float, trials: int) -> float:
    """Return what a share should not exceed in so many trials (three standard errors)."""
    return share + 3 * math.sqrt(share * (1 - share) / trials)


@pytest.mark.parametrize("name", STORED)
def test_stored_figures_belong_to_what_is_here(name):
    made_of = {row["made_of"] for row in record.read(name).values()}
    now = record.made_of(import_module(f"tests.proofs.{name}").DEPENDS_ON)
    assert made_of == {now}, f"Run again: python -m tests.proofs {name}"


@pytest.mark.parametrize("name", NAMES)
def test_what_a_proof_depends_on_is_there(name):
    for pattern in import_module(f"tests.proofs.{name}").DEPENDS_ON:
        assert list(record.ROOT.glob(pattern)), pattern


def stored(name: str) -> dict[str, str]:
    if name not in STORED:
        pytest.skip(f"not run yet: python -m tests.proofs {name}")
    return {figure: row["value"] for figure, row in record.read(name).items()}


def test_the_stored_rate_of_false_alarms_meets_its_goal():
    figures = stored("false_alarms")
    assert int(figures["all_corpora"]) >= 2000
    assert float(figures["all_rate"]) <= 0.05
    assert float(figures["all_high"]) <= 0.065
    # With a few hundred corpora each, a rate of 5 percent may be seen as somewhat more: its interval must reach it.
    assert all(float(figures[f"{name}_low"]) <= 0.05 for name in QUIET)


@pytest.mark.parametrize(
    ("case", "floor"),
    [
        ("step_10_to_30_of_300_in_3_series", 0.65),
        ("ramp_10_to_30_of_300_in_3_series", 0.7),
        ("pulse_10_to_30_of_300_in_3_series", 0.55),
        ("season_10_to_30_of_300_in_3_series", 0.3),
        ("pulse_10_to_30_of_1000_in_3_series", 0.95),
    ],
)
def test_the_stored_power_has_not_fallen(case, floor):
    figures = stored("power")
    assert float(figures[f"{case}_power"]) >= floor


def test_the_stored_intervals_of_dates_cover_as_they_say():
    held = [value.split(" of ") for figure, value in stored("power").items() if figure.endswith("_date_covered")]
    covered, dated = (sum(int(pair[place]) for pair in held) for place in (0, 1))
    assert 0.88 <= covered / dated <= 0.97


def test_the_known_pulse_was_found_and_no_step_claimed():
    figures = stored("known_events")
    assert (figures["pulse_over_2014_found"], figures["lasting_steps_claimed"]) == ("1", "0")
    assert len(figures["vinster_key_words"].split("; ")) >= 3
    assert len(figures["vinster_key_documents"].split("; ")) >= 3
    for name in ("shuffled", "mix_of_sources", "all_frames_shuffled"):
        assert float(figures[f"{name}_low"]) <= 0.05


@pytest.mark.parametrize("name", QUIET)
def test_a_quiet_corpus_seldom_raises_an_alarm(name):
    corpora = 15
    assert false_alarms.alarms(name, corpora, seed=2) / corpora <= bound(0.05, corpora)


def test_a_change_of_some_size_is_found_mostly():
    cases = {case.name: case for case in power.CASES}
    pulse = power.score(cases["pulse_10_to_30_of_1000_in_3_series"], 6, seed=2)
    assert pulse.found >= 5
    assert pulse.families.get("pulse", 0) >= 4
    assert power.score(cases["step_10_to_30_of_60_in_3_series"], 20, seed=2).found <= 10


@pytest.fixture(scope="module")
def debate(tmp_path_factory):
    """A made-up debate of 1,200 documents in which profits are spoken of in 2014."""
    folder = tmp_path_factory.mktemp("debatt")
    with gzip.open(folder / known_events.FILE, "wt", encoding="utf-8") as lines:
        for number in range(1200):
            year = 2008 + number // 100
            spoken = number % (3 if year == 2014 else 20) == 0
            matter = "Vinstuttag och vinstjakt i skolan måste få ett slut." if spoken else "Vägen är för smal."
            row = {
                "id": f"q{number}",
                "date": f"{year}-{1 + number % 100 // 9:02}-11",
                "party": "SsVv"[number % 4],
                "title": f"Fråga {number}",
                "text": f"Fråga {number} till ministern\n\n{matter}",
            }
            lines.write(json.dumps(row) + "\n")
    return folder


def test_a_known_pulse_is_found_and_nothing_in_shuffled_dates(debate):
    figures, _ = known_events.main(debate, 5)
    assert figures["documents"] == 1200
    assert figures["pulse_over_2014_found"] == 1
    assert "pulse 2014-" in figures["vinster_shifts"]
    assert figures["lasting_steps_claimed"] == 0
    assert len(figures["vinster_key_documents"].split("; ")) >= 3
    assert figures["shuffled_alarms"] <= 2
    assert figures["mix_of_sources_alarms"] <= 2


def test_without_its_data_a_proof_is_skipped(tmp_path, capsys):
    run(["known_events"])
    run(["known_events"], tmp_path)
    assert capsys.readouterr().out.count("skipped") == 2


def test_figures_of_a_proof_whose_files_change_meanwhile_are_not_kept(monkeypatch):
    hashes = iter(("before", "after"))
    monkeypatch.setattr("tests.proofs.__main__.made_of", lambda _: next(hashes))
    monkeypatch.setattr(false_alarms, "main", lambda: ({"rate": 0.04}, false_alarms.DEPENDS_ON))
    monkeypatch.setattr("tests.proofs.__main__.write", lambda *_: pytest.fail("written"))
    with pytest.raises(SystemExit, match="changed while it ran"):
        run(["false_alarms"])


def test_an_unknown_proof_is_refused():
    done = subprocess.run(
        [sys.executable, "-m", "tests.proofs", "nothing"], cwd=record.ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "false_alarms" in done.stderr


def test_figures_are_written_with_what_they_were_made_on(tmp_path, monkeypatch):
    (tmp_path / "made.py").write_text("x = 1\n", encoding="utf-8")
    monkeypatch.setattr(record, "FOLDER", tmp_path)
    monkeypatch.setattr(record, "ROOT", tmp_path)
    path = record.write("proof", {"rate": 0.04}, ("made.py",))
    (row,) = csv.DictReader(path.open(encoding="utf-8", newline=""))
    assert (row["figure"], row["value"], row["made_of"]) == ("rate", "0.04", record.made_of(("made.py",)))
    (tmp_path / "made.py").write_text("x = 2\n", encoding="utf-8")
    assert record.read("proof")["rate"]["made_of"] != record.made_of(("made.py",))
