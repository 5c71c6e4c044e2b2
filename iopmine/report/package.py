"""What lies beside the tables: ``datapackage.json`` for programs, ``manifest.json`` for whoever repeats the run."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from iopmine.report.columns import TABLES, Table
from iopmine.report.files import write_json


def write_datapackage(folder: Path, files: Sequence[Path], *, version: str, demo: bool, texts: bool = False) -> Path:
    """Describe the CSV tables among the files as a Frictionless tabular data package, and return the path.

    Raises:
        OutputError: the description cannot be written.
    """
    by_name = {path.stem: path for path in files if path.suffix == ".csv"}
    resources = [_resource(table, by_name[table.name], texts) for table in TABLES if table.name in by_name]
    value: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "iopmine-tables",
        "title": "Text mining of Swedish news on idéburet offentligt partnerskap",
        "version": version,
        "resources": resources,
    }
    if demo:
        value["description"] = "Made from the embedded demo corpus: articles written for iopmine."
    return write_json(folder / "datapackage.json", value)


def _resource(table: Table, path: Path, texts: bool) -> dict[str, Any]:
    content = path.read_bytes()
    columns = table.columns(texts=texts)
    described = [{"name": column.name, "type": column.type, "description": column.doc} for column in columns]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": path.name,
        "description": table.doc,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
        "schema": {"fields": described, "missingValues": [""]},
    }


def write_manifest(folder: Path, values: Mapping[str, Any]) -> Path:
    """Write what a run was made of (versions, hashes, settings, seeds), sorted, and return the path.

    Raises:
        OutputError: the manifest cannot be written.
    """
    return write_json(folder / "manifest.json", dict(values))
