"""The rules of the verdict as a table: what makes a change editorial, and what makes it material.

Rules that hold here:

- A change is editorial only when an editorial rule explains all of it. Everything else is material; the material
  rules only say, in plain words, what kind of material it is.
- Erring towards material is the cheap error (a date moved needlessly); the other is an unannounced change.
- Sources: WP260 = the EU guidelines on transparency, paragraphs 29 and 30; Colorado = 4 CCR 904-3, Rule 6.04;
  P2B = Regulation (EU) 2019/1150, recital 18; CalOPPA = California Bus. & Prof. Code 22575.
- `docs/materiality.md` says what each rule adds and costs on real histories.
"""

from __future__ import annotations

from typing import NamedTuple

from policytui.core.values import Change

_CAUTION = "erring towards material"
_LIKELY = frozenset(
    ("spelling", "paragraphs", "hyphen", "link-moved", "link-gained", "order", "label", "words", "words-added")
) | frozenset(("words-removed", "name", "scope"))


class Rule(NamedTuple):
    """One rule. `sentence` is what it says; `examples` are before → after; `source` where it comes from."""

    name: str
    change: Change
    sentence: str
    examples: tuple[tuple[str, str], ...] = ()
    source: str = ""

    @property
    def sure(self) -> str:
        """How sure a verdict by this rule is: "sure", "likely", or "to be safe" (material for want of proof)."""
        if self.source == _CAUTION:
            return "to be safe"
        return "likely" if self.name in _LIKELY else "sure"


_FLAW = "WP260 ¶29 (misspellings, stylistic or grammatical flaws); P2B recital 18 (editorial changes)"
_E, _M = Change.EDITORIAL, Change.MATERIAL

EDITORIAL = (
    Rule("formatting", _E, "Only the form changed: wrapping, emphasis, list marks, quotes or dashes.",
         (("**We** keep it", "We keep it"), ("- one", "1. one"), ("“it”", '"it"')), _FLAW),
    Rule("levels", _E, "Headings changed their size; every section still stands under the same one.",
         (("### Cookies", "## Cookies"),), "P2B recital 18"),
    Rule("paragraphs", _E, "Paragraphs were split or joined at the end of a sentence; the words stayed.",
         (("It ends. It starts.", "It ends.\n\nIt starts."),), _FLAW),
    Rule("capitals", _E, "Only capitals changed: in a heading, at the start of a sentence, or inside a name.",
         (("Github", "GitHub"), ("## HOW WE SHARE", "## How we share")), _FLAW),
    Rule("punctuation", _E, "Only punctuation changed that cannot change meaning.",
         (("- names", "- names."), ("provided..", "provided."), ("e.g.,", "e.g.")), _FLAW),
    Rule("hyphen", _E, "Only a hyphen came or went between words that mean the same either way.",
         (("third party cookies", "third-party cookies"),), _FLAW),
    Rule("variant", _E, "The same word written another way.",
         (("cancelled", "canceled"), ("don't", "do not"), ("web site", "website"), ("&", "and")), _FLAW),
    Rule("article", _E, "“a” became “an” or the other way round.", (("a order", "an order"),), _FLAW),
    Rule("repeated-word", _E, "A word that stood twice in a row stands once.", (("to to", "to"),), _FLAW),
    Rule("spelling", _E, "A misspelling was mended.", (("recieve", "receive"),), "WP260 ¶29 (misspellings)"),
    Rule("link-moved", _E, "A link leads to a new address within the same site; its words stayed.",
         (("[x](/a)", "[x](/b)"),), "P2B recital 18"),
    Rule("link-gained", _E, "Words that stayed became a link, or lost one that led within the page.",
         (("our Terms", "our [Terms](/terms)"),), "P2B recital 18"),
    Rule("order", _E, "The order changed; the words and what they stand under stayed.", (), "P2B recital 18"),
    Rule("label", _E, "The label of the date says the same in other words.",
         (("Last updated", "Last modified"),), _FLAW),
)  # fmt: skip

MATERIAL = (
    Rule("hidden", _M, "A hidden or look-alike character came or went: what is read is not what is written.",
         (("pay", "pаy"),), "Unicode TR 36"),
    Rule("house-term", _M, "A term of the house is touched, and the house holds every such change to be material.",
         (), "the house"),
    Rule("house-section", _M, "The house holds every change of this section to be material.", (), "the house"),
    Rule("controller", _M, "Who is responsible changed.", (("Acme Ltd", "Acme Inc"),),
         "WP260 ¶29; Colorado 6.04 (controller identity)"),
    Rule("effective", _M, "The day on which the policy begins to bind changed.", (), "CalOPPA (effective date)"),
    Rule("date", _M, "A date changed.", (("until May 1, 2024", "until June 1, 2024"),), "WP260 ¶29"),
    Rule("amount", _M, "An amount changed.", (("$100", "$50"),), "WP260 ¶29"),
    Rule("number", _M, "A number or a length of time changed.", (("18", "16"), ("30 days", "30 months")),
         "WP260 ¶29; Colorado 6.04"),
    Rule("address", _M, "An address changed: that is how people reach us and use their rights.",
         (("privacy@a.example", "legal@a.example"),), "WP260 ¶29 (how rights are exercised); Colorado 6.04"),
    Rule("negation", _M, "A word that denies or excepts came, went or changed.",
         (("not", "now"), ("revocable", "irrevocable")), "WP260 ¶29"),
    Rule("duty", _M, "A word that allows or obliges came, went or changed.", (("may", "must"),), "WP260 ¶29"),
    Rule("scope", _M, "A word that says how much is meant came, went or changed.",
         (("and", "or"), ("any", "all")), "Colorado 6.04"),
    Rule("name", _M, "A name or a defined term came, went or changed.", (("Stripe", "Adyen"),),
         "Colorado 6.04 (third parties)"),
    Rule("defined-term", _M, "A capital inside a sentence changed: that can make a defined term of a word.",
         (("the service", "the Service"),), _CAUTION),
    Rule("comma", _M, "Punctuation changed that can change what a clause applies to.",
         (("users, who pay", "users who pay"),), _CAUTION),
    Rule("struck", _M, "Words were struck through, raised or lowered, or no longer are.", (("~~may~~", "may"),),
         _CAUTION),
    Rule("words", _M, "Words changed.", (("employees", "personnel"),), "WP260 ¶29"),
    Rule("words-added", _M, "Words were added.", (), "WP260 ¶29"),
    Rule("words-removed", _M, "Words were removed.", (), "WP260 ¶29"),
    Rule("word-order", _M, "The words changed places within the sentence.", (), _CAUTION),
    Rule("added", _M, "A passage was added.", (), "WP260 ¶29; Colorado 6.04"),
    Rule("removed", _M, "A passage was removed.", (), "WP260 ¶29; Colorado 6.04"),
    Rule("section-added", _M, "A section was added.", (), "WP260 ¶29; Colorado 6.04"),
    Rule("section-removed", _M, "A section was removed.", (), "WP260 ¶29; Colorado 6.04"),
    Rule("moved", _M, "A passage stands elsewhere now: what it applies to may have changed.", (),
         _CAUTION),
    Rule("nesting", _M, "A section or an item stands under another one now: what it applies to may have changed.", (),
         _CAUTION),
    Rule("link-elsewhere", _M, "A link leads to another site: another's promise, perhaps another vendor.",
         (("[policy](https://a.example)", "[policy](https://b.example)"),), "Colorado 6.04 (third parties)"),
    Rule("link-exchanged", _M, "A link leads where another one leads or led: that is another page, not one that moved.",
         (("[in](/in), [out](/out)", "[in](/out), [out](/in)"),), _CAUTION),
    Rule("link-document", _M, "A link leads to another version of a document.",
         (("terms-2023.pdf", "terms-2024.pdf"),), _CAUTION),
    Rule("link-lost", _M, "A link was taken away: readers can no longer follow it.", (),
         "WP260 ¶29 (how rights are exercised)"),
    Rule("image", _M, "An image came or went.", (), _CAUTION),
    Rule("label-changed", _M, "The label of the date says something else.",
         (("Last updated", "Effective"),), "CalOPPA (effective date)"),
)  # fmt: skip

RULES: dict[str, Rule] = {rule.name: rule for rule in (*EDITORIAL, *MATERIAL)}
"""Every rule by name; the order is that of the table."""
