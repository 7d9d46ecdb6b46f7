"""Themes are files; a broken one is told and stops nothing; the house's are readable, by everybody."""

from __future__ import annotations

import os
import re
from itertools import combinations
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme

from policytui.core.compare import redline
from policytui.core.values import Policy, Section, Severity
from policytui.tui import themes
from policytui.tui.screens.chrome import STYLES
from policytui.tui.screens.notice import NoticeLine
from policytui.tui.themes import load_themes, read_theme, theme_folders, variable_defaults
from policytui.tui.widgets.editor import BodyEditor
from policytui.tui.widgets.fields import TitleField
from policytui.tui.widgets.outline import Outline
from policytui.tui.widgets.preview import Preview
from policytui.tui.widgets.redline_view import RedlineView
from tests.tui.widgets.stage import Stage, screen_text

HOUSE, HOUSE_PROBLEMS = load_themes(theme_folders())
TRUE_COLOUR = [theme for theme in HOUSE if not theme.ansi]


def luminance(color: Color) -> float:
    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    first, second = luminance(Color.parse(one)), luminance(Color.parse(other))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def values_of(theme: Theme) -> dict[str, str]:
    values = {**theme.to_color_system().generate(), **theme.variables}
    share = re.search(r"background: \$warning (\d+)%", NoticeLine.DEFAULT_CSS)
    assert share
    paper = Color.parse(values["background"]).blend(Color.parse(values["warning"]), int(share[1]) / 100)
    chosen = Color.parse(values["input-selection-background"])
    selection = Color.parse(values["background"]).blend(chosen.with_alpha(1), chosen.a)
    return {**values, "notice": paper.hex, "selection": selection.hex}


PAPERS = ("background", "surface", "panel", "notice")
INKS = sorted(
    {"foreground", "secondary", "accent", "redline-add", "redline-remove", "redline-move"}
    | {
        word.removeprefix("$")
        for style in STYLES.values() if " on " not in style
        for word in style.split() if word.startswith("$")
    } - {"rule"}
)  # fmt: skip
"""What text is painted with: the styles of the chrome, and what the widgets add. (`rule` draws lines, no words.)"""
PAIRS = [
    *[(ink, paper) for ink in INKS for paper in PAPERS],
    ("redline-add", "redline-add-background"), ("redline-remove", "redline-remove-background"),
    ("verdict-material-text", "verdict-material"), ("verdict-editorial-text", "verdict-editorial"),
    ("background", "foreground"), ("foreground", "selection"),
]  # fmt: skip


def test_the_house_has_themes_and_no_problems() -> None:
    assert HOUSE_PROBLEMS == ()
    assert len(HOUSE) >= 5
    assert {theme.dark for theme in HOUSE} == {True, False}
    assert {themes.DEFAULT_DARK, themes.DEFAULT_LIGHT, themes.PLAIN} <= {theme.name for theme in HOUSE}


@pytest.mark.parametrize("theme", TRUE_COLOUR, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_text_stands_out_from_its_background(theme: Theme, ink: str, paper: str) -> None:
    values = values_of(theme)
    assert contrast(values[ink], values[paper]) >= (7 if theme.name == "contrast" and ink != "muted" else 4.5)


# Linear-light matrices of Viénot, Brettel and Mollon (1999) for people without L or M cones.
SIGHT = {
    "everybody": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.112, 0.888, 0), (0.112, 0.888, 0), (0.004, -0.004, 1)),
    "deutan": ((0.292, 0.708, 0), (0.292, 0.708, 0), (-0.022, 0.022, 1)),
}


def seen(color: str, sight: str) -> tuple[float, float, float]:
    """The colour as seen, in CIE Lab."""
    rgb = [((c / 255 + 0.055) / 1.055) ** 2.4 if c > 10 else c / 255 / 12.92 for c in Color.parse(color).rgb]
    r, g, b = (max(0.0, sum(m * c for m, c in zip(row, rgb, strict=True))) for row in SIGHT[sight])
    x, y, z = (
        0.4124 * r + 0.3576 * g + 0.1805 * b,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        0.0193 * r + 0.1192 * g + 0.9505 * b,
    )
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x / 0.9505, y, z / 1.089))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("theme", TRUE_COLOUR, ids=lambda theme: theme.name)
@pytest.mark.parametrize("sight", SIGHT)
def test_added_and_removed_differ_for_everybody(theme: Theme, sight: str) -> None:
    values = values_of(theme)
    for suffix in ("", "-background"):
        one, other = (seen(values[f"redline-{what}{suffix}"], sight) for what in ("add", "remove"))
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > (35 if not suffix else 12)


@pytest.mark.parametrize("theme", HOUSE, ids=lambda theme: theme.name)
def test_every_theme_defines_every_variable_of_the_widgets(theme: Theme) -> None:
    assert set(variable_defaults()) <= set(values_of(theme))


def test_every_variable_in_the_widgets_styles_is_known() -> None:
    used: set[str] = set()
    for path in (Path(themes.__file__).parent / "widgets").glob("*.py"):
        for css in re.findall(r'DEFAULT_CSS = """(.*?)"""', path.read_text(encoding="utf-8"), re.DOTALL):
            used |= set(re.findall(r"\$([a-z0-9-]+)", css))
    assert used
    for theme in HOUSE:
        assert used <= set(values_of(theme)), theme.name


def test_house_themes_are_not_alike() -> None:
    for one, other in combinations(TRUE_COLOUR, 2):
        assert one.background != other.background


def test_a_broken_theme_is_told_with_its_line_and_the_others_load(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text('name = "good"\n[colors]\nprimary = "#abcdef"\n')
    (tmp_path / "torn.toml").write_text('name = "torn"\n[colors\n')
    (tmp_path / "wrong.toml").write_text('name = "wrong"\n[colors]\nprimary = "#abcdef"\nmuted = "no colour"\n')
    (tmp_path / "latin.toml").write_bytes(b'name = "l\xe9"\n')
    (tmp_path / "empty.toml").write_text("")
    (tmp_path / "folder.toml").mkdir()
    found, problems = load_themes([tmp_path])
    assert [theme.name for theme in found] == ["good"]
    lines = {Path(problem.path).name: problem.line for problem in problems}
    assert lines["torn.toml"] == 2
    assert lines["wrong.toml"] == 4
    assert {"latin.toml", "empty.toml", "folder.toml"} <= set(lines)
    assert all(problem.hint for problem in problems)


def test_a_persons_theme_wins_over_the_houses(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "mine.toml").write_text('name = "ink"\n[colors]\nprimary = "#123456"\n')
    found, problems = load_themes(theme_folders(tmp_path))
    assert problems == ()
    assert next(theme for theme in found if theme.name == "ink").primary == "#123456"


def test_folders_that_are_not_there_are_no_problem(tmp_path: Path) -> None:
    assert load_themes([tmp_path / "nowhere"]) == ((), ())


def test_an_unknown_colour_is_a_warning_only() -> None:
    theme, problems = read_theme('[colors]\nprimary = "#abcdef"\nprimry = "#000000"\n', "x.toml", "x")
    assert theme is not None
    assert [(problem.severity, problem.line) for problem in problems] == [(Severity.WARNING, 3)]


@pytest.mark.parametrize(
    "text",
    [
        "name = 3\n[colors]\nprimary='#abcdef'",
        'name = "../x"\n[colors]\nprimary="#abcdef"',
        "dark = 'yes'\n[colors]\nprimary='#abcdef'",
        "colors = 3",
        "[colors]\nprimary = 5",
        "[colors]\nprimary = '#abcdef'\n[textual]\nborder = 'red; } * { display: none'",
        "[[colors]]\nprimary = '#abcdef'",
        "a = " + "[" * 2000,
    ],
)
def test_a_theme_that_cannot_be_used_is_none(text: str) -> None:
    theme, problems = read_theme(text, "x.toml", "x")
    assert theme is None
    assert problems


@pytest.mark.parametrize("name", [theme.name for theme in HOUSE] + ["textual-dark", "ansi-light"])
async def test_the_widgets_can_be_shown_in_every_theme(name: str) -> None:
    preview, outline, editor, field, review = Preview(), Outline(), BodyEditor(), TitleField(), RedlineView()
    field.styles.width = 10
    app = Stage(preview, review, editor, outline, field, theme=name)
    policy = Policy("P", sections=(Section("a", "Alpha", 1, "Short.", "Body.\n"),))
    async with app.run_test(size=(120, 12)) as pilot:
        preview.show(policy)
        outline.show(policy)
        editor.set_text("Body.")
        review.show(redline(Policy("Q"), policy))
        await pilot.pause()
        assert app.theme == name
        assert screen_text(app).count("Alpha") >= 3


async def test_in_sixteen_colours_no_text_has_the_colour_of_what_it_stands_on() -> None:
    line = NoticeLine()
    app = Stage(line, theme=themes.PLAIN)
    async with app.run_test(size=(60, 6)) as pilot:
        line.show([("The file changed.", "warn"), ("^N", "key")])
        await pilot.pause()
        assert line.background_colors[1].ansi == -1, "the terminal's own background"


def test_a_pipe_among_the_themes_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "slow.toml")
    found, problems = load_themes([tmp_path])
    assert (found, len(problems)) == ((), 1)
    assert "cannot be read" in problems[0].message
