"""The whole policy as people will read it, drawn block by block beside the editor.

Rules that hold here:

- A key changes one section: only the blocks of its body that differ are cut, and drawn, anew.
- What is printed is the published text (variables filled in, comments left out), block by block.
- The place is kept through every change; `follow` moves it only when the block under the cursor is out of sight.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.segment import Segment
from textual.strip import Strip

from policytui.core.dates import format_date
from policytui.core.published import published
from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.values import Policy, Section
from policytui.core.visible import one_line, visible
from policytui.tui.widgets.block_view import BlockView, LazyStrips
from policytui.tui.widgets.markdown_rows import Look, markdown_rows, references_of
from policytui.tui.widgets.source_blocks import Source, cut, recut
from policytui.tui.widgets.typeset import Row, rows_of, strip_of

MEASURE = 84
"""The widest line of text, in cells: longer ones are hard to read."""
_GUTTER = 3


@dataclass(slots=True)
class Block:
    """A block of the preview: of which section, what it is, its source."""

    section: str
    kind: str  # title | dates | heading | summary | body
    text: str
    lines: int = 0
    level: int = 0
    tight: bool = False
    listed: bool = False


class Preview(BlockView[Block]):
    """The live preview. `show` a policy, then `update_section` with each edit and `follow` with each move."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "preview--title", "preview--title-rule", "preview--dates",
        "preview--heading", "preview--subheading", "preview--text",
        "preview--muted", "preview--rule", "preview--marker", "preview--link", "preview--code", "preview--quote",
        "preview--summary", "preview--summary-label", "preview--cursor",
    }  # fmt: skip
    LOOKS = tuple(sorted(COMPONENT_CLASSES))
    DEFAULT_CSS = """
    Preview {
        background: $background;
        color: $foreground;
        & .preview--title { color: $foreground; text-style: bold; }
        & .preview--title-rule { color: $accent; }
        & .preview--dates { color: $muted; }
        & .preview--heading { color: $primary; text-style: bold; }
        & .preview--subheading { color: $foreground; text-style: bold; }
        & .preview--text { color: $foreground; }
        & .preview--muted { color: $muted; }
        & .preview--rule { color: $rule; }
        & .preview--marker { color: $accent; }
        & .preview--link { color: $primary; text-style: underline; }
        & .preview--code { color: $foreground; background: $panel; }
        & .preview--quote { color: $muted; text-style: italic; }
        & .preview--summary { color: $foreground; background: $surface; text-style: italic; }
        & .preview--summary-label { color: $accent; background: $surface; text-style: bold; }
        & .preview--cursor { color: $accent; }
    }
    """

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.policy: Policy | None = None
        self._sources: dict[str, list[Source]] = {}
        self._references: dict[str, dict[str, Any]] = {}
        """The link definitions that each section makes."""
        self._shared: dict[str, Any] = {}
        """Those of all sections."""
        self._starts: dict[str, int] = {}
        """The first block of each section; empty when it must be looked up anew."""
        self._marked: Block | None = None
        self._following: tuple[str, int] | None = None
        self._look: Look | None = None

    # --- what is shown ------------------------------------------------------------------------------------

    def show(self, policy: Policy, *, keep_place: bool = True) -> None:
        """Show a whole policy; the place is kept when it is the same policy changed."""
        if policy is self.policy:
            return
        old = self.policy
        if old is not None and policy.variables != old.variables:
            self._strips.clear()
        self.policy = policy
        before = self._sources
        self._sources = {}
        defined = (self._references, self._shared)
        self._references = {}
        self._marked = None
        blocks = self._front(policy)
        blocks += self._body(PREAMBLE_ID, policy.preamble, before.get(PREAMBLE_ID))
        for section in policy.sections:
            blocks += self._head(section)
            blocks += self._body(section.id, section.body, before.get(section.id))
        self._share(policy)
        if (self._references, self._shared) != defined:
            self._draw_anew()
        if old is None or not keep_place:
            self.put(blocks)
        else:
            self._swap(blocks)
        if self._following is not None:
            self.follow(*self._following, scroll=False)

    def update_section(self, section: Section) -> None:
        """Show one section's new title, level, summary and body; the others are as they were."""
        policy = self.policy
        old = policy.section(section.id) if policy else None
        if policy is None or old is None or old == section:
            return
        self.policy = policy.with_section(section)
        start = self._start(section.id)
        if (old.title, old.level, old.summary) != (section.title, section.level, section.summary):
            heads = self._head(old)
            self.splice(start, start + len(heads), self._head(section))
        if old.body != section.body:
            self._update_body(section.id, section.body, start + len(self._head(section)))

    def update_preamble(self, text: str) -> None:
        """Show a new preamble; the sections are as they were."""
        if self.policy is not None and text != self.policy.preamble:
            from dataclasses import replace

            self.policy = replace(self.policy, preamble=text)
            self._update_body(PREAMBLE_ID, text, len(self._front(self.policy)))

    def follow(self, section_id: str, line: int = -1, *, scroll: bool = True) -> None:
        """Mark the block that holds a line of a section's body (from 0; -1: its heading) and show it.

        `@policy` is the title, `@preamble` the text before the first section. An unknown section is ignored.
        """
        self._following = (section_id, line)
        index = self._index_of(section_id, line)
        if index is None:
            return
        block = self.blocks[index]
        if block is not self._marked:
            self._marked = block
            self.refresh_changed()
        if scroll:
            self.show_block(index)

    # --- blocks -------------------------------------------------------------------------------------------

    def _front(self, policy: Policy) -> list[Block]:
        title = Block(POLICY_ID, "title", f"{policy.title}\n{policy.organization}")
        return [title, Block(POLICY_ID, "dates", _date_lines(policy))]

    def _head(self, section: Section) -> list[Block]:
        blocks = [Block(section.id, "heading", section.title, level=section.level)]
        if section.summary.strip():
            blocks.append(Block(section.id, "summary", section.summary))
        return blocks

    def _body(self, section_id: str, text: str, old: list[Source] | None) -> list[Block]:
        if old is not None:
            start, stop, new = recut(old, text)
            sources = [*old[:start], *new, *old[stop:]]
        else:
            sources = cut(text)
        self._sources[section_id] = sources
        self._refer(section_id, sources)
        return _blocks_of(section_id, sources)

    def _update_body(self, section_id: str, text: str, first: int) -> None:
        old = self._sources[section_id]
        start, stop, new = recut(old, text)
        defines = any(source.defines for source in (*old[start:stop], *new))
        at_end = stop == len(old)
        old[start:stop] = new
        self._sources[section_id] = old
        if defines:
            self._refer(section_id, old)
            if self.policy is not None:
                self._share(self.policy)
            self._draw_anew()
        blocks = _blocks_of(section_id, old[start : start + len(new)], last=at_end)
        self.splice(first + start, first + stop, blocks)
        if at_end and not new and start:
            self.splice(first + start - 1, first + start, _blocks_of(section_id, old[start - 1 :]))
        if self._following is not None:
            self.follow(*self._following, scroll=False)

    def _refer(self, section_id: str, sources: list[Source]) -> None:
        text = "".join(source.text for source in sources if source.defines)
        if text:
            self._references[section_id] = references_of(text)
        else:
            self._references.pop(section_id, None)

    def _share(self, policy: Policy) -> None:
        """Gather the definitions of all sections: as in what is published, the first of several counts."""
        self._shared = {}
        for section_id in (PREAMBLE_ID, *(section.id for section in policy.sections)) if self._references else ():
            self._shared = {**self._references.get(section_id, {}), **self._shared}

    def _draw_anew(self) -> None:
        """Other definitions: any block may be drawn otherwise now, and be as high as it was not."""
        self._strips.clear()
        self._exact = [False] * len(self.blocks)

    def _references_in(self, section_id: str) -> dict[str, Any]:
        """The link definitions that hold in a section: all, its own before others."""
        return {**self._shared, **self._references.get(section_id, {})}

    def put(self, blocks: Sequence[Block], *, top: int = 0) -> None:
        """Show other blocks, from row `top`."""
        self._starts.clear()
        super().put(blocks, top=top)

    def splice(self, start: int, stop: int, blocks: Sequence[Block]) -> None:
        """Replace some blocks, keeping the place."""
        if [block.section for block in blocks] != [block.section for block in self.blocks[start:stop]]:
            self._starts.clear()
        super().splice(start, stop, blocks)

    def _start(self, section_id: str) -> int:
        """The first block of a section; behind the last block when there is none."""
        if not self._starts:
            for index, block in enumerate(self.blocks):
                self._starts.setdefault(block.section, index)
        return self._starts.get(section_id, len(self.blocks))

    def _index_of(self, section_id: str, line: int) -> int | None:
        found = None
        seen = 0
        for index in range(self._start(section_id), len(self.blocks)):
            block = self.blocks[index]
            if block.section != section_id:
                break
            if block.kind != "body":
                found = index if found is None else found
                continue
            if line < 0 and found is not None:
                break
            found = index
            seen += block.lines
            if line < seen:
                break
        return found

    def _swap(self, blocks: list[Block]) -> None:
        """Show blocks of the same policy changed: what is on the screen stays if it is still there."""
        anchor, offset = self._place()
        top = self.blocks[anchor] if self.blocks else None
        start = 0
        while start < min(len(blocks), len(self.blocks)) and blocks[start] == self.blocks[start]:
            start += 1
        end = 0
        while end < min(len(blocks), len(self.blocks)) - start and blocks[-1 - end] == self.blocks[-1 - end]:
            end += 1
        self.splice(start, len(self.blocks) - end, blocks[start : len(blocks) - end])
        if top is not None and start <= anchor < len(self.blocks) - end:
            same = next((n for n, b in enumerate(self.blocks) if b.section == top.section), None)
            if same is not None and self.blocks[min(anchor, len(self.blocks) - 1)].section != top.section:
                self._settle(same, max(offset, 0))

    # --- drawing ------------------------------------------------------------------------------------------

    def key(self, block: Block) -> Hashable:
        """Content alone: equal blocks share their strips."""
        return (block.kind, block.text, block.level, block.tight, block.section in self._references and block.section)

    def guess(self, block: Block, width: int) -> int:
        """From the count of characters; code and lists by lines."""
        measure = max(8, min(width - _GUTTER - 1, MEASURE))
        if block.kind == "body":
            rows = 1 + len(block.text) // measure
            return rows + (not block.tight)
        return {"title": 4, "dates": 2 + block.text.count("\n"), "heading": 2}.get(
            block.kind, 3 + len(block.text) // measure
        )

    def look_changed(self) -> None:
        """Other styles."""
        self._look = None

    def draw(self, block: Block, width: int) -> Sequence[Strip]:
        """The block's rows behind an empty gutter."""
        measure = max(4, min(width - _GUTTER - 1, MEASURE))
        rows = getattr(self, f"_draw_{block.kind}")(block, measure)
        text = self.style("preview--text")
        gutter = Segment(" " * _GUTTER, text)
        return LazyStrips(len(rows), lambda row: strip_of([gutter, *rows[row]], width, text))

    def decorate(self, index: int, row: int, strip: Strip) -> Strip:  # noqa: ARG002
        """The mark of the block under the cursor."""
        block = self.blocks[index]
        if block is not self._marked or not strip.text.strip():
            return strip
        mark = Strip([Segment("▎", self.style("preview--cursor"))], 1)
        return Strip.join([mark, strip.crop(1)])

    def _draw_title(self, block: Block, width: int) -> list[Row]:
        title, _, organization = block.text.partition("\n")
        rows = [[], *rows_of([(one_line(title) or "Untitled policy", self.style("preview--title"))], width)]
        if organization:
            rows += rows_of([(one_line(organization), self.style("preview--muted"))], width)
        return rows

    def _draw_dates(self, block: Block, width: int) -> list[Row]:
        rows: list[Row] = []
        for line in block.text.split("\n"):
            rows += rows_of([(one_line(line), self.style("preview--dates"))], width)
        return [*rows, [Segment("━" * min(width, 24), self.style("preview--title-rule"))], []]

    def _draw_heading(self, block: Block, width: int) -> list[Row]:
        style = self.style("preview--heading" if block.level <= 2 else "preview--subheading")
        title = one_line(self._published(block.text).title) or "Untitled section"
        rows = rows_of([(title, style)], width)
        if block.level == 1:
            return [*rows, [Segment("─" * width, self.style("preview--rule"))]]
        return [*rows]

    def _draw_summary(self, block: Block, width: int) -> list[Row]:
        look = self.look
        label, style = self.style("preview--summary-label"), self.style("preview--summary")
        text = " ".join(visible(self._published(block.text).body).split())
        rows = rows_of([("In short  ", label), (text, style)], width - 4)
        blank = Segment(" ", style)
        bar = Segment("▌", label)
        filled = [[bar, blank, *strip_of(row, width - 2, style)] for row in rows]
        return [*filled, [Segment("", look.text)]]

    def _draw_body(self, block: Block, width: int) -> list[Row]:
        text = self._published(block.text).body
        if not text.strip():
            return []
        rows = markdown_rows(text, width, self.look, self._references_in(block.section))
        if not rows:
            return []
        return rows if block.tight else [*rows, []]

    @property
    def look(self) -> Look:
        """The styles for Markdown, from the theme of now."""
        if self._look is None:
            named = {name: self.style(f"preview--{name}") for name in Look.__dataclass_fields__}
            from rich.style import Style

            link = named["link"]
            named["link"] = Style(color=link.color, underline=True)
            named["muted"] = Style(color=named["muted"].color)
            self._look = Look(**named)
        return self._look

    def _published(self, text: str) -> Section:
        """The block's text as published as a title, and as a body: variables in, comments and the like left out."""
        variables = self.policy.variables if self.policy else ()
        section = Section("x", text, 1, "", text)
        if "{" not in text and "<" not in text:
            return section
        return published(Policy("", variables=variables, sections=(section,))).sections[0]


def _blocks_of(section_id: str, sources: list[Source], *, last: bool = True) -> list[Block]:
    blocks = [
        Block(section_id, "body", s.text, s.lines, tight=s.tight and not s.text.startswith("#"), listed=s.listed)
        for s in sources
    ]
    if blocks and last:
        blocks[-1].tight = False
    return blocks


def _date_lines(policy: Policy) -> str:
    dates = policy.dates
    printed = format_date(dates.last_updated, dates.style) if dates.last_updated else "not dated yet"
    lines = [f"{dates.label}: {printed}"]
    if dates.effective:
        lines.append(f"Effective: {format_date(dates.effective, dates.style)}")
    return "\n".join(lines)
