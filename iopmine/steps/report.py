"""``iopmine report``: the tables and the explorer, from what the store holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from iopmine import __version__
from iopmine.config import Workspace
from iopmine.lexicon import Lexicon, load
from iopmine.records import Document, TopicExample, TopicNumber, precision_of
from iopmine.report.explorer import build_explorer
from iopmine.report.package import write_datapackage, write_manifest
from iopmine.report.tables import write_tables
from iopmine.report.views import DEFAULT_TITLE, Event, ReportData
from iopmine.steps.opening import open_store
from iopmine.steps.persons import names_stored
from iopmine.steps.quality import quality
from iopmine.steps.wording import Wording
from iopmine.store import Store


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the page to open, the folder of tables, and every file."""

    page: Path
    tables: Path
    files: tuple[Path, ...]
    data: ReportData


def report(workspace: Workspace, *, persons: bool = False, texts: bool = False) -> Written:
    """Write tables, manifest and explorer; names of persons are masked unless ``persons`` is set.

    Raises:
        StoreError: there is no store yet.
        OutputError: a file cannot be written.
    """
    lexicon = load(None, *workspace.lexicon_extensions)
    with open_store(workspace, read_only=True) as store:
        data = _gather(store, workspace, lexicon)
        revisions = list(store.revisions())
        manifest = _manifest(store, workspace, lexicon, data.documents) | {"persons": persons, "texts": texts}
    demo = any(document.demo for document in data.documents)
    files = write_tables(
        workspace.tables,
        {
            "documents": data.documents,
            "revisions": revisions,
            "mentions": data.mentions,
            "entities": data.entities,
            "partnerships": data.partnerships,
            "partnership_readings": data.readings,
            "areas": data.areas,
            "frames": data.frames,
            "count_claims": data.count_claims,
            "topics": data.topics,
            "topic_shares": data.shares,
            "series": data.series,
            "shifts": data.shifts,
            "receipts": [each for each, _ in data.receipts],
            "what_if": [each for each, _ in data.held],
            "calibration": [each for each, _ in data.calibration],
            "too_few": [each for each, _ in data.too_few],
            "word_drift": [each for each, _ in data.drift],
            "topic_numbers": data.numbers,
            "topic_matters": [each for each, _ in data.matters],
            "topic_examples": data.examples,
            "topic_events": [each for each, _ in data.fates],
            "emerging_topics": [each for each, _ in data.emerging],
            "issues": data.issues,
        },
        formats=workspace.settings.outputs.formats,
        texts=texts,
        demo=demo,
        names=data.names,
        persons=persons,
    )
    files.append(write_datapackage(workspace.tables, files, version=__version__, demo=demo, texts=texts))
    files.append(write_manifest(workspace.outputs, manifest))
    pages = build_explorer(workspace.report, data)
    return Written(pages[0], workspace.tables, (*files, *pages), data)


def _gather(store: Store, workspace: Workspace, lexicon: Lexicon) -> ReportData:
    documents = list(store.documents())
    run = store.latest_run()
    title = workspace.settings.title
    said = Wording(store, lexicon, run)
    return ReportData(
        documents=documents,
        mentions=list(store.mentions()),
        entities=list(store.entities()),
        areas=list(store.areas()),
        frames=list(store.frames()),
        partnerships=list(store.partnerships()),
        readings=list(store.readings()),
        count_claims=list(store.count_claims()),
        topics=store.topics(run) if run else (),
        shares=store.shares(run) if run else (),
        series=store.series(run) if run else (),
        shifts=store.shifts(run) if run else (),
        shift_texts=said.shifts(),
        receipts=said.receipts(),
        held=said.held(),
        setting_texts=said.settings(),
        calibration=said.calibration(),
        too_few=said.too_few(),
        drift=said.drift(),
        numbers=store.of_run(run, TopicNumber) if run else (),
        numbers_text=said.numbers(),
        fates=said.fates(),
        emerging=said.emerging(),
        matters=said.matters(),
        examples=store.of_run(run, TopicExample) if run else (),
        issues=[issue for issue in store.issues() if issue.level != "info"],
        area_labels={area.id: (area.label_sv, area.label_en) for area in lexicon.areas},
        frame_labels={frame.id: (frame.label_sv, frame.label_en) for frame in lexicon.frames},
        events=_events(lexicon),
        names=names_stored(store, {document.id: document.text for document in documents}),
        quality=quality(),
        title=(title, title) if title else DEFAULT_TITLE,
        version=f"iopmine {__version__} · {lexicon.sha256[:12]}",
    )


def _events(lexicon: Lexicon) -> list[Event]:
    """Return the dated events of the field that a source confirms."""
    return [
        Event(event.date, precision_of(event.date), (event.title_sv, event.event), event.source)
        for event in lexicon.timeline
        if event.status == "verified"
    ]


def _manifest(store: Store, workspace: Workspace, lexicon: Lexicon, documents: Sequence[Document]) -> dict[str, object]:
    run = store.latest_run()
    return {
        "iopmine": __version__,
        "lexicon": lexicon.sha256,
        "pipelines": store.pipelines(),
        "run": run,
        "run_settings": store.run_settings(run) if run else None,
        "settings": workspace.settings.model_dump(mode="json"),
        "inputs": {document.id: document.sha256 for document in documents},
    }
