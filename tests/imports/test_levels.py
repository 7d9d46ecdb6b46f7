"""Levels follow numbers, capitals, colons and what stands directly below what."""

from __future__ import annotations

from policytui.imports.text import read_text


def levels(text: str) -> str:
    return "".join(str(section.level) for section in read_text("Privacy Policy\n\n" + text).policy.sections)


def test_numbers_that_run_through_are_the_top() -> None:
    text = "".join(f"{n}. Part {n}\n\nInner Things\n\n• a\n• b\n\n" for n in range(1, 6))
    assert levels("Our Promise\n\nWe keep it.\n\n" + text + "Contact Us\n\nWrite to us.") == "1" + "12" * 5 + "1"


def test_dotted_numbers_give_their_depth() -> None:
    assert levels("1. Boats\n\n1.1 Rowing\n\nRow.\n\n1.1.1 Oars\n\nTwo.\n\n2. Vests\n\nWear them.") == "1231"


def test_numbers_that_restart_lie_below() -> None:
    rights = "1. To Ask\nOverview\nYou ask.\n2. To Erase\nOverview\nYou erase.\n"
    text = f"Sharing\nWe share in these cases:\n{rights}Your Rights\nIn Brief\nYou have some.\n{rights}"
    assert levels(text) == "12323" + "122323"


def test_capitals_lie_above_small_letters() -> None:
    assert levels("WHAT\n\nNames kept\n\nAll.\n\nAges kept\n\nSome.\n\nWHY\n\nBecause.") == "1221"


def test_a_heading_that_names_its_parent_lies_below() -> None:
    text = "Who are we?\nHerons.\nWhat is boat data?\nIt is that.\nKinds of boat data\nFour.\nWhy so?\nSo."
    assert levels(text) == "1121"


def test_flat_headings_stay_flat() -> None:
    assert levels("Boats\nWe let them.\nOars\nWe let them.\nVests\nWe lend them.") == "111"


def test_levels_never_skip() -> None:
    assert levels("1.1.1 Deep\n\nText.\n\n1.1.2 Deeper\n\nText.\n\n2. Up\n\nText.")[0] == "1"
