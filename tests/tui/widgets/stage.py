"""One widget on a stage: what the widget tests share."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import App, ComposeResult
from textual.filter import LineFilter
from textual.strip import Strip
from textual.widget import Widget

from policytui.tui.hostile import HostileFilter
from policytui.tui.themes import load_themes, theme_folders, variable_defaults


class Stage(App[None]):
    """Shows the widgets given, under a house theme."""

    CSS = "Screen { layout: horizontal; }"

    def __init__(self, *widgets: Widget, theme: str = "ink") -> None:
        super().__init__()
        self.widgets = widgets
        self.first_theme = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults()

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), HostileFilter()]

    def compose(self) -> ComposeResult:
        yield from self.widgets

    def on_mount(self) -> None:
        self.animation_level = "none"
        for theme in load_themes(theme_folders())[0]:
            self.register_theme(theme)
        self.theme = self.first_theme


def rows(widget: Widget) -> list[str]:
    """The rows of a widget as text, without the white space at their ends."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


def text(widget: Widget) -> str:
    """The widget's rows as one text."""
    return "\n".join(rows(widget))


def strips_of(app: App[None]) -> list[Strip]:
    """What the whole screen shows, through the line filters, row by row."""
    return list(app.screen._compositor.render_strips())


def screen_text(app: App[None]) -> str:
    """The whole screen as text."""
    return "\n".join(strip.text.rstrip() for strip in strips_of(app))
