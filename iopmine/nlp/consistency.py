"""One text, one meaning: what a text has named in full it may later call by a part or an abbreviation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from iopmine.nlp.analysis import Analysis, ends_word, genitive_reach, opens_word, words
from iopmine.nlp.candidates import Candidate
from iopmine.nlp.name_words import FIRM_HEAD, IDEA_LEAD, PLACE_ENDING, SP
from iopmine.nlp.vocabulary import is_common_word

CONSISTENCY_PRIORITY = 15
_AUTHORITY = re.compile(r"\A(?P<place>\S{1,40}(?: \S{1,40}){0,3}?) (?:kommun|stad)", re.IGNORECASE)
_REGION = re.compile(r"\ARegion (?P<place>\S{1,40})(?: län)?")
_ABBREVIATION = re.compile(r"\s?\((?P<short>[A-ZÅÄÖ][A-ZÅÄÖa-zåäö&-]{1,9})\)")
_NOT_ABBREVIATIONS = frozenset({"IOP", "LOU", "LOV", "S", "M", "C", "L", "V", "KD", "MP", "SD", "FP"})
# What a text calls a body by after its kind, its legal form or its place.
_KIND_AND_NAME = re.compile(rf"\A(?:{IDEA_LEAD}|Frivilligcentrum){SP}(?P<name>[A-ZÅÄÖ].{{1,80}})")
_NAME_AND_FORM = re.compile(rf"\A(?P<name>[A-ZÅÄÖ].{{1,80}}?){SP}{FIRM_HEAD}")
_NAME_AND_PLACE = re.compile(rf"\A(?P<name>[A-ZÅÄÖ]\w{{1,40}}{SP}\w.{{0,80}}?){SP}i{SP}[A-ZÅÄÖ]\w{{1,40}}")
_HEAD = re.compile(
    r"\b(?P<head>stadsmission|räddningsmission|kvinnojour|tjejjour|fontänhus|frivilligcentrum)(?:en|et)?\b",
    re.IGNORECASE,
)
_DEFINITE = {
    "stadsmission": "Stadsmissionen",
    "räddningsmission": "Räddningsmissionen",
    "kvinnojour": "Kvinnojouren",
    "tjejjour": "Tjejjouren",
    "fontänhus": "Fontänhuset",
    "frivilligcentrum": "Frivilligcentrum",
}
# Names that end in s by themselves take no genitive s: "Sillnäs kommun" lies in Sillnäs.
_OWN_S = re.compile(r"(?:näs|ås|fors|hus|lös|moss|kors|lås)$")


def abbreviations(text: str, orgs: Iterable[Candidate]) -> Iterator[tuple[str, Candidate]]:
    """Yield (short form, its organisation) where a text introduces one: ``Individuell Människohjälp (IM)``."""
    for org in orgs:
        found = _ABBREVIATION.match(text, org.reach)
        if found and found.group("short") not in _NOT_ABBREVIATIONS:
            initials = "".join(word[0] for word in re.findall(r"\w+", text[org.start : org.end])).casefold()
            short = found.group("short")
            if short.casefold()[0] == initials[0] and len(short) <= len(initials) + 3:
                yield short, org


def short_forms(text: str, orgs: Iterable[Candidate]) -> Iterator[tuple[str, Candidate]]:
    """Yield the shorter names a text may go on with: the name without its kind or form, ``Stadsmissionen``."""
    heads: dict[str, list[Candidate]] = defaultdict(list)
    for org in orgs:
        name = " ".join(text[org.start : org.end].split())
        if not org.entity_ids:
            for pattern in (_KIND_AND_NAME, _NAME_AND_FORM, _NAME_AND_PLACE):
                found = pattern.fullmatch(name)
                # "Byalaget Mörkdal" is not called Mörkdal: that is where it lies.
                if found and (is_common_word(found.group("name")) or not PLACE_ENDING.search(found.group("name"))):
                    yield found.group("name"), org
        head = _HEAD.search(name)
        if head and " " in name:
            heads[_DEFINITE[head.group("head").casefold()]].append(org)
    for short, owners in heads.items():
        # A tie is left open: with two city missions in a text, "Stadsmissionen" is nobody's.
        if len({text[o.start : o.end].casefold() for o in owners}) == 1:
            yield short, owners[0]


def bare_places(text: str, orgs: Iterable[Candidate]) -> Iterator[tuple[str, Candidate]]:
    """Yield (place, authority) for municipalities and regions that only patterns know: ``Ekdala kommun`` → Ekdala."""
    for org in orgs:
        name = " ".join(text[org.start : org.end].split())
        found = _AUTHORITY.fullmatch(name) or _REGION.fullmatch(name)
        if found and not org.entity_ids:
            place = found.group("place")
            form = place if _OWN_S.search(place) else place.removesuffix("s")
            yield form, org
            yield form.upper(), org


def occurrences(analysis: Analysis, forms: Iterable[str]) -> Iterator[tuple[str, int, int, int]]:
    """Yield (form, start, end, reach) of every whole-word occurrence of the forms, the genitive in the reach.

    One pass over the words, however many forms there are.
    """
    index: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for form in dict.fromkeys(forms):
        parts = tuple(word.text for word in words(form))
        if parts:
            index[parts[0]].append((form, parts))
    if not index:
        return
    for position, word in enumerate(analysis.words):
        for first in {word.text, word.text.removesuffix("s")}:
            for form, parts in index.get(first, ()):
                yield from _occurrence(analysis, position, form, parts)


def _occurrence(
    analysis: Analysis, position: int, form: str, parts: tuple[str, ...]
) -> Iterator[tuple[str, int, int, int]]:
    found = analysis.words[position : position + len(parts)]
    if len(found) < len(parts) or any(w.text != p for w, p in zip(found[:-1], parts[:-1], strict=True)):
        return
    last, wanted = found[-1], parts[-1]
    if last.text not in {wanted, f"{wanted}s"}:
        return
    if opens_word(analysis.text, found[0].start) and ends_word(analysis.text, last.end):
        end = last.start + len(wanted)
        yield form, found[0].start, end, genitive_reach(analysis.text, last.end)
