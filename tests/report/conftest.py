"""A small invented run: six Swedish texts with everything that the report room has to show."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import pytest

from iopmine.records import (
    Account,
    AreaHit,
    Conflict,
    CountClaim,
    Document,
    Entity,
    Evidence,
    Extraction,
    FrameHit,
    Issue,
    Mention,
    Partnership,
    PartnershipReading,
    Party,
    Revision,
    Series,
    Share,
    Token,
    Topic,
)
from iopmine.report.views import Event, ReportData
from tests.report.findings import findings, topic_facts

TEXTS = {
    "a1-linden": (
        "Kvinnojouren Linden får tre år till\n\n12 mars 2018\n\n"
        "Ekdala kommun och Kvinnojouren Linden skriver under ett idéburet offentligt partnerskap om skyddat boende. "
        "Kommunen bidrar med 850 000 kronor per år.\n\n"
        "– Nu vet vi vad som gäller, säger Majken Thelander, ordförande i jouren. Thelander nås på 070-174 06 11 "
        "eller linden@example.org.\n"
    ),
    "a2-linden": (
        "Tre år till för jouren\n\nEkdala kommun och Kvinnojouren Linden skriver under ett idéburet offentligt "
        "partnerskap om skyddat boende.\n"
    ),
    "b1-vinst": (
        "Debatt: Vinsten hör inte hemma i välfärden\n\nRiskkapital har inget i omsorgen att göra. "
        "Ett vinsttak räcker inte, skriver företrädare för Stiftelsen Fyrbåken.\n"
    ),
    "c1-norrvik": (
        "Norrvikens stad vill ha fler partnerskap\n\nI Norrviken ska fler föreningar lockas att samverka. "
        "Stiftelsen Fyrbåken är en av dem som har anmält intresse.\n"
    ),
    "d1-odaterad": ("Vad är ett IOP?\n\nEn modell för samverkan där båda sidor bidrar.\n"),
    "e1-ukraina": (
        "Ekdala öppnar dörren för familjer från Ukraina\n\nStiftelsen Fyrbåken och Ekdala kommun delar på ansvaret "
        "för mottagandet.\n"
    ),
}
_ABOUT = {
    "a1-linden": ("2018-03-12", "s-a1", "retold", "https://www.example.se/linden"),
    "a2-linden": ("2018-03", "s-a1", "invented", "https://ekdalsposten.example/linden"),
    "b1-vinst": ("2017", "s-b1", "invented", "https://ekdalsposten.example/vinst"),
    "c1-norrvik": ("2019-09-02", "s-c1", "", "https://www.example.se/norrvik"),
    "d1-odaterad": (None, "", "", ""),
    "e1-ukraina": ("2022-04-01", "s-e1", "retold", "javascript:alert(1)"),
}
_ENTITIES = (
    Entity("kommun:9901", "ORG", "Ekdala kommun", "kommun", "offentlig", kommunkod="9901"),
    Entity(
        "org:linden", "ORG", "Kvinnojouren Linden", "idéburen förening", "ideburen", aliases=("Linden", "KJ Linden")
    ),
    Entity("org:fyrbaken", "ORG", "Stiftelsen Fyrbåken", "stiftelse", "ideburen"),
    Entity("ort:norrviken", "LOC", "Norrviken"),
    Entity("per:thelander", "PER", "Majken Thelander"),
)


def _document(key: str) -> Document:
    published, story, demo, url = _ABOUT[key]
    precision = {4: "year", 7: "month", 10: "day"}.get(len(published or ""))
    return Document(
        id=key, url=url, source="Ekdalsposten", kind="news", title=TEXTS[key].split("\n")[0], text=TEXTS[key],
        published=published, published_precision=precision, date_source="text" if published else None, modified=None,
        language="sv", relevance=0.91, iop_relevant=True, topic="iop", story_id=story, demo=demo, sha256="0" * 64,
    )  # fmt: skip


def _mentions() -> Iterator[Mention]:
    for key, text in TEXTS.items():
        for entity in _ENTITIES:
            start = text.find(entity.canonical)
            if start >= 0:
                end = start + len(entity.canonical)
                yield Mention(key, entity.label, start, end, text[start:end], entity.id, entity.canonical, "list", 1.0)


def _span(key: str, words: str) -> tuple[int, int]:
    start = TEXTS[key].index(words)
    return start, start + len(words)


def _reading(key: str) -> PartnershipReading:
    return PartnershipReading(
        document_id=key, public_parties=(Party("kommun:9901", "Ekdala kommun"),),
        idea_based_parties=(Party("org:linden", "Kvinnojouren Linden"),), areas=("vald.skyddat_boende",),
        place="Ekdala", status="signed", start="2018-03-12", end=None, precision="day", duration=3.0,
        amount_sek=850000, amount_basis="per_year", rule="verb",
        evidence=(
            Evidence("public_parties", *_span(key, "Ekdala kommun")), Evidence("status", *_span(key, "skriver under")),
        ),
    )  # fmt: skip


def _partnership(*keys: str) -> Partnership:
    """The row of the register that the readings of some documents make."""
    told = _reading(keys[0])
    return Partnership(
        id="iop:1", public_parties=told.public_parties, idea_based_parties=told.idea_based_parties, areas=told.areas,
        place=told.place, status=told.status, start=told.start, end=None, precision="day", duration=3.0,
        amount_sek=850000, amount_basis="per_year", documents=2, stories=1, score=0.95, reason="same amount",
        conflicts=(Conflict("amount_sek", (("850000 per_year", keys[:1]), ("900000 total", keys[1:]))),),
        readings=tuple(Account(key, 1, 0.95, "same amount") for key in keys),
    )  # fmt: skip


def _series() -> Iterator[Series]:
    for year, stories, documents, profit in (
        ("2017", 1, 1, 1.0),
        ("2018", 1, 2, 0.0),
        ("2019", 1, 1, 0.0),
        ("2022", 1, 1, 0.0),
    ):
        yield Series("documents", "", "all", "count", year, stories, None, None, documents, stories)
        yield Series("frame", "vinster", "all", "share", year, profit, profit / 5, 0.8, int(profit), int(profit))


@pytest.fixture
def data() -> ReportData:
    """Everything the explorer can show, small."""
    return ReportData(
        documents=[_document(key) for key in TEXTS],
        mentions=list(_mentions()),
        entities=list(_ENTITIES),
        areas=[
            AreaHit("a1-linden", "vald.skyddat_boende", *_span("a1-linden", "skyddat boende"), "skyddat boende", 0.9),
            AreaHit("a2-linden", "vald.skyddat_boende", *_span("a2-linden", "skyddat boende"), "skyddat boende", 0.8),
            AreaHit("e1-ukraina", "integration.ukraina", *_span("e1-ukraina", "Ukraina"), "Ukraina", 0.7),
        ],
        frames=[
            FrameHit("b1-vinst", "vinster", *_span("b1-vinst", "Riskkapital"), "riskkapital*", 0.6),
            FrameHit("b1-vinst", "vinster", *_span("b1-vinst", "vinsttak"), "vinsttak*", 0.9),
        ],
        partnerships=[_partnership("a1-linden", "a2-linden")],
        readings=[_reading("a1-linden"), _reading("a2-linden")],
        count_claims=[CountClaim("b1-vinst", "Forum", "partnerships", 60, "at_least", 0, 9, "2017")],
        topics=[Topic("r1", 0, "vinsttak · riskkapital", ("vinsttak", "riskkapital", "omsorg"), 0.83)],
        shares=[Share("r1", "b1-vinst", 0, 0.9), Share("r1", "c1-norrvik", 0, 0.1)],
        series=list(_series()),
        **findings(),
        **topic_facts(_span),
        issues=[Issue("add", "demo", "tom.pdf", "warning", "PDF utan text.")],
        area_labels={"vald.skyddat_boende": ("Skyddat boende", "Sheltered housing")},
        frame_labels={"vinster": ("Vinster i välfärden", "Profits in welfare")},
        events=[Event("2018-06-07", "day", ("Riksdagen röstar", "Parliament votes"), "https://www.example.se/r")],
        names={"a1-linden": ("Majken Thelander",)},
        quality=[("Namn: F1 0,91.", "Names: F1 0.91.")],
        version="iopmine 0.1.0",
    )


@pytest.fixture
def tables(data: ReportData) -> dict[str, list[object]]:
    """The same records as tables."""
    return {
        "documents": list(data.documents), "mentions": list(data.mentions), "entities": list(data.entities),
        "partnerships": list(data.partnerships), "partnership_readings": list(data.readings),
        "areas": list(data.areas), "frames": list(data.frames), "count_claims": list(data.count_claims),
        "topics": list(data.topics), "topic_shares": list(data.shares), "series": list(data.series),
        "shifts": list(data.shifts), "issues": list(data.issues),
        "receipts": [each for each, _ in data.receipts], "what_if": [each for each, _ in data.held],
        "calibration": [each for each, _ in data.calibration], "too_few": [each for each, _ in data.too_few],
        "word_drift": [each for each, _ in data.drift], "topic_numbers": list(data.numbers),
        "topic_matters": [each for each, _ in data.matters], "topic_examples": list(data.examples),
        "topic_events": [each for each, _ in data.fates], "emerging_topics": [each for each, _ in data.emerging],
        "revisions": [Revision("a1-linden", 1, "2026-01-01T09:00:00Z", "2026-02-01T09:00:00Z", 2, 1, 0.25)],
    }  # fmt: skip


@pytest.fixture
def extraction(data: ReportData) -> Extraction:
    """The first document with its tokens: words and punctuation marks, split by hand."""
    text = TEXTS["a1-linden"]
    tokens, start = [], 0
    for word in text.replace(".", " .").replace(",", " ,").split():
        start = text.index(word, start)
        tokens.append(Token("a1-linden", start, start + len(word), word.lower(), "PUNCT" if word in ".,–" else "NOUN"))
        start += len(word)

    def of_document(items: object) -> tuple[object, ...]:
        return tuple(item for item in items if item.document_id == "a1-linden")

    areas = (*of_document(data.areas), AreaHit("a1-linden", "vald.skyddat_boende", 0, 5, "title", 0.4))
    return Extraction(
        data.documents[0], of_document(data.mentions), _ENTITIES, areas, of_document(data.frames),
        of_document(data.readings), tuple(tokens),
    )  # fmt: skip


@pytest.fixture
def with_text(data: ReportData) -> Callable[[str], ReportData]:
    """Return the run with one string in every place where foreign text can stand."""

    def planted(hostile: str) -> ReportData:
        def changed(items: object, **values: object) -> list[object]:
            return [dataclasses.replace(item, **values) for item in items]

        def told(items: object, **values: object) -> list[object]:
            return [(dataclasses.replace(item, **values), (hostile, hostile)) for item, _ in items]

        documents = [
            dataclasses.replace(d, title=hostile, source=hostile, text=f"{hostile}\n\nEtt IOP. {d.text} {hostile}")
            for d in data.documents
        ]
        mentions = [dataclasses.replace(m, text=hostile, canonical=hostile, start=0, end=9) for m in data.mentions]
        readings = [
            dataclasses.replace(r, place=hostile, status=hostile, public_parties=(Party("", hostile),), evidence=())
            for r in data.readings
        ]
        partnerships = changed(data.partnerships, place=hostile, status=hostile, public_parties=(Party("", hostile),))
        return dataclasses.replace(
            data, documents=documents, mentions=mentions, partnerships=partnerships, readings=readings,
            entities=changed(data.entities, canonical=hostile, kind=hostile, side=hostile, aliases=(hostile,)),
            topics=changed(data.topics, label=hostile, terms=(hostile, hostile)),
            shifts=changed(data.shifts, evidence=hostile),
            shift_texts=dict.fromkeys(data.shift_texts, (hostile, hostile)),
            receipts=told(data.receipts, text=hostile), held=told(data.held), too_few=told(data.too_few),
            setting_texts=dict.fromkeys(data.setting_texts, (hostile, hostile)), calibration=told(data.calibration),
            drift=told(data.drift, word=hostile), fates=told(data.fates), emerging=told(data.emerging),
            matters=told(data.matters), numbers_text=(hostile, hostile),
            issues=changed(data.issues, message=hostile, url=hostile),
            area_labels={"vald.skyddat_boende": (hostile, hostile)}, frame_labels={"vinster": (hostile, hostile)},
            events=[dataclasses.replace(e, label=(hostile, hostile), url=hostile) for e in data.events],
            quality=[(hostile, hostile)], title=(hostile, hostile), about=(hostile, hostile), version=hostile,
        )  # fmt: skip

    return planted
