"""A policy as plain values."""

from __future__ import annotations

from tests.publish.boats import POLICY


def test_the_whole_document() -> None:
    import json

    from policytui.publish.policy_json import to_json

    value = json.loads(json.dumps(to_json(POLICY)))
    assert value["title"] == "Boats & <Oars>"
    assert value["dates"]["last_updated"] == "2024-05-03"
    assert value["dates"]["reviewed"] is None
    assert [section["id"] for section in value["sections"]] == ["rows", "deep"]
    assert set(value) == {"title", "organization", "language", "dates", "variables", "preamble", "sections"}
