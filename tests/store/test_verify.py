"""Verifying: any byte changed anywhere in the history is found, and so is what does not belong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policytui.core.values import Policy, Revision, Section
from policytui.store import revisions
from policytui.store.codec import fresh
from policytui.store.shelf import Shelf

WHEN = datetime(2024, 5, 19, 10, 11, 12, tzinfo=UTC)
TEXT = fresh(Policy("Privacy", sections=(Section("a", "A", body="One.\n"),)))


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """The history folder of a policy with three revisions."""
    shelf = Shelf(tmp_path / "root")
    expect = None
    for n in range(3):
        draft = Revision("", WHEN + timedelta(days=n), "Ann", summary="s")
        shelf.save("shop", TEXT.replace("One", f"Text {n}"), draft, expect)
        expect = shelf.digest("shop")
    return tmp_path / "root" / "shop" / "history"


def found(history: Path) -> list[tuple[str, str]]:
    problems = Shelf(history.parent.parent).verify("shop")
    assert all(problem.slug == "shop" and problem.line and problem.hint and problem.path for problem in problems)
    return [(problem.rule, Path(problem.path).name) for problem in problems]


def test_a_history_as_saved_is_proved(history: Path) -> None:
    assert found(history) == []


def test_a_policy_without_a_history_is_proved(tmp_path: Path) -> None:
    assert Shelf(tmp_path).verify("shop") == []


@given(st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_byte_changed_is_found(history: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(history.iterdir())))
    good = path.read_bytes()
    at = data.draw(st.integers(0, len(good)))
    act = data.draw(st.sampled_from(["change", "insert", "delete", "cut"]))
    byte = bytes([data.draw(st.integers(0, 255))])
    bad = {
        "change": good[:at] + byte + good[at + 1 :],
        "insert": good[:at] + byte + good[at:],
        "delete": good[:at] + good[at + 1 :],
        "cut": good[:at],
    }[act]
    path.write_bytes(bad)
    try:
        assert bool(found(history)) == (bad != good)
    finally:
        path.write_bytes(good)


@pytest.mark.slow
def test_every_bit_of_every_byte_is_under_the_hash(history: Path) -> None:
    path = sorted(history.iterdir())[1]
    good = path.read_bytes()
    for at in range(len(good)):
        for bit in range(8):
            path.write_bytes(good[:at] + bytes([good[at] ^ (1 << bit)]) + good[at + 1 :])
            assert found(history), (at, bit)


def test_a_missing_parent_is_found(history: Path) -> None:
    first, second, _ = sorted(history.iterdir())
    first.unlink()
    assert found(history) == [("missing-parent", second.name)]


def test_a_damaged_parent_is_told_with_its_child(history: Path) -> None:
    first, second, _ = sorted(history.iterdir())
    first.write_bytes(first.read_bytes().replace(b"Text 0", b"Text 9"))
    assert found(history) == [("tampered", first.name), ("missing-parent", second.name)]


def test_a_wrong_name_is_found(history: Path) -> None:
    first = min(history.iterdir())
    renamed = first.with_name(first.name.replace("2024", "2023"))
    first.rename(renamed)
    assert found(history) == [("wrong-name", renamed.name)]


def test_a_copy_is_found(history: Path) -> None:
    first = min(history.iterdir())
    copy = first.with_name("2030-01-01T000000Z-00000000.toml")
    copy.write_bytes(first.read_bytes())
    assert found(history) == [("wrong-name", copy.name), ("duplicate", copy.name)]


def test_what_does_not_belong_is_found(history: Path) -> None:
    (history / "notes.txt").write_text("x")
    (history / ".x.tmp").write_text("x")
    (history / "2030-01-01T000000Z-00000000.toml").symlink_to("notes.txt")
    assert found(history) == [
        ("interrupted", ".x.tmp"),
        ("stray-file", "2030-01-01T000000Z-00000000.toml"),
        ("stray-file", "notes.txt"),
    ]


@pytest.mark.parametrize(
    ("text", "old", "new", "rule"),
    [
        ("not a policy", b"", b"", "broken-policy"),
        (TEXT, b'content = "', b'content = "0', "no-tail"),
        (TEXT, b"saved_at = 2024", b"saved_at = 'x'", "no-tail"),
    ],
)
def test_a_forged_file_with_a_right_hash_is_still_read(
    history: Path, text: str, old: bytes, new: bytes, rule: str
) -> None:
    data, _ = revisions.encode(text, Revision("", WHEN + timedelta(days=9)))
    body = data[: data.rindex(b'hash = "')].replace(old, new)
    own = revisions.digest(body)
    name = f"2024-05-28T101112Z-{own[:8]}.toml"
    (history / name).write_bytes(body + f'hash = "{own}"\n'.encode())
    rules = [found_rule for found_rule, file in found(history) if file == name]
    assert rule in rules or (rule == "no-tail" and "wrong-content" in rules)


def test_a_wrong_content_hash_under_a_right_hash_is_found(history: Path) -> None:
    data, made = revisions.encode(TEXT, Revision("", WHEN + timedelta(days=9)))
    body = data[: data.rindex(b'hash = "')].replace(made.content.encode(), b"0" * 64)
    own = revisions.digest(body)
    (history / f"2024-05-28T101112Z-{own[:8]}.toml").write_bytes(body + f'hash = "{own}"\n'.encode())
    assert [rule for rule, _ in found(history)] == ["wrong-content"]
