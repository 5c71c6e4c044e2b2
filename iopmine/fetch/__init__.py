"""One polite GET: an address in, a page out, and a host that would welcome us again.

::

    fetcher     get(): an address → Page or FetchError
      robots    does the host let us in? (rules: what its robots.txt says)
      asking    attempts, redirects, every host's turn
        hosts   what is remembered of each
        pace    one request at a time to a site, and the pauses between
        line    one connection: request → answer
          network   only public addresses, only until the deadline
          bodies    decompressed under a cap, whole or not at all
    addresses, headers, limits, clock, memory, faults: the words they share
"""

from iopmine.fetch.clock import Clock
from iopmine.fetch.fetcher import Fetcher
from iopmine.fetch.limits import Expect, Limits
from iopmine.fetch.memory import Memory, RunMemory

__all__ = ["Clock", "Expect", "Fetcher", "Limits", "Memory", "RunMemory"]
