"""How far findings can be trusted, in words: false alarms and power, other settings, what was too little to test."""

from __future__ import annotations

import re

from iopmine.records import CalibrationRow, Held, TooFew
from iopmine.text.figures import Language, listed, number, percent

_SETTING = re.compile(r"(topics|seed|unit|begin|end)=(\S+)")


def calibration_sentence(row: CalibrationRow, language: Language = "sv") -> str:
    """Return one figure of a calibration in words."""
    told = {"false_alarms": _false_alarms, "power": _power, "detectable": _detectable}
    return told[row.measure](row, language)


def _false_alarms(row: CalibrationRow, language: Language) -> str:
    rate, low, high = (percent(share or 0.0, language, places=1) for share in (row.value, row.low, row.high))
    simulations, bursts = number(row.simulations, language, places=0), row.scenario == "events"
    if language == "sv":
        how = ", där tre texter av tio kommer i skurar," if bursts else ""
        return (
            f"Falsklarm: i {rate} av {simulations} simulerade textsamlingar utan någon förändring{how} larmade metoden"
            f" ändå. Den sanna andelen ligger troligen mellan {low} och {high}."
        )
    how = ", in which three texts in ten come in bursts," if bursts else ""
    return (
        f"False alarms: in {rate} of {simulations} simulated collections without any change{how} the method raised an"
        f" alarm all the same. The true share is probably between {low} and {high}."
    )


def _power(row: CalibrationRow, language: Language) -> str:
    power, low, high = (percent(share or 0.0, language) for share in (row.value, row.low, row.high))
    rise, simulations = _rise(row, row.size or 0.0, language), number(row.simulations, language, places=0)
    if language == "sv":
        return f"{rise} hittas i {power} av {simulations} simuleringar (troligen mellan {low} och {high})."
    return f"{rise} is found in {power} of {simulations} simulations (probably between {low} and {high})."


def _detectable(row: CalibrationRow, language: Language) -> str:
    if row.value is not None:
        rise = _rise(row, row.value, language)
        if language == "sv":
            return f"{rise} hittas i 8 fall av 10, en mindre mer sällan."
        return f"{rise} is found in 8 cases of 10, a smaller one more seldom."
    base, form = percent(row.base or 0.0, language), _FORMS[language][row.scenario]
    if language == "sv":
        return f"Ingen {form} från {base} av texterna skulle säkert hittas."
    return f"No {form} from {base} of the texts would be found reliably."


_FORMS = {
    "sv": {"step": "bestående ökning", "pulse": "tillfällig ökning"},
    "en": {"step": "lasting change", "pulse": "passing change"},
}


def _rise(row: CalibrationRow, size: float, language: Language) -> str:
    base = row.base or 0.0
    begin, end, form = percent(base, language), percent(base + size, language, places=1), _FORMS[language][row.scenario]
    return (
        f"En {form} från {begin} till {end} av texterna"
        if language == "sv"
        else (f"A {form} from {begin} to {end} of the texts")
    )


def held_sentence(held: Held, label: str, language: Language = "sv", *, main: str = "") -> str:
    """Return in how many settings a shift was found, and in which it was not.

    ``label`` is the name of what is followed; ``main`` the name of the first setting (``Held.setting``): of the
    others only what differs from it is told, without it everything.
    """
    swedish, counts = language == "sv", (held.held, held.settings)
    missing = [setting_text(name, language, main=main) for name in held.missing]
    if swedish:
        said = "Skiftet i ”{}” håller i {} av {} sätt att räkna".format(label, *counts)
    else:
        said = "The shift in “{}” holds in {} of {} ways to count".format(label, *counts)
    said += f"; {'inte med' if swedish else 'not with'}: {'; '.join(missing)}." if missing else "."
    dates = held.date_low, held.date_high
    low, high = (number(100 * effect, language) for effect in (held.effect_low, held.effect_high))
    if swedish:
        span = "mellan {} och {}".format(*dates)
        said += f" Tiden hamnar {span} och ändringen på {low} till {high} procentenheter, beroende på sättet."
    else:
        span = "between {} and {}".format(*dates)
        said += f" Its date falls {span}, and its size at {low} to {high} percentage points, depending on the way."
    if not missing:
        return said
    return f"{said} {_DEPENDS[language]}"


_DEPENDS = {
    "sv": "Det som bara håller i en del av sätten kan bero på hur man räknar.",
    "en": "What holds only in some of the ways may come from how it is counted.",
}
_MAIN = {"sv": "sättet som resultaten bygger på", "en": "the way the results rest on"}
_SAID = {
    "sv": {
        "topics": "{} ämnen",
        "seed": "slumpfrö {}",
        "stories": "omtryck räknade en gång",
        "placements": "varje omtryck räknat",
        "begin": "från {}",
        "end": "till och med {}",
        "without": "utan källan {}",
    },
    "en": {
        "topics": "{} topics",
        "seed": "random seed {}",
        "stories": "reprints counted once",
        "placements": "every reprint counted",
        "begin": "from {}",
        "end": "to the end of {}",
        "without": "without the source {}",
    },
}


def setting_text(name: str, language: Language = "sv", *, main: str = "") -> str:
    """Return a setting, by its name (``topics=12 seed=0 unit=stories``), in words; see ``held_sentence``."""
    if name == main:
        return _MAIN[language]
    said, usual = _SAID[language], _choices(main)
    chosen = _choices(name)
    differing = {key: value for key, value in chosen.items() if usual.get(key) != value}
    told = [said[value if key == "unit" else key].format(value) for key, value in differing.items()]
    told += [_RESTORED[language][key] for key in usual if key not in chosen]
    return listed(told, language)


_RESTORED = {
    "sv": {
        "topics": "antal ämnen valt efter texterna",
        "begin": "från början",
        "end": "till slutet",
        "without": "alla källor",
    },
    "en": {
        "topics": "a number of topics chosen from the texts",
        "begin": "from the beginning",
        "end": "to the end",
        "without": "all sources",
    },
}


def _choices(name: str) -> dict[str, str]:
    """Return what a setting's name says; a source may have spaces in its own, and comes last."""
    rest, marked, source = name.partition("without=")
    found = dict(_SETTING.findall(rest))
    return found | {"without": source} if marked else found


def too_few_sentence(note: TooFew, label: str, language: Language = "sv") -> str:
    """Return why something was not tested, and what could have been seen; ``label`` is its name."""
    swedish = language == "sv"
    present, stories = number(note.present, language), number(note.stories, language, places=0)
    needed = [_NEED.fullmatch(part) for part in note.needed.split(", ")]
    least = listed([_NEEDED[language][need[2]].format(need[1]) for need in needed if need], language)
    if any(need and need[2] == _CARRYING for need in needed):
        if swedish:
            return f"I ”{label}” syns en ändring, men den vilar på så få texter att den inte räknas: det krävs {least}."
        return f"In “{label}” a change is seen, but on so few texts that it does not count: it takes {least}."
    if swedish:
        said = f"För få texter för att pröva ”{label}”: {present} av {stories} har det, och det krävs minst {least}."
    else:
        said = f"Too few texts to test “{label}”: {present} of {stories} have it, and it takes at least {least}."
    size = None if note.smallest is None else number(100 * note.smallest, language)
    if note.present > note.absent:
        # What nearly all have can only become rarer, and a rise is what was reckoned with.
        return f"{said} {_SILENCE[language]}"
    return f"{said} {_seen(size, language)} {_SILENCE[language]}"


def _seen(size: str | None, language: Language) -> str:
    if language == "sv":
        if size is None:
            return "Hur stor ändringen än var hade den inte säkert synts."
        return f"Först en bestående ökning med omkring {size} procentenheter hade synts i så många texter."
    if size is None:
        return "However large a change was, it would not surely have been seen."
    return f"Only a lasting rise of about {size} percentage points would have been seen in so many texts."


_SILENCE = {
    "sv": "Att inget sägs betyder alltså inte att inget har ändrats.",
    "en": "That nothing is said does not mean that nothing has changed.",
}
_NEED = re.compile(r"(?:stories of )?(\d+) (.+)")
_CARRYING = "stories that carry the change"
_NEEDED = {
    "sv": {
        "dated stories": "{} daterade texter",
        "stories that have it": "{} texter som har det",
        "stories that do not": "{} texter som inte har det",
        "different fortnights": "texter från {} olika tvåveckorsperioder",
        _CARRYING: "{} texter som bär den",
    },
    "en": {
        "dated stories": "{} dated texts",
        "stories that have it": "{} texts that have it",
        "stories that do not": "{} texts that do not",
        "different fortnights": "texts from {} different fortnights",
        _CARRYING: "{} texts that carry it",
    },
}
