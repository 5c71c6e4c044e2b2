"""What has the form of personal data is masked, and what only looks like it stays."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.text.redaction import EMAIL_MASK, IDENTITY_MASK, PERSON_MASK, PHONE_MASK, personal_data, redact
from iopmine.urls import canonical_url

MAILS = [
    "anna@example.org", "bo.ek@example.se", "INFO@EXAMPLE.SE", "eva@jour.ekdala.example.org", "a_b-c@ex-ample.se",
    "stig+1@example.org", "åsa.öst@exämple.se", "anna @ example.se", "anna＠example.se", "anna&#64;example.se",
    "karin(at)example.org", "per [at] example.se", "per {at} example.se", "anna (a) example.se", "anna[a]example.se",
    "lisa(snabel-a)example.se", "lisa snabel-a example.se", "anna(@)example.se", "ann.ek(at)example(dot)se",
    "anna[at]example[dot]se", "anna [at] example [punkt] se",
]  # fmt: skip
# The numbers are those that the Swedish telecom authority has set aside for fiction.
PHONES = [
    "070-174 06 05", "0701740606", "070 174 06 08", "070-1740611", "070/174 06 16", "070.174.06.24", "070 - 174 06 26",
    "070‑174 06 30", "070\u00a0174\u00a006\u00a021", "08-465 004 09", "08 465 004 10", "08-46500413",
    "08–465 004 20", "031-390 06 01", "0980-319 212", "+46 70 174 06 07", "+46701740612", "+46 (0)70 174 06 15",
    "+46(0)8-465 004 31", "+46-70-174 06 23", "0046701740614", "0046 (0)8 465 004 25", "070-174 06 34",
]  # fmt: skip
IDENTITIES = [
    "900101-0017", "19850709-9805", "121212-1212", "19900101-0017", "850709-9805", "8507099805", "198507099805",
    "850709+9805", "850709–9805", "850709 – 9805", "850709 9805", "1985-07-09-9805", "850769-9802",
]  # fmt: skip
KEPT = [
    "åren 2015–2020", "mellan 2015 och 2020", "2019/2020", "2018-06-07", "01-02-2019", "den 01 02 2019", "07/06/2018",
    "414 55 Göteborg", "SE-411 03", "123 45 Norrviken", "dnr 2019/01234", "KS 2018-00456", "KS/2020:0123",
    "N161-0412/18", "Ju2019/00012/L7", "2019-00123-4", "mål nr 0112-18", "C-240/12", "802000-1234", "556677-8899",
    "212000-1355", "202100-5489", "kl 08.00–16.30", "08:00-16:30", "klockan 07.30", "08.30 till 16.00", "0,5 miljoner",
    "850 000 kronor", "1 200 000 000 kr", "2 070 174 kr", "5 000 000–7 000 000 kronor", "1 000 000 070 kronor",
    "SFS 2016:1145", "prop. 2017/18:158", "SOU 2019:56", "HFD 2023 ref. 12", "s. 08-12", "10–12 §§",
    "bankgiro 123-4567", "ISBN 978-91-7277-123-4", "artikel 0901", "punkt (a) i avtalet", "a@b", "@ekdala",
    "900101-0018",
]  # fmt: skip


@pytest.mark.parametrize(
    ("canary", "mask"),
    [*((mail, EMAIL_MASK) for mail in MAILS), *((phone, PHONE_MASK) for phone in PHONES),
     *((number, IDENTITY_MASK) for number in IDENTITIES)],
)  # fmt: skip
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("Ring ", " i dag."),
        ("(", ")"),
        ("Kontakt: ", ", eller kansliet."),
        ("<", ">"),
        ("tel:", "\n"),
        ("\n", "."),
    ],
)
def test_what_is_personal_is_masked_whole(canary, mask, before, after):
    assert redact(f"{before}{canary}{after}") == f"{before}{mask}{after}"


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize(
    ("before", "after"), [("", ""), ("Enligt ", " gäller det."), ("(", ")"), ("Det var ", ", säger hon")]
)
def test_what_only_looks_like_it_stays(kept, before, after):
    text = f"{before}{kept}{after}"
    assert redact(text) == text


@pytest.mark.parametrize("canary", [*MAILS, *PHONES, *IDENTITIES])
@pytest.mark.parametrize("encode", [lambda text: quote(text, safe=""), quote_plus], ids=["%20", "+"])
def test_web_addresses_hold_it_encoded(canary, encode):
    url = f"https://www.example.se/nyheter?a=1&till={encode(canary)}&b=2#slut"
    masked = redact(f"Se {url} i dag.")
    assert re.fullmatch(r"Se https://www\.example\.se/nyheter\?a=1&till=\S*\[[a-z-]+\]\S*&b=2#slut i dag\.", masked)
    assert redact(canonical_url(url)) != canonical_url(url)


def test_other_addresses_stay():
    for url in (
        "https://www.example.se/nyheter/2018/iop?q=vinster+i+v%C3%A4lfarden&sida=2",
        "https://www.example.se/%C3%A5r/2015%E2%80%932020/1+1",
        "https://www.example.se/a?datum=2018-06-07&dnr=KS+2018-00456",
    ):
        assert redact(url) == url


def test_brackets_around_an_area_code():
    assert redact("Ring (08) 465 004 19!") == f"Ring ({PHONE_MASK}!"


def test_all_of_it_in_one_text():
    text = f"Nås på {', '.join(PHONES)} och {', '.join(MAILS)}; {', '.join(IDENTITIES)}."
    masked = redact(text)
    assert masked.count(PHONE_MASK) == len(PHONES)
    assert masked.count(EMAIL_MASK) == len(MAILS)
    assert masked.count(IDENTITY_MASK) == len(IDENTITIES)


def test_persons_are_masked_as_whole_words_with_their_genitive():
    names = ("Majken Thelander", "Thelander", "Bo Ek")
    assert redact("Majken  Thelander och Bo\nEk.", names) == f"{PERSON_MASK} och {PERSON_MASK}."
    assert redact("Thelanders plan, och Thelander-Ek.", names) == f"{PERSON_MASK}s plan, och {PERSON_MASK}-Ek."
    assert redact("Thelanderska huset och Bo Ekman.", names) == "Thelanderska huset och Bo Ekman."
    assert redact("Inga namn", ("",)) == "Inga namn"
    assert redact("A+B (Bo) [x]", ("A+B", "(Bo)")) == f"{PERSON_MASK} {PERSON_MASK} [x]", "no pattern in a name"


NEWS = st.text(alphabet="0123456789 -+–.:/()@aå\n,", max_size=80) | st.lists(
    st.sampled_from([*MAILS, *PHONES, *IDENTITIES, *KEPT, "Norrviken", "ringer", "[telefon]"]), max_size=6
).map(" ".join)


@given(NEWS)
def test_spans_are_in_order_and_apart(text):
    spans = personal_data(text)
    assert all(0 <= start < end <= len(text) for start, end, _ in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert {mask for _, _, mask in spans} <= {EMAIL_MASK, PHONE_MASK, IDENTITY_MASK}


@given(st.text())
def test_text_without_digits_and_signs_stays(text):
    plain = re.sub(r"[\d@＠&(\[{]|snabel", "", text, flags=re.IGNORECASE)
    assert redact(plain) == plain


@given(NEWS)
def test_masking_twice_changes_no_mask(text):
    once = redact(text)
    assert redact(once).count("[") >= once.count("[")


@pytest.mark.parametrize(
    "unit", ["a", "0", "0 ", "0-", "a.", "a@", "+46", "070-", "850709-", "a (at) ", "0(", "1 000 ", "[", "07.", "é"]
)
def test_hostile_text_takes_time_in_proportion(unit):
    text = unit * (100_000 // len(unit))
    begun = time.process_time()
    redact(text)
    assert time.process_time() - begun < 3
