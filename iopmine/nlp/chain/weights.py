"""The learnt weights of a chain as arrays, and the file they lie in."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from iopmine.errors import ModelError
from iopmine.nlp.chain.decode import Floats

SEPARATOR: Final = "\x1f"
_BITS: Final = 20


@dataclass(frozen=True, slots=True)
class Template:
    """A combination of attributes at offsets: ``(("shape", -1), ("shape", 0))``."""

    parts: tuple[tuple[str, int], ...]

    @property
    def name(self) -> str:
        """A name that tells the parts: ``shape-1.shape+0``."""
        return ".".join(f"{attribute}{offset:+d}" for attribute, offset in self.parts)

    @classmethod
    def parse(cls, name: str) -> Template:
        """Return the template that a name tells."""
        return cls(tuple((part[:-2], int(part[-2:])) for part in name.split(".")))


@dataclass(frozen=True, slots=True)
class ChainWeights:
    """All that a chain has learnt.

    ``forms`` maps ``offset:feature`` to a row of ``form_rows`` ``(n_features, n_labels)``; ``values`` gives each
    attribute's values their numbers, from 1; ``tables`` holds for each template the sorted keys of its combinations
    and their rows.
    """

    labels: tuple[str, ...]
    transitions: Floats
    forms: Mapping[str, int]
    form_rows: Floats
    values: Mapping[str, Mapping[str, int]]
    tables: Mapping[Template, tuple[NDArray[np.int64], Floats]]


def combined(numbers: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return one key for the numbers of a template's attributes; a zero (an unknown value) makes the key negative."""
    key = np.zeros_like(numbers[0])
    known = np.ones(len(key), dtype=bool)
    for part in numbers:
        key = (key << _BITS) | part
        known &= part > 0
    return np.where(known, key, -1)


def build(
    labels: Sequence[str],
    state: Mapping[tuple[str, str], float],
    transitions: Mapping[tuple[str, str], float],
    templates: Sequence[Template],
) -> ChainWeights:
    """Arrange learnt weights: ``state`` by (feature, label), ``transitions`` by (label before, label).

    A feature ``offset:…`` belongs to a form, one ``template SEPARATOR value SEPARATOR value …`` to a template.
    """
    number = {label: index for index, label in enumerate(labels)}
    matrix = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for (before, label), weight in transitions.items():
        matrix[number[before], number[label]] = weight
    by_name = {template.name: template for template in templates}
    combinations: dict[Template, dict[tuple[str, ...], None]] = {template: {} for template in templates}
    forms: dict[str, int] = {}
    for feature in sorted({feature for feature, _ in state}):
        name, *values = feature.split(SEPARATOR)
        if values:
            combinations[by_name[name]][tuple(values)] = None
        else:
            forms[feature] = len(forms)
    rows = np.zeros((len(forms), len(labels)), dtype=np.float16)
    numbers = _value_numbers(combinations)
    tables = {t: _table(t, list(found), numbers, len(labels)) for t, found in combinations.items()}
    places = {t: {values: i for i, values in enumerate(found)} for t, found in combinations.items()}
    for (feature, label), weight in state.items():
        name, *values = feature.split(SEPARATOR)
        if values:
            tables[by_name[name]][1][places[by_name[name]][tuple(values)], number[label]] = weight
        else:
            rows[forms[feature], number[label]] = weight
    ordered = {t: (keys[np.argsort(keys)], weights[np.argsort(keys)]) for t, (keys, weights) in tables.items()}
    return ChainWeights(tuple(labels), matrix, forms, rows.astype(np.float32), numbers, ordered)


def _value_numbers(combinations: Mapping[Template, Mapping[tuple[str, ...], None]]) -> dict[str, dict[str, int]]:
    seen: dict[str, set[str]] = {}
    for template, found in combinations.items():
        for values in found:
            for (attribute, _), value in zip(template.parts, values, strict=True):
                seen.setdefault(attribute, set()).add(value)
    return {name: {value: i for i, value in enumerate(sorted(seen[name]), start=1)} for name in sorted(seen)}


def _table(
    template: Template, found: Sequence[tuple[str, ...]], numbers: Mapping[str, Mapping[str, int]], n_labels: int
) -> tuple[NDArray[np.int64], Floats]:
    columns = [
        np.array([numbers[attribute][values[i]] for values in found], dtype=np.int64)
        for i, (attribute, _) in enumerate(template.parts)
    ]
    return combined(columns), np.zeros((len(found), n_labels), dtype=np.float32)


def features_of(weights: ChainWeights) -> dict[str, Floats]:
    """Return the row of every feature by its name, as ``build`` was given them; ``(n_labels,)`` each."""
    rows = {feature: weights.form_rows[number] for feature, number in weights.forms.items()}
    texts = {attribute: {n: value for value, n in numbers.items()} for attribute, numbers in weights.values.items()}
    for template, (keys, table) in weights.tables.items():
        for key, row in zip(keys.tolist(), table, strict=True):
            values: list[str] = []
            for attribute, _ in reversed(template.parts):
                values.append(texts[attribute][key & ((1 << _BITS) - 1)])
                key >>= _BITS  # noqa: PLW2901 - the key is taken apart
            rows[SEPARATOR.join([template.name, *reversed(values)])] = row
    return rows


def save(weights: ChainWeights, path: Path) -> None:
    """Write the weights as a compressed ``.npz`` of plain arrays; half precision, the same bytes every time."""
    arrays: dict[str, NDArray[np.generic]] = {
        "labels": joined(weights.labels),
        "transitions": weights.transitions,
        "forms": joined(weights.forms),
        "form_rows": weights.form_rows.astype(np.float16),
    }
    for attribute, values in weights.values.items():
        arrays[f"values/{attribute}"] = joined(values)
    for template, (keys, rows) in weights.tables.items():
        arrays[f"keys/{template.name}"] = keys
        arrays[f"rows/{template.name}"] = rows.astype(np.float16)
    np.savez_compressed(path, allow_pickle=False, **arrays)


def load(path: Path) -> ChainWeights:
    """Read the weights.

    Raises:
        ModelError: the file is missing or damaged.
    """
    with reading(path) as data:
        forms = {feature: i for i, feature in enumerate(split(data["forms"]))}
        values = {
            name.partition("/")[2]: {value: i for i, value in enumerate(split(data[name]), start=1)}
            for name in data
            if name.startswith("values/")
        }
        tables = {
            Template.parse(name.partition("/")[2]): (
                data[name],
                data[name.replace("keys/", "rows/", 1)].astype(np.float32),
            )
            for name in data
            if name.startswith("keys/")
        }
        return ChainWeights(
            tuple(split(data["labels"])),
            data["transitions"].astype(np.float32),
            forms,
            data["form_rows"].astype(np.float32),
            values,
            tables,
        )


@contextmanager
def reading(path: Path) -> Iterator[dict[str, NDArray[Any]]]:
    """Give the arrays of an ``.npz``; what goes wrong inside, while they are taken apart, is told as damage too.

    Raises:
        ModelError: the file is missing or damaged.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            data = {name: arrays[name] for name in arrays.files}
        yield data
    except (OSError, ValueError, LookupError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise ModelError(
            f"The model file {path} could not be read: {error}.", hint="Install iopmine again, or train the model anew."
        ) from error


def joined(strings: Iterable[str]) -> NDArray[np.uint8]:
    """Return strings (none with a line feed) as an array of bytes, to be kept in an ``.npz``."""
    return np.frombuffer("\n".join(strings).encode(), dtype=np.uint8)


def split(array: NDArray[Any]) -> list[str]:
    """Return the strings that ``joined`` put together."""
    return array.tobytes().decode().split("\n") if len(array) else []
