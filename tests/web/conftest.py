"""Webs to ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web import Web, friendly, nasty


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with Web(friendly() | nasty()) as served:
        yield served


@pytest.fixture
def own() -> Iterator[Web]:
    """A web that a test may change."""
    with Web(friendly()) as served:
        yield served
