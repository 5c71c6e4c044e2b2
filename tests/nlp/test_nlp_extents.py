"""How far the name of a body goes: places, proper names and purposes behind the part that a list or pattern knows."""

from __future__ import annotations

import pytest

from iopmine.lexicon import load
from iopmine.nlp.analysis import analyse
from iopmine.nlp.names import NameFinder


@pytest.fixture(scope="module")
def finder() -> NameFinder:
    return NameFinder(load(None))


def named(finder: NameFinder, text: str, label: str = "ORG") -> list[str]:
    found = (reading.candidate for reading in finder.find(analyse(text)))
    return [text[c.start : c.end] for c in found if c.label == label]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I går firade Unga Örnar Tallbygden tio år.", ["Unga Örnar Tallbygden"]),
        ("Partner är Tornedalska Kulturföreningen Kipinä.", ["Tornedalska Kulturföreningen Kipinä"]),
        ("Nu öppnar föreningen Vuxna på Gatan sin lokal.", ["Vuxna på Gatan"]),
        ("Lokalen drivs av Flickkraft Skärholmen varje dag.", ["Flickkraft Skärholmen"]),
        ("De möts hos Ludvika Simfamilj på lördag.", ["Ludvika Simfamilj"]),
        ("Rådet leds av Grannarnas Vänförening i Småland.", ["Grannarnas Vänförening i Småland"]),
        ("Frågan drivs av Riksförbundet goda grannar, RGG, sedan länge.", ["Riksförbundet goda grannar", "RGG"]),
        ("Skidklubben SK Tallen har ansvar för spåren.", ["SK Tallen"]),
        ("Hela Människan Ljungby bjuder på soppa.", ["Hela Människan Ljungby"]),
        ("Kommunal kräver förhandling om schemat.", ["Kommunal"]),
        ("Bostadsbolaget Tallhem i Norrköping AB lånar ut lokalen.", ["Tallhem i Norrköping AB"]),
    ],
)
def test_a_name_goes_as_far_as_its_capitals_say(finder: NameFinder, text: str, names: list[str]) -> None:
    assert named(finder, text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # A person beside a body, a place where it works, a building, a genitive, a country, and the sentence's capital.
        ("Rädda Barnen Elin Lindqvist var där.", ["Rädda Barnen"]),
        ("Fryshuset i Skärholmen öppnar på nytt.", ["Fryshuset"]),
        ("Mötet hålls i Malmö Arena på fredag.", []),
        ("Vi såg Rädda Barnens Vårkonsert i parken.", ["Rädda Barnen"]),
        ("Många lämnade Putins Ryssland under året.", []),
        ("Gamla Uppsala är fint om våren.", []),
        ("Kommunal vuxenutbildning startar i höst.", []),
    ],
)
def test_what_stands_beside_a_name_is_left_outside(finder: NameFinder, text: str, names: list[str]) -> None:
    assert named(finder, text) == names


def test_a_place_that_always_follows_belongs_to_the_name(finder: NameFinder) -> None:
    always = "Vår partner är Hela Människan i Gnesta. Sedan i fjol driver Hela Människan i Gnesta ett kafé."
    assert named(finder, always) == ["Hela Människan i Gnesta"] * 2
    assert named(finder, f"{always} Där arbetar Hela Människan gratis.")[-1] == "Hela Människan"


def test_a_row_of_towns_names_municipalities(finder: NameFinder) -> None:
    assert named(finder, "Bergs, Krokoms och Ragunda kommuner går samman.", "LOC") == ["Berg", "Krokom", "Ragunda"]
    assert named(finder, "De gick över Berg och Hedar i regnet.", "LOC") == []


def test_an_s_that_owns_nothing_is_part_of_a_persons_name(finder: NameFinder) -> None:
    assert named(finder, "Det är bra, säger Wilma Ros, enhetschef.", "PER") == ["Wilma Ros"]
    assert named(finder, "I går kom Wilma Lindbergs bok.", "PER") == ["Wilma Lindberg"]


def test_the_body_goes_by_its_proper_name_later_on(finder: NameFinder) -> None:
    text = "Avtalet gäller Föreningen Gläntan Jämtland. Det säger Ola Berg på Gläntan."
    assert named(finder, text) == ["Föreningen Gläntan Jämtland", "Gläntan"]
