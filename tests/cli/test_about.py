"""keys, themes, schema."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.cli.conftest import Run


def test_keys_lists_every_key(run: Run) -> None:
    keys = run("keys", "--json").json["keys"]
    assert {"where", "keys", "id", "help"} == set(keys[0])
    assert "ctrl+s" in run("keys").out


def test_themes_lists_at_least_four_and_says_where_yours_go(run: Run) -> None:
    ran = run("themes", "--json")
    assert ran.code == 0
    assert len(ran.json["themes"]) >= 4
    assert "themes" in run("themes").err


def test_config_says_what_is_in_use_and_what_is_wrong(run: Run) -> None:
    facts = run("config", "--json").json
    assert facts["author"] == "Ada <ada@example.org>"
    assert facts["policies"] == "policies"
    folder = Path(os.environ["XDG_CONFIG_HOME"], "policytui")
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('[keymap]\n"edit.nonsense" = "f10"\n')
    ran = run("config")
    assert ran.code == 1
    assert "edit.nonsense" in ran.err


def test_schema_is_a_json_schema(run: Run) -> None:
    assert "$schema" in json.loads(run("schema").out)
