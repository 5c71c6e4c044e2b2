"""The embedded corpus, the kind and language of texts, and patterns that stay fast on hostile input."""

import csv
import importlib
import pkgutil
import re
import time
from datetime import date

import pytest

import iopmine.reading
from iopmine.reading.dates import publication_date
from iopmine.reading.kinds import kind_of
from iopmine.reading.language import language_of
from iopmine.reading.manifest import COLUMNS

TODAY = date(2026, 11, 22)

BODY = "Kommunen och föreningen går in i ett partnerskap som ska ge fler unga någonstans att vara på kvällarna.\n"


def manifest(folder, *rows):
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        for number, row in enumerate(rows):
            table.writerow({"id": f"u{number}", "kind": "invented", "genre": "press", "outlet": "Ekdalsposten", **row})


def test_only_listed_files_are_read_and_stamped(tmp_path, read):
    demo = tmp_path / "demo"
    (demo / "invented").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "c.txt"):
        (demo / "invented" / name).write_text(
            f"Titel\n{'2 maj 2019' if name == 'a.txt' else ''}\n\n{BODY}", encoding="utf-8"
        )
    url = "https://ekdalsposten.example/x"
    manifest(
        demo,
        {"file": "invented/a.txt", "published": "2018", "story_id": "s-1", "url": url},
        {"file": "invented/b.txt", "published": "2018-06", "kind": "retold", "genre": "news", "url": url},
        {"file": "invented/gone.txt"},
        {"file": "../outside.txt"},
    )
    (tmp_path / "outside.txt").write_text(BODY, encoding="utf-8")
    [a, b], issues = read(demo)
    assert (a.id, a.demo, a.kind, a.source, a.url) == ("a", "invented", "press", "Ekdalsposten", url)
    assert (a.published, a.date_source, a.story_id) == ("2019-05-02", "text", "")
    assert (b.demo, b.published, b.published_precision, b.date_source) == ("retold", "2018-06", "month", "feed")
    assert [issue.level for issue in issues] == ["error", "error"]


def test_another_table_of_that_name_is_a_table(tmp_path, read):
    (tmp_path / "manifest.csv").write_text(f"title,text\nTitel,{BODY}", encoding="utf-8")
    [document], _ = read(tmp_path)
    assert (document.id, document.demo) == ("manifest#1", "")


@pytest.mark.parametrize(
    ("text", "dated", "kind"),
    [
        ("Avtal klart\nPressmeddelande • 3 maj 2020\n" + BODY, True, "press"),
        ("Avtal klart\n" + BODY + "Presskontakt\nLisa Ek", False, "press"),
        ("DEBATT: Säg vilka vi är\n" + BODY, True, "opinion"),
        ("Slutreplik\nSäg vilka vi är\n" + BODY, False, "opinion"),
        ("Sammanträdesprotokoll: partnerskap\n" + BODY, True, "minutes"),
        ("Ekdala kommun\n§ 87 Partnerskap\n" + BODY, False, "minutes"),
        ("Rapport 2025:3\nSamverkan på drift\n" + BODY, True, "report"),
        ("Rapporten visar vägen\n" + BODY, True, "news"),
        ("Vad är IOP?\n" + BODY, False, "guide"),
        ("Avtal klart\nText: Lisa Ek\n" + BODY, False, "news"),
        ("Avtal klart\n" + BODY, False, ""),
    ],
)
def test_kinds_follow_what_a_text_calls_itself(text, dated, kind):
    assert kind_of(text, dated=dated) == kind


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY * 3, "sv"),
        ("The municipality and the association have signed a partnership agreement for young people. " * 3, "en"),
        (
            "Kommunen og foreningen inngår en avtale som skal gi flere unge et sted å være om kvelden, sier lederen. "
            * 3,
            "no",
        ),
        (BODY, ""),
    ],
)
def test_languages(text, language):
    assert language_of(text) == language


def patterns():
    for module in pkgutil.iter_modules(iopmine.reading.__path__, "iopmine.reading."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for pattern in value if isinstance(value, tuple) else [value]:
                for part in pattern if isinstance(pattern, tuple) else [pattern]:
                    if isinstance(part, re.Pattern):
                        yield pytest.param(part, id=f"{module.name}.{name}-{part.pattern[:20]}")


WORST = [
    "a",
    " ",
    "1",
    "-",
    "Av ",
    "Aa ",
    "§1 ",
    "1 maj ",
    "2020-",
    "Ã",
    "Publicerad ",
    "den ",
    "anslaget på ",
    "|A",
    "\n",
    "kl ",
    "o e",
]


def seconds(pattern, text):
    searched = text.encode() if isinstance(pattern.pattern, bytes) else text
    started = time.process_time()
    pattern.search(searched)
    return time.process_time() - started


@pytest.mark.parametrize("pattern", list(patterns()))
def test_patterns_take_time_in_proportion(pattern):
    for unit in WORST:
        short, long = (unit * (size // len(unit)) for size in (2_000, 20_000))
        if seconds(pattern, long) > 0.01:  # a slow machine, or a slow pattern? Look again.
            assert min(seconds(pattern, long) for _ in range(3)) < 25 * max(seconds(pattern, short), 0.001)


@pytest.mark.parametrize("unit", WORST)
def test_dates_of_hostile_texts_are_found_fast(unit):
    started = time.process_time()
    publication_date(f"{unit * (100_000 // len(unit))}\n" * 3, today=TODAY, year=2020)
    publication_date("\n".join([unit * (160 // len(unit))] * 600), today=TODAY, year=2020)
    assert time.process_time() - started < 1
