"""Which entity a mention stands for: the linking gold with its floors, and the rules one by one."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from iopmine.lexicon import load
from iopmine.nlp.analysis import Analysis, analyse
from iopmine.nlp.names import NameFinder
from iopmine.records import Entity
from tests.nlp.reading import extract

GOLD = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "corpus" / "gold" / "linking.jsonl").read_text("utf-8").splitlines()
]
RIGHT_FLOOR, WRONG_CEILING, FOUND_FLOOR = 0.95, 0.02, 0.95


@cache
def finder() -> NameFinder:
    return NameFinder(load())


class Read(NamedTuple):
    """One linked mention."""

    text: str
    label: str
    entity: Entity | None
    canonical: str
    score: float

    @property
    def entity_id(self) -> str:
        return self.entity.id if self.entity else ""


def read(text: str, names: NameFinder | None = None) -> list[Read]:
    """Return the linked names of a text, as lists and patterns find them."""
    readings = (names or finder()).find(analyse(text))
    return [
        Read(text[c.start : c.end], c.label, link.entity, link.canonical, link.score)
        for c, link in ((reading.candidate, reading.link) for reading in readings)
        if c.label != "PER"
    ]


def linked(text: str) -> dict[str, str]:
    return {found.text: found.entity_id for found in read(text)}


def entity(text: str, key: str) -> Entity:
    return next(found.entity for found in read(text) if found.entity is not None and found.entity_id == key)


def by_lists(text: str) -> list[tuple[str, str, str]]:
    return [(found.text, found.label, found.entity_id) for found in read(text)]


def by_pipeline(text: str) -> list[tuple[str, str, str]]:
    return [(m.text, m.label, m.entity_id) for m in extract(text).mentions]


def test_the_gold_is_what_it_claims_to_be() -> None:
    known = load().entities
    assert len(GOLD) >= 150
    assert len({case["id"] for case in GOLD}) == len({case["text"] for case in GOLD}) == len(GOLD)
    hard = [c for c in GOLD if c["kind"] in {"homonym", "tie", "negative"}]
    assert len(hard) * 3 >= len(GOLD)
    for case in GOLD:
        for mention in case["mentions"]:
            assert mention["text"] in case["text"], case["id"]
            key = mention["entity_id"]
            # What is not listed has an id made from its own name.
            assert key is None or key in known or key.startswith(("org:", "ort:")), (case["id"], key)


@pytest.mark.parametrize("reader", [by_lists, by_pipeline])
def test_links_are_right_and_hardly_ever_wrong(reader: Callable[[str], list[tuple[str, str, str]]]) -> None:
    counts: Counter[str] = Counter()
    errors = []
    for case in GOLD:
        mentions = reader(case["text"])
        for gold in case["mentions"]:
            hits = [key for text, label, key in mentions if (text, label) == (gold["text"], gold["label"])]
            counts["asked"] += gold["entity_id"] is not None
            counts["met"] += bool(hits) and gold["entity_id"] is not None
            for hit in hits:
                counts["found"] += 1
                counts["right"] += hit == (gold["entity_id"] or "")
                counts["wrong"] += hit not in {"", gold["entity_id"]}
                if hit != (gold["entity_id"] or ""):
                    errors.append((case["id"], gold, hit))
    assert counts["right"] >= RIGHT_FLOOR * counts["found"], errors
    assert counts["wrong"] <= WRONG_CEILING * counts["found"], errors
    assert counts["met"] >= FOUND_FLOOR * counts["asked"], counts


def test_an_unlinked_mention_keeps_its_name_and_has_a_low_score() -> None:
    (mention,) = read("Efter mötet sade Skyddsvärnet nej.")
    assert (mention.entity_id, mention.canonical) == ("", "Skyddsvärnet")
    assert mention.score < 0.5


def test_the_score_follows_the_evidence() -> None:
    near = "I Malmö driver Stadsmissionen ett härbärge."
    far = "Umeå kommun och Malmö stad möttes. Umeå kommun räknar med att Stadsmissionen säger ja. Umeå betalar."
    scores = [{m.text: m.score for m in read(text)}["Stadsmissionen"] for text in (near, far)]
    assert 1 > scores[0] > scores[1] > 0.5


def test_an_old_name_goes_by_the_new_one() -> None:
    text = "SKL och Landstinget i Värmland skrev 2014 till KFO."
    assert {m.text: m.canonical for m in read(text)} == {
        "SKL": "Sveriges Kommuner och Regioner",
        "Landstinget i Värmland": "Region Värmland",
        "KFO": "Fremia",
    }


def test_a_branch_knows_its_parent_and_its_town() -> None:
    branch = entity("ABF Sundsvall håller kurser åt deltagarna.", "org:arbetarnas-bildningsforbund-sundsvall")
    assert branch.parent_id == "org:arbetarnas-bildningsforbund"
    assert (branch.canonical, branch.kommunkod, branch.lan_kod) == ("ABF Sundsvall", "2281", "22")
    assert branch.side == "ideburen"


@pytest.mark.parametrize(
    "text",
    ["Rädda Barnens Malmöprojekt växer.", "Rädda Barnen Sverige svarar.", "Rädda Barnen, Umeå och Lund möttes."],
)
def test_a_body_beside_a_place_is_not_always_a_branch(text: str) -> None:
    assert not [found for found in read(text) if found.entity and found.entity.parent_id]


def test_numbers_are_attached_to_their_body_in_all_its_mentions() -> None:
    text = "Stiftelsen Fyrklövern (org.nr 802006-3684) är part. Fyrklövern driver jouren ihop med Föreningen Åsen."
    found = {m.entity_id: m.entity.orgnr for m in read(text) if m.entity}
    assert found == {"org:stiftelsen-fyrklovern": "802006-3684", "org:foreningen-asen": ""}


def test_two_numbers_beside_one_name_are_nobodys() -> None:
    text = "Stiftelsen Fyrklövern (802006-3684) är part. Stiftelsen Fyrklövern (212000-1355) är också part."
    assert entity(text, "org:stiftelsen-fyrklovern").orgnr == ""


def test_a_number_that_the_lexicon_knows_decides(tmp_path: Path) -> None:
    (tmp_path / "organisations.csv").write_text(
        "entity_id,name,kind,side,orgnr\norg:nattens-hus,Nattens Hus,stiftelse,ideburen,802006-3684\n", encoding="utf-8"
    )
    found = read("Stiftelsen Fyrklövern (802006-3684) är part.", NameFinder(load(None, tmp_path)))
    assert [(m.entity_id, m.canonical) for m in found] == [("org:nattens-hus", "Nattens Hus")]


def test_a_title_in_capitals_does_not_name_the_body() -> None:
    text = "STIFTELSEN FYRKLÖVERN FÅR MER PENGAR\nKommunen ger Stiftelsen Fyrklövern ett nytt bidrag."
    assert {m.canonical for m in read(text)} == {"Stiftelsen Fyrklövern"}
    assert entity(text, "org:stiftelsen-fyrklovern").canonical == "Stiftelsen Fyrklövern"


def test_the_order_of_sentences_in_a_list_does_not_matter() -> None:
    parts = ["Andersberg ligger i Gävle.", "Gävle kommun betalar.", "Hyresgästföreningen Gävle är part."]
    assert linked(" ".join(parts)) == linked(" ".join(reversed(parts)))


def test_linking_costs_no_more_per_word_in_a_long_text() -> None:
    part = "Umeå kommun och Stadsmissionen (SM) möter Stiftelsen Nummer {0}. Nummer {0} är på Haga. Rädda Barnen Umeå. "

    def cost(count: int) -> float:
        text = "".join(part.format(f"A{n}") for n in range(count))
        times = []
        for _ in range(3):
            start = time.process_time()
            finder().find(Analysis(text))
            times.append(time.process_time() - start)
        return min(times)

    cost(20)
    # Doubled three times, so that a busy machine does not decide.
    assert cost(800) <= 2.3**3 * cost(100)
