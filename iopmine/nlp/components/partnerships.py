"""``iop_partnerships``: readings of agreements from names, sentences and areas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from iopmine.lexicon import load
from iopmine.nlp.analysis import analyse
from iopmine.nlp.components.terms import EVIDENCE
from iopmine.nlp.extensions import register, text_of
from iopmine.nlp.partnerships import read_partnerships
from iopmine.records import Evidence, PartnershipReading, Party

# How many agreements make a text one on the areas of each, and the score of an area that only an agreement tells.
_SEVERAL = 2
_SCORE = 0.4
# Plain data under this key, so that ``doc.to_bytes()`` and other processes can carry it.
_KEPT = "iopmine_partnerships"


def _get(doc: Doc) -> tuple[PartnershipReading, ...]:
    return tuple(map(_reading, doc.user_data.get(_KEPT, ())))


def _set(doc: Doc, readings: Sequence[PartnershipReading]) -> None:
    doc.user_data[_KEPT] = [asdict(reading) for reading in readings]


def _reading(row: dict[str, Any]) -> PartnershipReading:
    parties = {side: tuple(Party(**p) for p in row[side]) for side in ("public_parties", "idea_based_parties")}
    evidence = tuple(Evidence(**e) for e in row["evidence"])
    return PartnershipReading(**{**row, **parties, "areas": tuple(row["areas"]), "evidence": evidence})


def _register() -> None:
    """Register ``doc._.partnerships`` over plain data."""
    register()
    Doc.set_extension("partnerships", getter=_get, setter=_set, force=True)


class PartnershipComponent:
    """Sets ``doc._.partnerships``; a text that is not about IOP has none.

    ``doc._.published`` (truncated ISO date), where it is set, gives years to days and tells what has ended.
    """

    def __init__(self, authority: Callable[[str], str]) -> None:
        _register()
        self._authority = authority

    def __call__(self, doc: Doc) -> Doc:
        """Read the agreements of a document."""
        relevance = doc._.iop_relevance
        if relevance is not None and relevance.relevant:
            readings = read_partnerships(
                doc._.document_id,
                analyse(text_of(doc)),
                doc._.iop_names,
                [(span.label_, *span._.offsets) for span in doc.spans.get("areas", ())],
                self._authority,
                doc._.published,
                evidence=[(key, start, end) for key, start, end in doc.user_data.get(EVIDENCE, ())],
            )
            doc._.partnerships = readings
            _add_areas(doc, readings)
        return doc


def _add_areas(doc: Doc, readings: Sequence[PartnershipReading]) -> None:
    """Add the areas of several agreements to those of the text: it is about each of them."""
    group = doc.spans.get("areas")
    if group is None or len(readings) < _SEVERAL:
        return
    known = {span.label_ for span in group}
    families = {key.partition(".")[0] for key in known}
    for reading in readings:
        told = [e for e in reading.evidence if e.field == "areas"]
        for key, words in zip(reading.areas, told, strict=True):
            if key in known or key.partition(".")[0] in families:
                continue
            span = doc.char_span(words.start, words.end, label=key, alignment_mode="expand")
            if span is not None:
                span._.rule, span._.score, span._.offsets = "agreement", _SCORE, (words.start, words.end)
                doc.spans["areas"].append(span)
                known.add(key)


@Language.factory(
    "iop_partnerships",
    default_config={"lexicon": None, "extensions": []},
    requires=["doc.ents", "doc.spans", "doc._.iop_relevance"],
    assigns=["doc._.partnerships"],
)
def create_partnerships(nlp: Language, name: str, lexicon: str | None, extensions: list[str]) -> PartnershipComponent:
    """Make the component. ``lexicon`` is a folder (None: the packaged one); ``extensions`` are added to it."""
    loaded = load(Path(lexicon) if lexicon else None, *map(Path, extensions))
    return PartnershipComponent(lambda entity_id: loaded.canonical(entity_id, "ORG"))


_register()
