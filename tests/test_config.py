"""Settings and the workspace."""

from __future__ import annotations

import contextlib
import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from iopmine.config import MARK, Settings, find_workspace, read_settings
from iopmine.errors import ConfigError
from iopmine.steps.init import init


@pytest.fixture
def settings(tmp_path):
    def settings(content: str | bytes) -> Settings:
        path = tmp_path / MARK
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_settings(path)

    return settings


def test_an_empty_file_gives_the_defaults(settings):
    assert settings("") == Settings()
    assert (Settings().topics.number, Settings().topics.seed, Settings().topics.by) == (None, 0, ("year",))
    assert Settings().outputs.formats == ("csv", "xlsx")


def test_every_setting_can_be_set(settings):
    found = settings(
        'title = "IOP i Norrviken"\n[topics]\nnumber = 12\nseed = 3\nby = ["month", "year"]\n'
        '[outputs]\nformats = ["parquet"]\n'
    )
    assert found.title == "IOP i Norrviken"
    assert (found.topics.number, found.topics.seed, found.topics.by) == (12, 3, ("month", "year"))
    assert found.outputs.formats == ("parquet",)


def test_a_mark_and_windows_line_ends_are_taken(settings):
    assert settings(b'\xef\xbb\xbftitle = "x"\r\n').title == "x"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("x = 1", "x is no setting; allowed there: title, topics, outputs"),
        ("[topics]\nx = 1", "topics.x is no setting; allowed there: number, seed, by"),
        ("[outputs]\nx = 1", "outputs.x is no setting; allowed there: formats"),
        ("[topics]\nnumber = 1", "topics.number: Input should be greater than or equal to 2; found: '1'"),
        ("[topics]\nnumber = 500", "topics.number: Input should be less than or equal to 200"),
        ("[topics]\nseed = -1", "topics.seed"),
        ("[topics]\nby = []", "topics.by"),
        ("[topics]\nby = 'year'", "topics.by: write a list, for example [\"year\"]; found: 'year'"),
        ("[gather]\nsources = 3", "gather.sources: write a list, for example [\"…\"]; found: '3'"),
        ("[topics]\nby = ['week']", "topics.by.0"),
        ("[outputs]\nformats = []", "outputs.formats"),
        ("title = 3", "title: Input should be a valid string"),
        ("title =", "could not be read as TOML"),
        (b"title = '\xff'", "could not be read as TOML"),
        (b"\x00\x01", "could not be read as TOML"),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(content, says, settings, tmp_path):
    with pytest.raises(ConfigError) as caught:
        settings(content)
    assert says in caught.value.message
    assert str(tmp_path / MARK) in caught.value.message
    assert "iopmine init" in caught.value.hint


def test_all_faults_are_told_at_once(settings):
    with pytest.raises(ConfigError) as caught:
        settings("a = 1\n[topics]\nseed = 'x'\nb = 2\n")
    assert all(part in caught.value.message for part in ("a is no setting", "topics.seed", "topics.b is no setting"))


@given(st.text(max_size=60))
def test_any_text_is_settings_or_a_clear_refusal(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("w", numbered=True) / MARK
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    with contextlib.suppress(ConfigError):
        assert isinstance(read_settings(path), Settings)


def test_a_file_that_is_gone(tmp_path):
    with pytest.raises(ConfigError, match="could not be read"):
        read_settings(tmp_path / MARK)


def test_settings_are_fixed():
    with pytest.raises(ValidationError):
        Settings().title = "nytt"


def test_the_file_that_init_writes_shows_the_defaults(tmp_path):
    init(tmp_path)
    assert read_settings(tmp_path / MARK) == Settings()
    written = tomllib.loads((tmp_path / MARK).read_text(encoding="utf-8").replace("\n# number", "\nnumber"))
    shown = {key: set(value) if isinstance(value, dict) else None for key, value in written.items()}
    tables = ("topics", "gather", "watch", "outputs")
    model = dict.fromkeys(Settings.model_fields) | {
        table: set(type(getattr(Settings(), table)).model_fields) for table in tables
    }
    model["gather"] -= {"hosts_at_once", "readers", "sources", "queries", "loopback_ports"}
    assert shown == model, "every setting but the rarest stands in the file, with its comment"


def test_a_workspace_is_a_folder_with_its_mark(tmp_path):
    init(tmp_path)
    for found in (find_workspace(tmp_path, current=Path.cwd()), find_workspace(None, current=tmp_path)):
        assert not found.packaged
        assert found.root == tmp_path
        assert found.store == tmp_path / "corpus" / "iop.sqlite"
        assert (found.tables, found.report) == (tmp_path / "outputs" / "tables", tmp_path / "outputs" / "report")
        assert found.lexicon_extensions == ()


def test_without_a_workspace_results_go_to_outputs_here(tmp_path):
    found = find_workspace(None, current=tmp_path)
    assert found.packaged
    assert found.outputs == tmp_path / "outputs"
    assert found.store == tmp_path / "outputs" / "iop.sqlite"
    assert found.settings == Settings()
    assert not (tmp_path / "outputs").exists(), "looking makes nothing"


def test_a_named_folder_must_be_one(tmp_path):
    with pytest.raises(ConfigError, match="is no workspace") as caught:
        find_workspace(tmp_path / "borta", current=tmp_path)
    assert f"iopmine init {tmp_path / 'borta'}" in caught.value.hint
    (tmp_path / MARK).mkdir()
    with pytest.raises(ConfigError):
        find_workspace(tmp_path, current=tmp_path)


def test_the_named_workspace_goes_before_the_one_here(tmp_path):
    for name in ("a", "b"):
        init(tmp_path / name)
    assert find_workspace(tmp_path / "a", current=tmp_path / "b").root == tmp_path / "a"


def test_a_lexicon_extension_is_a_folder_with_tables(tmp_path):
    init(tmp_path)
    folder = tmp_path / "corpus" / "lexicon"
    assert find_workspace(tmp_path, current=tmp_path).lexicon_extensions == ()
    (folder / "organisations.csv").write_text("entity_id,name,kind,side\n")
    assert find_workspace(tmp_path, current=tmp_path).lexicon_extensions == (folder,)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_settings_without_permission(tmp_path):
    init(tmp_path)
    (tmp_path / MARK).chmod(0)
    with pytest.raises(ConfigError, match="could not be read"):
        find_workspace(tmp_path, current=tmp_path)
