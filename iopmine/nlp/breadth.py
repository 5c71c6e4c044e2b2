"""Which terms say little on their own: words that a text uses whatever its frame or area.

A frame needs two of them, or one that is specific; an area's weigh less. The sets were drawn up by counting: words of
ordinary politics stand in at least 1.5 % of the interpellations of the Swedish parliament (1994-2024), words of the
field in most texts on IOP, whose very definition is a contrast with grants and procurement and a promise of mutual
contributions.
"""

from __future__ import annotations

BROAD_WEIGHT = 0.5
BROAD_AREA_WEIGHT = 0.8

_POLITICS = frozenset(
    """lagstift* långsiktig* långsiktigt kvalitet* kvaliteten effekter utvärder* utvärdering* uppfölj* forskning*
    forskare forskarna forskaren studien kostnadseffektiv* samhällsekonomisk* oberoende självständig* besparing*
    nedskär* underskott* sparar småföretag* småföretagar* företagarna upphandl* samverkan* samverka
    samverkar pandemi* pandemin permanent* stabilitet* fördubbl* spridning* sammanställning* lagförslag*
    innovativ* resiliens* konkurrens konkurrensen gränsdragning* juridiken tillåtet lagligt lagliga ettårig ettåriga
    kortsiktig* rättsfall* olaglig* kontinuitet* innovation innovationer eldsjälar folkrörelse*""".split()
) | frozenset(
    (
        "hur många", "runt om i landet", "allt fler kommuner", "fler kommuner", "ny lag", "särskild lag",
        "nya lösningar", "nya sätt", "i samverkan", "genom samverkan", "samverkan mellan", "inflytande över",
        "år för år", "lägga ned", "läggs ned", "läggas ned", "lagt ned", "sägs upp", "privata företag*",
        "privata aktörer", "svenskt näringsliv", "tidigt stöd", "tidiga insatser", "förebyggande insatser",
        "förebyggande arbete", "följer upp", "följs upp", "följas upp", "rapporten visar", "resultaten visar",
        "på lång sikt", "goda resultat", "kunskap och erfarenhet*", "erfarenhet* och kunskap*", "under pandemi*",
    )
)  # fmt: skip

_FIELD = frozenset(
    """tillit* samverkansmodell* samverkansform* samarbetsform* ömsesidig* mervärde* föreningsbidrag* verksamhetsbidrag*
    medfinansier* treårig* fyraårig* femårig* flerårig* tryggar detaljstyr* kammarkollegiet snedvrider
    """.split()
) | frozenset(
    (
        "båda parter bidrar", "båda sidor bidrar", "båda bidrar", "bidrar båda", "båda parter satsar",
        "båda parter lägger in", "alla parter lägger in", "styr tillsammans", "gemensamt ansvar",
        "gemensam styrgrupp", "gemensam* styrgrupp*", "delat ansvar", "delar + ansvar*", "dela + ansvar*",
        "beslut* + tillsammans", "tillsammans + lösa", "mellan sektorer", "sida vid sida", "går ihop", "gå samman",
        "går samman", "ingen beställare", "inte kund", "kommunen är inte kund", "inte leverantör*",
        "inte en leverantör", "köper inte", "vanligt bidrag", "tredje väg*", "tredje sektorn*", "treårigt avtal",
        "femårigt avtal", "på egen hand", "ideella krafter", "lång erfarenhet", "saknas en marknad", "saknas + marknad",
        "idéburna offentliga partnerskap", "tre partnerskap", "fyra partnerskap", "fem partnerskap", "sex partnerskap",
        "sju partnerskap", "åtta partnerskap", "nio partnerskap", "tio partnerskap", "elva partnerskap",
        "tolv partnerskap", "tretton partnerskap", "fjorton partnerskap", "femton partnerskap", "gått samman",
        "hand i hand", "ingen annons", "var och en bidrar",
    )
)  # fmt: skip


# What names the subject of a text, which its areas tell already: the debate needs a word more.
_SUBJECT = frozenset(
    """flyktingmottag* brottsförebygg* brottsförebyggande otrygghet* trygghetsskapande unizon =Roks jourernas
    mottagandet skyddsbehövande*""".split()
) | frozenset(("kriget i ukraina", "rysslands + invasion*", "hösten 2015"))

BROAD = _POLITICS | _FIELD | _SUBJECT


def frame_breadth(term: str) -> float:
    """Return the weight of a frame term: one half for words that stand nearly everywhere, one for the rest."""
    return BROAD_WEIGHT if term in BROAD else 1.0


# The area terms of ordinary politics, by the same count.
BROAD_AREA = frozenset(
    """arbetsmarknad* arbetslös* sysselsättning* ungdom* demokrati* kultur* idrott* sjukvård* vården rehabiliter*
    landsbygd* glesbygd* äldre* integration* flykting* asyl* asylsökande* invandrar* nyanländ* elever eleverna
    grundskol* diskriminer* beredskap* pandemi* kriminell* kriminella missbruk* fattigdom* jämställdhet""".split()
)


def area_breadth(term: str) -> float:
    """Return the weight of an area term: less for the words of ordinary politics, one for the rest."""
    return BROAD_AREA_WEIGHT if term in BROAD_AREA else 1.0
