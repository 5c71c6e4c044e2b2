"""The house as drawn: imports only go down the floors, each foreign library has its keepers."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "iopmine"

FLOORS = {
    "cli": 6,
    "__main__": 7,
    "steps": 5,
    "sources": 4,
    "fetch": 4,
    "reading": 4,
    "store": 4,
    "nlp": 4,
    "stories": 4,
    "watch": 4,
    "topics": 4,
    "trends": 4,
    "report": 4,
    "lexicon": 3,
    "config": 3,
    "records": 2,
    "resources": 2,
    "errors": 1,
    "text": 1,
    "urls": 1,
    "__init__": 0,
}
KEEPERS = {
    "sqlite3": {"store"},
    "trafilatura": {"reading"},
    "pypdfium2": {"reading"},
    "docx": {"reading"},
    "spacy": {"nlp"},
    "simplemma": {"nlp"},
    "sklearn": {"topics", "nlp"},
    "jinja2": {"report"},
    "altair": {"report"},
    "vl_convert": {"report"},
    "xlsxwriter": {"report"},
    "typer": {"cli"},
    "rich": {"cli"},
    "httpx2": set(),
    "httpcore2": {"fetch"},
    "protego": {"fetch"},
    "feedparser": {"sources"},
    "warcio": set(),
    "striprtf": {"reading"},
    "phonenumbers": {"text"},
    "w3lib": {"urls"},
}
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    """Every imported module, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            yield node.module or "", node.lineno
            if node.module == "iopmine":
                yield from ((f"iopmine.{alias.name}", node.lineno) for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down_the_floors(path: Path) -> None:
    room = room_of(path)
    assert room in FLOORS, f"{room} has no floor"
    for module, line in imports_of(path):
        if not module.startswith("iopmine."):
            continue
        other = module.split(".")[1]
        if other == room or other not in FLOORS:
            continue
        assert FLOORS[other] < FLOORS[room], f"{path}:{line}: {room} may not import {other}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_each_library_stays_with_its_keepers(path: Path) -> None:
    for module, line in imports_of(path):
        keepers = KEEPERS.get(module.split(".")[0])
        allowed = keepers is None or room_of(path) in keepers
        assert allowed, f"{path}:{line}: {module} belongs to {sorted(keepers or ())}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_stay_readable(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 320, "a module does one thing"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno
            assert length <= 60, f"{path}:{node.lineno}: {node.name} has {length} lines"


def test_nothing_is_unpickled_or_timed() -> None:
    """No pickle anywhere; the clock is read by the command line alone, where it becomes a parameter."""
    for path in FILES:
        for module, line in imports_of(path):
            assert module.split(".")[0] not in {"pickle", "joblib", "shelve", "marshal"}, f"{path}:{line}"
        if room_of(path) != "cli":
            source = path.read_text(encoding="utf-8")
            for clock in ("datetime.now(", "date.today(", "time.time("):
                assert clock not in source, f"{path}: {clock}"


def test_help_is_quick_and_light() -> None:
    """``iopmine --help`` loads neither spaCy nor scikit-learn and takes under half a second of CPU."""
    program = (
        "import resource, sys\n"
        "sys.argv = ['iopmine', '--help']\n"
        "from iopmine.cli import main\n"
        "try:\n    main()\nexcept SystemExit as stop:\n    assert not stop.code, stop.code\n"
        "heavy = {'spacy', 'sklearn', 'pandas', 'numpy', 'trafilatura', 'altair'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "usage = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(f'CPU {usage.ru_utime + usage.ru_stime:.3f}', file=sys.stderr)\n"
    )
    times = []
    for _ in range(3):
        run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        assert "iopmine" in run.stdout
        times.append(float(run.stderr.rsplit("CPU ", 1)[1]))
    assert min(times) <= 0.5, times
