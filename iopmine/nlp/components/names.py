"""``iop_names``: organisations, places and persons by list, pattern and consistency, linked to entities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from iopmine.lexicon import load
from iopmine.nlp.analysis import analyse
from iopmine.nlp.candidates import Candidate
from iopmine.nlp.extensions import register, text_of
from iopmine.nlp.linking import Link
from iopmine.nlp.names import NameFinder, NameReading
from iopmine.nlp.recognised import recognised
from iopmine.records import Entity

# Plain data under this key, so that ``doc.to_bytes()`` and other processes can carry it.
_KEPT = "iopmine_names"
_CANDIDATE = tuple(field.name for field in fields(Candidate))
_ENTITY = tuple(field.name for field in fields(Entity))
_candidate_row, _entity_row = attrgetter(*_CANDIDATE), attrgetter(*_ENTITY)


def _get(doc: Doc) -> tuple[NameReading, ...]:
    return tuple(_reading(*row) for row in doc.user_data.get(_KEPT, ()))


def _set(doc: Doc, readings: Sequence[NameReading]) -> None:
    doc.user_data[_KEPT] = [
        (
            _candidate_row(reading.candidate),
            None if reading.link.entity is None else _entity_row(reading.link.entity),
            reading.link.canonical,
            reading.link.score,
        )
        for reading in readings
    ]


def _reading(candidate: Sequence[Any], entity: Sequence[Any] | None, canonical: str, score: float) -> NameReading:
    start, end, reach, label, ids, *others = candidate
    found = Candidate(start, end, reach, label, tuple(ids), *others)
    known = None if entity is None else _entity(entity)
    return NameReading(found, Link(known, canonical, score))


def _entity(row: Sequence[Any]) -> Entity:
    values = dict(zip(_ENTITY, row, strict=True))
    return Entity(**{**values, "aliases": tuple(values["aliases"])})


def _register() -> None:
    """Register ``doc._.iop_names`` over plain data."""
    register()
    Doc.set_extension("iop_names", getter=_get, setter=_set, force=True)


class NameComponent:
    """Sets ``doc.ents`` and ``doc._.iop_names``.

    spaCy's entities cover whole tokens; the exact characters stand in ``ent._.offsets``. Two names inside one token
    (``Göteborg/Malmö`` without a token bound) give one entity but two name readings: the read-out uses the readings.
    """

    def __init__(self, finder: NameFinder) -> None:
        _register()
        self._finder = finder

    def __call__(self, doc: Doc) -> Doc:
        """Find the names of a document."""
        analysis = analyse(text_of(doc))
        readings = self._finder.find(analysis, doc._.document_id, recognised(doc, analysis))
        doc._.iop_names = readings
        ents: list[Span] = []
        last = -1
        for reading in readings:
            span = _span(doc, reading)
            if span is not None and span.start > last:
                ents.append(span)
                last = span.end - 1
        doc.ents = tuple(ents)
        return doc


def _span(doc: Doc, reading: NameReading) -> Span | None:
    found = reading.candidate
    entity_id = reading.link.entity.id if reading.link.entity is not None else ""
    span = doc.char_span(found.start, found.reach, label=found.label, alignment_mode="expand")
    if span is None:
        return None
    span._.entity_id = entity_id
    span._.canonical = reading.link.canonical
    span._.rule = found.rule
    span._.score = reading.link.score
    span._.offsets = (found.start, found.end)
    return span


@Language.factory(
    "iop_names",
    default_config={"lexicon": None, "extensions": []},
    assigns=["doc.ents", "token.ent_iob", "token.ent_type", "doc._.iop_names"],
)
def create_names(nlp: Language, name: str, lexicon: str | None, extensions: list[str]) -> NameComponent:
    """Make the component. ``lexicon`` is a folder (None: the packaged one); ``extensions`` are added to it."""
    return NameComponent(NameFinder(load(Path(lexicon) if lexicon else None, *map(Path, extensions))))
