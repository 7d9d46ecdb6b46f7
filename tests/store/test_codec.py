"""The codec: any bytes give an answer; a new file reads back as the policy it was made from."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.values import SIZE_CAP, Policy, Section, Severity
from policytui.errors import ContentError
from policytui.store.codec import SCHEMA_LINE, decode, decode_text, fresh, loaded_policy
from tests.store.strategies import HAND_WRITTEN, policies

SMALL = 'format = 1\n[policy]\ntitle = "T"\n[[section]]\nid = "a"\ntitle = "A"\nbody = """\none\ntwo\n"""\n'


@given(policies())
@settings(max_examples=150, deadline=None)
def test_a_new_file_reads_back_as_its_policy(policy: Policy) -> None:
    loaded = decode(fresh(policy).encode())
    assert loaded.policy == policy
    assert all(problem.severity is not Severity.ERROR for problem in loaded.problems)


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_an_answer(data: bytes) -> None:
    loaded = decode(data, "f.toml")
    assert (loaded.policy is None) == any(problem.severity is Severity.ERROR for problem in loaded.problems)
    assert all(problem.path == "f.toml" and problem.line and problem.column for problem in loaded.problems)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_gives_an_answer(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(HAND_WRITTEN) - 1))
    new = data.draw(st.sampled_from(["", '"', "'''", "[", "]", "=", "\\", "\n", "\r", "{", "#", "."]))
    loaded = decode_text(HAND_WRITTEN[:at] + new + HAND_WRITTEN[at + 1 :])
    assert loaded.policy is not None or loaded.problems


def test_a_new_file_is_in_house_order_and_names_its_schema() -> None:
    text = fresh(Policy("T", organization="O", sections=(Section("a", "A", 2, "short", "Text.\n"),)))
    assert text == (
        f'{SCHEMA_LINE}\nformat = 1\n\n[policy]\ntitle = "T"\norganization = "O"\nlanguage = "en"\n\n'
        '[dates]\nlabel = "Last updated"\nstyle = "long"\n\n'
        '[[section]]\nid = "a"\nlevel = 2\ntitle = "A"\nsummary = "short"\nbody = """\nText.\n"""\n'
    )


def test_crlf_reads_as_lf_and_the_text_keeps_it() -> None:
    data = SMALL.replace("\n", "\r\n").encode()
    loaded = decode(data)
    assert loaded.policy == decode(SMALL.encode()).policy
    assert loaded.text.encode() == data


def test_a_byte_order_mark_is_read_warned_about_and_kept() -> None:
    loaded = decode(b"\xef\xbb\xbf" + SMALL.encode())
    assert loaded.policy == decode(SMALL.encode()).policy
    assert [problem.rule for problem in loaded.problems] == ["byte-order-mark"]
    assert loaded.text.startswith("\ufeff")


def test_an_empty_policy_is_valid_with_a_note() -> None:
    loaded = decode(b'format = 1\n[policy]\ntitle = "T"\n')
    assert loaded.policy == Policy("T")
    assert [(problem.rule, problem.severity) for problem in loaded.problems] == [("no-sections", Severity.NOTE)]


def one(data: bytes) -> tuple[str, int, int]:
    """Rule, line and column of the first error."""
    loaded = decode(data, "x.toml")
    assert loaded.policy is None
    problem = next(problem for problem in loaded.problems if problem.severity is Severity.ERROR)
    assert problem.hint
    return problem.rule, problem.line, problem.column


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b'format = 1\n[policy]\ntitle = "T\n', ("syntax", 3, 11)),
        (b'format = 1\n[policy]\ntitle = """T\n\n', ("syntax", 3, 9)),
        (b'format = 1\r\n[policy]\r\ntitle == 1\r\n', ("syntax", 3, 8)),
        (b'format = 1\n[policy]\ntitle = "caf\xe9"\n', ("not-utf-8", 3, 13)),
        ("x = 'é'\n".encode("utf-16"), ("not-utf-8", 1, 1)),
        (b"x" * (SIZE_CAP + 1), ("too-large", 1, 1)),
        (b'a = 1\n<<<<<<< ours\nb = 2\n=======\n', ("conflict-marks", 2, 1)),
        (b'format = 1\n[policy]\ntitle = "T"\n[dates]\nstyle = "x"\n', ("unknown-style", 5, 1)),
        (b'format = 1\npolicy = { title = 3 }\n', ("wrong-type", 2, 12)),
        (b'format = 1\npolicy.title = "T"\n[[section]]\nid = "a"\n[[section]]\ntitle = "b"\nid = "a"\n',
         ("duplicate-id", 7, 1)),
        (SMALL.encode() + b"\n[revision]\nhash = 1\n", ("reserved-key", 12, 1)),
        (b"x = 1\ny = " + b"9" * 9999, ("bad-value", 2, 5)),
        (b"d = 2024-02-31\n", ("syntax", 1, 5)),
    ],
)  # fmt: skip
def test_an_error_says_where_and_what_to_do(data: bytes, where: tuple[str, int, int]) -> None:
    assert one(data) == where


@pytest.mark.parametrize(
    "data",
    [
        b"a = " + b"[" * 200_000,
        b"a = " + b"{a=" * 200_000,
        b"a" + b".a" * 900_000 + b" = 1",
        b"[a" + b".a" * 900_000 + b"]",
        b"a = [" + b"1.1," * 400_000 + b"]",
        b"a = " + b"-" * 1_900_000,
        b"a = 0x" + b"f" * 1_900_000,
        b'a = "' + b"\\\\" * 900_000,
        b"a = '" + b"a." * 900_000 + b"'",
    ],
)
def test_a_bomb_is_a_problem_and_not_a_crash(data: bytes) -> None:
    assert decode(data).policy is None


def test_dots_in_a_body_are_no_bomb() -> None:
    body = "." * 500 + "\n" + "a.b." * 200 + "\n"
    policy = Policy("T", sections=(Section("a", "A", body=body),))
    assert decode(fresh(policy).encode()).policy == policy


def test_a_section_of_900_kb_is_read() -> None:
    policy = Policy("T", sections=(Section("a", "A", body="A line of plain text.\n" * 41_000),))
    assert decode(fresh(policy).encode()).policy == policy


def test_a_broken_file_raises_with_its_place_when_it_must_be_read() -> None:
    with pytest.raises(ContentError, match=r"^x.toml:1:1: The policy has no title"):
        loaded_policy(decode(b"format = 1\n", "x.toml"))


def test_half_a_character_cannot_be_written() -> None:
    with pytest.raises(ContentError):
        fresh(Policy("T", sections=(Section("a", "A", body="\ud83d"),)))


def test_importing_the_codec_loads_nothing_heavy() -> None:
    heavy = "tomlkit", "rich", "textual", "subprocess", "difflib"
    code = f"import sys, policytui.store.shelf; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_an_error_is_told_however_many_other_problems_there_are() -> None:
    unknown = "".join(f"keeper{number} = 1\n" for number in range(200))
    loaded = decode(f"{unknown}{SMALL}level = 9\n".encode())
    assert loaded.policy is None
    assert len(loaded.problems) == 100
    with pytest.raises(ContentError, match="level"):
        loaded_policy(loaded)
