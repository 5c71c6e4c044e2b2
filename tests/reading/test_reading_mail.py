"""Alert mails: each item a text or an address, the mail's own business left out; other mails are one text."""

from datetime import date
from email.message import EmailMessage
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopmine.errors import ReadingError
from iopmine.reading import Draft, mail, read_paths
from iopmine.records import Document, Lead
from tests.reading.press.exports import Layout, as_text, invented, laid_out
from tests.reading.press.mails import MailLayout, address, items, snippet
from tests.reading.press.mails import mail as written

TODAY = date(2026, 11, 22)
BODIES = ("linked", "bold", "above", "plain")
WAYS = (
    ("utf-8", "quoted-printable"),
    ("windows-1252", "quoted-printable"),
    ("utf-8", "base64"),
    ("windows-1252", "8bit"),
)


@pytest.mark.parametrize(("body", "way"), list(product(BODIES, WAYS)))
def test_every_item_is_a_text_or_an_address(body, way):
    for seed in range(3):
        articles = items(Random(seed), 8)
        found = mail.read(written(articles, MailLayout(body, *way)), TODAY)
        assert len(found) == len(articles)
        for number, (article, item) in enumerate(zip(articles, found, strict=True)):
            told = snippet(article, number)
            assert (item.title, item.url) == (article.title, address(number))
            if len(told) >= mail.MIN_TEXT:
                assert isinstance(item, Draft)
                assert (item.source, item.date.published) == (article.outlet, article.day.isoformat())
                assert item.text.split() == f"{article.title} {told}".split()
            else:
                assert isinstance(item, Lead)
                assert item.published == article.day.isoformat()


def test_a_mail_on_disk(tmp_path):
    (tmp_path / "bevakning.eml").write_bytes(written(items(Random(1), 6), MailLayout()))
    found = list(read_paths([tmp_path], today=TODAY))
    documents = [item for item in found if isinstance(item, Document)]
    leads = [item for item in found if isinstance(item, Lead)]
    assert len(documents) + len(leads) == 6
    assert {document.id.split("#")[0] for document in documents} == {"bevakning"} == {lead.source for lead in leads}


def message(body: str, subject: str = "Huset öppnar igen") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "info@example.org"
    made["Subject"] = subject
    made["Date"] = "Thu, 07 Jun 2018 23:30:00 -0500"
    made.set_content(body)
    return made


def test_a_mail_that_is_no_alert_is_one_text():
    draft = mail.read(message("Hej!\n\nFöreningen Kajen öppnar huset i hamnen på måndag.\n").as_bytes(), TODAY)
    assert isinstance(draft, Draft)
    assert draft.text == "Huset öppnar igen\n\nHej!\n\nFöreningen Kajen öppnar huset i hamnen på måndag."
    assert (draft.date.published, draft.date.source) == ("2018-06-07", "meta")


def test_an_attachment_is_not_passed_over_in_silence():
    made = message("Föreningen Kajen öppnar huset.")
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="uttag å.pdf")
    made.add_attachment(b"GIF", maintype="image", subtype="gif", filename="logo.gif")
    draft, problem = mail.read(made.as_bytes(), TODAY)
    assert draft.title == "Huset öppnar igen"
    assert "uttag å.pdf" in problem.message


def test_an_export_in_a_mail_is_its_articles():
    export = laid_out([a for a in invented(Random(2), 8) if a.paragraphs][:4], Layout())
    found = mail.read(message(as_text(export, "utf-8", "\n").decode()).as_bytes(), TODAY)
    assert [(item.title, item.source) for item in found] == [(a.title, a.outlet) for a in export.articles]


def test_redirecting_addresses_lead_to_the_article():
    made = message("")
    link = "https://www.google.com/url?rct=j&url=https://vikbladet.example/a%3Fb%3D1&ct=ga"
    made.set_content(f"<a href='{link}'>Kommunen och föreningen skriver avtal</a><div>Vikbladet</div>", subtype="html")
    [item] = mail.read(made.as_bytes(), TODAY)
    assert item.url == "https://vikbladet.example/a?b=1"


@pytest.mark.parametrize("content", [b"", b"no mail at all", b"\x00\x01\x02", b"From: a@b.example\n\n"])
def test_what_is_no_mail_is_refused(content):
    with pytest.raises(ReadingError):
        mail.read(content, TODAY)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["html", "plain"]))
def test_any_body_is_read_or_refused(body, subtype):
    made = message("")
    made.set_content(body.encode("utf-8", "replace").decode(), subtype=subtype)
    try:
        found = mail.read(made.as_bytes(), TODAY)
    except ReadingError:
        return
    assert isinstance(found, Draft | list)
