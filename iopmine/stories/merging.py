"""Which accounts are of one agreement: likest first, and never against what a text keeps apart.

The result depends on the accounts alone, not on their order, and the cost grows in step with their number: accounts are
compared only where they share a public and an idea-based party, and there with the nearest in time.

Two readings of one document are two agreements, since the reader would have joined them; only where one prolongs the
other do they become one. No group spans a gap in time: an agreement that takes over within a quarter of a year is a
prolongation of the same partnership, one that begins later is a new partnership. Nor does a group bridge two matters:
all its accounts that name both sides have a partner or an area in common, so an overview that was read as one agreement
does not make one of those it lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from iopmine.records import PartnershipReading
from iopmine.stories.likeness import ENOUGH, Facts, Likeness, facts_of, key_of, likeness, top_area
from iopmine.stories.spells import Spell, apart, prolongs

NEAREST = 32
"""Accounts that share their parties but differ in fact are compared with so many that follow them in time."""

Key = tuple[str, int]
"""Document id and number of a reading in it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A reading with its number in the document (from 1), the document's publication day and its story."""

    reading: PartnershipReading
    number: int
    published: str | None
    story: str

    @property
    def key(self) -> Key:
        """What tells accounts apart."""
        return self.reading.document_id, self.number


@dataclass(frozen=True, slots=True)
class Group:
    """Accounts of one agreement, each with its likeness to the account it is likest to; none if it stands alone."""

    told: tuple[Told, ...]
    likenesses: Mapping[Key, Likeness]


@dataclass(slots=True)
class _Node:
    """Accounts that tell the same facts."""

    facts: Facts
    told: list[Told]


@dataclass(slots=True)
class _Cluster:
    """What decides whether more may come to a cluster of nodes: its time, its documents, its nodes by index.

    ``core`` holds the partners and areas of which all its nodes that name both sides speak; None if there is no such
    node.
    """

    spell: Spell
    documents: set[str]
    nodes: list[int]
    core: frozenset[str] | None


_Edge = tuple[float, int, int, Likeness]


def merged(told: Sequence[Told], parents: Mapping[str, str]) -> list[Group]:
    """Return the groups of accounts that are of one agreement, in the order of their first accounts' keys.

    ``parents`` maps the entity id of a local branch to that of its whole.
    """
    keyed = {key_of(branch): key_of(whole) for branch, whole in parents.items()}
    nodes = _nodes(told)
    home = {
        i: _Cluster(node.facts.spell, {one.reading.document_id for one in node.told}, [i], _core(node.facts, keyed))
        for i, node in enumerate(nodes)
    }
    # Likest first; the order of equals is that of the nodes, which is that of their keys.
    edges = sorted(_edges(nodes, keyed), key=lambda edge: (-edge[0], edge[1], edge[2]))
    for _, one, other, _ in edges:
        _join(home, nodes, one, other)
    edges += _attached(home, nodes, keyed)
    best = _likest(home, nodes, edges)
    clusters = {id(cluster): cluster for cluster in home.values()}.values()
    groups = (_group([nodes[i] for i in cluster.nodes], best, cluster.nodes) for cluster in clusters)
    return sorted(groups, key=lambda group: group.told[0].key)


def _nodes(told: Sequence[Told]) -> list[_Node]:
    """Put accounts of the same facts together; sorted by the key of the first."""
    by_facts: dict[Facts, list[Told]] = defaultdict(list)
    for one in sorted(told, key=lambda one: one.key):
        by_facts[facts_of(one.reading, one.published)].append(one)
    return [_Node(facts, members) for facts, members in by_facts.items()]


def _edges(nodes: Sequence[_Node], parents: Mapping[str, str]) -> Iterator[_Edge]:
    """Yield (score, node, node, likeness) of the nodes that are like enough, compared within their blocks."""
    compared: set[tuple[int, int]] = set()
    for block in _blocks(nodes, parents):
        for place, one in enumerate(block):
            for other in islice(block, place + 1, place + 1 + NEAREST):
                pair = (min(one, other), max(one, other))
                if pair in compared:
                    continue
                compared.add(pair)
                how = likeness(nodes[pair[0]].facts, nodes[pair[1]].facts, parents)
                if how is not None and how.score >= ENOUGH:
                    yield how.score, *pair, how


def _blocks(nodes: Sequence[_Node], parents: Mapping[str, str]) -> Iterator[list[int]]:
    """Yield the nodes that share a public and an idea-based party (or its whole), in order of time."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, node in enumerate(nodes):
        ideas = node.facts.ideas | {parents[key] for key in node.facts.ideas if key in parents}
        for public in node.facts.public:
            for idea in ideas:
                blocks[public, idea].append(index)
    for block in blocks.values():
        yield sorted(block, key=lambda i: (nodes[i].facts.spell.first or nodes[i].facts.spell.published or 0, i))


def _join(home: dict[int, _Cluster], nodes: Sequence[_Node], one: int, other: int) -> bool:
    """Make one cluster of the clusters of two nodes, unless a gap, a document or a missing core keeps them apart."""
    here, there = home[one], home[other]
    core = _common(here.core, there.core)
    if here is there or apart(here.spell, there.spell) or (core is not None and not core):
        return False
    if here.documents & there.documents and not prolongs(nodes[one].facts.spell, nodes[other].facts.spell):
        return False
    if len(here.nodes) < len(there.nodes):
        here, there = there, here
    here.spell = here.spell.joined(there.spell)
    here.documents |= there.documents
    here.nodes += there.nodes
    here.core = core
    for node in there.nodes:
        home[node] = here
    return True


def _core(facts: Facts, parents: Mapping[str, str]) -> frozenset[str] | None:
    """Return the partners (with their wholes) and areas of an account that names both sides, None of another."""
    if not facts.whole:
        return None
    wholes = {parents[key] for key in facts.ideas if key in parents}
    return frozenset(f"idea {key}" for key in facts.ideas | wholes) | frozenset(f"area {key}" for key in facts.areas)


def _common(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _attached(home: dict[int, _Cluster], nodes: Sequence[_Node], parents: Mapping[str, str]) -> list[_Edge]:
    """Let nodes that name one side only come to the only cluster they can be of; return what joined them."""
    by_place: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, node in enumerate(nodes):
        for place in _places(node.facts) if node.facts.whole else ():
            by_place[place].append(index)
    found: list[_Edge] = []
    for index, node in enumerate(nodes):
        if not node.facts.whole:
            near = dict.fromkeys(i for place in sorted(_places(node.facts)) for i in by_place.get(place, ()))
            only = _only(index, near, home, nodes, parents)
            if only is not None and _join(home, nodes, index, only[2]):
                found.append(only)
    return found


def _only(
    index: int,
    near: Iterable[int],
    home: Mapping[int, _Cluster],
    nodes: Sequence[_Node],
    parents: Mapping[str, str],
) -> _Edge | None:
    """Return the edge to the only cluster that a node can be of; None if there is none, or a choice."""
    possible: dict[int, _Edge] = {}
    for other in near:
        how = likeness(nodes[index].facts, nodes[other].facts, parents)
        if how is not None and not apart(nodes[index].facts.spell, home[other].spell):
            possible.setdefault(id(home[other]), (how.score, index, other, how))
        if len(possible) > 1:
            return None
    return next(iter(possible.values()), None)


def _places(facts: Facts) -> set[tuple[str, str]]:
    """Return (party, area) for each party and area of an account: where one without the other side looks for it."""
    return {(party, top_area(area)) for party in facts.public | facts.ideas for area in facts.areas}


def _likest(home: Mapping[int, _Cluster], nodes: Sequence[_Node], edges: Sequence[_Edge]) -> dict[int, Likeness]:
    """Return for each node its likeness to the node of its cluster that it is likest to."""
    best: dict[int, Likeness] = {}
    for index, node in enumerate(nodes):
        how = likeness(node.facts, node.facts, {}) if len(node.told) > 1 else None
        if how is not None:
            best[index] = how
    for _, one, other, how in edges:
        if home[one] is home[other]:
            for index in (one, other):
                if index not in best or best[index].score < how.score:
                    best[index] = how
    return best


def _group(members: Sequence[_Node], best: Mapping[int, Likeness], indices: Sequence[int]) -> Group:
    told = sorted((one for node in members for one in node.told), key=lambda one: one.key)
    likenesses = {
        one.key: best[index] for node, index in zip(members, indices, strict=True) if index in best for one in node.told
    }
    return Group(tuple(told), likenesses)
