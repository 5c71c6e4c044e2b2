"""A process of its own for parsers that hostile files can keep busy for minutes: it can be killed.

The worker is a fresh interpreter (nothing is inherited, as with ``spawn``), started once and used again. It speaks
over its standard streams: a line of JSON and the bytes of the file go in, a line of JSON comes out. No pickles, and
no need for callers to guard their main module.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from iopmine.errors import ReadingError
from iopmine.reading.drafts import Draft, Item, Limits, item_from_json, item_to_json, only, several
from iopmine.reading.language import language_of, load_model
from iopmine.reading.registry import Reader

_IMPORT_ROOT = Path(__file__).resolve().parents[2]
# -P keeps files of the user's working folder from posing as modules.
_COMMAND = (
    sys.executable,
    "-P",
    "-c",
    "import sys; sys.path.append(sys.argv[1]); from iopmine.reading.worker import serve; serve(int(sys.argv[2]))",
    str(_IMPORT_ROOT),
)
_START_SECONDS = 120.0


class Worker:
    """Reads files in a process of its own; restarts it after it was killed or fell over. A context manager."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._loaded: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        self._loaded.clear()
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()

    def read(self, reader: Reader, content: bytes, today: date, url: str = "") -> Draft:
        """Read one text within the limits of time and memory; ``url`` is where a page came from, if from the web.

        Raises:
            ReadingError: what the reader says, that it was stopped, or that there are several texts.
        """
        return only(self.read_all(reader, content, today, url))

    def read_all(self, reader: Reader, content: bytes, today: date, url: str = "") -> list[Item]:
        """Read what one file holds, be it one text or many (a press-archive export); else as ``read``.

        Raises:
            ReadingError: what the reader says, or that it was stopped.
        """
        self._load(reader.target)
        question = {"read": reader.target, "today": today.isoformat()} | ({"url": url} if url else {})
        answer = self._ask(question, content, self._limits.seconds)
        if "items" in answer:
            return [item_from_json(kind, values) for kind, values in answer["items"]]
        raise ReadingError(answer["message"], hint=answer["hint"])

    def _load(self, target: str) -> None:
        """Let a new process import a reader, and load the language model, before its time for reading begins."""
        if target not in self._loaded:
            self._ask({"load": target}, b"", _START_SECONDS)
            self._loaded.add(target)

    def _ask(self, question: dict[str, Any], content: bytes, seconds: float) -> dict[str, Any]:
        process = self._process = self._process or self._start()
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, stop)
        timer.start()
        answer = b""
        try:
            # A worker that died (killed, or out of memory) shows as a broken pipe or as an empty answer.
            with contextlib.suppress(OSError):
                _send(process.stdin, {**question, "size": len(content)}, content)
                answer = process.stdout.readline() if process.stdout else b""
        except BaseException:
            # The process may still be about to answer; its answer must not be taken for that to the next question.
            self.close()
            raise
        finally:
            timer.cancel()
        if answer.endswith(b"\n"):
            return dict(json.loads(answer))
        self.close()
        if late.is_set():
            raise ReadingError(
                f"Reading took longer than {seconds:g} seconds and was stopped.",
                hint="Save the article as text (.txt) and add that.",
            )
        raise ReadingError(
            f"The reader broke down on this file, or needed more than {self._limits.memory_bytes // 1_000_000} MB.",
            hint="Save the article as text (.txt) and add that.",
        )

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            (*_COMMAND, str(self._limits.memory_bytes)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )


def _send(stream: IO[bytes] | None, header: dict[str, Any], content: bytes = b"") -> None:
    if stream is not None:
        stream.write(json.dumps(header).encode() + b"\n")
        stream.write(content)
        stream.flush()


def serve(memory_bytes: int) -> None:
    """Answer questions from standard input until it ends: the worker's own main loop."""
    _limit_memory(memory_bytes)
    # Whatever a library prints must not get into the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    questions = sys.stdin.buffer
    while line := questions.readline():
        question = json.loads(line)
        _send(answers, _answer(question, questions.read(question["size"])))


def _limit_memory(memory_bytes: int) -> None:
    """Bound the address space where the system knows such a limit (Linux; not Windows, macOS ignores it)."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    except (ImportError, ValueError, OSError):
        return


def _answer(question: dict[str, Any], content: bytes) -> dict[str, Any]:
    try:
        if "load" in question:
            Reader((), question["load"]).load()
            load_model()
            return {}
        known = {"url": question["url"]} if "url" in question else {}
        read = Reader((), question["read"]).load()(content, date.fromisoformat(question["today"]), **known)
    except ReadingError as error:
        return {"message": error.message, "hint": error.hint}
    except MemoryError:
        return {"message": "The file needs more memory than a reader may use.", "hint": ReadingError.default_hint}
    except Exception as error:  # noqa: BLE001 - a parser's bug on one file must not end the batch
        return {
            "message": f"The reader failed on this file ({type(error).__name__}).",
            "hint": ReadingError.default_hint,
        }
    return {"items": [item_to_json(_with_language(item)) for item in several(read)]}


def _with_language(item: Item) -> Item:
    """Identify the language here too: it takes as long as a page's markup, and the caller has other pages to see to."""
    return replace(item, language=language_of(item.text)) if isinstance(item, Draft) else item
