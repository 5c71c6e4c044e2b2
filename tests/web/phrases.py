"""Word lists and sentence patterns of the invented articles; the patterns stand in ``phrases.txt``."""

from __future__ import annotations

from pathlib import Path

MUNICIPALITIES = (
    "Ekdala Norrviken Björkhamn Södervik Ålunda Granfors Tunevik Älvnäs Öringe Mossbo Hagestrand Sjöberga Kvarnlösa "
    "Rönninge Vretaby Ljungsala"
).split()
BODIES = (
    "Föreningen Åsen",
    "Stiftelsen Fyrbåken",
    "Kvinnojouren Linnea",
    "Hjälpcentralen Lyktan",
    "Sällskapet Vidöppet",
    "Diakonistiftelsen Källan",
    "Föreningen Kamratgården",
    "Stiftelsen Bryggan i Öst",
    "Idrottsföreningen Örnen",
    "Kooperativet Nävern",
    "Föreningen Öppna Dörren",
    "Stiftelsen Höstlöven",
)
WATCHED = "Bräcke diakoni"
"""The name that a gathering is told to watch; its articles are about something else."""
FIRST = "Majken Tore Ylva Östen Signe Birk Åsa Folke Märta Ragnar Embla Sixten Disa Hjalmar Tyra Alvar".split()
LAST = "Thelander Brandåker Söderquister Lövmyr Hedståhl Ekenskär Åkerhjort Myrling Falkefors Granhult Sandevi".split()
AREAS = (
    "läxhjälp",
    "ett härbärge för hemlösa",
    "skyddat boende för våldsutsatta",
    "en mötesplats för äldre",
    "arbetsträning i ett återbruk",
    "stöd till nyanlända familjer",
    "sommarläger för barn",
    "samtalsstöd för unga",
    "en nattöppen jour",
    "språkvänner och fadderfamiljer",
    "rådgivning om skulder",
    "en öppen förskola",
)
PLACES = "hamnen torget biblioteket busstorget folkparken verkstaden vattentornet kvarnen prästgården skolan".split()
MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
DEFINITION = (
    "Idéburet offentligt partnerskap, IOP, är en form för samarbete mellan det offentliga och idéburna organisationer. "
    "Båda parter bidrar med pengar, lokaler eller arbete. Formen används när det inte finns någon marknad för det."
)


def _sections() -> dict[str, tuple[str, ...]]:
    """Return the patterns by the heading above them."""
    text = Path(__file__).with_name("phrases.txt").read_text(encoding="utf-8")
    _, *parts = text.split("\n[")
    heads = (part.partition("]\n") for part in parts)
    return {head: tuple(filter(None, body.splitlines())) for head, _, body in heads}


_ALL = _sections()
SENTENCES = {name: patterns for name, patterns in _ALL.items() if not name.endswith(": titles")}
"""What is said, by kind of article; the unrelated ones by topic."""
TITLES = {name: _ALL[f"{name}: titles"] for name in SENTENCES}
TOPICS = tuple(name for name in SENTENCES if name.startswith("unrelated "))
