"""A policy as HTML lets nothing in."""

from __future__ import annotations

from datetime import date

from policytui.core.values import Dates, Policy
from tests.publish.boats import POLICY


def test_the_whole_document() -> None:
    from policytui.publish.page import CSP
    from policytui.publish.policy_html import to_html

    page = to_html(POLICY)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert f'content="{CSP}"' in page
    assert "<title>Boats &amp; &lt;Oars&gt;</title>" in page
    assert "<span>Revised: 3 May 2024</span><span>Effective date: 1 June 2024</span>" in page
    assert '<section id="rows">\n<h2>Row_ing</h2>' in page
    assert "<h3>Deep</h3>" in page
    assert "<strong>In short:</strong> Row <code>well</code>." in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page
    assert "<table>" in page


def test_hostile_text_stays_text() -> None:
    from policytui.publish.policy_html import to_html

    bad = '"><script>alert(1)</script>'
    policy = Policy(
        bad,
        language=bad,
        preamble=f"[x](javascript:alert(1)) ![{bad}]({bad})",
        dates=Dates(bad, "iso", date(2024, 1, 1)),
    )
    page = to_html(policy)
    assert "<script" not in page
    assert 'href="javascript' not in page
