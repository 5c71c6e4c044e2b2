# ruff: noqa: E501 - a page or a row of a table on a line
"""Article pages in the form of the platforms that Swedish organisations publish on, with all that surrounds a text.

Comments mark where the article's own parts go; every other word of a template is furniture.
"""

from __future__ import annotations

TITLE = "Kommunen och Föreningen Måsen öppnar ett hus för unga"
LONG = (
    "Ekdala kommun och Föreningen Måsen har skrivit under ett idéburet offentligt partnerskap som gäller i fyra år.",
    "Huset vid hamnen öppnar i maj och tar emot ungdomar mellan tretton och nitton år, sex kvällar i veckan.",
    "– Vi har väntat länge på det här, säger föreståndaren och visar den nymålade salen på andra våningen.",
    "Kommunen lägger in 900 000 kronor om året, föreningen står för personal och för de frivilliga ledarna.",
    "En styrgrupp med lika många från varje sida följer arbetet och lämnar en rapport till nämnden varje höst.",
)
SHORT = ("Ett partnerskap, IOP, gör att nattjouren i Ekdala kan ha öppet hela sommaren.",)


def page(name: str, paragraphs: tuple[str, ...] = LONG, *, when: str = "", end: str = "", head: str = "") -> str:
    """Return an article on a platform; ``when`` stands where the platform prints its date, ``end`` after the text."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    filled = TEMPLATES[name]
    slots = {"title": TITLE, "when": when, "body": body, "end": end, "head": head}
    for slot, content in slots.items():
        filled = filled.replace(f"<!--{slot}-->", content)
    return f"<!doctype html><html lang=sv>{filled}</html>"


def _framed(menu: str, main: str, foot: str) -> str:
    return f"<head><meta charset=utf-8><title><!--title--></title><!--head--></head><body>{menu}\n{main}\n{foot}</body>"


_MENU = (
    "<nav><ul><li><a href=/a>Start</a><li><a href=/b>Barn och utbildning</a><li><a href=/c>Omsorg och stöd</a>"
    "<li><a href=/d>Uppleva och göra</a></ul></nav>"
)
_LINKS = (
    "<ul><li><a href=/n/1>Nytt avtal om föreningsbidrag</a></li><li><a href=/n/2>Så röstade fullmäktige</a></li>"
    "<li><a href=/n/3>Bron stängs i tre veckor</a></li></ul>"
)

TEMPLATES: dict[str, str] = {
    "forum": _framed(
        "<div id=top><a href=/>Forum</a><a href=/om>Om oss</a><a href=/medlem>Bli medlem</a></div>",
        "<div id=content><h1><!--title--></h1><p>Foto: Lisa Ekman Berg</p><!--when--><div class=text><!--body--></div>"
        "<p>Text av: Lisa Ekman Berg</p><!--end--><p>Avdelning: Nyheter Ämne: Samverkan, IOP</p></div>",
        "<div id=foot>Forum för föreningar, Storgatan 1</div>",
    ),
    "mynewsdesk": _framed(
        "<a href=#c>Gå direkt till innehåll</a><a href=#c>Skip to main content</a>" + _MENU,
        "<main id=c><article><!--when--><h1><!--title--></h1><figure><figcaption>Media no image</figcaption></figure>"
        "<div class=body><!--body--></div><!--end--><p><a href=/x>Visa på Mynewsdesk</a></p>"
        "<h2>Ämnen</h2><ul><li><a href=/t/1>Samhällsfrågor</a></ul><h2>Kategorier</h2><ul><li><a href=/t/2>iop</a>"
        "<li><a href=/t/3>unga</a></ul></article><section><h2>Presskontakt</h2><p>Lisa Ekman Berg</p>"
        "<p>Presschef</p><p>070-000 00 00</p></section>"
        f"<section><h2>Relaterat innehåll</h2>{_LINKS}</section></main>",
        "<footer>Mynewsdesk</footer>",
    ),
    "cision": _framed(
        _MENU,
        "<div class=release><p>PRESSINBJUDAN</p><h1><!--title--></h1><!--when--><div><!--body--></div><!--end-->"
        "<h3>Om oss</h3><p>Ekdala kommun har tre hamnar och elva tusen invånare.</p><p>Taggar:</p>"
        "<p><a href=/t>iop</a>, <a href=/u>ungdomar</a></p><p>Prenumerera</p><p>Få pressmeddelanden via mejl</p></div>",
        "<footer>Cision</footer>",
    ),
    "notified": _framed(
        _MENU,
        "<main><div><!--when--></div><h1><!--title--></h1><div><!--body--></div><!--end--><h4>Om Ekdala kommun</h4>"
        "<p>Dela</p><p><a href=f>Facebook</a> <a href=t>Twitter</a> <a href=l>LinkedIn</a></p></main>",
        "<footer>Powered by Notified</footer>",
    ),
    "kakor": _framed(
        "<div id=cc><h2>Kakor på ekdala.se</h2><p>Vi använder kakor för att webbplatsen ska fungera så bra som "
        "möjligt. En del kakor är nödvändiga, andra hjälper oss att se hur besökare använder sidorna.</p><p>Läs mer om "
        "kakor</p><button>Godkänn alla</button></div><p>Vi använder cookies för att ge dig en bättre upplevelse. "
        "<a href=/k>Vad är cookies?</a></p>" + _MENU,
        "<main><h1><!--title--></h1><!--when--><!--body--><!--end--></main>",
        "<footer>Ekdala kommun</footer>",
    ),
    "sitevision": _framed(
        "<div><img alt='Ekdala kommuns logotyp'><span>Ekdala kommuns logotyp</span><span>Ekdala kommuns logotyp</span>"
        "</div><p>Just nu är det hög belastning på våra telefoner.</p><div>Du är här: <a href=/>Start</a> / <a href=/n>"
        "Nyheter</a></div>" + _MENU,
        "<div class=pagecontent><h1><!--title--></h1><!--when--><div class=normal><!--body--></div>"
        "<p>Sidansvarig: Lisa Ekman Berg</p><p>Hjälpte informationen på sidan dig?</p><p>Ja</p><p>Nej</p>"
        "<p>Dela sidan</p><p><a href=f>Facebook</a></p><!--end--></div>",
        "<div class=foot><p>Kontakta oss</p><p>Växel: 0500-00 00 00</p></div>",
    ),
    "kyrkan": _framed(
        "<div><a href=g>Other languages with Google Translate</a></div><div>Google Translate</div>"
        "<div>Google Translate</div>" + _MENU,
        "<main><h1><!--title--></h1><!--body--><!--end--><!--when--><p>Dela</p><p>Skriv ut</p><p>Lyssna</p></main>",
        "<footer>Svenska kyrkan</footer>",
    ),
    "teknik": _framed(
        "<div>Denna webbplats använder teknik som inte stöds av din webbläsare. Vissa delar fungerar kanske inte.</div>"
        "<div><p>Din sökning gav 0 träffar</p><p>Ett fel uppstod.</p></div>" + _MENU,
        "<main><h1><!--title--></h1><!--when--><!--body--><!--end--></main>",
        "<footer>Regionen</footer>",
    ),
    "riksdag": _framed(
        "<div class=alert><p>Omfattande planerat tekniskt arbete</p><p>Lördag den 5 december 2026 kan tjänsterna ligga "
        "nere.</p></div>" + _MENU,
        "<main><h1><!--title--></h1><!--when--><div><!--body--></div><!--end--></main>",
        "<footer>Riksdagsförvaltningen</footer>",
    ),
    "menyer": _framed(
        "<div class=m>" + "".join(f"<div><a href=/{n}>{word}</a></div>" for n, word in enumerate(
            "Start Nyheter Juridik Krönikor Debatt Podd Kurser Annonsera E-tidning Nyhetsbrev Sök Logga".split()))
        + "</div>",
        "<div><div class=d><!--when--></div><h1><!--title--></h1><div><!--body--></div><!--end--><h3>Läs också:</h3>"
        f"{_LINKS}<h3>Senaste nytt</h3>{_LINKS}</div>",
        "<div>Ansvarig utgivare: Lisa Ekman Berg</div>",
    ),
    "byggsats": _framed(
        "<div>top of page</div>" + _MENU,
        "<div id=SITE><h1><!--title--></h1><!--when--><div><!--body--></div><!--end--><p>Skriv en kommentar...</p></div>",
        "<div>bottom of page</div>",
    ),
    "blogg": _framed(
        _MENU,
        "<article class=post><h1 class=entry-title><!--title--></h1><div class=entry-meta><!--when--></div><div "
        f"class=entry-content><!--body--></div><!--end--><p>Kategorier</p><p><a href=/k>Medlemsnyheter</a></p>"
        f"<p>Dela:</p><h3>Fler nyheter från Förbundet</h3>{_LINKS}<p>Läs mer</p></article>",
        "<aside><h3>Arkiv</h3><p>januari 2022</p><p>februari 2022</p></aside>",
    ),
    "mall": _framed(
        "<div>{{ toggleLabel }}</div><div>$left $middle</div><div>null</div>" + _MENU,
        "<main><h1><!--title--></h1><!--when--><p>Fäll ihop</p><div><!--body--></div><p>{{ item.title }}</p>"
        "<p>undefined</p><!--end--></main>",
        "<footer>Förbundet</footer>",
    ),
    "oppet": _framed(
        _MENU,
        "<main><h1><!--title--></h1><!--when--><div><!--body--></div><!--end--><h2>Öppettider</h2><p>Måndag–torsdag: "
        "8–17</p><p>Fredag: 8–16</p><h2>Kontakt</h2><p>Kontaktcenter</p><p>040-00 00 00</p></main>",
        "<footer>Staden</footer>",
    ),
    "lokalt": _framed(
        _MENU,
        "<main><h1><!--title--></h1><!--body--><!--end--><!--when--><p>Dela sidan på Facebook</p>"
        "<p>Tipsa en vän</p></main>",
        "<footer>Kretsen</footer>",
    ),
    "tidning": _framed(
        _MENU,
        "<article><h1><!--title--></h1><figure><figcaption><!--title--></figcaption></figure><p>Foto: Adobe Stock</p>"
        "<!--when--><!--body--><!--end--><p>Taggar: iop, unga, fritid</p><p>Ämne: Välfärd</p></article>"
        f"<section class=relaterat><h2>Läs mer</h2>{_LINKS}</section>",
        "<footer><p>Följ oss i sociala medier</p><p>Prenumerera på nyhetsbrevet</p></footer>",
    ),
    "eter": _framed(
        '<div class=cookie-banner role=dialog><p>Vi använder kakor.</p><button>Godkänn</button></div><a class=skip '
        f'href=#m>Gå direkt till innehåll</a>{_MENU}',
        "<main id=m><article><h1><!--title--></h1><!--when--><!--body--><!--end--></article><section><h2>Läs mer</h2>"
        f"{_LINKS}</section></main>",
        "<footer><p>Hjälpte informationen på sidan dig?</p><p>Följ oss i sociala medier</p></footer>",
    ),
    "ram": _framed(
        _MENU,
        "<main><h1><!--title--></h1><!--when--><!--body--><!--end--></main>",
        "<footer>© 2026 Ekdala kommun</footer>",
    ),
}  # fmt: skip
