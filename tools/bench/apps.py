"""What policytui is compared with: the smallest Textual programs that do the same with stock widgets.

`python -m tools.bench.apps bare|text|panes [FILE]`. Each shows `ready` when it has painted itself; ctrl+q ends it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import Horizontal


class Bare(App[None]):
    """A bare Textual program: one line."""

    def compose(self) -> ComposeResult:
        """One line of text."""
        from textual.widgets import Static

        yield Static("ready")


class Text(App[None]):
    """A stock TextArea."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        """The text, to be edited."""
        from textual.widgets import TextArea

        yield TextArea(f"ready\n{self.text}")

    def on_mount(self) -> None:
        """Type into it."""
        from textual.widgets import TextArea

        self.query_one(TextArea).focus()


class Panes(Text):
    """A stock Tree beside a TextArea beside a Markdown, which follows what is typed."""

    CSS = "Tree { width: 30; } TextArea, Markdown { width: 1fr; } Markdown { overflow-y: auto; }"

    def compose(self) -> ComposeResult:
        """Outline, text, preview."""
        from textual.widgets import Markdown, TextArea, Tree

        with Horizontal():
            tree: Tree[None] = Tree("ready")
            tree.root.expand()
            for line in self.text.splitlines():
                if line.startswith("#"):
                    tree.root.add_leaf(line.lstrip("# "))
            yield tree
            yield TextArea(self.text)
            yield Markdown(self.text)


def main() -> None:
    """Run the one that is asked for."""
    kind = sys.argv[1]
    text = Path(sys.argv[2]).read_text("utf-8") if len(sys.argv) > 2 else ""
    app: App[None] = Bare() if kind == "bare" else Panes(text) if kind == "panes" else Text(text)
    app.run()


if __name__ == "__main__":
    main()
