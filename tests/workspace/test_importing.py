"""Files of other formats: read once, capped, and what is not text refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytui.core.values import SIZE_CAP
from policytui.errors import ContentError, UsageError
from policytui.workspace.importing import parse, read


def test_a_format_is_known_by_name_and_content(tmp_path: Path) -> None:
    (tmp_path / "t.md").write_text("# Terms\n\n## Use\n\nBe kind.\n")
    (tmp_path / "t.txt").write_text("Terms\n\nUse\n\nBe kind to everyone you meet here, and to yourself.\n")
    assert read(tmp_path / "t.md").policy.title == "Terms"
    assert read(tmp_path / "t.txt").policy.title == "Terms"


def test_what_is_not_utf8_is_refused_with_its_place() -> None:
    with pytest.raises(ContentError, match=r"x\.txt:2:3:"):
        parse(b"Terms\nab\xff", "x.txt")


def test_a_byte_order_mark_is_no_text() -> None:
    assert parse(b"\xef\xbb\xbf# Terms\n\n## Use\n\nBe kind.\n", "t.md").policy.title == "Terms"


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"a" * (SIZE_CAP + 1))
    with pytest.raises(ContentError):
        read(tmp_path / "big.txt")
    with pytest.raises(UsageError):
        read(tmp_path / "none.txt")
    with pytest.raises(UsageError):
        read(tmp_path)
    with pytest.raises(UsageError):
        parse(b"x", "x.txt", "docx")
