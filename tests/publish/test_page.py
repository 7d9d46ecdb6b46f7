"""A page stands by itself, and lets nothing in."""

from __future__ import annotations

from html.parser import HTMLParser

from policytui.publish.page import CSP, page


def test_a_page_holds_its_style_and_body_and_loads_nothing() -> None:
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    text = page("Boats", "p { margin: 0; }\n", ["<p>", "A boat.", "</p>"], 'nl"><script>')
    Reader().feed(text)
    tags = [tag for tag, _ in found]
    assert tags == ["html", "head", "meta", "meta", "meta", "meta", "title", "style", "body", "p"]
    assert found[0][1]["lang"] == 'nl"><script>'
    assert {"http-equiv": "Content-Security-Policy", "content": CSP} in [attributes for _, attributes in found]
    assert "<style>\np { margin: 0; }\n</style>" in text
    assert text.endswith("</html>\n")
    assert '<html lang="en">' in page("", "", [])
