"""Shifts in words: what was compared with what, and one plain sentence in Swedish or English with its caveat."""

from __future__ import annotations

from typing import Literal

from iopmine.records import Shift
from iopmine.trends.estimates import Estimate
from iopmine.trends.families import FamilyName
from iopmine.trends.periods import day_of

Language = Literal["sv", "en"]

FORM_CLEAR = 0.8
"""Below this share of the evidence the sentence says that the form of the change is open."""


def evidence(measured: Estimate, form: FamilyName, stories: int, within: bool) -> str:
    """Return what was compared with what; ``within`` says that it was done within sources."""
    begin, end = day_of(measured.begin), day_of(measured.end)
    here, there = _percent(measured.inside), _percent(measured.outside)
    inside = measured.last - measured.first
    outside = stories - inside
    match form:
        case "level":
            said = f"From {begin} on {here} of {inside} stories, before that {there} of {outside}"
        case "pulse":
            said = f"From {begin} to {end} {here} of {inside} stories, outside it {there} of {outside}"
        case "trend":
            said = f"A straight line through {stories} stories goes from {there} ({begin}) to {here} ({end})"
        case "season":
            said = f"A yearly wave through {stories} stories has its peak at {here} and its trough at {there}"
    return f"{said}; within sources {measured.effect:+.2f}" if within else said


def shift_sentence(shift: Shift, label: str, language: Language = "sv") -> str:
    """Return what a shift says and what it does not say, for a reader without statistics.

    ``label`` is the name of what is followed, as the reader knows it.
    """
    told, caveat = (_swedish, _SWEDISH) if language == "sv" else (_english, _ENGLISH)
    sentences = [told(shift, label)]
    if shift.form_share is not None and shift.form_share < FORM_CLEAR:
        sentences.append(caveat["form"])
    if shift.scope:
        sentences.append(caveat["scope"].format(*shift.scope.split("/")))
    return " ".join([*sentences, caveat["cause"]])


_SWEDISH = {
    "form": "Att något ändrades är säkrare än på vilket sätt.",
    "scope": "Det gäller bara inom perioden {0} till {1} och är ett utforskande fynd som behöver prövas på nytt.",
    "cause": "Det visar när andelen ändrades i de insamlade texterna, inte varför.",
}
_ENGLISH = {
    "form": "That something changed is more certain than in what way.",
    "scope": "This holds only within the period {0} to {1} and is an exploratory finding that needs to be tested anew.",
    "cause": "This shows when the share changed in the texts collected, not why.",
}


def _swedish(shift: Shift, label: str) -> str:
    here, there = _percent(shift.inside or 0.0), _percent(shift.outside or 0.0)
    grew = shift.effect > 0
    when = f"omkring {shift.date} (troligen mellan {shift.date_low} och {shift.date_high})"
    match shift.family:
        case "level":
            verb = "blev vanligare" if grew else "blev ovanligare"
            return f"”{label}” {verb} {when}: från {there} till {here} av texterna."
        case "pulse":
            verb = "var tillfälligt vanligare" if grew else "var tillfälligt ovanligare"
            return (
                f"”{label}” {verb} ungefär {shift.begin} till {shift.end}: {here} av texterna,"
                f" mot {there} före och efter."
            )
        case "season":
            return (
                f"”{label}” följer årets gång: vanligast kring {_SWEDISH_MONTHS[int(shift.date[5:7]) - 1]},"
                f" omkring {here} av texterna mot {there} ett halvår senare."
            )
    verb = "har blivit vanligare steg för steg" if grew else "har blivit ovanligare steg för steg"
    return f"”{label}” {verb}: från omkring {there} av texterna {shift.begin} till {here} {shift.end}."


def _english(shift: Shift, label: str) -> str:
    here, there = _percent(shift.inside or 0.0), _percent(shift.outside or 0.0)
    grew = shift.effect > 0
    when = f"around {shift.date} (probably between {shift.date_low} and {shift.date_high})"
    match shift.family:
        case "level":
            return f"“{label}” became {'more' if grew else 'less'} common {when}: from {there} to {here} of the texts."
        case "pulse":
            return (
                f"“{label}” was {'more' if grew else 'less'} common for a time, about {shift.begin} to {shift.end}:"
                f" {here} of the texts, against {there} before and after."
            )
        case "season":
            return (
                f"“{label}” follows the year: most common around {_ENGLISH_MONTHS[int(shift.date[5:7]) - 1]},"
                f" about {here} of the texts against {there} half a year later."
            )
    return (
        f"“{label}” has become {'more' if grew else 'less'} common step by step: from about {there} of the texts"
        f" ({shift.begin}) to {here} ({shift.end})."
    )


_SWEDISH_MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _percent(share: float) -> str:
    """Return a share as a reader expects it: nothing small is called nothing."""
    return "under 1 %" if 0 < share < 0.01 else f"{share:.0%}".replace("%", " %")
