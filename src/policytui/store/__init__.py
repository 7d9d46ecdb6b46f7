"""Files: codec, atomic writes, revision files. Nothing above the workspace imports this."""
