"""Media queries on the reference screen, 1280 × 800 pixels."""

import pytest

from epreuve.probes.html.media_query import applies


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", True),
        ("screen", True),
        ("ALL", True),
        ("print", False),
        ("not print", True),
        ("not all", False),
        ("print, screen", True),
        ("only screen and (min-width: 600px)", True),
        ("screen and (max-width:37.5em)", False),
        ("(width >= 600px)", True),
        ("(400px <= width <= 700px)", False),
        ("(600px < width)", True),
        ("(min-width: 600px) and (max-width: 1279px)", False),
        ("(max-width: 10px) or (min-width: 20px)", True),
        ("not (max-width: 600px)", True),
        ("(orientation: landscape)", True),
        ("(prefers-color-scheme: dark)", False),
        ("(-webkit-min-device-pixel-ratio: 2)", False),
    ],
)
def test_a_media_query(query: str, expected: bool) -> None:
    assert applies(query) is expected
