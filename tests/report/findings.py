"""Invented findings and facts on topics: one record of every kind, each with its sentence."""

from __future__ import annotations

from collections.abc import Callable

from iopmine.records import (
    CalibrationRow,
    EmergingTopic,
    Held,
    Receipt,
    Shift,
    TooFew,
    TopicEvent,
    TopicExample,
    TopicMatter,
    TopicNumber,
    WordDrift,
)


def findings() -> dict[str, object]:
    """A pulse that is found, a level that is found within a part of the time, a level that is not, and their ground."""
    pulse = Shift(
        "frame", "vinster", "pulse", "2017", "2017", "2018-06", 0.38, 0.0001, 0.002, "I 63 % av 73 texter.",
        "2016-12-22", "2018-06-20", 0.31, 0.45, 0.63, 0.05, 73, 201,
    )  # fmt: skip
    within = Shift(
        "topic", "0", "level", "2018-06", "2018", "2019", -0.2, 0.001, 0.01, "", "2018-06-01", "2022-04-01", -0.3, -0.1,
        0.1, 0.3, 40, 90, scope="2017-01-01/2022-04-01",
    )  # fmt: skip
    chance = Shift("area", "vald.skyddat_boende", "level", "2018", "2017", "2019", -0.1, 0.2, 0.8, "före mot efter")
    grounds = [
        ("word", "vinsttak", "vinsttak", "Ordet ”vinsttak” är vanligare."),
        ("word", "thelander", "thelander", "Ordet ”thelander” är vanligare."),
        ("document", "b1-vinst", "Debatt: Vinsten hör inte hemma i välfärden", "Texten väger tungt."),
        ("organisation", "org:fyrbaken", "Stiftelsen Fyrbåken", "Stiftelsen Fyrbåken nämns i 3 av 4 texter."),
        ("organisation", "per:thelander", "Majken Thelander", "Majken Thelander nämns i 1 av 4 texter."),
        ("event", "ev1", "Riksdagen röstar", "Vid samma tid: Riksdagen röstar."),
        ("event", "ev2", "En okänd dag", "Vid samma tid: En okänd dag."),
    ]
    held = Held(
        "frame", "vinster", "pulse", "2017", "2017", "2018", 0.3, 0.4, True, 9, 11, "seed=0", ("seed=1", "seed=2")
    )
    other = Held("topic", "0", "pulse", "2017", "2017", "2018", 0.3, 0.4, False, 1, 11, "seed=0", ("seed=0", "seed=1"))
    rates = [
        CalibrationRow("false_alarms", "stories", None, None, 0.03, 0.01, 0.06, 200, "3 %"),
        CalibrationRow("false_alarms", "events", None, None, 0.04, 0.02, 0.08, 200, "4 %"),
        *(
            CalibrationRow("power", form, base, size, found, found - 0.1, found + 0.1, 60, "")
            for form in ("step", "pulse")
            for base in (0.02, 0.2)
            for size, found in ((0.05, 0.2), (0.1, 0.6), (0.2, 0.9))
        ),
        CalibrationRow("detectable", "step", 0.02, None, 0.15, None, None, 200, ""),
    ]
    return {
        "shifts": [pulse, within, chance],
        "shift_texts": {
            ("frame", "vinster", "pulse", "2017", ""): (
                "”Vinster i välfärden” var tillfälligt vanligare.", "“Profits in welfare” was more common for a time."
            ),
            ("topic", "0", "level", "2018-06", within.scope): ("Ämnet minskade.", "The topic shrank."),
        },
        "receipts": [
            (Receipt("frame", "vinster", "2017", what, key, text, 1.0), (told, f"In English: {told}"))
            for what, key, text, told in grounds
        ],
        "held": [
            (held, ("Skiftet i ”Vinster” håller i 9 av 11.", "The shift holds in 9 of 11.")),
            (other, ("Skiftet i ”vinsttak” håller i 1 av 11.", "It holds in 1 of 11.")),
        ],
        "setting_texts": {"seed=1": ("slumpfrö 1", "random seed 1"), "seed=2": ("slumpfrö 2", "random seed 2")},
        "calibration": [(row, (f"Mätt: {row.measure}.", f"Measured: {row.measure}.")) for row in rates],
        "too_few": [
            (TooFew("area", "integration.ukraina", 201, 4.0, 197.0, "8 stories", 0.12), ("För få.", "Few.")),
            (TooFew("frame", "vinster", 201, 9.0, 192.0, "8 stories that have it"), ("Nästan.", "Nearly.")),
        ],
        "drift": [
            (WordDrift("frame", "vinster", word, "2018", 0.1, 0.6, 9, 0.01), (f"”{word}” kom.", f"“{word}” came."))
            for word in ("vinsttak", "thelander")
        ],
    }  # fmt: skip


def topic_facts(span: Callable[[str, str], tuple[int, int]]) -> dict[str, object]:
    """What is known of the only topic besides its words."""
    return {
        "numbers": [TopicNumber("r1", 8, 0.7, 0.04, False), TopicNumber("r1", 1, 0.83, 0.02, True)],
        "numbers_text": ("Modellen har ett ämne.", "The model has one topic."),
        "fates": [
            (TopicEvent("r1", "r0", "kept", (0,), (0,), 0.9, 0.8, 0.85), ("”vinsttak” är kvar.", "“vinsttak” stays.")),
            (TopicEvent("r1", "r0", "ended", (1,), (), 0.1, 0.1, 0.1), ("”bostad” är borta.", "“bostad” is gone.")),
        ],
        "emerging": [(EmergingTopic("r1", 0, "2017", "2019", 0.1, 0.3, 0.01), ("Ämnet växer fort.", "It grows fast."))],
        "matters": [
            (TopicMatter("r1", 0, "frame", "vinster", 3.4, 8.0, 9.0, 12), ("Mer om vinster.", "More on profits."))
        ],
        "examples": [
            TopicExample("r1", 0, "document", 1, "b1-vinst", 0, 0, 0.9),
            TopicExample("r1", 0, "sentence", 1, "b1-vinst", *span("b1-vinst", "Riskkapital har inget"), 3.0),
            TopicExample("r1", 0, "sentence", 2, "a1-linden", *span("a1-linden", "– Nu vet vi"), 1.0),
        ],
    }  # fmt: skip
