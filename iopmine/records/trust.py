"""How far tested changes can be trusted: figures of a calibration, and shifts looked for in other settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from iopmine.records.fields import doc


@dataclass(frozen=True, slots=True, order=True)
class TooFew:
    """A series that could not be tested, and why: an answer, not a failure.

    ``present`` and ``absent`` are sums of weights: for hits, the stories that have it and those that do not.
    """

    kind: str = field(metadata=doc("What is followed: topic, area, frame or entity."))
    key: str = field(metadata=doc("Topic number, area id, frame id or entity id."))
    stories: int = field(metadata=doc("Dated stories of the corpus."))
    present: float = field(metadata=doc("Stories that have it, each counted by its weight."))
    absent: float = field(metadata=doc("Stories that do not."))
    needed: str = field(metadata=doc("What a test would have needed."))
    smallest: float | None = field(
        default=None,
        metadata=doc("Smallest lasting rise of its share that so many stories could have shown; empty if none."),
    )


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """One figure of a calibration."""

    measure: str = field(metadata=doc("false_alarms, power or detectable (the smallest change found in 80 of 100)."))
    scenario: str = field(
        metadata=doc(
            "How it was simulated: stories (each by itself) or events (three stories in ten tell of an event that "
            "others tell of within a fortnight) for false alarms; step (halfway through the stories) or pulse (the "
            "middle sixth of the stories) for power."
        )
    )
    base: float | None = field(metadata=doc("Share of stories without the change."))
    size: float | None = field(metadata=doc("By how much the share rises."))
    value: float | None = field(
        metadata=doc("Share of simulated corpora with an alarm; for detectable the size, empty if none was.")
    )
    low: float | None = field(metadata=doc("Lower end of the 95 % interval (Wilson)."))
    high: float | None = field(metadata=doc("Upper end of the 95 % interval."))
    simulations: int = field(metadata=doc("Corpora (for power: series) simulated."))
    sentence: str = field(metadata=doc("The same in words."))


@dataclass(frozen=True, slots=True)
class Held:
    """A shift, and in how many settings it was found."""

    kind: str = field(metadata=doc("What is followed: topic, area, frame or entity."))
    key: str = field(metadata=doc("Which one."))
    family: str = field(metadata=doc("Form of the change."))
    date: str = field(metadata=doc("Most likely date of the change in the first setting that found it."))
    date_low: str = field(metadata=doc("Earliest date that any setting allows."))
    date_high: str = field(metadata=doc("Latest date that any setting allows."))
    effect_low: float = field(metadata=doc("Smallest change of share over the settings that found it."))
    effect_high: float = field(metadata=doc("Largest change of share over the settings that found it."))
    main: bool = field(metadata=doc("Whether the first setting, that of the results, found it."))
    held: int = field(metadata=doc("Settings in which it was found."))
    settings: int = field(metadata=doc("Settings tried."))
    setting: str = field(metadata=doc("The first setting, that of the results."))
    missing: tuple[str, ...] = field(metadata=doc("Settings in which it was not found."))
