"""``iop_partnerships``: readings of agreements from names, sentences and areas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from iopmine.lexicon import load
from iopmine.nlp.analysis import analyse
from iopmine.nlp.extensions import register, text_of
from iopmine.nlp.partnerships import read_partnerships


class PartnershipComponent:
    """Sets ``doc._.partnerships``; a text that is not about IOP has none."""

    def __init__(self, authority: Callable[[str], str]) -> None:
        register()
        self._authority = authority

    def __call__(self, doc: Doc) -> Doc:
        """Read the agreements of a document."""
        relevance = doc._.iop_relevance
        if relevance is not None and relevance.relevant:
            doc._.partnerships = read_partnerships(
                doc._.document_id,
                analyse(text_of(doc)),
                doc._.iop_names,
                [(span.label_, span._.offsets[0]) for span in doc.spans.get("areas", ())],
                self._authority,
            )
        return doc


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
