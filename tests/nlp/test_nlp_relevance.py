"""Relevance and kind: what each pattern reads and leaves, reasons, passages that do not count, hostile text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.nlp import relevance
from iopmine.nlp.genre import MARKS, kind_of
from iopmine.nlp.relevance import FEATURES, Relevance, assess, is_subject
from iopmine.text.passages import passages

# Pattern → what it reads, and what it leaves.
PATTERNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "_SPELLED": (
        (
            "idéburet offentligt partnerskap", "ideburet offentligt partnerskap", "idéburna offentliga partnerskapen",
            "Ideellt-offentligt partnerskap", "idéburet o entligt partnerskap", "ideburet ofentligt partnerskap",
            "idéburet offent- ligt partnerskap", "IDÉBURET OFFENTLIGT\nPARTNERSKAP", "idéburet offentligt partnerskab",
            "partnerskap mellan det offentliga och den idéburna sektorn", "idea-based public partnership",
            "partnerskap mellan idéburna organisationer och kommunen",
        ),
        (
            "offentligt partnerskap", "offentlig-privat partnerskap", "registrerat partnerskap", "idéburen skola",
            "partnerskap mellan Sverige och Kenya", "den idéburna sektorn", "public private partnership",
        ),
    ),
    "_SHORT": (
        ("ett IOP", "IOP:er", "IOPer", "IOP:t", "IOP-et", "IOP-avtal", "IOPs", "(IOP)"),
        ("IOPQ", "iop", "BIOP", "IOP-test", "X-IOP", "IOP-linser", "IOPublishing"),
    ),
    "_AGREED": (
        ("tecknar IOP med jouren", "ett IOP", "IOP mellan staden och kyrkan", "fyra IOP:er", "IOP-avtal", "ingått IOP"),
        ("mäta IOP", "högt IOP", "IOP hos patienter", "IOP Publishing", "IOP-avdelning"),
    ),
    "_CIVIL": (("föreningar", "kvinnojouren", "civilsamhället"), ("företaget", "patienten", "redaktören")),
    "_PUBLIC": (("kommunens", "socialnämnden", "regionen", "fullmäktige"), ("patienten", "regionala", "bolaget")),
    "_PACT": (("avtalet", "partnerskapet", "parterna", "samverkan"), ("partiet", "avtalade", "patienten")),
    "_OTHER_MEANING": (
        ("ögontryck", "mmHg", "glaukom", "grön starr", "Institute of Physics", "interoperabilitet", "läsavtalet"),
        ("ögonblick", "i ögonhöjd", "fysisk aktivitet", "starr inställning", "publik"),
    ),
    "_PROFIT": (
        ("vinster i välfärden", "vinsttaket", "riskkapitalbolag"), ("vinsten för kommunen", "vinnare", "tak"),
    ),
    "_AGREEMENT": (("partnerskap", "avtalet", "överenskommelse"), ("avtagande", "partiet", "enighet")),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_each_pattern_reads_its_examples_and_leaves_the_others(name: str) -> None:
    pattern = getattr(relevance, name)
    read, left = PATTERNS[name]
    assert [text for text in read if not pattern.search(text)] == []
    assert [text for text in left if pattern.search(text)] == []
    assert len(read) >= 3
    assert len(left) >= 3


@pytest.mark.parametrize(
    "text",
    [
        "Ordlista\n\nIOP: interoperabilitet, att system kan utbyta information. Kommuner kan läsa mer på webben.",
        "Mätning av IOP\n\nRegionens ögonklinik mäter IOP med en tonometer. Föreningen för patienter är nöjd.",
        "Avtal\n\nUniversitetet har ett avtal med IOP Publishing. Fysiker får publicera utan avgift.",
        "Samverkan\n\nKommunen och föreningen samverkar om läxhjälp. Något partnerskap är det inte tal om.",
        "Protokoll\n\n§ 4 Föreningsbidrag. Hembygdsföreningen får 10 000 kronor av kommunen.",
    ],
)
def test_near_misses(text: str) -> None:
    assert not assess(text).relevant


@pytest.mark.parametrize(
    "text",
    [
        "Jouren\n\nKommunen tecknar ett IOP med jouren. Avtalet gäller i tre år.",
        "Budget\n\nSkolan går back. Nämnden räknar med ett IOP med Röda Korset nästa år. Taxan höjs.",
        "Tack\n\nTack till alla i IOP Träffpunkten, kommunen och föreningen.",
        "Syn\n\nSynskadades förening, som granskar ögonvården, har ett idéburet offentligt partnerskap med regionen.",
    ],
)
def test_however_briefly(text: str) -> None:
    assert assess(text).relevant


def test_reasons_add_up_and_are_named() -> None:
    found = assess("Ett IOP\n\nKommunen och föreningen ingår ett IOP. Avtalet är treårigt.")
    assert {reason.reason for reason in found.reasons} <= set(FEATURES)
    assert sum(reason.weight for reason in found.reasons) > 4
    assert assess("Snö\n\nDet snöar.").reasons == ()
    other = assess("Tryck\n\nIOP mäts av ögonläkare.")
    assert any(reason.weight < 0 for reason in other.reasons)


def test_relevance_goes_through_plain_data() -> None:
    found = assess("Ett IOP\n\nKommunen och föreningen ingår ett IOP.")
    assert Relevance.restored(found.plain()) == found


def test_the_topic_of_a_text_on_profits() -> None:
    profit = "Vinster i välfärden\n\nVinsttaket delar partierna. Riskkapitalet köper skolor."
    assert assess(profit).topic == "valfardsdebatt"
    assert assess(profit + " Ett idéburet offentligt partnerskap är ett annat sätt.").topic == "iop"
    assert assess("Väder\n\nDet regnar.").topic == "ovrigt"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Partnerskap klart\n\nNu är det klart.", True),
        ("Natten\n\nKommunen och Röda Korset ingår ett IOP om ett härbärge i hamnen.", True),
        ("Ny chef\n\nHon har lett ett sjukhus, ett museum och en skola i tjugo år. I Norrvik slöt hon ett IOP.", False),
        ("Bidrag\n\nAlla bidrag söks i mars och betalas ut i maj varje år. En förening har dessutom ett IOP.", False),
    ],
)
def test_subject_or_passing(text: str, subject: bool) -> None:
    assert is_subject(text) is subject


# Kind → heads and bodies that show it, and texts that only look like it.
KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "minutes": (
        (
            "Protokoll socialnämnden\n\n§ 12 Avtal. Justeras: Eva Ek.",
            "Tjänsteskrivelse\n\nDnr KS 2020/1. Beslutet skickas till föreningen.",
            "Kommunstyrelsen\n\n§ 3 Upprop. § 4 Budget. Yrkanden: bifall.",
        ),
        ("Nämnden sade ja\n\nNämnden röstade ja.", "Politik\n\nMotionen föll.", "Möte\n\nAlla var närvarande."),
    ),
    "opinion": (
        (
            "Debatt: Ge jouren ro\n\nDet räcker nu.",
            "INSÄNDARE\n\nTack för hjälpen.",
            "Slutreplik: Nej\n\nDet stämmer inte.",
        ),
        ("Debatten om vinster\n\nDen går vidare.", "Ledare utsedd\n\nHon börjar i maj.", "Opinionen svänger\n\nNu."),
    ),
    "press": (
        (
            "Nytt avtal\n\n2018-10-24 08:40Pressmeddelande\n\nAvtalet är klart.",
            "Pressinbjudan\n\nMedia är välkomna.",
            "Avtal\n\nDet är klart.\n\nPresskontakt: Eva Ek",
        ),
        ("Pressen ökar\n\nPå personalen.", "Möte med pressen\n\nHon svarade.", "Tryck\n\nEn äppelpress."),
    ),
    "report": (
        (
            "Rapport: fem år av partnerskap\n\nStudien bygger på intervjuer.",
            "Årsredovisning 2022\n\nResultatet blev gott.",
            "En översikt\n\nSammanfattning\nKapitel 2 och tabell 3 visar det.",
        ),
        ("Hon rapporterar\n\nFrån platsen.", "Reportage\n\nVi åkte dit.", "Studier\n\nHan pluggar."),
    ),
    "guide": (
        (
            "Vad är ett IOP?\n\nHär kan du läsa om formen.",
            "Så ansöker din förening\n\nFyll i blanketten.",
            "Checklista\n\nSteg 1: pröva om det är ett köp.",
        ),
        ("Guiden visade vägen\n\nTuristerna följde.", "Vad hände?\n\nIngen vet.", "Ansöker om ro\n\nBolaget faller."),
    ),
    "news": (
        ("Härbärget öppnar\n\nTolv sängar.", "Ja till avtal\n\nDet blev ja.", "Nej till bad\n\nDet blev nej."),
        ("Debatt: Öppna\n\nNu.", "Protokoll\n\n§ 1.", "Rapport\n\nKapitel 1."),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_has_marks_and_lookalikes(kind: str) -> None:
    shown, lookalikes = KINDS[kind]
    assert [kind_of(text) for text in shown] == [kind] * len(shown)
    assert kind not in [kind_of(text) for text in lookalikes]
    assert len(shown) >= 3
    assert len(lookalikes) >= 3


@pytest.mark.parametrize(
    ("box", "marked"),
    [
        ("Vad är IOP?\nEtt avtal där båda bidrar.", True),
        (
            "Fakta: Vad är ett idéburet offentligt partnerskap?\nEn form.\n• Bygger på tillit.\n• För flyktingar.",
            True,
        ),
        ("Vad är egentligen ett IOP? Ett avtal som har använts för flyktingar.", True),
        ("Bakgrund\nIdéburet offentligt partnerskap (IOP) är en modell för samverkan.", True),
        ("Om IOP\nEn modell från 2010.\nModellen har använts för EU-migranter.", True),
        ("Fotnot: Ett IOP är en samarbetsform mellan kommun och förening.", True),
        ("– IOP är en bra form för flyktingar, säger hon.", False),
        ("- IOP är en bra samverkansform för flyktingar, säger hon.", False),
        ("Fakta\nPartnerskapet drivs av Ekdala kommun och gäller flyktingar.", False),
        ("Vad är nästa steg? Flyktingar får hjälp.", False),
        ("Vad är IOP-gruppens mål? Flyktingar får hjälp.", False),
    ],
)
def test_the_definition_box_is_marked_and_nothing_else(box: str, marked: bool) -> None:
    text = f"Nytt härbärge\n\nStaden öppnar ett härbärge.\n\n{box}\n\nHärbärget öppnar i maj."
    found = [text[p.start : p.end] for p in passages(text) if p.kind == "definition"]
    assert found == ([box] if marked else [])


PIECES = st.sampled_from(
    ["IOP", "ett IOP med ", "idéburet ", "offentligt ", "partnerskap ", "Vad är IOP?\n", "Fakta:", "\n", "\n\n", "• ",
     "– ", "kommunen ", "§ 1 ", "Debatt: ", "ögontryck ", "(", ")", ". ", "Kontakt\n", "Läs mer\n", "säger ", "\x00",
     "é", "e\u0301"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_text_breaks_the_judgement(text: str) -> None:
    found = assess(text)
    assert 0.0 <= found.probability <= 1.0
    assert found.relevant or not found.main_subject
    last = 0
    for passage in passages(text):
        assert last <= passage.start < passage.end <= len(text)
        last = passage.end


def seconds(text: str) -> float:
    times = []
    for _ in range(3):
        start = time.process_time()
        assess(text)
        passages(text)
        for mark in MARKS:
            mark.pattern.search(text.lower())
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize(
    "piece",
    [
        "§ 12 Avtal om IOP med jouren. Justeras. ", "ord " * 20, "Vad är IOP?\n", "a", " ", "\n", "IOP ",
        "ögon" * 10 + " ", "för mer information " * 3, "idéburet offentligt ", "kontakta abc ", "• IOP är ",
        "partnerskap mellan idéburna ",
    ],
)  # fmt: skip
def test_eight_times_the_text_takes_about_eight_times_as_long(piece: str) -> None:
    short = piece * (20_000 // len(piece))
    # The square would be sixty-four times as slow.
    assert seconds(short * 8) <= 20 * seconds(short) + 0.02


@pytest.mark.parametrize("heading", ["Fakta IOP", "Fakta/IOP", "Faktaruta: idéburet offentligt partnerskap (IOP)"])
def test_a_fact_box_on_the_form_is_a_definition(heading: str) -> None:
    box = f"{heading}\n* En samverkansform för integration.\n* Finns även inom kvinnofrid."
    text = f"Läger i Ekdala\nKommunen har ett IOP.\n{box}\nLägret hålls i juni."
    (found,) = [p for p in passages(text) if p.kind == "definition"]
    assert text[found.start : found.end] == box
    assert not passages("Läger i Ekdala\nFakta om lägret\nDet hålls i juni.")
