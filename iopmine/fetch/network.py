"""The network as the protocol library sees it: only public addresses, only until the deadline.

The guard works where the connection is made: the host name is resolved once, every address found is judged, and
the connection goes to the judged address itself, so that a name that answers differently the second time (DNS
rebinding) gains nothing. Certificates are still checked against the name. Only the system's resolver keeps its own
time: it cannot be interrupted.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

import httpcore2

from iopmine.fetch.addresses import is_public
from iopmine.fetch.clock import Clock
from iopmine.fetch.faults import NoAnswerError, RefusedError, StoppedError

Resolve = Callable[[str, int], Sequence[str]]


def system_addresses(host: str, port: int) -> list[str]:
    """Return the numeric addresses that the system's resolver gives for a host, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard(httpcore2.NetworkBackend):
    """Connects one host at a time; ``deadline`` (monotonic seconds) ends whatever is under way."""

    def __init__(self, clock: Clock, resolve: Resolve, allow_private: frozenset[tuple[str, int]]) -> None:
        self._clock = clock
        self._resolve = resolve
        self._allow_private = allow_private
        self._handles: set[socket.socket] = set()
        self.stopped = False
        self.own = False
        """Whether the host was last found to be a loopback server that was let in."""
        self.deadline = 0.0

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        """Connect to the first address that answers (the parameters are the protocol library's).

        Raises:
            RefusedError: one of the host's addresses is not public.
            NoAnswerError: the name could not be resolved.
        """
        failure: Exception = httpcore2.ConnectError("the name has no address")
        for address in self._vetted(host, port):
            try:
                return self._connect(address, port, timeout)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    def time_left(self, timeout: float | None) -> float:
        """Return how long the next step may take.

        Raises:
            StoppedError: the run is to stop.
            httpcore2.ReadTimeout: the deadline has passed.
        """
        if self.stopped:
            raise StoppedError
        left = self.deadline - self._clock.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the deadline has passed")
        return left if timeout is None else min(timeout, left)

    def stop(self) -> None:
        """End what is under way in another thread: its read or connect returns at once."""
        self.stopped = True
        for handle in tuple(self._handles):
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)

    def forget(self, handle: socket.socket) -> None:
        """Close the second handle of a connection that is over."""
        self._handles.discard(handle)
        handle.close()

    def _vetted(self, host: str, port: int) -> list[str]:
        try:
            addresses = list(self._resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise NoAnswerError("its name could not be resolved", retry=True) from error
        self.own = bool(addresses) and all((address, port) in self._allow_private for address in addresses)
        for address in addresses:
            if not is_public(address) and (address, port) not in self._allow_private:
                raise RefusedError("the host lies in a private or reserved network")
        return addresses

    def _connect(self, address: str, port: int, timeout: float | None) -> httpcore2.NetworkStream:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with _as_errors(httpcore2.ConnectTimeout, httpcore2.ConnectError):
            connection = socket.socket(family, socket.SOCK_STREAM)
            # A second handle on the connection survives its wrapping in TLS; stop() needs one that does.
            handle = connection.dup()
            self._handles.add(handle)
            stream = _Stream(connection, handle, self)
            try:
                connection.settimeout(self.time_left(timeout))
                connection.connect((address, port))
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except BaseException:
                stream.close()
                raise
        return stream


class _Stream(httpcore2.NetworkStream):
    """A socket whose every step is bounded by the guard's deadline."""

    def __init__(self, connection: socket.socket, handle: socket.socket, guard: Guard) -> None:
        self._connection = connection
        self._handle = handle
        self._guard = guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _as_errors(httpcore2.ReadTimeout, httpcore2.ReadError):
            self._connection.settimeout(self._guard.time_left(timeout))
            return self._connection.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with _as_errors(httpcore2.WriteTimeout, httpcore2.WriteError):
            rest = memoryview(buffer)
            while rest:
                self._connection.settimeout(self._guard.time_left(timeout))
                rest = rest[self._connection.send(rest) :]

    def close(self) -> None:
        self._connection.close()
        self._guard.forget(self._handle)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        try:
            with _as_errors(httpcore2.ConnectTimeout, httpcore2.ConnectError):
                self._connection.settimeout(self._guard.time_left(timeout))
                wrapped = _secured(self._connection, ssl_context, server_hostname)
        except BaseException:
            self.close()
            raise
        return _Stream(wrapped, self._handle, self._guard)


def _secured(connection: socket.socket, context: ssl.SSLContext, host: str | None) -> ssl.SSLSocket:
    """Return the connection wrapped in TLS; what a further attempt cannot change is a fault of the host."""
    try:
        return context.wrap_socket(connection, server_hostname=host)
    except ssl.SSLCertVerificationError as error:
        reason = " ".join(str(error.verify_message).split())
        raise NoAnswerError(f"its certificate is not valid ({reason})", retry=False) from error
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
        raise
    except ssl.SSLError as error:
        raise NoAnswerError("no secure connection could be agreed on", retry=False) from error


@contextmanager
def _as_errors(timeout: type[Exception], other: type[Exception]) -> Iterator[None]:
    """Raise the system's errors as the protocol library's."""
    try:
        yield
    except TimeoutError as error:
        raise timeout(str(error)) from error
    except OSError as error:
        raise other(str(error)) from error
