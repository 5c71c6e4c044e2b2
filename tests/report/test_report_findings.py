"""Shifts, tests and topics in a real browser: what is said, what it opens, and in which language."""

from __future__ import annotations

import dataclasses

import pytest

from iopmine.report.explorer import build_explorer

pytestmark = pytest.mark.browser


class Reading:
    """The page opened in a browser, and the errors it raised."""

    def __init__(self, browser, folder, place="", **options):
        self.page = browser.new_page(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)
        self.page.goto((folder / "index.html").as_uri() + place)
        self.page.wait_for_selector("#artiklar tbody tr", state="attached")

    def close(self):
        self.page.close()
        assert self.errors == []


def said(locator):
    """What a reader sees of an element, hard spaces as spaces."""
    return locator.inner_text().replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def read(chromium, tmp_path, data):
    opened = []

    def visit(place="", change=None, **options):
        build_explorer(tmp_path, dataclasses.replace(data, **(change or {})))
        opened.append(Reading(chromium, tmp_path, place, **options))
        return opened[-1].page

    yield visit
    for each in opened:
        each.close()


def test_a_finding_is_a_sentence_with_numbers_that_can_be_counted(read):
    page = read()
    finding = page.locator("#skiften .findings > li").first
    text = said(finding)
    assert finding.locator(".finding").inner_text() == "”Vinster i välfärden” var tillfälligt vanligare."
    assert "22 december 2016 – 20 juni 2018" in text
    assert "46 av 73 texter (63 %)" in text
    assert "6 av 128 texter (5 %)" in text
    assert "troligen mellan 31 och 45" in text
    assert "mellan 2017 och juni 2018" in text
    assert "omkring 1 gång på 500" in text
    assert "Prövade, inte säkerställda: 1" in page.locator("#skiften").inner_text()


def test_what_is_found_within_a_part_of_the_time_is_marked_exploratory(read):
    findings = read().locator("#skiften .findings:not(.other) > li")
    assert [each.locator(".badge").all_inner_texts() for each in findings.all()] == [[], ["utforskande"]]
    assert "10 % av innehållet i 40 texter" in said(findings.nth(1))
    assert "Jämfört inom varje källa är skillnaden 20 procentenheter (troligen mellan 10 och 30)." in said(
        findings.nth(1)
    )


def test_a_finding_opens_what_it_rests_on(read):
    page = read()
    finding = page.locator("#skiften .findings > li").first
    finding.get_by_text("Vad det vilar på").click()
    finding.get_by_text("Stiftelsen Fyrbåken").wait_for()
    text = said(finding)
    assert "”vinsttak” är vanligare" in text
    assert "helander" not in text
    assert "Att tiden är densamma visar inte att det är orsaken." in text
    assert finding.get_by_role("link", name="Riksdagen röstar").get_attribute("href") == "https://www.example.se/r"
    assert "Vid samma tid: En okänd dag." in text
    finding.get_by_role("button", name="Stiftelsen Fyrbåken").click()
    page.wait_for_selector("#evidence-list mark")
    assert page.locator("#evidence-title").inner_text() == "Stiftelsen Fyrbåken"
    page.keyboard.press("Escape")
    finding.get_by_role("button", name="Debatt: Vinsten").click()
    page.wait_for_selector("#evidence-list mark")
    assert page.locator("#evidence-list blockquote").count() == 2
    page.keyboard.press("Escape")
    finding.get_by_role("link", name="Till artikeln i listan").click()
    page.wait_for_selector("tr.here")


def test_the_sentences_of_the_period_come_first(read, data):
    more = dataclasses.replace(data.frames[0], document_id="e1-ukraina", start=0, end=6)
    page = read(change={"frames": [*data.frames, more]})
    page.locator("#skiften .read button").first.click()
    page.wait_for_selector("#evidence-list .part")
    assert page.locator("#evidence-list .part").all_inner_texts() == ["Under perioden: 1", "Övrig tid: 1"]
    assert page.locator("#evidence-list cite").all_inner_texts() == [
        "Debatt: Vinsten hör inte hemma i välfärden", "Ekdala öppnar dörren för familjer från Ukraina",
    ]  # fmt: skip


def test_dots_show_in_how_many_settings_a_finding_holds(read):
    page = read()
    held = page.locator("#skiften .findings > li").first.locator(".held")
    assert held.locator(".dot").count() == 11
    assert held.locator(".dot.full").count() == 9
    assert "Håller i 9 av 11 sätt att räkna" in held.inner_text()
    assert "Hittas inte med: slumpfrö 1; slumpfrö 2." in held.locator(".dots").get_attribute("aria-label")
    page.get_by_text("Hittas bara med andra sätt att räkna: 1").click()
    other = page.locator(".findings.other")
    assert "Skiftet i ”vinsttak” håller i 1 av 11." in other.inner_text()
    assert other.locator(".dot.full").count() == 1


def test_calibration_is_two_figures_and_sentences(read):
    page = read()
    part = page.locator("#skiften .pairs")
    part.locator(".chart svg").nth(1).wait_for()
    assert "Mätt: false_alarms." in part.inner_text()
    assert part.locator(".chart").nth(1).get_attribute("aria-label") == "Vilka ändringar som hittas"
    assert said(part.get_by_role("button", pressed=True)) == "2 %"
    assert "Mätt: detectable." in part.inner_text()
    part.get_by_role("button", name="20").click()
    assert said(part.get_by_role("button", pressed=True)) == "20 %"
    assert said(page.locator(":focus")) == "20 %"
    assert "Mätt: detectable." not in part.inner_text()
    part.get_by_text("Visa som tabell").last.click()
    assert said(part.locator("tbody tr").last).split("\t")[:3] == ["tillfällig ökning", "20", "90 %"]


def test_what_was_not_computed_names_its_command(read):
    page = read(change={"calibration": (), "held": ()})
    codes = page.locator("#skiften code").all_inner_texts()
    assert codes == ["iopmine topics --what-if", "iopmine topics --calibrate"]
    assert page.locator("#skiften .chart").count() == 0


def test_too_little_to_test_names_the_smallest_change(read):
    page = read()
    page.locator("summary", has_text="För lite att pröva: 2").click()
    rows = page.locator(".few tbody tr")
    assert "9 av 201" in rows.nth(0).inner_text()
    assert "ingen ändring" in rows.nth(0).inner_text()
    assert "först omkring 12 procentenheter" in rows.nth(1).inner_text()
    rows.nth(1).locator("summary").click()
    assert "För få." in rows.nth(1).inner_text()


def test_words_that_drift_stand_only_where_there_are_any(read):
    text = read().locator("#skiften").inner_text()
    assert "”vinsttak” kom." in text
    assert "helander" not in text
    assert "Ord som glider" not in read(change={"drift": ()}).locator("#skiften").inner_text()


def test_a_topic_opens_by_keyboard_with_matters_texts_and_sentences(read):
    page = read()
    topic = page.locator(".topics > li")
    assert topic.locator(".badge").inner_text() == "växer"
    topic.locator("summary").focus()
    page.keyboard.press("Enter")
    topic.get_by_text("Ämnet växer fort.").wait_for()
    text = said(topic)
    assert "Mer om vinster." in text
    assert "Stabilitet 83 %" in text
    assert "”Riskkapital har inget i omsorgen att göra.”" in text
    assert "Ekdalsposten · 2017" in text
    assert "helander" not in text
    topic.get_by_role("button", name="Debatt: Vinsten").click()
    page.wait_for_selector("#evidence-list blockquote")
    page.keyboard.press("Escape")
    topic.get_by_role("button", name="Läs meningarna i alla 2 texter").click()
    page.wait_for_selector("#evidence-list li:nth-child(2)")


def test_topics_tell_what_became_of_them_and_how_many_there_are(read):
    page = read()
    part = page.locator("#amnen .part")
    assert "”bostad” är borta." in part.first.inner_text()
    kept = part.first.get_by_text("”vinsttak” är kvar.")
    assert not kept.is_visible()
    part.first.locator("summary").click()
    assert kept.is_visible()
    assert "Modellen har ett ämne." in part.nth(1).inner_text()
    part.nth(1).locator(".chart svg").wait_for()
    assert page.locator("#amnen [aria-label='Stabilitet efter antal ämnen']").count() == 1


def test_the_language_outlives_a_reload_and_a_jump(read):
    page = read("#skiften")
    page.get_by_role("button", name="English").click()
    page.reload()
    assert page.locator("html").get_attribute("lang") == "en"
    assert "“Profits in welfare” was more common" in page.locator("#skiften").inner_text()
    page.get_by_role("link", name="Topics").click()
    page.wait_for_url("**#amnen~en")
    page.reload()
    page.wait_for_selector("html[lang=en] #artiklar tbody tr", state="attached")
    page.locator("#tidslinje .chart svg").first.wait_for(state="attached")
    page.wait_for_timeout(300)
    assert page.locator("#amnen h2").evaluate("heading => Math.abs(heading.getBoundingClientRect().top)") < 900
    page.get_by_role("button", name="Svenska").click()
    assert page.evaluate("location.hash") == "#amnen"


def test_both_sections_fit_a_phone_opened_wide(read, data):
    long = ("Riksdagen röstar", "Parliament votes on the bill on the limits of profits in publicly funded welfare")
    page = read(
        "#~en", {"events": [dataclasses.replace(data.events[0], label=long)]}, viewport={"width": 390, "height": 844}
    )
    for summary in page.locator("#skiften summary, #amnen summary").all():
        if summary.is_visible():
            summary.click()
    page.get_by_text("Typical sentences").wait_for()
    page.locator("#skiften").get_by_role("link", name=long[1]).wait_for()
    page.locator("#amnen .chart svg").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate("document.querySelectorAll('#skiften h4, #amnen h4').length") > 6


def test_a_curve_shows_another_measure_and_breaks_where_nothing_is_known(read, data):
    counts = [dataclasses.replace(p, measure="count", value=p.value * 7) for p in data.series if p.kind == "frame"]
    page = read(change={"series": [*data.series, *counts]})
    line = page.locator("#tidslinje .chart .mark-line path")
    line.wait_for(state="attached")
    assert line.get_attribute("d").count("M") == 2
    page.get_by_label("Mått").select_option("count")
    page.get_by_role("heading", name="Antal unika texter: Vinster i välfärden").wait_for()
    assert page.locator(":focus").input_value() == "count"
    page.locator("#tidslinje figure").last.locator("summary").click()
    assert said(page.locator("#tidslinje figure").last.locator("tbody tr").first).split("\t")[:2] == ["2017", "7"]
    assert page.locator("#tidslinje figure").last.locator("tbody tr").count() == 4
