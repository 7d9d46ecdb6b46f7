"""Links whose ends stand in different sections."""

from __future__ import annotations

from policytui.core.values import Policy, Section
from policytui.publish.links import missing_anchors, target, targets
from policytui.publish.policy_html import to_html
from policytui.publish.policy_markdown import to_markdown
from policytui.publish.policy_text import to_text

SECTIONS = (
    Section("retention", "How long we keep it", 1, "See [the law][law].", "[Ask us][desk], [one][own]."),
    Section("contact", "Contact", 1, "", "[law]: https://law.example\n[desk]: https://desk.example\n\nHere."),
    Section("notes", "Notes", 1, "", "[note][own] [desk]\n\n[own]: https://own.example\n[desk]: https://mine.example"),
)
POLICY = Policy("Terms", preamble="By [law][].", sections=SECTIONS)


def test_a_definition_holds_in_every_section_and_a_sections_own_before_others() -> None:
    page = to_html(POLICY)
    assert page.count('<a href="https://law.example">') == 2
    assert '<a href="https://desk.example">Ask us</a>, <a href="https://own.example">one</a>' in page
    assert '<a href="https://mine.example">desk</a>' in page
    text = to_text(POLICY)
    assert "By law (https://law.example)." in text
    assert "In short: See the law (https://law.example)." in text
    assert "Ask us (https://desk.example), one (https://own.example)." in text


def test_a_link_by_title_or_in_capitals_leads_to_the_id() -> None:
    named = targets(POLICY)
    assert target("#how-long-we-keep-it", named) == target("#Retention", named) == "#retention"
    assert target("#elsewhere", named) == "#elsewhere"
    assert target("https://x.example/#notes", named) == "https://x.example/#notes"
    page = to_html(Policy("T", preamble="[a](#how-long-we-keep-it) [b](#Retention)", sections=SECTIONS))
    assert page.count('href="#retention"') == 2


def test_an_id_that_its_title_does_not_give_has_an_anchor_where_it_is_linked_to() -> None:
    linking = Policy("T", preamble="[a](#retention) [b](#contact)", sections=SECTIONS)
    assert missing_anchors(POLICY) == set()
    assert missing_anchors(linking) == {"retention"}
    text = to_markdown(linking)
    assert '\n\n<a id="retention"></a>\n## How long we keep it\n\n' in text
    assert text.count("<a id=") == 1


def test_a_second_section_of_the_same_title_has_an_anchor() -> None:
    twice = (Section("fees", "Fees", 1, "", "x"), Section("fees-2", "Fees", 1, "", "[a](#fees) [b](#fees-2)"))
    assert missing_anchors(Policy("T", sections=twice)) == {"fees-2"}


def test_the_anchor_is_read_again_as_the_id() -> None:
    from policytui.imports.markdown import read_markdown

    linking = Policy("T", preamble="[a](#retention)", sections=SECTIONS)
    assert read_markdown(to_markdown(linking)).policy.sections[0].id == "retention"
