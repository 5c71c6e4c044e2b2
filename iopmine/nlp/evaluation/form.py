"""The form of a gold line: which fields it may have, and what keeps a JSON value from being one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import NoneType
from typing import Any

LABELS = ("ORG", "LOC", "PER")
NAME_FIELDS = {"orgs": "ORG", "locs": "LOC", "persons": "PER"}
FREE_FIELDS = ("units", "other", "optional")
_WORDS, _NUMBER = (str, NoneType), (int, float, NoneType)
_AGREEMENT = {
    **dict.fromkeys(("area", "place", "status", "start", "end", "amount_basis"), _WORDS),
    **dict.fromkeys(("duration", "duration_years", "amount_sek"), _NUMBER),
}


def fault_of(row: object) -> str:
    """Say what keeps a JSON value from being a gold line, or nothing."""
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        return "a gold line is a JSON object with an id"
    if not isinstance(row.get("text", ""), str):
        return "text is the text of the document"
    for key in ("topic", "kind", "date"):
        if not isinstance(row.get(key), _WORDS):
            return f"{key} is a text or null"
    for key, (fits, what) in _LISTS.items():
        if not all(fits(entry) for entry in _list(row, key)):
            return f"{key} is a list of {what}"
    return _agreement_fault(_list(row, "partnerships"))


def _agreement_fault(agreements: list[dict[str, Any]]) -> str:
    sides = [_list(agreement, side) for agreement in agreements for side in ("public", "idea_based")]
    if not all(isinstance(name, str) for names in sides for name in names):
        return "the parties of a gold line are names, not objects; this looks like a result of iopmine extract"
    for agreement in agreements:
        for key, kinds in _AGREEMENT.items():
            if not isinstance(agreement.get(key), kinds):
                return f"{key} of a partnership is {'a text' if kinds == _WORDS else 'a number'} or null"
    return ""


def _list(row: Mapping[str, Any], key: str) -> list[Any]:
    """Return a field that holds a list; null is an empty one, and anything else fails every check of its entries."""
    value = row.get(key)
    if value is None:
        return []
    return value if isinstance(value, list) else [...]


def _is_text(entry: object) -> bool:
    return isinstance(entry, str)


def _is_object(entry: object) -> bool:
    return isinstance(entry, dict)


def _is_form(entry: object) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("canonical"), _WORDS):
        return False
    text = entry.get("text")
    return isinstance(text, str) and bool(text.strip())


def _is_span(entry: object) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("label"), str):
        return False
    start, end = entry.get("start"), entry.get("end")
    return isinstance(start, int) and isinstance(end, int) and 0 <= start < end


def _is_link(entry: object) -> bool:
    return isinstance(entry, dict) and {"text", "label", "entity_id"} <= set(entry)


_LISTS: dict[str, tuple[Callable[[object], bool], str]] = {
    **dict.fromkeys((*NAME_FIELDS, *FREE_FIELDS), (_is_form, "objects with a text")),
    **dict.fromkeys(("challenge_areas", "frames"), (_is_text, "labels")),
    "spans": (_is_span, "objects with start, end and label"),
    "mentions": (_is_link, "objects with text, label and entity_id"),
    "partnerships": (_is_object, "objects with public and idea_based"),
}
