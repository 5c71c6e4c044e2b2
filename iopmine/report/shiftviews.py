"""What the section on shifts shows: findings, what they rest on, and how far the tests can be trusted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from iopmine.records import CalibrationRow, Held, Receipt, Shift
from iopmine.report.figures import Figures, rounded
from iopmine.report.views import Pair, Said
from iopmine.text.figures import odds

ALPHA = 0.05
"""A shift is shown as found if its corrected p-value is at most this."""


def findings(figures: Figures) -> list[dict[str, Any]]:
    """Return the tested shifts, clearest first; ``clear`` tells whether one is found.

    ``held`` tells in how many settings it is found, or is None where none were tried.
    """
    return [_finding(figures, shift) for shift in _listed(figures)]


def _listed(figures: Figures) -> list[Shift]:
    shifts = (shift for shift in figures.data.shifts if not _is_person(shift.key))
    return sorted(shifts, key=lambda s: (s.q_value, s.p_value, s.kind, s.key, s.family, s.scope))


def _is_person(key: str) -> bool:
    return key.startswith("per:")


def _finding(figures: Figures, shift: Shift) -> dict[str, Any]:
    told = figures.data.shift_texts.get((shift.kind, shift.key, shift.family, shift.date, shift.scope), ())
    settings = _settings_of(figures, shift)
    return {
        "kind": shift.kind,
        "key": shift.key,
        "family": shift.family,
        "date": shift.date,
        "low": shift.date_low,
        "high": shift.date_high,
        "effect": rounded(shift.effect),
        "effect_low": rounded(shift.effect_low),
        "effect_high": rounded(shift.effect_high),
        "q": rounded(shift.q_value),
        "chance": [odds(shift.q_value, "sv"), odds(shift.q_value, "en")],
        "clear": shift.q_value <= ALPHA,
        "scope": shift.scope.split("/") if shift.scope else [],
        "begin": shift.begin,
        "end": shift.end,
        "inside": rounded(shift.inside),
        "outside": rounded(shift.outside),
        "stories": shift.stories,
        "stories_inside": shift.stories_inside,
        "held": _held(figures, *settings) if settings else None,
        "told": figures.said(told, words=shift.kind == "topic"),
    }


def _settings_of(figures: Figures, shift: Shift) -> Said[Held] | None:
    """Return in how many settings a shift holds: the row of its form whose dates it shares, best that of its date."""
    rows = [
        (held, told)
        for held, told in figures.data.held
        if (held.kind, held.key, held.family, held.main) == (shift.kind, shift.key, shift.family, True)
        and shift.date_low <= held.date_high
        and held.date_low <= shift.date_high
    ]
    return min(rows, key=lambda row: (row[0].date != shift.date, row[0].date), default=None)


def _held(figures: Figures, held: Held, told: Pair) -> dict[str, Any]:
    names = figures.data.setting_texts
    return {
        "held": held.held,
        "settings": held.settings,
        "missing": [figures.said(names.get(name, (name, name))) for name in held.missing],
        "told": figures.said(told, words=held.kind == "topic"),
    }


def found_elsewhere(figures: Figures) -> list[dict[str, Any]]:
    """Return the shifts that only other settings than that of the results find."""
    return [
        _held(figures, each, told) | {"kind": each.kind, "key": each.key}
        for each, told in figures.data.held
        if not each.main and not _is_person(each.key)
    ]


def receipts(figures: Figures) -> list[dict[str, list[Any]]]:
    """Return what each shift rests on, in the order of ``findings``.

    Rows: word [word, sentences], document number, organisation [number or None, name, sentences] and event [place among
    the events of the page or None, sentences]. Words that are part of a person's name are left out.
    """
    found: dict[tuple[str, str, str], list[Said[Receipt]]] = defaultdict(list)
    for receipt, told in figures.data.receipts:
        found[receipt.kind, receipt.key, receipt.date].append((receipt, told))
    return [_by_kind(figures, found[shift.kind, shift.key, shift.date]) for shift in _listed(figures)]


def _by_kind(figures: Figures, found: Iterable[Said[Receipt]]) -> dict[str, list[Any]]:
    privacy = figures.privacy
    events = {event.label[0]: number for number, event in enumerate(figures.events)}
    rows: dict[str, list[Any]] = {"word": [], "document": [], "organisation": [], "event": []}
    for receipt, told in found:
        match receipt.what:
            case "word" if privacy.clean_words(receipt.text) == receipt.text:
                rows["word"].append([receipt.text, figures.said(told, words=True)])
            case "document" if receipt.id in figures.order:
                rows["document"].append(figures.order[receipt.id])
            case "organisation" if not _is_person(receipt.id):
                name = privacy.clean(receipt.text)
                rows["organisation"].append([figures.entity_numbers.get(receipt.id), name, figures.said(told)])
            case "event":
                rows["event"].append([events.get(receipt.text), figures.said(told)])
    return rows


def drift(figures: Figures) -> list[dict[str, Any]]:
    """Return the words that came or went; none that are part of a person's name."""
    return [
        {"kind": each.kind, "key": each.key, "told": figures.said(told, words=True)}
        for each, told in figures.data.drift
        if figures.privacy.clean_words(each.word) == each.word
    ]


def calibration(figures: Figures) -> dict[str, list[dict[str, Any]]]:
    """Return the figures of the calibration by measure: false_alarms, power and detectable."""
    rows: dict[str, list[dict[str, Any]]] = {"false_alarms": [], "power": [], "detectable": []}
    for row, told in figures.data.calibration:
        rows[row.measure].append(_figure(figures, row, told))
    return rows


def _figure(figures: Figures, row: CalibrationRow, told: Pair) -> dict[str, Any]:
    values = {name: rounded(getattr(row, name)) for name in ("base", "size", "value", "low", "high")}
    return {"scenario": row.scenario, "simulations": row.simulations, "told": figures.said(told)} | values


def untested(figures: Figures) -> list[dict[str, Any]]:
    """Return what could not be tested for want of texts, what needed least more first."""
    listed = (each for each in figures.data.too_few if not _is_person(each[0].key))
    return [
        {
            "kind": note.kind,
            "key": note.key,
            "stories": note.stories,
            "present": rounded(note.present),
            "smallest": rounded(note.smallest),
            "told": figures.said(told, words=note.kind == "topic"),
        }
        for note, told in sorted(listed, key=lambda each: (-each[0].present, each[0]))
    ]
