"""A block is read as its words: harmless markup gone, everything else a token."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.rules_text import apart, read


def words(text: str) -> list[str]:
    return [token.text for token in read(text).tokens]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("**one** two", "one two"),
        ("_one_ two", "*one* two"),
        ("***one* two**", "one two"),
        ("`one` two", "one two"),
        ("one<br>two", "one two"),
        ("<b>one</b> two", "one two"),
        ("“one” two", '"one" two'),
        ("one - two", "one — two"),
        ("one--two", "one—two"),
        ("[one](/x) two", "one two"),
        ("<https://a.example/x> two", "https://a.example/x two"),
        ("one &amp; two", "one & two"),
        ("one… two", "one... two"),
        ("cafe\u0301", "café"),
        (r"one \* two", "one * two"),
        ("Acme, Inc.", "Acme Inc"),
        ("e.g., this", "e.g this"),
        ("`*_~<[]&` two", r"\*\_\~\<\[\]\& two"),
    ],
)
def test_the_same_words(left: str, right: str) -> None:
    assert words(left) == words(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("one~~two~~", "one two"),
        ("one*", "one"),
        ("x<sup>2</sup>", "x2"),
        ("one[^1]", "one"),
        ("![one](x.png)", "one"),
        ("a_b", "ab"),
        ("1,000", "1.000"),
        ("re-sign", "resign"),
        ("<blink>one</blink>", "one"),
        ("it's", "its"),
        ('[one](/x "two")', "[one](/x)"),
        ('<b class="none">one</b>', "one"),
        (r"one \| two", "one | two"),
        ("\ue000one", "one"),
        ("&#xe000;one", "one"),
    ],
)
def test_other_words(left: str, right: str) -> None:
    assert words(left) != words(right)


@pytest.mark.parametrize(
    "text",
    ["\U000f0000one\ue001", "&#xf0000;one&#xe001;", "[one](/a)\ue001 \U000f0005two\ue001", "\ue010one\ue010"],
)
def test_private_characters_are_text_and_no_marks_of_ours(text: str) -> None:
    assert "one" in words(text)
    assert len(read(text).links) == text.count("](")


def test_links_keep_their_place() -> None:
    reading = read("See [our *terms*](https://a.example/t) and ![x y](i.png).")
    assert [(link.target, link.image, reading.words(link.first, link.last)) for link in reading.links] == [
        ("https://a.example/t", False, "our terms"),
        ("i.png", True, "<image> x y"),
    ]


def test_a_link_in_html_is_a_link() -> None:
    assert read("<a href='/t'>terms</a>") == read("[terms](/t)")


@settings(deadline=None, max_examples=150)
@given(st.text("ab *_`~[]()<>!\\\"'-1.é", max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    for link in read(text).links:
        assert 0 <= link.first <= link.last <= len(read(text).tokens)


SENTENCES = [
    "It opens at dawn. ",
    "We ship to the U.S. only. ",
    "*Ask* at the desk. ",
    "Nobody pays! ",
    "See [it](/x). ",
    "18 ",
]


@settings(deadline=None, max_examples=150)
@given(*[st.lists(st.sampled_from(SENTENCES), max_size=4)] * 2, st.sampled_from(["", "may ", "Must ", "*", "~~"]))
def test_what_is_left_out_is_the_same_on_both_sides(head: list[str], tail: list[str], middle: str) -> None:
    sides = ["".join(head) + "We keep it. " + "".join(tail), "".join(head) + f"We {middle}keep it. " + "".join(tail)]
    left, right = apart(*sides)
    whole = [[token.text for token in read(side).tokens] for side in sides]
    short = [[token.text for token in read(side).tokens] for side in (left, right)]
    gone = len(whole[0]) - len(short[0])
    assert gone == len(whole[1]) - len(short[1]) >= 0
    at = next((n for n in range(gone + 1) if whole[0][n : n + len(short[0])] == short[0]), -1)
    assert whole[1][at : at + len(short[1])] == short[1]
    assert whole[0][:at] == whole[1][:at]
    assert (whole[0] == whole[1]) == (short[0] == short[1])


@pytest.mark.parametrize(
    "piece", ["a", "a.", "a1", "[", "[a](", "*a", "`a", "<a ", "a@", "~~", "&", "1,", "'a", "_", "\\"]
)
def test_hostile_texts_are_read_in_time(piece: str) -> None:
    """A minute is far too long for 40,000 characters; reading that is not quadratic takes well under a second."""
    start = time.process_time()
    read(piece * (40_000 // len(piece)))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("It opens daily. We go. It ends here.", "It opens daily. We may go. It ends here.",
         "We go. It ends here.", "We may go. It ends here."),
        ("One text here. It opens daily. We keep it. That ends here. Two.",
         "One text here. It opens daily. We may keep it. That ends here. Two.",
         "We keep it. That ends here.", "We may keep it. That ends here."),
        ("day. We go", "day. We do", "We go", "We do"),
        ("We go", "We do", "We go", "We do"),
        ("go", "We go", "go", "We go"),
        ("*one* text. We go", "*one* text. We do", "*one* text. We go", "*one* text. We do"),
        ("A text. The *one* text. We go", "A text. The *one* text. We do",
         "The *one* text. We go", "The *one* text. We do"),
        ('"one text. We go', '"one text. We do', '"one text. We go', '"one text. We do'),
        ("day. *One* text. We go", "day. *One* text. We do", "*One* text. We go", "*One* text. We do"),
        ("We go. See *this* text. Then the end. Two.", "We do. See *this* text. Then the end. Two.",
         "We go. See *this* text.", "We do. See *this* text."),
        ("We go. Then day. Two", "We do. Then day. Two", "We go. Then day.", "We do. Then day."),
        ("It is the U.S. We go", "It is the U.S. We do", "It is the U.S. We go", "It is the U.S. We do"),
    ],
)  # fmt: skip
def test_whole_sentences_that_both_have_are_left_out(before: str, after: str, left: str, right: str) -> None:
    assert apart(before, after) == (left, right)


def as_read(text: str) -> str:
    """The tokens with a space where there is one between them."""
    return "".join(("" if token.tight else " ") + token.text for token in read(text).tokens).strip()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("e.g., this", "e.g. this"),
        ("EG, this", "e.g. this"),
        ("I.e. this", "i.e. this"),
        ("the U.S. shop", "the US shop"),
        ("in the U.S.A., it", "in the USA, it"),
        ("Acme, Inc. is", "Acme Inc is"),
        ("Acme Ltd. sells", "Acme Ltd sells"),
        ("“one” – two", '"one" — two'),
        (r"one \# two", "one # two"),
        (r"\*one\* two", "*one* two"),
        (r"\_a\_", "_a_"),
        ("a_b `x*y_z` ``c`d``", "a_b x*y_z c`d"),
        ("a&nbsp;b &amp; c", "a b & c"),
        ("<s>gone</s> it", "~~ gone ~~ it"),
        ("x<sup>2</sup>", "x ^ 2 ^"),
        ("H<sub>2</sub>O", "H ~ 2 ~ O"),
        ("a<br>b", "a b"),
        ("a<br/>b<hr>c", "a b c"),
        ("<b>x</b>y<P>z</P>", "xy z"),
        ("<u>x", "x"),
        ("</a>x", "x"),
        ("<blink>x", "<blink>x"),
        ("*a* **b** ***c***", "a b c"),
        ("***a** b* c", "a b c"),
        ("**a*b**", "ab*"),
        ("**a** b*", "a b*"),
        ("*a b", "*a b"),
        ("a* b *c", "a* b *c"),
        ("*a * b", "*a * b"),
        ("* a*", "* a*"),
        ("*a *b*", "*a b"),
        ("a* b* c", "a* b* c"),
        ("see `https://a.example/x_y`", "see https://a.example/x_y"),
        ("*a **b* c", "*a *b c"),
        ("**a *b* c** d", "a b c d"),
        ("* a *b*", "* a b"),
        ('(*a*) "*b*"', '(a) "b"'),
        ("_a_b_", "a_b"),
        ("_a_ b_c", "a b_c"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("one... two.. x", "one... two.. x"),
        ("1,000.50 and v2", "1,000.50 and v2"),
    ],
)
def test_a_block_as_it_is_read(text: str, seen: str) -> None:
    assert as_read(text) == seen


def test_what_links_and_images_of_any_form_cover() -> None:
    cases = {
        "<img src='a.png' alt='one two'> x": [("a.png", True, "<image> one two")],
        '<img src="a.png" alt="one">': [("a.png", True, "<image> one")],
        "<img src=a.png>": [("a.png", True, "<image>")],
        "<img alt=''>": [("", True, "<image>")],
        '<a class="c" href="/t">our terms</a> x': [("/t", False, "our terms")],
        "<a name=x>here</a>": [("", False, "here")],
        "[a](/1) [b](</2 3>) [c](/4 'd')": [("/1", False, "a"), ("/2 3", False, "b"), ("/4", False, "c")],
        "[![a b](1.png) c](/t)": [("1.png", True, "<image> a b"), ("/t", False, "<image> a b c")],
        "<https://a.example/x> it": [],
    }
    for text, links in cases.items():
        reading = read(text)
        found = [(link.target, link.image, reading.words(link.first, link.last)) for link in reading.links]
        assert found == links, text


def test_kinds_of_tokens() -> None:
    reading = read("See https://a.example/x, a.example or b@a.example: 18 days; A1.")
    kinds = [(token.kind, token.text) for token in reading.tokens if token.kind != "word"]
    assert kinds == [
        ("address", "https://a.example/x"), ("mark", ","), ("address", "a.example"), ("address", "b@a.example"),
        ("mark", ":"), ("number", "18"), ("mark", ";"), ("number", "A1"), ("mark", "."),
    ]  # fmt: skip
