"""What a user has decided about names: which bodies are one, which name is whose, which hit is a false alarm.

A decision is a line of ``decisions.csv``; it holds for every text from then on. ``objection`` says what is wrong with
one, before it is written and when it is read; ``obey`` gives entities and names as the decisions want them.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import MappingProxyType

from iopmine.lexicon.facts import Decision, ShortName
from iopmine.lexicon.names import Name, is_authority
from iopmine.lexicon.schema import DECISIONS
from iopmine.lexicon.tables import read
from iopmine.records import Entity, Label
from iopmine.text.normal import fold, slug

_NO_DOCUMENTS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Decided:
    """Decisions in the form in which texts are read.

    ``merged`` leads from an id to the one that stays; ``split`` holds folded names that stand for themselves,
    ``aliased`` those that have been given to a body;
    ``rejected`` maps a folded name to the documents in which it is none, ``""`` for all documents.
    """

    merged: Mapping[str, str]
    split: frozenset[str]
    aliased: frozenset[str]
    rejected: Mapping[str, frozenset[str]]

    def rejects(self, name: str, document_id: str) -> bool:
        """Tell whether a name as printed is a false alarm in a document."""
        documents = self.rejected.get(fold(name), _NO_DOCUMENTS)
        return "" in documents or document_id in documents


def decided(decisions: Iterable[Decision]) -> Decided:
    """Return decisions that contradict each other nowhere, ready for use."""
    found = tuple(decisions)
    merges = _merges(found)
    rejected: dict[str, set[str]] = defaultdict(set)
    for row in found:
        if row.decision == "not-this":
            rejected[fold(row.subject)].add(row.document_id)
    return Decided(
        merged=MappingProxyType({key: _end(merges, key) for key in sorted(merges)}),
        split=frozenset(fold(row.subject) for row in found if row.decision == "split"),
        aliased=frozenset(fold(row.subject) for row in found if row.decision == "alias"),
        rejected=MappingProxyType({name: frozenset(documents) for name, documents in sorted(rejected.items())}),
    )


def _merges(decisions: Iterable[Decision]) -> dict[str, str]:
    return {row.subject: row.entity_id for row in decisions if row.decision == "merge"}


def _end(merges: Mapping[str, str], entity_id: str) -> str:
    """Follow merges to the id that stays; a circle has been refused before."""
    while entity_id in merges:
        entity_id = merges[entity_id]
    return entity_id


def objection(row: Decision, others: Sequence[Decision], entities: Mapping[str, Entity]) -> str | None:
    """Return the rule that a decision breaks, in words, or None.

    ``others`` are the decisions beside it, ``entities`` what the tables of the lexicon list.
    """
    if row.decision in {"merge", "alias"} and row.entity_id not in entities and not row.name:
        return f"an entity_id that the lexicon lists, or its name in the column name (found: {row.entity_id!r})"
    if row.decision == "merge":
        return _merge_objection(row, others)
    if row.decision == "not-this" and row.document_id:
        return None
    same = fold(row.subject)
    for other in others:
        if other.decision != "merge" and not other.document_id and fold(other.subject) == same:
            return f"one decision on a name ({_said(other)} stands already)"
    owner = next((e.id for e in entities.values() if fold(e.canonical) == same), row.entity_id)
    if row.decision == "split" and owner:
        return f"a name that is not the full name of a listed body, which stands for itself already ({owner})"
    if row.decision == "alias" and owner != row.entity_id:
        return f"a name that is not the full name of another listed body (merge {owner} {row.entity_id} makes them one)"
    return None


def _merge_objection(row: Decision, others: Sequence[Decision]) -> str | None:
    if ":" not in row.subject:
        return "an id, such as org:famna, as the one that gives way"
    merges = _merges(others)
    if merges.get(row.subject, row.entity_id) != row.entity_id:
        return f"one merge of an id (merge {row.subject} {merges[row.subject]} stands already)"
    if row.subject in {row.entity_id, _end(merges, row.entity_id)}:
        return "a merge that does not come back to where it began"
    return None


def _said(row: Decision) -> str:
    return " ".join(filter(None, (row.decision, row.entity_id, row.subject)))


def obey(
    decisions: Sequence[Decision], entities: Mapping[str, Entity], names: Sequence[Name], short: Sequence[ShortName]
) -> tuple[dict[str, Entity], tuple[Name, ...], tuple[ShortName, ...]]:
    """Return entities, names and short names with the decisions carried out: splits, aliases, merges, false alarms."""
    known = dict(entities)
    found = list(names)
    for row in sorted(decisions, key=lambda row: row.decision != "split"):
        if row.entity_id and row.entity_id not in known:
            known[row.entity_id] = Entity(row.entity_id, _label(row), row.name, kind=row.kind, side=row.side)
        if row.decision == "split":
            found = _split(row, known, found)
        elif row.decision == "alias":
            found = _alias(row, known, found)
    merged = decided(decisions).merged
    _merge(merged, known)
    gone = {fold(row.subject) for row in decisions if row.decision == "not-this" and not row.document_id}
    kept = [replace(n, entity_id=merged.get(n.entity_id, n.entity_id)) for n in found if fold(n.text) not in gone]
    moved = tuple(replace(row, entity_id=merged.get(row.entity_id, row.entity_id)) for row in short)
    return known, tuple(dict.fromkeys(kept)), moved


def _label(row: Decision) -> Label:
    prefix = row.entity_id.partition(":")[0]
    if prefix == "kommun":
        return "ORG" if is_authority(row.subject) else "LOC"
    return "ORG" if prefix in {"org", "region"} else "LOC"


def _without(entity: Entity, name: str) -> Entity:
    return replace(entity, aliases=tuple(alias for alias in entity.aliases if fold(alias) != fold(name)))


def _split(row: Decision, known: dict[str, Entity], names: list[Name]) -> list[Name]:
    """Make an entity of its own of a name that a listed body had."""
    former = [name for name in names if fold(name.text) == fold(row.subject)]
    if not former:
        return names
    first = former[0]
    own = f"{'org' if first.label == 'ORG' else 'ort'}:{slug(row.subject)}"
    for name in former:
        known[name.entity_id] = _without(known[name.entity_id], row.subject)
    kin = known[first.entity_id]
    known[own] = Entity(own, first.label, row.subject, kind=kin.kind, side=kin.side)
    return [replace(first, text=row.subject, entity_id=own), *(name for name in names if name not in former)]


def _alias(row: Decision, known: dict[str, Entity], names: list[Name]) -> list[Name]:
    """Give a name to an entity alone; a single word counts with a capital inside a sentence, as it may be a word."""
    owner = _without(known[row.entity_id], row.subject)
    known[row.entity_id] = replace(owner, aliases=(*owner.aliases, row.subject))
    label = _label(row)
    kept = [name for name in names if name.label != label or fold(name.text) != fold(row.subject)]
    return [*kept, Name(row.subject, row.entity_id, label, "name" if " " in row.subject else "cautious")]


def _merge(merged: Mapping[str, str], known: dict[str, Entity]) -> None:
    for former, stays in merged.items():
        gone = known.pop(former, None)
        if gone is not None:
            owner = known[stays]
            others = tuple(n for n in (gone.canonical, *gone.aliases) if n not in (owner.canonical, *owner.aliases))
            known[stays] = replace(owner, aliases=owner.aliases + others)
    for entity in [entity for entity in known.values() if entity.parent_id in merged]:
        parent = merged[entity.parent_id]
        known[entity.id] = replace(entity, parent_id="" if parent == entity.id else parent)


def written(folder: Path) -> tuple[Decision, ...]:
    """Return the decisions that stand in a folder of the lexicon.

    Raises:
        LexiconError: the file is broken.
    """
    if not (folder / DECISIONS.file).is_file():
        return ()
    return tuple(row.record for row in read(DECISIONS, folder, ()))


def as_csv(decisions: Iterable[Decision]) -> bytes:
    """Return decisions as the bytes of ``decisions.csv``: one line each, sorted."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = [column.name for column in fields(Decision)]
    writer.writerow(columns)
    writer.writerows(sorted([getattr(row, column) for column in columns] for row in decisions))
    return text.getvalue().encode()
