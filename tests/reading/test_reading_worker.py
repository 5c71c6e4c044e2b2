"""The reading process: hostile files are stopped, and the next file is read."""

import subprocess
import sys
import time
from datetime import date

import pytest

import iopmine.reading.worker as module
from iopmine.errors import ReadingError
from iopmine.reading import Limits, Worker, language
from iopmine.reading.registry import Reader, readers

TODAY = date(2026, 11, 22)

PAGE = (
    "<html><body><main><h1>Nytt avtal</h1>" + "<p>Kommunen och föreningen går in i ett partnerskap om unga.</p>" * 9
).encode()
# A hundred thousand attributes on one tag: minutes inside C code, where no signal is heard.
HOSTILE = b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">x</p></body></html>"


def test_a_hostile_page_is_stopped_and_the_next_one_is_read(tmp_path, read):
    (tmp_path / "a.html").write_bytes(HOSTILE)
    (tmp_path / "b.html").write_bytes(PAGE)
    started = time.perf_counter()
    documents, [issue] = read(tmp_path, limits=Limits(seconds=2))
    assert [document.id for document in documents] == ["b"]
    assert "longer than 2 seconds" in issue.message
    assert time.perf_counter() - started < 30


def probe(name):
    return Reader((), f"{__name__}:{name}", isolated=True)


def hungry(content, today):
    return bytearray(10_000_000_000)


def deadly(content, today):
    import os

    os._exit(3)


def chatty(content, today):
    from iopmine.reading import Draft

    print("noise" * 1000)
    return Draft(title="t", text=f"t\n{len(content)} {today}")


def buggy(content, today):
    raise KeyError("x")


@pytest.fixture
def worker(monkeypatch):
    # The process must find this test module.
    *command, code, root = module._COMMAND
    monkeypatch.setattr(module, "_COMMAND", (*command, f"import sys; sys.path.extend({sys.path!r}); {code}", root))
    with Worker(Limits(seconds=20, memory_bytes=1_000_000_000)) as running:
        yield running


def test_breakdowns_are_reported_and_survived(worker):
    for name, said in (("deadly", "broke down"), ("buggy", "KeyError")):
        with pytest.raises(ReadingError, match=said):
            worker.read(probe(name), b"", TODAY)
    assert worker.read(probe("chatty"), b"12345", TODAY).text == "t\n5 2026-11-22"


def test_the_language_model_is_loaded_before_the_time_of_the_first_file_begins():
    language._identifier.cache_clear()
    assert module._answer({"load": "iopmine.reading.plain:read"}, b"") == {}
    assert language._identifier.cache_info().currsize == 1


def test_a_question_that_broke_off_leaves_no_answer_to_the_next(worker, monkeypatch):
    send = module._send

    def broken(stream, header, content=b""):
        send(stream, header, content)
        raise ValueError("broken off")

    worker.read(probe("chatty"), b"1", TODAY)
    with monkeypatch.context() as patched:
        patched.setattr(module, "_send", broken)
        with pytest.raises(ValueError, match="broken off"):
            worker.read(probe("chatty"), b"12", TODAY)
    assert worker.read(probe("chatty"), b"123", TODAY).text == "t\n3 2026-11-22"


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit is Linux's")
def test_memory_is_bounded(worker):
    with pytest.raises(ReadingError, match="memory"):
        worker.read(probe("hungry"), b"", TODAY)


def test_one_process_serves_many_files(worker):
    worker.read(probe("chatty"), b"1", TODAY)
    process = worker._process
    worker.read(probe("chatty"), b"2", TODAY)
    assert worker._process is process
    worker.close()
    assert process.poll() is not None


def test_scripts_need_no_main_guard(tmp_path):
    (tmp_path / "a.html").write_bytes(PAGE)
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nfrom datetime import date\nfrom pathlib import Path\nfrom iopmine.reading import read_paths\n"
        "print([d.title for d in read_paths([Path(sys.argv[1])], today=date(2026, 1, 1))])\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "a.html")],
        capture_output=True,
        text=True,
        check=True,
        env={**__import__("os").environ, "PYTHONPATH": sys_path()},
    )
    assert done.stdout.strip() == "['Nytt avtal']"


def test_a_process_that_reads_no_text_loads_no_arrays():
    """The language model brings numpy with it, a fifth of what gathering takes to load."""
    code = "import sys, iopmine.steps.gather; print('numpy' in sys.modules, 'py3langid' in sys.modules)"
    environment = {**__import__("os").environ, "PYTHONPATH": sys_path()}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.split() == ["False", "False"]


def sys_path():
    import os

    return os.pathsep.join(path for path in sys.path if path)


def test_text_files_need_no_process(tmp_path, read, monkeypatch):
    monkeypatch.setattr(Worker, "_start", lambda self: pytest.fail("a process was started"))
    (tmp_path / "a.txt").write_text("Nytt avtal", encoding="utf-8")
    documents, issues = read(tmp_path)
    assert len(documents) == 1
    assert issues == []


def test_a_plug_in_adds_an_ending(monkeypatch, tmp_path, read):
    import iopmine.reading.registry as registry

    class Point:
        name = "log"

        def load(self):
            return Reader((".log",), "iopmine.reading.plain:read")

    monkeypatch.setattr(registry, "entry_points", lambda group: [Point()] if group == "iopmine.readers" else [])
    readers.cache_clear()
    try:
        (tmp_path / "a.log").write_text("Nytt avtal", encoding="utf-8")
        documents, _ = read(tmp_path)
        assert [document.id for document in documents] == ["a"]
    finally:
        readers.cache_clear()
