"""The words of a document, packed into one value."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from itertools import pairwise

from iopmine.errors import StoreDamagedError
from iopmine.records import Token
from iopmine.store.sealing import compact_json


def pack_tokens(tokens: Sequence[Token]) -> bytes:
    """Return the tokens of one document, in order, as zlib of JSON lists: gaps, lengths, lemmas, parts of speech."""
    starts = [int(token.start) for token in tokens]
    gaps = [start - last for last, start in pairwise([0, *starts])]
    lengths = [int(token.end) - start for token, start in zip(tokens, starts, strict=True)]
    columns = [gaps, lengths, [token.lemma for token in tokens], [token.pos for token in tokens]]
    return zlib.compress(compact_json(columns).encode("utf-8"), 3)


def unpack_tokens(document_id: str, packed: bytes) -> list[Token]:
    """Return the tokens again.

    Raises:
        StoreDamagedError: the bytes are not those that were packed.
    """
    try:
        columns = json.loads(zlib.decompress(packed))
        tokens, start = [], 0
        for gap, length, lemma, pos in zip(*columns, strict=True):
            start += gap
            tokens.append(Token(document_id, start, start + length, lemma, pos))
    except (zlib.error, ValueError, TypeError) as error:
        raise StoreDamagedError(f"The stored words of {document_id!r} cannot be read ({error}).") from error
    return tokens
