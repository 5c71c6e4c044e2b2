"""Work side by side: jobs in lanes, one at a time in most of them, results in one place."""

from __future__ import annotations

import queue
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Generic, TypeVar

T = TypeVar("T")
_LOOK: Final = 0.1


class Lanes(Generic[T]):
    """Threads that take jobs from lanes; jobs of one lane are done in order, lanes side by side and by turns.

    ``threads`` is how many jobs are done at once; ``width`` names lanes in which several may be (one in the others).
    As many threads as these lanes are wide are theirs alone, though one is always left for the others. They come
    first, and no other job is begun while ``room`` jobs wait in them or ``room`` results wait to be taken: what is
    fetched faster than it is read would fill the memory.
    """

    def __init__(self, threads: int, *, width: Mapping[str, int] | None = None, room: int = 64) -> None:
        self._width = dict(width or {})
        self._narrow = max(1, threads - sum(self._width.values()))
        self._room = room
        self._waiting: dict[str, deque[Callable[[], T]]] = {name: deque() for name in self._width}
        self._busy: dict[str, int] = defaultdict(int)
        self._busy_narrow = 0
        self._open = 0
        self._stopped = False
        self._changed = threading.Condition()
        self._results: queue.SimpleQueue[T | BaseException] = queue.SimpleQueue()
        # Daemons: a job that waits for a slow host must not keep a stopped program alive.
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def add(self, lane: str, job: Callable[[], T]) -> None:
        """Put a job at the end of a lane."""
        with self._changed:
            self._waiting.setdefault(lane, deque()).append(job)
            self._open += 1
            self._changed.notify()

    def results(self) -> Iterator[T]:
        """Yield what the jobs return, as they end, until none is left; whoever takes a result may add jobs.

        Raises:
            BaseException: what a job raised.
        """
        while True:
            with self._changed:
                if not self._open:
                    return
            try:
                # A short wait, so that Ctrl-C is heard on every system.
                result = self._results.get(timeout=_LOOK)
            except queue.Empty:
                continue
            if isinstance(result, BaseException):
                raise result
            yield result
            # Only now: the taker may have added the next job of the same piece of work.
            with self._changed:
                self._open -= 1
                self._changed.notify()

    def stop(self) -> None:
        """Begin no further job; those under way are not waited for."""
        with self._changed:
            self._stopped = True
            self._waiting.clear()
            self._changed.notify_all()

    def _work(self) -> None:
        while True:
            with self._changed:
                while (lane := self._next()) is None:
                    if self._stopped:
                        return
                    self._changed.wait()
                job = self._take(lane)
                self._count(lane, 1)
                if self._next() is not None:
                    # One thread wakes the next: to wake all at every change costs more than the jobs do.
                    self._changed.notify()
            try:
                result: T | BaseException = job()
            except BaseException as error:  # noqa: BLE001 - raised again where results are taken
                result = error
            self._results.put(result)
            with self._changed:
                self._count(lane, -1)

    def _take(self, lane: str) -> Callable[[], T]:
        """Return the first job of a lane, which goes behind the others."""
        jobs = self._waiting[lane]
        job = jobs.popleft()
        if lane not in self._width:
            del self._waiting[lane]
            if jobs:
                self._waiting[lane] = jobs
        return job

    def _count(self, lane: str, change: int) -> None:
        self._busy[lane] += change
        if lane not in self._width:
            self._busy_narrow += change

    def _next(self) -> str | None:
        """Return a lane in which a job may begin."""
        if self._stopped:
            return None
        for lane, width in self._width.items():
            if self._waiting[lane] and self._busy[lane] < width:
                return lane
        backlog = max([self._results.qsize(), *(len(self._waiting[lane]) for lane in self._width)])
        if backlog >= self._room or self._busy_narrow >= self._narrow:
            return None
        for lane in self._waiting:
            if lane not in self._width and not self._busy[lane]:
                return lane
        return None
