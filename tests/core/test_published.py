"""Published text: variables in, the editor's own marks out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytui.core.published import published, without_marks
from policytui.core.values import Dates, Policy, Section

PLAIN = Policy("Privacy", sections=(Section("a", "Cookies", 2, "Short.", "We use `<!-- x -->` [a] {b}."),))


def test_nothing_to_do_gives_the_same_object() -> None:
    assert published(PLAIN) is PLAIN


def test_only_touched_sections_are_new() -> None:
    policy = Policy("T", sections=(Section("a", "A", body="plain"), Section("b", "B", body="x <!-- y -->")))
    seen = published(policy)
    assert seen.sections[0] is policy.sections[0]
    assert seen.sections[1] == Section("b", "B", body="x ")


def test_variables_are_filled_everywhere_once_and_undefined_ones_stay() -> None:
    policy = Policy(
        "{{ company }} terms",
        "{{company}}",
        preamble="By {{ company }}",
        dates=Dates(label="{{ company }} updated"),
        variables=(("company", "{{ other }}"), ("other", "no")),
        sections=(Section("a", "{{ company }}", 1, "{{ nobody }}", "{{company}} and {{ nobody }}"),),
    )
    seen = published(policy)
    assert (seen.title, seen.organization, seen.preamble) == ("{{ other }} terms", "{{ other }}", "By {{ other }}")
    assert seen.dates.label == "{{ other }} updated"
    assert seen.sections == (Section("a", "{{ other }}", 1, "{{ nobody }}", "{{ other }} and {{ nobody }}"),)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("one <!-- note\nof two lines --> two", "one  two"),
        ("<!-- alone -->\ntext", "text"),
        ("{: .note}\ntext", "text"),
        ("text\n{: #id .note }\n", "text\n"),
        ("## Title {: .big}", "## Title"),
        ('<a name="x"></a>Text', "Text"),
        ("<a id='x' />Text", "Text"),
        ('<a href="https://a.example">kept</a>', '<a href="https://a.example">kept</a>'),
        ("`<!-- code -->` <!-- no code -->", "`<!-- code -->` "),
        ("```\n<!-- code -->\n{: x}\n```\n<!-- gone -->\n", "```\n<!-- code -->\n{: x}\n```\n"),
        ("<!-- never closed", "<!-- never closed"),
        ("{ not: this }", "{ not: this }"),
    ],
)
def test_what_is_for_the_editor_only_is_left_out(text: str, seen: str) -> None:
    assert without_marks(text) == seen


@given(st.text(alphabet="ab <>!-`{}:.\n#", max_size=60))
def test_leaving_out_never_adds(text: str) -> None:
    seen = without_marks(text)
    assert len(seen) <= len(text)
    assert set(seen) <= set(text)


@pytest.mark.parametrize("text", ["Ask \\{{ desk }}.", "\\<!-- stays -->", "It \\{: .is} text", '\\<a name="x"></a>'])
def test_what_a_backslash_stands_before_is_text(text: str) -> None:
    policy = Policy("T", preamble=text, variables=(("desk", "Ann"),))
    assert published(policy).preamble == text


def test_what_is_blanked_keeps_the_place_of_all_else() -> None:
    from policytui.core.published import blanked

    text = "a <!-- b\nc --> `d` e\n~~~\nf\n~~~\ng"
    assert blanked(text) == "a       \n      `d` e\n~~~\nf\n~~~\ng"
    assert blanked(text, code=True) == "a       \n          e\n   \n \n   \ng"
    assert blanked("plain") == "plain"


@pytest.mark.parametrize("title", ["Data <!-- x --> kept", "Data {: .x}", 'Data <a name="x"></a>'])
def test_a_title_is_plain_text_and_published_whole(title: str) -> None:
    policy = Policy(title, title, sections=(Section("a", title, body="x <!-- y -->"),))
    seen = published(policy)
    assert (seen.title, seen.organization, seen.sections[0].title) == (title, title, title)
    assert seen.sections[0].body == "x "
