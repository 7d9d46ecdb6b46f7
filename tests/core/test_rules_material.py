"""What kind of material a change is, said in words."""

from __future__ import annotations

import pytest

from policytui.core.rules_material import hidden_changed, kind_of, sentence
from policytui.core.rules_text import read


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("kept 18 days", "kept 16 days", "number"),
        ("kept two days", "kept two weeks", "number"),
        ("costs $18", "costs $16", "amount"),
        ("costs 18 euros", "costs 18 dollars", "amount"),
        ("until May 1, 2024", "until May 2, 2024", "date"),
        ("we do not", "we do now", "negation"),
        ("it is revocable", "it is irrevocable", "negation"),
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


def test_hidden_characters() -> None:
    assert hidden_changed("pay", "pay") == []
    assert hidden_changed("pay", "p\u200bay")
    assert hidden_changed("pay", "p\u0430y")
    assert hidden_changed("caf\u00e9", "caf\u00e9s") == []
