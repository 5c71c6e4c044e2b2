"""One connection while it is being answered: bytes out, counted, and the moment of the end noted."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable

CHUNK = 64 * 1024


class LeftError(ConnectionError):
    """The asker has gone, or the web is closing."""


class Wire:
    """What an answer is written to; behaviours that break HTTP on purpose write to it too."""

    def __init__(self, connection: socket.socket, ended: Callable[[Wire], None]) -> None:
        self._connection = connection
        self._ended = ended
        self._over = False
        self.sent = 0
        self.status = 0
        self.cut = False

    def send(self, data: bytes, *, last: bool = False) -> None:
        """Write the bytes; with ``last`` the end of the answer is noted just before the last of them go out.

        Raises:
            LeftError: nobody takes the bytes.
        """
        if not self.sent and data.startswith(b"HTTP/1."):
            self.status = int(data[9:12])
        for start in range(0, len(data), CHUNK):
            part = data[start : start + CHUNK]
            self.sent += len(part)
            if last and start + CHUNK >= len(data):
                self.end()
            try:
                self._connection.sendall(part)
            except OSError as fault:
                raise LeftError from fault

    def wait(self, seconds: float) -> None:
        """Let time pass.

        Raises:
            LeftError: the asker closed the connection meanwhile.
        """
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                ready, _, _ = select.select([self._connection], [], [], left)
                if not ready:
                    return
                if not self._connection.recv(1, socket.MSG_PEEK):
                    raise LeftError
            except (OSError, ValueError) as fault:
                raise LeftError from fault
            time.sleep(min(left, 0.01))  # the next request waits already: only the clock ends this

    def end(self) -> None:
        """Note that the answer is over; once."""
        if not self._over:
            self._over = True
            self._ended(self)
