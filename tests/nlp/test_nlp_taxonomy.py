"""Challenge areas and debate frames: evidence with its place, main subjects only."""

from __future__ import annotations

import time
from functools import cache

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from iopmine.lexicon import load
from iopmine.nlp import breadth
from iopmine.nlp.analysis import analyse, words
from iopmine.nlp.components.terms import layout_of
from iopmine.nlp.terms import MaskedTerms, TermIndex, unmasked
from iopmine.nlp.voices import Body, Voices, speaker
from iopmine.nlp.weighing import Bar, is_survey, most_specific, weigh
from tests.nlp.judging import extract, judges


def areas(text: str) -> set[str]:
    return {hit.id for hit in extract(text).areas}


def frames(text: str) -> set[str]:
    return {hit.id for hit in extract(text).frames}


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Nytt härbärge för hemlösa\n\nDe som sover ute får ett natthärbärge.", "hemloshet"),
        ("Stöd till våldsutsatta kvinnor\n\nKvinnojouren ordnar skyddat boende.", "vald"),
        ("Språkkafé för nyanlända\n\nFlyktingar får träna svenska.", "integration"),
        ("Mötesplats för demenssjuka\n\nAnhöriga till den som har demens får stöd.", "aldre.demens"),
    ],
)
def test_areas(text: str, area: str) -> None:
    assert any(found == area or found.startswith(f"{area}.") for found in areas(text)), areas(text)


@pytest.mark.parametrize(
    "text",
    [
        "Integrationstest\n\nEtt integrationstest av journalsystemet pågår.",
        "Protokoll\n\nBarn- och ungdomsnämnden sammanträdde.",
        "Protokoll\n\nDet beslutade äldrenämnden i tisdags.",
    ],
)
def test_names_of_boards_and_tests_are_no_areas(text: str) -> None:
    assert not areas(text)


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("Vinsttak\n\nVinster i välfärden och vinstuttag i skolan delar partierna.", "vinster"),
        ("Domen\n\nAvtalet var en otillåten direktupphandling enligt LOU.", "upphandling"),
        ("Valfrihet\n\nValfriheten hotas när privata utförare försvinner.", "valfrihet"),
    ],
)
def test_frames(text: str, frame: str) -> None:
    assert frame in frames(text)


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("Vinst\n\nDet är en vinst för samhället, en samhällsvinst.", "vinster"),
        ("Lov\n\nBarnen har lov på måndag.", "valfrihet"),
        ("Bredband\n\nEn utredning har gjorts om bredband.", "lagstiftning"),
    ],
)
def test_words_that_only_look_like_a_frame(text: str, frame: str) -> None:
    assert frame not in frames(text)


def test_every_hit_tells_its_term_and_its_place() -> None:
    extraction = extract("Nytt härbärge\n\nEtt natthärbärge öppnar för hemlösa.")
    assert extraction.areas
    for hit in extraction.areas:
        assert hit.rule.startswith("term:")
        assert hit.rule.rpartition("@")[2] in {"title", "near", "lead", "text"}
        assert 0 < hit.score <= 1


def test_terms_match_by_their_syntax() -> None:
    index = TermIndex([("a", "flykting*"), ("b", "=LOV"), ("c", "god man*"), ("d", "*stöd"), ("e", "antal* iop*")])
    text = "Flyktingar på lov enligt LOV. God mans föräldrastöd. Antalet IOP:er."
    assert [(hit.key, text[hit.start : hit.end]) for hit in index.find(words(text))] == [
        ("a", "Flyktingar"),
        ("b", "LOV"),
        ("c", "God mans"),
        ("d", "föräldrastöd"),
        ("e", "Antalet IOP"),
    ]


def test_a_near_miss_masks_its_own_key_only() -> None:
    tokens = words("Ett integrationstest.")
    hits = list(TermIndex([("a", "integration*"), ("b", "integration*")]).find(tokens))
    misses = TermIndex([("a", "integrationstest")]).find(tokens)
    assert [hit.key for hit in unmasked(hits, misses)] == ["b"]


def test_the_title_weighs_more_than_the_text_and_repetition_less() -> None:
    text = "Hemlösa\n\n" + "x " * 400 + "Skola. Skola."
    index = TermIndex([("a", "hemlös*"), ("b", "skola")])
    analysis = analyse(text)
    scores = {w.hit.key: w.score for w in weigh(index.find(analysis.words), layout_of(analysis), Bar(0.1))}
    assert scores["a"] > scores["b"]
    once = weigh(index.find(words("Rubrik\n\nskola")), layout_of(analyse("Rubrik\n\nskola")), Bar(0.1))
    assert scores["b"] < 2 * once[0].score


def test_only_what_weighs_a_share_of_the_heaviest_counts() -> None:
    text = "Hemlösa och hemlöshet\n\nHemlösa. Skola."
    index = TermIndex([("a", "hemlösa"), ("a", "hemlöshet"), ("b", "skola")])
    analysis = analyse(text)
    kept = {w.hit.key for w in weigh(index.find(analysis.words), layout_of(analysis), Bar(0.1, share=0.5))}
    assert kept == {"a"}


def test_a_survey_is_about_all_that_it_goes_through() -> None:
    listed = "Stadens partnerskap\n\nHärbärget drivs av en församling. " + "Ord. " * 150
    listed += "Vittnesstöd ges av en jour. Språkkafé hålls i biblioteket. Läxhjälp ges på torget. Ett fontänhus finns."
    assert areas(listed) >= {
        "hemloshet.harbarge",
        "brott.brottsoffer",
        "integration",
        "skola",
        "psykisk_halsa.fontanhus",
    }
    dwelt = listed.replace("Ord. ", "Natthärbärget har sängplatser åt hemlösa. ")
    assert areas(dwelt) == {"hemloshet.harbarge"}


def test_a_sub_area_is_no_area_of_its_own_in_a_survey() -> None:
    assert is_survey({"a": 1.0, "b": 1.0, "c": 1.0, "d": 1.0})
    assert not is_survey({"a": 1.0, "a.x": 1.0, "b": 1.0, "c": 1.0})
    assert not is_survey({"a": 9.0, "b": 1.0, "c": 1.0, "d": 1.0})
    assert not is_survey({})


def test_common_words_of_politics_weigh_less_than_words_of_the_area() -> None:
    rest = "Ord. " * 200
    assert areas(f"Mötet\n\n{rest}Vården diskuterades, liksom hospicet.") == {"vard"}
    assert areas(f"Mötet\n\n{rest}Vården diskuterades. Den är bra.") == set()
    assert breadth.area_breadth("vården") < breadth.area_breadth("hospice*") == 1.0


def test_the_sub_area_stands_for_its_area() -> None:
    assert most_specific({"vald": 3.0, "vald.heder": 2.5}, {"vald.heder": "vald"}) == ["vald.heder"]
    assert most_specific({"vald": 9.0, "vald.heder": 2.5}, {"vald.heder": "vald"}) == ["vald", "vald.heder"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vinster görs i skolan.", ["vinst* + skol*"]),
        ("Skolan ger ägarna utdelningar.", ["skol* + utdelning*"]),
        ("Vården ger vinst.", ["vård* + vinst*"]),
        ("Vinst och utdelning.", []),
        ("Skolan är stor. Vinsten är liten.", []),
    ],
)
def test_each_of_some_words_stands_near_each_of_others_in_either_order(text, found):
    index = TermIndex([("a", "vinst* | utdelning* <> skol* | vård*")])
    assert [hit.term for hit in index.find(words(text))] == found


def test_the_second_side_of_a_term_follows_in_the_same_sentence() -> None:
    index = TermIndex([("a", "begräns* + vinst*"), ("b", "jour* + läggs ned")])

    def found(text: str) -> list[str]:
        return [text[hit.start : hit.end] for hit in index.find(words(text))]

    assert found("Regeringen vill begränsa skolornas vinster nu.") == ["begränsa skolornas vinster"]
    assert found("Jouren i den lilla staden läggs ned.") == ["Jouren i den lilla staden läggs ned"]
    assert found("De vill begränsa. Vinster är något annat.") == []
    assert found("Begränsa ett två tre fyra fem sex sju vinster.") == []
    assert found("Förslag om att begränsa\n\nVinster är bra.") == []
    assert found("Vinster begränsas.") == []


def test_a_term_is_found_by_its_longest_word_at_its_first() -> None:
    text = "Inte i stället för bidrag, i stället."
    (hit,) = TermIndex([("a", "i stället för bidrag*")]).find(words(text))
    assert text[hit.start : hit.end] == "i stället för bidrag"
    assert TermIndex([("a", "i stället")]).find(words("Stället i stället")) != []
    assert TermIndex([("a", "på stället")]).find(words("Stället")) == []


LETTERS = st.text("aåbi ", min_size=1, max_size=4)


@given(st.lists(LETTERS, max_size=12).map(" ".join), st.lists(LETTERS.map(str.strip).filter(bool), max_size=5))
def test_terms_are_found_where_a_plain_search_finds_them(text: str, terms: list[str]) -> None:
    parts = [term.split() for term in terms]
    tokens = [word.folded for word in words(text)]
    wanted = {
        (" ".join(part), start)
        for part in parts
        for start in range(len(tokens) - len(part) + 1)
        if tokens[start : start + len(part)] == part
    }
    starts = {word.start: number for number, word in enumerate(words(text))}
    hits = TermIndex([("k", " ".join(part)) for part in parts]).find(words(text))
    assert {(hit.term, starts[hit.start]) for hit in hits} == wanted
    assert [hit.start for hit in hits] == sorted(hit.start for hit in hits)


def test_near_misses_mask_in_the_same_pass() -> None:
    found = MaskedTerms([("a", "integration*"), ("b", "integration*")], [("a", "integrationstest")])
    assert [(hit.key, hit.term) for hit in found.find(words("Ett integrationstest om integration."))] == [
        ("b", "integration*"),
        ("a", "integration*"),
        ("b", "integration*"),
    ]


def test_broad_terms_are_terms_of_the_lexicon() -> None:
    indicators = {term for frame in load().frames for term in frame.indicators}
    assert indicators >= breadth.BROAD
    assert len(breadth.BROAD) < len(indicators) / 4


def test_broad_area_terms_are_terms_of_the_lexicon() -> None:
    assert {term for area in load().areas for term in area.triggers} >= breadth.BROAD_AREA


def test_of_two_patterns_of_one_word_the_specific_one_is_the_evidence() -> None:
    extraction = extract("Domen\n\nKommunen ska betala upphandlingsskadeavgift.")
    assert {hit.rule for hit in extraction.frames if hit.id == "upphandling"} == {"term:upphandlingsskadeavgift*@lead"}


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("Tåget\n\nMind the gap, står det på perrongen. Mind the gap, ropar föraren.", "psykisk_halsa.suicid"),
        ("Staden\n\nFolkets hus har fått nytt tak. Folkets hus ska målas.", "kultur_fritid.motesplats"),
        ("KRIS I HAMNEN\n\nKRIS I HAMNEN efter stormen.", "brott.avhoppare"),
    ],
)
def test_words_that_only_look_like_an_area(text: str, unwanted: str) -> None:
    assert unwanted not in areas(text)


@pytest.mark.parametrize(
    "words_of_every_text",
    [
        "Samverkan, samverkan och åter samverkan med alla.",
        "Kvaliteten på dialogen. Kvaliteten igen. Kvaliteten till sist.",
        "Avtalet är treårigt. Treårigt, säger hon, treårigt.",
    ],
)
def test_a_broad_word_again_and_again_frames_nothing(words_of_every_text: str) -> None:
    assert frames(f"Mötet\n\n{words_of_every_text}") == set()


def test_a_guide_is_about_what_it_defines_a_news_article_is_not() -> None:
    definition = "Ett IOP är en samverkansform som varken är ett bidrag eller en upphandling.\n"
    guide = f"Riktlinjer för partnerskap\n\n{definition}\nFyll i blanketten. Tänk på att handläggaren behöver tid."
    news = f"Nytt härbärge\n\nEtt natthärbärge öppnar.\n\n{definition}"
    assert "bidragstekniken" in frames(guide)
    assert "bidragstekniken" not in frames(news)


def test_one_broad_term_frames_nothing_two_do() -> None:
    rest = "Ord. " * 200
    assert frames(f"Mötet\n\nKaffet var gott och kvaliteten diskuterades. {rest}") == set()
    assert "kvalitet" in frames(f"Mötet\n\nKvaliteten prövas när forskare utvärderar arbetet. {rest}")


def test_a_text_of_one_line_has_no_title() -> None:
    assert {hit.rule.rpartition("@")[2] for hit in extract("Ett natthärbärge öppnar.").areas} == {"lead"}


def test_what_stands_in_the_definition_box_is_no_area_and_no_frame() -> None:
    box = "\n\nVad är IOP?\nEn form som har prövats för flyktingar och mot otillåten direktupphandling."
    text = "Härbärge öppnar\n\nEtt natthärbärge öppnar för hemlösa."
    assert areas(text + box) == areas(text)
    assert frames(text + box) == frames(text)


def test_one_word_may_be_evidence_twice_with_rules_of_its_own() -> None:
    extraction = extract("Flyktingmottagandet\n\nFlyktingmottagandet i kommunen växer efter flyktingkrisen.")
    area = {hit.rule for hit in extraction.areas}
    frame = {hit.rule for hit in extraction.frames}
    assert area
    assert frame
    assert all("flyktingmottag" in rule or "flykting" in rule for rule in area | frame)
    scores = {hit.id: {other.score for other in extraction.areas if other.id == hit.id} for hit in extraction.areas}
    assert all(len(found) == 1 for found in scores.values()), "all evidence of an area carries the area's score"


def test_damaged_and_foreign_text() -> None:
    lost = "Natthärbärget\n\nKommunen och organisa- tionerna öppnar ett natthär\u00adbärge för hem\u00adlösa i era hus."
    assert "hemloshet.harbarge" in areas(lost)
    assert areas("Natthjem\n\nKommunen og Kirkens Bymisjon har inngått en avtale om drift av et botilbud.") == set()
    assert frames("Budget\n\nThe municipality has signed an agreement with the shelter for three years.") == set()
    assert areas("") == set()


VOICES = [
    ("Partnerskapen tränger undan småföretagen, varnar Almega.", "Almega"),
    ("Almega varnar för att företag trängs undan.", "Almega"),
    ("Famnas generalsekreterare säger nej till taket.", "Famna"),
    ("– Taket är fel, säger Karin Ek, ordförande för Unizon.", "Unizon"),
    ("Enligt Konkurrensverket var det en upphandling.", "Konkurrensverket"),
    ("– Vi vill ha ett tak, säger Per Lind (V).", "org:v"),
    ("Per Lind (V) menar att taket behövs.", "org:v"),
    ("Per Lind (V), ordförande i nämnden, varnar för bolagen.", "org:v"),
    ("– Det räcker inte, säger Karin Ek som är projektledare för Unizon.", "Unizon"),
    ("Famna skriver att lagen behövs.", "Famna"),
]
NO_VOICES = [
    ("Avtalet med Almega gäller i tre år.", "Almega"),
    ("Hon säger att Almega har fel.", "Almega"),
    ("Enligt avtalet ska kommunen betala Famna.", "Famna"),
    ("Per Lind (V) gick hem.", ""),
    ("– Det är en god lösning, säger hon.", ""),
    ("Famna har ny lokal. Rektorn säger nej.", "Famna"),
    ("Staden säger upp avtalet med Famna.", "Famna"),
    ("Famna säger upp avtalet.", "Famna"),
    ("Famna skriver avtal med staden.", "Famna"),
    ("Famna skriver under i dag.", "Famna"),
    ("Rätten går på samma linje som Konkurrensverket och anser att avtalet var ett köp.", "Konkurrensverket"),
    ("Partnerskap är vanligare än du tror enligt en rapport av Famna.", "Famna"),
    ("Det är rätt, anser vi och hälsar till Famna.", "Famna"),
    ("Per Lind (V) gick hem och nämnden menar något annat.", ""),
]


def _voice(text: str, name: str) -> str:
    at = text.find(name) if name and not name.startswith("org:") else -1
    bodies = [Body(at, at + len(name), name)] if at >= 0 else []
    end = text.find(". ") + 1 or len(text)
    spans = [(0, end)] if end == len(text) else [(0, end), (end + 1, len(text))]
    found = [speaker(text, span, [b for b in bodies if span[0] <= b.start < span[1]], {"V": "org:v"}) for span in spans]
    return next((who for who in found if who), "")


@pytest.mark.parametrize(("text", "who"), VOICES)
def test_who_says_it(text: str, who: str) -> None:
    assert _voice(text, who) == who


@pytest.mark.parametrize(("text", "named"), NO_VOICES)
def test_who_is_named_does_not_always_speak(text: str, named: str) -> None:
    assert _voice(text, named) == ""


def _voices(text: str, *names: str) -> Voices:
    bodies = sorted(Body(at, at + len(name), name) for name in names if (at := text.find(name)) >= 0)
    return Voices(text, analyse(text).sentences, bodies, {"V": "org:v"})


def test_a_person_speaks_for_the_body_she_was_introduced_with() -> None:
    text = "– Nej, säger Karin Ek, ordförande för Unizon.\n\n– Taket är fel, säger Karin Ek.\n\nEva Lind säger ja."
    voices = _voices(text, "Unizon")
    assert voices.at(text.index("Taket")) == "Unizon"
    assert voices.at(text.index("Eva Lind")) == ""


def test_a_person_of_two_bodies_speaks_for_neither() -> None:
    text = "– Nej, säger Karin Ek, Unizon.\n\n– Ja, säger Karin Ek, Famna.\n\n– Taket är fel, säger Karin Ek."
    assert _voices(text, "Unizon", "Famna").at(text.index("Taket")) == ""


def test_a_quotation_under_a_dash_is_one_persons_words_a_paragraph_is_not() -> None:
    told = "Vinsttaket är fel. Det hotar oss, säger Karin Ek, ordförande för Unizon."
    quoted = f"– {told}"
    assert _voices(quoted, "Unizon").at(quoted.index("Vinsttaket")) == "Unizon"
    assert _voices(told, "Unizon").at(told.index("Vinsttaket")) == ""
    apart = f"– Vinsttaket är fel.\n\n{quoted}"
    assert _voices(apart, "Unizon").at(apart.index("Vinsttaket")) == ""


def test_a_frame_knows_who_speaks() -> None:
    doc = judges()("Vinsttak\n\nVinsttaket hotar valfriheten, varnar Svenskt Näringsliv. Vinsttaket dröjer.")
    spoken = {span.text: span._.speaker for span in doc.spans["frames"] if span.start_char > 10}
    assert spoken["valfriheten"] == "org:svenskt-naringsliv"
    last = [span for span in doc.spans["frames"] if span.text == "Vinsttaket"][-1]
    assert last._.speaker == ""


@cache
def alone() -> Language:
    """The components of this room without names, which cannot go through bytes."""
    nlp = spacy.blank("sv")
    for name in ("iop_areas", "iop_frames", "iop_relevance"):
        nlp.add_pipe(name)
    return nlp


TEXTS = (
    "Härbärget\n\nKommunen tecknar ett IOP med Stadsmissionen om ett natthärbärge för hemlösa.",
    "Flyktingar\n\nVinster i välfärden och vinsttak, flyktingmottagande och flyktingkris.",
)


def judged(doc: Doc) -> list[object]:
    spans = [
        (group, s.label_, s.text, s._.rule, s._.score, tuple(s._.offsets))
        for group in ("areas", "frames")
        for s in doc.spans[group]
    ]
    return [*spans, doc._.iop_relevance]


def test_what_the_components_set_survives_bytes_and_processes() -> None:
    docs = list(alone().pipe(TEXTS))
    assert docs[0]._.iop_relevance.relevant
    assert docs[1].spans["frames"]
    restored = [Doc(alone().vocab).from_bytes(doc.to_bytes()) for doc in docs]
    assert [judged(doc) for doc in restored] == [judged(doc) for doc in docs]
    apart = list(alone().pipe(TEXTS, n_process=2))
    assert [judged(doc) for doc in apart] == [judged(doc) for doc in docs]


def test_the_components_say_what_they_read_and_set() -> None:
    assert judges().analyze_pipes(keys=["requires", "assigns"])["problems"]["iop_relevance"] == []
    meta = {name: Language.get_factory_meta(name) for name in ("iop_areas", "iop_frames", "iop_relevance")}
    assert meta["iop_areas"].assigns == meta["iop_frames"].assigns == ["doc.spans"]
    assert meta["iop_relevance"].assigns == ["doc._.iop_relevance"]


def _seconds(text: str) -> float:
    times = []
    for _ in range(2):
        doc = alone().make_doc(text)
        start = time.process_time()
        for name in ("iop_areas", "iop_frames", "iop_relevance"):
            alone().get_pipe(name)(doc)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize(
    "piece",
    [
        "§ 12 Nämnden beslutar om avtal med kvinnojouren och härbärget. Det är ingen upphandling, säger Famna.\n\n",
        "utan punkt och utan slut går texten om vinster i välfärden och om flyktingar vidare ",
        "begränsa inte partnerskap upphandling bidrag vinster ",
        "– Vinsttaket är fel. Vinster i välfärden hotar oss, säger Karin Ek (V), ordförande för Famna, och menar det. ",
    ],
)
def test_two_hundred_pages_take_no_more_per_word(piece: str) -> None:
    page = piece * (25_000 // len(piece))
    # The square would be sixteen times as slow.
    assert _seconds(page * 4) <= 7 * _seconds(page)


NEWS = """Nytt partnerskap ger stöd till föräldrar i Norrvik

Norrviks kommun och Rädda Barnen inleder ett idéburet offentligt partnerskap för att stärka barn och unga i Backa.
Genom samverkan mellan kommunen och civilsamhället ska fler familjer få stöd tidigt.

– Vi når inte alla på egen hand, säger Eva Lind (S), ordförande i socialnämnden.

Partnerskapet löper över tre år, vilket ger verksamheten långsiktighet och trygghet.

Om idéburet offentligt partnerskap
Ett IOP är en samverkansform som har använts för flyktingar, i upphandlingens ställe och mot mäns våld mot kvinnor.
"""
OPINION = """Debatt: Låt de idéburna vara mer än leverantörer

När vården upphandlas vinner lägst pris. Ett idéburet offentligt partnerskap gör oss till jämbördiga parter.

Överskottet går tillbaka till verksamheten för människor i hemlöshet. Men rättsläget är oklart, och en lag som gör det
tydligt behövs.
"""
MINUTES = """Protokoll socialnämnden 2022-05-17

§ 51 Information från förvaltningen
Informationen läggs till handlingarna.

§ 52 Förlängning av IOP med kvinnojouren
Jouren erbjuder skyddat boende till den som utsatts för våld i nära relation.

Justeras: Nils Ek
"""


@pytest.mark.parametrize(
    ("text", "kind", "wanted_areas", "wanted_frames", "unwanted"),
    [
        (NEWS, "news", {"barn_unga"}, {"tillit", "langsiktighet"}, {"integration", "vald", "upphandling"}),
        (OPINION, "opinion", {"hemloshet"}, {"upphandling", "likvardig", "lagstiftning"}, {"valfrihet", "flykting"}),
        (MINUTES, "minutes", {"vald.skyddat_boende"}, set(), {"kvinnojourer", "lagstiftning"}),
    ],
)
def test_whole_pages(text: str, kind: str, wanted_areas: set[str], wanted_frames: set[str], unwanted: set[str]) -> None:
    extraction = extract(text)
    assert extraction.document.kind == kind
    assert extraction.document.iop_relevant
    found_areas, found_frames = {hit.id for hit in extraction.areas}, {hit.id for hit in extraction.frames}
    assert wanted_areas <= found_areas
    assert wanted_frames <= found_frames
    assert not unwanted & (found_areas | found_frames)
