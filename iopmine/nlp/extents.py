"""How far the name of a body goes: the place, the proper name or the purpose that follows the part a list knows.

Swedish gives no capital to common words inside a sentence, so that a capitalised word right behind the name of an
association belongs to it (``Unga Örnar Tallviken``, ``Kulturföreningen Lunden Väst``), and a capitalised word beside
a place makes a body of both (``Tallvikens Vardagsrum``).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from iopmine.nlp.analysis import Analysis, genitive_reach
from iopmine.nlp.candidates import Candidate
from iopmine.nlp.gazetteer import LIST_PRIORITY
from iopmine.nlp.name_words import CAP, FUNCTION_WORDS, SP
from iopmine.nlp.org_patterns import LOCAL, PATTERN_PRIORITY
from iopmine.nlp.persons import is_role
from iopmine.nlp.vocabulary import is_common_word
from iopmine.records import Entity
from iopmine.text.inflection import WORD_END, WORD_START

PLACED = "context:org"
_FUNCTION = frozenset(FUNCTION_WORDS.split())
_ASSOCIATIONS = frozenset(
    {"pattern:lead", "pattern:head", "pattern:club", "pattern:compound", "pattern:apposition", "pattern:jour", LOCAL}
)
_SURE_LISTS = frozenset({"list:name", "list:exact"})
# Authorities, parties and firms have offices in towns, not branches with a name of their own.
_SIDES = frozenset({"ideburen", "kooperation"})
_NEXT = re.compile(rf"{SP}(?P<word>{CAP}){WORD_END}")
# A common word with a capital behind a preposition: "Vuxna på Gatan", "Mammor Mitt i Byn".
_PURPOSE = re.compile(rf"{SP}(?:i|på|för|mot|utan|av){SP}(?P<word>{CAP}){WORD_END}")
_PLACES = frozenset({"list:name", "list:cautious"})
_IN = re.compile(rf"{SP}i{SP}")
_AREAS = ("landskap:", "lan:")
_WORDS_BEFORE = re.compile(rf"{WORD_START}(?P<name>{CAP}(?:{SP}{CAP})?){SP}$")
_FAR = 60
# Buildings, events and compass words beside a place make no body of it.
_NO_BODY = re.compile(
    r"(?:arena|kyrka|station|slott|hamn|torg|centrum|bibliotek|flygplats|rådhus|stadshus|kulturhus|pride|festival|marknad"
    r"|vecka|partnerskap|partnerskapet|modell|modellen|projekt|projektet|avtal|avtalet|nämnd|nämnden|fullmäktige|styrelse|styrelsen|förvaltning|förvaltningen|avdelning|polis|polisen|vägen|gatan|skola|skolan|gymnasium|museum|museet|stift|län|kommun|stad|region|universitet|högskola|rätt)s?$",
    re.IGNORECASE,
)
_NOT_BESIDE = frozenset(
    """Norra Södra Östra Västra Nordöstra Sydöstra Nordvästra Sydvästra Gamla Nya Inre Yttre Övre Nedre Stora Lilla
    Centrala Mellersta Storstads Region Kommun Län Landstinget Kommunstyrelsen Socialnämnden Nämnden Projekt Modell
    Distrikt Stadsdelen Kommundelen Orten Samverkan Partnerskap Avtal Protokoll Dnr Datum Plats Sida Sidan""".split()
)
_ROW = re.compile(rf"{WORD_START}(?P<row>{CAP}(?:,{SP}{CAP}){{0,12}},?{SP}(?:och|samt){SP}{CAP}){SP}kommuner{WORD_END}")
_CAPITALISED = re.compile(CAP)
_SMALL = frozenset({"och", "för", "i", "av", "mot", "med", "på"})
_COMPOUND = re.compile(r"(?<=riks)(förbundet|föreningen|organisationen|nätverket)")
_SPELLED = re.compile(
    rf"{WORD_START}(?P<name>(?:[A-ZÅÄÖ][a-zåäö]{{0,20}})?(?:[Ff]örbundet|[Ff]öreningen|[Oo]rganisationen|[Nn]ätverket)"
    rf"(?:{SP}[a-zåäö]{{1,30}}){{1,6}}?)(?:,{SP}|{SP}\()(?P<short>[A-ZÅÄÖ]{{2,8}})(?=[,).])"
)


def longer_names(
    analysis: Analysis, bodies: Sequence[Candidate], entities: Mapping[str, Entity], person: Callable[[str], bool]
) -> list[Candidate]:
    """Return the longer readings of the bodies of a text, and bodies made of a place and a capitalised word.

    ``person`` tells the names of persons, which may stand beside a body: ``Unga Örnar Elin Ek``.
    """
    text = analysis.text
    places = {c.start: c for c in bodies if c.label == "LOC"}
    owners = [c for c in bodies if c.label == "ORG" and _may_go_on(text, c, entities)]
    found = [longer for body in owners if (longer := _onwards(text, body, person)) is not None]
    found += _regional(text, owners, places)
    found += _beside(analysis, places.values(), bodies, person)
    return [*found, *_spelled_out(text)]


def towns_of(entities: Mapping[str, Entity]) -> dict[str, str]:
    """Map the bare names of municipalities, also as the genitive has them, to their ids: ``Bergs`` and ``Berg``."""
    towns: dict[str, str] = {}
    for key, entity in entities.items():
        bare, _, head = entity.canonical.rpartition(" ")
        if key.startswith("kommun:") and head.casefold() in {"kommun", "stad"}:
            towns |= {bare: key, bare.removesuffix("s"): key}
    return towns


def rows_of_towns(text: str, towns: Mapping[str, str]) -> Iterator[Candidate]:
    """Yield the municipalities of a row that says so: in ``Bergs och Ragunda kommuner`` Berg is no mountain."""
    for row in _ROW.finditer(text):
        for word in _CAPITALISED.finditer(text, *row.span("row")):
            key = towns.get(word.group())
            if key is not None:
                own = word.group().removesuffix("s") in towns
                end = word.end() - (own and word.group().endswith("s"))
                yield Candidate(word.start(), end, word.end(), "LOC", (key,), "list:row", 0.9, LIST_PRIORITY, "")


def _may_go_on(text: str, body: Candidate, entities: Mapping[str, Entity]) -> bool:
    if body.rule in _ASSOCIATIONS:
        return True
    # A common word is a name by itself; two of them with capitals are sure.
    sure = body.rule in _SURE_LISTS or (body.rule == "list:cautious" and " " in text[body.start : body.end].strip())
    listed = sure and len(body.entity_ids) == 1
    return listed and entities[body.entity_ids[0]].side in _SIDES


def _onwards(text: str, body: Candidate, person: Callable[[str], bool]) -> Candidate | None:
    """Return a body with the one or two capitalised words right behind it, or with its purpose."""
    end = body.end
    # A genitive ends a name: what follows is owned.
    if body.reach != end:
        return None
    for _ in range(2):
        found = _NEXT.match(text, end)
        if found is None or found["word"] in _FUNCTION | _NOT_BESIDE or person(found["word"]):
            break
        end = found.end()
    purpose = _PURPOSE.match(text, end) if body.rule not in _SURE_LISTS else None
    # "Solen i Byn" goes on, "Solen i Tallviken" does not: that is where it lies.
    if purpose is not None and _is_purpose(purpose["word"]):
        end = purpose.end()
    return _as_local(text, body, end) if end > body.end else None


def _is_purpose(word: str) -> bool:
    return word == "Alla" or (word not in _FUNCTION and is_common_word(word))


def _as_local(text: str, body: Candidate, end: int) -> Candidate:
    end = _without_genitive(text, end)
    return Candidate(body.start, end, genitive_reach(text, end), "ORG", (), LOCAL, 0.7, PATTERN_PRIORITY, "")


def _without_genitive(text: str, end: int) -> int:
    """Return the end of a name before a genitive s: one that a small word follows, as what is owned."""
    owned = text[end - 1] == "s" and text[end : end + 1] == " " and text[end + 1 : end + 2].islower()
    return end - 1 if owned and text[end - 3 : end - 1] in {"en", "et", "an", "na"} else end


def _regional(text: str, owners: Iterable[Candidate], places: Mapping[int, Candidate]) -> Iterator[Candidate]:
    """Yield the names that "i" and a place make whole.

    A part of the country does so for a body that no list knows (``Grannars Vänner i Småland``), any place where the
    text never names the body without it.
    """
    behind: dict[str, Counter[str]] = defaultdict(Counter)
    ends: list[tuple[Candidate, str, Candidate | None]] = []
    for body in owners:
        link = _IN.match(text, body.end)
        place = places.get(link.end()) if link is not None else None
        form = text[body.start : body.end]
        behind[form][text[place.start : place.end] if place is not None else ""] += 1
        ends.append((body, form, place))
    for body, form, place in ends:
        if place is None:
            continue
        told = behind[form]
        whole = f"{form} i {text[place.start : place.end]}"
        always = len(told) == 1 and text.count(form) == text.count(whole) > 1
        area = not body.entity_ids and place.entity_ids and place.entity_ids[0].startswith(_AREAS)
        if always or area:
            yield replace(
                body, end=place.end, reach=place.reach, entity_ids=(), rule=LOCAL, priority=PATTERN_PRIORITY, kind=""
            )


def _beside(
    analysis: Analysis, places: Iterable[Candidate], bodies: Sequence[Candidate], person: Callable[[str], bool]
) -> Iterator[Candidate]:
    """Yield the bodies made of a place and the capitalised words before or behind it: ``Flickkraft Tallviken``."""
    text = analysis.text
    taken = {c.start for c in bodies}
    for place in places:
        if place.rule not in _PLACES or person(text[place.start : place.end]):
            continue
        behind = _NEXT.match(text, place.reach)
        if behind is not None and behind.start("word") not in taken and _names(behind["word"], person):
            last = _NEXT.match(text, behind.end())
            ends = last if last is not None and _names(last["word"], person, shortest=3) else behind
            yield _of_place(text, place.start, ends.end("word"))
        elif place.reach == place.end:
            start = _start_before(analysis, place, person)
            if start is not None and start not in taken:
                yield _of_place(text, start, place.end)


def _start_before(analysis: Analysis, place: Candidate, person: Callable[[str], bool]) -> int | None:
    """Return where the capitalised words right before a place begin, if they may be a body's name."""
    before = _WORDS_BEFORE.search(analysis.text, max(0, place.start - _FAR), place.start)
    if before is None:
        return None
    start, words = before.start("name"), before["name"].split()
    if words[0] in _FUNCTION:
        start, words = start + len(words[0]) + 1, words[1:]
    # A word that opens a sentence has its capital from there; one with a capital inside is a name wherever it stands.
    opens = start in analysis.sentence_starts and not any(word[1:] != word[1:].lower() for word in words)
    if not words or opens or not all(_names(word, person) for word in words):
        return None
    # "Putins Ryssland" and "Folkrepubliken Kina" are the country still.
    abroad = place.entity_ids[0].startswith("land:") if place.entity_ids else True
    return None if abroad and (words[-1].endswith("s") or is_common_word(words[-1])) else start


def _names(word: str, person: Callable[[str], bool], *, shortest: int = 4) -> bool:
    """Tell whether a capitalised word beside a place may be part of a body's name."""
    if len(word) < shortest or word.isupper() or word in _FUNCTION or word in _NOT_BESIDE:
        return False
    return not person(word) and not is_role(word) and _NO_BODY.search(word) is None


def _of_place(text: str, start: int, end: int) -> Candidate:
    end = _without_genitive(text, end)
    return Candidate(start, end, genitive_reach(text, end), "ORG", (), PLACED, 0.6, PATTERN_PRIORITY, "")


def _spelled_out(text: str) -> Iterator[Candidate]:
    """Yield names in small letters whose initials follow: ``Riksförbundet goda grannar, RGG,``."""
    for found in _SPELLED.finditer(text):
        initials = _initials(found["name"])
        if found["short"].casefold() in initials:
            start, end = found.span("name")
            yield Candidate(start, end, end, "ORG", (), LOCAL, 0.8, PATTERN_PRIORITY, "")


def _initials(name: str) -> tuple[str, str]:
    """Return the initials of a name, with those of "riks" and "förbund" in its first word, and those of all words."""
    first, *others = name.casefold().split()
    rest = "".join(word[0] for word in others if word not in _SMALL)
    head = next((part[0] for part in _COMPOUND.findall(first)), "")
    return f"{first[0]}{head}{rest}", f"{first[0]}{rest}"
