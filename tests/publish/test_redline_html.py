"""The HTML view: one file, escaped, closed to the world."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from policytui.core.compare import redline
from policytui.core.values import Policy
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
    assert '<span class="kind">Place</span>level <del>1</del><ins>2</ins>' in text
    assert re.findall(r'href="#(s\d+)"', text) == re.findall(r'<h2 id="(s\d+)"', text)
