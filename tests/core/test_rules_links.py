"""A link whose words stayed: moved, led elsewhere, lost or gained."""

from __future__ import annotations

import pytest

from policytui.core.rules_links import LinkChange, link_changes, site, target_rule
from policytui.core.rules_text import read


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("/a", "/b", "link-moved"),
        ("#a", "#b", "link-moved"),
        ("http://a.example/x", "https://a.example/y", "link-moved"),
        ("https://docs.a.example/x", "https://help.a.example/x", "link-moved"),
        ("https://a.example/terms", "/legal/terms", "link-moved"),
        ("https://a.example/terms", "/legal/other", "link-elsewhere"),
        ("https://a.example/x", "https://b.example/x", "link-elsewhere"),
        ("https://x.co.uk/a", "https://y.co.uk/a", "link-elsewhere"),
        ("https://a.example/x", "https://xn--a-0ca.example/x", "link-elsewhere"),
        ("https://a.example/x", "https://a.example@b.example/x", "link-elsewhere"),
        ("https://a.example/x", "data:text/html,x", "link-elsewhere"),
        ("mailto:a@a.example", "mailto:b@a.example", "address"),
        ("/contact", "mailto:b@a.example", "address"),
        ("{{ mail }}", "{{ other }}", "address"),
        ("https://docs.a.example/x", "https://c@docs.a.example/x", "link-elsewhere"),
        ("https://docs.a.example/x", "https://döcs.a.example/x", "link-elsewhere"),
        ("https://docs.a.example/x", "https://xn--dcs-sna.a.example/x", "link-elsewhere"),
        ("https://a.example/x", "https://[a.example/x", "link-elsewhere"),
        ("/terms", "/terms_v2", "link-moved"),
        ("/annex_v1.pdf", "/annex_v2.pdf", "link-document"),
        ("/terms/2023-01", "/terms/2024-01", "link-document"),
        ("/annex one.pdf", "/annex_one.pdf", "link-moved"),
    ],
)
def test_targets(old: str, new: str, rule: str) -> None:
    assert target_rule(old, new) == rule


def test_sites() -> None:
    assert site("docs.a.example") == "a.example"
    assert site("www.shop.co.uk:443") == "shop.co.uk"
    assert site("www.shop.org.uk") == "shop.org.uk"
    assert site("docs.co.example") == "co.example"
    assert site("co.uk") == "co.uk"
    assert site("93.184.216.34:80") == "93.184.216.34:80"
    assert site("[2001:db8::1]") != site("[2001:db8::2]")
    assert site("acme.github.io:443") == "acme.github.io"
    assert site("www.wordpress.com") == "www.wordpress.com"


@pytest.mark.parametrize(
    ("before", "after", "rules"),
    [
        ("our terms", "our [terms](/t)", ["link-gained"]),
        ("our [terms](#t)", "our terms", ["link-gained"]),
        ("our [terms](/t)", "our terms", ["link-lost"]),
        ("object [here](#o)", "object here", ["link-lost"]),
        ("our [own terms](/t)", "[our own terms](/t)", []),
        ("our terms", "our [terms](javascript:x)", ["link-elsewhere"]),
        ("to a@a.example", "to [a@a.example](mailto:a@a.example?subject=x)", ["link-gained"]),
        ("to a@a.example", "to [a@a.example](mailto:a@b.example)", ["address"]),
        ("to a@a.example", "to [a@a.example](/contact)", ["address"]),
        ("at a.example", "at [a.example](https://www.a.example/)", ["link-gained"]),
        ("at https://a.example/x", "at [https://a.example/x](https://b.example/x)", ["address"]),
        ("at https://a.example/x", "at [https://a.example/x](/x)", ["link-gained"]),
        ("call 0800 55 66 77", "[call 0800 55 66 77](tel:+800556677)", ["link-gained"]),
        ("call 0800 55 66 77", "[call 0800 55 66 77](tel:+800556678)", ["address"]),
        ("[a](/1) [b](/2)", "[a](/1) [b](/3)", ["link-moved"]),
        ("[a](/1) [b](/2)", "[a](/2) [b](/1)", ["link-exchanged", "link-exchanged"]),
        ("[a](/1) [b](/2)", "[a](/2) [b](/2)", ["link-exchanged"]),
        ("[a](/1) [b](/1)", "[a](/1) [b](/2)", ["link-exchanged"]),
        ("[a](/1) [b](/1)", "[a](/2) [b](/2)", ["link-moved", "link-moved"]),
        ("![a](1.png)", "![a](2.png)", ["link-moved"]),
        ("![a](1.png)", "[![a](1.png)](/t)", ["link-gained"]),
        ("[![a](1.png)](/t)", "![a](1.png)", ["link-lost"]),
        ("[a](/1) and ![b](2.png)", "a and ![b](2.png)", ["link-lost"]),
        ("our [terms](/t)", "[our terms](/t)", ["link-lost", "link-gained"]),
        ("[a](/1) b c [d](/4)", "[a](/1) [b](/2) [c](x:) [d](/4)", ["link-gained", "link-elsewhere"]),
    ],
)
def test_changes(before: str, after: str, rules: list[str]) -> None:
    assert [change.rule for change in link_changes(read(before), read(after))] == rules


def test_an_image_that_came_or_went_is_named_with_its_address() -> None:
    image, none = read("![a](1.png)"), read("![a](1.png)")._replace(links=())
    assert link_changes(image, none) == [LinkChange("image", "1.png", "")]
    assert link_changes(none, image) == [LinkChange("image", "", "1.png")]
