"""The package as others get it: what is in the wheel, that it works anywhere, and that it declares what it uses."""

from __future__ import annotations

import ast
import email
import importlib
import importlib.metadata
import inspect
import json
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
import typer
from spacy.language import Language

import iopmine
from iopmine import errors, resources
from iopmine.cli.app import app
from iopmine.report.dictionary import data_dictionary
from tests.harness import ENVIRONMENT, ROOT, SHELTER

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
FACTORIES: dict[str, str] = PROJECT["entry-points"]["spacy_factories"]
SOURCES = sorted((ROOT / "iopmine").rglob("*.py"))
# Declared and never imported by us, and why.
NOT_IMPORTED = {
    "lxml-html-clean": "jusText, which trafilatura needs, imports it and declares it in a way that old pips miss"
}


def files_under(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".") and "__pycache__" not in path.parts
    }


# The wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    builder = pytest.importorskip(
        "hatchling.builders.wheel", reason="hatchling is not installed (pip install '.[test]')"
    )
    folder = tmp_path_factory.mktemp("dist")
    (path,) = builder.WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return Path(path)


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of the wheel, as pip would put it into a folder of installed packages."""
    folder = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def elsewhere(program: str, site: Path, folder: Path, *arguments: object) -> str:
    """Run a program outside the repository, with the package found in ``site`` alone."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, *map(str, arguments)],
        cwd=folder, env=ENVIRONMENT | {"PYTHONPATH": str(site)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_the_code_the_data_and_the_licences(site):
    assert files_under(site / "iopmine") - files_under(ROOT / "iopmine") == {
        f"_data/{part}/{name}"
        for part in ("corpus/lexicon", "corpus/demo", "corpus/sources", "models")
        for name in files_under(ROOT / part)
    }
    assert files_under(site / "iopmine") >= files_under(ROOT / "iopmine")
    (info,) = site.glob("iopmine-*.dist-info")
    assert files_under(info / "licenses") == {"LICENSE", "models/LICENSE", "corpus/LICENSE"}
    for name in files_under(info / "licenses"):
        assert (info / "licenses" / name).read_bytes() == (ROOT / name).read_bytes()
    assert {path.name.split("-")[0] for path in site.iterdir()} == {"iopmine"}, "nothing else is installed"


def test_the_wheel_says_what_it_is(wheel, site):
    (info,) = site.glob("iopmine-*.dist-info")
    about = email.message_from_string((info / "METADATA").read_text(encoding="utf-8"))
    assert about["License-Expression"] == "MIT AND CC-BY-SA-4.0 AND CC-BY-4.0"
    assert about["Version"] == iopmine.__version__
    assert about["Requires-Python"] == "<3.15,>=3.11"
    assert "# iopmine" in about.get_payload()
    assert set(about.get_all("Provides-Extra")) >= {"docx", "parquet", "test"}
    assert wheel.name.endswith("-py3-none-any.whl")
    assert wheel.stat().st_size < 20_000_000


def test_the_wheel_works_outside_the_repository(site, tmp_path):
    shown = json.loads(
        elsewhere(
            "import json; from iopmine import resources as r; from iopmine.lexicon import load\n"
            "folders = [r.data_root(), r.lexicon_folder(), r.demo_folder(), r.models_folder()]\n"
            "print(json.dumps([*map(str, folders), len(load(None).entities), all(f.is_dir() for f in folders)]))",
            site, tmp_path,
        )
    )  # fmt: skip
    data = site / "iopmine" / "_data"
    assert shown[:4] == [str(p) for p in (data, data / "corpus/lexicon", data / "corpus/demo", data / "models")]
    assert shown[4] > 700
    assert shown[5] is True


def test_the_command_line_of_the_wheel(site, tmp_path):
    environment = ENVIRONMENT | {"PYTHONPATH": str(site)}
    (tmp_path / "a.txt").write_text(SHELTER, encoding="utf-8")
    for arguments in (["--help"], ["extract", "a.txt", "--out", "x.jsonl"]):
        done = subprocess.run(
            [sys.executable, "-m", "iopmine", *arguments], cwd=tmp_path, env=environment, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    row = json.loads((tmp_path / "x.jsonl").read_text(encoding="utf-8"))
    assert "kommun:1480" in {entity["entity_id"] for entity in row["entities"]}


def test_spacy_finds_the_components_of_the_wheel_by_name(site, tmp_path):
    """In anyone's own pipeline, without an import of ours: by the entry points alone."""
    program = (
        "import sys, spacy\n"
        "nlp = spacy.blank('sv')\n"
        "for name in sys.argv[1:]: nlp.add_pipe(name)\n"
        "nlp.to_disk('p')\n"
        "doc = spacy.load('p')('Göteborgs Stad och Bräcke diakoni skriver ett idéburet offentligt partnerskap.')\n"
        "print([(ent.text, ent.label_, ent._.entity_id) for ent in doc.ents])\n"
    )
    order = ["iop_sentences", "iop_names", "iop_areas", "iop_frames", "iop_relevance", "iop_partnerships"]
    order += ["iop_counts"]
    trained = {"iop_tagger", "iop_lemmatizer", "iop_ner"}
    assert sorted({*order, *trained}) == sorted(FACTORIES)
    out = elsewhere(program, site, tmp_path, *order)
    assert "('Göteborgs Stad', 'ORG', 'kommun:1480')" in out
    assert "('Bräcke diakoni', 'ORG', 'org:bracke-diakoni')" in out


# Where the data is


def test_an_editable_install_finds_the_folders_beside_the_package(tmp_path):
    """As the path file of an editable install does: the repository is on the path, and nothing was copied."""
    program = "from iopmine import resources as r; print(r.data_root(), r.demo_folder())"
    assert elsewhere(program, ROOT, tmp_path) == f"{ROOT} {ROOT / 'corpus' / 'demo'}\n"


@pytest.mark.parametrize("inside", [True, False])
def test_the_copy_inside_the_package_goes_first(inside, tmp_path, monkeypatch):
    package = tmp_path / "iopmine"
    (tmp_path / "corpus" / "lexicon").mkdir(parents=True)
    if inside:
        (package / "_data" / "corpus" / "lexicon").mkdir(parents=True)
    monkeypatch.setattr(resources, "PACKAGE", package)
    resources.data_root.cache_clear()
    try:
        assert resources.data_root() == (package / "_data" if inside else tmp_path)
        assert resources.models_folder() == resources.data_root() / "models"
    finally:
        resources.data_root.cache_clear()


def test_without_its_data_the_package_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "iopmine")
    resources.data_root.cache_clear()
    with pytest.raises(errors.ConfigError, match="packaged data") as caught:
        resources.data_root()
    assert "pip install --force-reinstall iopmine" in caught.value.hint


# What is declared


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required(requirements: list[str]) -> set[str]:
    return {normal(re.match(r"[\w.-]+", requirement)[0]) for requirement in requirements}  # type: ignore[index]


def imported() -> Iterator[tuple[str, Path]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((alias.name.split(".")[0], path) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield (node.module or "").split(".")[0], path


CORE = required(PROJECT["dependencies"])
OPTIONAL = required(
    [line for extra in ("docx", "parquet", "train") for line in PROJECT["optional-dependencies"][extra]]
)
FOREIGN = {name: path for name, path in imported() if name not in sys.stdlib_module_names and name != "iopmine"}
# Import names of the optional packages, which may not be installed.
PROVIDERS = {"docx": ["python-docx"], "pycrfsuite": ["python-crfsuite"], "pyarrow": ["pyarrow"]} | {
    name: found for name, found in importlib.metadata.packages_distributions().items() if name in FOREIGN
}


@pytest.mark.parametrize("name", sorted(FOREIGN))
def test_what_is_imported_is_declared(name):
    providers = {normal(provider) for provider in PROVIDERS.get(name, [name])}
    assert providers & (CORE | OPTIONAL), f"{FOREIGN[name]} imports {name}, which pyproject.toml does not declare"


@pytest.mark.parametrize("declared", sorted(CORE))
def test_what_is_declared_is_imported(declared):
    used = {normal(provider) for name in FOREIGN for provider in PROVIDERS.get(name, [name])}
    assert declared in used or declared in NOT_IMPORTED, f"{declared} is declared and never imported"


def test_declared_requirements_have_a_floor():
    for requirement in PROJECT["dependencies"]:
        assert re.search(r">=\d", requirement), requirement


def test_installed_versions_are_those_declared():
    """The suite proves nothing about a version that was not there."""
    requirements = pytest.importorskip("packaging.requirements")
    for line in PROJECT["dependencies"]:
        requirement = requirements.Requirement(line)
        assert requirement.specifier.contains(importlib.metadata.version(requirement.name)), line


def test_the_licence_texts_are_there():
    assert PROJECT["license"] == "MIT AND CC-BY-SA-4.0 AND CC-BY-4.0"
    for name in PROJECT["license-files"]:
        assert len((ROOT / name).read_text(encoding="utf-8")) > 300, name
    assert "MIT" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "BY-SA" in (ROOT / "models" / "LICENSE").read_text(encoding="utf-8")
    assert "GeoNames" in (ROOT / "corpus" / "LICENSE").read_text(encoding="utf-8")


def test_versions_agree():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {iopmine.__version__}\n" in citation
    assert f"\n## {iopmine.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert PROJECT["version"] == iopmine.__version__


@pytest.mark.parametrize("name", sorted(FACTORIES))
def test_each_entry_point_leads_to_a_factory_of_its_name(name):
    assert callable(pkgutil.resolve_name(FACTORIES[name]))
    assert Language.has_factory(name)


def test_every_factory_is_an_entry_point():
    package = importlib.import_module("iopmine.nlp.components")
    for module in pkgutil.iter_modules(package.__path__, "iopmine.nlp.components."):
        importlib.import_module(module.name)
    assert {name for name in spacy.blank("sv").factory_names if name.startswith("iop_")} == set(FACTORIES)


def test_the_script_leads_to_the_command_line():
    assert callable(pkgutil.resolve_name(PROJECT["scripts"]["iopmine"]))


def test_the_page_in_outputs_is_the_data_dictionary():
    assert (ROOT / "outputs" / "README.md").read_text(encoding="utf-8") == data_dictionary()


# Errors


CLASSES = [value for _, value in inspect.getmembers(errors, inspect.isclass) if issubclass(value, errors.IopmineError)]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_says_what_to_do_next(kind):
    error = kind("Något hände med x.")
    assert error.hint
    assert error.hint[0].isupper()
    assert error.hint.endswith(".")
    assert str(error) == f"Något hände med x. {error.hint}"
    assert kind("x", hint="Do y.").hint == "Do y."
    assert kind.exit_code in {1, 2}
    assert (kind.__doc__ or "").strip()
    assert re.search(rf"\b{kind.__name__}\b", errors.__doc__ or ""), "the tree in the module's text is whole"


def test_every_error_is_made_somewhere():
    made = {
        node.func.id
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    # The root of the tree is what others catch.
    assert {kind.__name__ for kind in CLASSES} - made == {"IopmineError"}


def test_hints_name_commands_that_exist():
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for named in re.findall(r"(?:: |`)iopmine ([a-z]+)", node.value):
                    assert named in commands, f"{path}: iopmine {named}"


def test_type_hints_travel_with_the_package():
    assert (ROOT / "iopmine" / "py.typed").exists()
    assert os.access(ROOT / "iopmine" / "py.typed", os.R_OK)
