"""Stories: whole, cut and edited copies belong together; articles on one subject do not."""

import random

from iopmine.stories import cluster
from iopmine.stories.marks import marks_of

ARTICLE = """Stadsmissionen får driva nattjouren i tre år till

Socialnämnden i Ekdala beslutade på tisdagen att förlänga överenskommelsen om nattjouren vid torget. Den nya perioden
börjar i januari och gäller i tre år, med möjlighet att ta om två till.

Jouren har haft öppet sedan hösten 2019 och tar emot upp till fjorton personer varje natt. Under det senaste året har
antalet besök stigit med en femtedel, och flera kvällar har personalen tvingats säga nej i dörren.

– Det värsta jag vet är att stänga framför någon som fryser, säger föreståndaren Malin Ask, som har arbetat där från
början och känner de flesta gästerna vid namn.

Kommunen lägger in lokalen och en halv tjänst, medan föreningen står för frivilliga, mat och sängkläder. En gång i
kvartalet träffas parterna för att gå igenom hur det har fungerat, och vad som behöver ändras inför nästa period.

Oppositionen röstade mot förslaget och ville hellre se en vanlig upphandling med fler sökande. Ordföranden svarade att
ingen annan hade hört av sig under de fyra år som gått.
"""
SAME_SUBJECT = """Nattjouren i Lindåsa flyttar till större lokaler

Efter sommaren får Lindåsas hemlösa ett nytt ställe att sova på. Huset vid stationen har stått tomt sedan posten
flyttade ut, och nu river frivilliga väggar och målar tak för att hinna klart till första frosten.

Tjugo sängar ryms på övervåningen, sex av dem i ett eget rum för kvinnor. På bottenplan blir det matsal, duschar och ett
litet kontor där socialtjänsten har mottagning på torsdagar.

– Vi har längtat efter en riktig disk, säger Karin Holm och skrattar åt de två kokplattor som hittills fått räcka till
soppan åt alla som kommer. Hon räknar med att behöva dubbelt så många händer i köket.

Räddningsmissionen betalar ombyggnaden med en insamling, och kommunen har lovat att stå för hyran till och med 2027.
"""
DEFINITION = (
    "\n\nIdéburet offentligt partnerskap är en samverkansform där en offentlig och en idéburen part löser en uppgift "
    "tillsammans. Den används när uppgiften inte kan upphandlas, när båda parter bidrar med resurser och när målet är "
    "att stärka det civila samhället på orten under lång tid.\n"
)


def story_ids(documents):
    return cluster.story_ids((document_id, day, marks_of(text)) for document_id, day, text in documents)


def story_of(*documents):
    """Return the story of each text, the first published first."""
    given = [(f"d{i}", f"2020-{1 + i // 28:02}-{1 + i % 28:02}", text) for i, text in enumerate(documents)]
    return list(story_ids(given).values())


def test_whole_truncated_and_edited_reprints_are_one_story():
    truncated = ARTICLE[: len(ARTICLE) // 3]
    edited = (
        ARTICLE.replace("Stadsmissionen får driva nattjouren i tre år till", "Tre nya år för jouren vid torget")
        .replace("Socialnämnden i Ekdala beslutade på tisdagen", "Politikerna i Ekdala sade i går ja till")
        .replace("Under det senaste året har\nantalet besök stigit med en femtedel, och flera", "Flera")
        .rsplit("Oppositionen", 1)[0]
        + "Beslutet kan överklagas inom tre veckor."
    )
    syndicated = "EKDALA/TT\n\n" + ARTICLE + "\n\nLäs mer:\nFler nyheter från Ekdala"
    assert story_of(ARTICLE, truncated, edited, syndicated) == ["s-d0"] * 4


def test_articles_on_one_subject_with_one_definition_stay_apart():
    assert story_of(ARTICLE + DEFINITION, SAME_SUBJECT + DEFINITION) == ["s-d0", "s-d1"]


def test_boilerplate_of_a_whole_site_joins_nothing():
    site = " ".join(f"menyord{i}" for i in range(60))
    draw = random.Random(1)
    pages = [" ".join(f"w{draw.randrange(5000)}" for _ in range(45)) + "\n" + site for _ in range(60)]
    assert len(set(story_of(*pages))) == 60


def test_a_much_reprinted_story_is_still_one():
    reprints = [ARTICLE + f"\n\nUtgåva nummer {i} från redaktion {i * 7} den {i} mars" for i in range(40)]
    cut = ARTICLE[:600]
    assert set(story_of(*reprints, cut)) == {"s-d0"}


def test_a_shared_quotation_is_no_reprint():
    quotation = "– Det värsta jag vet är att stänga framför någon som fryser, säger föreståndaren Malin Ask.\n\n"
    assert len(set(story_of(ARTICLE, quotation + SAME_SUBJECT))) == 2


def test_empty_and_short_texts():
    assert story_of("", "", "Kort notis", "Kort notis", "Annan notis") == ["s-d0", "s-d1", "s-d2", "s-d2", "s-d4"]
    assert story_ids([]) == {}


def test_story_is_named_after_its_earliest_member_and_undated_come_last():
    documents = [("a", None, ARTICLE), ("c", "2020-05", ARTICLE), ("b", "2020-05", ARTICLE[:900]), ("x", None, "Ny")]
    assert story_ids(documents) == {"a": "s-b", "b": "s-b", "c": "s-b", "x": "s-x"}


def test_order_does_not_matter():
    draw = random.Random(7)
    texts = [ARTICLE, ARTICLE[:700], ARTICLE[500:], SAME_SUBJECT, SAME_SUBJECT[:500], ARTICLE + SAME_SUBJECT, ""]
    documents = [(f"d{i}", None if i % 3 else "2020", text) for i, text in enumerate(texts)]
    expected = story_ids(documents)
    for _ in range(5):
        draw.shuffle(documents)
        assert story_ids(documents) == expected
        assert list(story_ids(documents)) == sorted(expected)
