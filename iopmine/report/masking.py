"""Personal data on the way out: who is masked in which document, and where an offset lands after masking."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from iopmine.records import Mention
from iopmine.report.files import without_controls
from iopmine.text.redaction import PERSON_MASK, personal_data

_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_QUOTED = re.compile(r"[”“].*”", re.DOTALL)
_FILL = "·"
# Rules that know a name from a list or by its form; the others guess from what stands around it.
_KNOWING = ("list:", "pattern:")


class Masked(tuple[str, ...]):
    """The names to mask in a document, with the longer names of organisations and places that stay whole."""

    whole: tuple[str, ...]

    def __new__(cls, names: Iterable[str] = (), whole: Iterable[str] = ()) -> Masked:
        """Return the names, with the phrases in which no name is masked."""
        made = super().__new__(cls, names)
        made.whole = tuple(whole)
        return made


@dataclass(frozen=True)
class Privacy:
    """Which names of persons are masked where.

    ``names`` maps a document to the persons recognised in it. Parts of a full name are masked too (Swedish news
    give the full name first and the surname alone afterwards), unless an organisation or place of that
    document is called just that. Inside the longer names of organisations and places nothing is masked: Kvinnojouren
    Moa stays whole, Moa alone does not. With ``persons`` no name is masked; contact data always are.
    """

    names: Mapping[str, tuple[str, ...]]
    mentions: tuple[Mention, ...] = ()
    persons: bool = False

    @cached_property
    def _masked(self) -> dict[str, Masked]:
        if self.persons:
            return {}
        kept: dict[str, set[str]] = defaultdict(set)
        for mention in self.mentions:
            if mention.label != "PER" and mention.document_id in self.names:
                kept[mention.document_id].update((mention.canonical, mention.text))
        found: dict[str, Masked] = {}
        for document, names in self.names.items():
            parts = _with_parts(names, kept[document])
            found[document] = Masked(parts, self._whole(document, parts))
        return found

    def _whole(self, document_id: str, names: tuple[str, ...]) -> list[str]:
        """Return the names of organisations and places in which a name to mask stands.

        Those are the mentions of the document, and each entity's own name, which stands in rows of several documents.
        """
        words = {word for name in names for word in _WORD.findall(name)}
        full = {name for name in names if len(_WORD.findall(name)) > 1}
        found = set()
        for owner, phrase, sure in {item for word in words for item in self._phrases.get(word, ())}:
            more = not words.issuperset(_WORD.findall(phrase))
            # A guess that takes in a first name and surname is rather a person than an organisation named after one.
            if owner in {"", document_id} and more and (sure or not any(name in phrase for name in full)):
                found.add(phrase)
        return sorted(found)

    @cached_property
    def _phrases(self) -> dict[str, set[tuple[str, str, bool]]]:
        """Word → (document, or none for an entity's own name; name of several words; whether list or pattern knew it).

        What was guessed counts in its own document only.
        """
        found: dict[str, set[tuple[str, str, bool]]] = defaultdict(set)
        for mention in self.mentions:
            if mention.label == "PER":
                continue
            sure = mention.rule.startswith(_KNOWING)
            owners = (mention.document_id, "" if sure else mention.document_id)
            for owner, phrase in zip(owners, (mention.text, mention.canonical), strict=True):
                words = _WORD.findall(phrase)
                for word in words if len(words) > 1 else ():
                    found[word].add((owner, phrase, sure))
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        """Every masked word of every name, caseless: what topic words are compared with."""
        found = (word for names in self._masked.values() for name in names for word in _WORD.findall(name))
        return frozenset(word.casefold() for word in found if len(word) > 2)

    def masked_in(self, document_id: str) -> Masked:
        """Return the names to mask in a document."""
        return self._masked.get(document_id, Masked())

    def clean(self, text: str, document_id: str = "") -> str:
        """Return a text of a document (or of none) as it may leave: masked, no control characters."""
        names = self.masked_in(document_id)
        return _cleaned(text, tuple(names), names.whole)

    def clean_words(self, text: str) -> str:
        """Return a text of no single document with every word masked that is part of a person's name."""
        return _WORD.sub(lambda m: PERSON_MASK if m.group().casefold() in self.words else m.group(), self.clean(text))

    def clean_quoted(self, text: str) -> str:
        """Return a sentence that quotes words of a model as it may leave: its quotations as words of no document."""
        return _QUOTED.sub(lambda m: self.clean_words(m.group()), self.clean(text))


@lru_cache(maxsize=1 << 16)
def _cleaned(text: str, persons: tuple[str, ...], whole: tuple[str, ...]) -> str:
    """Return a text ready to leave; kept, because labels, rules and names recur in every row."""
    return mask(without_controls(text), Masked(persons, whole)).text


def _with_parts(names: Iterable[str], kept: set[str]) -> tuple[str, ...]:
    """Return the names, their parts that are not also that of an organisation or place, and all of it in capitals."""
    found: set[str] = set()
    for name in filter(None, (name.strip() for name in names)):
        found.add(name)
        parts = _WORD.findall(name)
        if len(parts) > 1:
            found.update(part for part in parts if len(part) > 2 and part[0].isupper() and part not in kept)
    return tuple(sorted(found | {name.upper() for name in found}))


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text with its personal data masked, and the way from old offsets to new ones."""

    text: str
    edits: tuple[tuple[int, int, int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the original lies now; a span that touches a mask takes in the whole mask."""
        return self._at(start, after=False), max(self._at(start, after=False), self._at(end, after=True))

    def _at(self, offset: int, *, after: bool) -> int:
        index = bisect_right(self.edits, offset, key=lambda edit: edit[0]) - 1
        if index < 0:
            return offset
        start, end, new_start, new_end = self.edits[index]
        if offset >= end:
            return new_end + offset - end
        if offset == start:
            return new_start
        return new_end if after else new_start


def mask(text: str, persons: tuple[str, ...], *, keep_length: bool = False) -> MaskedText:
    """Mask e-mail, phones, identity numbers and the given names; with ``keep_length`` no offset moves.

    A mask that has to keep the length is cut or filled with middle dots.
    """
    pieces, edits, last, length = [], [], 0, 0
    for start, end, word in masked_spans(text, persons):
        shown = word[: end - start].ljust(end - start, _FILL) if keep_length else word
        length += start - last
        pieces += [text[last:start], shown]
        edits.append((start, end, length, length + len(shown)))
        length += len(shown)
        last = end
    return MaskedText("".join([*pieces, text[last:]]), tuple(edits))


def masked_spans(text: str, persons: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Return (start, end, mask) of everything to mask, in order, never overlapping."""
    found = personal_data(text)
    if persons:
        whole = persons.whole if isinstance(persons, Masked) else ()
        # A phrase that stays is read over where it begins before the name, or with it and is longer.
        pattern = re.compile(rf"(?<!\w)(?:{_any(whole)}|(?P<name>{_any(persons)}))(?=s?(?!\w))")
        found += [(m.start(), m.end(), PERSON_MASK) for m in pattern.finditer(text) if m["name"]]
    kept: list[tuple[int, int, str]] = []
    for item in sorted(found):
        if kept and item[0] < kept[-1][1]:
            start, end, word = kept[-1]
            kept[-1] = (start, max(end, item[1]), word)
        else:
            kept.append(item)
    return kept


def _any(phrases: Iterable[str]) -> str:
    """Return a pattern of any of the phrases, the longest first, over any white space; of none it never matches."""
    listed = sorted(filter(None, phrases), key=len, reverse=True)
    return "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in listed) or r"(?!)"
