"""Reading in pieces gives what `tomllib` gives: the same data, the same errors, whatever the text."""

from __future__ import annotations

import time
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.values import Policy, Section
from policytui.store import toml
from policytui.store.codec import fresh
from tests.store.strategies import policies

SECTION = '\n[[section]]\nid = "a"\nbody = """\nText.\n"""\n'
PIECES = (
    "format = 1\n",
    '[policy]\ntitle = "T"\n',
    "[dates]\n",
    "  [dates]\n",
    "\n[[section]]\n",
    "\n [[section]]\n",
    "\n[section]\n",
    "\n[section.x]\n",
    "\n[[section.x]]\n",
    'id = "a"\n',
    'body = "short"\n',
    'body = """\nText with [brackets]\n[x]\n"""\n',
    "body = '''\nRaw \\ text\n'''\n",
    'body = """\nescaped \\t\n"""\n',
    'body = """\nquote at the end""""\n',
    'body = """\nfive at the end"""""\n',
    'body = """\ncomment""" # after\n',
    'summary = """\nbody = """\n',
    "summary = '''\nbody = '''\n",
    'body = """\n',
    '"""\n',
    "'''\n",
    "words = [\n",
    "]\n",
    "x = { a = 1 }\n",
    "a.b = 1\n",
    f"body = {toml._MARK}\n",
    "# [[section]]\n",
    "bell \x07\n",
    "\r\n",
)


def outcome(read: Any, text: str) -> object:
    try:
        return read(text)
    except (ValueError, RecursionError) as error:
        return type(error), str(error)


@settings(deadline=None, max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_text_is_read_as_tomllib_reads_it(text: str) -> None:
    assert outcome(toml.loads, text) == outcome(tomllib.loads, text)


@settings(deadline=None, max_examples=50)
@given(policies())
def test_a_policy_is_read_as_tomllib_reads_it(policy: Policy) -> None:
    text = fresh(policy)
    for written in (text, text.replace("\n", "\r\n")):
        assert toml.loads(written) == tomllib.loads(written)


def test_what_is_read_again_is_not_shared() -> None:
    text = f"format = 1\n{SECTION}"
    first = toml.loads(text)
    first["section"][0]["body"] = "changed"
    assert toml.loads(text)["section"][0]["body"] == "Text.\n"


def test_what_is_remembered_is_bounded() -> None:
    for number in range(5):
        policy = Policy("T", sections=(Section("a", "A", body=f"{number} " * 600_000),))
        assert toml.loads(fresh(policy))["section"][0]["body"] == policy.sections[0].body
    assert sum(map(len, toml._known)) <= toml._KEPT


def test_a_large_policy_is_read_in_less_time_than_tomllib_takes() -> None:
    text = fresh(Policy("T", sections=(Section("a", "A", body="A line of plain text.\n" * 41_000),)))
    start = time.process_time()
    toml.loads(text)
    between = time.process_time()
    tomllib.loads(text)
    assert between - start < time.process_time() - between


@pytest.mark.parametrize("text", ["a" + ".b" * 20_000 + " = 1\n", f"x = 1\n{SECTION}a" + ".b" * 20_000 + " = 1\n"])
def test_a_key_of_very_many_parts_is_refused_at_once(text: str) -> None:
    with pytest.raises(RecursionError):
        toml.loads(text)


CROWDS = {
    "numbers": "x = [" + "1," * 400_000 + "]\n",
    "keys": "".join(f"k{number} = 1\n" for number in range(60_000)),
    "tables": "".join(f"[k{number}]\n" for number in range(60_000)),
    "dotted keys": "".join(f"k{number}.a.b.c.d = 1\n" for number in range(10_000)),
    "texts": "x = [" + '"",' * 400_000 + "]\n",
    "comments": "#\n" * 400_000,
    "a section": SECTION + "x = [" + "1," * 400_000 + "]\n",
    "many sections": SECTION * 30_000,
    "a body within a summary": '\n[[section]]\nsummary = """\nbody = """\nx = [' + "1," * 400_000 + "]\n",
}


@pytest.mark.parametrize("name", CROWDS)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_a_text_with_too_many_marks_is_refused_at_once(name: str, eol: str) -> None:
    start = time.process_time()
    with pytest.raises(toml.CrowdedError):
        toml.loads(CROWDS[name].replace("\n", eol))
    assert time.process_time() - start < 2  # measured: 0.03 s


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_the_first_mark_too_many_is_named(monkeypatch: pytest.MonkeyPatch, eol: str) -> None:
    text = 'a = 1 # one, two\nb = "x, y = [z]"\nc = """\n. , = #\n"""\nd.e = [\'.\', 2.5]\n'.replace("\n", eol)
    outside = ["= 1", "# one", '= "x', '"x, y', '= """', '"""', ".e", "= [", "['", "'.'", ", 2", ".5"]
    places: list[int] = []
    for mark in outside:
        places.append(text.index(mark, places[-1] + 1 if places else 0))
    for most, place in enumerate(places):
        monkeypatch.setattr(toml, "MAX_MARKS", most)
        with pytest.raises(toml.CrowdedError) as caught:
            toml.loads(text)
        assert caught.value.at == place
    monkeypatch.setattr(toml, "MAX_MARKS", len(places))
    assert toml.loads(text) == tomllib.loads(text)


def test_marks_in_the_texts_of_a_policy_do_not_count() -> None:
    body = "[a], 'b'. \"c\" = #\n" * 40_000
    policy = Policy("T", preamble=body, sections=(Section("a", "A", body=body), Section("b", "B", summary=body)))
    assert toml.loads(fresh(policy))["section"][0]["body"] == body


def test_sections_read_before_count_as_much_as_new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"format = 1\n{SECTION}{SECTION.replace('a', 'z')}"
    toml.loads(text)
    monkeypatch.setattr(toml, "MAX_MARKS", 8)
    with pytest.raises(toml.CrowdedError):
        toml.loads(text)
