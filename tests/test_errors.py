"""Exit codes come with the class: 2 for usage and bad input, 3 for what the system refused."""

from __future__ import annotations

import pytest

from policytui import errors


@pytest.mark.parametrize(
    ("kind", "code"),
    [(errors.UsageError, 2), (errors.ContentError, 2), (errors.StaleError, 2), (errors.RefusedError, 3)],
)
def test_an_error_knows_its_exit_code(kind: type[errors.PolicytuiError], code: int) -> None:
    error = kind("It happened.", "Do this.")
    assert (error.exit_code, error.message, error.hint, str(error)) == (
        code,
        "It happened.",
        "Do this.",
        "It happened.",
    )
