"""A small corpus with three known subjects."""

import hashlib
import random

import pytest

from iopmine.topics.matrix import TokenisedDocument

SUBJECTS = {
    "vård": "vård sjukhus läkare patient klinik recept sköterska mottagning behandling diagnos remiss akut".split(),
    "skola": "skola elev lärare klassrum betyg rektor läxa lektion matte rast bibliotek prov".split(),
    "boende": "bostad hyra lägenhet härbärge säng tak nattjour hemlös uteliggare portkod hyresvärd nyckel".split(),
}
COMMON = "beslut nämnd förening pengar budget möte ordförande protokoll förslag rösta".split()


def _make_corpus(count=60, seed=3):
    draw = random.Random(seed)
    documents = []
    for index in range(count):
        words = SUBJECTS[list(SUBJECTS)[index % 3]]
        lemmas = tuple(draw.choices(words, k=25) + draw.choices(COMMON, k=10) + ["och", "kommun", "2018"])
        digest = hashlib.sha256(" ".join(lemmas).encode()).hexdigest()
        documents.append(TokenisedDocument(f"d{index:03}", digest, lemmas))
    return documents


@pytest.fixture
def make_corpus():
    return _make_corpus


@pytest.fixture
def corpus():
    return _make_corpus()


@pytest.fixture
def subjects():
    return SUBJECTS
