"""How far findings can be trusted, in words."""

from dataclasses import replace

import numpy as np
import pytest

from iopmine.records import CalibrationRow, Held, TooFew
from iopmine.trends.assurance import calibration_sentence, held_sentence, setting_text, too_few_sentence
from iopmine.trends.blocks import blocks
from iopmine.trends.enough import thin, too_few
from iopmine.trends.whatif import Setting

MAIN = Setting(topics=12)
OTHER = Setting(topics=12, seed=1, unit="placements", begin="2015", without="Dagens Nyheter i Väst")
HELD = Held(
    kind="topic", key="3", family="level", date="2014-01-01", date_low="2013-05-01", date_high="2015-02-02",
    effect_low=0.08, effect_high=0.203, main=True, setting=MAIN.name, held=10, settings=12, missing=(OTHER.name,),
)  # fmt: skip


def plain(sentence):
    return sentence.replace("\xa0", " ")


def row(measure, scenario, base, size, value, low=None, high=None, simulations=200):
    return CalibrationRow(measure, scenario, base, size, value, low, high, simulations, "")


def test_false_alarms():
    quiet = row("false_alarms", "stories", None, None, 0.015, 0.0051, 0.043)
    assert plain(calibration_sentence(quiet)) == (
        "Falsklarm: i 1,5 % av 200 simulerade textsamlingar utan någon förändring larmade metoden ändå. Den sanna"
        " andelen ligger troligen mellan 0,5 % och 4,3 %."
    )
    assert "in 1.5 % of 200 simulated" in plain(calibration_sentence(quiet, "en"))
    bursty = row("false_alarms", "events", None, None, 0.0, 0.0, 0.0188)
    assert "i skurar" in calibration_sentence(bursty)
    assert "in bursts" in calibration_sentence(bursty, "en")
    assert "skurar" not in calibration_sentence(quiet)


def test_power_and_what_is_detectable():
    power = row("power", "step", 0.1, 0.05, 0.62, 0.5, 0.7, 100)
    assert plain(calibration_sentence(power)) == (
        "En bestående ökning från 10 % till 15 % av texterna hittas i 62 % av 100 simuleringar (troligen mellan 50 %"
        " och 70 %)."
    )
    least = row("detectable", "pulse", 0.1, None, 0.115)
    assert plain(calibration_sentence(least)) == (
        "En tillfällig ökning från 10 % till 21,5 % av texterna hittas i 8 fall av 10, en mindre mer sällan."
    )
    assert "8 cases of 10" in calibration_sentence(least, "en")
    never = row("detectable", "step", 0.1, None, None)
    assert plain(calibration_sentence(never)) == "Ingen bestående ökning från 10 % av texterna skulle säkert hittas."
    assert "No lasting change" in calibration_sentence(never, "en")


def test_a_shift_that_does_not_hold_everywhere_tells_where_not():
    said = plain(held_sentence(HELD, "Vinster", main=MAIN.name))
    assert said == (
        "Skiftet i ”Vinster” håller i 10 av 12 sätt att räkna; inte med: slumpfrö 1, varje omtryck räknat, från 2015"
        " och utan källan Dagens Nyheter i Väst. Tiden hamnar mellan 2013-05-01 och 2015-02-02 och ändringen på 8 till"
        " 20,3 procentenheter, beroende på sättet. Det som bara håller i en del av sätten kan bero på hur man räknar."
    )
    english = plain(held_sentence(HELD, "Profits", "en", main=MAIN.name))
    assert "holds in 10 of 12 ways to count; not with: random seed 1, every reprint counted" in english
    assert "8 to 20.3 percentage points" in english


def test_a_shift_that_holds_everywhere_is_not_doubted():
    everywhere = replace(HELD, held=12, missing=())
    assert "12 av 12" in held_sentence(everywhere, "Vinster")
    assert "inte med" not in held_sentence(everywhere, "Vinster")
    assert "kan bero på" not in held_sentence(everywhere, "Vinster")


@pytest.mark.parametrize(
    ("setting", "main", "swedish", "english"),
    [
        (MAIN, MAIN, "sättet som resultaten bygger på", "the way the results rest on"),
        (Setting(topics=10), MAIN, "10 ämnen", "10 topics"),
        (Setting(), MAIN, "antal ämnen valt efter texterna", "a number of topics chosen from the texts"),
        (MAIN, OTHER, "slumpfrö 0, omtryck räknade en gång, från början och alla källor", None),
        (Setting(topics=12, end="2020-06"), MAIN, "till och med 2020-06", "to the end of 2020-06"),
        (MAIN, None, "12 ämnen, slumpfrö 0 och omtryck räknade en gång", None),
    ],
)
def test_a_setting_is_told_by_what_differs(setting, main, swedish, english):
    named = main.name if main else ""
    assert setting_text(setting.name, main=named) == swedish
    assert english is None or setting_text(setting.name, "en", main=named) == english


def test_too_few_tells_what_it_takes_and_what_could_have_been_seen():
    note = TooFew("topic", "3", 35, 6.0, 29.0, "40 dated stories, 8 stories that have it", 0.31)
    assert plain(too_few_sentence(note, "Vinster")) == (
        "För få texter för att pröva ”Vinster”: 6 av 35 har det, och det krävs minst 40 daterade texter och 8 texter"
        " som har det. Först en bestående ökning med omkring 31 procentenheter hade synts i så många texter. Att inget"
        " sägs betyder alltså inte att inget har ändrats."
    )
    nothing = TooFew("topic", "3", 35, 6.4, 28.6, "stories of 12 different fortnights", None)
    assert "6,4 av 35" in too_few_sentence(nothing, "Vinster")
    assert "Hur stor ändringen än var" in too_few_sentence(nothing, "Vinster")
    assert "However large" in too_few_sentence(nothing, "Profits", "en")


@pytest.mark.parametrize("days", [range(30), range(0, 3000, 100), [n // 9 for n in range(90)]])
@pytest.mark.parametrize("share", [0, 1])
def test_every_reason_that_is_given_has_words(observe, days, share):
    weights = np.full(len(days), 1.0 - share)
    weights[:3] = 1.0
    gathered = blocks(observe(days, weights))
    notes = [*too_few(gathered, 0.05), thin(gathered, 0, 5)]
    assert len(notes) == 2
    for note in notes:
        for part in note.needed.split(", "):
            figure = next(word for word in part.split() if word.isdigit())
            assert f" {figure} " in too_few_sentence(note, "Etikett")
            assert f" {figure} " in too_few_sentence(note, "Label", "en")
