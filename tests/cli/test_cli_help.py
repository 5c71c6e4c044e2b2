"""Every command explains itself, and stands in the README with an example."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer

from iopmine import __version__
from iopmine.cli.app import app

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
TABLE = [line for line in README.splitlines() if line.lstrip().startswith("|")]


def example_of(name: str) -> str:
    found = re.search(r"^\s*Example: (.+)$", COMMANDS[name].help or "", re.MULTILINE)
    assert found, f"{name} has no example"
    return found[1].strip()


def test_all_commands_are_there():
    wanted = {"run", "init", "add", "extract", "topics", "report", "search", "status", "verify", "evaluate"}
    assert wanted <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_a_sentence_and_an_example_on_one_line(name, call):
    shown = call(name, "--help")
    assert shown.code == 0
    assert shown.err == ""
    assert f"  Example: {example_of(name)}" in shown.out.splitlines(), "an example that is wrapped cannot be copied"
    assert example_of(name).startswith(f"iopmine {name}")
    assert shown.out == call(name, "-h").out


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_is_a_call_that_the_command_takes(name):
    COMMANDS[name].make_context(name, shlex.split(example_of(name))[2:], resilient_parsing=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name):
    for parameter in COMMANDS[name].params:
        assert getattr(parameter, "help", ""), f"{name} {parameter.name}"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_lists_the_command_and_its_example(name):
    assert any(f"`iopmine {name}" in line for line in TABLE), f"no row for iopmine {name} in the README's tables"
    assert example_of(name) in README, f"the README lacks the example: {example_of(name)}"


def test_the_readme_names_no_command_that_is_not_there():
    named = {found for line in TABLE for found in re.findall(r"`iopmine ([a-z]+)", line)}
    assert named <= set(COMMANDS)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "init"])
def test_every_command_takes_a_workspace_and_can_be_quiet_or_speak_json(name):
    options = {option for parameter in COMMANDS[name].params for option in parameter.opts}
    assert {"--workspace", "--quiet", "--json"} <= options


def test_version_and_bare_call(call):
    assert call("--version").out == f"iopmine {__version__}\n"
    bare = call()
    assert bare.code == 2
    assert "iopmine run" in bare.out + bare.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"], ["add"], ["add", "--frob", "x"], ["search"], ["search", "x", "--limit", "0"],
        ["search", "x", "--kwic", "many"], ["topics", "--topics", "1"], ["topics", "--by", "week"],
        ["extract", "x", "--only", "verbs"], ["extract", "x"], ["extract", "x", "--out", "y", "--format", "docx"],
        ["extract", "x", "--out", "y", "--format", ","], ["extract", "--out", "y"], ["extract", "--texts"],
        ["evaluate", "none.jsonl", "--texts", "."], ["search", "x", "--since", "igår"], ["--frob"],
        ["status", "-w", "nowhere"], ["init", "file.txt"], ["init"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_wrong_call_exits_2_and_says_why(arguments, filled, call, monkeypatch):
    monkeypatch.chdir(filled)
    (filled / "file.txt").write_text("x")
    said = call(*arguments)
    assert said.code == 2
    assert said.out == ""
    assert said.err.strip()
    assert not (filled / "y").exists()
