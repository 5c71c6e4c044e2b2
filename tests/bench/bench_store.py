"""How fast the store adds, finds what is new, and searches: ``python -m tests.bench.bench_store --documents 100000``.

The texts are random words of a seeded list with frequencies as in running text (Zipf), so the most common words
stand in nearly every document: the worst case for a ranked search.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

from iopmine.records import Document, Entity, Extraction, Mention, Token
from iopmine.store import Store
from iopmine.text.normal import sha256

COMMON = (
    "och i att det som en på är av för med till den har de inte om ett men var sig så vi från kan när år ska eller "
    "kommunen partnerskap offentligt idéburet samverkan ideella föreningar civilsamhället avtal regionen stöd barn "
    "unga äldre vård omsorg integration arbetsmarknad mottagande nyanlända stadsmissionen rädda barnen röda korset"
).split()
STEMS = (
    "sam för vård skol bost kultur häls trygg språk arbet ung äldr social kommun region mång del frivil råd möt".split()
)
MIDDLE = "verk ning skap het ling ande else are ör ätt ång åd ist ul ek".split()
ENDS = "en et ar er na ens ets arna ernas a t s".split()


def vocabulary(random_: random.Random, size: int) -> list[str]:
    made: dict[str, None] = dict.fromkeys(COMMON)
    while len(made) < size:
        word = random_.choice(STEMS) + "".join(random_.choices(MIDDLE, k=random_.randint(1, 3))) + random_.choice(ENDS)
        made[word] = None
    return list(made)


def documents(count: int, words: int, seed: int = 1) -> Iterator[Document]:
    random_ = random.Random(seed)
    known = vocabulary(random_, 40_000)
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(known))))
    for number in range(count):
        drawn = random_.choices(known, cum_weights=weights, k=max(20, int(random_.gauss(words, words / 3))))
        title = " ".join(drawn[:7]).capitalize()
        body = ". ".join(" ".join(drawn[at : at + 14]).capitalize() for at in range(7, len(drawn), 14))
        text = f"{title}\n\n{body}."
        published = f"{2010 + number % 17}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        yield Document(
            f"d{number:07d}", "", f"källa {number % 40}", "news", title, text, published, "day", "meta", None, "sv",
            sha256=sha256(text),
        )  # fmt: skip


def extraction(document: Document) -> Extraction:
    tokens, mentions, start = [], [], 0
    for word in document.text.split():
        start = document.text.index(word, start)
        tokens.append(Token(document.id, start, start + len(word), word.lower(), "NOUN"))
        if len(tokens) % 30 == 0:
            place = start, start + len(word)
            mentions.append(Mention(document.id, "ORG", *place, word, f"org:{word}", word, "lista", 0.9))
        start += len(word)
    entities = tuple(Entity(mention.entity_id, "ORG", mention.canonical) for mention in mentions)
    return Extraction(document, tuple(mentions), entities, tokens=tuple(tokens))


def timed(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def searches(store: Store) -> None:
    print(f"{'query':42} {'hits':>5} {'lines':>6} {'median ms':>10} {'max ms':>8}")
    for query in (
        "vårdverkskapen", '"idéburet offentligt"', "ideburet offentligt partnerskap", "stadsmissionen nyanlända",
        "kommunen", "partnerskap", "och", "samverk*", "partnerskap -kommunen", '"rädda barnen" integration',
    ):  # fmt: skip
        times = [timed(lambda query=query: store.search(query, limit=20)) * 1000 for _ in range(5)]
        hits = store.search(query, limit=20)
        lines = sum(len(hit.lines) for hit in hits)
        print(f"{query:42} {len(hits):5} {lines:6} {statistics.median(times):10.1f} {max(times):8.1f}")
    times = [timed(lambda: store.search("partnerskap", limit=20, since="2018", until="2020")) * 1000 for _ in range(5)]
    print(f"{'partnerskap, 2018 to 2020':42} {'':5} {'':6} {statistics.median(times):10.1f} {max(times):8.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=350)
    parser.add_argument("--extractions", type=int, default=2_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "bench.sqlite") as store:
        spent = 0.0
        for document in documents(options.documents, options.words):
            spent += timed(lambda document=document: store.add(document, raw_sha256=document.sha256, added_at="2026"))
        size = store.status().size_bytes
        text = sum(len(document.text.encode()) for document in store.documents())
        print(f"add: {options.documents / spent:.0f} documents/s, one transaction each")
        print(f"size: {size / 1e6:.0f} MB for {text / 1e6:.0f} MB of text")
        found = [
            extraction(document) for _, document in zip(range(options.extractions), store.documents(), strict=False)
        ]
        spent = timed(lambda: store.save_extractions(found, pipeline="a"))
        print(f"save_extractions: {len(found) / spent:.0f} documents/s")
        spent = timed(lambda: store.save_extractions(found, pipeline="b"))
        print(f"save_extractions again: {len(found) / spent:.0f} documents/s")
        rest = (Extraction(document) for document in store.pending("b"))
        store.save_extractions(rest, pipeline="b", every=1000)
        print(f"pending, nothing new: {timed(lambda: list(store.pending('b'))) * 1000:.0f} ms")
        searches(store)
        print(f"verify: {timed(store.verify):.1f} s")


if __name__ == "__main__":
    main()
