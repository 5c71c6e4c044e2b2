"""One text, one meaning: what a text has named in full it may later call by a part or an abbreviation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from iopmine.nlp.analysis import Analysis, Word, ends_word, genitive_reach, opens_word, words
from iopmine.nlp.candidates import Candidate
from iopmine.nlp.name_words import FIRM_HEAD, IDEA_LEAD, PLACE_ENDING, SP
from iopmine.nlp.vocabulary import is_common_word

CONSISTENCY_PRIORITY = 15
# A single word of a title without capitals is a name only if the body's list entry needs no other sign.
_SURE_RULES = frozenset({"list:name"})
_AUTHORITY = re.compile(r"\A(?P<place>\S{1,40}(?: \S{1,40}){0,3}?) (?:kommun|stad)", re.IGNORECASE)
_REGION = re.compile(r"\ARegion (?P<place>\S{1,40})(?: län)?")
_SHORT_FORM = r"(?P<short>[A-ZÅÄÖ][A-ZÅÄÖa-zåäö&-]{1,9})"
_ABBREVIATION = re.compile(
    rf"\s?\((?:(?:nedan|fortsättningsvis|förkortat|förk\.)(?: kallat| kallad)?:? )?{_SHORT_FORM}\)"
    rf"|,? (?:förkortat|med förkortningen|som förkortas) {_SHORT_FORM.replace('short', 'told')}\b"
)
# "IM (Individuell Människohjälp)": the short form stands first.
_ABBREVIATED = re.compile(rf"(?:^|[\s–-]){_SHORT_FORM} \($")
# "Fremia (tidigare KFO)": one body under an older name.
_FORMER = re.compile(
    r",? ?\(?(?:tidigare|förut|före detta|f\.? ?d\.?|som tidigare hette) "
    r"(?P<name>[A-ZÅÄÖ][^()\n,.;]{1,60}?)(?=[),.;\n]|$)"
)
_NOT_ABBREVIATIONS = frozenset({"IOP", "LOU", "LOV", "S", "M", "C", "L", "V", "KD", "MP", "SD", "FP"})
# What a text calls a body by after its kind, its legal form or its place.
_KIND_AND_NAME = re.compile(rf"\A(?:{IDEA_LEAD}|Frivilligcentrum){SP}(?P<name>[A-ZÅÄÖ].{{1,80}})")
_NAME_AND_FORM = re.compile(rf"\A(?P<name>[A-ZÅÄÖ].{{1,80}}?)(?:{SP}{FIRM_HEAD}){{1,3}}")
_NAME_AND_PLACE = re.compile(rf"\A(?P<name>[A-ZÅÄÖ]\w{{1,40}}{SP}\w.{{0,80}}?){SP}i{SP}[A-ZÅÄÖ]\w{{1,40}}")
_HEAD = re.compile(
    r"\b(?P<head>stadsmission|räddningsmission|kvinnojour|tjejjour|fontänhus|frivilligcentrum|folkets hus)(?:en|et)?\b",
    re.IGNORECASE,
)
_DEFINITE = {
    "stadsmission": "Stadsmissionen",
    "räddningsmission": "Räddningsmissionen",
    "kvinnojour": "Kvinnojouren",
    "tjejjour": "Tjejjouren",
    "fontänhus": "Fontänhuset",
    "frivilligcentrum": "Frivilligcentrum",
    "folkets hus": "Folkets hus",
}
# Names that end in s by themselves take no genitive s: "Sillnäs kommun" lies in Sillnäs.
_OWN_S = re.compile(r"(?:näs|ås|fors|hus|lös|moss|kors|lås)$")


def abbreviations(text: str, orgs: Iterable[Candidate]) -> Iterator[tuple[str, Candidate]]:
    """Yield (short form, its organisation) where a text introduces one.

    ``Individuell Människohjälp (IM)``, ``IM (Individuell Människohjälp)``, ``Nattens Vänner, förkortat NV``.
    """
    for org in orgs:
        behind = _ABBREVIATION.match(text, org.reach)
        shorts = [behind["short"] or behind["told"]] if behind else []
        if text[org.reach : org.reach + 1] == ")":
            before = _ABBREVIATED.search(text, max(0, org.start - 14), org.start)
            shorts += [before["short"]] if before else []
        initials = "".join(word[0] for word in re.findall(r"\w+", text[org.start : org.end])).casefold()
        for short in shorts:
            # The word for the kind of body may be left out: "Föreningen Idéburna Mötesplatser (IM)".
            fits = short.casefold()[0] in initials[:2] and len(short) <= len(initials) + 3
            if fits and short not in _NOT_ABBREVIATIONS:
                yield short, org


def former_names(text: str, orgs: Iterable[Candidate]) -> Iterator[tuple[str, Candidate]]:
    """Yield (older name, organisation) where a text says what a body was called: ``Solrosen (tidigare Blomman)``."""
    for org in orgs:
        found = _FORMER.match(text, org.reach)
        if found and not org.entity_ids:
            yield found["name"].strip(), org


def headline_names(analysis: Analysis, named: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the names of the text in a title that is all capitals or has none, where no capital tells a name."""
    title = analysis.text[: analysis.title_end]
    if not (title.isupper() or title.islower()) or analysis.title_end == len(analysis.text):
        return
    owners: dict[tuple[str, ...], Candidate] = {}
    for found in named:
        parts = tuple(word.folded for word in words(analysis.text[found.start : found.end]))
        if found.start > analysis.title_end and (len(parts) > 1 or found.rule in _SURE_RULES):
            owners.setdefault(parts, found)
    head = [word for word in analysis.words if word.end <= analysis.title_end]
    for parts, start, last in _sequences(title, head, [word.folded for word in head], owners):
        end = last.start + len(parts[-1])
        yield replace(owners[parts], start=start, end=end, reach=last.end, rule="document:headline")


def short_forms(text: str, orgs: Iterable[Candidate], places: Collection[str]) -> Iterator[tuple[str, Candidate]]:
    """Yield the shorter names a text may go on with: the name without its kind or form, ``Stadsmissionen``.

    ``places`` holds the places of the text: "Föreningen Gläntan Tallviken" may be called Gläntan.
    """
    heads: dict[str, list[Candidate]] = defaultdict(list)
    for org in orgs:
        name = " ".join(text[org.start : org.end].split())
        if not org.entity_ids:
            for pattern in (_KIND_AND_NAME, _NAME_AND_FORM, _NAME_AND_PLACE):
                found = pattern.fullmatch(name)
                # "Byalaget Mörkdal" is not called Mörkdal: that is where it lies.
                if found and (is_common_word(found.group("name")) or not PLACE_ENDING.search(found.group("name"))):
                    yield found.group("name"), org
                    short, _, last = found.group("name").rpartition(" ")
                    if last in places:
                        yield short, org
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
    index = {tuple(word.text for word in words(form)): form for form in forms}
    for parts, start, last in _sequences(analysis.text, analysis.words, analysis.forms, index):
        end = last.start + len(parts[-1])
        yield index[parts], start, end, genitive_reach(analysis.text, last.end)


def _sequences(
    text: str, tokens: Sequence[Word], printed: Sequence[str], wanted: Collection[tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], int, Word]]:
    """Yield (sequence, start, last word) of every whole-word occurrence of the wanted sequences of words.

    ``printed`` holds the tokens as they are compared. A genitive s may end the last word. What a word costs depends
    on the lengths of the sequences, not on their number.
    """
    lengths: dict[str, set[int]] = defaultdict(set)
    for parts in wanted:
        lengths[parts[0] if parts else ""].add(len(parts))
    # Nearly every word opens no sequence: asked once, it costs next to nothing.
    openers = {*lengths, *(f"{first}s" for first, found in lengths.items() if 1 in found)}
    for position in [index for index, word in enumerate(printed) if word in openers]:
        word = printed[position]
        single = {1} if 1 in lengths.get(word.removesuffix("s"), ()) else set()
        for length in sorted(lengths.get(word, set()) | single):
            found = tuple(printed[position : position + length])
            if len(found) < length:
                continue
            ending = tokens[position + length - 1]
            for last in dict.fromkeys((found[-1], found[-1].removesuffix("s"))):
                parts = (*found[:-1], last)
                if parts in wanted and opens_word(text, tokens[position].start) and ends_word(text, ending.end):
                    yield parts, tokens[position].start, ending
