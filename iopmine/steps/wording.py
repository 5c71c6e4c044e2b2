"""What a run found, said in Swedish and in English with the names that people know."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from iopmine.lexicon import Lexicon
from iopmine.records import (
    CalibrationRow,
    EmergingTopic,
    Held,
    Receipt,
    Shift,
    TooFew,
    TopicEvent,
    TopicMatter,
    TopicNumber,
    WordDrift,
)
from iopmine.report.views import Pair, Said
from iopmine.store import Store
from iopmine.text.figures import Language
from iopmine.topics.telling import emerging_sentence, fate_sentence, matter_sentence, number_sentence
from iopmine.trends.assurance import calibration_sentence, held_sentence, setting_text, too_few_sentence
from iopmine.trends.telling import drift_sentence, receipt_sentence, shift_sentence

R = TypeVar("R")
F = TypeVar("F", Shift, TooFew, WordDrift, TopicMatter)


class Wording:
    """The sentences of one run; without a run there are none."""

    def __init__(self, store: Store, lexicon: Lexicon, run: str | None) -> None:
        self._store, self._run = store, run
        topics = store.topics(run) if run else []
        self._labels: dict[tuple[str, str], Pair] = {
            ("area", area.id): (area.label_sv, area.label_en) for area in lexicon.areas
        }
        self._labels |= {("frame", frame.id): (frame.label_sv, frame.label_en) for frame in lexicon.frames}
        self._labels |= {("topic", str(topic.id)): (topic.label, topic.label) for topic in topics}
        self._topics = self._names() | {topic.id: topic.label for topic in topics}
        self._dates = {event.id: event.date for event in lexicon.timeline}
        self._dates |= {document.id: document.published or "" for document in store.documents()}

    def _names(self) -> dict[int, str]:
        """Return the names of topics of the earlier run that this one was compared with."""
        earlier = {event.earlier_run for event in self._of(TopicEvent)} & set(self._store.run_ids())
        return {topic.id: topic.label for run in sorted(earlier) for topic in self._store.topics(run)}

    def _of(self, record: type[R]) -> list[R]:
        return self._store.of_run(self._run, record) if self._run else []

    def _label(self, kind: str, key: str) -> Pair:
        return self._labels.get((kind, key), (key, key))

    def shifts(self) -> dict[tuple[str, str, str, str, str], Pair]:
        """Return what each shift says, by kind, key, family, date and scope."""
        return {
            (shift.kind, shift.key, shift.family, shift.date, shift.scope): self._pair(shift_sentence, shift)
            for shift in self._of(Shift)
        }

    def _pair(self, told: Callable[[F, str, Language], str], record: F) -> Pair:
        sv, en = self._label(record.kind, record.key)
        return told(record, sv, "sv"), told(record, en, "en")

    def receipts(self) -> list[Said[Receipt]]:
        """Return what the shifts rest on."""
        found = self._store.receipts(self._run) if self._run else []
        return [
            (each, (receipt_sentence(each, "sv", when=when), receipt_sentence(each, "en", when=when)))
            for each in found
            for when in (self._dates.get(each.id, ""),)
        ]

    def held(self) -> list[Said[Held]]:
        """Return in how many settings each shift holds, the surest first."""
        found = sorted(self._of(Held), key=lambda h: (-h.held, h.kind, h.key, h.family, h.date))
        return [
            (each, (held_sentence(each, sv, "sv", main=each.setting), held_sentence(each, en, "en", main=each.setting)))
            for each in found
            for sv, en in (self._label(each.kind, each.key),)
        ]

    def settings(self) -> dict[str, Pair]:
        """Return the settings in which a shift was not found, in words."""
        return {
            name: (setting_text(name, "sv", main=held.setting), setting_text(name, "en", main=held.setting))
            for held in self._of(Held)
            for name in held.missing
        }

    def calibration(self) -> list[Said[CalibrationRow]]:
        """Return how often the tests err and find."""
        return [
            (row, (calibration_sentence(row, "sv"), calibration_sentence(row, "en")))
            for row in self._of(CalibrationRow)
        ]

    def too_few(self) -> list[Said[TooFew]]:
        """Return what could not be tested."""
        return [(each, self._pair(too_few_sentence, each)) for each in self._of(TooFew)]

    def drift(self) -> list[Said[WordDrift]]:
        """Return the words that came or went."""
        return [(each, self._pair(drift_sentence, each)) for each in self._of(WordDrift)]

    def matters(self) -> list[Said[TopicMatter]]:
        """Return the areas and frames of topics."""
        return [(each, self._pair(matter_sentence, each)) for each in self._of(TopicMatter)]

    def fates(self) -> list[Said[TopicEvent]]:
        """Return what became of topics since the run before."""
        names = self._topics
        return [
            (each, (fate_sentence(each, names, "sv"), fate_sentence(each, names, "en")))
            for each in self._of(TopicEvent)
        ]

    def emerging(self) -> list[Said[EmergingTopic]]:
        """Return the topics that are new and growing."""
        return [
            (each, (emerging_sentence(each, label, "sv"), emerging_sentence(each, label, "en")))
            for each in self._of(EmergingTopic)
            for label in (self._topics[each.topic_id],)
        ]

    def numbers(self) -> Pair:
        """Return what the numbers of topics that were tried say; nothing where the number was given."""
        tried = self._of(TopicNumber)
        return (number_sentence(tried, "sv"), number_sentence(tried, "en")) if tried else ("", "")
