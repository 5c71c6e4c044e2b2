"""The explorer: one folder of static files that opens from disk, without a network.

``index.html`` holds the words, the curves and the counts as JSON; articles, partnerships and quotations lie in
``data/`` and are loaded as scripts when they are needed, because pages from disk may not fetch. Vega comes out of
``vl_convert``. Everything is escaped by construction: Jinja escapes, ``inert`` makes JSON that holds no markup, and
the scripts of the page build elements from text only. The content policy forbids inline scripts, eval and every other
host.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import vl_convert
from markupsafe import Markup

from iopmine.errors import UsageError
from iopmine.report import shiftviews, topicviews
from iopmine.report.charts import charts
from iopmine.report.curves import curves, other_curves
from iopmine.report.figures import Figures
from iopmine.report.files import without_controls, write_bytes
from iopmine.report.strings import LANGUAGES, Language, strings
from iopmine.report.views import ReportData
from iopmine.urls import is_web_address

_HERE = Path(__file__).parent
_ASSETS = (
    "explorer.css",
    "findings.css",
    "core.js",
    "lists.js",
    "evidence.js",
    "names.js",
    "drawing.js",
    "timeline.js",
    "trust.js",
    "shifts.js",
    "topics.js",
    "sections.js",
    "start.js",
)
_SECTIONS = (
    ("timeline", "tidslinje"),
    ("shifts", "skiften"),
    ("partnerships", "partnerskap"),
    ("entities", "organisationer"),
    ("areas", "samhallsutmaningar"),
    ("frames", "debattramar"),
    ("topics", "amnen"),
    ("articles", "artiklar"),
    ("method", "metod"),
)
ARTICLES_PER_FILE = 2000
QUOTED_PER_FILE = 100


def build_explorer(folder: Path, data: ReportData, *, language: Language = "sv") -> list[Path]:
    """Write the explorer into a folder and return the paths, ``index.html`` first.

    Args:
        folder: where to; made if missing. Files of the same names are replaced.
        data: what it shows.
        language: the language it opens in; the page itself can switch.

    Raises:
        UsageError: a language there are no strings for.
        OutputError: a file cannot be written.
    """
    if language not in LANGUAGES:
        raise UsageError(f"Unknown language: {language}.", hint=f"Choose from: {', '.join(LANGUAGES)}.")
    figures = Figures(data)
    written = [_write_text(folder / "index.html", _page(figures, language))]
    written += [_write_text(folder / "assets" / name, (_HERE / "assets" / name).read_text("utf-8")) for name in _ASSETS]
    written.append(_write_text(folder / "assets" / "vega.js", _vega()))
    written += [_write_text(folder / "data" / f"{name}.js", text) for name, text in _data_files(figures)]
    return written


def _write_text(path: Path, text: str) -> Path:
    return write_bytes(path, text.encode())


@cache
def _vega() -> str:
    """Return Vega, Vega-Lite and vega-embed as one script that leaves only the name ``vegaEmbed`` behind."""
    return f"(() => {{\n{vl_convert.javascript_bundle('window.vegaEmbed = vegaEmbed;')}\n}})();\n"


def _inert(value: object) -> str:
    """Return JSON that no parser of HTML can take for markup."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for char, code in (("<", "003c"), (">", "003e"), ("&", "0026"), ("\u2028", "2028"), ("\u2029", "2029")):
        text = text.replace(char, f"\\u{code}")
    return text


def _data_files(figures: Figures) -> Iterator[tuple[str, str]]:
    """Yield (name, script) of everything that the page loads on demand."""
    links = sorted(figures.links.items())
    yield "links", _script("links", [[key for key, _ in links], [numbers for _, numbers in links]])
    yield "partnerships", _script("partnerships", figures.register())
    for measure, found in other_curves(figures.data.series).items():
        yield f"curves-{measure}", _script(f"curves-{measure}", found)
    yield "receipts", _script("receipts", shiftviews.receipts(figures))
    yield "topics", _script("topics", topicviews.portraits(figures))
    for index, part in enumerate(_parts(figures.articles(), ARTICLES_PER_FILE)):
        yield f"articles-{index}", _script(f"articles-{index}", part)
    for index, documents in enumerate(_parts(figures.documents, QUOTED_PER_FILE)):
        quoted = [figures.evidence.quotations(document, figures.privacy) for document in documents]
        yield f"quotes-{index}", _script(f"quotes-{index}", quoted)


def _script(name: str, value: object) -> str:
    return f"iopmine.receive({json.dumps(name)}, {_inert(value)});\n"


def _parts(items: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _page(figures: Figures, language: Language) -> str:
    """Return ``index.html``."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["inert"] = lambda value: Markup(_inert(value))  # noqa: S704 -- the filter is the escape
    core = _core(figures)
    demo = core["demo"] is not None
    page = environment.get_template("index.html.j2").render(
        language=language,
        column=LANGUAGES.index(language),
        t=strings(language),
        sections=_SECTIONS,
        core=core,
        strings={name: strings(name) for name in LANGUAGES},
        specs=charts(demo=demo),
        styles=[name for name in _ASSETS if name.endswith(".css")],
        scripts=[name for name in _ASSETS if name.endswith(".js")],
    )
    return without_controls(page)


def _core(figures: Figures) -> dict[str, Any]:
    """Return everything the first view needs; quotations, links and articles come later."""
    data = figures.data
    entities = figures.entities()
    years = sorted({document.published[:4] for document in figures.documents if document.published})
    return {
        "title": [figures.privacy.clean(text) for text in data.title],
        "about": [figures.privacy.clean(text) for text in data.about],
        "demo": _demo(figures),
        "documents": len(figures.documents),
        "stories": len(set(figures.stories)),
        "years": [years[0], years[-1]] if years else [],
        "organisations": sum(row[1] == "ORG" for row in entities),
        "places": sum(row[1] == "LOC" for row in entities),
        "sizes": [ARTICLES_PER_FILE, QUOTED_PER_FILE],
        "curves": curves(data.series, figures.documents, figures.stories),
        "measures": list(other_curves(data.series)),
        "events": _events(figures),
        "shifts": shiftviews.findings(figures),
        "elsewhere": shiftviews.found_elsewhere(figures),
        "calibration": shiftviews.calibration(figures),
        "drift": shiftviews.drift(figures),
        "too_few": shiftviews.untested(figures),
        "partnerships": len(figures.partnerships),
        "entities": entities,
        "entity_ids": _followed(figures),
        "areas": figures.labelled("a", figures.area_ids, data.area_labels),
        "frames": figures.labelled("f", figures.frame_ids, data.frame_labels),
        "area_names": [[key, *pair] for key, pair in sorted(data.area_labels.items())],
        "frame_names": [[key, *pair] for key, pair in sorted(data.frame_labels.items())],
        "topics": topicviews.topics(figures),
        "topic_numbers": topicviews.numbers(figures),
        "fates": topicviews.fates(figures),
        "quality": [[figures.privacy.clean(text) for text in pair] for pair in data.quality],
        "issues": [
            [issue.level, figures.privacy.clean(f"{issue.url or issue.source}: {issue.message}")]
            for issue in data.issues
        ],
        "version": data.version,
    }


def _demo(figures: Figures) -> dict[str, int] | None:
    """Return how many texts are retold and how many invented; None if there are no demo texts."""
    kinds = Counter(document.demo for document in figures.documents if document.demo)
    return {"retold": kinds["retold"], "invented": kinds["invented"]} if kinds else None


def _events(figures: Figures) -> list[dict[str, Any]]:
    return [
        {"date": event.date, "label": list(event.label), "url": event.url if is_web_address(event.url) else ""}
        for event in figures.events
    ]


def _followed(figures: Figures) -> list[list[str | int]]:
    """Return [entity id, number] of the entities that a curve or a shift follows."""
    followed = {point.key for point in figures.data.series if point.kind == "entity"}
    followed |= {shift.key for shift in figures.data.shifts if shift.kind == "entity"}
    return [[key, number] for number, key in enumerate(figures.entity_ids) if key in followed]
