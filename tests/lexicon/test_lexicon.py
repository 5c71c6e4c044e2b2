"""What the packaged lexicon knows, and how its ambiguous names are ruled."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest

import iopmine
from iopmine.errors import LexiconError
from iopmine.lexicon import Lexicon, Name, load
from iopmine.resources import lexicon_folder
from iopmine.text.inflection import genitive
from iopmine.text.normal import fold, slug


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def names_of(lexicon: Lexicon, text: str, label: str = "ORG") -> dict[str, Name]:
    return {name.entity_id: name for name in lexicon.names if name.text == text and name.label == label}


def test_all_municipalities_regions_and_tables_are_there(lexicon: Lexicon) -> None:
    assert len(lexicon.municipalities) == 290
    assert len(lexicon.regions) == 21
    assert len(lexicon.postal_localities) == 1707
    assert len(lexicon.areas) == 55
    assert len(lexicon.frames) == 22
    assert len(lexicon.timeline) == 71
    assert len(lexicon.organisations) > 600
    assert len(lexicon.given_names) >= 700
    assert len(lexicon.surnames) >= 500
    assert sum(country.kind == "land" for country in lexicon.countries) >= 195


def test_the_packaged_lexicon_is_read_once(lexicon: Lexicon) -> None:
    assert load() is lexicon


def test_loading_is_quick(lexicon: Lexicon) -> None:
    best = min(_seconds_to_load() for _ in range(3))
    assert best < 0.6, f"{best:.2f} s; 0.2 s on a quiet machine"


def _seconds_to_load() -> float:
    start = time.process_time()
    load(lexicon_folder())
    return time.process_time() - start


def test_the_order_of_names_does_not_depend_on_hash_seeds() -> None:
    code = "from iopmine.lexicon import load; from iopmine.text.normal import sha256; print(sha256(repr(load().names)))"
    package = str(Path(iopmine.__file__).parent.parent)
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": package},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_ids_are_unique_well_formed_and_made_from_the_name(lexicon: Lexicon) -> None:
    pattern = re.compile(r"(kommun:\d{4}|region:\d{2}|lan:\d{2}|land:[A-Z]{2}|(org|ort|landskap|varldsdel):[a-z0-9-]+)")
    assert all(key == entity.id and pattern.fullmatch(key) for key, entity in lexicon.entities.items())
    for key, body in lexicon.organisations.items():
        assert key == f"org:{slug(body.name)}"


def test_every_name_belongs_to_an_entity(lexicon: Lexicon) -> None:
    assert {name.entity_id for name in lexicon.names} <= lexicon.entities.keys()
    assert len(set(lexicon.names)) == len(lexicon.names)


def test_codes_of_entities_exist(lexicon: Lexicon) -> None:
    for entity in lexicon.entities.values():
        assert not entity.kommunkod or entity.kommunkod in lexicon.municipalities
        assert not entity.lan_kod or entity.lan_kod in lexicon.regions
        assert not entity.parent_id or entity.parent_id in lexicon.entities


def test_one_text_has_several_owners_only_where_it_is_declared(lexicon: Lexicon) -> None:
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name in lexicon.names:
        if name.match in {"name", "exact", "cautious"}:
            owners[fold(name.text), name.label].add(name.entity_id)
    several = {key for key, ids in owners.items() if len(ids) > 1}
    short = {(fold(row.short_name), "ORG") for row in lexicon.short_names}
    assert {key for key in several if key[1] == "ORG"} <= short
    assert len(several) <= 6


def test_a_municipality_is_a_place_and_an_authority_under_one_id(lexicon: Lexicon) -> None:
    assert names_of(lexicon, "Göteborg", "LOC").keys() == {"kommun:1480"}
    assert names_of(lexicon, "Göteborgs Stad", "ORG").keys() == {"kommun:1480"}
    assert lexicon.canonical("kommun:1480", "LOC") == "Göteborg"
    assert lexicon.canonical("kommun:1480", "ORG") == "Göteborgs Stad"
    assert lexicon.entities["kommun:1480"].kommunkod == "1480"
    assert lexicon.search("göteborgs kommun") == ("kommun:1480",)


def test_gotland_is_one_body(lexicon: Lexicon) -> None:
    assert lexicon.search("Region Gotland") == ("kommun:0980",)
    assert lexicon.search("Gotlands kommun") == ("kommun:0980",)
    assert "region:09" not in lexicon.entities
    assert lexicon.canonical("lan:09", "LOC") == "Gotlands län"


def test_region_and_county_are_two(lexicon: Lexicon) -> None:
    assert lexicon.search("VGR") == lexicon.search("Västra Götalandsregionen") == ("region:14",)
    assert lexicon.search("Västra Götalands län") == lexicon.search("Västra Götaland") == ("lan:14",)
    assert lexicon.search("Göteborgsregionen") == ("org:goteborgsregionen",)


def test_an_unknown_entity_is_named() -> None:
    with pytest.raises(LexiconError, match="'org:finns-inte'"):
        load().canonical("org:finns-inte", "ORG")


def test_skr_by_context(lexicon: Lexicon) -> None:
    skr = names_of(lexicon, "SKR")
    assert skr["org:sveriges-kommuner-och-regioner"].match == "exact"
    assert skr["org:sveriges-kristna-rad"].match == "cue"
    assert "kristna rådet" in skr["org:sveriges-kristna-rad"].cues
    assert skr["org:unizon"].match == "cue"


def test_bracke_diakoni_is_not_bracke_kommun(lexicon: Lexicon) -> None:
    assert "diakoni" in names_of(lexicon, "Bräcke", "LOC")["kommun:2305"].not_before
    short = names_of(lexicon, "Bräcke", "ORG")["org:bracke-diakoni"]
    assert short.match == "cue"
    assert "kommun" in short.not_before
    assert lexicon.organisations["org:bracke-diakoni"].kommunkod == "1480"


def test_forum_only_as_a_name(lexicon: Lexicon) -> None:
    (forum,) = names_of(lexicon, "Forum").values()
    assert forum.match == "cautious"
    assert {"nacka", "unga"} <= set(forum.not_after)
    assert "syd" in forum.not_before
    assert names_of(lexicon, "socialforum").popitem()[1].match == "never"


@pytest.mark.parametrize(
    "text", ["Mind", "Vision", "Kommunal", "Friends", "Attention", "Idea", "Bilda", "Bris", "Företagarna", "Unionen"]
)
def test_common_words_are_cautious(lexicon: Lexicon, text: str) -> None:
    (name,) = names_of(lexicon, text).values()
    assert name.match == "cautious"
    assert name.cues


@pytest.mark.parametrize("text", ["KRIS", "MÄN", "IDEA", "KFO", "RFSL", "NSPH", "MUCF", "EU", "FN", "ROKS", "BRIS"])
def test_abbreviations_are_exact(lexicon: Lexicon, text: str) -> None:
    assert {name.match for name in names_of(lexicon, text).values()} == {"exact"}


@pytest.mark.parametrize("text", ["Riksdagen", "Polisen", "Alliansen", "S", "M", "Social resursförvaltning"])
def test_roles_units_and_party_letters_are_never_matched(lexicon: Lexicon, text: str) -> None:
    found = names_of(lexicon, text)
    assert found
    assert {name.match for name in found.values()} == {"never"}


def test_no_short_abbreviation_matches_words_in_other_cases(lexicon: Lexicon) -> None:
    for name in lexicon.names:
        if name.label == "ORG" and len(name.text) <= 4 and name.text.isupper() and name.text.isalpha():
            assert name.match != "cautious", name
    two_letters = [n for n in lexicon.names if len(n.text) == 2 and n.match == "exact"]
    assert {n.text for n in two_letters} <= {
        "EU",
        "FN",
        "LO",
        "TT",
        "SJ",
        "DN",
        "GP",
        "EY",
        "DO",
        "JO",
        "SD",
        "KD",
        "MP",
        "4H",
        "UD",
    }


def test_case_counts_in_abbreviations_under_any_rule(lexicon: Lexicon) -> None:
    written = {name.text for name in lexicon.names if name.as_written}
    assert {"KRIS", "SKR", "SV", "EXIT", "PwC"} <= written
    assert not {"Göteborg", "Forum", "Rädda Barnen", "IOGT-NTO Spånga"} & written


def test_no_alias_is_a_mere_genitive(lexicon: Lexicon) -> None:
    names = defaultdict(set)
    for name in lexicon.names:
        names[name.entity_id].add(name.text)
    spelled_out = {
        (key, text) for key, texts in names.items() for text in texts if any(genitive(o) == text != o for o in texts)
    }
    assert spelled_out == set()


@pytest.mark.parametrize("text", ["Vara", "Boden", "Köping", "Klippan", "Säter", "Mora", "Sala"])
def test_municipalities_that_are_words_are_cautious(lexicon: Lexicon, text: str) -> None:
    (name,) = names_of(lexicon, text, "LOC").values()
    assert name.match == "cautious"
    # "i vara" and "i boden" are ordinary phrases: such a cue would open the gate to every sentence.
    assert f"i {text.lower()}" not in map(fold, name.cues)


@pytest.mark.parametrize("text", ["Nora", "Salem", "Mark", "Ale", "Vilhelmina", "Dorotea", "Eda"])
def test_municipalities_that_are_given_names_need_a_cue(lexicon: Lexicon, text: str) -> None:
    (name,) = names_of(lexicon, text, "LOC").values()
    assert name.match == "cue"


def test_bergs_kommun_only_as_an_authority(lexicon: Lexicon) -> None:
    assert names_of(lexicon, "Berg", "LOC")["kommun:2326"].match == "never"
    assert names_of(lexicon, "Bergs kommun", "ORG")["kommun:2326"].match == "name"


@pytest.mark.parametrize("text", ["Ed", "Ås", "Holm", "Horn", "Skog", "Viken", "Bara", "Stigen", "Hallen", "Ulrika"])
def test_small_places_that_are_words_or_persons_are_never_matched(lexicon: Lexicon, text: str) -> None:
    assert {name.match for name in names_of(lexicon, text, "LOC").values()} == {"never"}


def test_no_place_that_is_a_given_name_or_surname_matches_unconditionally(lexicon: Lexicon) -> None:
    people = lexicon.given_names | lexicon.surnames
    careless = {row.locality for row in lexicon.postal_localities if row.match == "name" and row.locality in people} - {
        row.name for row in lexicon.municipalities.values()
    }
    assert careless == set()


def test_places_that_look_alike_stay_apart(lexicon: Lexicon) -> None:
    for place, kommunkod in {"Bergsjön": "1480", "Bergsjö": "2132", "Hässleholmen": "1490", "Varberga": "1880"}.items():
        (key,) = names_of(lexicon, place, "LOC")
        assert lexicon.entities[key].kommunkod == kommunkod
        assert key == f"ort:{kommunkod}-{slug(place)}"


def test_a_main_town_of_another_name_is_a_place_in_its_municipality(lexicon: Lexicon) -> None:
    (key,) = names_of(lexicon, "Kinna", "LOC")
    assert key == "ort:1463-kinna"
    assert lexicon.entities[key].kommunkod == "1463"
    assert names_of(lexicon, "Lund", "LOC").keys() == {"kommun:1281"}


def test_branches_know_their_parent(lexicon: Lexicon) -> None:
    assert lexicon.entities["org:radda-barnen-malmo"].parent_id == "org:radda-barnen"
    assert lexicon.entities["org:brottsofferjouren-umea"].parent_id == "org:brottsofferjouren-sverige"
    assert lexicon.entities["org:kvinnojouren-kalmar"].parent_id == ""


def test_short_names_say_which_body_by_municipality(lexicon: Lexicon) -> None:
    meant = {(row.short_name, row.kommunkod): row.entity_id for row in lexicon.short_names}
    assert meant["Stadsmissionen", "1480"] == "org:goteborgs-kyrkliga-stadsmission"
    assert meant["Stadsmissionen", "0480"] == "org:sormlands-stadsmission"
    assert meant["Skyddsvärnet", "0180"] == "org:skyddsvarnet-stockholm"


def test_names_change_with_dates(lexicon: Lexicon) -> None:
    dated = {(row.entity_id, row.alias): (row.valid_from, row.valid_to) for row in lexicon.organisation_names}
    assert dated["org:sveriges-kommuner-och-regioner", "SKL"] == ("", "2019-11-27")
    assert lexicon.organisations["org:fremia"].valid_from == "2021-01-01"


def test_countries_cities_and_landscapes(lexicon: Lexicon) -> None:
    assert lexicon.search("Ukraina") == ("land:UA",)
    assert lexicon.search("Bryssel") == ("ort:be-bryssel",)
    assert lexicon.search("Europa") == ("varldsdel:europa",)
    assert lexicon.search("Skåne") == lexicon.search("Skåne län") == ("lan:12",)
    assert lexicon.canonical("landskap:smaland", "LOC") == "Småland"


def test_names_of_persons_that_are_also_words_are_marked(lexicon: Lexicon) -> None:
    assert {"Björn", "Sten", "Mark", "Nora", "Berg", "Lund", "Skog"} <= lexicon.ambiguous_names
    assert "Anna" not in lexicon.ambiguous_names


def test_timeline_is_in_order_and_swedish(lexicon: Lexicon) -> None:
    dates = [event.date for event in lexicon.timeline]
    assert dates == sorted(dates)
    assert all(len(event.title_sv) < 100 for event in lexicon.timeline)
    assert len({event.title_sv for event in lexicon.timeline}) == len(lexicon.timeline)


def test_sub_areas_have_the_parent_their_id_says(lexicon: Lexicon) -> None:
    for area in lexicon.areas:
        assert area.parent == area.id.rpartition(".")[0]
        assert area.triggers


def test_mappings_are_read_only(lexicon: Lexicon) -> None:
    with pytest.raises(TypeError):
        lexicon.entities["org:ny"] = lexicon.entities["org:famna"]  # type: ignore[index]
