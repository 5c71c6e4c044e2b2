"""``iopmine entities``: names that the lexicon lacks, and decisions about names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from iopmine.config import Workspace
from iopmine.errors import UsageError
from iopmine.lexicon import Decision, Lexicon, load
from iopmine.lexicon.decisions import as_csv, objection, written
from iopmine.records import Entity, Mention
from iopmine.report.files import without_controls, write_bytes
from iopmine.report.masking import Privacy, mask
from iopmine.steps.opening import open_store
from iopmine.steps.persons import names_stored
from iopmine.store import Store
from iopmine.text.normal import fold, nfc, squeeze

_SPACE = re.compile(r"\s+")
_CONTEXT = 60


@dataclass(frozen=True, slots=True)
class Example:
    """A mention in its context, persons and contact data masked."""

    document_id: str
    left: str
    name: str
    right: str


@dataclass(frozen=True, slots=True)
class CandidateName:
    """A name that the lexicon could take up: an unlisted organisation, or a name that stays unlinked (``id`` empty)."""

    id: str
    name: str
    kind: str
    mentions: int
    documents: int
    example: Example


@dataclass(frozen=True, slots=True)
class Candidates:
    """Unlisted organisations, and names that several bodies have and no text resolves; each the most frequent first."""

    unknown: tuple[CandidateName, ...]
    unresolved: tuple[CandidateName, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A decision, the file it stands in, and whether it is new there."""

    decision: Decision
    path: Path
    new: bool


def entities(workspace: Workspace, *, limit: int | None = None) -> Candidates:
    """Return the candidates for the lexicon among the names in the store.

    Args:
        limit: at most so many of each sort.

    Raises:
        StoreError: there is no store yet, or it cannot be opened.
    """
    listed = load(None, *workspace.lexicon_extensions).entities
    with open_store(workspace, read_only=True) as store:
        stored = {entity.id: entity for entity in store.entities()}
        groups: dict[str, list[Mention]] = defaultdict(list)
        for mention in store.mentions():
            if mention.label == "ORG" and mention.entity_id not in listed:
                groups[mention.entity_id or f"?{fold(mention.text)}"].append(mention)
        ranked = sorted(groups, key=lambda key: (-_documents(groups[key]), -len(groups[key]), key))
        unknown = [key for key in ranked if not key.startswith("?")][:limit]
        unresolved = [key for key in ranked if key.startswith("?")][:limit]
        show = _Examples(store, [groups[key][0] for key in (*unknown, *unresolved)])
        return Candidates(
            unknown=tuple(_candidate(stored.get(key), groups[key], show) for key in unknown),
            unresolved=tuple(_candidate(None, groups[key], show) for key in unresolved),
        )


def _documents(mentions: Iterable[Mention]) -> int:
    return len({mention.document_id for mention in mentions})


def _candidate(entity: Entity | None, mentions: list[Mention], show: _Examples) -> CandidateName:
    first = mentions[0]
    return CandidateName(
        id=first.entity_id,
        name=show.clean(entity.canonical if entity is not None else squeeze(first.text), first.document_id),
        kind=entity.kind if entity is not None else "",
        mentions=len(mentions),
        documents=_documents(mentions),
        example=show.of(first),
    )


class _Examples:
    """The mentions' own documents, masked as everything that leaves the store."""

    def __init__(self, store: Store, mentions: Iterable[Mention]) -> None:
        wanted = tuple(mentions)
        texts = {d.id: d.text for d in store.documents(ids=sorted({m.document_id for m in wanted}))}
        self._privacy = Privacy(names_stored(store, texts), wanted)
        self._shown = {key: mask(text, self._privacy.masked_in(key)) for key, text in texts.items()}

    def clean(self, name: str, document_id: str) -> str:
        """Return a name as it may be shown."""
        return self._privacy.clean(name, document_id)

    def of(self, mention: Mention) -> Example:
        """Return a mention with what stands around it."""
        shown = self._shown[mention.document_id]
        start, end = shown.span(mention.start, mention.end)
        left, name, right = (
            _SPACE.sub(" ", without_controls(piece))
            for piece in (
                shown.text[max(0, start - _CONTEXT) : start],
                shown.text[start:end],
                shown.text[end : end + _CONTEXT],
            )
        )
        return Example(mention.document_id, left, name, right)


def merge(workspace: Workspace, former: str, stays: str, *, note: str = "") -> Written:
    """Decide that two entities are one, which keeps the id ``stays``. Ids, or names that one entity alone has.

    Raises:
        UsageError: no workspace, an unknown id, a merge in a circle, or against an earlier decision.
    """
    known = _Known(workspace)
    return known.write(known.owned(Decision("merge", known.id_of(former), known.id_of(stays), "", "", "", "", note)))


def alias(workspace: Workspace, entity: str, name: str, *, note: str = "") -> Written:
    """Decide that a name means an entity, and no other.

    Raises:
        UsageError: no workspace, an unknown id, an empty name, or against an earlier decision.
    """
    known = _Known(workspace)
    return known.write(known.owned(Decision("alias", _name(name), known.id_of(entity), "", "", "", "", note)))


def split(workspace: Workspace, name: str, *, note: str = "") -> Written:
    """Decide that a name stands for a body of its own, not for the one it is linked to.

    Raises:
        UsageError: no workspace, an empty name, a body's full name, or against an earlier decision.
    """
    return _Known(workspace).write(Decision("split", _name(name), "", "", "", "", "", note))


def not_this(workspace: Workspace, name: str, *, document: str = "", note: str = "") -> Written:
    """Decide that a name is a false alarm, in one document or in all.

    Raises:
        UsageError: no workspace, an empty name, no such document, or against an earlier decision.
    """
    known = _Known(workspace)
    if document:
        with open_store(workspace, read_only=True) as store:
            if store.document(document) is None:
                raise UsageError(f"The store has no document {document!r}.", hint="Find its id with: iopmine search.")
    return known.write(Decision("not-this", _name(name), "", document, "", "", "", note))


def _name(name: str) -> str:
    wanted = squeeze(nfc(name))
    if not wanted or without_controls(wanted) != wanted:
        raise UsageError(f"{name!r} is no name.", hint="Write the name as the texts print it, in quotation marks.")
    return wanted


class _Known:
    """What a decision may speak of: the tables' entities, those that only the store knows, and earlier decisions."""

    def __init__(self, workspace: Workspace) -> None:
        if workspace.packaged:
            raise UsageError(
                "Decisions are kept in a workspace, and this folder is none.",
                hint="Make one with: iopmine init DIR, and use it with: iopmine -w DIR entities.",
            )
        self._path = workspace.root / "corpus" / "lexicon" / "decisions.csv"
        self._lexicon: Lexicon = load(None, *workspace.lexicon_extensions)
        self._written = written(self._path.parent)
        self._stored: Mapping[str, Entity] = {}
        if workspace.store.exists():
            with open_store(workspace, read_only=True) as store:
                self._stored = {entity.id: entity for entity in store.entities()}

    def id_of(self, given: str) -> str:
        """Return the id that is meant by an id, or by a name that one entity alone has."""
        known = {*self._lexicon.entities, *self._stored, *self._lexicon.decided.merged}
        if given in known:
            return given
        wanted = fold(given)
        owners = {*self._lexicon.search(given), *(k for k, e in self._stored.items() if fold(e.canonical) == wanted)}
        if len(owners) == 1:
            return owners.pop()
        found = f"several have that name: {', '.join(sorted(owners))}" if owners else "neither lexicon nor store has it"
        raise UsageError(f"{given!r} is no entity: {found}.", hint="Take an id from: iopmine entities.")

    def owned(self, row: Decision) -> Decision:
        """Describe the body that a name goes to, where only the store knows it."""
        for other in self._written:
            if other.entity_id == row.entity_id and other.name:
                return replace(row, name=other.name, kind=other.kind, side=other.side)
        body = self._stored.get(row.entity_id)
        if body is None or row.entity_id in self._lexicon.entities:
            return row
        return replace(row, name=body.canonical, kind=body.kind, side=body.side)

    def write(self, row: Decision) -> Written:
        """Add a decision to the file, unless it stands there already."""
        for other in self._written:
            if _key(other) == _key(row):
                return Written(other, self._path, new=False)
        broken = objection(row, self._written, self._lexicon.entities)
        if broken is not None:
            said = " ".join(filter(None, (row.decision, row.entity_id, row.subject, row.document_id)))
            raise UsageError(
                f"The decision {said!r} cannot stand; allowed: {broken}.",
                hint=f"To take an earlier decision back, delete its line in {self._path}.",
            )
        write_bytes(self._path, as_csv((*self._written, row)))
        return Written(row, self._path, new=True)


def _key(row: Decision) -> tuple[str, str, str, str]:
    return row.decision, row.subject if row.decision == "merge" else fold(row.subject), row.entity_id, row.document_id
