"""A user's gold lines as tagged sentences, and a model folder with the recogniser adapted to them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from iopmine.errors import ModelError
from iopmine.nlp import integrity
from iopmine.nlp.chain.names import NameModel
from iopmine.nlp.components.recognition import Recogniser
from iopmine.nlp.evaluation import gold_spans
from iopmine.nlp.training.corpora import TaggedSentence

_RECOGNISER = "iop_ner"


def recogniser_of(nlp: Language, base: Path) -> tuple[Recogniser, NameModel]:
    """Return the recogniser of a pipeline opened from the folder ``base``, and the model in it.

    Raises:
        ModelError: the pipeline has none of iopmine's own, or does not lie in a folder.
    """
    component = nlp.get_pipe("iop_ner") if "iop_ner" in nlp.pipe_names else None
    if not isinstance(component, Recogniser) or component.model is None or not base.is_dir():
        raise ModelError(
            f"{base} is no model folder with a recogniser of iopmine's own.",
            hint="Leave --model out, or name such a folder.",
        )
    return component, component.model


def tagged_sentences(nlp: Language, row: Mapping[str, Any], text: str) -> Iterator[TaggedSentence]:
    """Yield the sentences of a gold line that hold words, tagged with its names.

    ``nlp`` gives tokens and sentence bounds. A name covers the tokens it touches; what is neither asked for nor
    punished is no name.
    """
    doc = nlp.get_pipe("iop_sentences")(nlp.make_doc(text))
    tags = ["O"] * len(doc)
    for name in gold_spans(row, text):
        span = doc.char_span(name.start, name.reach, alignment_mode="expand")
        if name.label and span is not None:
            tags[span.start : span.end] = [f"B-{name.label}", *[f"I-{name.label}"] * (len(span) - 1)]
    yield from _sentences(doc, tags)


def _sentences(doc: Doc, tags: Sequence[str]) -> Iterator[TaggedSentence]:
    for sentence in doc.sents:
        kept = [token for token in sentence if not token.is_space]
        if kept:
            yield TaggedSentence(tuple(token.text for token in kept), tuple(tags[token.i] for token in kept))


def write_adapted(base: Path, model: NameModel, folder: Path, note: str) -> str:
    """Write a copy of a model folder with another recogniser and return its digest; ``note`` goes into its meta data.

    An older folder of that name is replaced once the new one is whole.
    """
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(base, fresh)
    model.to_disk(fresh / _RECOGNISER)
    path = fresh / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    meta["notes"] = " ".join(filter(None, [meta.get("notes", ""), note]))
    path.write_text(json.dumps(meta, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    digest = integrity.seal(fresh)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return digest
