"""The stories of the embedded corpus, against what its manifest says."""

import csv

from sklearn.metrics import adjusted_rand_score

from iopmine.reading import read_paths
from iopmine.records import Document
from iopmine.resources import demo_folder
from iopmine.stories.cluster import story_ids
from iopmine.stories.marks import marks_of
from tests.harness import TODAY

FLOOR = 0.97


def test_stories_of_the_demo_are_those_of_its_manifest():
    """Adjusted Rand index (Hubert and Arabie, Journal of Classification 2, 1985)."""
    documents = [item for item in read_paths([demo_folder()], today=TODAY) if isinstance(item, Document)]
    with (demo_folder() / "manifest.csv").open(encoding="utf-8", newline="") as file:
        truth = {row["id"]: row["story_id"] for row in csv.DictReader(file)}
    found = story_ids((document.id, document.published, marks_of(document.text)) for document in documents)
    ids = sorted(found)
    assert len(ids) == len(truth)
    assert adjusted_rand_score([truth[i] for i in ids], [found[i] for i in ids]) >= FLOOR
