"""Modality: an agreement is made, runs, ends, is wished for or refused."""

from __future__ import annotations

import pytest

from iopmine.nlp import status
from iopmine.nlp.money import amounts
from iopmine.nlp.periods import period, precision
from iopmine.nlp.stages import status_of


def whole(text: str) -> tuple[str, int, int]:
    return text, 0, len(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kommunen tecknar ett avtal med jouren.", "signed"),
        ("I går undertecknades överenskommelsen.", "signed"),
        ("Staden och stiftelsen skriver under på torsdag.", "signed"),
        ("Parterna satte sina namn under avtalet.", "signed"),
        ("Partnerskapet förlängs med två år.", "extended"),
        ("Avtalet förnyades i december.", "extended"),
        ("Kommunen säger upp avtalet.", "ended"),
        ("Avtalet sägs upp till sommaren.", "ended"),
        ("Partnerskapet upphör i maj.", "ended"),
        ("Samarbetet avslutas.", "ended"),
        ("Avtalet löper ut den 31 december.", "ended"),
        ("Domstolen förklarar avtalet ogiltigt.", "annulled"),
        ("Rätten river upp beslutet.", "annulled"),
        ("Arbetet pågår sedan 2019.", "running"),
        ("Avtalet gäller hela staden.", "running"),
        ("Mötet var välbesökt.", "unclear"),
    ],
)
def test_status(text: str, wanted: str) -> None:
    assert status_of(text, [(0, len(text))]).status == wanted


@pytest.mark.parametrize(
    ("text", "wanted", "words"),
    [
        # An invitation announces, a report of what was done does not.
        ("Media bjuds in när parterna undertecknar avtalet.", "planned", "Media bjuds in"),
        ("Pressinbjudan: staden skriver avtal med jouren.", "planned", "Pressinbjudan"),
        ("Alla barn bjuds in. Parterna undertecknar avtalet.", "signed", "undertecknar"),
        ("Media bjuds in till festen. Avtalet undertecknades i går.", "signed", "undertecknades"),
        # What concerns somebody is not an agreement in force.
        ("Jouren arbetar på den sida som gäller utövare.", "unclear", None),
        ("Avtalet som gäller utövare är litet.", "running", "Avtalet som gäller"),
        ("Dokumentet har rubriken Överenskommelse.", "unclear", None),
        ("Staden har en överenskommelse.", "running", "har en överenskommelse"),
        ("Staden har haft ett partnerskap.", "unclear", None),
        ("De har varit parter i ett IOP.", "unclear", None),
        ("De är parter i ett IOP.", "running", "är parter"),
        # An agreement expires on a day; work "går ut på" something.
        ("Fyra avtal går ut på samma dag.", "ended", "går ut"),
        ("Avtalet löper ut på nyårsafton.", "ended", "löper ut"),
        ("Arbetet går ut på att lyssna.", "unclear", None),
        ("Staden betalade avgift för sitt partnerskap.", "unclear", None),
        ("Staden får beröm för sitt partnerskap.", "running", "för sitt partnerskap"),
        ("Förvaltningen föreslår att avtalet förlängs.", "unclear", None),
        ("Nämnden meddelar att avtalet förlängs.", "extended", "förlängs"),
    ],
)
def test_the_words_of_a_status(text: str, wanted: str, words: str | None) -> None:
    found, span = status_of(text, [(0, len(text))])
    assert (found, text[slice(*span)] if span else None) == (wanted, words)


def test_what_undoes_an_agreement_outweighs_what_made_it() -> None:
    text = "Avtalet tecknades 2019. Nu upphör det."
    first = (0, text.index("Nu"))
    found, span = status_of(text, [first, (first[1], len(text))])
    assert found == "ended"
    assert span is not None
    assert text[slice(*span)].startswith("upphör")


@pytest.mark.parametrize(
    "text",
    [
        "Kommunen vill ingå ett partnerskap.",
        "Nämnden ska utreda frågan.",
        "En avsiktsförklaring har skrivits.",
        "I en motion föreslås ett IOP.",
        "Föreningen hoppas på ett avtal.",
        "Jouren ber nu staden om ett partnerskap.",
    ],
)
def test_wishes_conclude_nothing(text: str) -> None:
    assert status.is_wish(*whole(text))
    assert not status.concluded(*whole(text))


@pytest.mark.parametrize(
    "text",
    [
        "Kommunen ingår ett partnerskap.",
        "Nämnden beslutade i tisdags att teckna avtalet.",
        "Avtalet skrevs under i juni.",
        "De har slutit ett avtal.",
        "Tillsammans driver de ett härbärge.",
    ],
)
def test_finite_verbs_conclude(text: str) -> None:
    assert status.concluded(*whole(text))
    assert not status.is_wish(*whole(text))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Ska Ekdala kommun våga ingå ett partnerskap?", True),
        ("Kan kommunen ingå ett IOP med jouren?", True),
        ("Hur gick det när kommunen ingick ett partnerskap?", False),
        ("Ska man tro jouren ingår kommunen ett partnerskap.", False),
        ("Partnerskapet rör motion för äldre.", False),
    ],
)
def test_a_question_that_yes_or_no_would_answer_tells_nothing(text: str, asked: bool) -> None:
    assert status.is_hope(*whole(text)) is asked


@pytest.mark.parametrize(
    "text",
    ["Staden säger nej till ett IOP.", "Något IOP blev det inte.", "Motionen avslås.", "Det är inte ett partnerskap."],
)
def test_refusals(text: str) -> None:
    assert status.is_denied(*whole(text))


@pytest.mark.parametrize(
    ("text", "bought"),
    [
        ("Boendet upphandlas i vår.", True),
        ("Bolaget vann upphandlingen.", True),
        ("Föreningen får ett vanligt bidrag.", True),
        ("Det är ingen vanlig beställning.", False),
        ("Det är inte en upphandling av platser.", False),
        ("Parterna möts varje månad.", False),
    ],
)
def test_purchases_are_told_from_their_denial(text: str, bought: bool) -> None:
    assert status.is_purchase(*whole(text)) is bought


@pytest.mark.parametrize(
    ("text", "sek", "basis"),
    [
        ("Det rör sig om 1,3 miljoner i tre år.", 1_300_000, "total"),
        ("Summan är 1,3 mnkr årligen.", 1_300_000, "per_year"),
        ("Årligen betalas 500 000 kr ut.", 500_000, "per_year"),
        ("Bidraget är en och en halv miljon kronor per år.", 1_500_000, "per_year"),
        ("Föreningen får 425 000 kr per läsår.", 425_000, "per_year"),
        ("Ersättningen är 900 000 kr/år.", 900_000, "per_year"),
        ("Totalt 1,5 mnkr betalas ut.", 1_500_000, "total"),
        ("Hyran är 2\u00a0400\u00a0000 kronor.", 2_400_000, "unclear"),
    ],
)
def test_further_forms_of_money(text: str, sek: int, basis: str) -> None:
    assert [(a.sek, a.basis) for a in amounts(text)] == [(sek, basis)]


@pytest.mark.parametrize(
    "text",
    [
        "Kommunen får betala 5 miljoner kronor i upphandlingsskadeavgift.",
        "Bolaget omsätter 12 miljoner kronor.",
        "Skolan gick med 190 000 kronor i vinst.",
        "Det motsvarar 3 miljoner kronor per invånare.",
        "Avtalet gäller i fem år.",
        "Insamlingen gav 80 000 kronor.",
    ],
)
def test_other_money(text: str) -> None:
    assert not list(amounts(text))


@pytest.mark.parametrize(
    ("text", "start", "end", "duration"),
    [
        ("Avtalet löper under tre år.", None, None, 3.0),
        ("Läsåret 2022/23 ingår.", "2022", "2023", None),
        ("Det gäller 1 oktober – 31 december 2021.", "2021-10-01", "2021-12-31", None),
        ("Tiden är sept 2019 – sept 2021.", "2019-09", "2021-09", None),
        ("Det gäller till sista mars 2023.", None, "2023-03-31", None),
        ("Avtalet gäller fr.o.m. 2020 t.o.m. 2022.", "2020", "2022", None),
        ("Det sträcker sig i tre och ett halvt år.", None, None, 3.5),
        ("Föreningen finns sedan 1987.", None, None, None),
        ("I 25 år har jouren funnits.", None, None, None),
        ("Boken handlar om treåriga barn.", None, None, None),
        ("För tre år sedan var det tomt.", None, None, None),
        ("Utredningen SOU 2016:78 kom ut.", None, None, None),
        ("Satsningen finns i 2020 års budget.", None, None, None),
    ],
)
def test_further_forms_of_time(text: str, start: str | None, end: str | None, duration: float | None) -> None:
    found = period(text)
    assert (found.start, found.end, found.duration) == (start, end, duration)
    for _, first, last in found.spans:
        assert text[first:last].strip()


def test_a_day_that_no_month_has_is_no_day() -> None:
    found = period("Det gäller från den 31 juni 2020.")
    assert (found.start, precision(found.start)) == ("2020-06", "month")


@pytest.mark.parametrize(
    ("date", "wanted"), [("2018", "year"), ("2018-06", "month"), ("2018-06-07", "day"), (None, None)]
)
def test_precision(date: str | None, wanted: str | None) -> None:
    assert precision(date) == wanted
