"""Errors shown where they stand: the words marked in the text around them."""

from __future__ import annotations

from iopmine.nlp.evaluation.tally import Fault
from iopmine.records import Document

_CONTEXT = 40


def fault_at(kind: str, label: str, document: Document, start: int, end: int) -> Fault:
    """Return an error of a stretch of a document's text."""
    words = " ".join(document.text[start:end].split())
    return Fault(kind, label, words, document.id, in_context(document.text, start, end))


def in_context(text: str, start: int, end: int) -> str:
    """Return a stretch of text marked with brackets, with 40 characters on each side, on one line."""
    left, right = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    shown = f"{'…' if start > _CONTEXT else ''}{left}[{text[start:end]}]{right}"
    return " ".join(f"{shown}{'…' if end + _CONTEXT < len(text) else ''}".split())
