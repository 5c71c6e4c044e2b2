"""The fingerprint that is told without loading the pipeline is the pipeline's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from iopmine.nlp import pipeline
from iopmine.nlp.identity import packaged_fingerprint
from tests.harness import ENVIRONMENT
from tests.nlp.reading import swedish


def test_it_is_that_of_the_packaged_pipeline() -> None:
    assert packaged_fingerprint() == pipeline.fingerprint(swedish())


def test_it_follows_the_lexicon(tmp_path: Path) -> None:
    (tmp_path / "organisation_names.csv").write_text("name,entity_id\n", encoding="utf-8")
    assert packaged_fingerprint((tmp_path,)) not in {None, packaged_fingerprint()}


def test_the_step_that_asks_for_it_loads_no_spacy() -> None:
    program = "import sys, iopmine.steps.extract; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], env=ENVIRONMENT, check=False).returncode == 0
