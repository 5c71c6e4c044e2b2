"""The closed word classes of Swedish, as any grammar lists them, and the lemmas of their inflected members.

Training texts are too small to show every pronoun or conjunction; a word that is listed is read like its kin. The
lemmas follow the Swedish treebanks of Universal Dependencies: ``mitt`` belongs to ``jag``.
"""

from __future__ import annotations

from typing import Final

_CLASSES: Final = {
    "pers": "jag du han hon hen den det vi ni de dom man mig dig honom henne oss er dem sig en",
    "poss": """min mitt mina din ditt dina sin sitt sina vår vårt våra er ert era hans hennes hens dess deras ens
        varandras""",
    "dem": """den det de denna detta dessa denne sådan sådant sådana sån sånt såna dylik dylika densamma detsamma
        desamma""",
    "indef": """någon något några nån nåt nåra ingen inget inga annan annat andra varje var vart varenda vartenda
        all allt alla båda bägge somlig somliga samtliga viss visst vissa flera fler flest flesta många mången
        mycket lite litet få färre ingenting någonting allting envar varsin varsitt endera ettdera""",
    "rel": "som vilken vilket vilka vars vad vem vems hurdan hurudan",
    "recip": "varandra varann varandras",
    "art": "en ett den det de",
    "prep": """i på av för med till från om vid under över mellan hos mot efter före enligt genom utan utom inom
        bland kring runt längs bakom framför bredvid ovanför nedanför åt ur kontra via per trots angående beträffande
        gällande rörande visavi bortom hitom inför inklusive exklusive förutom intill invid jämte medelst oavsett
        omkring sedan tack utanför utmed utöver uppför nerför nedför utefter innanför undan à alltsedan""",
    "conj": "och eller men samt utan ty för så såväl både antingen varken dels respektive plus minus men fast",
    "subj": """att om när då eftersom medan innan sedan fast fastän ifall såvida såvitt huruvida därför emedan
        försåvitt ehuru tills än som så ju förrän likaväl""",
    "neg": "inte ej icke aldrig knappast varken",
    "inf": "att",
    "aux": """är var vara varit ha har hade haft bli blir blev blivit skall ska skulle skola kan kunde kunna kunnat
        må måtte måste får fick få fått vill ville vilja velat bör borde böra bort lär torde brukar brukade kommer
        behöver tör""",
    "num": """noll två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton
        tjugo trettio fyrtio femtio sextio sjuttio åttio nittio hundra tusen ett en miljon miljoner miljard
        miljarder""",
    "ord": """första förste andra andre tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte
        trettonde fjortonde femtonde tjugonde sista siste""",
    "when": """nu då sedan redan ännu alltid aldrig ofta ibland sällan snart nyss igen åter fortfarande förr
        numera idag igår imorgon därefter dessförinnan alltjämt nyligen hittills länge när strax genast tidigt""",
    "where": """här där hit dit var vart varifrån därifrån härifrån hem hemma bort borta ut ute in inne upp uppe ner
        nere ned fram framme tillbaka överallt någonstans ingenstans utomlands utåt inåt framåt bakåt uppåt nedåt""",
    "how": """så hur varför därför sålunda alltså således dock ändå också även bara endast blott enbart kanske
        nog väl ju visst faktiskt åtminstone dessutom däremot emellertid annars nästan ganska mycket lite alltför
        väldigt rätt tämligen särskilt framför ungefär cirka ca jämförelsevis snarare minst mest mer mera mindre
        bl.a. t.ex. m.m. osv. etc. dvs. resp. f.n. o.s.v. d.v.s. bl a t ex""",
    "there": """därmed därav däri därtill därigenom därför därom därvid härmed härav häri härtill härigenom varmed
        varav vari vartill varigenom varvid varpå därpå därunder därmot därifrån""",
    "intj": "ja nej jo jaha jasså nja hej tack adjö ack o å åh usch aj hurra fy oj nå tjo",
    "sym": "- – — / & % + = § * @ # < > × ° $ € £",
}

_LEMMAS: Final = {
    "jag": "mig min mitt mina",
    "du": "dig din ditt dina",
    "han": "honom hans",
    "hon": "henne hennes",
    "hen": "hens",
    "vi": "oss",
    "ni": "ert era",
    "de": "dem dom",
    "någon": "något några nån nåt nåra",
    "ingen": "inget inga",
    "sådan": "sådant sådana sån sånt såna",
    "vilken": "vilket vilka",
    "denna": "detta dessa denne",
    "annan": "annat",
    "varandra": "varandras varann",
}


def _inverted(table: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, words in table.items():
        for word in words.split():
            found.setdefault(word, []).append(name)
    return {word: tuple(dict.fromkeys(names)) for word, names in found.items()}


CLASSES: Final = _inverted(_CLASSES)
"""The classes of each folded word."""

LEMMAS: Final = {word: names[0] for word, names in _inverted(_LEMMAS).items()}
"""The lemmas of inflected pronouns and determiners, where the treebanks agree."""
