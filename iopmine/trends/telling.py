"""Findings in words: what was compared with what, and one plain sentence in Swedish or English with its caveat."""

from __future__ import annotations

from iopmine.records import Receipt, Shift, WordDrift
from iopmine.text.figures import Language, month, number, odds, percent
from iopmine.trends.estimates import Estimate
from iopmine.trends.families import FamilyName
from iopmine.trends.periods import day_of

FORM_CLEAR = 0.8
"""Below this share of the evidence the sentence says that the form of the change is open."""
FEW = 10
"""What rests on fewer texts, or a word on fewer times, is said to rest on few."""


def evidence(measured: Estimate, form: FamilyName, stories: int, within: bool) -> str:
    """Return what was compared with what; ``within`` says that it was done within sources."""
    begin, end = day_of(measured.begin), day_of(measured.end)
    here, there = _plain(measured.inside), _plain(measured.outside)
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
    if shift.effect * ((shift.inside or 0.0) - (shift.outside or 0.0)) < 0:
        sentences.append(caveat["mix"].format(number(100 * abs(shift.effect), language)))
    if shift.form_share is not None and shift.form_share < FORM_CLEAR:
        sentences.append(caveat["form"])
    if _few(shift):
        sentences.append(caveat["few"])
    if shift.scope:
        sentences.append(caveat["scope"].format(*shift.scope.split("/")))
    return " ".join([*sentences, caveat["cause"]])


_SWEDISH = {
    "mix": "Andelarna gäller alla texter och påverkas av vilka källor som kommer och går: jämfört inom källorna är"
    " ändringen den som sägs, {} procentenheter.",
    "form": "Att något ändrades är säkrare än på vilket sätt.",
    "few": "Det bygger på få texter.",
    "scope": "Det gäller bara inom perioden {0} till {1} och är ett utforskande fynd som behöver prövas på nytt.",
    "cause": "Det visar när andelen ändrades i de insamlade texterna, inte varför.",
}
_ENGLISH = {
    "mix": "These shares are unweighted and follow which sources there are: within sources the change is as told,"
    " {} percentage points.",
    "form": "That something changed is more certain than in what way.",
    "few": "It rests on few texts.",
    "scope": "This holds only within the period {0} to {1} and is an exploratory finding that needs to be tested anew.",
    "cause": "This shows when the share changed in the texts collected, not why.",
}


def _swedish(shift: Shift, label: str) -> str:
    here, there = _shares(shift, "sv")
    grew = shift.effect > 0
    topic = shift.kind == "topic"
    name, what = f"Ämnet ”{label}”" if topic else f"”{label}”", "innehållet" if topic else "texterna"
    when = f"omkring {shift.date} (troligen mellan {shift.date_low} och {shift.date_high})"
    match shift.family:
        case "level":
            verb = "blev vanligare" if grew else "blev ovanligare"
            return f"{name} {verb} {when}: från {there} till {here} av {what}."
        case "pulse":
            verb = "var tillfälligt vanligare" if grew else "var tillfälligt ovanligare"
            return (
                f"{name} {verb} ungefär {shift.begin} till {shift.end}: {here} av {what}, mot {there} före och efter."
            )
        case "season":
            return (
                f"{name} följer årets gång: vanligast kring {month(shift.date, 'sv')},"
                f" omkring {here} av {what} mot {there} ett halvår senare."
            )
    verb = "har blivit vanligare steg för steg" if grew else "har blivit ovanligare steg för steg"
    return f"{name} {verb}: från omkring {there} av {what} {shift.begin} till {here} {shift.end}."


def _english(shift: Shift, label: str) -> str:
    here, there = _shares(shift, "en")
    grew = shift.effect > 0
    topic = shift.kind == "topic"
    name, what = f"Topic “{label}”" if topic else f"“{label}”", "contents" if topic else "texts"
    when = f"around {shift.date} (probably between {shift.date_low} and {shift.date_high})"
    match shift.family:
        case "level":
            return f"{name} became {'more' if grew else 'less'} common {when}: from {there} to {here} of the {what}."
        case "pulse":
            return (
                f"{name} was {'more' if grew else 'less'} common for a time, about {shift.begin} to {shift.end}:"
                f" {here} of the {what}, against {there} before and after."
            )
        case "season":
            return (
                f"{name} follows the year: most common around {month(shift.date, 'en')},"
                f" about {here} of the {what} against {there} half a year later."
            )
    return (
        f"{name} has become {'more' if grew else 'less'} common step by step: from about {there} of the {what}"
        f" ({shift.begin}) to {here} ({shift.end})."
    )


def _shares(shift: Shift, language: Language) -> tuple[str, str]:
    """Return the shares inside and outside, as exact as it takes to tell them apart."""
    shares = shift.inside or 0.0, shift.outside or 0.0
    here, there = (percent(share, language) for share in shares)
    if here != there:
        return here, there
    here, there = (percent(share, language, places=1) for share in shares)
    return here, there


def _few(shift: Shift) -> bool:
    """Return whether few stories have it on the side where it is more common."""
    if shift.stories_inside is None or shift.stories is None or shift.family in ("trend", "season"):
        return False
    if shift.effect > 0:
        return (shift.inside or 0.0) * shift.stories_inside < FEW
    return (shift.outside or 0.0) * (shift.stories - shift.stories_inside) < FEW


def _plain(share: float) -> str:
    """Return a share as stored evidence has it, without hard spaces."""
    return percent(share, "en").replace("\N{NO-BREAK SPACE}", " ")


def receipt_sentence(receipt: Receipt, language: Language = "sv", *, when: str = "") -> str:
    """Return what a receipt shows of its shift; ``when`` is the day of a document or event, where it is known."""
    swedish = language == "sv"
    match receipt.what:
        case "word":
            return _word(receipt, language)
        case "organisation":
            return _organisation(receipt, language)
        case "event":
            day = f" ({when})" if when else ""
            if swedish:
                return f"Vid samma tid: {receipt.text}{day}. Att tiden är densamma visar inte att det är orsaken."
            return f"At the same time: {receipt.text}{day}. The same time does not make it the cause."
    title, day = receipt.text or receipt.id, f", {when}," if when else ""
    if swedish:
        return f"Texten ”{title}”{day} är en av dem som skiftet främst vilar på."
    return f"The text “{title}”{day} is one of those that the shift mainly rests on."


def _word(receipt: Receipt, language: Language) -> str:
    """Return where a word is more frequent, by how much, and from what that is counted."""
    sides = (receipt.inside or 0.0, receipt.of_inside or 0), (receipt.outside or 0.0, receipt.of_outside or 0)
    more, less = sides if receipt.value > 0 else sides[::-1]
    times, few = number(2 ** abs(receipt.value), language), more[0] + less[0] < FEW
    (often, of), (seldom, of_less) = ([number(count, language, places=0) for count in side] for side in (more, less))
    if language == "sv":
        where, other = ("inom", "utanför") if receipt.value > 0 else ("utanför", "inom")
        size = (
            f"är {times} gånger så vanligt {where} perioden som {other}" if less[0] else f"finns bara {where} perioden"
        )
        counts = f"{often} av {of} ord, mot {seldom} av {of_less}"
        said = f"Ordet ”{receipt.text}” {size}: {counts}, i texterna om saken."
        return f"{said} Det bygger på få förekomster." if few else said
    where, other = ("within", "outside") if receipt.value > 0 else ("outside", "within")
    size = (
        f"is {times} times as frequent {where} the period as {other}"
        if less[0]
        else f"is only found {where} the period"
    )
    counts = f"{often} of {of} words, against {seldom} of {of_less}"
    said = f"The word “{receipt.text}” {size}: {counts}, in the texts about it."
    return f"{said} That rests on few occurrences." if few else said


def _organisation(receipt: Receipt, language: Language) -> str:
    """Return in how many texts a body is named on either side."""
    few = min(receipt.of_inside or 0, receipt.of_outside or 0) < FEW
    counts = receipt.inside, receipt.of_inside, receipt.outside, receipt.of_outside
    here, of_here, there, of_there = (number(count or 0, language, places=0) for count in counts)
    if language == "sv":
        where = f"{here} av {of_here} texter om saken inom perioden, mot {there} av {of_there} utanför"
        said = f"{receipt.text} nämns i {where}."
        return f"{said} Det bygger på få texter." if few else said
    where = f"{here} of {of_here} texts about it within the period, against {there} of {of_there} outside"
    said = f"{receipt.text} is named in {where}."
    return f"{said} That rests on few texts." if few else said


def drift_sentence(drift: WordDrift, label: str, language: Language = "sv") -> str:
    """Return how a word came or went within the texts about one thing; ``label`` is its name."""
    before, after = percent(drift.before, language), percent(drift.after, language)
    grew, stories = drift.after > drift.before, number(drift.stories, language, places=0)
    chance = odds(drift.p_value, language)
    if language == "sv":
        return (
            f"I texterna om ”{label}” blev ordet ”{drift.word}” {'vanligare' if grew else 'ovanligare'} omkring"
            f" {drift.date}: från {before} till {after} av dem ({stories} har det). Slumpen ensam ger så mycket"
            f" {chance}, när alla ord i dessa texter räknas med. Fyndet är utforskande och visar när, inte varför."
        )
    return (
        f"In the texts about “{label}” the word “{drift.word}” became {'more' if grew else 'less'} common around"
        f" {drift.date}: from {before} to {after} of them ({stories} have it). Chance alone gives as much {chance},"
        " with all words of these texts counted in. It is an exploratory finding and shows when, not why."
    )
