"""The HTML view: one file, escaped, closed to the world."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from policytui.core.compare import redline
from policytui.core.judgement import Judgement, Reason
from policytui.core.values import Change, Policy, Section
from policytui.publish.redline_html import to_html
from tests.publish.redlines import example, hostile, verdict


class Reader(HTMLParser):
    """Collects tags and checks that they close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_it_is_well_formed_and_has_nothing_that_runs_or_loads() -> None:
    for found in (example(), hostile()):
        reader = Reader()
        reader.feed(to_html(found, context=None))
        assert reader.open == []
        assert not {"script", "img", "link", "iframe", "b"} & set(reader.tags)


def test_the_policy_of_the_page_lets_nothing_in() -> None:
    text = to_html(example())
    assert "Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'" in text
    assert not re.search(r"https?://|url\(|@import", text)


def test_changes_are_ins_and_del() -> None:
    text = to_html(example(), context=0)
    assert "for <del>30</del><ins>60</ins> days" in text
    assert "Stays as it is." not in text
    assert "Stays as it is." in to_html(example(), context=None)


def test_a_verdict_stands_as_a_word_with_its_reason() -> None:
    text = to_html(example(), verdict(), labels=("r1", "<r2>"))
    assert '<span class="badge material">material</span>' in text
    assert "A number &lt;changed&gt;." in text
    assert "From r1 to &lt;r2&gt;." in text


def test_content_is_escaped_and_visible() -> None:
    text = to_html(hostile(), context=None)
    assert "&lt;script&gt;" in text
    assert "␛]52" in text
    assert "\x1b" not in text


def one(before: str, after: str) -> str:
    found = redline(Policy("T", preamble=before), Policy("T", preamble=after))
    return next(line for line in to_html(found).splitlines() if line.startswith('<div class="block paragraph'))


def test_markup_that_both_sides_share_is_shown_as_what_it_does() -> None:
    assert "<strong>Keep <del>it</del><ins>all</ins> here.</strong> Then" in one(
        "**Keep it here.** Then", "**Keep all here.** Then"
    )
    assert '<u>our page</u> <span class="dim">(https://a.example)</span>' in one(
        "See [our page](https://a.example) now.", "See [our page](https://a.example) then."
    )


def test_markup_that_changed_is_shown_as_it_is_written() -> None:
    assert "strong" not in one("We keep it all here", "We keep **it** all here")
    assert "strong" not in one("We keep **it all here", "We keep **it all there")


def test_places_and_contents_name_each_changed_section() -> None:
    text = to_html(example())
    assert '<span class="kind">Place</span>level <del>1</del> → <ins>2</ins>' in text
    assert re.findall(r'href="#(s\d+)"', text) == re.findall(r'<h2 id="(s\d+)"', text)


def test_the_head_counts_the_changes_and_those_that_are_material() -> None:
    many = len(list(example().changes()))
    sections = sum(not section.same for section in example().sections)
    assert f"<dt>Changes</dt><dd>{many} in {sections} sections</dd>" in to_html(example())
    assert re.search(rf"<dd>{many} in {sections} sections, \d+ of them material</dd>", to_html(example(), verdict()))
    editorial = Judgement(Change.EDITORIAL, ())
    assert "none of them material" in to_html(example(), editorial)
    assert "<dt>Changes</dt>" not in to_html(redline(example().after, example().after))


def test_the_contents_and_the_headings_show_levels() -> None:
    before = Policy("T", sections=(Section("a", "A", 1, "", "One."), Section("b", "B", 2, "", "Two.")))
    after = replace(before, sections=tuple(replace(s, body=s.body + " More.") for s in before.sections))
    text = to_html(redline(before, after))
    assert '<li><a href="#s' in text
    assert '<li style="margin-left:1.25em"><a href="#s' in text
    assert text.count(' class="sub">B') == 1
    assert ' class="sub">A' not in text


def test_the_reason_for_a_section_stands_once_at_its_first_change() -> None:
    before = Policy("T")
    after = Policy("T", sections=(Section("a", "A", 1, "", "One.\n\nTwo."),))
    judgement = Judgement(Change.MATERIAL, (Reason("a", Change.MATERIAL, "added", "", "A", "Section “A” was added."),))
    lines = to_html(redline(before, after), judgement).splitlines()
    assert [line for line in lines if "was added" in line] == [line for line in lines if 'class="n">1<' in line]
