"""From what a user types to an FTS5 expression that never fails."""

from __future__ import annotations

import re
from typing import Final

from iopmine.store.folding import fold

MOST_TERMS: Final = 64
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_TERM = re.compile(r'(?P<minus>-*)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))(?P<star>\*?)')


def match_expression(query: str) -> str | None:
    """Return the FTS5 expression for a user's query, or None if it asks for nothing that can be found.

    All words must occur. ``"a b"`` is a phrase, ``partner*`` any word that begins so, ``-word`` must not occur.
    Everything else, operators of FTS5 included, is text: each term is quoted, so ``IOP:er`` is the words ``iop``
    and ``er`` in a row. Terms beyond the 64th are left out.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    # Half of a surrogate pair, as a terminal in another encoding may give it, cannot be sent to SQLite.
    readable = query.encode("utf-8", "replace").decode("utf-8").translate(_QUOTES)
    for found in _TERM.finditer(fold(readable)):
        body = found["word"] if found["phrase"] is None else found["phrase"]
        if not any(char.isalnum() for char in body):
            continue
        prefix = "*" if found["star"] or body.rstrip().endswith("*") else ""
        (unwanted if found["minus"] else wanted).append(f'"{body}"{prefix}')
    if not wanted:
        return None
    expression = " AND ".join(wanted[:MOST_TERMS])
    if unwanted:
        return f"({expression}) NOT ({' OR '.join(unwanted[:MOST_TERMS])})"
    return expression
