"""Stories and the register: what follows from all documents of a store together, brought up to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from iopmine import __version__
from iopmine.records import Entity, Partnership, PartnershipReading
from iopmine.store import Store
from iopmine.stories.cluster import story_ids
from iopmine.stories.marks import FORM, Marks, marks_of
from iopmine.stories.register import Told, register


def update_register(store: Store) -> bool:
    """Bring stories and register up to date; tell whether anything had to be done.

    They are made from the whole store, and only if a document or an extraction has changed: so adding documents one at
    a time ends with the same register as reading all of them at once.
    """
    if store.register_basis(__version__) == store.register_made_of():
        return False
    marked = list(_marked(store))
    published = {document_id: day for document_id, day, _ in marked}
    stories = story_ids(marked)
    store.set_stories(stories)
    partnerships = made(store.readings(), published, stories, store.entities())
    # The basis as it is now: it holds the stories that were just set.
    store.save_register(partnerships, basis=store.register_basis(__version__))
    return True


def _marked(store: Store) -> Iterator[tuple[str, str | None, Marks]]:
    """Yield (document, publication day, marks), sorted by document; texts without marks get them, which are kept."""
    fresh: list[tuple[str, str, bytes]] = []
    for document_id, published, packed in store.marks(FORM):
        if packed is None:
            document = store.document(document_id)
            if document is None:
                continue
            marks = marks_of(document.text)
            fresh.append((document_id, document.sha256, marks.pack()))
        else:
            marks = Marks.unpack(packed)
        yield document_id, published, marks
    store.save_marks(fresh, form=FORM)


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
