"""Worker processes that run the pipeline: documents go in, their extractions come out in the same order.

Each worker is a fresh interpreter (``spawn``, as on Windows) with a pipeline of its own; the process that asks never
loads spaCy. A worker that dies, fails or does not answer is ended, its documents are tried one by one in a new one,
and the document that ends that too becomes an issue.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import repeat
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Final, NamedTuple, Self, cast

from iopmine.errors import IopmineError, ModelError
from iopmine.nlp.batches import batches
from iopmine.records import Document, Extraction, Issue, Token

_SPAWN: Final = get_context("spawn")
# Batches that wait for each worker: it never idles while results are written, and memory stays flat.
_AHEAD: Final = 3
# One thread a worker: the workers are what runs side by side.
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_HINT: Final = "Extract it alone to see more, or leave it out."


@dataclass(frozen=True, slots=True)
class Order:
    """What every worker is to do: which pipeline to build (see ``pipeline.build``) and what to hand back."""

    model: str | None = None
    lexicon_extensions: tuple[Path, ...] = ()
    only_entities: bool = False
    persons: bool = False
    tokens: bool = True


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a worker may take, in seconds: to start, and for a batch beside so many characters a second.

    A hundredth of the usual speed: what takes longer will not come.
    """

    start: float = 300.0
    batch: float = 120.0
    characters: float = 600.0

    def for_batch(self, documents: list[Document]) -> float:
        """Return the seconds that some documents may take."""
        return self.batch + sum(len(document.text) for document in documents) / self.characters


class Ready(NamedTuple):
    """What a worker says when its pipeline is built."""

    fingerprint: str
    model: dict[str, str]


class _Failed(NamedTuple):
    """What a worker says of a batch that the pipeline could not work through."""

    reason: str


class _LostError(Exception):
    """A worker that is of no more use, and why."""


class _Worker:
    """One process and the line to it."""

    def __init__(self, order: Order, patience: Patience, serve: Callable[[Connection, Order], None]) -> None:
        self._patience = patience
        self._line, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=serve, args=(theirs, order), daemon=True)
        self._process.start()
        theirs.close()

    @cached_property
    def ready(self) -> Ready:
        """Wait until the pipeline is built and return what it is."""
        return cast("Ready", self._answer(self._patience.start))

    def extract(self, documents: list[Document]) -> list[Extraction]:
        """Return the extractions of some documents.

        Raises:
            _LostError: the worker died, failed, or took too long.
        """
        if not self.ready:
            raise _LostError("did not start")
        with suppress(OSError):
            self._line.send(documents)
        answer = self._answer(self._patience.for_batch(documents))
        if isinstance(answer, _Failed):
            raise _LostError(answer.reason)
        return [_with_tokens(*sent) for sent in cast("list[tuple[Extraction, Columns]]", answer)]

    def _answer(self, seconds: float) -> object:
        try:
            if not self._line.poll(seconds):
                raise _LostError(f"took longer than {seconds:.0f} seconds and was stopped")
            answer = self._line.recv()
        except (EOFError, OSError) as error:
            raise _LostError("ended the process, or needed more memory than there is") from error
        if isinstance(answer, IopmineError):
            raise answer
        return answer

    def end(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.join()
        self._line.close()


class Workers:
    """Some worker processes with the same pipeline; a context manager.

    Where the caller's main module is a script, it must be guarded (``if __name__ == "__main__":``), as for every
    use of ``multiprocessing``.

    Raises:
        ModelError: on entering: the pipeline cannot be built.
    """

    def __init__(
        self,
        count: int,
        order: Order,
        patience: Patience | None = None,
        *,
        serve: Callable[[Connection, Order], None] | None = None,
    ) -> None:
        self._count, self._order = count, order
        self._patience, self._serve = patience or Patience(), serve or serve_pipeline
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._all: list[_Worker] = []
        self._lock, self._closed = threading.Lock(), False

    def __enter__(self) -> Self:
        try:
            with _deaf_to_ctrl_c():
                started = [self._start() for _ in range(self._count)]
            for worker in started:
                self._idle.put(worker)
            self.ready = started[0].ready
        except _LostError as error:
            self.close()
            hint = 'In a script of your own, call it under: if __name__ == "__main__":. Or leave --workers out.'
            raise ModelError(f"The worker processes did not start: the first one {error}.", hint=hint) from error
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.end()
            self._all.clear()

    def extract(self, documents: Iterable[Document]) -> Iterator[Extraction | Issue]:
        """Yield the extraction of each document, or an issue for one that no worker gets through, in order.

        Documents are read, and results handed over, in the caller's own thread.
        """
        waiting: deque[Future[list[Extraction | Issue]]] = deque()
        with ThreadPoolExecutor(self._count) as pool:
            try:
                for batch in batches(documents):
                    waiting.append(pool.submit(self._run, batch))
                    while waiting and (waiting[0].done() or len(waiting) > _AHEAD * self._count):
                        yield from waiting.popleft().result()
                while waiting:
                    yield from waiting.popleft().result()
            except BaseException:
                # Nobody waits for the rest: threads come back when their workers are gone.
                pool.shutdown(wait=False, cancel_futures=True)
                self.close()
                raise

    def _run(self, documents: list[Document]) -> list[Extraction | Issue]:
        """Have a worker go through a batch; in a thread of its own, which does nothing but wait."""
        worker = self._idle.get()
        try:
            return list(worker.extract(documents))
        except _LostError as lost:
            worker = self._replaced(worker)
            if len(documents) == 1:
                return [_issue(documents[0], str(lost))]
        finally:
            self._idle.put(worker)
        return [found for document in documents for found in self._run([document])]

    def _start(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise _LostError("was ended")
            self._all.append(_Worker(self._order, self._patience, self._serve))
            return self._all[-1]

    def _replaced(self, worker: _Worker) -> _Worker:
        with self._lock:
            if worker in self._all:
                self._all.remove(worker)
                worker.end()
        return self._start()


def _issue(document: Document, reason: str) -> Issue:
    return Issue("extract", document.source, document.id, "error", f"The document {reason}. {_HINT}")


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Let processes that start meanwhile inherit deafness to Ctrl-C: this one hears it, and ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)


Columns = tuple[tuple[int, ...], tuple[int, ...], tuple[str, ...], tuple[str, ...]]


def _by_column(extraction: Extraction) -> tuple[Extraction, Columns]:
    """Return an extraction and its tokens by column: four tuples travel ten times faster than a record a word."""
    words = extraction.tokens
    columns = (
        tuple(word.start for word in words),
        tuple(word.end for word in words),
        tuple(word.lemma for word in words),
        tuple(word.pos for word in words),
    )
    return replace(extraction, tokens=()), columns


def _with_tokens(extraction: Extraction, columns: Columns) -> Extraction:
    return replace(extraction, tokens=tuple(map(Token, repeat(extraction.document.id), *columns)))


def serve_pipeline(line: Connection, order: Order) -> None:
    """Build the pipeline, say so, and answer batches until the line ends: the worker's own main loop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(_ONE_THREAD)
    # Loaded here, in the worker: the process that asks has no use for spaCy.
    from iopmine.nlp import pipeline

    try:
        nlp = pipeline.build(
            model=order.model, lexicon_extensions=order.lexicon_extensions, only_entities=order.only_entities
        )
    except IopmineError as error:
        line.send(error)
        return
    # The lists and weights stay to the end: collecting garbage need not look through them.
    gc.freeze()
    line.send(Ready(pipeline.fingerprint(nlp, order.lexicon_extensions), pipeline.describe(nlp)))
    with suppress(EOFError, OSError):
        while True:
            documents = line.recv()
            try:
                found = pipeline.extract(nlp, documents, persons=order.persons, tokens=order.tokens)
                line.send([_by_column(extraction) for extraction in found])
            except Exception as error:  # noqa: BLE001 - a fault with one document must not end the batch
                line.send(_Failed(f"led to a fault inside iopmine ({type(error).__name__})"))
