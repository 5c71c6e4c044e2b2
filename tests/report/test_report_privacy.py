"""Thirty planted pieces of personal data, and every byte of every output."""

from __future__ import annotations

import dataclasses
import zipfile

import pytest

from iopmine.records import Issue, Mention, Party, Receipt, TooFew, Topic, TopicExample, WordDrift
from iopmine.report.explorer import build_explorer
from iopmine.report.lines import LINE_FORMATS, write_lines
from iopmine.report.masking import Privacy, mask
from iopmine.report.tables import write_tables

MAILS = [
    "anna@example.org", "bo.ek@example.se", "info.jour@example.org", "a-b@ekdala.example.org", "x.y.z@example.se",
    "kansli@norrvik.example.se", "stig+1@example.org", "karin(at)example.org", "per [at] example.se", "o_d@example.org",
]  # fmt: skip
PHONES = [
    "070-174 06 05", "0701740606", "+46 70 174 06 07", "070 174 06 08", "08-465 004 09", "08 465 004 10",
    "070-1740611", "+46701740612", "08-46500413", "0046701740614",
]  # fmt: skip
NUMBERS = ["900101-0017", "19850709-9805", "121212-1212", "19900101-0017", "850709-9805"]
PERSONS = ["Majken Thelander", "Östen Åkerlind", "Karin af Klintsjö", "Anna-Stina Öhrnell", "Jean-Paul Bromark"]
PARTS = ["Thelander", "Åkerlind", "Klintsjö", "Anna-Stina", "Öhrnell", "Bromark", "Jean-Paul", "Majken", "Östen"]


def planted_findings(data, document):
    """Findings and facts on topics with all thirty in their words, texts, sentences and keys."""
    word = Receipt("frame", "vinster", "2017", "word", "thelander", "thelander", 2.0)
    title = Receipt("frame", "vinster", "2017", "document", document.id, document.title, 2.0)
    person = Receipt("frame", "vinster", "2017", "organisation", "per:1", PERSONS[1], 2.0)
    body = Receipt("frame", "vinster", "2017", "organisation", "org:fel", f"Jouren {MAILS[2]}", 2.0)
    event = Receipt("frame", "vinster", "2017", "event", "ev9", f"Möte, {PHONES[7]}", 2.0)
    drift = WordDrift("topic", "0", "bromark", "2018", 0.1, 0.5, 9, 0.01)
    followed = TooFew("entity", "per:1", 201, 4.0, 197.0, "8 stories that have it")
    start = document.text.index("Ett IOP, säger")
    sentence = TopicExample("r1", 0, "sentence", 1, document.id, start, start + 200, 1.0)
    told = (f"Ämnet ”thelander · vinst” {MAILS[7]}", f"“bromark, östen” {PHONES[8]} {NUMBERS[2]}")

    def changed(items, **values):
        return [(dataclasses.replace(item, **values), told) for item, _ in items]

    return {
        "shifts": [dataclasses.replace(each, evidence=MAILS[7], kind="topic", key="0") for each in data.shifts],
        "shift_texts": {("topic", "0", *rest): told for _, _, *rest in data.shift_texts},
        "receipts": [(each, told) for each in (word, body, event)]
        + [(title, (f"Texten ”{document.title}”", "")), (person, (f"{PERSONS[1]} nämns", ""))],
        "held": changed(data.held, kind="topic", setting=f"without={MAILS[8]}", missing=(f"without={MAILS[9]}",)),
        "setting_texts": {f"without={MAILS[9]}": (f"utan källan {MAILS[9]}", f"without the source {MAILS[9]}")},
        "calibration": [
            (dataclasses.replace(row, sentence=MAILS[7]), (PHONES[9], MAILS[0])) for row, _ in data.calibration
        ],
        "too_few": [*changed(data.too_few, kind="topic", key="0", needed=PHONES[8]), (followed, (PERSONS[1], ""))],
        "drift": [(drift, ("Ordet ”bromark” kom.", "“bromark” came."))],
        "fates": changed(data.fates), "emerging": changed(data.emerging), "matters": changed(data.matters),
        "numbers_text": (MAILS[1], PHONES[1]), "examples": [*data.examples, sentence],
    }  # fmt: skip


@pytest.fixture
def planted(data):
    """The run with all thirty in every document: in titles, texts, names, topics, addresses and remarks."""
    contact = ", ".join((*MAILS, *PHONES, *NUMBERS))
    everything = f"{contact}, {', '.join(PERSONS)}"
    documents = [
        dataclasses.replace(
            d, title=f"Intervju: {PERSONS[0]} {MAILS[0]}", url=f"https://www.example.se/?till={MAILS[1]}",
            source=f"Bladet {PHONES[0]}",
            text=f"{d.text}\n\nEtt IOP, säger {everything}. Thelander, Åkerlind och Bromark väntar.\n{everything}",
        )
        for d in data.documents
    ]  # fmt: skip
    mentions = [
        *data.mentions,
        *(
            Mention(d.id, "PER", at, at + len(name), name, f"per:{number}", name, "ner", 0.9)
            for d in documents
            for number, name in enumerate(PERSONS)
            if (at := d.text.index(name)) >= 0
        ),
        *(
            Mention(d.id, "ORG", at, at + 20, d.text[at : at + 20], "org:fel", f"Jouren {MAILS[2]}", "ner", 0.4)
            for d in documents
            if (at := d.text.rindex(PHONES[1])) >= 0
        ),
    ]
    told = {"place": f"Hos {PERSONS[1]}, {PHONES[3]}", "idea_based_parties": (Party("", f"Jouren {MAILS[3]}"),)}
    return dataclasses.replace(
        data, documents=documents, mentions=mentions,
        partnerships=[dataclasses.replace(p, **told) for p in data.partnerships],
        readings=[dataclasses.replace(r, **told) for r in data.readings],
        entities=[dataclasses.replace(e, aliases=(MAILS[4], PHONES[2])) for e in data.entities],
        topics=[Topic("r1", 0, "thelander · vinst", ("thelander", "vinst", "bromark", MAILS[5]), 0.8)],
        issues=[Issue("add", "mapp", f"{MAILS[6]}.txt", "warning", f"{NUMBERS[0]} {PHONES[4]}")],
        **planted_findings(data, documents[0]), quality=[(PHONES[5], MAILS[8])],
        title=(f"Sida {PHONES[6]}", NUMBERS[1]),
        names={d.id: tuple(PERSONS) for d in documents}, version="1",
    )  # fmt: skip


def records(told):
    """The records without what they say."""
    return [record for record, _ in told]


def every_byte(folder):
    """Yield (name, bytes) of every file, and of everything inside workbooks."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                for name in book.namelist():
                    yield f"{path.name}/{name}", book.read(name)
        elif path.is_file() and path.name != "vega.js":
            yield path.name, path.read_bytes()


def test_nothing_planted_leaves(planted, extraction, tmp_path):
    tables = {
        "documents": planted.documents, "mentions": planted.mentions, "entities": planted.entities,
        "partnerships": planted.partnerships, "partnership_readings": planted.readings,
        "topics": planted.topics, "issues": planted.issues, "shifts": planted.shifts,
        "receipts": records(planted.receipts), "what_if": records(planted.held), "too_few": records(planted.too_few),
        "calibration": records(planted.calibration), "word_drift": records(planted.drift),
        "topic_examples": planted.examples, "topic_events": records(planted.fates),
    }  # fmt: skip
    write_tables(tmp_path / "tables", tables, texts=True, names=planted.names)
    build_explorer(tmp_path / "report", planted)
    document = planted.documents[0]
    own = dataclasses.replace(
        extraction, document=document, mentions=tuple(m for m in planted.mentions if m.document_id == document.id)
    )
    for form in LINE_FORMATS:
        write_lines(tmp_path / f"x.{form}", [own], form, names=planted.names)
    canaries = [*MAILS, *PHONES, *NUMBERS, *PERSONS, *PARTS, *(part.lower() for part in PARTS)]
    seen = 0
    for name, content in every_byte(tmp_path):
        text = content.decode("utf-8", "replace")
        seen += "[e-post]" in text
        found = [canary for canary in canaries if canary in text]
        assert not found, f"{name}: {found}"
    assert seen > 5


def test_a_name_inside_an_organisation_stays_and_the_person_does_not():
    text = "Kvinnojouren Moa får pengar. Moa och Lind är glada. Lind Omsorg AB och Bo Lind tackar Bo Linds Minnesfond."
    names = ("Kvinnojouren Moa", "Lind Omsorg AB", "Bo Linds Minnesfond")
    mentions = tuple(
        Mention("d", "ORG", text.index(name), text.index(name) + len(name), name, "org:x", name, "list:name", 1.0)
        for name in names
    )
    privacy = Privacy({"d": ("Moa", "Bo Lind"), "annan": ("Moa",)}, mentions)
    shown = (
        "Kvinnojouren Moa får pengar. [person] och [person] är glada. Lind Omsorg AB och [person] tackar Bo Linds "
        "Minnesfond."
    )
    assert privacy.clean(text, "d") == mask(text, privacy.masked_in("d")).text == shown
    assert privacy.clean("Kvinnojouren Moa och Moa", "annan") == "Kvinnojouren Moa och [person]"


def test_a_person_taken_for_an_organisation_stays_masked():
    guess = Mention("d", "ORG", 0, 20, "Intervju Bo Lindgren", "org:x", "Intervju Bo Lindgren", "model", 0.4)
    assert Privacy({"d": ("Bo Lindgren",)}, (guess,)).clean(guess.text, "d") == "Intervju [person]"
