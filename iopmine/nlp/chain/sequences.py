"""Listed names of several words, found in a sequence of forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from iopmine.nlp.chain.forms import without_ending


class NameSequences:
    """Finds the listed names that begin with a capital, longest first, the last word with or without a genitive."""

    def __init__(self, names: Mapping[tuple[str, ...], Sequence[str]]) -> None:
        """``names`` maps folded words to the lists that the name stands in."""
        self._names = dict(names)
        self._longest: dict[str, int] = {}
        for words in self._names:
            self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def may_begin(self, form: str) -> bool:
        """Tell whether a listed name may begin with this form."""
        return form[:1].isupper() and form.casefold() in self._longest

    def find(self, forms: Sequence[str], start: int, end: int) -> tuple[int, Sequence[str]] | None:
        """Return the end of the longest listed name that begins at ``start`` and its lists, or None."""
        first = forms[start].casefold()
        for length in range(min(self._longest.get(first, 0), end - start), 1, -1):
            words = tuple(form.casefold() for form in forms[start : start + length])
            lists = self._names.get(words) or self._names.get((*words[:-1], without_ending(words[-1])))
            if lists:
                return start + length, lists
        return None

    def marks(
        self, forms: Sequence[str], candidates: Sequence[int], end_of: Sequence[int]
    ) -> Iterator[tuple[int, str]]:
        """Yield (index, mark) for the words of listed names: ``B-LIST``, ``I-LIST``, ``E-LIST``.

        ``candidates`` are indices at which a name may begin, in order; ``end_of`` gives each index its sentence's end.
        """
        free = 0
        for start in candidates:
            found = self.find(forms, start, end_of[start]) if start >= free else None
            if found is None:
                continue
            free, lists = found
            for index in range(start, free):
                place = "B" if index == start else "E" if index == free - 1 else "I"
                for name in lists:
                    yield index, f"{place}-{name}"
