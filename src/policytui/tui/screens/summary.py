"""The summary of changes as Markdown, to copy or to save: for a notice, a changelog or a pull request."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from policytui.core.judgement import Judgement
from policytui.core.redline import Redline, SectionChange, Status
from policytui.core.visible import one_line
from policytui.errors import RefusedError, UsageError
from policytui.folders import from_home
from policytui.publish.redline_markdown import plain
from policytui.tui.screens.base import BaseScreen
from policytui.tui.screens.dialogs import AskDialog, Choice, ChoiceDialog, Field
from policytui.tui.screens.save import section_name


def summary_markdown(redline: Redline, judgement: Judgement | None, before: str, after: str) -> str:
    """Each changed section with its changes and why they matter. Never empty."""
    title = redline.after.title or redline.before.title or "Policy"
    lines = [f"## {plain(title)}: changes from {plain(before)} to {plain(after)}", ""]
    if judgement is not None:
        lines += [f"Proposed verdict: **{judgement.change.value}**.", ""]
    for section in redline.sections:
        if section.same:
            continue
        lines.append(f"- **{plain(section_name(redline, section.id))}**{plain(_what(section))}")
        for reason in judgement.reasons if judgement else ():
            if reason.section == section.id:
                lines.append(f"  - {reason.change.value}: {plain(reason.why + _words(reason.before, reason.after))}")
    if redline.empty:
        lines.append("Nothing changed.")
    return "\n".join(lines) + "\n"


def _what(section: SectionChange) -> str:
    parts = []
    if section.status in (Status.ADDED, Status.REMOVED):
        parts.append(section.status.value)
    if section.renamed:
        parts.append(f"renamed from “{section.old_title}”")
    if section.moved:
        parts.append("moved")
    if section.relevelled:
        parts.append(f"level {section.old_level} → {section.level}")
    return f" ({', '.join(parts)})" if parts else ""


def _words(before: str, after: str) -> str:
    def short(text: str) -> str:
        text = " ".join(text.split())
        return text if len(text) <= 120 else text[:119] + "…"

    if before and after:
        return f" “{short(before)}” → “{short(after)}”"
    return f" “{short(before or after)}”" if before or after else ""


async def offer_markdown(
    screen: BaseScreen[None], title: str, text: str, name: str, told: Callable[[str], None]
) -> None:
    """Copy a text, or save it to a new file, as somebody chooses; `told` gets the sentence that says what was done.

    Call it in a worker of the screen. `name` is the file's that is proposed.
    """
    choices = [
        Choice("c", "Copy", "copy", "asks the terminal; it may not be able to"),
        Choice("s", "Save to a file", "save", "as Markdown"),
    ]
    answer = await screen.app.push_screen_wait(ChoiceDialog(title, "", choices))
    if answer == "copy":
        screen.app.copy_to_clipboard(text)
        told("The terminal was asked to copy it. If it did not, save it to a file.")
    elif answer == "save":
        fields = [Field("File", name, check=lambda name: "" if name else "Name a file.")]
        named = await screen.app.push_screen_wait(AskDialog("Save the summary", fields, accept="save"))
        if named is not None:
            path = await screen.off_loop(write_summary, Path(from_home(named[0])), text)
            if path is not None:
                told(f"Saved as {one_line(str(path))}.")


def write_summary(path: Path, text: str) -> Path:
    """Write it to a new file; a file that exists is never written over."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} exists and was left as it is.", "Choose another name.") from None
    except OSError as error:
        raise RefusedError(f"{path} cannot be written: {error.strerror}. The summary was not saved.") from None
    return path
