"""What is not a sound store of this version is refused, and never changed."""

import os
import random
import sqlite3
import stat
from pathlib import Path

import pytest

from iopmine.errors import StoreBusyError, StoreDamagedError, StoreError, StoreFullError, StoreVersionError
from iopmine.store import Store
from iopmine.store.connection import migrate
from iopmine.store.schema import APPLICATION_ID, MIGRATIONS, VERSION, statements


def fill(path: Path, make_document, make_extraction, count: int = 30) -> None:
    words = "idéburet offentligt partnerskap kommunen får å ö samverkan avtal region".split()
    drawn = random.Random(3)
    with Store.create(path) as store:
        for number in range(count):
            document = make_document(f"d{number:03d}", " ".join(drawn.choices(words, k=drawn.choice([40, 300, 2000]))))
            store.add(document, raw_sha256=f"r{number}", added_at="2026")
            store.save_extraction(make_extraction(document), pipeline="p")


def contents(store: Store) -> list[object]:
    return [
        *store.documents(),
        *store.mentions(),
        *store.areas(),
        *store.frames(),
        *store.readings(),
        *store.entities(),
        *store.lemmas(),
        *(hit.document_id for hit in store.search("partnerskap", limit=100)),
    ]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_only_the_owner_may_read(path, make_document):
    with Store.create(path) as store:
        store.add(make_document("a", "text"), raw_sha256="r", added_at="2026")
        for file in path.parent.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("content", [b"", b"min egen fil", b"SQLite format 3\x00"])
def test_creating_never_overwrites(path, content):
    path.write_bytes(content)
    with pytest.raises(StoreError, match="exists already"):
        Store.create(path)
    with pytest.raises(StoreDamagedError):
        Store.ensure(path)
    assert path.read_bytes() == content


def test_creating_in_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(StoreError, match="cannot be opened or made"):
        Store.create(tmp_path / "ingen" / "iop.sqlite")


def test_opening_what_is_not_there(path):
    for read_only in (True, False):
        with pytest.raises(StoreError, match="no store at"):
            Store.open(path, read_only=read_only)
    assert not path.exists()


@pytest.mark.parametrize(
    "content", [b"", b"<!DOCTYPE html><html>" + b" " * 5000, b"SQLite format 3\x00", os.urandom(9000)]
)
def test_files_that_are_no_database(path, content):
    path.write_bytes(content)
    for read_only in (True, False):
        with pytest.raises(StoreDamagedError) as caught:
            Store.open(path, read_only=read_only)
        assert "backup" in caught.value.hint
    assert path.read_bytes() == content
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(("application", "version"), [(0, 0), (12345, 1), (APPLICATION_ID, VERSION + 1)])
def test_other_programs_and_newer_versions(path, application, version):
    other = sqlite3.connect(path)
    other.executescript(f"CREATE TABLE t (x); PRAGMA application_id = {application}; PRAGMA user_version = {version}")
    other.close()
    before = path.read_bytes()
    for read_only in (True, False):
        with pytest.raises(StoreVersionError):
            Store.open(path, read_only=read_only)
    assert path.read_bytes() == before


def test_a_file_without_the_tables(path):
    other = sqlite3.connect(path)
    other.executescript(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION}")
    other.close()
    with Store.open(path) as store, pytest.raises(StoreDamagedError, match="no such table"):
        store.document_count()


def test_reading_only(path, make_document, make_extraction):
    fill(path, make_document, make_extraction, 3)
    before = path.read_bytes()
    with Store.open(path, read_only=True) as store:
        assert len(store.search("partnerskap")) == 3
        assert store.verify() == []
        with pytest.raises(StoreError, match="cannot be opened or written"):
            store.add(make_document("x", "ny"), raw_sha256="r", added_at="2026")
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_reading_from_a_folder_that_takes_no_files(path, make_document, make_extraction):
    fill(path, make_document, make_extraction, 3)
    path.parent.chmod(0o500)
    try:
        with Store.open(path, read_only=True) as store:
            assert len(store.search("partnerskap")) == 3
    finally:
        path.parent.chmod(0o700)


def test_a_cut_file_is_refused_or_found_out(path, make_document, make_extraction):
    fill(path, make_document, make_extraction)
    whole = path.read_bytes()
    for share in (0.02, 0.3, 0.7, 0.99):
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(StoreDamagedError), Store.open(path) as store:
            contents(store)


def test_no_changed_byte_goes_unnoticed(path, make_document, make_extraction):
    """Either verify reports it, or it lies where nothing is stored: all that is read is as it was."""
    fill(path, make_document, make_extraction)
    whole = path.read_bytes()
    with Store.open(path) as store:
        original = contents(store)
        assert store.verify() == []
    random_, found = random.Random(99), 0
    for _ in range(250):
        damaged = bytearray(whole)
        damaged[random_.randrange(100, len(whole))] ^= 1 << random_.randrange(8)
        path.write_bytes(damaged)
        try:
            with Store.open(path) as store:
                issues = store.verify()
                assert issues or contents(store) == original
                found += bool(issues)
                assert all(issue.level == "error" and issue.stage == "verify" for issue in issues)
        except StoreError:
            found += 1
    assert found > 100


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE texts SET text = replace(text, 'kommunen', 'regionen') WHERE document = 1",
        "UPDATE documents SET title = 'x' WHERE key = 1",
        "UPDATE documents SET published = '2001' WHERE key = 2",
        "DELETE FROM texts WHERE document = 1",
        "DELETE FROM mentions WHERE document = 1 AND ordinal = 0",
        "UPDATE mentions SET score = 0.1 WHERE document = 2 AND ordinal = 1",
        "UPDATE parties SET canonical = 'x' WHERE document = 2",
        "UPDATE tokens SET packed = x'00' WHERE document = 2",
        "UPDATE extractions SET sha256 = 'x' WHERE document = 2",
        "UPDATE entities SET canonical = 'x' WHERE id = 'org:x'",
        "INSERT INTO search (search, rowid, text) VALUES ('delete', 1, 'helt andra ord')",
        "INSERT INTO search (rowid, text) VALUES (99, 'ett ord')",
        "DELETE FROM documents WHERE key = 1",
    ],
)
def test_changes_behind_the_back_are_found(path, make_document, make_extraction, statement):
    fill(path, make_document, make_extraction, 3)
    other = sqlite3.connect(path)
    other.create_function("iopmine_fold", 1, lambda text: text)
    other.execute(statement)
    other.commit()
    other.close()
    with Store.open(path) as store:
        assert store.verify()


def test_a_full_database_says_so_and_keeps_what_it_had(store, make_document):
    store._database.write(f"PRAGMA max_page_count = {store._database.value('PRAGMA page_count') + 30}")
    stored = []

    def add_many():
        for number in range(100):
            document = make_document(f"d{number:03d}", f"partnerskap {number} " * 300)
            store.add(document, raw_sha256="r", added_at="2026")
            stored.append(document)

    with pytest.raises(StoreFullError) as caught:
        add_many()
    assert "Free some space" in caught.value.hint
    assert stored
    assert list(store.documents()) == stored
    assert store.verify() == []
    store._database.write("PRAGMA max_page_count = 100000")
    assert store.add(make_document("d999", "text"), raw_sha256="r", added_at="2026")


def test_a_locked_database_says_so(path, make_document):
    with Store.create(path) as first, Store.open(path, busy_timeout=0.05) as second:
        with first._database.transaction(), pytest.raises(StoreBusyError, match="Another process is writing"):
            second.add(make_document("a", "text"), raw_sha256="r", added_at="2026")
        assert second.add(make_document("a", "text"), raw_sha256="r", added_at="2026")


def test_a_backup_is_whole_and_never_overwrites(store, add, tmp_path):
    add("a", "partnerskap")
    copy = tmp_path / "kopia.sqlite"
    store.backup(copy)
    add("b", "partnerskap")
    with Store.open(copy) as other:
        assert [hit.document_id for hit in other.search("partnerskap")] == ["a"]
        assert other.verify() == []
    with pytest.raises(StoreError, match="exists already"):
        store.backup(copy)


def test_closing_twice_and_using_a_closed_store(path):
    store = Store.create(path)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.document_count()


def test_migrations_are_numbered_without_gaps():
    assert sorted(MIGRATIONS) == list(range(1, VERSION + 1))


def test_every_step_from_every_version_leads_to_the_same_schema(path, make_document):
    later = {**MIGRATIONS, VERSION + 1: "CREATE TABLE extra (x TEXT) STRICT;\nINSERT INTO extra VALUES ('a;b');"}
    with Store.create(path) as store:
        store.add(make_document("a", "text"), raw_sha256="r", added_at="2026")
        migrate(store._database, later)
        migrate(store._database, later)
        assert store._database.rows("SELECT x FROM extra") == [("a;b",)]
        assert store.status().schema_version == VERSION + 1
        assert store.document("a") is not None
    with pytest.raises(StoreVersionError, match="newer iopmine"):
        Store.open(path)


def test_a_step_that_fails_leaves_the_file_as_it_was(store):
    broken = {**MIGRATIONS, VERSION + 1: "CREATE TABLE extra (x);", VERSION + 2: "CREATE TABLE extra (x);"}
    with pytest.raises(StoreError, match="already exists"):
        migrate(store._database, broken)
    assert store.status().schema_version == VERSION
    assert store._database.value("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'") == 0


def test_an_older_file_opened_for_reading(path, monkeypatch):
    Store.create(path).close()
    monkeypatch.setattr("iopmine.store.connection.VERSION", VERSION + 1)
    with pytest.raises(StoreVersionError, match="older schema"):
        Store.open(path, read_only=True)


def test_statements_keep_triggers_whole():
    sql = "CREATE TABLE t (x); -- a; comment\nCREATE TRIGGER g AFTER INSERT ON t BEGIN\n SELECT 1;\n SELECT 2;\nEND;\n"
    assert len(list(statements(sql))) == 2
