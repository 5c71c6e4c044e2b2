"""Documents as lines of text: JSONL, CoNLL-U and VRT, one document at a time, however many there are."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from iopmine.errors import UsageError
from iopmine.records import Document, Extraction
from iopmine.report.contract import document_line
from iopmine.report.files import replacing, without_controls
from iopmine.report.masking import Privacy, masked_spans
from iopmine.text.normal import squeeze
from iopmine.text.sentences import sentences

Names = Mapping[str, tuple[str, ...]]


class Word(NamedTuple):
    """A token as corpus formats write it; what is masked is one word with the tag X."""

    start: int
    end: int
    form: str
    lemma: str
    pos: str


@contextmanager
def stream_lines(
    path: Path, form: str, *, persons: bool = False
) -> Iterator[Callable[[Extraction, Sequence[str]], None]]:
    """Open a file of a format of ``LINE_FORMATS`` and give the function that writes one document to it.

    The function takes an extraction and the names of persons in it, masked unless ``persons`` is set. The file appears
    when the block ends well; memory does not grow with the number of documents.

    Raises:
        UsageError: an unknown format.
        OutputError: the file cannot be written.
    """
    if form not in LINE_FORMATS:
        raise UsageError(f"Unknown document format: {form}.", hint=f"Choose from: {', '.join(LINE_FORMATS)}.")
    as_lines = LINE_FORMATS[form]
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as stream:

        def write(extraction: Extraction, names: Sequence[str]) -> None:
            stream.write(as_lines(extraction, tuple(names), persons))

        yield write


def write_lines(
    path: Path, extractions: Iterable[Extraction], form: str, *, names: Names | None = None, persons: bool = False
) -> Path:
    """Write documents one after the other in a format of ``LINE_FORMATS`` and return the path.

    ``names`` holds the persons per document, masked unless ``persons`` is set; raises like ``stream_lines``.
    """
    known = names or {}
    with stream_lines(path, form, persons=persons) as write:
        for extraction in extractions:
            write(extraction, known.get(extraction.document.id, ()))
    return path


def jsonl(extraction: Extraction, names: tuple[str, ...] = (), persons: bool = False) -> str:
    """Return the document as one line of JSON by the contract of ``iopmine extract``."""
    return json.dumps(document_line(extraction, names=names, persons=persons), ensure_ascii=False) + "\n"


def conllu(extraction: Extraction, names: tuple[str, ...] = (), persons: bool = False) -> str:
    """Return the document as CoNLL-U: form, lemma, UPOS, and offsets in MISC; no tree, so HEAD and DEPREL stay empty.

    Source: https://universaldependencies.org/format.html (version 2); offsets as Stanza writes them.
    """
    document = extraction.document
    lines = [f"# newdoc id = {squeeze(document.id)}"]
    if document.demo:
        lines.append(f"# demo = {document.demo}")
    for number, words in enumerate(_sentences(extraction, names, persons), start=1):
        lines += [f"# sent_id = {squeeze(document.id)}-{number}", f"# text = {_joined(words)}"]
        for index, word in enumerate(words, start=1):
            misc = f"start_char={word.start}|end_char={word.end}"
            if index < len(words) and words[index].start == word.end:
                misc += "|SpaceAfter=No"
            lines.append("\t".join([str(index), word.form, word.lemma or "_", word.pos or "_", *"_____", misc]))
        lines.append("")
    return "\n".join([*lines, ""]) if len(lines) > 2 else ""


def vrt(extraction: Extraction, names: tuple[str, ...] = (), persons: bool = False) -> str:
    """Return the document as VRT, the vertical text of the Corpus Workbench and Korp: word, POS, lemma.

    Source: https://cwb.sourceforge.io/files/CWB_Encoding_Tutorial.pdf
    """
    document = extraction.document
    privacy = Privacy({document.id: names}, extraction.mentions, persons)
    given = {
        "id": document.id,
        "title": privacy.clean(document.title, document.id),
        "date": document.published or "",
        "source": privacy.clean(document.source, document.id),
        "demo": document.demo,
    }
    lines = ["<text " + " ".join(f"{name}={quoteattr(squeeze(value))}" for name, value in given.items()) + ">"]
    for number, words in enumerate(_sentences(extraction, names, persons), start=1):
        lines.append(f'<sentence id="{number}">')
        lines += ["\t".join(map(escape, (word.form, word.pos, word.lemma))) for word in words]
        lines.append("</sentence>")
    return "\n".join([*lines, "</text>", ""])


def _joined(words: list[Word]) -> str:
    """Return the sentence with one space wherever the text has white space."""
    pieces = []
    for index, word in enumerate(words):
        glued = index + 1 < len(words) and words[index + 1].start == word.end
        pieces.append(word.form if glued else f"{word.form} ")
    return "".join(pieces).strip()


def _sentences(extraction: Extraction, names: tuple[str, ...], persons: bool) -> Iterator[list[Word]]:
    """Yield the words of each sentence; words outside every sentence belong to the one before."""
    starts = [start for start, _ in sentences(extraction.document.text)]
    current: list[Word] = []
    number = 0
    for word in _words(extraction, names, persons):
        at = bisect_right(starts, word.start)
        if current and at != number:
            yield current
            current = []
        number = at
        current.append(word)
    if current:
        yield current


def _words(extraction: Extraction, names: tuple[str, ...], persons: bool) -> Iterator[Word]:
    """Yield the tokens in order; those that touch personal data become one word, the mask."""
    document: Document = extraction.document
    privacy = Privacy({document.id: names}, extraction.mentions, persons)
    masks = masked_spans(document.text, privacy.masked_in(document.id))
    done = -1
    for token in sorted(extraction.tokens, key=lambda t: (t.start, t.end)):
        index = bisect_right(masks, token.start, key=lambda m: m[0]) - 1
        if index + 1 < len(masks) and masks[index + 1][0] < token.end:
            index += 1
        if index >= 0 and token.start < masks[index][1]:
            if index != done:
                done = index
                yield Word(token.start, max(token.end, masks[index][1]), masks[index][2], masks[index][2], "X")
            continue
        form = squeeze(without_controls(document.text[token.start : token.end]))
        if form:
            yield Word(token.start, token.end, form, squeeze(token.lemma), token.pos)


LINE_FORMATS: Mapping[str, Callable[[Extraction, tuple[str, ...], bool], str]] = {
    "jsonl": jsonl,
    "conllu": conllu,
    "vrt": vrt,
}
