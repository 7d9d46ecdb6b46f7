"""Blocks that stand elsewhere now: found among those that alignment left over, within a section or across sections.

Rules that hold here:

- Each block moves at most once; the same text decides first, then most likeness.
- A block of fewer than `LEAST_WORDS` words is no move: short lines come up everywhere. Titles, summaries and code
  lines do not move on their own.
- The work is bounded: above `PAIRS_CAP` only blocks that share rare word pairs are compared.
- Before and after swapped give the same pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policytui.core.align import ASK_EVERY, WORDS_CAP, Ask, go_on, voted, word_pairs, words_likeness
from policytui.core.blocks import Block

Place = tuple[int, int]
"""A section's position in the redline, and a block's position in the section."""
Left = tuple[Place, Block]

LEAST_WORDS = 4
"""Words of a block that can move as it stands."""
EDITED_WORDS = 8
"""Words of a block that can move and be changed in one go."""
ALIKE = 0.6
"""Likeness from which a block that is gone and one that came up are one block, moved and changed."""
PAIRS_CAP = 2_500
"""Gone times new blocks that are compared by likeness, each with each."""
_STAY = frozenset(("title", "summary", "organization", "label", "effective", "code", "rule"))


def moved_blocks(removed: Sequence[Left], added: Sequence[Left], ask: Ask = go_on) -> dict[Place, Place]:
    """Where moved blocks stood: place after → place before. `ask` as in `core.align.pairs`."""
    gone = [item for item in removed if _may_move(item[1])]
    new = [item for item in added if _may_move(item[1])]
    if not gone or not new:
        return {}
    found = _same(gone, new)
    taken = set(found.values())
    gone = [item for item in gone if item[0] not in taken and item[1].text.count(" ") >= EDITED_WORDS - 1]
    new = [item for item in new if item[0] not in found and item[1].text.count(" ") >= EDITED_WORDS - 1]
    for before, after in _alike(gone, new, ask):
        if before not in taken and after not in found:
            taken.add(before)
            found[after] = before
    return found


def _may_move(block: Block) -> bool:
    return block.kind not in _STAY and block.text.count(" ") >= LEAST_WORDS - 1


def _may_pair(old: Block, new: Block) -> bool:
    """Rows of a table are told apart by their first cell: the others repeat themselves."""
    if "row" in (old.kind, new.kind):
        return old.kind == new.kind and old.text.split(" | ", 1)[0] == new.text.split(" | ", 1)[0]
    return True


def _same(gone: Sequence[Left], new: Sequence[Left]) -> dict[Place, Place]:
    by_text: dict[str, list[Place]] = {}
    for place, block in reversed(gone):
        by_text.setdefault(block.text, []).append(place)
    return {place: by_text[block.text].pop() for place, block in new if by_text.get(block.text)}


def _alike(gone: Sequence[Left], new: Sequence[Left], ask: Ask) -> Iterable[tuple[Place, Place]]:
    """Pairs that are alike enough, the most alike first."""
    if len(gone) * len(new) <= PAIRS_CAP:
        tries = [(i, j) for i in range(len(gone)) for j in range(len(new))]
    else:
        tries = voted(
            [(i, block.text) for i, (_, block) in enumerate(gone)],
            [(j, block.text) for j, (_, block) in enumerate(new)],
            word_pairs,
            chain=False,
            ask=ask,
        )
    tries = [(i, j) for i, j in tries if _may_pair(gone[i][1], new[j][1])]
    left = {i: gone[i][1].text.split(None, WORDS_CAP)[:WORDS_CAP] for i, _ in tries}
    right = {j: new[j][1].text.split(None, WORDS_CAP)[:WORDS_CAP] for _, j in tries}
    scored: list[tuple[float, Place, Place]] = []
    for count, (i, j) in enumerate(tries):
        if count % ASK_EVERY == 0:
            ask()
        scored.append((-words_likeness(left[i], right[j], ALIKE), gone[i][0], new[j][0]))
    return [(before, after) for share, before, after in sorted(scored) if share]
