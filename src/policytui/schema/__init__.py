"""The JSON Schema of `policy.toml`, for editors (taplo, Even Better TOML).

A new policy begins with `#:schema ../policy.schema.json`; the first save into a policies folder puts a copy of
the schema there, so that editors find it from the file's own folder, in every clone and without a network.
"""

from __future__ import annotations


def schema_text() -> str:
    """The schema as text: what `policy.schema.json` holds."""
    from importlib.resources import files

    return files(__name__).joinpath("policy.schema.json").read_text(encoding="utf-8")
