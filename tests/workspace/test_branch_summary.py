"""What a branch did, in words."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

from policytui.core.values import Policy
from policytui.workspace.branch_summary import changed_sections, date_words, policy_name, to_html, to_markdown
from policytui.workspace.branches import review_range
from tests.gitbox import Box


def test_the_words_of_a_change(box: Box) -> None:
    box.git("checkout", "-q", "-b", "feature")
    box.change("privacy", "30 days", "60 days")
    box.git("mv", "policies/privacy", "policies/rules")
    box.commit_all()
    branch = review_range(box.workspace, "main...feature")
    (change,) = branch.changes
    assert policy_name(change) == "privacy → rules"
    assert date_words(change) == "date 2024-01-05 → 2024-06-01"
    assert changed_sections(change) == [("Logs", "material")]
    text = to_markdown(branch)
    assert text.startswith("# Policies changed in `main...feature`\n")
    assert "| `privacy` → `rules` | renamed | **material** | date 2024-01-05 → 2024-06-01 | none |" in text


def test_nothing_changed_is_said(box: Box) -> None:
    assert to_markdown(review_range(box.workspace, "main...main")) == "No policy changes in `main...main`.\n"
    assert "<p>No policy changes.</p>" in to_html(review_range(box.workspace, "main...main"))


class Page(HTMLParser):
    """Counts tags, checks that they close, and keeps names, links and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.names: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        given = dict(attrs)
        self.names += [given["id"] or ""] if "id" in given else []
        self.links += [(given["href"] or "").removeprefix("#")] if "href" in given else []
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_branch_is_one_page_with_every_policy_in_it(box: Box, policy: Policy) -> None:
    for slug in ("broken", "gone", "terms"):
        box.put(slug, policy)
    box.commit_all()
    box.git("checkout", "-q", "-b", "feature")
    for slug in ("privacy", "terms"):
        box.change(slug, "30 days", "60 days")
        box.change(slug, "share nothing", "sell nothing")
    box.by_hand("broken", "title =", "[broken")
    box.git("rm", "-rq", "policies/gone")
    box.put("new", Policy("Cookies", sections=policy.sections[:1]))
    box.commit_all()
    text = to_html(review_range(box.workspace, "main...feature"), 0)
    page = Page(text)
    assert text.count("<!DOCTYPE html>") == 1
    assert [page.tags[tag] for tag in ("html", "head", "title", "style", "body", "main", "h1")] == [1] * 7
    assert [name for name in page.names if "s" not in name] == ["p0", "p1", "p2", "p3", "p4"]
    assert len(set(page.names)) == len(page.names) > 8
    assert set(page.links) <= set(page.names)
    for slug, fate in (("broken", "changed"), ("gone", "removed"), ("new", "added"), ("privacy", "changed")):
        heading = next(
            line for line in text.splitlines() if line.startswith('<h2 class="policy"') and f">{slug}" in line
        )
        assert f'<span class="said">{fate}</span>' in heading
    assert "A side cannot be read" in page.text
    assert "warning: The policy was removed with its history." in page.text
    assert "It is not there any more" in page.text
    assert "It was not there before" in page.text
    assert text.count("for <del>30</del><ins>60</ins> days") == 2


def test_what_a_branch_names_is_no_markup(box: Box) -> None:
    box.git("checkout", "-q", "-b", "a<b>&c")
    box.by_hand("privacy", 'title = "Privacy Policy"', 'title = "<script>x</script>"')
    box.git("commit", "-qam", "by hand")
    text = to_html(review_range(box.workspace, "main...a<b>&c"))
    assert "<script>" not in text
    assert "<b>" not in text
    assert "privacy: &lt;script&gt;x&lt;/script&gt;" in text
