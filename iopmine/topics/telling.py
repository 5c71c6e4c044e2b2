"""What is known about topics in plain sentences, Swedish and English, each with the caveat that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from iopmine.records import EmergingTopic, TopicEvent, TopicMatter, TopicNumber
from iopmine.text.figures import Language, listed, number, odds, percent, period

FEW = 10
"""Stories of a topic: what rests on fewer is said to rest on few."""
_LIKENESS = 2


def fate_sentence(event: TopicEvent, names: Mapping[int, str], language: Language = "sv") -> str:
    """Return what became of topics from one run to the next.

    ``names``: labels by topic number, of both runs; a topic without one is called by its number.
    """
    old, new = (_named(numbers, names, language) for numbers in (event.old, event.new))
    told = _SWEDISH_FATES if language == "sv" else _ENGLISH_FATES
    said = f"{told[event.kind].format(old=old, new=new)} {_likeness(event, language)}"
    return said if event.kind == "kept" else f"{said} {_GROUPING[language]}"


_SWEDISH_FATES = {
    "kept": "{new} finns kvar från förra körningen.",
    "split": "{old} har delats i {new}.",
    "merged": "{old} har gått ihop i {new}.",
    "born": "{new} är nytt: inget av de förra ämnena liknar det tillräckligt.",
    "ended": "{old} finns inte längre: inget av de nya ämnena liknar det tillräckligt.",
}
_ENGLISH_FATES = {
    "kept": "{new} is still there from the run before.",
    "split": "{old} has been split into {new}.",
    "merged": "{old} have merged into {new}.",
    "born": "{new} is new: none of the former topics is enough like it.",
    "ended": "{old} is no longer there: none of the new topics is enough like it.",
}
_GROUPING = {
    "sv": "Ämnen är modellens sätt att gruppera texter; debatten själv kan vara densamma.",
    "en": "Topics are the model's way to group texts; the debate itself may be the same.",
}


def _named(numbers: Sequence[int], names: Mapping[int, str], language: Language) -> str:
    open_, close = ("”", "”") if language == "sv" else ("“", "”")
    unnamed = "Ämne" if language == "sv" else "Topic"
    called = [f"{open_}{names[n]}{close}" if n in names else f"{unnamed} {n}" for n in numbers]
    return listed(called, language) if called else ""


def _likeness(event: TopicEvent, language: Language) -> str:
    """Return how alike the topics are; of one that is left alone, how alike the nearest one is."""
    words, documents = (number(part, language, places=_LIKENESS) for part in (event.words, event.documents))
    alone = event.kind in ("born", "ended")
    # The score is that of the words where no documents are common.
    by_words = event.score == event.words != event.documents
    if language == "sv":
        who = "Det närmaste ämnet liknar det" if alone else "Likheten är"
        both = f"{words} i ord, som är allt som kan jämföras" if by_words else f"{words} i ord och {documents} i texter"
        return f"{who} {'till ' if alone else ''}{both} (1 är helt lika, 0 inte alls)."
    who = "The nearest topic is like it by" if alone else "Their likeness is"
    both = (
        f"{words} in words, which is all that can be compared"
        if by_words
        else f"{words} in words and {documents} in texts"
    )
    return f"{who} {both} (1 is the same, 0 not alike at all)."


def emerging_sentence(emerging: EmergingTopic, label: str, language: Language = "sv") -> str:
    """Return how a new topic has grown; ``label`` is its name."""
    first, last = period(emerging.first, language), period(emerging.last, language)
    before, after = (percent(share, language, places=1) for share in (emerging.share_first, emerging.share_last))
    chance = odds(emerging.p_value, language)
    if language == "sv":
        return (
            f"”{label}” är ett nytt ämne som växer: från {before} av texterna {first} till {after} {last}. Slumpen"
            f" ensam ger en så tydlig ökning {chance}. Fyndet är utforskande: det som är nytt kan vara tillfälligt."
        )
    return (
        f"“{label}” is a new topic that grows: from {before} of the texts in {first} to {after} in {last}. Chance alone"
        f" gives so clear a rise {chance}. The finding is exploratory: what is new may pass."
    )


def number_sentence(numbers: Iterable[TopicNumber], language: Language = "sv") -> str:
    """Return how many topics were chosen, how stable that is, and which other numbers that were tried do as well.

    As good is what is at most one spread away. Without numbers that were tried the user has chosen.
    """
    tried = sorted(numbers, key=lambda each: each.topics)
    chosen = next((each for each in tried if each.chosen), None)
    if chosen is None:
        return _UNTRIED[language]
    stability, spread = (number(part, language, places=2) for part in (chosen.stability, chosen.spread))
    others = [each for each in tried if each is not chosen]
    equal = [each for each in others if abs(each.stability - chosen.stability) <= chosen.spread]
    better = [each for each in others if each.stability - chosen.stability > chosen.spread]
    if language == "sv":
        said = (
            f"Modellen har {chosen.topics} ämnen. Lämnas en femtedel av texterna ute kommer ämnenas ord tillbaka med en"
            f" överlappning på {stability} (1 är alla ord, 0 inga); det växlar med ± {spread} mellan försöken."
        )
    else:
        said = (
            f"The model has {chosen.topics} topics. With a fifth of the texts left out, the topics' words come back"
            f" with an overlap of {stability} (1 is all words, 0 none); it varies by ± {spread} between trials."
        )
    told = [(_EQUAL, equal), (_BETTER, better)] if others else []
    further = [how[language].format(_counts(those, language)) for how, those in told if those]
    return " ".join([said, *further, _CHOICE[language]])


_EQUAL = {"sv": "Ungefär lika bra: {} ämnen.", "en": "About as good: {} topics."}
_BETTER = {"sv": "Stadigare, men en annan indelning: {} ämnen.", "en": "Steadier, but another division: {} topics."}
_CHOICE = {
    "sv": "Antalet är ett val och inget som texterna avgör ensamma.",
    "en": "The number is a choice and nothing that the texts settle alone.",
}
_UNTRIED = {
    "sv": "Antalet ämnen är valt på förhand; hur stadigt det är har inte prövats.",
    "en": "The number of topics was chosen beforehand; how steady it is has not been tried.",
}


def _counts(those: Sequence[TopicNumber], language: Language) -> str:
    return listed([str(each.topics) for each in those], language)


def matter_sentence(matter: TopicMatter, label: str, language: Language = "sv") -> str:
    """Return how much more often an area or frame stands in a topic's texts; ``label`` is its name."""
    times, within, of = (
        number(matter.lift, language),
        *(number(n, language, places=0) for n in (matter.within, matter.of)),
    )
    few = matter.within < FEW
    if language == "sv":
        said = f"Vanligare än annars: {label} ({times} gånger så ofta; i omkring {within} av ämnets {of} texter)."
        return f"{said} Det bygger på få texter." if few else said
    said = f"More common than elsewhere: {label} ({times} times as often; in about {within} of the topic's {of} texts)."
    return f"{said} That rests on few texts." if few else said
