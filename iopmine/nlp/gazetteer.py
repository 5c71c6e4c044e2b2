"""Find the lexicon's names in a text: a trie over words, with the case rules that common words need.

Pure Python over characters, so that a name may run over a line break and offsets are exact; spaCy's
``PhraseMatcher`` compares tokens and white-space tokens break its matches.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from iopmine.lexicon import Name
from iopmine.nlp.analysis import Word, ends_word, opens_word
from iopmine.nlp.candidates import Candidate
from iopmine.nlp.terms import TermIndex

_WORD = re.compile(r"\w+|[^\w\s]")
# A list of places or bodies outweighs a pattern, a pattern outweighs a guess.
LIST_PRIORITY = 30

# Finite verbs of what bodies do.
_ACTS = frozenset(
    """har vill kräver begär anser menar säger hävdar skriver varnar föreslår tecknar driver bidrar organiserar uppmanar
    erbjuder företräder efterlyser välkomnar kritiserar överklagar""".split()
)


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name found at the words ``first`` to ``last``; ``ending`` is the genitive s inside the last word."""

    name: Name
    first: int
    last: int
    ending: str


class Gazetteer:
    """All names of the lexicon, ready to be looked up.

    ``find`` returns a candidate for every occurrence that the name's own rule accepts: ``name`` (capital
    initial), ``exact`` (as written), ``cautious`` (a common word: capital inside a sentence, or at its start when
    the text gives another reason), ``cue`` (only with a cue word in the text). ``never`` names are not matched.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._root = _Node()
        searched = [name for name in names if name.match != "never"]
        for name in searched:
            self._insert(name)
        self._cues = TermIndex((cue, cue) for cue in sorted({cue for name in searched for cue in name.cues}))

    def _insert(self, name: Name) -> None:
        node = self._root
        for word in _WORD.findall(name.text):
            node = node.children.setdefault(word.casefold(), _Node())
        node.names.append(name)

    def find(self, text: str, tokens: list[Word], sentence_starts: set[int]) -> list[Candidate]:
        """Return the accepted candidates in a text.

        ``tokens`` are the words of the text; ``sentence_starts`` holds the indexes of the tokens that open a sentence.
        """
        hits = [hit for hit in self._hits(text, tokens) if _neighbours_fit(hit, tokens)]
        sure_ids = {hit.name.entity_id for hit in hits if _is_sure(hit, tokens, sentence_starts)}
        cues = {found.key for found in self._cues.find(tokens)}
        grouped: dict[tuple[int, int, str], list[_Hit]] = defaultdict(list)
        for hit in hits:
            if _accepted(hit, tokens, sentence_starts, sure_ids, cues):
                grouped[hit.first, hit.last, hit.name.label].append(hit)
        return [_candidate(group, tokens) for group in grouped.values()]

    def _hits(self, text: str, tokens: list[Word]) -> Iterator[_Hit]:
        root = self._root
        for first, token in enumerate(tokens):
            if token.folded not in root.children and token.folded[:-1] not in root.children:
                continue
            if opens_word(text, token.start):
                yield from _walk(root, text, tokens, first)


def _walk(root: _Node, text: str, tokens: list[Word], first: int) -> Iterator[_Hit]:
    """Yield every name that starts at a word, in the base form or with the genitive s on its last word."""
    node: _Node | None = root
    for last in range(first, len(tokens)):
        if node is None:
            return
        word = tokens[last]
        closed = ends_word(text, word.end)
        if closed and word.folded.endswith("s") and len(word.folded) > 1:
            yield from _named(node.children.get(word.folded[:-1]), tokens, first, last, "s")
        node = node.children.get(word.folded)
        if closed:
            yield from _named(node, tokens, first, last, "")


def _named(node: _Node | None, tokens: list[Word], first: int, last: int, ending: str) -> Iterator[_Hit]:
    for name in node.names if node is not None else ():
        if _case_fits(name, tokens, first, last, ending):
            yield _Hit(name, first, last, ending)


def _case_fits(name: Name, tokens: list[Word], first: int, last: int, ending: str) -> bool:
    found = [token.text for token in tokens[first : last + 1]]
    found[-1] = found[-1].removesuffix(ending) if ending else found[-1]
    if name.as_written:
        shouted = last > first and all(token.text.isupper() for token in tokens[first : last + 1])
        return shouted or found == _WORD.findall(name.text)
    return not found[0][0].islower() or name.text[0].islower()


def _neighbours_fit(hit: _Hit, tokens: list[Word]) -> bool:
    """``not_after`` and ``not_before`` name the words that make another name of it (Nacka Forum, Forum Syd)."""
    before = tokens[hit.first - 1].folded if hit.first else ""
    after = tokens[hit.last + 1].folded if hit.last + 1 < len(tokens) else ""
    return before not in hit.name.not_after and after not in hit.name.not_before


def _is_sure(hit: _Hit, tokens: list[Word], sentence_starts: set[int]) -> bool:
    """A full name, or a common word with a capital inside a sentence, proves its body for the whole text."""
    if hit.name.match != "cautious":
        return hit.name.match != "cue"
    if _in_capitals(hit, tokens):
        return False
    # "Hela Människan": the capital of a later word is not the sentence's.
    later = tokens[hit.first + 1 : hit.last + 1]
    return hit.first not in sentence_starts or any(token.text[0].isupper() for token in later)


def _in_capitals(hit: _Hit, tokens: list[Word]) -> bool:
    """Tell whether a hit stands in a headline in capitals, where every common word looks like a name."""
    before, after = tokens[max(0, hit.first - 1) : hit.first], tokens[hit.last + 1 : hit.last + 2]
    beside = any(token.text.isupper() and len(token.text) > 1 for token in (*before, *after))
    return beside and all(token.text.isupper() for token in tokens[hit.first : hit.last + 1])


def _accepted(hit: _Hit, tokens: list[Word], sentence_starts: set[int], sure_ids: set[str], cues: set[str]) -> bool:
    if hit.name.match == "cue":
        return not cues.isdisjoint(hit.name.cues)
    if hit.name.match == "cautious" and not _is_sure(hit, tokens, sentence_starts):
        return hit.name.entity_id in sure_ids or not cues.isdisjoint(hit.name.cues) or _acts(hit, tokens)
    return True


def _acts(hit: _Hit, tokens: list[Word]) -> bool:
    """Tell whether a word at the start of a sentence does what only bodies do: ``Kommunal kräver förhandling``.

    An adjective or a noun in the indefinite form is no subject by itself.
    """
    following = tokens[hit.last + 1].text if hit.last + 1 < len(tokens) else ""
    return hit.name.label == "ORG" and not hit.ending and following in _ACTS


def _candidate(group: list[_Hit], tokens: list[Word]) -> Candidate:
    """Fold the hits on the same words into one candidate; a name with its cue in the text beats one without."""
    cued = [hit for hit in group if hit.name.match == "cue"]
    hits = cued or group
    word = tokens[hits[0].last]
    ids = tuple(dict.fromkeys(hit.name.entity_id for hit in hits))
    label = hits[0].name.label
    return Candidate(
        start=tokens[hits[0].first].start,
        end=word.end - len(hits[0].ending),
        reach=word.end,
        label=label,
        entity_ids=ids,
        rule=f"list:{hits[0].name.match}",
        score=1.0 if len(ids) == 1 else 0.6,
        priority=LIST_PRIORITY + (5 if label == "ORG" else 0),
    )
