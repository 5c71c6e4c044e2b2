"""Stories and the register: what follows from all documents of a store together, brought up to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from iopmine import __version__
from iopmine.records import Entity, Partnership, PartnershipReading
from iopmine.store import Store
from iopmine.stories.cluster import story_ids
from iopmine.stories.register import Told, register


def update_register(store: Store) -> bool:
    """Bring stories and register up to date; tell whether anything had to be done.

    They are made from the whole store, and only if a document or an extraction has changed: so adding documents one at
    a time ends with the same register as reading all of them at once.
    """
    if store.register_basis(__version__) == store.register_made_of():
        return False
    published: dict[str, str | None] = {}

    def texts() -> Iterator[tuple[str, str | None, str]]:
        for document in store.documents():
            published[document.id] = document.published
            yield document.id, document.published, document.text

    stories = story_ids(texts())
    store.set_stories(stories)
    partnerships = made(store.readings(), published, stories, store.entities())
    # The basis as it is now: it holds the stories that were just set.
    store.save_register(partnerships, basis=store.register_basis(__version__))
    return True


def made(
    readings: Iterable[PartnershipReading],
    published: Mapping[str, str | None],
    stories: Mapping[str, str],
    entities: Iterable[Entity],
) -> list[Partnership]:
    """Return the register of readings that come document by document, each in the order of its text.

    ``published`` and ``stories`` map a document to its publication day and its story.
    """
    numbers: Counter[str] = Counter()
    told = []
    for reading in readings:
        key = reading.document_id
        numbers[key] += 1
        told.append(Told(reading, numbers[key], published.get(key), stories.get(key) or key))
    known = list(entities)
    parents = {entity.id: entity.parent_id for entity in known if entity.parent_id}
    return register(told, parents, {entity.id: entity.canonical for entity in known})
