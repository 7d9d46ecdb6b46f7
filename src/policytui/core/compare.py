"""Two policies in, a `Redline` out: sections matched, blocks aligned, words compared, moves found.

Rules that hold here:

- The callers pass *published* policies (`core.published`): what readers see is what is compared.
- `sides(redline(a, b))` gives the blocks of both sides exactly, whatever was capped on the way.
- The day of the last update is no change: it is what a change moves.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence

from policytui.core.align import Ask, pairs
from policytui.core.blocks import Block, Kind, blocks, fold, read
from policytui.core.chains import Pair
from policytui.core.matching import matched, moved
from policytui.core.moves import Left, Place, moved_blocks
from policytui.core.phrases import spans
from policytui.core.places import Places, place_hunk
from policytui.core.records import replace
from policytui.core.redline import GONE, POLICY_ID, PREAMBLE_ID, Hunk, Redline, SectionChange, Span, Status
from policytui.core.values import Policy, Section

ASK_EVERY = 100
"""Blocks of a section between two questions whether to stop."""


class Cancelled(Exception):  # noqa: N818 - it is no failure: somebody asked for it
    """Raised by `redline` when `cancelled()` said so."""


class _Draft:
    """A section on the way: its blocks before and after, and its hunks so far (where it stands is the first)."""

    def __init__(self, change: SectionChange, before: tuple[Block, ...], after: tuple[Block, ...]) -> None:
        self.change = change
        self.before = before
        self.after = after
        self.found: list[Pair] = []
        self.hunks: list[Hunk] = []


def redline(
    before: Policy,
    after: Policy,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Redline:
    """What changed between two published policies.

    `cancelled` is asked now and then; when it says True, `Cancelled` is raised. `progress` is told the share
    done, 0 to 1.
    """

    def ask() -> None:
        if cancelled is not None and cancelled():
            raise Cancelled

    with RestingCollector():
        return _compared(before, after, ask, progress or _tell_nobody)


def _tell_nobody(_: float) -> None:
    pass


class RestingCollector:
    """The collector of cycles rests meanwhile: a redline and its verdict are many values, and none is in a cycle.

    It saves a third of the time at 500,000 words, and no key waits while it looks through them. Whoever finds it off
    leaves it off.
    """

    def __enter__(self) -> None:
        self._was_on = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._was_on:
            gc.enable()


def _compared(before: Policy, after: Policy, ask: Ask, tell: Callable[[float], None]) -> Redline:
    tell(0.0)
    drafts = _drafts(before, after, ask)
    removed: list[Left] = []
    added: list[Left] = []
    for at, draft in enumerate(drafts):
        ask()
        tell(0.2 + 0.4 * at / len(drafts))
        if draft.before is draft.after:
            continue
        draft.found = _block_pairs(draft.before, draft.after, ask)
        if len(draft.found) < len(draft.before):
            left = {i for i, _ in draft.found}
            removed += [((at, i), block) for i, block in enumerate(draft.before) if i not in left]
        if len(draft.found) < len(draft.after):
            right = {j for _, j in draft.found}
            added += [((at, j), block) for j, block in enumerate(draft.after) if j not in right]
    moves = moved_blocks(removed, added, ask)
    coarse = False
    for at in range(len(drafts)):
        ask()
        tell(0.7 + 0.3 * at / len(drafts))
        coarse |= _fill(drafts, at, moves, ask)
    tell(1.0)
    return Redline(before, after, tuple(_finished(draft) for draft in drafts), coarse)


def sides(found: Redline) -> tuple[dict[str, tuple[Block, ...]], dict[str, tuple[Block, ...]]]:
    """The blocks of every section before and after, by section id: the proof that a redline lost nothing."""
    before: dict[str, list[Block]] = {}
    after: dict[str, tuple[Block, ...]] = {}
    gone: dict[str, list[tuple[int, Block]]] = {}
    for section in found.sections:
        if section.status is not Status.ADDED:
            before[section.old_id] = [
                old_block(hunk)
                for hunk in section.hunks
                if hunk.status is not Status.ADDED and not hunk.moved and not hunk.is_place
            ]
        if section.status is not Status.REMOVED:
            after[section.id] = tuple(
                new_block(h) for h in section.hunks if h.status is not Status.REMOVED and not h.is_place
            )
        for hunk in section.hunks:
            if hunk.moved:
                gone.setdefault(hunk.old_section, []).append((hunk.old_index, old_block(hunk)))
    for section_id, blocks_moved in gone.items():
        for at, block in sorted(blocks_moved):
            before[section_id].insert(at, block)
    return {section_id: tuple(found) for section_id, found in before.items()}, after


def old_block(hunk: Hunk) -> Block:
    """The block before, out of a hunk's kept and removed spans."""
    return Block(
        hunk.kind if hunk.old_kind is None else hunk.old_kind,
        "".join([text for op, text in hunk.spans if op != "add"]),
        hunk.depth if hunk.old_depth is None else hunk.old_depth,
        hunk.marker if hunk.old_marker is None else hunk.old_marker,
    )


def new_block(hunk: Hunk) -> Block:
    """The block after, out of a hunk's kept and added spans."""
    return Block(hunk.kind, "".join([text for op, text in hunk.spans if op != "remove"]), hunk.depth, hunk.marker)


def policy_blocks(policy: Policy) -> tuple[Block, ...]:
    """What a policy says outside its sections: title, organization, date label, effective date."""
    effective = policy.dates.effective
    lines = (
        (Kind.TITLE, policy.title),
        (Kind.ORGANIZATION, policy.organization),
        (Kind.LABEL, policy.dates.label),
        (Kind.EFFECTIVE, effective.isoformat() if effective else ""),
    )
    return tuple([Block(kind.value, fold(text)) for kind, text in lines if text.strip()])


def section_blocks(section: Section) -> tuple[Block, ...]:
    """A section's blocks in reading order: title, summary, body."""
    head = [Block("title", fold(section.title)), Block("summary", read([section.summary]))]
    return (*[block for block in head if block.text], *blocks(section.body))


def _drafts(before: Policy, after: Policy, ask: Ask) -> list[_Draft]:
    """Every section of both sides, in the order after; removed ones stand where they were."""
    drafts = [_draft_of(POLICY_ID, policy_blocks(before), policy_blocks(after))]
    if before.preamble.strip() or after.preamble.strip():
        drafts.append(_draft_of(PREAMBLE_ID, blocks(before.preamble), blocks(after.preamble)))
    found = matched(before.sections, after.sections)
    partner = dict(found)
    origin = {j: i for i, j in found}
    went = moved(before.sections, after.sections, found)
    places = Places(before.sections, after.sections, found, went)
    taken = {section.id for section in after.sections}
    followers: dict[int, list[int]] = {}
    last = -1
    for i in range(len(before.sections)):
        if i in partner:
            last = partner[i] if partner[i] not in went else last
        else:
            followers.setdefault(last, []).append(i)
    for j in range(-1, len(after.sections)):
        if j >= 0:
            new = after.sections[j]
            old = before.sections[origin[j]] if j in origin else None
            ask()
            drafts.append(draft := _draft(old, new, moved=j in went))
            if draft.change.moved or draft.change.relevelled:
                draft.hunks.append(places.hunk(draft.change, origin[j], j))
        for i in followers.get(j, ()):
            drafts.append(draft := _draft(before.sections[i], None))
            if draft.change.id in taken:
                draft.change = replace(draft.change, id=f"{draft.change.id}{GONE}")
    return drafts


def _draft_of(section_id: str, before: tuple[Block, ...], after: tuple[Block, ...]) -> _Draft:
    change = SectionChange(section_id, "", 0, Status.SAME, (), old_id=section_id)
    return _Draft(change, before, after)


def _draft(old: Section | None, new: Section | None, *, moved: bool = False) -> _Draft:
    shown = new or old
    assert shown is not None
    status = Status.ADDED if old is None else Status.REMOVED if new is None else Status.SAME
    change = SectionChange(
        id=shown.id,
        title=fold(shown.title),
        level=shown.level,
        status=status,
        hunks=(),
        old_id=old.id if old else "",
        old_title=fold(old.title) if old else "",
        old_level=old.level if old else 0,
        moved=moved,
        renamed=old is not None and new is not None and fold(old.title) != fold(new.title),
        relevelled=old is not None and new is not None and old.level != new.level,
    )
    same = old is not None and new is not None and old.body == new.body and old.summary == new.summary
    left = section_blocks(old) if old else ()
    if same and old and new and old.title == new.title:
        return _Draft(change, left, left)
    return _Draft(change, left, section_blocks(new) if new else ())


_HEAD = frozenset(("title", "summary", "organization", "label", "effective"))


def _block_pairs(before: Sequence[Block], after: Sequence[Block], ask: Ask) -> list[Pair]:
    """The pairs of blocks: title with title, summary with summary, and the body by its texts."""
    left, right = _head_of(before), _head_of(after)
    heads = {block.kind: i for i, block in enumerate(before[:left])}
    found = [(heads[block.kind], j) for j, block in enumerate(after[:right]) if block.kind in heads]
    body = pairs([block.text for block in before[left:]], [block.text for block in after[right:]], ask)
    return found + [(i + left, j + right) for i, j in body] if left or right else body


def _head_of(blocks: Sequence[Block]) -> int:
    """How many blocks stand before the body."""
    return next((at for at, block in enumerate(blocks) if block.kind not in _HEAD), len(blocks))


def _fill(drafts: Sequence[_Draft], at: int, moves: dict[Place, Place], ask: Ask) -> bool:
    """Makes the hunks of one section, every block in reading order. Gives whether the work was capped."""
    draft = drafts[at]
    before, after, hunks = draft.before, draft.after, draft.hunks
    if before is after:
        hunks += [_same(block) for block in after]
        return False
    gone = {place[1] for place in moves.values() if place[0] == at} if moves else ()
    coarse = False
    done_before = done_after = 0
    for step, (i, j) in enumerate((*draft.found, (len(before), len(after)))):
        if step % ASK_EVERY == ASK_EVERY - 1:
            ask()
        for k in range(done_before, i):
            if k not in gone:
                hunks.append(_lone(Status.REMOVED, before[k]))
        for k in range(done_after, j):
            origin = moves.get((at, k))
            if origin is None:
                hunks.append(_lone(Status.ADDED, after[k]))
                continue
            there = drafts[origin[0]]
            hunk, capped = _paired(there.before[origin[1]], after[k])
            hunks.append(hunk._replace(moved=True, old_section=there.change.old_id, old_index=origin[1]))
            coarse |= capped
        if i < len(before):
            old, new = before[i], after[j]
            if old == new:
                hunks.append(_same(new))
            else:
                hunk, capped = _paired(old, new)
                hunks.append(hunk)
                coarse |= capped
        done_before, done_after = i + 1, j + 1
    return coarse


_hunk = tuple.__new__
"""Makes a hunk of all its values: several times as fast as its constructor, and there are very many."""
_SAME, _CHANGED = Status.SAME, Status.CHANGED
_NO_MORE = (False, None, None, None, "", -1)
"""What a hunk has when it stands where it stood, as what it was."""


def _same(block: Block) -> Hunk:
    kind, text, depth, marker = block
    kept: Sequence[Span] = (("keep", text),) if text else ()
    return _hunk(Hunk, (_SAME, kind, text, text, kept, depth, marker, *_NO_MORE))


def _lone(status: Status, block: Block) -> Hunk:
    kind, text, depth, marker = block
    if status is Status.ADDED:
        return Hunk(status, kind, "", text, (("add", text),) if text else (), depth, marker)
    return Hunk(status, kind, text, "", (("remove", text),) if text else (), depth, marker)


def _paired(old: Block, new: Block) -> tuple[Hunk, bool]:
    if old == new:
        return _same(new), False
    found, coarse = spans(old.text, new.text, row=new.kind == "row")
    if old.kind == new.kind and old.marker == new.marker and old.depth == new.depth:
        hunk = (_CHANGED, new.kind, old.text, new.text, found, new.depth, new.marker, *_NO_MORE)
        return _hunk(Hunk, hunk), coarse
    return Hunk(
        Status.CHANGED,
        new.kind,
        old.text,
        new.text,
        found,
        new.depth,
        new.marker,
        old_kind=old.kind if old.kind != new.kind else None,
        old_marker=old.marker if old.marker != new.marker else None,
        old_depth=old.depth if old.depth != new.depth else None,
    ), coarse


def _finished(draft: _Draft) -> SectionChange:
    """The section with its hunks; numbers that only follow from an earlier change are no change of their own."""
    hunks = draft.hunks
    first = next((at for at, hunk in enumerate(hunks) if not hunk.same and not hunk.is_place), len(hunks))
    for at in range(first + 1, len(hunks)):
        if hunks[at].old_marker is not None and _renumbered(hunks[at]):
            hunks[at] = hunks[at]._replace(status=Status.SAME)
    change = draft.change
    if not hunks and change.status is Status.ADDED:
        hunks.append(place_hunk(Status.ADDED, "", f"level {change.level}, no text"))
    elif not hunks and change.status is Status.REMOVED:
        hunks.append(place_hunk(Status.REMOVED, f"level {change.old_level}, no text", ""))
    changed = first < len(hunks) or (hunks and hunks[0].is_place)
    status = Status.CHANGED if changed and change.status is Status.SAME else change.status
    return replace(change, hunks=tuple(hunks), status=status)


def _renumbered(hunk: Hunk) -> bool:
    return (
        hunk.status is Status.CHANGED
        and hunk.before == hunk.after
        and hunk.old_kind is None
        and hunk.old_depth is None
        and hunk.old_marker is not None
        and hunk.old_marker[:-1].isdigit()
        and hunk.marker[:-1].isdigit()
    )
