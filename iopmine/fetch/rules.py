"""What a robots.txt says, in the words of RFC 9309."""

from __future__ import annotations

import re

from protego import Protego

from iopmine.fetch.addresses import Target

# A user-agent line names a product token; what follows it (a version, a comment) is not part of the name.
_AGENT_LINE = re.compile(r"^([ \t]*+user[- ]?agent[ \t]*+:?+[ \t]*+[a-z_-]++)[^\r\n]*", re.IGNORECASE | re.MULTILINE)


class Rules:
    """A parsed robots.txt, asked on behalf of one product token. Lines that cannot be read are passed over."""

    def __init__(self, body: bytes, token: str) -> None:
        # The byte-order mark would hide the first line; every other odd byte spoils its own line only.
        text = "\n".join(body.decode("utf-8-sig", "replace").splitlines())
        self._parsed = Protego.parse(_AGENT_LINE.sub(r"\1", text))
        self._token = token

    def allow(self, target: Target) -> bool:
        """Tell whether the address may be asked for."""
        return bool(self._parsed.can_fetch(target.url, self._token))

    @property
    def crawl_delay(self) -> float:
        """Seconds between two requests that the host asks for; 0 if it asks for nothing."""
        return self._parsed.crawl_delay(self._token) or 0.0
