"""What kind of material a change is, said in words."""

from __future__ import annotations

import pytest

from policytui.core.rules_material import gone_and_come, hidden_changed, kind_of, sentence
from policytui.core.rules_text import read


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("kept 18 days", "kept 16 days", "number"),
        ("kept two days", "kept two weeks", "number"),
        ("costs $18", "costs $16", "amount"),
        ("costs 18 euros", "costs 18 dollars", "amount"),
        ("costs 18 euros", "costs 16 euros", "amount"),
        ("$18 it costs", "$16 it costs", "amount"),
        ("18 euros it costs", "16 euros it costs", "amount"),
        ("$ for 18 days", "$ for 16 days", "number"),
        ("18 new euros", "16 new euros", "number"),
        ("costs $18 for 2 people", "costs $18 for 3 people", "number"),
        ("by 01/02/2024", "by 01/03/2024", "date"),
        ("until May 1, 2024", "until May 2, 2024", "date"),
        ("we do not", "we do now", "negation"),
        ("it is revocable", "it is irrevocable", "negation"),
        ("it is irrevocable", "it is revocable", "negation"),
        ("it is interesting", "it is uninteresting", "negation"),
        ("it is uninteresting", "it is interesting", "negation"),
        ("our uneven shop", "our small shop", "words"),
        ("our small shop", "our uneven shop", "words"),
        ("we may", "we must", "duty"),
        ("any shop", "all shops", "scope"),
        ("write to a@a.example", "write to b@a.example", "address"),
        ("by Stripe only", "by Adyen only", "name"),
        ("the service is", "the Service is", "defined-term"),
        ("users, who", "users who", "comma"),
        ("our employees", "our personnel", "words"),
        ("our shop", "our small shop", "words-added"),
        ("our small shop", "our shop", "words-removed"),
        ("shop small our", "our small shop", "word-order"),
        ("~~gone~~ it", "gone it", "struck"),
    ],
)
def test_kinds(before: str, after: str, kind: str) -> None:
    assert kind_of(read(before), read(after), (before, after)) == kind


def test_sentences_name_the_words() -> None:
    said = sentence("number", ["18"], ["16"])
    assert said == "“18” became “16”. A number or a length of time changed."
    assert "\x1b" not in sentence("words", ["a\x1b]52;c"], [])


def test_a_sentence_names_four_words_and_says_that_there_are_more() -> None:
    assert sentence("words", ["a", "b", "c", "d"]).startswith("“a b c d” went. ")
    assert sentence("words", [], ["a", " ", "b", "c", "d", "e"]).startswith("“a b c d …” came. ")


def test_what_stands_once_less_went_once() -> None:
    once, thrice = read("very good"), read("very very very good")
    assert [[token.text for token in side] for side in gone_and_come(thrice, once)] == [["very", "very"], []]
    assert [[token.text for token in side] for side in gone_and_come(once, thrice)] == [[], ["very", "very"]]


def test_hidden_characters() -> None:
    assert hidden_changed("p\u200bay", "pa\u200by\u200b") == ["U+200B ZERO WIDTH SPACE"]
    assert hidden_changed("p\u200bay\u00ad", "pay") == ["U+00AD SOFT HYPHEN", "U+200B ZERO WIDTH SPACE"]
    assert hidden_changed("pay", "pay") == []
    assert hidden_changed("pay", "p\u200bay")
    assert hidden_changed("pay", "p\u0430y")
    assert hidden_changed("caf\u00e9", "caf\u00e9s") == []
