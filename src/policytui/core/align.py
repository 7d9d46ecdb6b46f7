"""Blocks before and after, paired: the same, or similar enough to be read as one block changed.

Rules that hold here:

- The pairs rise on both sides: reading order is never crossed (what moved is found by `core.moves`).
- Ends are trimmed first; then texts that occur once on both sides anchor the rest (the longest rising chain of
  them); then what lies between anchors is paired by likeness: side by side where the gap is as long before as
  after and looks alike throughout, else anchored again on sentences, then on pairs of words, else each with each.
- The work is bounded: a gap over `PAIRS_CAP` that nothing anchors stays unpaired: right, but less fine.
- Before and after swapped give the same pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from policytui.core.aligners import aligners
from policytui.core.chains import Pair, rising

PAIRS_CAP = 2_500
"""Blocks before times blocks after in one gap that are compared by likeness, each with each."""
ALIKE = 0.4
"""Likeness from which two blocks are one block changed."""
SIDE_BY_SIDE = 0.3
"""The same for two blocks in the same place of two gaps that are equally long."""
BRIEF = 3
"""Words up to which two blocks that stand alone in the same place are one, like or not."""
WORDS_CAP = 3_000
"""Words of a block that are looked at to tell its likeness."""
VOTES = 32
"""Words at the beginning of a block whose pairs are looked for in others."""
_ENOUGH = 28
"""Characters at one end that say that two blocks in the same place are alike."""
_PROBE = 20
"""Characters of a probe: a stretch of one block that is looked for in the other."""


Ask = Callable[[], None]
"""Asks whether to go on; raises when not."""
ASK_EVERY = 200
"""Blocks between two such questions."""


def go_on() -> None:
    """Nobody asks."""


def likeness(before: str, after: str) -> float:
    """The share of words, in order, that two texts have in common: 0 to 1."""
    if before == after:
        return 1.0
    return words_likeness(before.split(None, WORDS_CAP)[:WORDS_CAP], after.split(None, WORDS_CAP)[:WORDS_CAP])


def words_likeness(before: Sequence[str], after: Sequence[str], cutoff: float = 0.0) -> float:
    """The same for words; 0 when it is below the cutoff."""
    return aligners().likeness(before, after, cutoff)


def pairs(before: Sequence[str], after: Sequence[str], ask: Ask = go_on) -> list[Pair]:
    """Positions of paired texts, rising on both sides. `ask` is called now and then, and may raise to stop the work."""
    if list(before) > list(after):
        return [(i, j) for j, i in _Aligner(after, before, ask).run()]
    return _Aligner(before, after, ask).run()


class _Aligner:
    """One run over two lists of texts; `found` collects the pairs in order."""

    def __init__(self, before: Sequence[str], after: Sequence[str], ask: Ask) -> None:
        self.a, self.b, self.ask = before, after, ask
        self.found: list[Pair] = []

    def run(self) -> list[Pair]:
        self._gap(0, len(self.a), 0, len(self.b), self._same)
        return self.found

    def _gap(self, i1: int, i2: int, j1: int, j2: int, then: Callable[[int, int, int, int], None]) -> None:
        """Trims the equal ends of a gap and leaves what is between to `then`."""
        a, b, found = self.a, self.b, self.found
        while i1 < i2 and j1 < j2 and a[i1] == b[j1]:
            found.append((i1, j1))
            i1, j1 = i1 + 1, j1 + 1
        tail: list[Pair] = []
        while i1 < i2 and j1 < j2 and a[i2 - 1] == b[j2 - 1]:
            i2, j2 = i2 - 1, j2 - 1
            tail.append((i2, j2))
        if i1 < i2 and j1 < j2:
            then(i1, i2, j1, j2)
        found += reversed(tail)

    def _cut(
        self, i1: int, i2: int, j1: int, j2: int, chain: Iterable[Pair], then: Callable[[int, int, int, int], None]
    ) -> None:
        for i, j in chain:
            self._gap(i1, i, j1, j, then)
            self.found.append((i, j))
            i1, j1 = i + 1, j + 1
        self._gap(i1, i2, j1, j2, then)

    def _same(self, i1: int, i2: int, j1: int, j2: int) -> None:
        """Anchors on texts that occur once on each side of the gap; again inside, where more may occur once."""
        if i2 - i1 == 1 and j2 - j1 == 1:
            self._beside(i1, j1, 1)
            return
        self.ask()
        left, right = _once(self.a, i1, i2), _once(self.b, j1, j2)
        chain = rising([(i, right[text]) for text, i in left.items() if i >= 0 and right.get(text, -1) >= 0])
        if chain:
            # what occurs once and is in no anchor has its like outside of its gap
            again = len(left) < i2 - i1 or len(right) < j2 - j1
            self._cut(i1, i2, j1, j2, chain, self._same if again else self._alike)
        elif not left.keys().isdisjoint(right.keys()):
            self._repeated(i1, i2, j1, j2)
        else:
            self._alike(i1, i2, j1, j2)

    def _repeated(self, i1: int, i2: int, j1: int, j2: int) -> None:
        """Texts that occur several times, and nothing else in common: the least possible change of whole blocks."""
        matches = aligners().matches(self.a[i1:i2], self.b[j1:j2]) or ()
        chain = [(i1 + i + k, j1 + j + k) for i, j, size in matches for k in range(size)]
        self._cut(i1, i2, j1, j2, chain, self._alike)

    def _alike(self, i1: int, i2: int, j1: int, j2: int) -> None:
        """Pairs by likeness: nothing in the gap is the same."""
        rows, columns = i2 - i1, j2 - j1
        if rows == columns and self._beside(i1, j1, rows):
            return
        if rows * columns <= PAIRS_CAP:
            self._each(i1, i2, j1, j2)
            return
        for features in (_sentences, word_pairs):
            chain = self._voted(i1, i2, j1, j2, features)
            if chain:
                self._cut(i1, i2, j1, j2, chain, self._alike)
                return

    def _beside(self, i1: int, j1: int, count: int) -> bool:
        """Pairs a gap side by side when a look at some places says that it goes on alike throughout."""
        a, b = self.a, self.b
        if count == 1:
            if _near(a[i1], b[j1], SIDE_BY_SIDE) or (_brief(a[i1]) and _brief(b[j1])):
                self.found.append((i1, j1))
            return True
        if count <= 12:
            looked: Iterable[int] = range(count)
        else:
            looked = {0, 1, count - 2, count - 1, *range(0, count, max(1, count // 10))}
        if not all(_near(a[i1 + k], b[j1 + k], ALIKE if count <= 12 else SIDE_BY_SIDE) for k in looked):
            return False
        self.found += [(i1 + k, j1 + k) for k in range(count) if _near(a[i1 + k], b[j1 + k], SIDE_BY_SIDE)]
        return True

    def _each(self, i1: int, i2: int, j1: int, j2: int) -> None:
        """Each with each: the rising choice of pairs with the most likeness in all."""
        left = [text.split(None, WORDS_CAP) for text in self.a[i1:i2]]
        right = [text.split(None, WORDS_CAP) for text in self.b[j1:j2]]
        rows, columns = len(left), len(right)
        score = [self._row(x, right) for x in left]
        best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
        for i in range(rows - 1, -1, -1):
            for j in range(columns - 1, -1, -1):
                take = best[i + 1][j + 1] + score[i][j]
                best[i][j] = max(take, best[i + 1][j], best[i][j + 1])
        i = j = 0
        while i < rows and j < columns:
            if score[i][j] and best[i][j] == best[i + 1][j + 1] + score[i][j]:
                self.found.append((i1 + i, j1 + j))
                i, j = i + 1, j + 1
            elif best[i][j] == best[i + 1][j]:
                i += 1
            else:
                j += 1

    def _row(self, x: Sequence[str], right: Sequence[Sequence[str]]) -> list[float]:
        self.ask()
        return [words_likeness(x, y, ALIKE) for y in right]

    def _voted(self, i1: int, i2: int, j1: int, j2: int, features: Callable[[str], Iterable[str]]) -> list[Pair]:
        """Pairs of blocks that share features found in no other block of the gap: the longest rising chain."""
        return voted(
            [(i, self.a[i]) for i in range(i1, i2)],
            [(j, self.b[j]) for j in range(j1, j2)],
            features,
            chain=True,
            ask=self.ask,
        )


def _once(texts: Sequence[str], start: int, end: int) -> dict[str, int]:
    """Where each text stands between two places; -1 for several."""
    found: dict[str, int] = {}
    for at in range(start, end):
        if found.setdefault(texts[at], at) != at:
            found[texts[at]] = -1
    return found


def _brief(text: str) -> bool:
    return len(text.split(None, BRIEF)) <= BRIEF


def voted(
    left: Iterable[tuple[int, str]],
    right: Iterable[tuple[int, str]],
    features: Callable[[str], Iterable[str]],
    *,
    chain: bool,
    ask: Ask = go_on,
) -> list[Pair]:
    """Pairs of texts that share most of the features that stand in one text on each side only."""
    mine, yours = _owners(left, features, ask), _owners(right, features, ask)
    votes = Counter([(mine[f], yours[f]) for f in mine.keys() & yours.keys() if mine[f] >= 0 and yours[f] >= 0])
    best_left: dict[int, int] = {}
    best_right: dict[int, int] = {}
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    for (i, j), _ in ranked:
        best_left.setdefault(i, j)
        best_right.setdefault(j, i)
    found = sorted((i, j) for i, j in best_left.items() if best_right[j] == i)
    return rising(found) if chain else found


def _owners(texts: Iterable[tuple[int, str]], features: Callable[[str], Iterable[str]], ask: Ask) -> dict[str, int]:
    """Which text a feature stands in; -1 for several."""
    owners: dict[str, int] = {}
    for count, (at, text) in enumerate(texts):
        if count % ASK_EVERY == 0:
            ask()
        for feature in features(text):
            if owners.setdefault(feature, at) != at:
                owners[feature] = -1
    return owners


def _sentences(text: str) -> Iterable[str]:
    return [piece for piece in text.split(". ") if len(piece) >= _PROBE]


def word_pairs(text: str) -> Iterable[str]:
    """The neighbouring words at the beginning of a text, two by two."""
    words = text.split(None, VOTES)[:VOTES]
    return [f"{one} {two}" for one, two in pairwise(words)]


def _near(a: str, b: str, least: float) -> bool:
    """Whether two texts are alike: a few probes answer it for most, the words themselves for the rest."""
    size, other = len(a), len(b)
    if a[:_ENOUGH] == b[:_ENOUGH] or a[-_ENOUGH:] == b[-_ENOUGH:]:
        return True
    if size > 8 * _PROBE and size * 2 > other and other * 2 > size:
        hits = 0
        for at in range(size // 10, size - _PROBE, size // 6):
            hits += a[at : at + _PROBE] in b
            if hits == 2:
                return True
    return likeness(a, b) >= least
