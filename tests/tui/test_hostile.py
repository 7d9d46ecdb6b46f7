"""No text of any widget reaches the terminal with a character that the terminal would act on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.color import Color
from textual.containers import VerticalScroll
from textual.widgets import (
    DataTable,
    Header,
    Input,
    Label,
    OptionList,
    RichLog,
    Static,
    TabbedContent,
    TabPane,
    TextArea,
    Tree,
)

from policytui.core.values import Policy, Section
from policytui.core.visible import HIDDEN
from policytui.tui.hostile import HostileFilter, harmless, shown
from policytui.tui.widgets.editor import BodyEditor
from policytui.tui.widgets.fields import TitleField
from policytui.tui.widgets.outline import Outline
from policytui.tui.widgets.preview import Preview
from tests.tui.widgets.stage import Stage, screen_text, strips_of

PAYLOADS = [
    "\x1b]52;c;aGk=\x07", "\x1b[2J", "\x9b31m", "\u202eevil\u202c", "a\u200bb", "\x7f", "tag\U000e0041",
    "\x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\", "\x00\x08\x0b\x0c\x0e",
    "\u2066\u2069\ufeff", "\x85\u2028\u2029", "\u3164",
]  # fmt: skip
HOSTILE = "safe " + "".join(PAYLOADS) + " [/x] [@click=app.quit]end[/]"
BLACK = Color(0, 0, 0)


class Everything(Stage):
    """Every kind of widget that shows text, each with the payload."""

    def compose(self) -> ComposeResult:
        self.title = self.sub_title = HOSTILE
        yield Header()
        with VerticalScroll() as box:
            box.styles.border = ("round", "white")
            box.border_title = HOSTILE.replace("[", "(")
            yield Static(HOSTILE, markup=False)
            yield Label(HOSTILE, markup=False)
            yield Input(HOSTILE, placeholder=HOSTILE)
            yield Input(placeholder=HOSTILE)
            area = TextArea(HOSTILE)
            area.styles.height = 4
            yield area
            tree: Tree[None] = Tree(Text(HOSTILE))
            tree.styles.height = 2
            yield tree
            table: DataTable[str] = DataTable()
            table.add_column("a")
            table.add_row(HOSTILE.replace("[", "("))
            table.styles.height = 3
            yield table
            options = OptionList(HOSTILE, markup=False)
            options.styles.height = 3
            yield options
            with TabbedContent():
                yield TabPane(HOSTILE.replace("[", "("))
            log = RichLog(markup=False)
            log.styles.height = 2
            yield log
            for widget in self.widgets:
                widget.styles.height = 8
                yield widget


def raw(app: Stage) -> list[str]:
    """Every segment on the screen that still holds a hidden character."""
    return [
        segment.text
        for strip in strips_of(app)
        for segment in strip
        if HIDDEN.search(segment.text) or "\n" in segment.text or "\t" in segment.text
    ]


async def test_nothing_raw_is_left_in_any_widget() -> None:
    section = Section(
        "x", HOSTILE, 1, HOSTILE, f"# {HOSTILE}\n\n- {HOSTILE}\n\n`{HOSTILE}`\n\n| a |\n|---|\n| {HOSTILE} |\n"
    )
    policy = Policy(HOSTILE, HOSTILE, preamble=HOSTILE, sections=(section,))
    preview, outline, editor, title = Preview(), Outline(), BodyEditor(), TitleField()
    app = Everything(preview, outline, editor, title)
    async with app.run_test(size=(120, 110)) as pilot:
        app.query_one(RichLog).write(HOSTILE)
        app.notify(HOSTILE, title=HOSTILE, markup=False)
        preview.show(policy)
        outline.show(policy)
        editor.set_text(HOSTILE)
        title.set_value(HOSTILE)
        await pilot.pause()
        await pilot.pause()
        assert raw(app) == []
        assert {cell_len(strip.text) for strip in strips_of(app)} == {120}
        shown_text = screen_text(app)
        assert shown_text.count("safe") >= 12
        assert "<U+202E>" in shown_text
        assert "␛]52" in shown_text


async def test_without_the_filter_something_raw_would_be_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HostileFilter, "apply", lambda self, segments, background: segments)
    app = Everything()
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.pause()
        assert raw(app)


ANY = st.text(
    st.one_of(st.characters(), st.sampled_from("".join(PAYLOADS)), st.sampled_from("ab é語👩\u200d❤\ufe0f")),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(ANY)
def test_harmless_text_is_as_wide_and_has_nothing_hidden(text: str) -> None:
    clean = harmless(text)
    assert cell_len(clean) == cell_len(text)
    assert not HIDDEN.search(clean)
    assert "\n" not in clean


@settings(max_examples=150, deadline=None)
@given(ANY)
def test_shown_text_has_the_same_positions(text: str) -> None:
    seen = shown(text)
    assert len(seen) == len(text)
    assert not HIDDEN.search(seen)
    assert all(a == b for a, b in zip(text, seen, strict=True) if not HIDDEN.match(a))


def test_link_targets_are_dropped() -> None:
    segments = [Segment("here", Style(bold=True, link="http://x.example"))]
    (clean,) = HostileFilter().apply(segments, BLACK)
    assert clean.text == "here"
    assert clean.style is not None
    assert clean.style.link is None
    assert clean.style.bold


def test_ordinary_text_is_passed_on_as_it_is() -> None:
    segments = [Segment("plain"), Segment("bold", Style(bold=True))]
    assert HostileFilter().apply(segments, BLACK) is segments


@pytest.mark.parametrize("text", ["\x1b[2J", "\u3164", "a\x7f", "\n", "\t", "\x00"])
def test_one_segment_alone_is_cleaned(text: str) -> None:
    (segment, *_) = [*HostileFilter().apply([Segment(f"x{text}", None)], BLACK)]
    assert not HIDDEN.search(segment.text)
    assert segment.text.startswith("x")
    assert "\n" not in segment.text


def test_each_control_is_shown_by_its_picture() -> None:
    for code in (*range(0x09), *range(0x0B, 0x20)):
        assert shown(f"é{chr(code)}") == f"é{chr(0x2400 + code)}"
    assert shown("\x7f\x80\u202e \x1b") == "␡\ufffd\ufffd ␛"
