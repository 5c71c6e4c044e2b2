"""The explorer in a real browser: it works from disk, runs nothing foreign and asks nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from iopmine.report.explorer import build_explorer

pytestmark = pytest.mark.browser
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


class Visit:
    """An opened page, with everything it asked for and said."""

    def __init__(self, browser, folder, **options):
        self.page = browser.new_page(**options)
        self.dialogs, self.requests, self.errors = [], [], []
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)
        self.page.goto((folder / "index.html").as_uri())
        self.page.wait_for_selector("#artiklar tbody tr", state="attached")
        self.page.wait_for_selector(".chart svg", state="attached")

    def close(self):
        self.page.close()
        assert self.dialogs == []
        assert self.errors == []
        assert [url for url in self.requests if not url.startswith("file:")] == []


@pytest.fixture
def visit(chromium, tmp_path, data):
    build_explorer(tmp_path, data)
    made = Visit(chromium, tmp_path, viewport={"width": 1280, "height": 900})
    yield made
    made.close()


def test_a_name_opens_its_sentences_and_leads_to_the_article(visit):
    page = visit.page
    page.get_by_role("button", name="Kvinnojouren Linden").first.click()
    sheet = page.locator("#evidence")
    assert sheet.locator("h2").inner_text() == "Kvinnojouren Linden"
    page.wait_for_selector("#evidence-list mark")
    assert sheet.locator("mark").first.inner_text() == "Kvinnojouren Linden"
    assert "1 unik text · 2 publiceringar" in sheet.inner_text()
    assert sheet.locator("a.outside").first.get_attribute("rel") == "noopener nofollow"
    sheet.get_by_role("link", name="Till artikeln i listan").first.click()
    assert not sheet.is_visible()
    page.wait_for_selector("tr.here")


def test_bars_and_points_open_the_texts_of_their_period(visit):
    page = visit.page
    page.locator(".chart .mark-rect path").nth(1).click()
    page.wait_for_selector("#evidence-list li")
    assert page.locator("#evidence-title").inner_text() == "2018"
    assert page.locator("#evidence-list li").count() == 2
    page.keyboard.press("Escape")
    page.locator(".chart .mark-symbol path").first.click()
    page.wait_for_selector("#evidence-list mark")
    assert "Vinster i välfärden, 2017" in page.locator("#evidence-title").inner_text()


def test_saved_pictures_carry_the_stamp(visit):
    saved = {}
    for ending in ("SVG", "PNG"):
        with visit.page.expect_download() as waiting:
            visit.page.get_by_role("button", name=f"Spara som {ending}").first.click()
        saved[ending] = Path(waiting.value.path()).read_bytes()
    assert "Demotexter: skrivna för iopmine" in saved["SVG"].decode()
    assert saved["PNG"].startswith(b"\x89PNG")
    assert len(saved["PNG"]) > 5000


def test_filter_search_and_language(visit):
    page = visit.page
    page.locator("#organisationer input").fill("fyrb")
    assert page.locator("#organisationer tbody tr").count() == 1
    page.locator("#search").fill("norrvik")
    page.wait_for_selector("#hits li[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("#evidence-title").inner_text() == "Norrviken"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="English").click()
    assert page.locator("h2").nth(1).inner_text() == "Shifts"
    assert "“Profits in welfare” was more common for a time." in page.locator("#skiften").inner_text()
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_page_fits_a_phone(chromium, tmp_path, data):
    build_explorer(tmp_path, data)
    visit = Visit(chromium, tmp_path, viewport={"width": 390, "height": 844}, color_scheme="dark")
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
    visit.close()


def test_foreign_text_is_shown_and_never_run(chromium, tmp_path, with_text):
    build_explorer(tmp_path, with_text(HOSTILE))
    visit = Visit(chromium, tmp_path)
    assert visit.page.locator("h1").inner_text() == HOSTILE
    for fold in visit.page.locator("#skiften .findings:not(.other) details, #amnen .topics details").all():
        fold.locator("summary").first.click()
        fold.locator(".unfolded > :not([role=status])").first.wait_for()
        assert HOSTILE in fold.inner_text() or "Inga ord" in fold.inner_text()
    visit.page.locator("#organisationer .open").first.click()
    visit.page.wait_for_selector("#evidence-list li")
    assert HOSTILE in visit.page.locator("#evidence-title").inner_text()
    assert visit.page.locator("img, svg script").count() == 0
    visit.close()
