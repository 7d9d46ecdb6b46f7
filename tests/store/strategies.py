"""Policies and hand-written policy files for the laws of the store."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from policytui.core.values import DATE_STYLES, Dates, HouseRules, Policy, Section

AWKWARD = [
    "",
    "\n",
    "one\n",
    "one\ntwo\n",
    "one\n\n\ntwo",
    "\n\nleading",
    'say "no"',
    '"""',
    '""""""\n',
    "'''\n",
    "'",
    "ends in \\",
    "back\\slash\\\n",
    "[[section]]\nid = 'fooled'\n",
    "# --- policytui revision: written once, never edited ---\n",
    'body = """\nnot a body\n"""\n',
    "carriage\rreturn\r\n",
    "tab\tand  spaces  \n  \n",
    "\x1b]52;c;aGk=\x07\u202e\u200b\x00\x7f\x9b",
    "é ü 文 🙂\n",
    "\ufeffmark",
]
"""Text that a careless writer of TOML gets wrong."""
awkward = st.sampled_from(AWKWARD)
texts = st.one_of(awkward, st.text(max_size=40), st.lists(awkward, max_size=4).map("".join))
plain_titles = st.sampled_from(["Privacy", 'The "Site"', "C:\\new", "It's", "a\tb"])
titles = st.one_of(plain_titles, st.text(min_size=1, max_size=12).filter(lambda title: bool(title.strip())))
ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,5}", fullmatch=True)
days = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31))
names = st.one_of(st.sampled_from(["company", "e_mail", "a b", "ä", 'q"q']), st.text(max_size=6))


@st.composite
def sections(draw: st.DrawFn, section_id: str | None = None) -> Section:
    """A section with any text."""
    return Section(
        id=section_id or draw(ids),
        title=draw(st.one_of(st.just(""), titles)),
        level=draw(st.integers(1, 6)),
        summary=draw(st.one_of(st.just(""), texts)),
        body=draw(texts),
    )


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """A policy that is legal, and nothing else."""
    words = st.lists(texts, max_size=3).map(tuple)
    return Policy(
        title=draw(titles),
        organization=draw(st.one_of(st.just(""), texts)),
        language=draw(st.sampled_from(["en", "en-GB", "de", ""])),
        preamble=draw(st.one_of(st.just(""), texts)),
        dates=Dates(
            label=draw(st.sampled_from(["Last updated", "Effective Date", "", 'a "b"'])),
            style=draw(st.sampled_from(DATE_STYLES)),
            last_updated=draw(days),
            effective=draw(days),
            reviewed=draw(days),
            notice_days=draw(st.none() | st.integers(0, 3650)),
            timezone=draw(st.sampled_from(["", "Europe/London"])),
        ),
        variables=tuple(draw(st.dictionaries(names, texts, max_size=3)).items()),
        sections=tuple(draw(st.lists(sections(), max_size=5, unique_by=lambda section: section.id))),
        house_rules=HouseRules(draw(words), draw(words), draw(words)),
    )


HAND_WRITTEN = '''# The policy of a small shop.
format = 1   # the file format

[policy]
  title = "Shop Privacy"   # as printed
language='en-GB'
keeper = "kept, though unknown"

# Dates are printed below the title.
[dates]
last_updated = 2024-05-19 # the relaunch
label    = "Last updated"

# == What we collect ==
# reviewed by counsel
[[section]] # the first
id = "collect"
title = "What we collect"
level = 1
body = """
We collect your name.
We collect your caf\\u00e9 orders.

[[section]] is only a word here, and so is body = "x".
"""
owner = "legal"   # unknown keys stay

# about nothing in particular

# == Retention ==
[[section]]
id = "retention"
title = 'How long'
body = \'\'\'
We keep it for 30 days. C:\\\\data is emptied.\'\'\'
# directly under the body

  [[section]]
  id    = "contact"
  level = 2
  summary = "In short: write to us."
  title = "Contact"
  body = "Write to us."


# the end
'''
"""A file as people write them: comments in odd places, keys out of order, three kinds of quotes."""
