"""The vocabulary that Swedish names are made of: heads, leads, appositions, and words that open no name.

Word classes rather than names: which words end the name of an association, which open one, which capitals at the
start of a sentence mean nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache


def either(words: str) -> str:
    """Return a group that matches one of the words, longest first (white space separates, ``_`` is a space)."""
    ranked = sorted(set(words.split()), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace("_", " ") for word in ranked) + ")"


# A capitalised word with its hyphenated parts. Possessive: a name never gives letters back, so that long runs of
# letters cost no more than they are long.
CAP = r"[A-ZÅÄÖÉÜ][\wåäöéü]*+(?:-[A-ZÅÄÖ]?[\wåäöéü]++)*+"
# A compound that must end in one of some words gives letters back.
STEM = r"[A-ZÅÄÖÉÜ][\wåäöéü]{0,40}"
# Names stay on one line: a heading or a table row must not run into the next one. Lists may cross (gazetteer).
SP = "[ \u00a0]"

# Closed word classes: with a capital at the start of a sentence they still belong to the sentence.
FUNCTION_WORDS = """
    Alla Allt Alltså Andra Annan Att Av Bakom Bara Bland Bredvid Bägge Båda Både De Dels Dem Den Denna Deras Dess
    Dessa Dessutom Det Detsamma Detta Din Där Därefter Därför Då Efter Eftersom Egna Eller En Endast Enligt Er
    Era Ett Exempelvis Fast Flera Fler Fram Framför Från För Före Förutom Genom Gentemot Han Hans Hela Hellre
    Hennes Hittills Hon Hos Hur Här I Ibland Idag Igår Imorgon Ingen Inga Inget Inklusive Inom Innan Inte Ja Jag
    Kanske Kring Likaså Liksom
    Man Med Medan Mellan Men Mer Mest Min Mina Minst Mitt Mot Många Ned Nej Ni Nu Nyligen När Nära Någon Något Några
    Nästan Och Också Ofta Om Omkring På Redan Runt Samma Samt Samtidigt Samtliga Sedan Sen Sin Sina Sitt Själva Skälet
    Snart Som Så Sådan Sådana Sällan Sämre Tidigare Till Tills Tillsammans Tre Trots Två Under Upp Ur Ut Utan Utanför
    Utom Utöver Vad Var Varav Vare Varför Varje Varken Vars Vem Vi Via Vid Vidare Vilka Vilken Vilket Visst Vår Våra
    Vårt Än Ändå Ännu Även Åt Återigen Över Överallt
    Blev Blir Bör Får Fick Finns Ge Gå Ha Hade Har Kan Kommer Läs Måste Se Ska Skulle Tack Vara Vill Visar Är
    Egentligen Fem Fyra Första Ideell Ideella Idéburen Idéburet Idéburna Liten Lokal Lokala Mindre Ny Nya Nytt Nästa
    Offentlig Offentliga Sex Sju Sista Små Stor Stora Större Svensk Ytterligare Vissa Åren År Året Åtta Övriga
    Bolaget Företaget Koncernen Organisationen Tidningen Magasinet Kommunen Regionen Staden
    Bakgrund Fakta Foto Fotograf IOP Källa Kontakt Publicerad Rubrik Text Uppdaterad
"""
# A title in capitals has the commonest of them in capitals.
NOT_FUNCTION = rf"(?!{either(FUNCTION_WORDS + 'OCH AV FÖR FRÅN HOS MED MOT PÅ TILL VID')}\b)"
# "Svenska" opens many names ("Svenska kyrkan"), but no municipality or region.
NOT_PLACE = rf"{NOT_FUNCTION}(?!(?:Svenska|Sveriges|Varje|Hemma|Kommunens|Regionens|Stadens)\b)"
NAME_START = rf"{NOT_FUNCTION}{CAP}"
PLACE = rf"{NOT_PLACE}{CAP}(?:{SP}{CAP})?"

# The last word of an association's name; it may be a compound ("Hembygdskrets", "bygdegårdsförening").
_IDEA_HEADS = """
    förening stiftelse mission diakoni församling pastorat folkhögskola jour krets klubb sällskap orkester samfund
    kooperativ fontänhus frivilligcentral diakonicentral frivilligcentrum byalag hembygdsgille nätverk akademi förbund
    scoutkår föreningsråd pensionärsråd vänner seniorer kör teater
"""
_IDEA_ENDINGS = tuple(head + ending for head in _IDEA_HEADS.split() for ending in ("", "en", "et", "n"))
_OTHER_ENDINGS = tuple(
    head + ending
    for head in ("kommission", "kommunförbund", "kommunalförbund", "samordningsförbund", "valkrets")
    for ending in ("", "en", "et")
)


@lru_cache(maxsize=50_000)
def is_idea_head(word: str) -> bool:
    """Tell whether a word may be the last of an association's name."""
    folded = word.casefold()
    return folded.endswith(_IDEA_ENDINGS) and not folded.endswith(_OTHER_ENDINGS)


# The first word, alone or as the end of a compound, before a name of its own: "Kvinnojouren Rosengrind".
IDEA_LEAD = (
    rf"(?:{STEM}"
    + either(
        """föreningen stiftelsen förbundet jouren kåren klubben nätverket centralen hjälpen stödet huset kooperativet
        mottagningen alliansen listan centrum gillet verket"""
    )
    # A phrase and its head: "God man-föreningen".
    + rf"|{CAP}{SP}[a-zåäö]{{2,20}}-"
    + either("föreningen stiftelsen förbundet nätverket kooperativet klubben hjälpen")
    + "|"
    + either(
        """Leader Föreningen Stiftelsen Förbundet Riksförbundet Nätverket Riksnätet Kvinno-_och_tjejjouren
        Stadsmissionen Räddningsmissionen Kooperativet Samfundet Byalaget Ideella_föreningen Ekonomiska_föreningen
        Diakonin Hjälporganisationen Föreningsrådet Församlingen Sällskapet Orkestern Teatern Koloniföreningen"""
    )
    + ")"
)
# Compounds with a capital that are names by themselves, inside a sentence.
IDEA_COMPOUND = (
    rf"{STEM}(?:(?<!kom)mission(?:en)?|"
    + either(
        """kyrkan hjälpen diakonin diakoni stiftelsen jouren samfundet föreningen förbundet kåren kretsen klubben gillet
        nätverket kooperativet vännerna fontänhuset konsortiet"""
    )
    + ")"
)
AUTHORITY_COMPOUND = (
    r"[A-ZÅÄÖ][a-zåäö]{3,40}(?<!nät)(?<!regel)(?<!hant)(?<!konst)(?<!ram)(?<!kraft)(?<!ommun)(?<!egion)(?<!tads)"
    + either("verket myndigheten inspektionen domstolen styrelsen ombudsmannen ämbetet departementet")
)
PARTY_COMPOUND = rf"{STEM}" + either("partiet listan demokraterna vänstern")
PAPER_COMPOUND = r"[A-ZÅÄÖ][a-zåäö]{3,40}" + either("posten tidningen kuriren bladet nytt")
# A lower-case word for the kind of body stands outside the name: "stiftelsen | Fryshuset".
IDEA_APPOSITION = r"\b[\wåäö]{0,40}?" + either(
    """föreningen stiftelsen organisationen kooperativet nätverket förbundet församlingen samfundet jouren byalaget
    klubben scoutkåren"""
)
FIRM_APPOSITION = r"\b[\wåäö]{0,40}?" + either("bolaget företaget koncernen kedjan")
MEDIA_APPOSITION = r"\b[\wåäö]{0,40}?" + either("tidningen nyhetsbyrån förlaget magasinet sajten")
MEDIA_HEAD = either("Tidning Tidningen Allehanda Nyheter Dagblad Dagbladet Posten Kuriren Bladet Eko Folkblad")
FIRM_HEAD = either(
    """AB Aktiebolag HB KB Holding Group Omsorg Assistans Bemanning Konsult Fastigheter Vårdgrupp Vårdgruppen Sparbank
    Bank Datasystem Data Förlag Bygg Kapital Invest Media Friskolor Vård Schakt Åkeri Måleri Transport Buss El Taxi
    Entreprenad Industri Snickeri Plåt"""
)
CLUB = either("IF IK BK SK FF FK IS AIK GIF GoIF BoIS HK IBK RK FC HC BTK OK SS GF IFK IBF HF SOK KFUM")
# Lower-case words inside a name are adjectives in -liga, -ska … or genitives: "Röda stugans vänförening".
INNER = (
    r"(?:(?!finns\b|minns\b|hans\b|dess\b)[a-zåäö]{2,30}(?:liga|iska|ska|iga|ella|ala|na|ns|ts)|&"
    r"|för[ \u00a0][a-zåäö]{3,30})"
)

# Words that make an English name: "Institute of Harbours", "Nordic Journal of Bees", "Baltic Seatech".
ENGLISH_HEAD = either(
    """Institute Institution University College School Society Association Foundation Federation Council Centre Journal
    Laboratory Laboratories Library Network Alliance Agency Committee Commission Publishing Press Publications
    International House Group Systems Solutions Medtech Biotech Tech Software Research Technologies Services
    Partners Ventures Consulting Pharma Health Care Energy"""
)

# Endings of Swedish place names.
PLACE_ENDING = re.compile(
    r"(?:torp|by|sta|ås|åsa|åsen|berg|berga|vik|sjö|köping|stad|holm|holmen|lund|näs|näset|ryd|fors|hamn|ö|ön|dal|dala"
    r"|dalen|bo|arp|hult|måla|borg|sund|sala|hed|åker|skog|skogen|tuna|vall|älv|ån|bruk|strand|viken|landa|boda|rum"
    r"|bäck|udden|höjden|berget|sjön|bygd|mark|stan|gård|ärna|unda|eryd|hälla|torpa)s?$"
)

# One word that by itself is a word, not a name, however it is written.
GENERIC = frozenset(
    """kvinnojouren kvinnojour tjejjouren brottsofferjouren stiftelsen föreningen förbundet missionen kommunen staden
    regionen domstolen myndigheten kyrkan verket stadsmission församlingen hyresgästföreningen lokaltidningen
    riksdagspartiet regeringspartiet oppositionspartiet domkyrkan styrelsen kommunstyrelsen regionstyrelsen jouren
    riksföreningen kretsen klubben nätverket departementet pastorat församling svenska_kyrkan""".split()
)
