"""What the texts of a store were seen to have, and when: what curves count and tests compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from iopmine.config import Grain, Workspace
from iopmine.records import Document, Share
from iopmine.steps.catalogue import catalogue_of
from iopmine.store import Store
from iopmine.trends.observations import DOCUMENTS, Observation
from iopmine.trends.periods import period_of

_ENTITY = "entity"


def tested(observations: Iterable[Observation]) -> list[Observation]:
    """Return what is tested for shifts: names of bodies take no part, as they are too many to be asked about."""
    return [o for o in observations if o.kind != _ENTITY]


def seen_by_period(workspace: Workspace, store: Store, grain: Grain) -> dict[tuple[str, str], int]:
    """Return how many articles of each source were seen in each period, kept or not: what tells silence from a gap."""
    coverage = store.coverage()
    if not coverage:
        return {}
    names = {source.id: source.name for source in catalogue_of(workspace).sources.values()}
    seen: Counter[tuple[str, str]] = Counter()
    for cell in coverage:
        period = period_of(cell.month, "month", grain)
        if period is not None:
            seen[names.get(cell.source, cell.source), period] += cell.seen
    return dict(seen)


def observed(store: Store, documents: Iterable[Document], shares: Iterable[Share]) -> Iterator[Observation]:
    """Yield what each document was seen to have; topics speak for all placements of a story."""
    by_id = {document.id: document for document in documents}
    for document in by_id.values():
        yield _observation(document, DOCUMENTS, "all")
    seen: set[tuple[str, str, str]] = set()
    for kind, found in (("area", store.areas()), ("frame", store.frames())):
        for hit in found:
            if (hit.document_id, kind, hit.id) not in seen:
                seen.add((hit.document_id, kind, hit.id))
                yield _observation(by_id[hit.document_id], kind, hit.id)
    for mention in store.mentions():
        key = (mention.document_id, "entity", mention.entity_id)
        if mention.entity_id and key not in seen:
            seen.add(key)
            yield _observation(by_id[mention.document_id], "entity", mention.entity_id)
    for share in shares:
        yield _observation(by_id[share.document_id], "topic", str(share.topic_id), share.weight)


def _observation(document: Document, kind: str, key: str, weight: float = 1.0) -> Observation:
    return Observation(
        document.id,
        document.story_id or document.id,
        document.published,
        document.published_precision,
        document.source,
        kind,
        key,
        weight,
    )
