"""What is known about topics in plain sentences."""

import pytest

from iopmine.records import EmergingTopic, TopicEvent, TopicMatter, TopicNumber
from iopmine.topics.telling import emerging_sentence, fate_sentence, matter_sentence, number_sentence

NAMES = {1: "Vinster", 2: "Omsorg", 3: "Skola"}


def plain(sentence):
    return sentence.replace("\xa0", " ")


def event(kind, old, new, *, words=0.83, documents=0.71, score=0.77):
    return TopicEvent("b", "a", kind, old, new, words, documents, score)


@pytest.mark.parametrize(
    ("kind", "old", "new", "swedish", "english"),
    [
        ("kept", (1,), (1,), "”Vinster” finns kvar", "“Vinster” is still there"),
        ("split", (1,), (1, 2), "”Vinster” har delats i ”Vinster” och ”Omsorg”", "split into “Vinster” and “Omsorg”"),
        ("merged", (1, 2), (3,), "”Vinster” och ”Omsorg” har gått ihop i ”Skola”", "have merged into “Skola”"),
        ("born", (), (4,), "Ämne 4 är nytt", "Topic 4 is new"),
        ("ended", (2,), (), "”Omsorg” finns inte längre", "“Omsorg” is no longer there"),
    ],
)
def test_each_fate_has_its_words_its_likeness_and_its_caveat(kind, old, new, swedish, english):
    said, said_en = (fate_sentence(event(kind, old, new), NAMES, language) for language in ("sv", "en"))
    assert swedish in said
    assert english in said_en
    assert "0,83 i ord och 0,71 i texter" in said
    assert "0.83 in words and 0.71 in texts" in said_en
    # A topic that is still there says nothing about the debate, so there is nothing to warn of.
    assert ("modellens sätt att gruppera" in said) == (kind != "kept")
    assert ("model's way to group" in said_en) == (kind != "kept")


def test_without_common_texts_only_words_are_compared():
    said = fate_sentence(event("kept", (1,), (1,), words=0.83, documents=0.0, score=0.83), NAMES)
    assert "0,83 i ord, som är allt som kan jämföras" in said
    assert "texter" not in said
    same = fate_sentence(event("kept", (1,), (1,), words=0.8, documents=0.8, score=0.8), NAMES)
    assert "0,8 i ord och 0,8 i texter" in same


def test_the_one_left_alone_is_compared_with_the_nearest():
    assert "Det närmaste ämnet liknar det till" in fate_sentence(event("born", (), (3,)), NAMES)
    assert "The nearest topic is like it by" in fate_sentence(event("ended", (2,), ()), NAMES, "en")


def test_an_emerging_topic_tells_its_growth_and_what_chance_gives():
    found = EmergingTopic("b", 4, "2023-Q1", "2025-Q4", 0.021, 0.094, 0.02)
    assert plain(emerging_sentence(found, "Skola")) == (
        "”Skola” är ett nytt ämne som växer: från 2,1 % av texterna första kvartalet 2023 till 9,4 % fjärde kvartalet"
        " 2025. Slumpen ensam ger en så tydlig ökning omkring 1 gång på 50. Fyndet är utforskande: det som är nytt kan"
        " vara tillfälligt."
    )
    assert "2.1 % of the texts in the first quarter of 2023" in plain(emerging_sentence(found, "School", "en"))


def tried(topics, stability, spread, *, chosen=False):
    return TopicNumber("b", topics, stability, spread, chosen)


def test_the_number_of_topics_names_those_about_as_good():
    numbers = [tried(15, 0.49, 0.02), tried(12, 0.62, 0.04, chosen=True), tried(10, 0.65, 0.05), tried(4, 0.8, 0.03)]
    said = plain(number_sentence(numbers))
    assert said.startswith("Modellen har 12 ämnen.")
    assert "överlappning på 0,62 (1 är alla ord, 0 inga); det växlar med ± 0,04" in said
    assert "Ungefär lika bra: 10 ämnen." in said
    assert "Stadigare, men en annan indelning: 4 ämnen." in said
    assert "15" not in said
    assert said.endswith("inget som texterna avgör ensamma.")
    english = number_sentence(reversed(numbers), "en")
    assert "About as good: 10 topics." in english
    assert "0.62" in english


def test_a_number_chosen_beforehand_has_no_stability_to_tell():
    assert "på förhand" in number_sentence([])
    assert "beforehand" in number_sentence([tried(10, 0.6, 0.1)], "en")
    alone = number_sentence([tried(12, 0.62, 0.04, chosen=True)])
    assert "lika bra" not in alone
    assert "Stadigare" not in alone


def test_a_matter_tells_how_much_more_often_and_in_how_many_texts():
    matter = TopicMatter("b", 1, "area", "hemloshet", 3.21, 12.4, 40.2, 30)
    assert matter_sentence(matter, "Hemlöshet") == (
        "Vanligare än annars: Hemlöshet (3,2 gånger så ofta; i omkring 12 av ämnets 40 texter)."
    )
    assert "3.2 times as often" in matter_sentence(matter, "Homelessness", "en")
    few = TopicMatter("b", 1, "area", "hemloshet", 3.0, 4.4, 40.2, 30)
    assert matter_sentence(few, "Hemlöshet").endswith("Det bygger på få texter.")
    assert matter_sentence(few, "Homelessness", "en").endswith("rests on few texts.")
