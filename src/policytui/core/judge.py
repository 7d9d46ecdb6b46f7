"""The verdict on a redline: which changes are editorial, which material, and why.

Rules that hold here:

- A change is editorial only when the rules explain all of it (`core.rules`, `core.rules_walk`); the worst decides.
- One reason per changed block, in reading order; what became of a section as a whole (added, removed, moved, another
  level) has one reason (hunk -1), which stands for its place and its blocks too.
- The house can only make it stricter (terms, sections), except for its own list of words: a reason that rests on
  such a word says so.
- The word list is loaded only when a word differs that nothing else explains.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import chain, groupby

from policytui.core.judgement import Judgement, Reason
from policytui.core.redline import POLICY_ID, Hunk, Redline, SectionChange, Status
from policytui.core.rules import RULES
from policytui.core.rules_links import LinkChange, link_changes
from policytui.core.rules_material import gone_and_come, hidden_changed, kind_of, sentence
from policytui.core.rules_place import POINTS, headings_nested_anew, listed_elsewhere, nesting_kept, reordered
from policytui.core.rules_text import Reading, apart, read
from policytui.core.rules_walk import Edit, Walk, shared_ends, units
from policytui.core.spelling import Speller, load_speller
from policytui.core.values import Change, HouseRules, Policy

HEADINGS = frozenset(("heading", "title"))
SNIPPET = 160
"""Characters of a block shown in a reason."""
_LABELS = re.compile(
    r"(?:this (?:policy|page|notice|document) was )?(?:date of )?(?:the )?(?:last |latest )?"
    r"(?:updated?|modified|revised|revision|changed?|amended|edited)(?: on| date)?\Z",
    re.IGNORECASE,
)


def judge(
    redline: Redline,
    rules: HouseRules = HouseRules(),  # noqa: B008 - frozen
    speller: Speller | None = None,
    *,
    off: Collection[str] = (),
) -> Judgement:
    """The proposed verdict on a redline of published policies, with its reasons.

    `speller` is loaded when it is needed and not given. `off` names editorial rules to leave out, which is how the
    table in `docs/materiality.md` is measured.
    """
    judged = _Judge(redline, rules, speller, frozenset(off))
    reasons = tuple(reason for section in redline.sections for reason in judged.section(section))
    change = Change.NONE
    for reason in reasons:
        change |= reason.change
    return Judgement(change, reasons)


class _Judge:
    def __init__(self, redline: Redline, rules: HouseRules, speller: Speller | None, off: frozenset[str]) -> None:
        self.redline, self.rules, self.off = redline, rules, off
        self._speller = speller
        self._after: set[str] | None = None
        self._points: bool | None = None
        self._nested: dict[str, bool] = {}

    def speller(self) -> Speller:
        if self._speller is None:
            self._speller = load_speller()
        return self._speller.with_words(self.rules.words) if self.rules.words else self._speller

    def still_said(self, word: str) -> bool:
        """Whether the text after still has the word as it stood: then it is a name, not a misspelling."""
        if self._after is None:
            # Text by text: no other thread runs while one expression is looked for, and a screen may be waiting.
            found = [re.findall(r"[^\W\d_]+", text) for text in _texts(self.redline.after)]
            self._after = set(chain.from_iterable(found))
        return word in self._after

    def points(self) -> bool:
        """Whether the text after speaks of what stands before or behind a section, in whatever order that is."""
        if self._points is None:
            self._points = any(POINTS.search(text) for text in _texts(self.redline.after))
        return self._points

    def nested(self, section: SectionChange) -> bool:
        """`headings_nested_anew`, asked once for a section: each of its headings asks."""
        if section.id not in self._nested:
            self._nested[section.id] = headings_nested_anew(section)
        return self._nested[section.id]

    def section(self, section: SectionChange) -> list[Reason]:
        """The reasons for one section, in reading order."""
        if section.same:
            return []
        whole = self._whole(section)
        found = whole if section.status in (Status.ADDED, Status.REMOVED) else [*whole, *self._hunks(section)]
        if not self._always(section):
            return found
        why = sentence("house-section")
        return [
            reason
            if reason.change is Change.MATERIAL
            else replace(reason, change=Change.MATERIAL, rule="house-section", why=why)
            for reason in found
        ]

    def _always(self, section: SectionChange) -> bool:
        titles = f"{section.title}\n{section.old_title}".lower()
        return any(
            name.lower() in (section.id, section.old_id) or name.lower() in titles
            for name in self.rules.sections
            if name
        )

    def _whole(self, section: SectionChange) -> list[Reason]:
        """The reasons for what became of the section itself."""
        name = section.title or section.id
        if section.id != POLICY_ID and section.status is Status.ADDED:
            return [self._reason(section, -1, "section-added", "", name, f"Section “{name}” was added.")]
        if section.id != POLICY_ID and section.status is Status.REMOVED:
            return [self._reason(section, -1, "section-removed", name, "", f"Section “{name}” was removed.")]
        if not (section.moved or section.relevelled):
            return []
        kept = nesting_kept(self.redline, section) and not (section.moved and self.points())
        rule = "nesting" if not kept else "order" if section.moved else "levels"
        if rule in self.off:
            rule = "nesting"
        before, after = f"level {section.old_level}", f"level {section.level}"
        if not section.relevelled:
            before, after = f"{name} (where it stood)", f"{name} (where it stands)"
        return [self._reason(section, -1, rule, before, after, sentence(rule))]

    def _hunks(self, section: SectionChange) -> list[Reason]:
        found: dict[int, Reason] = {}
        numbered = enumerate(section.hunks)
        for changed, group in groupby(numbered, lambda one: not (one[1].same or one[1].is_place)):
            if changed:
                run = {index: self._hunk(section, index, hunk) for index, hunk in group}
                found |= run
                self._joined(section, list(run), found)
        return list(found.values())

    def _joined(self, section: SectionChange, run: Sequence[int], found: dict[int, Reason]) -> None:
        """A run of changed blocks that say the same as before when read on: paragraphs split or joined."""
        hunks = [section.hunks[index] for index in run]
        lone = any(hunk.status is not Status.CHANGED for hunk in hunks)
        if "paragraphs" in self.off or not lone or all(found[i].change is not Change.MATERIAL for i in run):
            return
        if any(hunk.moved or hunk.kind in ("row", "code") for hunk in hunks):
            return
        places = {(h.old_kind or h.kind, h.depth if h.old_depth is None else h.old_depth) for h in hunks if h.before}
        places |= {(h.kind, h.depth) for h in hunks if h.after}
        if len(places) > 1 and any(kind == "item" for kind, _ in places):
            return  # what left a list, or came into one, may no longer be said of the same
        before = [(hunk.before, hunk.old_kind or hunk.kind) for hunk in hunks if hunk.before]
        after = [(hunk.after, hunk.kind) for hunk in hunks if hunk.after]
        texts = ("\n".join(text for text, _ in before), "\n".join(text for text, _ in after))
        if self._strict(*texts):
            return
        readings = [[(read(text), kind in HEADINGS) for text, kind in side] for side in (before, after)]
        edits = self._walk(readings[0], readings[1])
        if edits is None or _all_links(readings[0]) != _all_links(readings[1]):
            return
        for index in run:
            hunk = section.hunks[index]
            found[index] = self._reason(
                section, index, "paragraphs", hunk.before, hunk.after, _said(edits, "paragraphs")
            )

    def _hunk(self, section: SectionChange, index: int, hunk: Hunk) -> Reason:
        strict = self._strict(hunk.before, hunk.after)
        if strict:
            return self._reason(section, index, strict[0], *_snippets(hunk), strict[1])
        if hunk.kind in ("organization", "label", "effective"):
            return self._policy_line(section, index, hunk)
        if hunk.moved or hunk.status is not Status.CHANGED:
            place = self._placed(section, index, hunk)
            if place is not None:
                return place
        changed = hunk.status is Status.CHANGED
        before, after = (
            read(text) for text in (apart(hunk.before, hunk.after) if changed else (hunk.before, hunk.after))
        )
        edits = self._walk([(before, (hunk.old_kind or hunk.kind) in HEADINGS)], [(after, hunk.kind in HEADINGS)])
        if edits is None:
            kind = kind_of(before, after, (hunk.before, hunk.after))
            if kind == "defined-term" and _capital_of_brand(before, after):
                kind = "name"
            gone, come = (_marked(hunk, op) for op in ("remove", "add"))
            if not (gone or come):
                gone, come = ([token.text for token in side] for side in gone_and_come(before, after))
            why = sentence(kind, gone, come)
            return self._reason(section, index, kind, *_snippets(hunk), why)
        resized = hunk.kind == "heading" and hunk.old_kind is None and hunk.old_marker is not None
        if listed_elsewhere(section, index) or (resized and self.nested(section)):
            return self._reason(section, index, "nesting", *_snippets(hunk), sentence("nesting"))
        links = link_changes(before, after)
        worst = next((c for c in links if _is_material(c.rule) or c.rule in self.off), None)
        if worst is not None:
            rule = worst.rule if _is_material(worst.rule) else "link-elsewhere"
            return self._reason(section, index, rule, *_targets(worst), sentence(rule, [worst.before], [worst.after]))
        if "formatting" in self.off and not edits and not links:
            return self._reason(section, index, "words", *_snippets(hunk), sentence("words"))
        return self._editorial(section, index, hunk, edits, links)

    def _editorial(
        self, section: SectionChange, index: int, hunk: Hunk, edits: list[Edit], links: list[LinkChange]
    ) -> Reason:
        if edits:
            rule = "spelling" if any(edit.rule == "spelling" for edit in edits) else edits[0].rule
            return self._reason(section, index, rule, *_snippets(hunk), self._with_house(_said(edits, rule), edits))
        if links:
            return self._reason(section, index, links[0].rule, *_targets(links[0]), sentence(links[0].rule))
        return self._reason(section, index, "formatting", *_snippets(hunk), sentence("formatting"))

    def _with_house(self, said: str, edits: Iterable[Edit]) -> str:
        own = {word.lower() for word in self.rules.words}
        words = sorted({edit.after for edit in edits if edit.rule == "spelling" and edit.after.lower() in own})
        return f"{said} (“{words[0]}” stands in the house's list of words.)" if words else said

    def _policy_line(self, section: SectionChange, index: int, hunk: Hunk) -> Reason:
        rule = {"organization": "controller", "effective": "effective"}.get(hunk.kind, "label-changed")
        if hunk.kind == "label" and _LABELS.match(hunk.before) and _LABELS.match(hunk.after):
            rule = "label"
        return self._reason(section, index, rule, hunk.before, hunk.after, sentence(rule, [hunk.before], [hunk.after]))

    def _placed(self, section: SectionChange, index: int, hunk: Hunk) -> Reason | None:
        """The reason for a block that came, went or moved; None when it is to be read like a changed one."""
        if "order" not in self.off and reordered(self.redline, section, index):
            return self._reason(section, index, "order", hunk.before, hunk.after, sentence("order"))
        if hunk.moved:
            return self._reason(section, index, "moved", *_snippets(hunk), sentence("moved"))
        text = hunk.before or hunk.after
        reading = read(text)
        if hunk.kind == "rule" or not (reading.tokens or reading.links):
            return None
        rule = "image" if _only_image(reading) else "added" if hunk.status is Status.ADDED else "removed"
        return self._reason(section, index, rule, *_snippets(hunk), sentence(rule))

    def _walk(self, before: Sequence[tuple[Reading, bool]], after: Sequence[tuple[Reading, bool]]) -> list[Edit] | None:
        skip = shared_ends(before[0][0], after[0][0]) if len(before) == len(after) == 1 else (0, 0)
        walk = Walk(units(before, skip), units(after, skip), self.speller, self.still_said)
        if not walk.explained() or any(edit.rule in self.off for edit in walk.edits):
            return None
        return walk.edits

    def _strict(self, before: str, after: str) -> tuple[str, str] | None:
        """What no editorial rule may explain: hidden characters and the terms of the house."""
        if before == after:
            return None
        hidden = hidden_changed(before, after)
        if hidden:
            return "hidden", f"{sentence('hidden')} It is {hidden[0]}."
        for term in self.rules.terms:
            if term and before.lower().count(term.lower()) != after.lower().count(term.lower()):
                return "house-term", sentence("house-term", *_sides(term, before, after))
            if term and before.count(term) != after.count(term):
                return "house-term", sentence("house-term", [term])
        return None

    def _reason(self, section: SectionChange, index: int, rule: str, before: str, after: str, why: str) -> Reason:
        return Reason(section.id, RULES[rule].change, rule, _short(before), _short(after), why, index)


def _marked(hunk: Hunk, op: str) -> list[str]:
    """What the redline marks as gone or come, in reading order: the passages with words, else whatever there is."""
    passages = [text.strip() for its, text in hunk.spans if its == op and text.strip()]
    worded = [passage for passage in passages if any(char.isalnum() for char in passage)] or passages
    return [" … ".join(worded)] if worded else []


def _is_material(name: str) -> bool:
    return RULES[name].change is Change.MATERIAL


def _sides(term: str, before: str, after: str) -> tuple[list[str], list[str]]:
    gone = before.lower().count(term.lower()) > after.lower().count(term.lower())
    return ([term], []) if gone else ([], [term])


def _said(edits: Sequence[Edit], rule: str) -> str:
    """One sentence for some editorial edits: the words when they are few, else how many."""
    shown = [edit for edit in edits if edit.before != edit.after and edit.rule != "paragraphs"]
    if not shown:
        return sentence(rule)
    first = sentence(shown[0].rule, [shown[0].before], [shown[0].after])
    return first if len(shown) == 1 else f"{first} And {len(shown) - 1} more like it in this passage."


def _texts(policy: Policy) -> Iterable[str]:
    yield policy.title
    yield policy.preamble
    for section in policy.sections:
        yield section.title
        yield section.summary
        yield section.body


def _all_links(side: Iterable[tuple[Reading, bool]]) -> list[str]:
    return [link.target for reading, _ in side for link in reading.links]


def _only_image(reading: Reading) -> bool:
    return any(link.image and link.first == 0 and link.last == len(reading.tokens) for link in reading.links)


def _capital_of_brand(before: Reading, after: Reading) -> bool:
    gone, come = gone_and_come(before, after)
    return any(token.text[1:].lower() != token.text[1:] for token in (*gone, *come))


def _targets(change: LinkChange) -> tuple[str, str]:
    return change.before, change.after


def _snippets(hunk: Hunk) -> tuple[str, str]:
    """The part of a block that changed with a few words around it, before and after."""
    if len(hunk.before) <= SNIPPET and len(hunk.after) <= SNIPPET:
        return hunk.before, hunk.after
    start = 0
    for op, text in hunk.spans:
        if op != "keep":
            break
        start += len(text)
    cut = max(0, start - 40)
    cut = hunk.before.rfind(" ", 0, cut) + 1 if cut else 0
    lead = "…" if cut else ""
    return lead + hunk.before[cut:], lead + hunk.after[cut:]


def _short(text: str) -> str:
    return text if len(text) <= SNIPPET else text[: SNIPPET - 1].rstrip() + "…"
