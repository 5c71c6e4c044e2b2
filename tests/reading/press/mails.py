"""Alert mails with known truth: invented items as media monitors send them."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from html import escape
from random import Random

from tests.reading.press.exports import Article, invented, shown_day


@dataclass(frozen=True)
class MailLayout:
    """How an alert mail is made up."""

    body: str = "linked"
    """linked (the headline is the link), bold (a link below it), above (outlet and day above the headline), plain"""
    encoding: str = "utf-8"
    transfer: str = "quoted-printable"


def items(random: Random, count: int) -> list[Article]:
    """Invent articles with text, each of another headline."""
    first: dict[str, Article] = {}
    for article in invented(random, 6 * count):
        if article.paragraphs:
            first.setdefault(article.title, article)
    return list(first.values())[:count]


def snippet(article: Article, number: int) -> str:
    """Return what a mail quotes of an article: every other item with a few words only."""
    text = " ".join(article.paragraphs)
    return text if number % 2 else text[:90].rsplit(" ", 1)[0] + " …"


def address(number: int) -> str:
    return f"https://tidningen.example/nyheter/{number}/artikel"


def mail(articles: list[Article], layout: MailLayout) -> bytes:
    """Write the mail."""
    message = EmailMessage()
    message["From"] = "Mediebevakning <bevakning@example.se>"
    message["To"] = "Föreningen Åkern <info@example.org>"
    message["Subject"] = "Bevakning: idéburet offentligt partnerskap – dina träffar"
    message["Date"] = "Thu, 07 Jun 2018 06:10:00 +0200"
    if layout.body == "plain":
        message.set_content(_plain(articles), charset=layout.encoding, cte=layout.transfer)
    else:
        message.set_content("Den här bevakningen visas bäst som HTML.", charset="utf-8")
        message.add_alternative(_html(articles, layout.body), "html", charset=layout.encoding, cte=layout.transfer)
    return message.as_bytes()


def _plain(articles: list[Article]) -> str:
    blocks = ["Hej! Här är dagens träffar för er bevakning.", ""]
    for number, article in enumerate(articles):
        blocks += [
            article.title,
            f"{article.outlet}, {shown_day(article.day, 'iso')}",
            "",
            snippet(article, number),
            "",
        ]
        blocks += [f"Läs hela artikeln på {address(number)}", ""]
    return "\n".join([*blocks, "Avsluta bevakningen: https://bevakning.example/avsluta"])


def _html(articles: list[Article], body: str) -> str:
    rows = ["<tr><td><img src='logo.png'><a href='https://bevakning.example/'>Visa i webbläsare</a></td></tr>"]
    for number, article in enumerate(articles):
        link = f"<a href='{address(number)}?utm_source=mail'>"
        source = f"<div><span>{escape(article.outlet)}</span>, {article.day.isoformat()}</div>"
        title, told = escape(article.title), escape(snippet(article, number))
        more = f"<p>{link}Läs hela artikeln</a></p>"
        match body:
            case "linked":
                rows.append(f"<tr><td><h3>{link}{title}</a></h3>{source}<p>{told}</p>{more}</td></tr>")
            case "bold":
                rows.append(f"<tr><td><b>{title}</b><br>{source}<p>{told}</p>{more}</td></tr>")
            case _:
                rows.append(f"<tr><td>{source}{link}{title}</a><p>{told}</p>{more}</td></tr>")
    foot = "<tr><td><a href='https://bevakning.example/avsluta'>Avsluta prenumerationen på mejlet</a></td></tr>"
    hidden = "<div style='display:none'>Dagens träffar och annat som inte syns i mejlet</div>"
    return (
        f"<html><head><title>Bevakning</title></head><body>{hidden}<table>{''.join(rows)}{foot}</table></body></html>"
    )
